"""What may be published is built afresh: nothing of what is withheld is in it, in no field of it."""

import io
import json
import zipfile
from datetime import date

import pytest
from sqlmodel import Session, select

from app.db import now
from app.documents import as_json
from app.documents.minutes import Kind, Minutes, Reading
from app.documents.withholding import NAME, PASSAGE, PASSAGE_WITHIN
from app.models.lines import Entry, Line, Mention
from app.models.meetings import Assurance, Meeting, Section
from app.models.people import User
from app.models.withholdings import Ground, PublishingChoice, Withheld, Withholding
from app.services import search, withholdings
from app.services.documents import as_word_of
from tests.conftest import Office
from tests.story import Story

MARCH = date(2025, 3, 13)


def withhold(
    session: Session,
    meeting: Meeting,
    subject: Withheld,
    subject_id: object,
    by: User,
    *,
    words: str = "",
    anchor: str = "",
    lines: list[str] | None = None,
) -> Withholding:
    starts = anchor.index(words) if words else None
    held = Withholding(
        meeting_id=meeting.id,
        subject=subject,
        subject_id=str(subject_id),
        starts=starts,
        ends=None if starts is None else starts + len(words),
        anchor=anchor,
        lines=lines or [],
        ground=Ground.FOIA_40,
        by_id=by.id or 0,
        at=now(),
        decided_at=now(),
        decided_by_id=by.id,
    )
    session.add(held)
    session.flush()
    return held


def passage(session: Session, line_id: str, words: str, by: User) -> Withholding:
    line = session.get_one(Line, line_id)
    meeting = session.get_one(Meeting, line.meeting_id)
    return withhold(session, meeting, Withheld.LINE, line_id, by, words=words, anchor=line.text)


def texts(minutes: Minutes) -> list[str]:
    return [line.text for part in minutes.parts for line in part.lines]


def everything(minutes: Minutes) -> str:
    return json.dumps(json.loads(as_json.dump(Reading(minutes))), ensure_ascii=False)


def everything_in(word: bytes) -> str:
    """Every part of a Word file, unpacked."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


@pytest.fixture
def meeting(story: Story) -> Meeting:
    return story.meeting(MARCH)


@pytest.fixture
def section(story: Story, meeting: Meeting) -> Section:
    return story.section(meeting, "3", "Missing children")


def test_a_passage_is_absent_and_one_neutral_placeholder_stands_there(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    entry = story.line(section, Kind.STATEMENT, "The CC spoke of Tyler Marsh and his school.")
    passage(session, entry.line_id, "Tyler Marsh", by)
    minutes = withholdings.publishable(session, meeting)
    assert texts(minutes) == [f"The CC spoke of {PASSAGE_WITHIN} and his school."]
    assert "Marsh" not in everything(minutes)


def test_the_office_may_have_nothing_printed_instead(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    session.add(PublishingChoice(says_withheld=False))
    entry = story.line(section, Kind.STATEMENT, "The CC spoke of Tyler Marsh, and his school.")
    passage(session, entry.line_id, "Tyler Marsh", by)
    whole = story.line(section, Kind.STATEMENT, "All of this is withheld.")
    withhold(session, meeting, Withheld.LINE, whole.line_id, by)
    assert texts(withholdings.publishable(session, meeting)) == ["The CC spoke of, and his school."]


def test_the_placeholder_tells_neither_how_long_nor_how_many_nor_why(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    story.line(section, Kind.STATEMENT, "Before.")
    for text in ("One.", "A second line that is much longer than the first.", "Three."):
        withhold(session, meeting, Withheld.LINE, story.line(section, Kind.STATEMENT, text).line_id, by)
    story.line(section, Kind.STATEMENT, "After.")
    assert texts(withholdings.publishable(session, meeting)) == ["Before.", PASSAGE, "After."]


def test_a_section_goes_with_everything_under_it(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    story.line(section, Kind.STATEMENT, "Secret one.")
    deeper = story.section(meeting, "3.1", "Secret heading", level=2)
    story.line(deeper, Kind.STATEMENT, "Secret two.")
    after = story.section(meeting, "4", "Any other business")
    story.line(after, Kind.STATEMENT, "Nothing was raised.")
    withhold(session, meeting, Withheld.SECTION, section.id, by)
    minutes = withholdings.publishable(session, meeting)
    assert [part.title for part in minutes.parts] == [PASSAGE, "Any other business"]
    assert "Secret" not in everything(minutes)
    assert "Missing" not in everything(minutes)


def test_a_line_moved_out_of_a_withheld_section_goes_on_being_withheld(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    entry = story.line(section, Kind.STATEMENT, "Secret one.")
    other = story.section(meeting, "4", "Any other business")
    withhold(session, meeting, Withheld.SECTION, section.id, by, lines=[entry.line_id])
    session.get_one(Line, entry.line_id).section_id = other.id or 0
    session.flush()
    assert "Secret" not in everything(withholdings.publishable(session, meeting))


def test_a_heading_alone_can_be_withheld(session: Session, story: Story, meeting: Meeting, by: User) -> None:
    section = story.section(meeting, "5", "The case of Tyler Marsh")
    story.line(section, Kind.STATEMENT, "It was discussed.")
    withhold(session, meeting, Withheld.HEADING, section.id, by, words="Tyler Marsh", anchor=section.title)
    minutes = withholdings.publishable(session, meeting)
    assert minutes.parts[0].title == f"The case of {PASSAGE_WITHIN}"
    assert texts(minutes) == ["It was discussed."]


def test_a_judgement_can_be_withheld(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    section.assurance, section.assurance_statement = Assurance.PARTLY, "Because of Tyler Marsh."
    story.line(section, Kind.STATEMENT, "It was discussed.")
    withhold(session, meeting, Withheld.ASSURANCE, section.id, by)
    part = withholdings.publishable(session, meeting).parts[0]
    assert (part.assurance, part.assurance_statement) == ("partly assured", PASSAGE)


def test_an_attendees_name_is_withheld_wherever_it_stands(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User, office: Office
) -> None:
    hidden = story.attends(meeting, "Tyler Marsh", "TM", "Parent", office.council)
    hidden.is_chair = True
    story.attends(meeting, "Ruth Cole", "CC", "Chief Constable", office.force)
    story.line(section, Kind.STATEMENT, "Tyler Marsh spoke; Mr Marsh’s son, TM said, and MARSH again.", "TM")
    story.raises(section, "Tyler Marsh to write to the CC.", "Tyler Marsh")
    section.title = "What Tyler  Marsh said"
    session.flush()
    withhold(session, meeting, Withheld.ATTENDANCE, hidden.id, by)
    minutes = withholdings.publishable(session, meeting)
    said = everything(minutes)
    assert minutes.attendances[0].name == minutes.chair == NAME
    assert minutes.attendances[0].title == "Parent"
    assert texts(minutes)[0] == f"{NAME} spoke; Mr {NAME}’s son, {NAME} said, and {NAME} again."
    for words in ("Marsh", "MARSH", "Tyler", "TM"):
        assert words not in said
    assert "Ruth Cole" in said


def test_what_an_action_says_beside_its_words_is_withheld_with_them(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    action = story.raises(
        section, "Aunt Zebulon to bring the Quillfosk file to the CC.", "Aunt Zebulon", "CC"
    )
    line = session.get_one(Line, next(iter(action_lines(session, meeting))))
    passage(session, line.id, "Aunt Zebulon to bring the Quillfosk", by)
    minutes = withholdings.publishable(session, meeting)
    said = minutes.parts[0].lines[0].passages[0].action
    assert said is not None
    assert said.owners == [NAME, "CC"]
    for words in ("Zebulon", "Quillfosk"):
        assert words not in everything(minutes)
    assert action.wording  # the register of the office keeps it


def action_lines(session: Session, meeting: Meeting) -> list[str]:
    return list(
        session.exec(
            select(Entry.line_id).where(Entry.meeting_id == meeting.id, Entry.kind == Kind.ACTION)
        ).all()
    )


def test_an_action_that_is_withheld_is_withheld_where_it_is_said_again(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    action = story.raises(section, "CC to visit Quillfosk House.", "CC")
    summary = story.section(meeting, "", "Summary of actions")
    again = story.line(summary, Kind.ACTION, "CC to visit Quillfosk.")
    again.action_id, again.mention = action.id, Mention.RESTATED
    session.flush()
    withhold(session, meeting, Withheld.LINE, action_lines(session, meeting)[0], by)
    assert "Quillfosk" not in everything(withholdings.publishable(session, meeting))


def test_nobody_reads_that_a_question_was_not_answered_whose_answer_is_withheld(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    question = story.asks(section, "The PCC asked why.", "The CC said because of Tyler Marsh.")
    answer = session.exec(select(Line.id).where(Line.text.contains("because"))).one()  # type: ignore[attr-defined]
    assert answer != question.line_id
    withhold(session, meeting, Withheld.LINE, answer, by)
    minutes = withholdings.publishable(session, meeting)
    word = everything_in(as_word_of(session, minutes, status="Draft."))
    assert "No answer is recorded" not in word
    assert "Marsh" not in word


def test_words_that_cannot_be_found_any_more_withhold_the_whole_line_and_say_so(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    entry = story.line(section, Kind.STATEMENT, "The CC spoke of Tyler Marsh and his school.")
    passage(session, entry.line_id, "Tyler Marsh", by)
    line = session.get_one(Line, entry.line_id)
    line.text = "The CC spoke of the boy and his school."
    entry.ends = len(line.text)
    session.flush()
    assert texts(withholdings.publishable(session, meeting)) == [PASSAGE]
    assert any("no longer be found" in one for one in withholdings.unresolved(session, meeting))


def test_words_that_went_to_another_line_are_withheld_there(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User
) -> None:
    """As when a line is parted in two: the words stand in a new line, which nobody withheld."""
    entry = story.line(section, Kind.STATEMENT, "The CC spoke of Tyler Marsh.")
    passage(session, entry.line_id, "Tyler Marsh", by)
    line = session.get_one(Line, entry.line_id)
    line.text = "The CC spoke of"
    entry.ends = len(line.text)
    story.line(section, Kind.STATEMENT, "Tyler  Marsh, he said.")
    session.flush()
    assert "Marsh" not in everything(withholdings.publishable(session, meeting))


def test_a_body_finds_nothing_of_what_is_withheld(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User, office: Office
) -> None:
    meeting.share(now())
    story.attends(meeting, "Ruth Cole", "CC", "Chief Constable", office.force)
    story.line(section, Kind.STATEMENT, "The homes were visited.")
    held = story.line(section, Kind.STATEMENT, "The homes of Zebulon were visited.")
    passage(session, held.line_id, "Zebulon", by)
    secret = story.section(meeting, "4", "Secret homes")
    story.line(secret, Kind.STATEMENT, "Homes, in secret.")
    deeper = story.section(meeting, "4.1", "Deeper homes", level=2)
    story.line(deeper, Kind.STATEMENT, "Homes, deeper.")
    after = story.section(meeting, "5", "Other homes")
    withhold(session, meeting, Withheld.SECTION, secret.id, by)
    session.flush()
    force = session.merge(office.users["force_officer"])
    search.catch_up(session)
    theirs = {one.href for one in search.find(session, "homes", user=force).hits}
    ours = {one.href for one in search.find(session, "homes", user=by).hits}
    assert any(held.line_id in one for one in ours - theirs)
    assert len(ours - theirs) == 5
    assert any(f"section-{after.id}" in one for one in theirs)


def test_a_body_finds_no_line_that_names_somebody_whose_name_is_withheld(
    session: Session, story: Story, meeting: Meeting, section: Section, by: User, office: Office
) -> None:
    meeting.share(now())
    story.attends(meeting, "Ruth Cole", "CC", "Chief Constable", office.force)
    named = story.attends(meeting, "Orla Penhaligon", "OP", "Parent", office.opcc)
    line = story.line(section, Kind.STATEMENT, "Ms Penhaligon wept in the homes.")
    session.flush()
    search.catch_up(session)
    force = session.merge(office.users["force_officer"])
    assert any(line.line_id in one.href for one in search.find(session, "wept", user=force).hits)
    withhold(session, meeting, Withheld.ATTENDANCE, named.id, by)
    session.flush()
    assert search.find(session, "wept", user=force).total == 0
    assert search.find(session, "wept", user=by).total == 1
