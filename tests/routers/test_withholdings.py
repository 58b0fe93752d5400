"""Withholding from the pages of the office: proposing, deciding, lifting, marking words, and what bodies read."""

from datetime import date
from itertools import count

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now
from app.models.actions import Action
from app.models.changes import Change
from app.models.lines import Kind, Line
from app.models.meetings import Attendance, Meeting, MeetingStatus, Section
from app.models.withholdings import Ground, Withheld, Withholding
from app.routers.live.telling import tell
from app.services import lines, withholdings
from app.services.audience import Audience
from tests.conftest import Office, Statements
from tests.page import Client
from tests.publishing import Publishing
from tests.story import Story

SAID = "The CC spoke of Zebulon Quillfosk and his school."


@pytest.fixture
def meeting(engine: Engine, office: Office) -> Meeting:
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, office.minute_taker)
        meeting = story.meeting(date(2025, 3, 13), shared=True)
        story.attends(meeting, "Ruth Cole", "CC", "Chief Constable", office.force)
        story.attends(meeting, "Orla Penhaligon", "OP", "Parent", office.council)
        section = story.section(meeting, "1", "Missing children")
        story.line(section, Kind.STATEMENT, SAID)
        story.line(section, Kind.STATEMENT, "It was noted.")
        session.commit()
        return meeting


def key_of(engine: Engine, text: str) -> str:
    with Session(engine) as session:
        return session.exec(select(Line.id).where(Line.text == text)).one()


def held(engine: Engine) -> list[Withholding]:
    with Session(engine) as session:
        return list(session.exec(select(Withholding).order_by(Withholding.id)).all())  # type: ignore[arg-type]


def withhold(client: Client, meeting: Meeting, **fields: object) -> int:
    return client.post(f"/meetings/{meeting.id}/withholdings", data=fields).status_code


def test_a_minute_taker_proposes_and_a_publisher_decides_and_it_is_kept_out_meanwhile(
    minute_taker: Client, publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    what = f"line-{key_of(engine, SAID)}"
    assert (
        withhold(minute_taker, meeting, what=what, before="The CC spoke of ", words="Zebulon Quillfosk")
        == 200
    )
    [one] = held(engine)
    assert one.is_proposed
    with Session(engine) as session:
        assert "Quillfosk" not in str(withholdings.publishable(session, session.merge(meeting)))
        assert any("publisher decides" in said for said in withholdings.unresolved(session, meeting))
    assert minute_taker.post(f"/withholdings/{one.id}/decide", data={"ground": "foia 40"}).status_code == 403
    page = publisher.get_page(f"/meetings/{meeting.id}/withholdings")
    assert "Proposed." in page.text
    publisher.post(f"/withholdings/{one.id}/decide", data={"ground": "foia 40"})
    [one] = held(engine)
    assert (one.state, one.ground) == ("withheld", Ground.FOIA_40)
    assert (
        "FOIA section 40: personal information"
        in publisher.get_page(f"/meetings/{meeting.id}/withholdings").text
    )


def test_what_is_lifted_says_who_when_and_why(publisher: Client, meeting: Meeting, engine: Engine) -> None:
    withhold(publisher, meeting, what=f"line-{key_of(engine, SAID)}", ground="foia 31")
    [one] = held(engine)
    assert publisher.post(f"/withholdings/{one.id}/lift", data={"because": ""}).status_code == 422
    publisher.post(f"/withholdings/{one.id}/lift", data={"because": "The trial is over."})
    [one] = held(engine)
    assert one.state == "lifted"
    assert one.lifted_at is not None
    page = publisher.get_page(f"/meetings/{meeting.id}/withholdings")
    assert "lifted by Publisher" in page.text
    assert "The trial is over." in page.text


def test_a_ground_in_other_words_needs_the_words(publisher: Client, meeting: Meeting, engine: Engine) -> None:
    what = f"line-{key_of(engine, SAID)}"
    assert withhold(publisher, meeting, what=what, ground="other") == 422
    assert not held(engine)
    assert withhold(publisher, meeting, what=what, ground="other", ground_words="Court order") == 200


def test_a_decision_without_its_ground_comes_back_beside_its_form_with_what_was_chosen(
    publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    withhold(publisher, meeting, what=f"line-{key_of(engine, SAID)}", ground="foia 40")
    [one] = held(engine)
    for path, form, field, kept in (
        ("decide", {"ground": "other"}, f"ground_words-{one.id}", "other"),
        ("decide", {"ground": ""}, f"ground-{one.id}", ""),
        ("lift", {"because": " "}, f"because-{one.id}", "foia 40"),
    ):
        page = publisher.post_page(f"/withholdings/{one.id}/{path}", form, status=422)
        assert page.css("title")[0].text().startswith("Error: What is withheld")
        [link] = page.css("main [role=alert] li a")
        assert link.attributes["href"] == f"#{field}"
        assert page.css(f"#{field}")[0].attributes["aria-describedby"] == f"{field}-error"
        chosen = page.css(f"#ground-{one.id} option[selected]")[0].attributes["value"]
        assert (chosen or "") == kept
        assert page.css(f"#withholding-{one.id} details[open]"), "the form stands open"
    assert held(engine)[0].ground == "foia 40"


def test_ticked_words_are_kept_when_the_ground_is_not_said(
    publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    form = {"what": f"line-{key_of(engine, SAID)}", "ticked": [1, 2], "ground": "other"}
    page = publisher.post_page(f"/meetings/{meeting.id}/withholdings", form, status=422)
    assert page.css("title")[0].text().startswith("Error: Withhold words of a line")
    assert [one.attributes["value"] for one in page.css("[name=ticked][checked]")] == ["1", "2"]
    assert page.css("main [role=alert] a")[0].attributes["href"] == "#ground_words"


def test_words_are_ticked_where_there_are_no_scripts(
    minute_taker: Client, meeting: Meeting, engine: Engine
) -> None:
    key = key_of(engine, SAID)
    page = minute_taker.get_page(f"/lines/{key}/withhold")
    assert "Quillfosk" in page.text
    withhold(minute_taker, meeting, what=f"line-{key}", ticked=[4, 5])
    [one] = held(engine)
    assert one.anchor[one.starts : one.ends] == "Zebulon Quillfosk"


@pytest.mark.parametrize("noun", ["section", "heading", "attendance"])
def test_a_section_a_heading_and_a_name_can_be_withheld(
    noun: str, publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    html = publisher.get(f"/meetings/{meeting.id}/withholdings").text
    assert f'value="{noun}-' in html
    key = html.split(f'value="{noun}-')[-1].split('"')[0]
    assert withhold(publisher, meeting, what=f"{noun}-{key}", ground="foia 40") == 200
    assert held(engine)[0].subject == noun


def test_withholding_stays_possible_after_confirmation(
    publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    with Session(engine) as session:
        session.get_one(Meeting, meeting.id).confirm(now(), 1)
        session.commit()
    assert withhold(publisher, meeting, what=f"line-{key_of(engine, SAID)}", ground="foia 40") == 200
    with Session(engine) as session:
        there = session.get_one(Meeting, meeting.id)
        assert there.status == MeetingStatus.CONFIRMED
        assert "Quillfosk" not in str(withholdings.publishable(session, there))
    assert "All of it is withheld" in publisher.get_page(f"/meetings/{meeting.id}").text


@pytest.mark.both_databases
def test_a_version_that_still_shows_what_is_withheld_is_said_on_the_first_page_and_withdrawn_by_one_press(
    publisher: Client, minute_taker: Client, public: Client, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        publishing = Publishing(session, office)
        meeting = publishing.meeting(date(2025, 3, 13), SAID)
        version = publishing.publish(meeting)
        address = f"/published/{publishing.public(meeting).address}"
        session.commit()
        meeting_id, version_id = meeting.id, version.id
    place = f"/meetings/{meeting_id}/withholdings"
    assert SAID in public.get_page(address).text
    assert "can still read" not in publisher.get_page("/").text + publisher.get_page(place).text

    minute_taker.post(place, data={"what": f"line-{key_of(engine, SAID)}", "ground": "foia 40"})
    for who, what_to_do in ((publisher, "Withdraw it."), (minute_taker, "Ask a publisher to withdraw it.")):
        first = who.get_page("/")
        assert "The public can still read what is withheld" in first.text
        assert what_to_do in first.text
        assert place in first.links().values()
    assert "Tell a publisher" in minute_taker.get_page(place).text
    assert "Shows what is withheld" in publisher.get_page("/publications").text
    withdrawing = f"/publications/{version_id}/withdraw"
    for who, may in ((publisher, True), (minute_taker, False)):
        shown = who.get_page(f"/meetings/{meeting_id}/publishing")
        assert "still shows what has been withheld since" in shown.text
        assert (withdrawing in shown.links().values()) is may

    [form] = publisher.get_page(place).css(f'form[action="/publications/{version_id}/withdraw"]')
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.css("input")}
    publisher.post(str(form.attributes["action"]), data=fields)
    assert SAID not in public.get(address).text
    assert "can still read" not in publisher.get_page("/").text + publisher.get_page(place).text
    assert "Shows what is withheld" not in publisher.get_page("/publications").text


def test_a_body_reads_the_placeholder_and_the_office_the_words(
    publisher: Client, force_officer: Client, meeting: Meeting, engine: Engine
) -> None:
    withhold(
        publisher,
        meeting,
        what=f"line-{key_of(engine, SAID)}",
        before="The CC spoke of ",
        words="Zebulon Quillfosk",
    )
    html = publisher.get(f"/meetings/{meeting.id}/withholdings").text
    person = html.split('value="attendance-')[-1].split('"')[0]
    withhold(publisher, meeting, what=f"attendance-{person}")
    theirs = force_officer.get(f"/meetings/{meeting.id}").text
    ours = publisher.get(f"/meetings/{meeting.id}").text
    for words in ("Quillfosk", "Penhaligon"):
        assert words in ours
        assert words not in theirs
    assert "[a passage is withheld]" in theirs
    assert "is-withheld" in ours
    assert "/withholdings" not in theirs


def test_the_history_does_not_repeat_the_words(publisher: Client, meeting: Meeting, engine: Engine) -> None:
    withhold(
        publisher, meeting, what=f"line-{key_of(engine, SAID)}", before="The CC spoke of ", words="Zebulon"
    )
    with Session(engine) as session:
        told = session.exec(select(Change).where(Change.verb == "withheld")).one()
        assert "Zebulon" not in str(told.details)
    assert publisher.get(f"/meetings/{meeting.id}/history").status_code == 200


def test_a_key_while_typing_withholds_what_is_selected_and_undo_takes_it_back(
    minute_taker: Client, meeting: Meeting, engine: Engine
) -> None:
    key = key_of(engine, SAID)
    address = f"/meetings/{meeting.id}/live/lines/{key}/withhold"
    reply = minute_taker.post(address, data={"text": SAID, "before": "The CC spoke of ", "words": "Zebulon "})
    assert "Withheld: “Zebulon”" in reply.json()["reading"]
    reply = minute_taker.post(f"{address}/take-back", data={})
    assert "Withheld" not in reply.json()["reading"]
    assert not held(engine)[0].holds


def test_words_are_withheld_while_somebody_else_types_in_the_line_and_follow_them(
    minute_taker: Client, publisher: Client, meeting: Meeting, engine: Engine
) -> None:
    key = key_of(engine, SAID)
    address = f"/meetings/{meeting.id}/live/lines/{key}"
    publisher.post(address, data={"text": f"Later {SAID}", "revision": 1, "writer": "another page"})
    minute_taker.post(
        f"{address}/withhold", data={"text": SAID, "before": SAID[:16], "words": "Zebulon Quillfosk"}
    )
    reply = publisher.post(
        address, data={"text": f"Much later {SAID}", "revision": 2, "writer": "another page"}
    )
    assert "Withheld: “Zebulon Quillfosk”" in reply.json()["reading"]
    gone = "The CC spoke of a boy and his school."
    reply = publisher.post(address, data={"text": gone, "revision": 3, "writer": "another page"})
    assert "All of it is withheld" in reply.json()["reading"]
    assert "no longer found" in publisher.get_page(f"/meetings/{meeting.id}/withholdings").text
    publisher.post(f"/withholdings/{held(engine)[0].id}/keep-whole")
    assert "no longer found" not in publisher.get_page(f"/meetings/{meeting.id}/withholdings").text


def test_who_follows_live_reads_a_placeholder(
    minute_taker: Client, force_officer: Client, meeting: Meeting, engine: Engine
) -> None:
    with Session(engine) as session:
        session.get_one(Meeting, meeting.id).force_may_follow = True
        session.commit()
    key = key_of(engine, SAID)
    withhold(minute_taker, meeting, what=f"line-{key}", before="The CC spoke of ", words="Zebulon Quillfosk")
    assert "Quillfosk" in minute_taker.get(f"/meetings/{meeting.id}/live").text
    theirs = force_officer.get(f"/meetings/{meeting.id}/live").text
    assert "[a passage is withheld]" in theirs
    assert "Quillfosk" not in theirs


def test_withheld_words_that_were_moved_to_another_line_are_not_read_by_who_follows_live(
    minute_taker: Client, force_officer: Client, meeting: Meeting, engine: Engine
) -> None:
    with Session(engine) as session:
        session.get_one(Meeting, meeting.id).force_may_follow = True
        session.commit()
    key = key_of(engine, SAID)
    withhold(minute_taker, meeting, what=f"line-{key}", before="The CC spoke of ", words="Zebulon Quillfosk")
    with Session(engine) as session:
        session.get_one(Line, key).text = "The CC spoke of"
        other = session.exec(select(Line).where(Line.text == "It was noted.")).one()
        other.text = "Zebulon Quillfosk and his school."
        session.commit()
    for address in (f"/meetings/{meeting.id}/live", f"/meetings/{meeting.id}"):
        assert "Quillfosk" not in force_officer.get(address).text
        assert "Quillfosk" in minute_taker.get(address).text


def test_a_withheld_name_is_read_by_no_body_live_nor_beside_an_action_of_its_own(
    minute_taker: Client, force_officer: Client, meeting: Meeting, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        session.get_one(Meeting, meeting.id).force_may_follow = True
        section = session.exec(select(Section)).one()
        lines.add(session, section, text="Orla Penhaligon wept.", by=office.minute_taker)
        lines.add(session, section, text="ACTION: CC to write to the school.", by=office.minute_taker)
        action = session.exec(select(Action)).one()
        person = session.exec(select(Attendance).where(Attendance.known_as == "OP")).one()
        session.commit()
        action_id, person_id = action.id, person.id
    pages = (f"/meetings/{meeting.id}/live", f"/actions/{action_id}", f"/meetings/{meeting.id}")
    assert all("Penhaligon" in force_officer.get(one).text for one in pages)
    withhold(minute_taker, meeting, what=f"attendance-{person_id}")
    for one in pages:
        assert "Penhaligon" not in force_officer.get(one).text, one
        assert "Penhaligon" in minute_taker.get(one).text
    with Session(engine) as session:
        there = session.get_one(Meeting, meeting.id)
        seen = [
            Change(subject="attendance", subject_id=str(person_id), verb="withheld", at=now(), change_no=9)
        ]
        told = tell(session, there, seen)
        assert b"Penhaligon" not in b"".join(told(Audience.FOLLOWERS))
        assert b"Penhaligon" in b"".join(told(Audience.TYPISTS))


def test_a_marking_that_is_sensitive_blocks_publishing_and_markings_are_off_by_default(
    publisher: Client, minute_taker: Client, meeting: Meeting, engine: Engine
) -> None:
    assert "Protective marking" not in minute_taker.get_page(f"/meetings/{meeting.id}/withholdings").text
    page = publisher.get_page("/markings")
    assert "OFFICIAL-SENSITIVE" in page.text
    publisher.post(
        "/markings",
        data={"says_withheld": "1", "uses_markings": "1", "words": "OFFICIAL\nOURS ALONE", "sensitive": []},
    )
    with Session(engine) as session:
        section = session.exec(select(Section.id)).one()
    minute_taker.post(f"/sections/{section}/marking", data={"marking": "OURS ALONE"})
    minute_taker.post(f"/meetings/{meeting.id}/marking", data={"marking": "OFFICIAL"})
    with Session(engine) as session:
        said = withholdings.unresolved(session, session.get_one(Meeting, meeting.id))
    assert said == ["“1. Missing children” is marked OURS ALONE."]
    assert "is marked OURS ALONE" in publisher.get_page(f"/meetings/{meeting.id}/withholdings").text
    minute_taker.post(f"/sections/{section}/marking", data={"marking": ""})
    with Session(engine) as session:
        assert not withholdings.unresolved(session, session.get_one(Meeting, meeting.id))


def test_the_page_asks_the_database_as_often_for_much_as_for_little(
    publisher: Client, meeting: Meeting, engine: Engine, office: Office, statements: Statements
) -> None:
    def asked(address: str) -> int:
        statements.seen.clear()
        publisher.get_page(address)
        return len(statements)

    addresses = [f"/meetings/{meeting.id}/{name}" for name in ("withholdings", "check")]
    withhold(publisher, meeting, what=f"line-{key_of(engine, SAID)}")
    before = [asked(one) for one in addresses]
    with Session(engine) as session:
        story = Story(session, office.minute_taker)
        story._positions = count(100)
        section = story.section(meeting, "2", "More")
        for number in range(60):
            entry = story.line(section, Kind.STATEMENT, f"Mr Quillfosk rang 01632 9601{number:02}.")
            held = Withholding(
                meeting_id=meeting.id, subject=Withheld.LINE, subject_id=entry.line_id, by_id=1, at=now()
            )
            held.starts, held.ends, held.anchor = 0, 12, f"Mr Quillfosk rang 01632 9601{number:02}."
            session.add(held)
        session.commit()
    assert [asked(one) for one in addresses] == before
