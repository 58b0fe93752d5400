"""Saving as one types: what a page sends and what it is answered."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from app.db import now
from app.models.lines import Entry, Kind, Line
from app.models.meetings import Meeting, MeetingStatus, Section
from tests.page import Client
from tests.served import new_key


@pytest.fixture
def meeting(session: Session) -> Meeting:
    meeting = Meeting(
        title="Holding to account",
        held_on=date(2025, 5, 15),
        status=MeetingStatus.IN_PROGRESS,
        created_at=now(),
    )
    session.add(meeting)
    session.flush()
    for number, title in enumerate(("Homes", "Vetting"), start=1):
        session.add(Section(meeting_id=meeting.id or 0, position=float(number), title=title))
    session.commit()
    return meeting


class Page:
    """An open page of somebody who types: it knows its own token."""

    def __init__(self, client: Client, meeting: Meeting, writer: str = "page-a") -> None:
        self.client, self.writer = client, writer
        self.path = f"/meetings/{meeting.id}/live/lines"

    def save(self, key: str, text: str, *, status: int = 200, **more: Any) -> dict[str, Any]:
        form = {"text": text, "writer": self.writer, "revision": 0, **more}
        return self._answer(self.client.post(f"{self.path}/{key}", data=form), status)

    def do(self, key: str, verb: str, *, status: int = 200, **more: Any) -> dict[str, Any]:
        return self._answer(self.client.post(f"{self.path}/{key}/{verb}", data=more), status)

    @staticmethod
    def _answer(reply: Any, status: int) -> dict[str, Any]:
        assert reply.status_code == status, reply.text
        assert reply.headers["content-type"] == "application/json"
        answer: dict[str, Any] = reply.json()
        return answer


@pytest.fixture
def page(minute_taker: Client, meeting: Meeting) -> Page:
    return Page(minute_taker, meeting)


def test_a_typed_line_is_saved_and_read_at_once(page: Page, session: Session) -> None:
    key = new_key()
    answer = page.save(key, "The PCC asked how many homes had no officer.", section="1")
    assert answer["revision"] == 1
    assert answer["said"].startswith("Question")
    assert "Question" in answer["reading"]
    assert len(answer["saved_at"]) == len("14:02:07")
    line = session.get_one(Line, key)
    assert line.text == "The PCC asked how many homes had no officer."
    assert [entry.kind for entry in line.entries] == [Kind.QUESTION]


def test_sending_twice_makes_one_line(page: Page, session: Session) -> None:
    key = new_key()
    first = page.save(key, "The CC said three.", section="1")
    second = page.save(key, "The CC said three.", section="1")
    assert (first["revision"], second["revision"]) == (1, 1)
    assert len(session.exec(select(Line)).all()) == 1
    assert len(session.exec(select(Entry)).all()) == 1


def test_a_series_of_saves_by_one_page_is_never_a_conflict_with_itself(page: Page) -> None:
    key = new_key()
    for words in ("The", "The PCC", "The PCC asked", "The PCC asked about homes."):
        page.save(key, words, revision=0, section="1")
    assert page.save(key, "The PCC asked about homes in May.", revision=1)["revision"] == 5


def test_whoever_is_second_is_given_both_texts_and_neither_vanishes(page: Page, meeting: Meeting) -> None:
    key = new_key()
    page.save(key, "The PCC asked about homes.", section="1")
    colleague = Page(page.client, meeting, "page-b")
    colleague.save(key, "The PCC asked about flats.", revision=1)
    answer = page.save(key, "The PCC asked about houses.", revision=1, status=409)
    assert answer["theirs"] == "The PCC asked about flats."
    assert answer["yours"] == "The PCC asked about houses."
    assert answer["base_text"] == "The PCC asked about homes."
    assert answer["by"] == "Minute taker"
    assert page.save(key, "The PCC asked about houses.", revision=answer["their_revision"])["revision"] == 3


def test_a_line_that_was_taken_out_meanwhile_is_a_conflict_and_can_be_put_back(page: Page) -> None:
    key = new_key()
    page.save(key, "The CC said three.", section="1")
    assert page.do(key, "remove")["removed"] is True
    assert page.save(key, "The CC said four.", revision=1, status=409)["removed"] is True
    assert page.do(key, "restore")["removed"] is False
    assert page.save(key, "The CC said four.", revision=1)["revision"] == 2


def test_a_line_stands_behind_the_line_it_was_typed_below(page: Page, session: Session) -> None:
    first, second, between = new_key(), new_key(), new_key()
    page.save(first, "The first of these was said.", section="1")
    page.save(second, "The second of these was said.", after=first)
    page.save(between, "The one between them was said.", after=first)
    ordered = session.exec(select(Line.id).order_by(Line.position)).all()  # type: ignore[arg-type]
    session.rollback()  # a transaction of a test holds SQLite's lock too
    assert ordered == [first, between, second]
    at_the_top = new_key()
    assert page.save(at_the_top, "Typed below the heading.", section="1", after="section-1")["section"] == 1
    ordered = session.exec(select(Line.id).order_by(Line.position)).all()  # type: ignore[arg-type]
    session.rollback()
    assert ordered == [at_the_top, first, between, second]
    gone = new_key()
    page.do(between, "remove")
    assert page.save(gone, "Typed below what is gone by now.", after=between, section="2")["section"] == 2
    lost = page.save(new_key(), "Below a heading that is gone.", after="section-99", section="1")
    assert lost["section"] == 1


def test_an_answer_says_since_which_change_it_is_true_and_what_stands_below_a_heading(
    page: Page, session: Session, meeting: Meeting
) -> None:
    first, heading, last = new_key(), new_key(), new_key()
    answers = [
        page.save(first, "The first of these was said.", section="1"),
        page.save(heading, "3. Doors", after=first),
        page.save(last, "The last of these was said.", after=heading),
        page.save(heading, "3. Doors", revision=1, left=True),
    ]
    numbers = [answer["change"] for answer in answers]
    assert numbers == sorted(set(numbers))
    session.refresh(meeting)
    assert numbers[-1] == meeting.change_no
    assert answers[-1]["heading"]["below"] == {last: answers[2]["position"]}


def test_minutes_without_a_heading_take_a_line_too(minute_taker: Client, session: Session) -> None:
    meeting = Meeting(
        title="T", held_on=date(2025, 5, 15), status=MeetingStatus.IN_PROGRESS, created_at=now()
    )
    session.add(meeting)
    session.commit()
    answer = Page(minute_taker, meeting).save(new_key(), "The PCC opened the meeting.")
    assert answer["section"]


def test_a_line_of_its_own_that_names_a_recommendation_becomes_its_heading_when_it_is_left(
    page: Page, session: Session
) -> None:
    key = new_key()
    typing = page.save(key, "Recommendation 8", section="1")
    assert typing["heading"] is None
    assert "heading" in typing["reading"]
    left = page.save(key, "Recommendation 8", section="1", left=1)
    assert left["heading"]["section"]
    assert 'id="line-' + key in left["heading"]["html"]
    again = page.save(key, "Recommendation 9", section="1", left=1)
    assert again["heading"]["section"] == left["heading"]["section"]
    section = session.get_one(Section, left["heading"]["section"])
    assert (section.title, section.typed_id) == ("Recommendation 9", key)


def test_a_line_can_be_moved_over_a_heading(page: Page) -> None:
    key = new_key()
    page.save(key, "The CC said three.", section="1")
    assert page.do(key, "move", steps=1)["section"] == 2
    assert page.do(key, "move", steps=-1)["section"] == 1


def test_no_words_and_too_many_are_refused_with_a_sentence(page: Page) -> None:
    assert "needs words" in page.save(new_key(), "  ", status=422)["message"]
    assert "too long" in page.save(new_key(), "word " * 5000, status=422)["message"]


def test_a_line_of_other_minutes_cannot_be_reached(
    page: Page, session: Session, minute_taker: Client
) -> None:
    other = Meeting(title="T", held_on=date(2025, 6, 5), status=MeetingStatus.DRAFT, created_at=now())
    session.add(other)
    session.commit()
    key = new_key()
    page.save(key, "The CC said three.", section="1")
    Page(minute_taker, other).save(key, "Overwritten from elsewhere.", status=404)
    Page(minute_taker, other).do(key, "remove", status=404)


def test_confirmed_minutes_take_no_line_and_say_so(page: Page, session: Session, meeting: Meeting) -> None:
    session.get_one(Meeting, meeting.id).status = MeetingStatus.CONFIRMED
    session.commit()
    answer = page.save(new_key(), "Too late for this.", status=422)
    assert answer["fixed"] is True
    assert "confirmed" in answer["message"]


def test_whose_sign_in_has_ended_is_told_so_and_not_sent_a_page(page: Page, public: Client) -> None:
    stranger = Page.__new__(Page)
    stranger.client, stranger.writer, stranger.path = public, "page-c", page.path
    assert "message" in stranger.save(new_key(), "Typed on after the end.", status=401)
    reply = public.get(page.path.replace("/lines", "/stream"), follow_redirects=False)
    assert reply.status_code == 401
    assert reply.json()["message"]


def test_one_persons_words_are_never_taken_as_anothers(page: Page, session: Session) -> None:
    page.client.headers["X-User"] = "999"
    assert page.save(new_key(), "Typed by somebody else.", status=401)["other"] is True
    assert page.do(new_key(), "remove", status=401)["other"] is True
    assert session.exec(select(Line)).all() == []


def test_who_only_reads_may_not_type(commissioner: Client, force_officer: Client, meeting: Meeting) -> None:
    for reader in (commissioner, force_officer):
        assert "may not" in Page(reader, meeting).save(new_key(), "Not for me.", status=403)["message"]


def test_a_save_takes_as_many_statements_in_long_minutes_as_in_short_ones(
    page: Page, statements: Any, session: Session
) -> None:
    counts = []
    for lines in (1, 25):
        for number in range(lines):
            page.save(new_key(), f"The CC said {number}.", section="1")
        key = new_key()
        page.save(key, "The PCC asked.", section="1")
        statements.seen.clear()
        page.save(key, "The PCC asked about homes.", revision=1)
        counts.append(len(statements))
    assert counts[0] == counts[1]
