"""The Commissioner's brief for a meeting: what is open, what came in, what was never answered, what to ask."""

from app.services.briefs.gathering import brief
from app.services.briefs.parts import AskFirst, Brief, CameIn, Given, OpenAction, OpenActions, OpenGroup
from app.services.briefs.printing import as_word, word_name
from app.services.briefs.sentences import lead

__all__ = [
    "AskFirst",
    "Brief",
    "CameIn",
    "Given",
    "OpenAction",
    "OpenActions",
    "OpenGroup",
    "as_word",
    "brief",
    "lead",
    "word_name",
]
