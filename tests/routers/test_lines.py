"""Minutes put right by hand, with and without scripts: lines, passages, sections, attendance, papers."""

import re

import pytest
from sqlmodel import Session

from app.models.actions import Action
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Meeting
from app.models.people import User
from app.services import lines, meetings, recommendations, sections
from tests.page import Client, Page
from tests.routers.test_meetings import first_line, make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def meeting(session: Session, by: User) -> Meeting:
    meeting = make(session, by)
    session.commit()
    return meeting


@pytest.fixture
def line(session: Session, meeting: Meeting) -> Line:
    """The PCC asked how many homes had no officer."""
    return first_line(session, meeting)


def typed(page: Page, line: Line) -> dict[str, str]:
    """What a browser would send of the open form of a line."""
    form = page.css(f"#line-{line.id} form[action='/lines/{line.id}/edit']")[0]
    sent = {
        one.attributes["name"]: one.attributes.get("value") or ""
        for one in form.css("input:not([type=checkbox])")
    }
    return sent | {"text": form.css("textarea")[0].text().lstrip("\n"), "depth": "0"}


def words(page: Page) -> list[str]:
    """The words of the lines on a page of minutes."""
    return [" ".join(one.text().split()) for one in page.css(".lines .line .line__t")]


def test_a_line_is_changed_without_scripts(minute_taker: Client, line: Line) -> None:
    page = minute_taker.get_page(f"/lines/{line.id}/edit")
    form = typed(page, line)
    assert form["text"] == "The PCC asked how many homes had no officer."
    page = minute_taker.post_page(f"/lines/{line.id}/edit", form | {"text": "The PCC asked about cars."})
    assert words(page)[0] == "The PCC asked about cars."


def test_a_line_is_changed_in_place_with_htmx(minute_taker: Client, line: Line) -> None:
    page = minute_taker.get_page(f"/lines/{line.id}/edit", headers=HTMX)
    assert not page.css("html")[0].attributes.get("lang")
    form = typed(page, line) | {"text": "The PCC asked about cars.", "bullet": "true", "depth": "1"}
    page = minute_taker.post_page(f"/lines/{line.id}/edit", form, headers=HTMX)
    assert page.css(f"#line-{line.id}.line--bullet.line--deep")
    assert "The PCC asked about cars." in page.text


def test_the_loser_of_a_race_sees_both_texts(minute_taker: Client, publisher: Client, line: Line) -> None:
    for headers in ({}, HTMX):
        mine = typed(minute_taker.get_page(f"/lines/{line.id}/edit"), line)
        theirs = typed(publisher.get_page(f"/lines/{line.id}/edit"), line)
        publisher.post_page(f"/lines/{line.id}/edit", theirs | {"text": f"Theirs {len(headers)}."})
        page = minute_taker.post_page(
            f"/lines/{line.id}/edit", mine | {"text": f"Mine {len(headers)}."}, status=409, headers=headers
        )
        assert page.css("blockquote")[0].text() == f"Theirs {len(headers)}."
        assert page.css("textarea")[0].text().strip() == f"Mine {len(headers)}."
        again = typed(page, line)
        page = minute_taker.post_page(f"/lines/{line.id}/edit", again | {"text": "Both."})
        assert words(page)[0] == "Both."


def test_a_line_emptied_comes_back_with_a_sentence(minute_taker: Client, line: Line) -> None:
    form = typed(minute_taker.get_page(f"/lines/{line.id}/edit"), line)
    page = minute_taker.post_page(f"/lines/{line.id}/edit", form | {"text": " "}, status=422)
    assert "remove the line" in page.text


def test_lines_are_added_at_the_end_and_below_another(minute_taker: Client, line: Line) -> None:
    address = f"/sections/{line.section_id}/lines"
    page = minute_taker.post_page(address, {"text": "Last.\n- A bullet."})
    assert words(page)[-2:] == ["Last.", "A bullet."]
    assert minute_taker.get_page(f"/meetings/{line.meeting_id}?after={line.id}").css(
        f"#after-{line.id} textarea"
    )
    page = minute_taker.post_page(address, {"text": "Second.", "after": line.id}, headers=HTMX)
    assert words(page)[1] == "Second."
    assert page.css(f"hx-partial[hx-target='#section-{line.section_id}']")
    assert page.css("hx-partial[hx-target='#raised']")


def test_nothing_typed_is_nothing_added(minute_taker: Client, line: Line) -> None:
    page = minute_taker.post_page(f"/sections/{line.section_id}/lines", {"text": "\n"}, status=422)
    assert "Write the line first." in page.text


def test_a_line_is_removed_and_put_back(minute_taker: Client, line: Line) -> None:
    before = words(minute_taker.get_page(f"/meetings/{line.meeting_id}"))
    page = minute_taker.post_page(f"/lines/{line.id}/remove")
    assert words(page) == before[1:]
    assert page.css(f"#undo form[action='/lines/{line.id}/restore']")
    page = minute_taker.post_page(f"/lines/{line.id}/restore")
    assert words(page) == before
    assert not page.css(".undo")


def test_what_was_removed_can_be_put_back_any_time(minute_taker: Client, line: Line) -> None:
    minute_taker.post_page(f"/lines/{line.id}/remove", headers=HTMX)
    page = minute_taker.get_page(f"/meetings/{line.meeting_id}")
    assert page.css(f"#removed form[action='/lines/{line.id}/restore']")


def test_a_line_moves_and_stays_open(minute_taker: Client, line: Line) -> None:
    page = minute_taker.post_page(f"/lines/{line.id}/move", {"steps": "1"})
    assert page.css(".lines .line")[1].attributes["id"] == f"line-{line.id}"
    assert page.css(f"#line-{line.id}.line--editing")
    page = minute_taker.post_page(f"/lines/{line.id}/move", {"steps": "-1"}, headers=HTMX)
    assert page.css(".lines .line")[0].attributes["id"] == f"line-{line.id}"


def entry_of(session: Session, line: Line, number: int = 0) -> Entry:
    session.expire_all()
    entry = session.get_one(Line, line.id).entries[number]
    session.commit()
    return entry


def test_a_passage_s_kind_and_speakers_are_set_by_hand(
    minute_taker: Client, line: Line, session: Session
) -> None:
    entry = entry_of(session, line)
    data = {"kind": "statement", "speakers": "CC; Colin Mabey"}
    page = minute_taker.post_page(f"/entries/{entry.id}", data)
    assert page.css(f"#kind-{entry.id} option[selected]")[0].text() == "Statement"
    assert page.css(f"#speakers-{entry.id}")[0].attributes["value"] == "CC, Colin Mabey"
    form = typed(page, line)
    minute_taker.post_page(
        f"/lines/{line.id}/edit", form | {"text": "The PCC asked how many homes had no car."}
    )
    assert entry_of(session, line).kind == Kind.STATEMENT
    minute_taker.post_page(f"/lines/{line.id}/read-again")
    assert entry_of(session, line).kind == Kind.QUESTION


def test_a_passage_is_parted_and_joined(minute_taker: Client, line: Line, session: Session) -> None:
    entry = entry_of(session, line)
    page = minute_taker.get_page(f"/lines/{line.id}/edit")
    form = typed(page, line) | {"text": "The PCC asked about homes, and the weather was fine."}
    minute_taker.post_page(f"/lines/{line.id}/edit", form)
    page = minute_taker.get_page(f"/lines/{line.id}/edit")
    choice = next(
        one for one in page.css(f"#at-{entry.id} option") if one.text().startswith("and the weather")
    )
    data = {"at": choice.attributes["value"], "kind": "statement"}
    page = minute_taker.post_page(f"/entries/{entry.id}/split", data)
    assert len(page.css(".edpsg")) == 2
    rest = entry_of(session, line, 1)
    assert rest.words_in(form["text"]) == "and the weather was fine."
    minute_taker.post_page(f"/entries/{rest.id}/join", headers=HTMX)
    assert entry_of(session, line).ends == len(form["text"])


def reply_of(session: Session, line_id: str) -> int | None:
    """The question that the line's first passage replies to."""
    session.expire_all()
    number = session.get_one(Line, line_id).entries[0].replies_to_id
    session.commit()
    return number


def test_an_answer_is_tied_to_the_question_chosen(
    minute_taker: Client, meeting: Meeting, session: Session
) -> None:
    asked, said = lines.of_section(session, sections.of_meeting(session, meeting)[0])[:2]
    session.commit()
    answer, question = entry_of(session, said).id, entry_of(session, asked).id
    asked_id, said_id, address = asked.id, said.id, f"/meetings/{said.meeting_id}"
    session.commit()
    data = {"kind": "answer", "speakers": "CC", "replies_to": "0"}
    minute_taker.post_page(f"/entries/{answer}", data)
    assert reply_of(session, said_id) is None
    page = minute_taker.get_page(address)
    assert page.text.count("No answer is recorded") == 2
    data["replies_to"] = str(question)
    page = minute_taker.post_page(f"/entries/{answer}", data, headers=HTMX)
    assert reply_of(session, said_id) == question
    assert page.css(f"hx-partial[hx-target='#line-{asked_id}']")


def test_a_passage_can_restate_an_action_the_register_knows(
    minute_taker: Client, meeting: Meeting, session: Session
) -> None:
    section = sections.of_meeting(session, meeting)[0]
    session.commit()
    page = minute_taker.post_page(f"/sections/{section.id}/lines", {"text": "ACTION: CC to name officers."})
    assert "2/2025" in page.text
    last = lines.of_section(session, section)[-1]
    session.commit()
    entry = entry_of(session, last)
    data = {"kind": "action", "speakers": "", "reference": "1/2025"}
    page = minute_taker.post_page(f"/entries/{entry.id}", data)
    assert len(page.css("#raised tbody tr")) == 1
    page = minute_taker.post_page(f"/entries/{entry.id}", data | {"reference": "99/2025"}, status=422)
    assert "no action 99/2025" in page.text
    page = minute_taker.post_page(f"/entries/{entry.id}", data | {"reference": ""})
    assert len(page.css("#raised tbody tr")) == 2


def test_a_heading_is_added_tied_changed_moved_removed_and_put_back(
    minute_taker: Client, meeting: Meeting, session: Session
) -> None:
    page = minute_taker.post_page(f"/meetings/{meeting.id}/sections", {"title": "7. Cars", "level": "1"})
    assert "7 Cars" in page.text
    section = sections.of_meeting(session, meeting)[-1]
    session.commit()
    assert section.number == "7"
    form = minute_taker.get_page(f"/sections/{section.id}/edit")
    revision = form.css("input[name=revision]")[0].attributes["value"] or ""
    data = {"title": "Vans", "number": "7.", "level": "2", "revision": revision, "is_standing": "true"}
    page = minute_taker.post_page(
        f"/sections/{section.id}/edit", data | {"references": "8, 41.3"}, status=422
    )
    assert "which source" in page.text
    page = minute_taker.post_page(
        f"/sections/{section.id}/edit", data | {"references": "8, 41.3", "source": "IIHR"}
    )
    assert [one.text() for one in page.css(f"#section-{section.id} .chip")] == [
        "IIHR recommendation 8",
        "IIHR recommendation 41.3",
    ]
    page = minute_taker.post_page(f"/sections/{section.id}/move", {"steps": "-1"})
    assert page.css(".sect[data-level]")[0].attributes["id"] == f"section-{section.id}"
    page = minute_taker.post_page(f"/sections/{section.id}/remove")
    assert not page.css(f"#section-{section.id}")
    page = minute_taker.post_page(f"/sections/{section.id}/restore")
    assert page.css(f"#section-{section.id}")


def test_a_heading_that_names_recommendations_is_tied_to_those_of_the_report_above(
    session: Session, meeting: Meeting, by: User
) -> None:
    above = sections.add_as_typed(session, meeting, heading="Harbour Road", by=by)
    sections.change(
        session, above, title="Harbour Road", number="", level=1, is_standing=False, seen_revision=1, by=by
    )
    above.source_id = recommendations.find_or_create_source(session, "IIHR").id
    below = sections.add_as_typed(session, meeting, heading="Recommendations 8 and 9", level=2, by=by)
    tied = sections.recommendations_of(session, below)
    assert [(one.source.short_name, one.reference) for one in tied] == [("IIHR", "8"), ("IIHR", "9")]


def test_attendance_is_put_right_by_hand(minute_taker: Client, meeting: Meeting, session: Session) -> None:
    address = f"/meetings/{meeting.id}/attendance"
    data = {"name": "Colin Mabey", "title": "ACC", "known_as": "ACC", "kind": "force", "presence": "part"}
    page = minute_taker.post_page(address, data | {"presence_note": "item 3"})
    assert "Colin Mabey" in page.text
    assert "For part, item 3" in page.text
    page = minute_taker.post_page(address, data | {"name": ""}, status=422)
    assert "Give the person's name." in page.text
    added = meetings.whole(session, meeting).attendances[-1]
    session.commit()
    minute_taker.get_page(f"/attendances/{added.id}/edit")
    page = minute_taker.post_page(
        f"/attendances/{added.id}/edit", data | {"name": "Colin Mabey QPM", "is_chair": "true"}
    )
    assert "Colin Mabey QPM" in page.text
    minute_taker.post_page(f"/attendances/{added.id}/move", {"steps": "-1"})
    page = minute_taker.post_page(f"/attendances/{added.id}/remove")
    assert "is off the list" in page.text
    page = minute_taker.post_page(f"/attendances/{added.id}/restore")
    rows = [one.text() for one in page.css("tbody th")]
    assert rows == ["Margaret Ellery", "Nasreen Qadir", "Colin Mabey QPM", "Leonie Hart"]


def test_papers_are_added_opened_changed_removed_and_put_back(
    minute_taker: Client, force_officer: Client, meeting: Meeting, session: Session
) -> None:
    address = f"/meetings/{meeting.id}/papers/new"
    minute_taker.get_page(address)
    assert (
        "Choose the file."
        in minute_taker.post_page(address, {"title": "Report"}, status=422, files={"file": ("", b"")}).text
    )
    file = {"file": ("report.pdf", b"%PDF-1.7 report", "application/pdf")}
    page = minute_taker.post_page(address, {"title": "The force’s report"}, files=file)
    link = page.links()["The force’s report"]
    reply = minute_taker.get(link)
    assert (reply.content, reply.headers["content-disposition"][:10]) == (b"%PDF-1.7 report", "attachment")
    assert force_officer.get(link).status_code == 404
    section = sections.of_meeting(session, meeting)[0]
    session.commit()
    minute_taker.get_page(f"{link}/edit")
    page = minute_taker.post_page(f"{link}/edit", {"title": "Report", "section": str(section.id)})
    assert page.css(f"#section-{section.id} a[href='{link}']")
    page = minute_taker.post_page(f"{link}/remove")
    assert "Paper removed" in page.text
    assert "Report" in minute_taker.post_page(f"{link}/restore").links()


def test_an_action_s_new_words_are_the_register_s_too(
    minute_taker: Client, meeting: Meeting, session: Session
) -> None:
    last = lines.of_section(session, sections.of_meeting(session, meeting)[0])[-1]
    session.commit()
    number = entry_of(session, last).action_id
    form = typed(minute_taker.get_page(f"/lines/{last.id}/edit"), last)
    minute_taker.post_page(
        f"/lines/{last.id}/edit", form | {"text": "ACTION: CC to name two officers by 30 June 2025."}
    )
    assert entry_of(session, last).action_id == number
    assert "two officers" in session.get_one(Action, number).wording


def test_nobody_guesses_their_way_to_a_line(minute_taker: Client) -> None:
    for address in ("/lines/none/edit", "/sections/999/edit", "/attendances/999/edit", "/papers/999"):
        assert re.search("There is no such|Nobody with", minute_taker.get_page(address, status=404).text), (
            address
        )


def test_adding_below_goes_on_below_what_was_added(minute_taker: Client, line: Line) -> None:
    page = minute_taker.get_page(f"/lines/{line.id}/below", headers=HTMX)
    assert page.css("textarea[autofocus]")
    data = {"text": "Second.", "after": line.id}
    page = minute_taker.post_page(f"/sections/{line.section_id}/lines", data)
    assert words(page)[1] == "Second."
    following = page.css("form.addform input[name=after]")[0].attributes["value"]
    assert following == (page.css(".lines .line")[1].attributes["id"] or "").removeprefix("line-")
