"""Publishing: versions that never change, what the public knows because of them, and withdrawing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from app.db import transaction
from app.errors import DomainError, EditConflict, NotAllowed, RuleBroken
from app.models.lines import Line, Outcome
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import User
from app.models.publications import (
    Publication,
    PublishedAction,
    PublishedPassage,
    PublishedPassageRecommendation,
    PublishedState,
)
from app.services import documents, lines, meetings, publications
from app.services.publications.showing import search_published
from tests.conftest import Office
from tests.story import Story

MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)
AT = datetime(2023, 7, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def publisher(office: Office) -> User:
    return office.users["publisher"]


@pytest.fixture
def story(session: Session, publisher: User) -> Story:
    return Story(session, publisher)


def confirmed(session: Session, meeting: Meeting, by: User) -> Meeting:
    return meetings.confirm(session, meeting, by=by)


def published(
    session: Session, meeting: Meeting, by: User, *, reason: str = "", at: datetime = AT
) -> Publication:
    """The next version, by somebody who looked at it this moment."""
    made = publications.of_meeting(session, meeting)
    return publications.publish(
        session,
        meeting,
        version=len(made) + 1,
        seen=publications.prepare(session, meeting).fingerprint,
        reason=reason,
        by=by,
        at=at,
    )


def reworded(session: Session, meeting: Meeting, words: str, by: User) -> None:
    line = session.exec(select(Line).where(Line.meeting_id == meeting.id)).first()
    assert line is not None
    lines.save_text(session, line, text=words, seen_revision=line.revision, writer="t", by=by)


def march(session: Session, story: Story) -> Meeting:
    meeting = story.meeting(MARCH)
    section = story.section(meeting, "2", "Custody", story.recommendation("8"))
    story.asks(section, "The PCC asked why.", "The CC said because.")
    story.raises(section, "CC to report on custody.", "CC", due_on=date(2023, 5, 1))
    return meeting


def test_a_version_has_its_number_date_hash_and_reason(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = march(session, story)
    first = published(session, meeting, publisher)
    word = documents.content(session, documents.file_by_id(session, first.file_id))
    assert (first.version, first.published_at, first.published_by_id) == (1, AT, publisher.id)
    assert first.sha256 == sha256(word).hexdigest()
    assert first.is_draft
    assert first.status == "Draft, subject to confirmation."

    confirmed(session, meeting, publisher)
    with pytest.raises(RuleBroken, match="Say why it replaces version 1"):
        published(session, meeting, publisher)
    second = published(session, meeting, publisher, reason="the minutes are now agreed")
    assert (second.version, second.supersedes_id, second.is_draft) == (2, first.id, False)
    assert second.reason == "the minutes are now agreed"
    assert second.status.startswith("Agreed as a true record on")
    assert first.withdrawn_at is None, "the old version stays readable"


def test_a_published_version_never_changes(session: Session, story: Story, publisher: User) -> None:
    version = published(session, march(session, story), publisher)
    session.commit()
    for change in (
        "UPDATE publication SET content = '{}'",
        "UPDATE publication SET reason = 'x', version = 9",
        "UPDATE publication SET published_at = '2020-01-01 00:00:00'",
        "DELETE FROM publication",
    ):
        with pytest.raises(DatabaseError, match="published version is never changed"):
            session.execute(text(change))
        session.rollback()
    session.execute(text("UPDATE publication SET withdrawn_at = published_at"))
    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(text("UPDATE publication SET withdrawn_at = NULL"))
    session.rollback()
    session.execute(text("UPDATE publication SET content = '', expunged_at = published_at"))
    session.rollback()
    session.refresh(version)
    assert publications.minutes_of(version).parts[0].title == "Custody"


def test_a_version_prints_that_meetings_decisions_alone(
    session: Session, story: Story, publisher: User
) -> None:
    first, later = march(session, story), story.meeting(JUNE)
    action = meetings.whole(session, first).raised[0]
    story.reviews(story.section(later, "1", "Actions"), action, Outcome.CLOSED, "Done.")
    version = published(session, first, publisher)
    shown = publications.minutes_of(version).parts[0].lines[-1]
    assert shown.passages[0].action is not None
    assert shown.passages[0].action.reference == action.reference
    assert "closed" not in version.content.lower()


def test_the_register_shows_what_published_minutes_say_became_of_an_action_and_nothing_else(
    session: Session, story: Story, publisher: User
) -> None:
    first, later = march(session, story), story.meeting(JUNE)
    action = meetings.whole(session, first).raised[0]
    story.reviews(story.section(later, "1", "Actions"), action, Outcome.CLOSED, "Done.")
    confirmed(session, first, publisher)
    published(session, first, publisher)

    row = session.exec(select(PublishedAction)).one()
    assert (row.reference, row.wording, row.state) == (
        action.reference,
        "CC to report on custody.",
        PublishedState.OPEN,
    )
    assert (row.raised_on, row.due_on, row.last_outcome) == (MARCH, date(2023, 5, 1), "")

    draft = published(session, later, publisher)
    session.refresh(row)
    assert row.state == PublishedState.OPEN, "what a draft says is not yet what became of it"
    confirmed(session, later, publisher)
    version = published(session, later, publisher, reason="agreed")
    session.refresh(row)
    assert (row.state, row.last_outcome, row.last_said_on) == (PublishedState.CLOSED, "closed", JUNE)
    assert draft.version == 1

    publications.withdraw(session, version, later, reason="A mistake.", by=publisher, at=AT)
    session.refresh(row)
    assert (row.state, row.last_outcome) == (PublishedState.OPEN, "")


def test_what_is_withdrawn_is_nowhere_among_what_the_public_may_read(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = march(session, story)
    version = published(session, meeting, publisher)
    public = publications.public_meeting(session, meeting)
    assert public is not None
    assert public.publication_id == version.id
    assert session.execute(search_published.select()).all()
    with pytest.raises(RuleBroken, match="Say why"):
        publications.withdraw(session, version, meeting, reason=" ", by=publisher, at=AT)

    publications.withdraw(session, version, meeting, reason="A name was left in.", by=publisher, at=AT)
    assert (public.publication_id, public.withdrawn_at) == (None, AT)
    assert public.withdrawal_reason == "A name was left in."
    for table in (PublishedAction, PublishedPassage, PublishedPassageRecommendation):
        assert not session.exec(select(table)).all()
    assert not session.execute(search_published.select()).all()
    with pytest.raises(RuleBroken, match="already withdrawn"):
        publications.withdraw(session, version, meeting, reason="Again.", by=publisher, at=AT)

    again = published(session, meeting, publisher, reason="the name is out", at=AT + timedelta(hours=1))
    assert (again.version, public.publication_id, public.withdrawn_at) == (2, again.id, None)


def test_the_trail_of_a_recommendation_is_what_published_minutes_say_under_its_headings(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = march(session, story)
    eight = story.recommendation("8")
    story.asks(story.section(meeting, "3", "Anything else"), "The PCC asked about parking.")
    published(session, meeting, publisher)
    trail = session.exec(
        select(PublishedPassage)
        .join(PublishedPassageRecommendation)
        .where(PublishedPassageRecommendation.recommendation_id == eight.id)
        .order_by(PublishedPassage.position)  # type: ignore[arg-type]
    ).all()
    assert [(one.kind, one.words) for one in trail] == [
        ("question", "The PCC asked why."),
        ("answer", "The CC said because."),
        ("action", "CC to report on custody."),
    ]
    assert [one.anchor for one in trail][:2] == ["section-2-line-1", "section-2-line-2"]
    assert trail[2].anchor.startswith("action-")


def test_the_address_of_a_meeting_lasts(session: Session, story: Story, publisher: User) -> None:
    one, other = march(session, story), march(session, story)
    published(session, one, publisher)
    published(session, other, publisher)
    addresses = [publications.public_meeting(session, meeting) for meeting in (one, other)]
    assert [public.address for public in addresses if public] == [
        "2023-03-31-holding-to-account",
        "2023-03-31-holding-to-account-2",
    ]
    one.title = "Holding to account, Friday 31 March 2023"
    session.add(one)
    version = published(session, one, publisher, reason="its title names the day")
    assert addresses[0] is not None
    assert (addresses[0].address, version.version) == ("2023-03-31-holding-to-account", 2)


def test_two_publishers_who_click_at_once_make_one_version(
    engine: Engine, session: Session, story: Story, publisher: User
) -> None:
    meeting = march(session, story)
    seen = publications.prepare(session, meeting).fingerprint
    session.commit()
    ready, came_out = Barrier(2), []

    def click() -> None:
        with transaction(engine) as own:
            ready.wait(10)
            try:
                publications.publish(
                    own,
                    own.get_one(Meeting, meeting.id),
                    version=1,
                    seen=seen,
                    reason="",
                    by=own.get_one(User, publisher.id),
                    at=AT,
                )
                own.commit()
                came_out.append("published")
            except DomainError as problem:
                came_out.append(type(problem).__name__)

    # On SQLite a transaction that writes begins by waiting for its turn, so the barrier stands before it there.
    if engine.dialect.name == "sqlite":
        ready = Barrier(1)
    both = [Thread(target=click) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(came_out) == ["EditConflict", "published"]
    assert len(publications.of_meeting(session, meeting)) == 1


def test_what_has_changed_since_somebody_looked_is_not_published_unseen(
    session: Session, story: Story, publisher: User
) -> None:
    meeting = march(session, story)
    seen = publications.prepare(session, meeting).fingerprint
    reworded(session, meeting, "The PCC asked why, and named somebody.", publisher)
    with pytest.raises(EditConflict, match="have changed since you looked"):
        publications.publish(session, meeting, version=1, seen=seen, reason="", by=publisher, at=AT)


def test_what_stands_in_the_way_is_said_in_sentences(
    session: Session, story: Story, publisher: User, office: Office
) -> None:
    meeting = story.meeting(MARCH)
    meeting.status = MeetingStatus.PLANNED
    with pytest.raises(RuleBroken, match="The meeting is not over: finish it first"):
        published(session, meeting, publisher)
    meeting.status = MeetingStatus.DRAFT
    story.asks(story.section(meeting, "1", "Custody"), "The PCC asked why.")
    with pytest.raises(NotAllowed, match="published by a publisher"):
        published(session, meeting, office.users["minute_taker"])
    published(session, meeting, publisher)
    with pytest.raises(RuleBroken, match="Nothing has changed since version 1"):
        published(session, meeting, publisher, reason="once more")


@pytest.fixture
def run(engine: Engine) -> Iterator[list[str]]:
    """The statements that this database has run since it was last emptied."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_publishing_takes_as_many_statements_for_three_lines_as_for_three_hundred(
    session: Session, story: Story, publisher: User, run: list[str]
) -> None:
    def written(count: int) -> Meeting:
        meeting = story.meeting(MARCH)
        section = story.section(meeting, "2", "Custody", story.recommendation("8"))
        for _ in range(count):
            story.asks(section, "The PCC asked why.", "The CC said because.")
            story.raises(section, "CC to report on custody.", "CC")
        return meeting

    few, many = written(1), written(100)
    session.commit()
    session.expunge_all()
    counts = []
    for meeting in (few, many):
        own = session.get_one(Meeting, meeting.id)
        by = session.get_one(User, publisher.id)
        run.clear()
        published(session, own, by)
        counts.append(len(run))
    assert counts[1] <= counts[0] + 5  # long lists go in portions
