"""The leak test of bodies: unlikely words are withheld, or are somebody else's own, wherever minutes that were shared
can have them, and all that the force and the council can open is fetched. None of the words is in any byte.

A body reads the words of what it owes: its action, and the question it is to answer in writing. Papers stay open to it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from sqlmodel import Session, SQLModel, select

from app.db import now
from app.documents.minutes import Kind
from app.models.actions import Action, ActionRecommendation
from app.models.lines import Entry, Line, LineRevision, Mention, Outcome
from app.models.meetings import (
    Assurance,
    Attendance,
    Meeting,
    MeetingStatus,
    Paper,
    PlannedQuestion,
    Section,
)
from app.models.notes import PrivateNote
from app.models.recommendations import (
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Source,
    Step,
    StepState,
)
from app.models.responses import Evidence, Response, ResponseState
from app.models.withholdings import Withheld
from app.services import documents, papers, withholdings
from tests.access import all_routes
from tests.access_table import SHARED, TABLE
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story
from tests.test_leaks import Unlikely, links_in

MARCH, JUNE = date(2025, 3, 31), date(2025, 6, 30)
SOON = date(2025, 1, 31)


class SharedWorld:
    """Two meetings shared with the force and the council, a secret in every place of them, and what each body owes."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session, self.office, self.word = session, office, Unlikely()
        self.by = office.users["publisher"]
        self.story = Story(session, self.by)
        self.name = f"Zed {self.word('attendee')}"
        self.march = self._meeting(MARCH)
        self.eight = self._recommendation()
        self._march()
        self.june = self._meeting(JUNE)
        self._june()
        self._of_others()
        session.commit()

    def _meeting(self, held_on: date) -> Meeting:
        story, force, council = self.story, self.office.force, self.office.council
        meeting = story.meeting(held_on, shared=True)
        meeting.status, meeting.force_may_follow, meeting.circulated_at = (
            MeetingStatus.CIRCULATED,
            True,
            now(),
        )
        story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", force)
        story.attends(meeting, "Ivo Marsh", "Leader", "Leader of the council", council)
        witness = story.attends(meeting, self.name, self.name, "Witness", council)
        witness.presence_note = f"{self.name} left at 3pm"
        self.keep_out(meeting, Withheld.ATTENDANCE, witness.id)
        return meeting

    def _recommendation(self) -> Recommendation:
        eight = self.story.recommendation("8")
        for body in (self.office.force, self.office.council):
            self.session.add(Responsibility(recommendation_id=eight.id or 0, organisation_id=body.id or 0))
        self.session.flush()
        return eight

    def _march(self) -> None:
        story, word, march = self.story, self.word, self.march
        march.title = f"Holding to account, with {self.name}"
        march.venue = f"At the house of {self.name}"
        march.next_meeting = f"With {self.name} again"
        custody = story.section(march, "2", "Custody", self.eight)
        self.custody = custody
        for place, text in (
            ("passage", "The PCC asked why {} waited."),
            ("edited passage", "The CC spoke of {} and of cells."),
            ("moved out", "The CC had met {} often."),
            ("moved to a heading", "The CC had heard {} well."),
        ):
            entry = story.asks(custody, text.format(word(place)))
            self.keep_out(march, Withheld.LINE, entry.line_id, word(place))
        self._rewrite(
            "edited passage", f"On cells the CC then spoke to {word('edited passage')}, not of homes."
        )
        self._rewrite("moved out", "The CC had met her often.")
        self._rewrite("moved to a heading", "The CC had heard it well.")
        story.asks(custody, f"The PCC said that {word('moved out')} had been met.", "The CC agreed.")
        story.section(march, "3", f"About {word('moved to a heading')}", self.eight)
        line = story.asks(custody, f"A child, {word('line')}, was asked about custody.")
        self.keep_out(march, Withheld.LINE, line.line_id)
        answer = story.line(custody, Kind.ANSWER, f"The CC said {word('answer')}.", "CC")
        self.keep_out(march, Withheld.LINE, answer.line_id)
        story.asks(custody, f"The PCC asked what {self.name} saw of custody.")
        story.asks(custody, f"The PCC asked how custody was on {word('attendee')} that day.")
        spoke = story.line(custody, Kind.ANSWER, "The reply was that custody is cold.", self.name)
        spoke.speakers[0].attendance_id = self._witness(march).id
        self.owed = story.raises(custody, "CC to report on custody.", "CC", due_on=SOON)
        self.theirs = story.raises(custody, "Leader to count the custody beds.", "Leader", due_on=SOON)
        for action in (self.owed, self.theirs):
            self._tie(action)
        secret = story.raises(custody, f"PCC to write to {word('another body’s action')}.", "PCC")
        self.keep_out(march, Withheld.LINE, self._line_of(secret))
        again = story.line(custody, Kind.ACTION, f"ACTION: PCC writes to {word('another body’s action')}.")
        again.action_id, again.mention = secret.id, Mention.RESTATED
        custody.assurance = Assurance.PARTLY
        custody.assurance_statement = f"Custody, because of {word('assurance')} alone."
        self.keep_out(march, Withheld.ASSURANCE, custody.id)
        judged = story.section(march, "4", "Homes", self.eight)
        judged.assurance, judged.assurance_statement = Assurance.NOT, f"As {self.name} said of custody."
        untitled = story.section(march, "", f"The case of {word('heading')}", self.eight)
        self.keep_out(march, Withheld.HEADING, untitled.id, word("heading"))
        story.asks(untitled, "The PCC asked about custody under it.")
        self.asked = story.asks(untitled, "The PCC asked for custody in writing.", "The CC would write.")
        self.asked.written_answer_to_follow = True
        named = story.section(march, "5", f"What {self.name} said", self.eight)
        story.asks(named, "The PCC asked about custody again.")
        self._section()
        gone = story.line(custody, Kind.STATEMENT, f"Custody, taken out: {word('removed line')}.")
        self.session.get_one(Line, gone.line_id).removed_at = now()
        self.session.flush()

    def _section(self) -> None:
        story, word = self.story, self.word
        hidden = story.section(self.march, "6", f"About {word('section title')}", self.eight)
        story.asks(
            hidden, f"The PCC asked {word('section question')} of custody.", f"{word('section answer')}."
        )
        story.raises(hidden, f"PCC to tell {word('section action')} of custody.", "PCC")
        under = story.raises(hidden, "CC to see to the custody door.", "CC", due_on=SOON)
        self._tie(under)
        moved = story.line(hidden, Kind.STATEMENT, f"Custody and {word('line moved out')}.")
        below = story.section(self.march, "6.1", f"Below {word('section below')}", level=2)
        story.line(below, Kind.STATEMENT, f"More of custody and {word('line below')}.")
        hidden.assurance, hidden.assurance_statement = Assurance.NOT, f"Custody: {word('section judgement')}."
        self.keep_out(self.march, Withheld.SECTION, hidden.id)
        self.session.get_one(Line, moved.line_id).section_id = self.custody.id or 0
        self.session.flush()

    def _june(self) -> None:
        """A later meeting that says what became of what the bodies owe."""
        story, word = self.story, self.word
        section = story.section(self.june, "1", "Actions", self.eight)
        for action in (self.owed, self.theirs):
            review = story.reviews(section, action, Outcome.CARRIED, f"Custody: {word('review')} was ill.")
            self.keep_out(self.june, Withheld.LINE, review.line_id, word("review"))
            story.reviews(section, action, Outcome.PROGRESSED, f"Custody was seen by {self.name}.")
        closed = story.raises(section, "CC to paint the custody cells.", "CC")
        self._tie(closed)
        review = story.reviews(section, closed, Outcome.CLOSED, f"Custody: {word('closing')} saw it.")
        self.keep_out(self.june, Withheld.LINE, review.line_id)

    def _of_others(self) -> None:
        """What is the office's own, and what another body keeps; `other body` is the council's and not the force's."""
        word, session, at, march = self.word, self.session, now(), self.march
        council, by = self.office.council, self.by
        response = Response(
            action_id=self.theirs.id, organisation_id=council.id or 0, text=word("other body’s response"),
            state=ResponseState.SUBMITTED, given_by_id=by.id or 0, begun_at=at, given_at=at,
        )  # fmt: skip
        session.add(response)
        session.flush()
        file = documents.store_file(
            session, f"%PDF-1.7 {word('evidence bytes')}".encode(), name=f"{word('evidence file')}.pdf",
            media_type="application/pdf", by=by,
        )  # fmt: skip
        original = documents.store_file(
            session, f"%PDF-1.7 {word('original bytes')}".encode(), name=f"{word('original file')}.pdf",
            media_type="application/pdf", by=by,
        )  # fmt: skip
        march.original_file_id = original.id
        shown = documents.store_file(
            session, b"%PDF-1.7 open", name="paper.pdf", media_type="application/pdf", by=by
        )
        evidence = Evidence(response_id=response.id or 0, file_id=file.id or 0, title=word("evidence title"))
        passage = session.exec(select(Line.id).where(Line.meeting_id == march.id)).first() or ""
        number = self.eight.id or 0
        everything: list[SQLModel] = [
            evidence,
            LineRevision(line_id=passage, revision=0, text=word("old text"), started_at=at, ended_at=at),
            PrivateNote(meeting_id=march.id or 0, text=word("note"), revision=1, changed_at=at),
            PlannedQuestion(meeting_id=march.id or 0, text=word("planned"), recommendation_id=number),
            ProgressUpdate(
                recommendation_id=number, organisation_id=council.id, made_on=JUNE, text=word("other body’s update"),
                by_id=by.id, recorded_at=at,
            ),
            Step(
                recommendation_id=number, organisation_id=council.id, wording=word("other body’s step"),
                evidence_needed="A list", due_on=SOON, state=StepState.UNDER_WAY,
            ),
        ]  # fmt: skip
        session.add_all(everything)
        session.flush()
        self.keep_out(march, Withheld.EVIDENCE, evidence.id)
        paper = papers.add(session, march, title=f"What {self.name} wrote", file=shown, section=None, by=by)
        self.keep_out(march, Withheld.PAPER, paper.id)

    def _tie(self, action: Action) -> None:
        there = select(ActionRecommendation).where(ActionRecommendation.action_id == action.id)
        if self.session.exec(there).first() is None:
            self.session.add(
                ActionRecommendation(action_id=action.id or 0, recommendation_id=self.eight.id or 0)
            )

    def _witness(self, meeting: Meeting) -> Attendance:
        return self.session.exec(
            select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.title == "Witness")
        ).one()

    def _line_of(self, action: Action) -> str:
        return self.session.exec(select(Entry.line_id).where(Entry.action_id == action.id)).first() or ""

    def _rewrite(self, place: str, text: str) -> None:
        line = self.session.exec(select(Line).where(Line.text.contains(self.word(place)))).one()  # type: ignore[attr-defined]
        line.text = text
        for entry in line.entries:
            entry.ends = len(text)
        self.session.flush()

    def keep_out(self, meeting: Meeting, subject: Withheld, number: object, secret: str = "") -> None:
        self.session.flush()
        text = secret and (
            self.session.get_one(Line, number).text
            if subject == Withheld.LINE
            else self.session.get_one(Section, number).title
        )
        at = text.find(secret)
        withholdings.withhold(
            self.session, meeting, subject=subject, subject_id=str(number),
            words=(at, at + len(secret)) if secret else None, by=self.by,
        )  # fmt: skip


@pytest.fixture
def world(session: Session, office: Office) -> SharedWorld:
    return SharedWorld(session, office)


OWN = {
    "force_officer": set(),
    "other_force_officer": {
        "other body’s response", "other body’s update", "other body’s step", "evidence title", "evidence file",
        "evidence bytes",
    },
}  # fmt: skip
"""What is the reader's own."""
SEARCHED = (
    "custody",
    "asked",
    "said",
    "witness",
    "cells",
    "court",
    "“Holding to account”",
    "Leader",
    "NCC",
    "wrote",
)
"""Words that stand beside those that are kept from a body."""


def values(session: Session) -> dict[str, list[str]]:
    """What can stand for each name in an address: all that is there, whosever it is."""
    tables: dict[str, Any] = {
        "meeting_id": Meeting, "action_id": Action, "paper_id": Paper, "evidence_id": Evidence,
        "recommendation_id": Recommendation, "source_id": Source,
    }  # fmt: skip
    found = {
        name: [str(one.id) for one in session.exec(select(table)).all()] for name, table in tables.items()
    }
    asked = select(Entry.id).where(Entry.written_answer_to_follow)
    return {**found, "question_id": [str(one) for one in session.exec(asked).all()]}


def addresses(who: str, session: Session) -> Iterator[str]:
    """Every route that this body may open, with everything that can stand in it."""
    known = values(session)
    for route in all_routes():
        may = who in TABLE[str(route)] or TABLE[str(route)] >= SHARED or route.path.endswith("/live")
        if route.method == "GET" and may and not route.path.startswith("/published"):
            names = re.findall(r"{(\w+)}", route.path)
            for some in product(*(known.get(name, ["1"]) for name in names)):
                address = route.path
                for name, value in zip(names, some, strict=True):
                    address = address.replace(f"{{{name}}}", value)
                yield address
    yield from (f"/search?q={quote(words)}" for words in SEARCHED)


def fetched(client: Client, who: str, session: Session) -> dict[str, bytes]:
    """Every answer this body gets with its head, by address: the routes walked, then the links followed."""
    answers: dict[str, bytes] = {}
    waiting = list(addresses(who, session))[::-1]
    while waiting:
        address = waiting.pop()
        if (
            address in answers
            or address.startswith(("/published", "/sign-"))
            or re.search("sort=|order=|=.*=", address)
        ):
            continue
        reply = client.get(address, follow_redirects=False)
        head = "\n".join(f"{name}: {value}" for name, value in reply.headers.items()).encode()
        if reply.status_code == 200:
            answers[address] = reply.content if reply.content[:2] == b"PK" else head + b"\n\n" + reply.content
            waiting.extend(links_in(reply.content, "https://testserver"))
        else:
            answers[address] = b""
    return {address: data for address, data in answers.items() if data}


@pytest.mark.parametrize("who", ["force_officer", "other_force_officer"])
def test_no_word_that_a_body_may_not_read_is_in_any_byte_that_it_can_fetch(
    world: SharedWorld, who: str, sign_in: Callable[[str], Client], session: Session
) -> None:
    answers = fetched(sign_in(who), who, session)
    number, own = world.march.id, world.owed.id if who == "force_officer" else world.theirs.id
    for wanted in (
        f"/meetings/{number}", f"/meetings/{number}/draft", f"/actions/{own}", "/actions", "/actions.csv",
        "/actions.xlsx", f"/recommendations/{world.eight.id}", f"/recommendations/{world.eight.id}/word",
        "/recommendations", "/recommendations.json", "/search?q=custody", "/owed", "/progress-updates", "/figures",
    ):  # fmt: skip
        assert wanted in answers, f"the walk did not read {wanted}"
    leaks = {address: world.word.found_in(data) for address, data in answers.items()}
    leaks = {
        address: [place for place in places if place not in OWN[who]] for address, places in leaks.items()
    }
    leaks = {address: places for address, places in leaks.items() if places}
    assert not leaks, "\n".join(f"{address}: {places}" for address, places in leaks.items())


def test_whoever_searches_for_a_withheld_word_learns_nothing(
    world: SharedWorld, force_officer: Client, minute_taker: Client
) -> None:
    told = {
        place: (
            "holds all of these words" not in force_officer.get_page(f"/search?q={word}").text
            or "No meeting has all of these words"
            not in force_officer.get_page(f"/meetings?words={word}").text
        )
        for place, word in world.word.words.items()
    }
    assert not [place for place, is_told in told.items() if is_told]
    for word in (world.word("moved out"), world.word("attendee"), world.word("line")):
        assert "holds all of these words" not in minute_taker.get_page(f"/search?q={word}").text
        assert (
            "No meeting has all of these words" not in minute_taker.get_page(f"/meetings?words={word}").text
        )


def test_a_body_reads_the_words_of_what_it_owes(
    world: SharedWorld, session: Session, force_officer: Client
) -> None:
    entry = session.exec(select(Entry).where(Entry.action_id == world.owed.id)).first()
    assert entry is not None
    for line_id in (entry.line_id, world.asked.line_id):
        world.keep_out(world.march, Withheld.LINE, line_id)
    session.commit()
    action, question = f"/actions/{world.owed.id}", f"/written-answers/{world.asked.id}"
    assert "CC to report on custody." in force_officer.get_page(action).text
    assert "The PCC asked for custody in writing." in force_officer.get_page(question).text
    assert not force_officer.get_page(action).css(".extract"), "what stands around it is kept with its line"


@pytest.mark.parametrize(
    "address", ["/search?q=custody", "/meetings?words=custody", "/owed", "/recommendations/1"]
)
def test_much_that_is_withheld_takes_as_many_statements_as_little(
    world: SharedWorld, session: Session, force_officer: Client, address: str, statements: Statements
) -> None:
    def counted() -> int:
        force_officer.get_page(address)
        statements.seen.clear()
        force_officer.get_page(address)
        return len(statements)

    before = counted()
    for month in range(1, 9):
        meeting = world.story.meeting(date(2024, month, 1), shared=True)
        world.story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", world.office.force)
        section = world.story.section(meeting, "1", "Custody", world.eight)
        for number in range(4):
            held = world.story.asks(section, f"The PCC asked {number} about custody.")
            world.keep_out(meeting, Withheld.LINE, held.line_id)
    session.commit()
    assert counted() == before
