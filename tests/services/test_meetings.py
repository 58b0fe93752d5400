"""Meetings: made, copied, listed, gathered whole, taken through their steps."""

from datetime import date, time

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from app.errors import NotAllowed, RuleBroken
from app.models.changes import Change
from app.models.meetings import Meeting, MeetingStatus, Presence, Section
from app.models.people import OrganisationKind, User
from app.services import attendances, documents, lines, meetings, papers, recommendations, sections
from tests.conftest import Office

HELD = date(2025, 5, 15)


def create(session: Session, by: User, title: str = "Holding to account", held_on: date = HELD) -> Meeting:
    return meetings.create(session, facts=meetings.Facts(title=title, held_on=held_on), by=by)


def attend(session: Session, meeting: Meeting, by: User, name: str, **facts: object) -> None:
    attendances.add(session, meeting, facts=attendances.Facts(name=name, **facts), by=by)  # type: ignore[arg-type]


def headings(session: Session, meeting: Meeting) -> list[str]:
    return [section.title for section in sections.of_meeting(session, meeting)]


def test_a_meeting_needs_a_title(session: Session, by: User) -> None:
    with pytest.raises(RuleBroken, match="title"):
        create(session, by, title="  ")


def test_a_meeting_does_not_end_before_it_starts(session: Session, by: User) -> None:
    facts = meetings.Facts(title="Odd", held_on=HELD, starts_at=time(14), ends_at=time(13))
    with pytest.raises(RuleBroken, match="before it starts"):
        meetings.create(session, facts=facts, by=by)


def test_the_next_meeting_is_like_the_last_one(session: Session, by: User, office: Office) -> None:
    last = create(session, by)
    attend(session, last, by, "Margaret Ellery", known_as="PCC", is_chair=True)
    attend(session, last, by, "Leonie Hart", presence=Presence.APOLOGIES, presence_note="on leave")
    standing = sections.add(session, last, title="Review of actions", is_standing=True, by=by)
    sections.add(session, last, title="Only this once", by=by)
    source = recommendations.find_or_create_source(session, "IIHR")
    wanted = recommendations.find_or_create(session, source=source, reference="8")
    sections.set_recommendations(session, standing, [wanted], by=by)
    lines.add(session, standing, text="Words of May.", by=by, passages=[])
    made = meetings.create_like(session, last, held_on=date(2025, 7, 10), by=by)
    assert made.status == MeetingStatus.PLANNED
    there = attendances.of_meeting(session, made)
    assert [(one.name, one.presence) for one in there] == [
        ("Margaret Ellery", Presence.PRESENT),
        ("Leonie Hart", Presence.PRESENT),
    ]
    assert there[0].is_chair
    assert headings(session, made) == ["Review of actions"]
    copied = sections.of_meeting(session, made)[0]
    assert [one.reference for one in sections.recommendations_of(session, copied)] == ["8"]
    assert lines.of_section(session, copied) == []


def test_sections_to_carry_on_can_be_chosen(session: Session, by: User) -> None:
    last = create(session, by)
    sections.add(session, last, title="One", is_standing=True, by=by)
    two = sections.add(session, last, title="Two", by=by)
    made = meetings.create_like(session, last, held_on=HELD, section_ids={two.id or 0}, by=by)
    assert headings(session, made) == ["Two"]


def test_where_no_section_is_marked_standing_those_of_both_last_meetings_are_proposed(
    session: Session, by: User
) -> None:
    before, last = create(session, by, held_on=date(2025, 3, 13)), create(session, by)
    sections.add(session, before, title="Review of Actions", by=by)
    review = sections.add(session, last, title="Review of actions", by=by)
    homes = sections.add(session, last, title="Homes", by=by)
    assert meetings.proposed_sections(session, last) == [review.id]
    homes.is_standing = True
    session.add(homes)
    session.flush()
    assert meetings.proposed_sections(session, last) == [homes.id]


def test_the_same_name_at_another_meeting_is_the_same_person_with_the_title_of_that_day(
    session: Session, by: User
) -> None:
    first, second = create(session, by), create(session, by, held_on=date(2025, 7, 10))
    attend(
        session, first, by, "Nasreen Qadir", title="Temporary Chief Constable", kind=OrganisationKind.FORCE
    )
    attend(session, second, by, "Nasreen Qadir", title="Chief Constable", kind=OrganisationKind.FORCE)
    before = attendances.of_meeting(session, first)[0]
    after = attendances.of_meeting(session, second)[0]
    assert before.person_id == after.person_id
    assert (before.title, after.title) == ("Temporary Chief Constable", "Chief Constable")


def test_a_meeting_has_one_chair(session: Session, by: User) -> None:
    meeting = create(session, by)
    attend(session, meeting, by, "Margaret Ellery", is_chair=True)
    attend(session, meeting, by, "Tom Ashdown", is_chair=True)
    there = attendances.of_meeting(session, meeting)
    assert [one.name for one in there if one.is_chair] == ["Tom Ashdown"]


def test_attendance_is_changed_ordered_taken_off_and_put_back(session: Session, by: User) -> None:
    meeting = create(session, by)
    for name in ("One", "Two", "Three"):
        attend(session, meeting, by, name)
    last = attendances.of_meeting(session, meeting)[2]
    attendances.move(session, last, steps=-2, by=by)
    changed = attendances.Facts(name="Three Bears", title="Visitor", organisation="Northfold Police")
    attendances.change(session, last, facts=changed, by=by)
    assert [one.name for one in attendances.of_meeting(session, meeting)] == ["Three Bears", "One", "Two"]
    attendances.remove(session, last, by=by)
    assert [one.name for one in attendances.of_meeting(session, meeting)] == ["One", "Two"]
    attendances.restore(session, last, by=by)
    assert [one.name for one in attendances.of_meeting(session, meeting)] == ["Three Bears", "One", "Two"]


def test_sections_are_ordered_renamed_removed_and_put_back(session: Session, by: User) -> None:
    meeting = create(session, by)
    one = sections.add(session, meeting, title="One", by=by)
    sections.add(session, meeting, title="Three", by=by)
    two = sections.add(session, meeting, title="Two", after=one, by=by)
    assert headings(session, meeting) == ["One", "Two", "Three"]
    sections.move(session, two, steps=-1, by=by)
    facts = {"title": "Second", "number": "2.", "level": 2, "is_standing": True}
    sections.change(session, two, **facts, seen_revision=1, by=by)  # type: ignore[arg-type]
    sections.remove(session, one, by=by)
    assert headings(session, meeting) == ["Second", "Three"]
    sections.restore(session, one, by=by)
    assert headings(session, meeting) == ["Second", "One", "Three"]


def test_a_heading_that_somebody_else_changed_is_not_overwritten(session: Session, by: User) -> None:
    section = sections.add(session, create(session, by), title="One", by=by)
    same = {"number": "", "level": 1, "is_standing": False, "seen_revision": 1}
    sections.change(session, section, title="Hers", **same, by=by)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"“Hers”.*“His”"):
        sections.change(session, section, title="His", **same, by=by)  # type: ignore[arg-type]


def test_papers_stand_with_their_section(session: Session, by: User) -> None:
    meeting = create(session, by)
    section = sections.add(session, meeting, title="Homes", by=by)
    kind = "application/pdf"
    file = documents.store_file(session, b"%PDF-1.7", name="report.pdf", media_type=kind, by=by)
    paper = papers.add(session, meeting, title="", file=file, section=section, by=by)
    assert paper.title == "report.pdf"
    found = meetings.whole(session, meeting)
    assert [one.paper.title for one in found.sections[0].papers] == ["report.pdf"]
    papers.remove(session, paper, by=by)
    found = meetings.whole(session, meeting)
    assert (found.sections[0].papers, [gone.noun for gone in found.removed]) == ([], ["paper"])
    papers.restore(session, paper, by=by)
    assert meetings.whole(session, meeting).sections[0].papers


def test_meetings_are_listed_by_year_latest_first_with_their_counts(session: Session, by: User) -> None:
    for day in (date(2024, 11, 21), date(2025, 3, 13), date(2025, 5, 15)):
        meeting = create(session, by, held_on=day)
    section = sections.add(session, meeting, title="Homes", by=by)
    lines.add(session, section, text="The PCC asked how many homes there were.", by=by)
    lines.add(session, section, text="ACTION: CC to count the homes.", by=by)
    assert meetings.years(session) == [2025, 2024]
    rows = meetings.list_by_year(session, year=2025)
    assert [row.meeting.held_on for row in rows] == [date(2025, 5, 15), date(2025, 3, 13)]
    assert (rows[0].questions, rows[0].actions, rows[0].open_actions) == (1, 1, 1)


def test_the_list_finds_meetings_by_words_of_their_minutes(session: Session, by: User) -> None:
    first, _ = create(session, by), create(session, by, title="Another")
    section = sections.add(session, first, title="Homes", by=by)
    lines.add(session, section, text="100% of homes_were visited.", by=by, passages=[])
    for words, expected in (("visited homes", 1), ("100%", 1), ("another", 1), ("%", 1), ("cars", 0)):
        assert len(meetings.list_by_year(session, year=None, words=words)) == expected, words


def test_minutes_go_through_their_steps_in_order(session: Session, by: User, office: Office) -> None:
    meeting = create(session, by)
    attend(session, meeting, by, "Nasreen Qadir", known_as="CC")
    section = sections.add(session, meeting, title="Homes", by=by)
    lines.add(session, section, text="The homes were counted.", by=by)
    with pytest.raises(RuleBroken):
        meetings.circulate(session, meeting, by=by)
    meetings.start(session, meeting, by=by)
    meetings.finish(session, meeting, by=by)
    meetings.circulate(session, meeting, by=by)
    with pytest.raises(NotAllowed):
        meetings.confirm(session, meeting, by=by)
    meetings.confirm(session, meeting, by=office.users["commissioner"])
    assert meeting.is_fixed
    verbs = session.exec(select(Change.verb).where(Change.subject == "meeting").order_by(Change.id)).all()  # type: ignore[arg-type]
    assert verbs == ["added", "started", "finished", "circulated", "confirmed"]


def test_sharing_twice_is_sharing_once(session: Session, by: User) -> None:
    meeting = create(session, by)
    meetings.share(session, meeting, by=by)
    first = meeting.shared_at
    meetings.share(session, meeting, by=by)
    assert meeting.shared_at == first


def test_every_change_takes_the_meeting_s_next_number(session: Session, by: User) -> None:
    meeting = create(session, by)
    section = sections.add(session, meeting, title="Homes", by=by)
    lines.add(session, section, text="The PCC asked about homes.", by=by)
    numbers = session.exec(
        select(Change.change_no).where(Change.meeting_id == meeting.id).order_by(Change.change_no)  # type: ignore[arg-type]
    ).all()
    assert numbers == list(range(1, len(numbers) + 1))
    assert meeting.change_no == len(numbers)


def fill(session: Session, meeting: Meeting, by: User, count: int) -> None:
    section = sections.add(session, meeting, title="Homes", by=by)
    for number in range(count):
        lines.add(session, section, text=f"ACTION: CC to look at home {number}.", by=by)
        sections.add(session, meeting, title=f"Section {number}", by=by)
        attend(session, meeting, by, f"Person {number}")


def test_a_whole_meeting_takes_the_same_number_of_statements_for_3_and_for_60(
    session: Session, by: User
) -> None:
    counts = []
    for size in (3, 60):
        meeting = create(session, by)
        fill(session, meeting, by, size)
        session.commit()
        session.expunge_all()
        meeting = meetings.by_id(session, meeting.id or 0)
        seen: list[str] = []

        def note(_c: object, _k: object, statement: str, *_: object, seen: list[str] = seen) -> None:
            seen.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        found = meetings.whole(session, meeting)
        shown = [
            (
                entry.kind,
                [speaker.words for speaker in entry.speakers],
                found.actions[entry.action_id or 0].owners,
            )
            for _, _, entry in found.entries()
        ]
        people = [one.organisation.name if one.organisation else "" for one in found.attendances]
        event.remove(session.get_bind(), "before_cursor_execute", note)
        assert (len(shown), len(people)) == (size, size)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_removed_is_not_part_of_the_whole(session: Session, by: User) -> None:
    meeting = create(session, by)
    section = sections.add(session, meeting, title="Homes", by=by)
    line = lines.add(session, section, text="ACTION: CC to count.", by=by)
    lines.remove(session, line, by=by)
    found = meetings.whole(session, meeting)
    assert found.sections[0].lines == []
    assert found.actions == {}
    assert isinstance(found.sections[0].section, Section)
