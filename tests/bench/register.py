"""The register, the home page and the evening's brief with 5,000 actions and 20,000 responses.

Each must need no more SQL statements than with 5 actions, and no more than twice its time with 50.
"""

from functools import partial

from sqlmodel import Session

from app.models.people import Organisation, User
from tests.bench import many
from tests.bench.offices import compare

FEW, SOME, MANY = 5, 50, 5000
"""Actions."""
PAGES = {
    "home": "/",
    "register, open": "/actions",
    "register, all": "/actions?status=all&sort=age",
    "register, words": "/actions?words=district",
    "brief": "/meetings/{number}/brief",
}


def main() -> int:
    """1 when a page is beyond the limit."""
    return compare(PAGES, {actions: partial(_fill, actions) for actions in (FEW, SOME, MANY)}, with_size=SOME)


def _fill(actions: int, session: Session, force: Organisation, user: User) -> int:
    """So many actions; the meeting that comes next."""
    return many.store(session, actions, owner=force, by_id=user.id or 0)[-1]
