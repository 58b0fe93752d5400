"""The leak test: unlikely words stand wherever something can be withheld or is the office's own, minutes are published,
and every address that a stranger can ask for is fetched. None of the words is in any byte that comes back.
"""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from urllib.parse import quote, unquote, urlsplit

import pytest
from sqlmodel import Session, select

from app.db import now
from app.documents.anchors import slug
from app.documents.minutes import Kind
from app.models.actions import Action
from app.models.corrections import Correction
from app.models.lines import Entry, Line, LineRevision, Outcome
from app.models.meetings import Assurance, Attendance, Meeting, MeetingStatus, Paper, PlannedQuestion, Section
from app.models.notes import PrivateNote
from app.models.people import User
from app.models.publications import Duty, Publication, PublicMeeting, PublicPaper, PublishedAction
from app.models.recommendations import ProgressUpdate, Recommendation, Source, Step
from app.models.responses import Evidence, Response, ResponseState
from app.models.withholdings import Ground, Withheld
from app.services import documents, meetings, papers, publications, withholdings
from tests.access import Route, all_routes
from tests.conftest import Office
from tests.page import Client
from tests.story import Story

MARCH, JUNE = date(2025, 3, 31), date(2025, 6, 30)


class Unlikely:
    """Makes a word for each place that nothing else would ever say, and remembers them."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        letters = re.sub(r"[^a-z]", "", place.lower())
        return self.words.setdefault(place, f"Qzx{letters}vjw")

    def found_in(self, data: bytes) -> list[str]:
        """The places whose words stand in these bytes, as they are or written in another way."""
        said = "\n".join(_forms(data)).lower()
        return [place for place, word in self.words.items() if word.lower() in said]


def _forms(data: bytes) -> Iterator[str]:
    """The bytes as text; without the marks between letters; and what is packed in them, file by file."""
    text = data.decode("utf-8", "replace")
    yield text
    yield unquote(html.unescape(text))
    yield re.sub(r"<[^>]*>", "", text)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name
                yield from _forms(packed.read(name))


@pytest.fixture
def unlikely() -> Unlikely:
    return Unlikely()


class Leaky:
    """An office that has a secret in every place, and has published."""

    def __init__(self, session: Session, office: Office, unlikely: Unlikely) -> None:
        self.session, self.office, self.word = session, office, unlikely
        self.by = office.users["publisher"]
        self.story = Story(session, self.by)
        self.stranger_knows: list[str] = []
        self._rename_people()
        self.march = self._march()
        self._beside(self.march)
        self._withhold()
        self._publish_twice()
        self._unpublished_june()
        self._announce_and_withdraw()
        self._reports()
        session.commit()

    def _rename_people(self) -> None:
        for user in self.session.exec(select(User)).all():
            user.name = f"{self.word('user ' + user.role.value)} Person"
            self.session.add(user)
        self.session.commit()
        for name in self.office.users:
            self.session.refresh(self.session.merge(self.office.users[name]))
        self.by = self.session.exec(select(User).where(User.email == self.by.email)).one()
        self.story.by = self.by

    def _march(self) -> Meeting:
        story, word = self.story, self.word
        meeting = story.meeting(MARCH)
        meeting.is_public, meeting.significant_public_interest = True, True
        story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", self.office.force)
        story.attends(meeting, f"Zed {word('attendee')}", "ZZ", "Chief Superintendent", self.office.force)
        eight = story.recommendation("8")
        open_section = story.section(meeting, "2", "Custody", eight)
        self.passage = story.asks(
            open_section, f"The PCC asked why {word('passage')} waited.", "The CC said because of cells."
        )
        self.line = story.line(open_section, Kind.STATEMENT, f"A child, {word('line')}, was named.")
        story.raises(open_section, "CC to report on custody.", "CC")
        self.partly = story.raises(open_section, f"CC to write to {word('action words')} about cells.", "CC")
        self.named = story.raises(open_section, "ZZ to count the beds.", f"Zed {word('attendee')}")
        judged = self.session.get_one(Section, open_section.id)
        judged.assurance = Assurance.PARTLY
        judged.assurance_statement = f"Because of {word('assurance')} alone."
        self.judged = judged
        self.heading = story.section(meeting, "3", f"The case of {word('heading')}", eight)
        story.line(self.heading, Kind.DECISION, "It was agreed to go on.")
        self.section = story.section(meeting, "4", f"About {word('section title')}", eight)
        story.asks(
            self.section,
            f"The PCC asked about {word('section question')}.",
            f"The CC said {word('section answer')}.",
        )
        story.raises(self.section, f"CC to tell {word('section action')}.", "CC")
        below = story.section(meeting, "4.1", f"Below {word('section below')}", level=2)
        story.line(below, Kind.STATEMENT, f"More of {word('line below')}.")
        removed = story.line(open_section, Kind.STATEMENT, f"Taken out: {word('removed line')}.")
        gone = self.session.get_one(Line, removed.line_id)
        gone.removed_at = now()
        self.session.add_all([judged, gone])
        self.session.flush()
        return meeting

    def _beside(self, meeting: Meeting) -> None:
        """What the office and the bodies keep beside the minutes."""
        word, session, at = self.word, self.session, now()
        line = session.get_one(Line, self.passage.line_id)
        session.add_all(
            [
                LineRevision(line_id=line.id, revision=0, text=word("old revision"), started_at=at, ended_at=at),
                PrivateNote(meeting_id=meeting.id or 0, text=word("note"), revision=1, changed_at=at),
                PlannedQuestion(meeting_id=meeting.id or 0, text=f"Why {word('planned question')}?"),
                Correction(
                    meeting_id=meeting.id or 0, line_id=line.id, old_text=word("correction old"),
                    new_text=word("correction new"), why=word("correction why"), proposed_at=at,
                    proposed_by_id=self.by.id, reason=word("correction reason"),
                ),
            ]
        )  # fmt: skip
        action = meetings.whole(session, meeting).raised[0]
        response = Response(
            action_id=action.id, organisation_id=self.office.force.id or 0, text=word("response"),
            state=ResponseState.SUBMITTED, proposal_reason=word("proposal"), given_by_id=self.by.id or 0,
            begun_at=at, given_at=at,
        )  # fmt: skip
        session.add(response)
        session.flush()
        file = self._file("evidence file", "evidence bytes")
        session.add(Evidence(response_id=response.id or 0, file_id=file, title=word("evidence title")))
        original = self._file("original file", "original bytes")
        meeting.original_file_id = original
        self.open_paper = self._paper("The force’s report", "open paper file", "")
        self.kept_paper = self._paper(word("kept paper title"), "kept paper file", "kept paper bytes")
        self._paper(word("never public paper title"), "never public file", "never public bytes")
        session.flush()

    def _file(self, name: str, inside: str) -> int:
        data = f"%PDF-1.7 {self.word(inside) if inside else 'words'} {name}".encode()
        if not inside:
            data = b"%PDF-1.7 the report"
        kept = documents.store_file(
            self.session, data, name=f"{self.word(name)}.pdf", media_type="application/pdf", by=self.by
        )
        return kept.id or 0

    def _paper(self, title: str, name: str, inside: str) -> Paper:
        file = documents.file_by_id(self.session, self._file(name, inside))
        return papers.add(self.session, self.march_or_new(), title=title, file=file, section=None, by=self.by)

    def march_or_new(self) -> Meeting:
        return self.session.exec(select(Meeting).where(Meeting.held_on == MARCH)).one()

    def _withhold(self) -> None:
        """One of each kind, before anything is published."""
        word = self.word
        for subject, subject_id, secret in (
            (Withheld.LINE, self.passage.line_id, word("passage")),
            (Withheld.LINE, self.line.line_id, ""),
            (Withheld.LINE, self._line_of(self.partly), word("action words")),
            (Withheld.SECTION, str(self.section.id), ""),
            (Withheld.HEADING, str(self.heading.id), word("heading")),
            (Withheld.ASSURANCE, str(self.judged.id), word("assurance")),
            (Withheld.ATTENDANCE, str(self._attendance().id), ""),
            (Withheld.PAPER, str(self.kept_paper.id), ""),
        ):
            self._keep_out(subject, subject_id, secret)

    def _keep_out(self, subject: Withheld, subject_id: str, secret: str) -> None:
        text = ""
        if subject == Withheld.LINE:
            text = self.session.get_one(Line, subject_id).text
        elif secret:
            section = self.session.get_one(Section, int(subject_id))
            text = section.title if subject == Withheld.HEADING else section.assurance_statement
        at = text.find(secret) if secret else -1
        withholdings.withhold(
            self.session,
            self.march,
            subject=subject,
            subject_id=subject_id,
            words=(at, at + len(secret)) if secret else None,
            ground=Ground.OTHER,
            ground_words=self.word("ground"),
            by=self.by,
        )

    def _attendance(self) -> Attendance:
        return self.session.exec(select(Attendance).where(Attendance.known_as == "ZZ")).one()

    def _line_of(self, action: Action) -> str:
        entry = self.session.exec(select(Entry).where(Entry.action_id == action.id)).first()
        assert entry is not None
        return entry.line_id

    def _publish(self, meeting: Meeting, reason: str = "") -> Publication:
        return publications.publish(
            self.session,
            meeting,
            version=len(publications.of_meeting(self.session, meeting)) + 1,
            seen=publications.prepare(self.session, meeting).fingerprint,
            reason=reason,
            by=self.by,
            at=now(),
        )

    def _publish_twice(self) -> None:
        """A version 1 that showed too much, and a version 2 without it."""
        session = self.session
        late = self.story.line(
            self.session.get_one(Section, self.judged.id),
            Kind.STATEMENT,
            f"Withheld late: {self.word('late line')}.",
        )
        first = self._publish(self.march)
        assert self.word("late line") in first.content
        publications.make_paper_public(session, self.open_paper, by=self.by, at=now())
        self._keep_out(Withheld.LINE, late.line_id, "")
        second = self._publish(self.march, "a line is taken out")
        assert first.withdrawn_at is not None
        assert self.word("late line") not in second.content
        publications.excuse(
            session,
            self.march,
            duty=Duty.DECISIONS,
            reason=self.word("why not published"),
            by=self.by,
            at=now(),
        )

    def _unpublished_june(self) -> None:
        """A later meeting that reviews an action and is not published; and one that was, and is withdrawn."""
        story, word = self.story, self.word
        june = story.meeting(JUNE)
        june.title = f"Private {word('unpublished title')}"
        action = meetings.whole(self.session, self.march).raised[0]
        story.reviews(
            story.section(june, "1", word("unpublished heading")),
            action,
            Outcome.CLOSED,
            word("unpublished review"),
        )
        gone = story.meeting(JUNE + timedelta(days=1))
        story.line(story.section(gone, "1", word("withdrawn heading")), Kind.DECISION, word("withdrawn line"))
        story.raises(story.section(gone, "2", "More"), f"CC to see to {word('withdrawn action')}.", "CC")
        version = self._publish(gone)
        publications.withdraw(
            self.session, version, gone, reason="It was put out too early.", by=self.by, at=now()
        )

    def _announce_and_withdraw(self) -> None:
        today = now().date()
        for name, stays in (("announced", True), ("announcement withdrawn", False)):
            meeting = self.story.meeting(today + timedelta(days=20))
            meeting.status, meeting.is_public = MeetingStatus.PLANNED, True
            meeting.venue = "County Hall" if stays else self.word(name + " venue")
            self.story.section(meeting, "1", "Custody" if stays else self.word(name))
            self.session.add(PlannedQuestion(meeting_id=meeting.id or 0, text=self.word("to be asked")))
            self.session.flush()
            publications.announce(self.session, meeting, by=self.by, today=today, at=now())
            if not stays:
                publications.withdraw_announcement(self.session, meeting, by=self.by, at=now())

    def _reports(self) -> None:
        """A report that is public with what the office keeps about it, and one that is not."""
        word, session = self.word, self.session
        public = session.exec(select(Source).where(Source.short_name == "IIHR")).one()
        publications.make_source_public(session, public, by=self.by, at=now())
        eight = session.exec(select(Recommendation).where(Recommendation.source_id == public.id)).first()
        assert eight is not None
        hidden = Source(short_name=word("source name"), title=word("source title"))
        session.add(hidden)
        session.flush()
        session.add_all(
            [
                ProgressUpdate(
                    recommendation_id=eight.id or 0, organisation_id=self.office.force.id, made_on=JUNE,
                    text=word("progress update"), by_id=self.by.id, recorded_at=now(),
                ),
                Step(recommendation_id=eight.id or 0, wording=word("step")),
                Recommendation(
                    source_id=hidden.id or 0, reference="1", sort_key="1", title=word("recommendation title"),
                    wording=word("recommendation wording"),
                ),
            ]
        )  # fmt: skip
        session.flush()


@pytest.fixture
def leaky(session: Session, office: Office, unlikely: Unlikely) -> Leaky:
    return Leaky(session, office, unlikely)


def values(session: Session) -> dict[str, list[str]]:
    """What a stranger could put for each name in an address: all that is there, public or not."""
    references = [*session.exec(select(Action.reference)).all(), "8", "1"]
    numbers = [str(number) for number in range(1, 8)]
    found: dict[str, list[str]] = {
        "address": [*session.exec(select(PublicMeeting.address)).all(), "1"],
        "version": ["1", "2", "3"],
        "action_reference": [*references, *(quote(one, safe="") for one in references)],
        "recommendation_reference": references,
        "public_source": [slug(one.short_name) for one in session.exec(select(Source)).all()] + numbers,
        "public_paper_id": [str(one) for one in session.exec(select(PublicPaper.id)).all()] + numbers,
        "line_id": [str(one) for one in session.exec(select(Line.id)).all()][:8],
    }
    public = {name for route in all_routes() if route.path.startswith("/published") for name in _names(route)}
    assert public <= found.keys(), f"say what a stranger could put for {public - found.keys()}"
    return {**found, "": numbers}


def _names(route: Route) -> list[str]:
    return re.findall(r"{(\w+)(?::\w+)?}", route.path)


def addresses(session: Session) -> Iterator[str]:
    """Every route that can be fetched, with everything that can stand in it."""
    known = values(session)
    for route in all_routes():
        if route.method != "GET":
            continue
        names = _names(route)
        for some in product(*(known.get(name, known[""]) for name in names)):
            address = route.path
            for name, value in zip(names, some, strict=True):
                address = re.sub(rf"{{{name}(?::\w+)?}}", value.replace("\\", ""), address, count=1)
            yield address
    yield from (
        f"/published/search?q={quote(words)}" for words in ("custody", "cells", "CC", "report", "agreed")
    )


_LINK = r'''(?:href|src|action)="([^"]+)"|<loc>([^<]+)|"(?:address|[a-z_]*url)":\s*"([^"]+)"'''


def links_in(data: bytes, site: str) -> Iterator[str]:
    """Addresses of this site that an answer names, whatever its form."""
    text = html.unescape(data.decode("utf-8", "replace"))
    for found in re.findall(
        r"""(?:href|src|action)="([^"]+)"|<loc>([^<]+)|"(?:address|[a-z_]*url)":\s*"([^"]+)\"""", text
    ):
        address = next(filter(None, found))
        parts = urlsplit(address)
        if address.startswith(site):
            address = parts.path + (f"?{parts.query}" if parts.query else "")
        if address.startswith("/") and not address.startswith(("//", "/static/")):
            yield address.split("#")[0]


def fetched(public: Client, session: Session) -> dict[str, tuple[int, bytes]]:
    """Every answer a stranger gets, its head included, by address: the routes walked, then the links followed."""
    site = "https://testserver"
    answers: dict[str, tuple[int, bytes]] = {}
    waiting = list(addresses(session))
    while waiting:
        address = waiting.pop()
        if address in answers or address.endswith("/stream"):
            continue
        reply = public.get(address, follow_redirects=False, headers={"Accept-Encoding": "identity"})
        head = "\n".join(f"{name}: {value}" for name, value in reply.headers.items()).encode()
        answers[address] = (reply.status_code, head + b"\n\n" + reply.content)
        waiting.extend(links_in(reply.content, site))
        if reply.content[:2] == b"PK":
            answers[f"{address} (unpacked)"] = (reply.status_code, reply.content)
    return answers


def test_nothing_that_is_withheld_is_in_any_byte_a_stranger_can_fetch(
    leaky: Leaky, unlikely: Unlikely, public: Client, session: Session
) -> None:
    answers = fetched(public, session)
    read = [address for address, (status, _) in answers.items() if status == 200]
    stands = "/published/2025-03-31-holding-to-account"
    for wanted in (
        stands,
        f"{stands}/minutes.docx",
        f"{stands}/minutes.docx (unpacked)",
        f"{stands}/minutes.json",
        f"{stands}/versions/2",
        "/published/actions",
        "/published/actions.csv",
        "/published/recommendations/iihr/8",
        "/published/coming",
        "/published/feed.atom",
        "/sitemap.xml",
        "/published/search?q=custody",
    ):
        assert wanted in read, f"the walk did not read {wanted}"
    assert any("/papers/" in address for address in read), "the walk read no paper"
    assert answers[f"{stands}/versions/1"][0] == 410
    assert b"report on custody" in answers[stands][1], "what may be published is published"
    assert json.loads(answers[f"{stands}/minutes.json"][1].split(b"\n\n", 1)[1])

    leaks = {address: places for address, (_, data) in answers.items() if (places := unlikely.found_in(data))}
    # An answer may name the address that was asked for, which the stranger had to know.
    leaks = {
        address: [place for place in places if unlikely.words[place].lower() not in unquote(address).lower()]
        for address, places in leaks.items()
    }
    assert not {address: places for address, places in leaks.items() if places}
    assert len(unlikely.words) > 40


def test_an_unlikely_word_in_an_address_finds_nothing_behind_it(
    leaky: Leaky, unlikely: Unlikely, public: Client
) -> None:
    for word in unlikely.words.values():
        page = public.get_page(f"/published/search?q={word}")
        assert "Nothing that is published holds all of these words" in page.text
        assert public.get(f"/published/recommendations/{word}").status_code == 404
        assert public.get(f"/published/{word}").status_code == 404


def test_nothing_withheld_stands_in_the_tables_that_the_public_pages_are_made_of(
    leaky: Leaky, unlikely: Unlikely, session: Session
) -> None:
    from sqlalchemy import inspect, text

    tables = [
        "published_action", "published_passage", "public_paper", "search_published", "public_meeting",
    ]  # fmt: skip
    assert set(tables) <= set(inspect(session.get_bind()).get_table_names())
    for table in tables:
        rows = session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608  names of our own
        assert rows, table
        said = json.dumps([list(map(str, row)) for row in rows]).encode()
        found = [place for place in unlikely.found_in(said) if "announcement withdrawn" not in place]
        assert not found, f"{table} holds {found}"
    current = session.exec(select(Publication).where(Publication.withdrawn_at == None)).all()  # noqa: E711  SQL
    assert not [place for one in current for place in unlikely.found_in(one.content.encode())]
    assert session.exec(select(PublishedAction)).all()


def test_the_walk_would_notice_a_leak(leaky: Leaky, unlikely: Unlikely, public: Client) -> None:
    unlikely.words["control"] = "custody"
    reply = public.get("/published/2025-03-31-holding-to-account/minutes.docx")
    assert "control" in unlikely.found_in(reply.content), "also inside a Word file"
    assert "control" in unlikely.found_in(b"cus<b>to</b>dy &#99;ustody")
    del unlikely.words["control"]
