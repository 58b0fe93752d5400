"""The Commissioner's brief for a meeting: what is open, what came in, what was never answered, what to ask."""

from app.services.briefs.gathering import brief
from app.services.briefs.parts import AskFirst, Brief, CameIn, Given, OpenAction, OpenActions, OpenGroup

__all__ = [
    "AskFirst",
    "Brief",
    "CameIn",
    "Given",
    "OpenAction",
    "OpenActions",
    "OpenGroup",
    "brief",
]
