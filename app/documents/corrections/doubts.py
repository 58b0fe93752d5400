"""What the reader was not sure of, and what a person decided."""

from app.documents.corrections.keys import GONE
from app.documents.minutes import Doubt, Reading
from app.errors import EditConflict


def find_doubt(reading: Reading, place: int) -> Doubt:
    """The doubt at that place, from 0: doubts are never reordered. Raises EditConflict when there is none."""
    if not 0 <= place < len(reading.doubts):
        raise EditConflict(GONE)
    return reading.doubts[place]


def settle(reading: Reading, place: int, *, settled: bool = True) -> None:
    """A person has looked at the doubt at `place` and decided; or wants to decide again."""
    find_doubt(reading, place).settled = settled
