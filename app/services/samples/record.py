"""What has happened so far in the invented office: organisations, people, recommendations, minutes."""

from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from app.models.meetings import Meeting
from app.models.people import Organisation, OrganisationKind, Role, User
from app.models.trackers import Tracks
from app.services import documents, people, recommendations, trackers
from app.services.samples.rows import rows

SOURCE_TITLE, SOURCE_SHORT_NAME, SOURCE_PUBLISHED = (
    "Independent Inquiry into Harbour Road",
    "IIHR",
    date(2023, 9, 14),
)


def is_empty(session: Session) -> bool:
    """Whether nobody and nothing is stored yet."""
    return session.exec(select(Organisation).limit(1)).first() is None


def load(session: Session, folder: Path, *, password_hash: str) -> None:
    """Store everything that the folder holds; every one of its users signs in with the same password.

    Minutes go in by the same door as an office's own, in the order in which the meetings were held.
    """
    for row in rows(folder / "organisations.csv"):
        people.get_or_create_organisation(
            session, row["name"], short_name=row["short_name"], kind=OrganisationKind(row["kind"])
        )
    for row in rows(folder / "users.csv"):
        people.add_user(
            session,
            email=row["email"],
            name=row["name"],
            role=Role(row["role"].replace("-", "_")),
            organisation=people.get_or_create_organisation(session, row["organisation"]),
            password_hash=password_hash,
        )
    minute_taker = session.exec(
        select(User).where(User.role == Role.MINUTE_TAKER).order_by(User.name)
    ).first()
    source = recommendations.find_or_create_source(
        session, SOURCE_SHORT_NAME, title=SOURCE_TITLE, published_on=SOURCE_PUBLISHED, by=minute_taker
    )
    listed = folder / "harbour_road_recommendations.csv"
    trackers.load(
        session,
        listed.read_bytes(),
        name=listed.name,
        source=source,
        tracks=Tracks.RECOMMENDATIONS,
        today=SOURCE_PUBLISHED,
        by=minute_taker,
    )
    for row in rows(folder / "minutes.csv"):
        path = folder / row["file"]
        documents.import_file(session, path.read_bytes(), path.name, by=minute_taker)
    for meeting in session.exec(select(Meeting)):
        meeting.share(meeting.created_at)
        session.add(meeting)
