"""What becomes of public versions and papers when something in them is withheld afterwards."""

from datetime import date

import pytest
from sqlmodel import Session, select

from app.db import now
from app.errors import RuleBroken
from app.models.lines import Kind
from app.models.meetings import Meeting, Paper
from app.models.people import User
from app.models.publications import Publication, PublicPaper
from app.models.withholdings import Ground, Withheld
from app.services import documents, papers, publications, withholdings
from tests.conftest import Office
from tests.story import Story

MARCH = date(2023, 3, 31)


@pytest.fixture
def publisher(office: Office) -> User:
    return office.users["publisher"]


@pytest.fixture
def story(session: Session, publisher: User) -> Story:
    return Story(session, publisher)


@pytest.fixture
def meeting(story: Story, office: Office) -> Meeting:
    meeting = story.meeting(MARCH)
    story.attends(meeting, "Morwenna Tallis", "MT", "Inspector", office.force)
    section = story.section(meeting, "1", "Custody")
    story.asks(section, "The PCC asked why.", "The CC said because.")
    story.line(section, Kind.STATEMENT, "A child was named.")
    below = story.section(meeting, "1.1", "Cells", level=2)
    story.line(below, Kind.STATEMENT, "The cells were seen.")
    return meeting


def published(session: Session, meeting: Meeting, by: User, reason: str = "it is corrected") -> Publication:
    version = len(publications.of_meeting(session, meeting)) + 1
    seen = publications.prepare(session, meeting).fingerprint
    return publications.publish(session, meeting, version=version, seen=seen, reason=reason, by=by, at=now())


def withhold(session: Session, meeting: Meeting, subject: Withheld, subject_id: object, by: User) -> None:
    withholdings.withhold(
        session, meeting, subject=subject, subject_id=str(subject_id), ground=Ground.FOIA_40, by=by
    )


def last_line(session: Session, meeting: Meeting) -> str:
    from app.services import meetings

    return meetings.whole(session, meeting).sections[0].lines[-1].line.id


def public_paper(
    session: Session, meeting: Meeting, by: User, *, title: str = "The report", section_id: int | None = None
) -> Paper:
    from app.models.meetings import Section

    file = documents.store_file(session, title.encode(), name="a.pdf", media_type="application/pdf", by=by)
    section = session.get(Section, section_id) if section_id else None
    paper = papers.add(session, meeting, title=title, file=file, section=section, by=by)
    publications.make_paper_public(session, paper, by=by, at=now())
    return paper


def test_a_version_that_shows_what_is_withheld_since_is_withdrawn_with_the_next(
    session: Session, meeting: Meeting, publisher: User
) -> None:
    first = published(session, meeting, publisher)
    meeting.venue = "County Hall"
    session.add(meeting)
    session.flush()
    second = published(session, meeting, publisher)
    assert first.withdrawn_at is None, "replaced for another reason, it stays readable"

    withhold(session, meeting, Withheld.LINE, last_line(session, meeting), publisher)
    third = published(session, meeting, publisher)
    for old in (first, second):
        assert old.withdrawn_at is not None
        assert old.withdrawal_reason == "Replaced by version 3."
    assert third.withdrawn_at is None
    assert "A child was named" in first.content
    assert "A child was named" not in third.content


def test_what_is_only_proposed_to_be_withheld_keeps_everything_from_being_published(
    session: Session, meeting: Meeting, publisher: User, office: Office
) -> None:
    withhold(session, meeting, Withheld.LINE, last_line(session, meeting), office.minute_taker)
    with pytest.raises(RuleBroken, match="proposed to be withheld: a publisher decides"):
        published(session, meeting, publisher)


def test_a_public_paper_leaves_the_public_pages_when_it_is_withheld_or_its_section_is(
    session: Session, meeting: Meeting, publisher: User
) -> None:
    from app.services import sections

    published(session, meeting, publisher)
    above, below = sections.of_meeting(session, meeting)
    kept = public_paper(session, meeting, publisher, title="Kept")
    one = public_paper(session, meeting, publisher, title="One")
    public_paper(session, meeting, publisher, title="Below", section_id=below.id)
    withhold(session, meeting, Withheld.PAPER, one.id, publisher)
    assert [row.title for row in session.exec(select(PublicPaper)).all()] == ["Kept", "Below"]
    withhold(session, meeting, Withheld.SECTION, above.id, publisher)
    assert [row.paper_id for row in session.exec(select(PublicPaper)).all()] == [kept.id]
    with pytest.raises(RuleBroken, match="is withheld"):
        publications.make_paper_public(session, one, by=publisher, at=now())


def test_a_paper_whose_title_names_somebody_withheld_is_not_public(
    session: Session, meeting: Meeting, publisher: User
) -> None:
    from app.services import attendances

    published(session, meeting, publisher)
    paper = public_paper(session, meeting, publisher, title="Statement of Morwenna Tallis")
    (attendance,) = attendances.of_meeting(session, meeting)
    withhold(session, meeting, Withheld.ATTENDANCE, attendance.id, publisher)
    assert not session.exec(select(PublicPaper)).all()
    with pytest.raises(RuleBroken, match="names somebody"):
        publications.make_paper_public(session, paper, by=publisher, at=now())
