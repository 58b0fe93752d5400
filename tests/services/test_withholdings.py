"""Withholding: proposed, decided, lifted; papers and evidence; headings that become lines; what blocks publishing."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from app.db import now
from app.errors import NotAllowed, NotFound, RuleBroken
from app.models.documents import StoredFile
from app.models.lines import Kind, Line
from app.models.meetings import Meeting, Paper, Section
from app.models.people import User
from app.models.responses import Evidence, Response, ResponseState
from app.models.withholdings import GROUNDS, Ground, Withheld
from app.services import lines, meetings, withholdings
from tests.conftest import Office
from tests.story import Story


@pytest.fixture
def publisher(session: Session, office: Office) -> User:
    return session.merge(office.users["publisher"])


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


@pytest.fixture
def meeting(story: Story) -> Meeting:
    return story.meeting(date(2025, 3, 13))


@pytest.fixture
def section(story: Story, meeting: Meeting) -> Section:
    return story.section(meeting, "3", "The case of Zebulon")


def published(session: Session, meeting: Meeting) -> str:
    session.flush()
    return str(withholdings.publishable(session, meeting))


def file_of(session: Session) -> int:
    file = StoredFile(sha256="9" * 64, name="a.pdf", media_type="application/pdf", size=1, stored_at=now())
    session.add(file)
    session.flush()
    return file.id or 0


def test_the_grounds_are_those_of_the_acts_and_another(meeting: Meeting) -> None:
    said = " ".join(GROUNDS.values())
    for number in (30, 31, 38, 40, 41, 42):
        assert f"FOIA section {number}" in said
    assert "Schedule 12A" in said
    assert Ground.OTHER in GROUNDS
    assert meeting.id


def test_a_paper_and_evidence_can_be_withheld(
    session: Session,
    story: Story,
    meeting: Meeting,
    section: Section,
    by: User,
    publisher: User,
    office: Office,
) -> None:
    paper = Paper(meeting_id=meeting.id or 0, title="The force’s report", file_id=file_of(session))
    action = story.raises(section, "CC to report.", "CC")
    response = Response(
        action_id=action.id, organisation_id=office.force.id or 0, text="Done.", given_by_id=by.id or 0,
        state=ResponseState.SUBMITTED, begun_at=now(), given_at=now(),
    )  # fmt: skip
    session.add_all([paper, response])
    session.flush()
    evidence = Evidence(response_id=response.id or 0, file_id=paper.file_id, title="Figures.pdf")
    session.add(evidence)
    session.flush()
    assert [one.id for one in withholdings.papers(session, meeting)] == [paper.id]
    offered = [value for group in withholdings.shown(session, meeting).offered for value, _ in group.options]
    for subject, key in ((Withheld.PAPER, paper.id), (Withheld.EVIDENCE, evidence.id)):
        assert f"{subject.value}-{key}" in offered
        withholdings.withhold(
            session, meeting, subject=subject, subject_id=str(key), ground=Ground.FOIA_41, by=publisher
        )
    assert withholdings.papers(session, meeting) == []
    assert [row.what for row in withholdings.shown(session, meeting).rows] == ["A paper", "Evidence"]


def test_what_is_not_of_these_minutes_cannot_be_withheld_from_them(
    session: Session, story: Story, meeting: Meeting, section: Section, publisher: User
) -> None:
    other = story.meeting(date(2025, 5, 15))
    for subject, key in (
        (Withheld.SECTION, str(section.id)),
        (Withheld.LINE, "nothing"),
        (Withheld.PAPER, "x"),
    ):
        with pytest.raises(NotFound):
            withholdings.withhold(session, other, subject=subject, subject_id=key, by=publisher)


def test_only_a_publisher_lifts_what_was_decided_and_says_why(
    session: Session, meeting: Meeting, section: Section, by: User, publisher: User
) -> None:
    held = withholdings.withhold(
        session, meeting, subject=Withheld.SECTION, subject_id=str(section.id), by=publisher
    )
    with pytest.raises(NotAllowed):
        withholdings.lift(session, held, because="No.", by=by)
    with pytest.raises(RuleBroken):
        withholdings.lift(session, held, by=publisher)
    withholdings.lift(session, held, because="It is over.", by=publisher)
    assert (held.state, held.lifted_by_id, held.lifted_because) == ("lifted", publisher.id, "It is over.")
    assert "Zebulon" in published(session, meeting)


def test_withholding_the_same_twice_is_withholding_it_once(
    session: Session, meeting: Meeting, section: Section, by: User
) -> None:
    one = withholdings.withhold(session, meeting, subject=Withheld.HEADING, subject_id=str(section.id), by=by)
    two = withholdings.withhold(session, meeting, subject=Withheld.HEADING, subject_id=str(section.id), by=by)
    assert one.id == two.id


def test_a_ground_that_is_still_to_be_chosen_blocks_publishing(
    session: Session, meeting: Meeting, section: Section, publisher: User
) -> None:
    held = withholdings.withhold(
        session, meeting, subject=Withheld.SECTION, subject_id=str(section.id), by=publisher
    )
    assert withholdings.unresolved(session, meeting) == ["Choose the ground of one withholding."]
    withholdings.decide(session, held, ground=Ground.FOIA_30, by=publisher)
    assert withholdings.unresolved(session, meeting) == []


def test_a_withheld_line_that_becomes_a_heading_and_a_line_again_stays_withheld(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User, publisher: User
) -> None:
    entry = story.line(section, Kind.STATEMENT, "Quillfosk House")
    withholdings.withhold(session, meeting, subject=Withheld.LINE, subject_id=entry.line_id, by=publisher)
    heading = lines.become_heading(session, session.get_one(Line, entry.line_id), by=by)
    assert "Quillfosk" not in published(session, meeting)
    lines.heading_to_line(session, heading, by=by)
    assert "Quillfosk" not in published(session, meeting)


@pytest.mark.parametrize("subject", [Withheld.HEADING, Withheld.SECTION])
def test_a_withheld_heading_that_becomes_a_line_stays_withheld_until_somebody_looks_and_after(
    session: Session, story: Story, meeting: Meeting, by: User, publisher: User, subject: Withheld
) -> None:
    story.section(meeting, "1", "Welcome")
    section = story.section(meeting, "2", "Quillfosk House again")
    story.line(section, Kind.STATEMENT, "Vexley was named.")
    withholdings.withhold(
        session, meeting, subject=subject, subject_id=str(section.id), ground=Ground.FOIA_40, by=publisher
    )
    lines.heading_to_line(session, section, by=by)
    secrets = ["Quillfosk"] if subject == Withheld.HEADING else ["Quillfosk", "Vexley"]
    assert not [one for one in secrets if one in published(session, meeting)]
    assert any("no longer be found" in one for one in withholdings.unresolved(session, meeting))
    [held] = withholdings.holding(session, meeting)
    withholdings.keep_whole(session, held, by=publisher)
    assert not [one for one in secrets if one in published(session, meeting)]
    assert withholdings.unresolved(session, meeting) == []


def test_the_words_of_an_amended_line_are_followed_by_every_way_of_writing(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User, publisher: User
) -> None:
    entry = story.line(section, Kind.STATEMENT, "The CC spoke of Oxbarrow and left.")
    line = session.get_one(Line, entry.line_id)
    at = line.text.index("Oxbarrow")
    withholdings.withhold(
        session, meeting, subject=Withheld.LINE, subject_id=line.id, words=(at, at + 8), by=publisher
    )
    lines.save_text(session, line, text="So the CC spoke of Oxbarrow.", seen_revision=1, writer="a", by=by)
    whole = meetings.whole(session, meeting)
    [[shown]] = [one.lines for one in whole.sections if one.section.id == section.id]
    assert shown.withheld == ["Oxbarrow"]
    assert "Oxbarrow" not in published(session, meeting)
    assert session.exec(select(Line.text).where(col(Line.id) == line.id)).one().endswith("Oxbarrow.")
