"""The pages of meetings: the list, the minutes, new ones, their facts and their steps."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models.lines import Line
from app.models.meetings import Meeting, MeetingStatus, Presence
from app.models.people import OrganisationKind, User
from app.services import attendances, lines, meetings, sections
from tests.conftest import Office, Statements
from tests.page import Client

HELD = date(2025, 5, 15)


@pytest.fixture
def meeting(session: Session, by: User) -> Meeting:
    meeting = make(session, by)
    session.commit()
    return meeting


def make(session: Session, by: User, size: int = 1) -> Meeting:
    """A meeting of `size` sections, each with a question, its answer and an action."""
    facts = meetings.Facts(title="Holding to account meeting", held_on=HELD, venue="Old Customs House")
    meeting = meetings.create(session, facts=facts, by=by)
    for name, title, known_as, kind in (
        ("Margaret Ellery", "Police and Crime Commissioner", "PCC", OrganisationKind.COMMISSIONER),
        ("Nasreen Qadir", "Chief Constable", "CC", OrganisationKind.FORCE),
    ):
        facts_of = attendances.Facts(name=name, title=title, known_as=known_as, kind=kind)
        attendances.add(session, meeting, facts=facts_of, by=by)
    away = attendances.Facts(name="Leonie Hart", title="Director", presence=Presence.APOLOGIES)
    attendances.add(session, meeting, facts=away, by=by)
    for number in range(1, size + 1):
        section = sections.add(session, meeting, number=f"{number}.", title=f"Homes {number}", by=by)
        lines.add_many(
            session,
            section,
            text="The PCC asked how many homes had no officer.\nThe CC said that three had none.\n"
            "The PCC asked when they would.\nACTION: CC to name an officer by 30 June 2025.",
            by=by,
        )
    return meeting


def first_line(session: Session, meeting: Meeting) -> Line:
    """The first line of the minutes; the test's own transaction ends, so that the product can write."""
    line = lines.of_section(session, sections.of_meeting(session, meeting)[0])[0]
    assert line.entries, "loaded before the transaction ends"
    session.commit()
    return line


def test_minutes_read_like_minutes(minute_taker: Client, meeting: Meeting) -> None:
    page = minute_taker.get_page(f"/meetings/{meeting.id}")
    assert "Margaret Ellery" in page.text
    assert "Apologies: Leonie Hart, Director." in page.text
    headings = [" ".join(one.text().split()) for one in page.css(".sect h2:not(.vh)")]
    assert headings == ["Who was there", "1. Homes 1", "Actions raised at this meeting"]
    margins = ["".join(one.text(separator=" ").split()) for one in page.css(".line .line__m")]
    assert [margin[:3].strip("QA") for margin in margins] == ["PCC", "CC", "PCC", ""]
    assert "Action 1/2025" in page.text
    assert "due 30 June 2025" in page.text
    assert page.text.count("No answer is recorded") == 1


def test_the_list_links_to_the_minutes_and_counts_them(minute_taker: Client, meeting: Meeting) -> None:
    page = minute_taker.get_page("/meetings?year=2025")
    assert page.links()["Holding to account meeting"] == f"/meetings/{meeting.id}"
    assert "2 questions, 1 action, 1 open" in page.text
    found = minute_taker.get_page("/meetings?words=officer+none&year=all")
    assert "Holding to account meeting" in found.text
    assert "has all of these words" in minute_taker.get_page("/meetings?words=zebra&year=all").text


def test_a_meeting_is_made_from_scratch(minute_taker: Client) -> None:
    minute_taker.get_page("/meetings/new")
    page = minute_taker.post_page(
        "/meetings/new", {"title": "Thematic: homes", "held_on": "2025-07-10", "starts_at": "13:30"}
    )
    assert page.css("h1")[0].text().split("\N{NO-BREAK SPACE}")[0] == "Thematic: homes, 10"
    assert "Start the meeting" in page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Give the meeting a title."),
        ({"held_on": "soon"}, "Give the day of the meeting"),
        ({"starts_at": "noon"}, "Write the time as hours and minutes"),
        ({"starts_at": "14:00", "ends_at": "13:00"}, "cannot end before it starts"),
    ],
)
def test_a_form_that_cannot_be_read_comes_back_as_it_was_typed(
    minute_taker: Client, wrong: dict[str, str], sentence: str
) -> None:
    typed = {"title": "Homes", "held_on": "2025-07-10", "venue": "The long room"} | wrong
    page = minute_taker.post_page("/meetings/new", typed, status=422)
    assert sentence in page.text
    assert page.css("input[name=venue]")[0].attributes["value"] == "The long room"


def test_the_next_meeting_is_made_like_the_last_one(
    minute_taker: Client, meeting: Meeting, session: Session
) -> None:
    form = minute_taker.get_page(f"/meetings/new?like={meeting.id}")
    section = form.css("input[name=section]")[0].attributes["value"]
    page = minute_taker.post_page(
        "/meetings/new",
        {"like": str(meeting.id), "title": "The next one", "held_on": "2025-07-10", "section": section},
    )
    assert "Margaret Ellery" in page.text
    assert "Homes 1" in page.text
    assert "officer by 30 June" not in page.text


def test_the_head_of_the_minutes_is_changed(minute_taker: Client, meeting: Meeting) -> None:
    minute_taker.get_page(f"/meetings/{meeting.id}/edit")
    typed = {"title": "Renamed", "held_on": "2025-05-16", "next_meeting": "10 July 2025"}
    page = minute_taker.post_page(f"/meetings/{meeting.id}/edit", typed)
    assert "Renamed" in page.css("h1")[0].text()
    assert "10 July 2025" in page.text


def test_a_minute_taker_takes_the_steps_and_a_commissioner_confirms(
    minute_taker: Client, commissioner: Client, meeting: Meeting, session: Session
) -> None:
    for step, offered in (("start", "Finish"), ("finish", "Circulate the draft")):
        assert offered in minute_taker.post_page(f"/meetings/{meeting.id}/{step}").text
    minute_taker.post_page(f"/meetings/{meeting.id}/circulate", {"closes_on": "2099-01-31"})
    assert minute_taker.post(f"/meetings/{meeting.id}/confirm").status_code == 403
    assert "true record" in commissioner.get_page(f"/meetings/{meeting.id}/confirm").text
    commissioner.post_page(f"/meetings/{meeting.id}/confirm")
    session.expire_all()
    assert session.get_one(Meeting, meeting.id).status == MeetingStatus.CONFIRMED
    page = minute_taker.get_page(f"/meetings/{meeting.id}")
    assert not page.css(".line__acts a[href*='/edit']")
    assert "Add a line" not in page.text


def test_confirmed_minutes_refuse_a_change_with_a_sentence(
    minute_taker: Client, publisher: Client, meeting: Meeting, session: Session
) -> None:
    minute_taker.post_page(f"/meetings/{meeting.id}/finish")
    publisher.post_page(f"/meetings/{meeting.id}/confirm")
    line = first_line(session, meeting)
    for address in (
        f"/lines/{line.id}/remove",
        f"/sections/{line.section_id}/remove",
        f"/meetings/{meeting.id}/sections",
        f"/meetings/{meeting.id}/attendance",
    ):
        page = minute_taker.post_page(address, {"title": "More", "name": "More"}, status=422)
        assert "confirmed" in page.text, address


def test_an_unshared_meeting_does_not_exist_for_a_body(
    force_officer: Client, minute_taker: Client, meeting: Meeting
) -> None:
    assert force_officer.get(f"/meetings/{meeting.id}").status_code == 404
    assert "No minutes have been shared" in force_officer.get_page("/meetings").text
    minute_taker.post_page(f"/meetings/{meeting.id}/start")
    minute_taker.post_page(f"/meetings/{meeting.id}/share")
    page = force_officer.get_page(f"/meetings/{meeting.id}")
    assert "name an officer" in page.text
    assert not page.css(".line__acts, form[action^='/lines']")
    assert "Holding to account meeting" in force_officer.get_page("/meetings?year=2025").text


def test_a_body_that_was_not_there_sees_nothing_of_a_shared_meeting(
    other_force_officer: Client, minute_taker: Client, meeting: Meeting, office: Office
) -> None:
    minute_taker.post_page(f"/meetings/{meeting.id}/share")
    assert other_force_officer.get(f"/meetings/{meeting.id}").status_code == 404
    assert "No minutes have been shared" in other_force_officer.get_page("/meetings").text


def test_bodies_and_strangers_change_nothing(
    force_officer: Client, public: Client, minute_taker: Client, meeting: Meeting, session: Session
) -> None:
    minute_taker.post_page(f"/meetings/{meeting.id}/share")
    line = first_line(session, meeting)
    for address in (
        f"/meetings/{meeting.id}/edit",
        f"/lines/{line.id}/edit",
        f"/lines/{line.id}/remove",
        f"/sections/{line.section_id}/lines",
        f"/entries/{line.entries[0].id}",
        "/meetings/new",
    ):
        data = {"text": "Mine.", "kind": "statement", "title": "Mine", "held_on": "2025-01-01"}
        assert force_officer.post(address, data=data).status_code in (403, 404), address
        assert public.post(address, data=data).status_code == 401, address


def test_the_page_asks_as_often_for_30_sections_as_for_one(
    minute_taker: Client, session: Session, by: User, statements: Statements
) -> None:
    counts: list[int] = []
    for size in (1, 30):
        meeting = make(session, by, size)
        session.commit()
        statements.seen.clear()
        minute_taker.get_page(f"/meetings/{meeting.id}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_list_asks_as_often_for_12_meetings_as_for_one(
    minute_taker: Client, session: Session, by: User, statements: Statements
) -> None:
    counts: list[int] = []
    for _ in (1, 2):
        for _more in range(6 * len(counts) + 1):
            make(session, by)
        session.commit()
        statements.seen.clear()
        minute_taker.get_page("/meetings?year=2025")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_body_is_not_sent_to_pages_it_may_not_open(
    force_officer: Client, minute_taker: Client, meeting: Meeting, session: Session, by: User
) -> None:
    section = sections.of_meeting(session, meeting)[0]
    lines.add(session, section, text="ACTION: PCC to write to the Home Office.", by=by)
    session.commit()
    minute_taker.post_page(f"/meetings/{meeting.id}/share")
    page = force_officer.get_page(f"/meetings/{meeting.id}")
    assert "Action 2/2025" in page.text
    for address in {link for link in page.links().values() if link.startswith(("/actions/", "/recommend"))}:
        assert force_officer.get(address).status_code == 200, address


def test_the_day_and_hour_by_which_updates_are_due_are_set_in_office_time(
    minute_taker: Client, engine: Engine
) -> None:
    facts = {"title": "Holding to account", "held_on": "2025-05-15", "kind": "Holding to account"}
    due = {"updates_due_on": "2025-05-13", "updates_due_hour": "09:00"}
    page = minute_taker.post_page("/meetings/new", facts | due)
    assert "By 9am on Tuesday 13 May 2025" in page.text
    with Session(engine) as session:
        meeting = session.exec(select(Meeting)).one()
        assert meeting.updates_due_at == datetime(2025, 5, 13, 8, tzinfo=UTC), (
            "nine in summer is eight in UTC"
        )
    form = minute_taker.get_page(f"/meetings/{meeting.id}/edit")
    assert form.css("#updates_due_hour")[0].attributes["value"] == "09:00"
    for wrong, words in (
        ({"updates_due_hour": "09:00"}, "Give the day by which updates are due"),
        ({"updates_due_on": "soon"}, "Give the day by which updates are due"),
        ({"updates_due_on": "2025-05-16"}, "Updates cannot be due after the meeting."),
    ):
        assert words in minute_taker.post_page(f"/meetings/{meeting.id}/edit", facts | wrong, status=422).text
