"""The register of recommendations, the grid and one page, with 2,000 recommendations, 40 meetings and 20,000 entries.

Each must need no more SQL statements than with a tenth of everything, and no more than twice the time.
"""

from functools import partial

from sqlmodel import Session, col, select

from app.models.people import Organisation, User
from app.models.recommendations import Recommendation
from tests.bench import many_recommendations as many
from tests.bench.offices import compare

MANY, TENTH = (2000, 40, 20_000), (200, 4, 2000)
"""Recommendations, meetings, entries."""
PAGES = {
    "register": "/recommendations",
    "register, last asked": "/recommendations?sort=asked",
    "register, never asked": "/recommendations?status=never",
    "grid": "/coverage",
    "page": "/recommendations/{number}",
}


def main() -> int:
    """1 when a page is beyond the limit."""
    return compare(PAGES, {size[0]: partial(_fill, size) for size in (TENTH, MANY)}, with_size=TENTH[0])


def _fill(size: tuple[int, int, int], session: Session, force: Organisation, _user: User) -> int:
    """A record of that size; the last recommendation that was spoken of."""
    many.store(session, *size, lead=force)
    return session.exec(select(Recommendation.id).order_by(col(Recommendation.id)).offset(100)).first() or 0
