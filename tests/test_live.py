"""The live feed by itself: what was committed reaches every open page, each once, and only who may see it."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now, transaction
from app.live import Feed, Here, Listener, Messages, numbered
from app.models.changes import Change
from app.models.meetings import Meeting, MeetingStatus, Section
from app.models.people import Role, SignIn, User
from app.routers.live import telling
from app.services import lines
from app.services.audience import Audience
from tests.conftest import Office
from tests.play import play
from tests.served import cookie_of, new_key

pytestmark = pytest.mark.both_databases


class Minutes:
    """A meeting being typed, in a database that other sessions write to as well."""

    def __init__(self, engine: Engine, office: Office) -> None:
        self.engine, self.office = engine, office
        with Session(engine, expire_on_commit=False) as session:
            meeting = Meeting(
                title="Holding to account",
                held_on=date(2025, 5, 15),
                status=MeetingStatus.IN_PROGRESS,
                created_at=now(),
                force_may_follow=True,
            )
            session.add(meeting)
            session.flush()
            section = Section(meeting_id=meeting.id or 0, position=1.0, title="Homes")
            session.add(section)
            session.commit()
            self.meeting_id, self.section_id = meeting.id or 0, section.id or 0

    def write(self, text: str, key: str = "") -> str:
        """A line, committed; returns its key."""
        key = key or new_key()
        with transaction(self.engine) as session:
            section = session.get_one(Section, self.section_id)
            lines.add(session, section, id=key, text=text, by=self.office.minute_taker)
            session.commit()
        return key

    def change(self, what: Callable[[Session], object]) -> None:
        with transaction(self.engine) as session:
            what(session)
            session.commit()

    def listener(self, name: str) -> Listener:
        """An open page of somebody who signed in just now."""
        token_hash = self._sign_in(name)
        audience = {
            "minute_taker": Audience.TYPISTS,
            "commissioner": Audience.OFFICE,
            "force_officer": Audience.FOLLOWERS,
        }[name]
        return Listener(self.meeting_id, audience, token_hash)

    def _sign_in(self, name: str) -> str:
        cookie_of(self.engine, f"{name}@northfold.example")
        with Session(self.engine) as session:
            latest = select(SignIn).where(SignIn.user_id == self.office.users[name].id)
            return session.exec(latest).all()[-1].token_hash


@pytest.fixture
def minutes(engine: Engine, office: Office) -> Minutes:
    return Minutes(engine, office)


class Reader:
    """Reads a stream to its end, in the background."""

    def __init__(self, stream: AsyncIterator[bytes]) -> None:
        self.messages: list[str] = []
        self._news = asyncio.Event()
        self.task = asyncio.create_task(self._read(stream))

    async def _read(self, stream: AsyncIterator[bytes]) -> None:
        async for message in stream:
            self.messages.append(message.decode())
            self._news.set()
        self._news.set()

    @property
    def text(self) -> str:
        return "".join(self.messages)

    async def until(self, words: str) -> None:
        """Wait until these words have come."""
        async with asyncio.timeout(10):
            while words not in self.text:
                assert not self.task.done(), f"the stream ended without {words!r}: {self.text}"
                self._news.clear()
                await self._news.wait()

    async def end(self) -> None:
        """Wait until the stream has ended by itself."""
        async with asyncio.timeout(10):
            await self.task

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@asynccontextmanager
async def running(feed: Feed) -> AsyncIterator[Feed]:
    await feed.start()
    try:
        yield feed
    finally:
        await feed.stop()


def test_a_line_appears_on_every_open_page_as_each_may_see_it(minutes: Minutes) -> None:
    async def scene() -> None:
        async with running(Feed(minutes.engine, telling.tell)) as feed:
            there = {
                name: Reader(feed.listen(minutes.listener(name), after=0))
                for name in ("minute_taker", "commissioner", "force_officer")
            }
            for reader in there.values():
                await reader.until("retry")
            minutes.write("The PCC asked about homes.")
            feed.wake(minutes.meeting_id)
            for reader in there.values():
                await reader.until("The PCC asked about homes.")
            assert "<textarea" in there["minute_taker"].text
            assert "<textarea" not in there["commissioner"].text + there["force_officer"].text
            for reader in there.values():
                await reader.leave()

    play(scene)


def test_what_changed_is_rendered_once_for_each_audience_however_many_follow(minutes: Minutes) -> None:
    rendered: list[Audience] = []

    def tell(session: Session, meeting: Meeting, seen: Sequence[Change]) -> Messages:
        messages = telling.tell(session, meeting, seen)

        def counted(audience: Audience) -> list[bytes]:
            rendered.append(audience)
            return messages(audience)

        return counted

    async def scene() -> None:
        async with running(Feed(minutes.engine, tell)) as feed:
            office, force = minutes.listener("commissioner"), minutes.listener("force_officer")
            readers = [
                Reader(feed.listen(Listener(one.meeting_id, one.audience, one.token_hash), after=0))
                for one in [office, force] * 20
            ]
            for reader in readers:
                await reader.until("retry")
            minutes.write("A hundred see it.")
            feed.wake(minutes.meeting_id)
            for reader in readers:
                await reader.until("A hundred see it.")
            assert sorted(rendered) == [Audience.FOLLOWERS, Audience.OFFICE]
            for reader in readers:
                await reader.leave()

    play(scene)


def test_after_a_break_a_page_catches_up_on_exactly_what_it_missed(minutes: Minutes) -> None:
    async def scene() -> None:
        async with running(Feed(minutes.engine, telling.tell)) as feed:
            first = Reader(feed.listen(minutes.listener("commissioner"), after=0))
            await first.until("retry")
            minutes.write("Seen before the break.")
            feed.wake(minutes.meeting_id)
            await first.until("Seen before the break.")
            await first.leave()
            minutes.write("Missed, the first.")
            minutes.write("Missed, the second.")
            cursor = int(re.findall(r"^id: (\d+)$", first.text, re.MULTILINE)[-1])
            again = Reader(feed.listen(minutes.listener("commissioner"), after=cursor))
            await again.until("Missed, the second.")
            assert "Missed, the first." in again.text
            assert "Seen before the break." not in again.text
            await again.leave()

    play(scene)


def test_who_reads_too_slowly_is_dropped_and_comes_back_to_all_of_it(minutes: Minutes) -> None:
    async def scene() -> None:
        async with running(Feed(minutes.engine, telling.tell)) as feed:
            slow = minutes.listener("commissioner")
            slow.queue = asyncio.Queue(2)
            stream = feed.listen(slow, after=0)
            assert b"retry" in await anext(stream)
            quick = Reader(feed.listen(minutes.listener("commissioner"), after=0))
            await quick.until("retry")
            waiting = asyncio.ensure_future(anext(stream))
            for number in range(6):
                minutes.write(f"Line {number}.")
                feed.wake(minutes.meeting_id)
                await quick.until(f"Line {number}.")
            assert slow.dropped
            cursor = int((await waiting).split(b"\n")[0].removeprefix(b"id: "))
            assert [message async for message in stream] == []
            again = Reader(feed.listen(minutes.listener("commissioner"), after=cursor))
            await again.until("Line 5.")
            missed = [number for number in range(6) if f"Line {number}." in again.text]
            assert missed == list(range(cursor, 6))
            await asyncio.gather(quick.leave(), again.leave())

    play(scene)


def test_a_wake_up_that_was_lost_costs_moments_and_no_words(minutes: Minutes) -> None:
    async def scene() -> None:
        async with running(Feed(minutes.engine, telling.tell, safety_net=0.1)) as feed:
            reader = Reader(feed.listen(minutes.listener("commissioner"), after=0))
            await reader.until("retry")
            minutes.write("Nobody was woken for this.")
            await reader.until("Nobody was woken for this.")
            await reader.leave()

    play(scene)


def _stop_following(minutes: Minutes, session: Session) -> None:
    session.get_one(Meeting, minutes.meeting_id).force_may_follow = False


def _end_sign_in(minutes: Minutes, session: Session) -> None:
    user_id = minutes.office.users["force_officer"].id
    for one in session.exec(select(SignIn).where(SignIn.user_id == user_id)):
        one.ended_at = now()


def _switch_off(minutes: Minutes, session: Session) -> None:
    session.get_one(User, minutes.office.users["force_officer"].id).is_active = False


def _another_role(minutes: Minutes, session: Session) -> None:
    session.get_one(User, minutes.office.users["force_officer"].id).role = Role.ADMINISTRATOR


TAKEN_BACK: dict[str, Callable[[Minutes, Session], None]] = {
    "the meeting may no longer be followed": _stop_following,
    "the sign-in ended": _end_sign_in,
    "the account was switched off": _switch_off,
    "the person has another role": _another_role,
}


@pytest.mark.parametrize("why", TAKEN_BACK)
@pytest.mark.parametrize("when", ["at the next heartbeat", "at the next change"])
def test_the_stream_ends_when_the_person_may_no_longer_follow(minutes: Minutes, why: str, when: str) -> None:
    async def scene() -> None:
        heartbeat = 0.1 if when == "at the next heartbeat" else 60.0
        async with running(Feed(minutes.engine, telling.tell, heartbeat=heartbeat, safety_net=60)) as feed:
            force = Reader(feed.listen(minutes.listener("force_officer"), after=0))
            office = Reader(feed.listen(minutes.listener("commissioner"), after=0))
            await asyncio.gather(force.until("retry"), office.until("retry"))
            minutes.change(lambda session: TAKEN_BACK[why](minutes, session))
            if when == "at the next change":
                minutes.write("Said after it was taken back.")
                feed.wake(minutes.meeting_id)
            await force.end()
            assert "event: closed" in force.text
            assert "Said after it was taken back." not in force.text
            assert not office.task.done(), "whoever still may goes on following"
            await office.leave()

    play(scene)


def test_small_names_show_who_types_where_until_they_leave(minutes: Minutes) -> None:
    async def scene() -> None:
        async with running(Feed(minutes.engine, telling.tell)) as feed:
            typist = Reader(feed.listen(minutes.listener("minute_taker"), after=0))
            viewer = Reader(feed.listen(minutes.listener("commissioner"), after=0))
            await asyncio.gather(typist.until("retry"), viewer.until("retry"))
            colleague = minutes.listener("minute_taker")
            colleague.writer = "page-two"
            hers = Reader(feed.listen(colleague, after=0))
            await hers.until("retry")
            feed.here(minutes.meeting_id, Here("page-two", "Sam Whitlock", "line-one"))
            await typist.until('"name": "Sam Whitlock", "key": "line-one"')
            late = Reader(feed.listen(minutes.listener("minute_taker"), after=0))
            await late.until("Sam Whitlock")
            await hers.leave()
            await typist.until('"writer": "page-two", "name": "Sam Whitlock", "key": ""')
            assert "Sam Whitlock" not in viewer.text, "whoever only follows is not told"
            await asyncio.gather(typist.leave(), viewer.leave(), late.leave())

    play(scene)


def test_nothing_is_missed_while_many_write_and_pages_come_and_go(minutes: Minutes) -> None:
    many = 30

    async def scene() -> None:
        async with running(Feed(minutes.engine, telling.tell)) as feed:

            async def comes_and_goes() -> str:
                seen, cursor = "", 0
                page = minutes.listener("commissioner")
                async with asyncio.timeout(40):
                    while not all(f"Line {number}." in seen for number in range(many)):
                        again = Listener(page.meeting_id, page.audience, page.token_hash)
                        stream = feed.listen(again, after=cursor)
                        for _ in range(4):
                            message = (await anext(stream)).decode()
                            seen += message
                            if found := re.findall(r"^id: (\d+)$", message, re.MULTILINE):
                                cursor = int(found[-1])
                            if f"Line {many - 1}." in seen:
                                break
                        await stream.aclose()  # type: ignore[attr-defined]
                return seen

            def write(number: int) -> None:
                minutes.write(f"Line {number}.")
                feed.wake(minutes.meeting_id)

            pages = [asyncio.create_task(comes_and_goes()) for _ in range(3)]
            loop = asyncio.get_running_loop()
            with ThreadPoolExecutor(4) as typists:
                await asyncio.gather(
                    *(loop.run_in_executor(typists, write, number) for number in range(many - 1))
                )
                await loop.run_in_executor(typists, write, many - 1)
                await asyncio.gather(*pages)

    play(scene)


def test_an_event_carries_its_number_and_every_line_of_its_words() -> None:
    assert numbered(7, "one\ntwo") == b"id: 7\ndata: one\ndata: two\n\n"


def test_what_is_answered_as_saved_is_on_disk(engine: Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2, "FULL"
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
