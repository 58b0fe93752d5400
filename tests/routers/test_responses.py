"""The force's office in a browser: what it owes, answering with evidence, and what the office does with it."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.dependencies import get_moment, get_today
from app.models.actions import Action, ActionState
from app.models.lines import Kind, Line, Outcome
from app.models.meetings import Meeting, MeetingStatus, PlannedQuestion
from app.models.people import User
from app.models.responses import Response, ResponseState
from app.models.withholdings import Ground, Withheld, Withholding
from tests.conftest import Office, Statements
from tests.page import Client, Page
from tests.story import Story

MARCH, MAY, JUNE = date(2025, 3, 13), date(2025, 5, 15), date(2025, 6, 30)
TODAY = date(2025, 5, 12)
AT = datetime(2025, 5, 12, 15, 41, tzinfo=UTC)
PDF = b"%PDF-1.7\nfigures"


@pytest.fixture(autouse=True)
def today(app: FastAPI) -> None:
    app.dependency_overrides[get_today] = lambda: TODAY
    app.dependency_overrides[get_moment] = lambda: AT


@pytest.fixture
def tell(engine: Engine, office: Office, app: object) -> Callable[[Callable[[Story], Action]], int]:
    """Writes a story in a transaction of its own, and returns the id of its action."""

    def write(story: Callable[[Story], Action]) -> int:
        with Session(engine, expire_on_commit=False) as session:
            action = story(Story(session, session.get_one(User, office.minute_taker.id)))
            session.commit()
            return action.id or 0

    return write


def interviews(story: Story) -> Action:
    """An action of shared minutes, owed by the force."""
    twelve = story.recommendation("12")
    section = story.section(story.meeting(MARCH, shared=True), "4", "Interviews", twelve)
    story.asks(section, "The PCC asked how soon the officer hears.", "The CC could not say.")
    return story.raises(section, "Set out how interviews reach the officer", "Northfold Police", due_on=JUNE)


@pytest.fixture
def action(tell: Callable[[Callable[[Story], Action]], int]) -> str:
    """The address of its page."""
    return f"/actions/{tell(interviews)}"


def filled(page: Page, **more: str) -> dict[str, str]:
    """The response form as a browser without scripts would send it."""
    form = page.css("#response")[0]
    sent = {
        field.attributes["name"]: field.attributes.get("value") or ""
        for field in form.css("input[type=hidden]")
    }
    sent["text"] = form.css("textarea[name=text]")[0].text().strip()
    return sent | more


def send(client: Client, action: str, text: str = "It was done.", **more: str) -> Page:
    return client.post_page(
        f"{action}/response/send", data=filled(client.get_page(action), text=text, **more)
    )


def office_file(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return data.getvalue()


def test_the_one_page_says_what_is_owed_by_when_and_what_came_back(
    force_officer: Client, minute_taker: Client, action: str, engine: Engine
) -> None:
    with Session(engine) as session:
        session.add(
            Meeting(
                title="Next", held_on=MAY, status=MeetingStatus.PLANNED, created_at=AT,
                updates_due_at=datetime(2025, 5, 13, 8, tzinfo=UTC),
            )
        )  # fmt: skip
        session.commit()
    page = force_officer.get_page("/owed")
    assert "Updates for the meeting of 15 May 2025 are due by 9am tomorrow, Tuesday 13 May 2025" in page.text
    assert "16 hours left" in page.text
    assert "One thing awaits an answer." in page.text
    assert "Due 30 June 2025" in page.text
    send(force_officer, action)
    assert "With the Commissioner’s office 1" in force_officer.get_page("/owed").text
    number = minute_taker.get_page(action).css(".waiting")[0].attributes["id"].removeprefix("response-")
    minute_taker.post_page(f"/responses/{number}/return", {"question": "And Sallow?"})
    page = force_officer.get_page("/owed")
    assert "One response was returned to you." in page.text
    assert "“And Sallow?”" in page.text


def test_a_late_response_is_marked_late(
    force_officer: Client, minute_taker: Client, action: str, engine: Engine
) -> None:
    with Session(engine) as session:
        session.add(
            Meeting(
                title="Next", held_on=MAY, status=MeetingStatus.PLANNED, created_at=AT,
                updates_due_at=datetime(2025, 5, 12, 8, tzinfo=UTC),
            )
        )  # fmt: skip
        session.commit()
    assert "were due by 9am today, Monday 12 May 2025, 7 hours ago: what comes now is late" in (
        force_officer.get_page(action).text
    )
    send(force_officer, action)
    for client in (force_officer, minute_taker):
        assert "Late" in client.get_page(action).text
    assert "updates were due by 9am today" in force_officer.get_page("/owed").text


def test_a_first_answer_has_the_minutes_before_the_form_and_a_returned_one_the_form_first(
    force_officer: Client, minute_taker: Client, action: str
) -> None:
    def order() -> list[str]:
        headings = [node.text() for node in force_officer.get_page(action).css("h2")]
        return [words for words in headings if words in ("Where it was raised", "Your response")]

    assert order() == ["Where it was raised", "Your response"]
    send(force_officer, action)
    number = minute_taker.get_page(action).css(".waiting")[0].attributes["id"].removeprefix("response-")
    minute_taker.post_page(f"/responses/{number}/return", {"question": "And Sallow?"})
    assert order() == ["Your response", "Where it was raised"]


def test_an_action_s_page_shows_the_body_its_lines_and_nothing_of_the_office_s_own(
    force_officer: Client, tell: Callable[[Callable[[Story], Action]], int], engine: Engine
) -> None:
    def story(story: Story) -> Action:
        action = interviews(story)
        meeting = story.session.get_one(Meeting, action.meeting_id)
        section = story.section(meeting, "5", "Other things")
        story.line(section, Kind.STATEMENT, "Of another section.")
        story.session.add(PlannedQuestion(meeting_id=meeting.id or 0, text="To be asked in secret"))
        later = story.section(story.meeting(MAY), "1", "Actions")
        story.reviews(later, action, Outcome.CARRIED, "Words of minutes that were not shared.")
        return action

    page = force_officer.get_page(f"/actions/{tell(story)}")
    assert "how soon the officer hears" in page.text
    assert "Carried" in page.text
    for hidden in ("Of another section", "in secret", "Words of minutes that were not shared"):
        assert hidden not in page.text


def test_what_is_withheld_is_not_in_the_extract(
    force_officer: Client, minute_taker: Client, action: str, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        meeting = session.exec(select(Meeting)).one()
        line = session.exec(select(Line.id).where(Line.text == "The CC could not say.")).one()
        session.add(
            Withholding(
                meeting_id=meeting.id or 0, subject=Withheld.LINE, subject_id=line, ground=Ground.FOIA_31,
                by_id=office.minute_taker.id or 0, at=AT,
            )
        )  # fmt: skip
        session.commit()
    assert "The CC could not say" not in force_officer.get_page(action).text
    assert "The CC could not say" in minute_taker.get_page(action).text


def test_a_draft_is_saved_as_it_is_typed_and_a_colleague_goes_on_with_it(
    force_officer: Client, sign_in: Callable[[str], Client], action: str
) -> None:
    typed = filled(force_officer.get_page(action), text="Half a sent", proposal="close")
    reply = force_officer.post(f"{action}/response", data=typed, headers={"HX-Request": "true"})
    assert reply.status_code == 200
    assert "Draft saved 16:41" in reply.text
    colleague = sign_in("force_officer")
    page = colleague.get_page(action)
    assert "Half a sent" in page.html
    assert "checked" in page.css("#proposal-close")[0].attributes
    after = colleague.post_page(f"{action}/response", data=filled(page, text="Half a sentence."))
    assert "Continue draft" in after.text, "without scripts one comes to the page of what is owed"


def test_two_colleagues_see_both_texts_and_neither_is_lost(
    force_officer: Client, sign_in: Callable[[str], Client], action: str
) -> None:
    colleague = sign_in("force_officer")
    mine, theirs = (filled(client.get_page(action)) for client in (force_officer, colleague))
    colleague.post(f"{action}/response", data=theirs | {"text": "Theirs."}, headers={"HX-Request": "true"})
    quiet = force_officer.post(
        f"{action}/response", data=mine | {"text": "Mine."}, headers={"HX-Request": "true"}
    )
    assert quiet.status_code == 409
    assert "Theirs." in quiet.text
    page = force_officer.post_page(f"{action}/response/send", data=mine | {"text": "Mine."}, status=409)
    assert "Theirs." in page.text
    assert page.css("#text")[0].text().strip() == "Mine."
    over = page.css("button[name=over]")[0].attributes["value"]
    page = force_officer.post_page(
        f"{action}/response", data=filled(page, text="Mine and theirs.", over=over)
    )
    assert "Mine and theirs." in page.html
    assert "Mine and theirs." in colleague.get_page(action).html


def test_a_response_says_what_is_missing_and_keeps_what_was_typed(force_officer: Client, action: str) -> None:
    page = force_officer.get_page(action)
    refused = force_officer.post_page(
        f"{action}/response/send",
        data=filled(page, text="It takes longer.", proposal="date", reason="Leave."),
        status=422,
    )
    assert "Give the new date that you propose." in refused.text
    assert "It takes longer." in refused.html
    assert "Leave." in force_officer.get_page(action).html, "it is kept as a draft too"
    empty = force_officer.post_page(f"{action}/response/send", data=filled(refused, text=" "), status=422)
    assert "Say what has been done before you send it." in empty.text


def test_the_office_accepts_and_closes_as_proposed_and_a_closed_action_is_reopened_with_a_reason(
    force_officer: Client, publisher: Client, action: str, engine: Engine
) -> None:
    send(force_officer, action, proposal="close")
    page = publisher.get_page(action)
    assert "Proposes to close the action." in page.text
    number = page.css(".waiting")[0].attributes["id"].removeprefix("response-")
    page = publisher.post_page(f"/responses/{number}/accept", {"as_proposed": "true"})
    assert "As Northfold Police proposed on 12 May 2025." in page.text
    with Session(engine) as session:
        assert session.exec(select(Action.state)).one() == ActionState.CLOSED
    shown = force_officer.get_page(action)
    assert not shown.css("#response")
    assert "Response accepted" in shown.text
    publisher.post_page(f"{action}/reopen", {"reason": "Sallow was not counted."})
    assert "Sallow was not counted." in force_officer.get_page(action).text
    assert force_officer.get_page(action).css("#response")


def test_a_body_can_only_propose_and_an_accepted_date_moves_when_the_office_says_so(
    force_officer: Client, minute_taker: Client, action: str, engine: Engine
) -> None:
    for verb in ("close", "withdraw", "reopen", "share"):
        assert force_officer.post(f"{action}/{verb}", data={"reason": "x"}).status_code == 403
    send(force_officer, action, proposal="date", due_on="2025-07-31", reason="Two are on leave.")
    page = minute_taker.get_page(action)
    assert "Proposes 31 July 2025 as the new date: Two are on leave." in page.text
    number = page.css(".waiting")[0].attributes["id"].removeprefix("response-")
    minute_taker.post_page(f"/responses/{number}/leave")
    assert "Left for the meeting" in minute_taker.get_page(action).text
    minute_taker.post_page(f"/responses/{number}/accept", {"as_proposed": "true"})
    assert "Due date changed to 31 July 2025" in force_officer.get_page(action).text


def test_a_response_to_what_was_closed_meanwhile_is_refused_and_kept(
    force_officer: Client, publisher: Client, action: str
) -> None:
    form = filled(force_officer.get_page(action), text="Nearly there.")
    publisher.post_page(f"{action}/close", {"reason": "Seen."})
    page = force_officer.post_page(f"{action}/response/send", data=form, status=422)
    assert "is closed, so it takes no more responses. What you wrote is kept as a draft." in page.text
    assert "Nearly there." in page.text


def test_evidence_is_known_by_its_content_and_given_out_as_a_file_to_keep(
    force_officer: Client, minute_taker: Client, other_force_officer: Client, action: str
) -> None:
    form = filled(force_officer.get_page(action), text="See the figures.")
    page = force_officer.post_page(
        f"{action}/response/files", data=form, files={"file": ("../Figures <1>.exe", PDF, "text/html")}
    )
    assert "See the figures." in page.html, "what was typed beside it is kept"
    link = next(link for link in page.css("#files a"))
    assert link.text() == "Figures <1>.pdf"
    address = link.attributes["href"]
    assert minute_taker.get(address).status_code == 404, "the office sees no file of a draft"
    send(force_officer, action, "See the figures.")
    for reader in (force_officer, minute_taker):
        reply = reader.get(address)
        assert reply.content == PDF
        assert reply.headers["content-type"] == "application/pdf"
        assert reply.headers["content-disposition"].startswith("attachment;")
        assert reply.headers["x-content-type-options"] == "nosniff"
    for verb in ("", "/remove", "/restore"):
        ask = other_force_officer.get if not verb else other_force_officer.post
        assert ask(address + verb).status_code == 404
    assert force_officer.post(f"{address}/remove").status_code == 422, "what was sent stays as it was"


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("a.docx", office_file("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.zip", office_file("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a", b"\x89PNG\r\n\x1a\n....", "png"),
        ("photo.JPEG", b"\xff\xd8\xff\xe0....", "JPEG"),
        ("a.gif", b"GIF89a....", "gif"),
        ("a.webp", b"RIFF....WEBPVP8 ", "webp"),
    ],
)
def test_office_files_and_pictures_are_taken(
    force_officer: Client, action: str, name: str, data: bytes, ending: str
) -> None:
    form = filled(force_officer.get_page(action), text="See.")
    page = force_officer.post_page(f"{action}/response/files", data=form, files={"file": (name, data)})
    assert page.css("#files a")[0].text().endswith(f".{ending}")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choose the file."),
        (b"<html><script>alert(1)</script>", "This file is none of these."),
        (b"MZ\x90\x00", "This file is none of these."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This file is none of these."),
        (office_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "holds macros"),
        (
            office_file(
                "[Content_Types].xml",
                "word/document.xml",
                *(f"{number}.xml" for number in range(6000)),
                "word/vbaProject.bin",
            ),
            "This file is none of these.",
        ),
        (office_file("a.txt"), "This file is none of these."),
        (b"PK\x03\x04 and nothing more", "damaged"),
    ],
)
def test_what_is_no_evidence_is_refused_and_the_words_are_kept(
    force_officer: Client, action: str, data: bytes, words: str
) -> None:
    form = filled(force_officer.get_page(action), text="See the file.")
    page = force_officer.post_page(
        f"{action}/response/files", data=form, files={"file": ("a.pdf", data, "application/pdf")}, status=422
    )
    assert words in page.text
    assert not page.css("#files a")
    assert "See the file." in force_officer.get_page(action).html


def test_a_file_beyond_the_limit_is_refused_with_the_limit(
    force_officer: Client, action: str, app: FastAPI
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"upload_limit_mb": 1})
    form = filled(force_officer.get_page(action), text="See the file.")
    large = PDF + b"0" * (1024 * 1024 + 100_000)
    page = force_officer.post_page(
        f"{action}/response/files", data=form, files={"file": ("a.pdf", large)}, status=422
    )
    assert "larger than 1 MB" in page.text


def test_a_file_removed_from_a_draft_can_be_put_back(force_officer: Client, action: str) -> None:
    form = filled(force_officer.get_page(action), text="See.")
    page = force_officer.post_page(f"{action}/response/files", data=form, files={"file": ("a.pdf", PDF)})
    address = page.css("#files a")[0].attributes["href"]
    page = force_officer.post_page(f"{address}/remove", data=filled(page, text="See the figures."))
    assert not page.css("#files a")
    assert "See the figures." in page.html, "what was typed since is kept"
    page = force_officer.post_page(f"{address}/restore", data=filled(page))
    assert page.css("#files a")


def test_a_written_answer_is_given_and_reviewed_the_same_way(
    force_officer: Client, other_force_officer: Client, minute_taker: Client, engine: Engine, office: Office,
    tell: Callable[[Callable[[Story], Action]], int],
) -> None:  # fmt: skip
    questions: list[int] = []

    def story(story: Story) -> Action:
        meeting = story.meeting(MARCH, shared=True)
        story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
        section = story.section(meeting, "1", "Homes")
        question = story.asks(section, "The PCC asked how many homes had no officer.")
        question.written_answer_to_follow, question.written_answer_due_on = True, JUNE
        questions.append(question.id or 0)
        return story.raises(section, "Write", "NCC")

    tell(story)
    address = f"/written-answers/{questions[0]}"
    owed = force_officer.get_page("/owed")
    assert owed.links()["The PCC asked how many homes had no officer."] == address
    assert other_force_officer.get(address).status_code == 404
    page = force_officer.get_page(address)
    sent = force_officer.post_page(f"{address}/send", data=filled(page, text="Forty-one."))
    assert "Forty-one." in sent.text
    number = minute_taker.get_page(address).css(".waiting")[0].attributes["id"].removeprefix("response-")
    assert other_force_officer.post(f"/responses/{number}/accept").status_code in (403, 404)
    minute_taker.post_page(f"/responses/{number}/return", {"question": "By district?"})
    page = force_officer.get_page(address)
    assert "“By district?”" in page.text
    force_officer.post_page(f"{address}/send", data=filled(page, text="Forty-one: 20, 15 and 6."))
    number = minute_taker.get_page(address).css(".waiting")[0].attributes["id"].removeprefix("response-")
    minute_taker.post_page(f"/responses/{number}/accept")
    assert "You owe no answer." in force_officer.get_page("/owed").text


def test_another_body_finds_nothing_by_changing_an_address(
    force_officer: Client, other_force_officer: Client, action: str, engine: Engine
) -> None:
    send(force_officer, action)
    with Session(engine) as session:
        number = session.exec(select(Response.id).where(Response.state == ResponseState.SUBMITTED)).one()
    assert other_force_officer.get(action).status_code == 404
    for address in ("response", "response/send", "response/files"):
        reply = other_force_officer.post(
            f"{action}/{address}", data={"text": "x"}, files={"file": ("a", PDF)}
        )
        assert reply.status_code == 404, address
    for verb in ("accept", "return", "leave"):
        assert other_force_officer.post(f"/responses/{number}/{verb}").status_code in (403, 404)
    assert "Nothing" in (page := other_force_officer.get_page("/owed").text) or "owe no answer" in page


def test_the_page_of_what_is_owed_takes_as_many_statements_for_three_hundred_as_for_three(
    force_officer: Client, engine: Engine, office: Office, statements: Statements
) -> None:
    def grow(to: int) -> None:
        with Session(engine, expire_on_commit=False) as session:
            story = Story(session, session.get_one(User, office.minute_taker.id))
            meeting = story.meeting(MARCH, shared=True)
            story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
            section = story.section(meeting, "1", "Homes", story.recommendation("8"))
            later = story.section(story.meeting(MAY, shared=True), "2", "Actions")
            for number in range(to):
                action = story.raises(section, f"Do thing {number}", "Northfold Police")
                question = story.asks(section, f"The PCC asked about {number}.")
                question.written_answer_to_follow = True
                for to_action, to_question in ((action.id, None), (None, question.id)):
                    for state in (ResponseState.RETURNED, ResponseState.DRAFT):
                        session.add(
                            Response(
                                action_id=to_action, entry_id=to_question, text="x", state=state,
                                organisation_id=office.force.id or 0,
                                given_by_id=office.users["force_officer"].id or 0, begun_at=AT, given_at=AT,
                                saved_at=AT, saved_by_id=office.users["force_officer"].id,
                            )
                        )  # fmt: skip
                if number % 3 == 0:
                    story.reviews(later, action, Outcome.CARRIED, "Not yet.")
            session.commit()

    def count() -> int:
        statements.seen.clear()
        force_officer.get_page("/owed")
        return len(statements)

    grow(3)
    few = count()
    grow(60)
    assert count() == few


def test_a_long_list_shows_what_is_due_first_and_counts_the_rest(
    force_officer: Client, tell: Callable[[Callable[[Story], Action]], int]
) -> None:
    def story(story: Story) -> Action:
        section = story.section(story.meeting(MARCH, shared=True), "1", "Homes")
        for number in range(44):
            due_on = date(2025, 8, 1) if number else date(2025, 7, 1)
            last = story.raises(section, f"Do thing {number}", "Northfold Police", due_on=due_on)
        return last

    tell(story)
    page = force_officer.get_page("/owed")
    assert "44 things await an answer." in page.text
    assert "And 4 more, due later:" in page.text
    assert page.css(".owe")[0].text().strip().startswith("Due 1\N{NO-BREAK SPACE}July")


def test_an_action_s_page_takes_as_many_statements_with_thirty_responses_as_with_three(
    force_officer: Client, minute_taker: Client, action: str, engine: Engine, office: Office, statements: Statements
) -> None:  # fmt: skip
    def answer(times: int) -> None:
        with Session(engine) as session:
            there = session.exec(select(Action)).one()
            for _ in range(times):
                session.add(
                    Response(
                        action_id=there.id, organisation_id=office.force.id or 0, text="x", given_at=AT,
                        state=ResponseState.SUBMITTED, begun_at=AT,
                        given_by_id=office.users["force_officer"].id or 0,
                    )
                )  # fmt: skip
            session.commit()

    def count(client: Client) -> int:
        statements.seen.clear()
        client.get_page(action)
        return len(statements)

    answer(3)
    few = [count(client) for client in (force_officer, minute_taker)]
    answer(27)
    assert [count(client) for client in (force_officer, minute_taker)] == few
