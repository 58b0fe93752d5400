"""The check before publishing: what it lists, "seen, leave it", "withhold", and the sign-off."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models.lines import Doubt, Kind, Line
from app.models.meetings import Meeting
from app.models.withholdings import SeenFinding, Withholding
from app.services import withholdings
from tests.conftest import Office
from tests.page import Client
from tests.story import Story

LINES = {
    "names": ("The mother of Kayleigh Dunmore had written.", "Kayleigh Dunmore"),
    "e-mail": ("Write to k.dunmore@example.org.", "k.dunmore@example.org"),
    "telephone": ("She can be rung at 01632 960123.", "01632 960123"),
    "crime": ("Crime number 42/118734/25 refers.", "42/118734/25"),
    "birth": ("He was born on 4 May 2009.", "born on 4 May 2009"),
    "postcode": ("The house in NF12 4QT was searched.", "NF12 4QT"),
    "age": ("It concerned a 15-year-old victim.", "a 15-year-old"),
    "bracket": ("The CC agreed [check with Joan].", "[check with Joan]"),
}


@pytest.fixture
def meeting(engine: Engine, office: Office) -> Meeting:
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, office.minute_taker)
        meeting = story.meeting(date(2025, 3, 13))
        story.attends(meeting, "Ruth Cole", "CC", "Chief Constable", office.force)
        section = story.section(meeting, "1", "Missing children")
        for text, _ in LINES.values():
            story.line(section, Kind.STATEMENT, text)
        story.raises(section, "Somebody to report.", reference="12/2025")
        doubted = story.line(section, Kind.STATEMENT, "It was noted by all.")
        session.add(
            Doubt(
                meeting_id=meeting.id or 0, line_id=doubted.line_id, subject="line", text="It was noted by all.",
                guess="a statement", why="two readings are possible",
            )
        )  # fmt: skip
        session.commit()
        return meeting


def marks(engine: Engine, meeting: Meeting) -> dict[str, str]:
    with Session(engine) as session:
        found = withholdings.check(session, session.get_one(Meeting, meeting.id))
        return {one.words: one.mark for one in found.open}


def test_the_check_page_lists_what_a_careful_person_would_look_for_each_with_its_line(
    minute_taker: Client, meeting: Meeting
) -> None:
    page = minute_taker.get(f"/meetings/{meeting.id}/check").text
    for text, words in LINES.values():
        assert f"<mark>{words}</mark>" in page
        assert text.split(words)[0] in page
    assert "two readings are possible" in page
    assert "Action 12/2025" in page
    assert "It does not promise" in page
    assert "Ruth Cole" not in page


def test_seen_is_remembered_for_the_text_as_it_is_and_asked_again_once_it_changed(
    minute_taker: Client, meeting: Meeting, engine: Engine
) -> None:
    address = f"/meetings/{meeting.id}/check"
    mark = marks(engine, meeting)["NF12 4QT"]
    minute_taker.post(f"{address}/seen", data={"mark": mark})
    assert "NF12 4QT" not in marks(engine, meeting)
    minute_taker.post(f"{address}/unseen", data={"mark": mark})
    assert "NF12 4QT" in marks(engine, meeting)
    minute_taker.post(f"{address}/seen", data={"mark": mark})
    with Session(engine) as session:
        line = session.exec(select(Line).where(Line.text == LINES["postcode"][0])).one()
        line.text = "The house in NF12 4QT was searched twice."
        session.commit()
    assert "NF12 4QT" in marks(engine, meeting)
    with Session(engine) as session:
        assert "NF12" not in str([one.model_dump() for one in session.exec(select(SeenFinding)).all()])


def test_the_same_words_are_left_everywhere_with_one_press(
    minute_taker: Client, meeting: Meeting, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        line = session.exec(select(Line).where(Line.text == "It was noted by all.")).one()
        line.text = "Kayleigh Dunmore was thanked."
        session.commit()
    mark = marks(engine, meeting)["Kayleigh Dunmore"]
    minute_taker.post(f"/meetings/{meeting.id}/check/seen-alike", data={"mark": mark})
    assert "Kayleigh Dunmore" not in marks(engine, meeting)


def test_withhold_on_the_check_page_withholds_the_words(
    publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    mark = marks(engine, meeting)["Kayleigh Dunmore"]
    publisher.post(f"/meetings/{meeting.id}/check/withhold", data={"mark": mark, "ground": "foia 40"})
    with Session(engine) as session:
        held = session.exec(select(Withholding)).one()
        assert held.anchor[held.starts : held.ends] == "Kayleigh Dunmore"
        there = session.get_one(Meeting, meeting.id)
        said = str(withholdings.publishable(session, there))
        assert "Kayleigh" not in said
        # Her surname stands in an address too: that is said, and blocks.
        assert withholdings.unresolved(session, there) == [
            "Names or numbers that are withheld stand in other places too: see the check page."
        ]


def test_what_is_no_longer_there_is_said_on_the_list_as_it_stands_now(
    publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    address = f"/meetings/{meeting.id}/check"
    mark = marks(engine, meeting)["NF12 4QT"]
    publisher.post_page(f"{address}/withhold", {"mark": mark})
    for twice in ("withhold", "seen", "seen-alike"):
        page = publisher.post_page(f"{address}/{twice}", {"mark": mark}, status=422)
        assert page.css("title")[0].text().startswith("Error: Check before publishing")
        [said] = page.css("main [role=alert] li a")
        assert said.text().startswith("That is no longer there")
        assert page.css(said.attributes["href"] or "")
        assert "Kayleigh Dunmore" in page.text
    page = publisher.post_page(f"{address}/sign", {}, status=422)
    assert "things were not looked at yet" in page.text


def test_the_check_is_signed_off_once_everything_was_looked_at_and_holds_until_the_text_changes(
    publisher: Client, minute_taker: Client, meeting: Meeting, engine: Engine
) -> None:
    address = f"/meetings/{meeting.id}/check"
    assert publisher.post(f"{address}/sign").status_code == 422
    for mark in marks(engine, meeting).values():
        minute_taker.post(f"{address}/seen", data={"mark": mark})
    assert minute_taker.post(f"{address}/sign").status_code == 403
    publisher.post(f"{address}/sign")
    assert "Checked by Publisher" in minute_taker.get_page(address).text
    with Session(engine) as session:
        there = session.get_one(Meeting, meeting.id)
        signed = withholdings.signed_for(session, there, withholdings.publishable(session, there))
        assert signed is not None
        line = session.exec(select(Line).where(Line.text == LINES["bracket"][0])).one()
        line.text = "The CC agreed at last."
        session.commit()
        session.expire_all()
        assert withholdings.signed_for(session, there, withholdings.publishable(session, there)) is None
    assert "Checked by Publisher" not in minute_taker.get_page(address).text
