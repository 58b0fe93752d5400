"""The Commissioner's brief for a meeting: what is open, what came in, what was never answered, what to ask."""

from app.services.briefs.gathering import brief
from app.services.briefs.open_actions import SHOWN
from app.services.briefs.parts import AskFirst, Brief, CameIn, Given, OpenAction, OpenActions, OpenGroup
from app.services.briefs.printing import as_word, word_name
from app.services.briefs.sentences import first_words, lead

__all__ = [
    "SHOWN",
    "AskFirst",
    "Brief",
    "CameIn",
    "Given",
    "OpenAction",
    "OpenActions",
    "OpenGroup",
    "as_word",
    "brief",
    "first_words",
    "lead",
    "word_name",
]
