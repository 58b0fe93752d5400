"""The register of recommendations, the grid and one page, with 2,000 recommendations, 40 meetings and 20,000 entries.

Each must need no more SQL statements than with a tenth of everything, and no more than twice the time.
"""

import tempfile
from pathlib import Path

from sqlmodel import Session, col, select

from app.db import migrate, now
from app.main import create_app
from app.models.people import Organisation, OrganisationKind, Role, User
from app.models.recommendations import Recommendation
from app.security import COOKIE, start_sign_in
from app.settings import Settings
from tests.bench import many_recommendations as many
from tests.bench.register import LIMIT, OfficeOf, measure
from tests.page import Client

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
    """Print statements and milliseconds of each page, and the ratio; 1 when one is beyond the limit."""
    with tempfile.TemporaryDirectory() as folder:
        offices = {size[0]: _office(Path(folder) / f"{size[0]}.db", size) for size in (TENTH, MANY)}
        failed = False
        for name, address in PAGES.items():
            counts, times = measure(offices, address)
            ratio = times[MANY[0]] / times[TENTH[0]]
            failed |= ratio > LIMIT or counts[MANY[0]] > counts[TENTH[0]]
            said = ", ".join(
                f"{number}: {counts[number]} statements {times[number]:.0f} ms" for number in offices
            )
            print(f"{name:<24} {said}; {MANY[0]} take {ratio:.2f} times as long as {TENTH[0]}")
        for app, _, _ in offices.values():
            app.state.engine.dispose()
    return int(failed)


def _office(path: Path, size: tuple[int, int, int]) -> OfficeOf:
    """An office of that size, its minute-taker signed in, and the last recommendation that was spoken of."""
    app = create_app(Settings(database_url=f"sqlite:///{path}"))
    migrate(app.state.engine)
    with Session(app.state.engine, expire_on_commit=False) as session:
        opcc = Organisation(name="Commissioner", kind=OrganisationKind.COMMISSIONER)
        force = Organisation(name="Northfold Police", short_name="NP", kind=OrganisationKind.FORCE)
        session.add_all([opcc, force])
        session.flush()
        user = User(
            email="a@b.example",
            name="A",
            role=Role.MINUTE_TAKER,
            organisation_id=opcc.id or 0,
            created_at=now(),
        )
        session.add(user)
        session.flush()
        many.store(session, *size, lead=force)
        number = session.exec(select(Recommendation.id).order_by(col(Recommendation.id)).offset(100)).first()
        token = start_sign_in(session, user, at=now(), hours=1)
        session.commit()
    client = Client(app, base_url="https://testserver", cookies={COOKIE: token})
    return app, client, number or 0
