"""The invented office of the demo, from `sample_minutes/`: its record so far, and the meeting it prepares."""

from app.services.samples.ahead import look_ahead
from app.services.samples.made_public import make_public
from app.services.samples.record import is_empty, load

__all__ = ["is_empty", "load", "look_ahead", "make_public"]
