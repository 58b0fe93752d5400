"""The live feed: what was committed, rendered once per audience, to every open page.

The table of changes is the truth; being woken is only the alarm clock. Waking means *read the changes after
my cursor*, so a wake-up that is lost costs seconds and never words. An audience is a set of viewers who may
see exactly the same: each changed thing is rendered once for each audience present and the same bytes are
queued to all of them. What an audience may not see is not rendered for it.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import psycopg
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.db import now, transaction
from app.models.changes import Change
from app.models.meetings import Meeting
from app.services import changes, sign_ins
from app.services.audience import Audience, follows_as

log = logging.getLogger(__name__)

SAFETY_NET = 5.0
"""Seconds after which the changes are read even if nobody woke the feed."""
HEARTBEAT = 15.0
"""Seconds between beats, by which a page knows that its stream is alive; with each, who may follow is looked up."""
QUEUE_LENGTH = 256
"""Messages a slow reader may fall behind before it is dropped; it comes back with its cursor."""
PRESENCE = "hta_presence"
"""The channel on which PostgreSQL tells other processes who is where."""
_STILL_HERE = b"event: beat\ndata:\n\n"
"""An event rather than a comment: a page can see that none came, and that its network is dead."""

Messages = Callable[[Audience], list[bytes]]
"""What happened, as server-sent events for one audience."""
Tell = Callable[[Session, Meeting, Sequence[Change]], Messages]
"""Gathers what changed, once; what it returns renders it for each audience present."""


@dataclass(eq=False)
class Listener:
    """One open page. None in its queue ends the stream."""

    meeting_id: int
    audience: Audience
    token_hash: str
    """Of the sign-in it was opened with."""
    writer: str = ""
    cursor: int = 0
    """The number of the newest change it was given."""
    queue: "asyncio.Queue[bytes | None]" = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))
    dropped: bool = False

    def give(self, message: bytes | None) -> None:
        """Queue a message. Whoever reads too slowly is dropped, connects again and catches up by cursor."""
        if self.dropped:
            return
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.dropped = True
            self.end()

    def end(self, last: bytes | None = None) -> None:
        """End the stream now; what waits in the queue is not sent any more, `last` is."""
        self.dropped = True
        while not self.queue.empty():
            self.queue.get_nowait()
        if last is not None:
            self.queue.put_nowait(last)
        self.queue.put_nowait(None)


@dataclass(slots=True)
class Here:
    """Who is where: a page that types, its person's name and the key of the line the caret is in."""

    writer: str
    name: str
    key: str
    seen: float = 0.0

    def as_event(self) -> bytes:
        return event("presence", writer=self.writer, name=self.name, key=self.key)


@dataclass
class _News:
    """What one look found: messages by audience, who may go on listening, the newest change's number."""

    last: int
    by_audience: dict[Audience, list[bytes]] = field(default_factory=dict)
    allowed: dict[str, Audience | None] = field(default_factory=dict)


class Feed:
    """One for each process. `wake` may be called from any thread; everything else belongs to the loop."""

    def __init__(
        self, engine: Engine, tell: Tell, *, safety_net: float = SAFETY_NET, heartbeat: float = HEARTBEAT
    ) -> None:
        self.engine = engine
        self.tell = tell
        self.safety_net = safety_net
        self.heartbeat = heartbeat
        self.is_running = False
        self._name = uuid4().hex
        self._listeners: set[Listener] = set()
        self._here: dict[int, dict[str, Here]] = {}
        self._woken = asyncio.Event()
        self._waiting: set[int] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to watch. On PostgreSQL also listen for what other processes do."""
        self._loop = asyncio.get_running_loop()
        self.is_running = True
        self._tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._beat())]
        if self.engine.dialect.name == "postgresql":
            self._tasks.append(asyncio.create_task(self._hear_other_processes()))

    async def stop(self) -> None:
        """End every stream and stop watching. Pages connect again, to whatever is there then."""
        self.is_running = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        for listener in list(self._listeners):
            listener.end()

    def wake(self, meeting_id: int) -> None:
        """Something of this meeting was committed. Safe from any thread, at any time."""
        if self.is_running and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop was closed this very moment
                self._loop.call_soon_threadsafe(self._wake, meeting_id)

    def _wake(self, *meeting_ids: int) -> None:
        self._waiting.update(meeting_ids)
        self._woken.set()

    async def listen(self, listener: Listener, *, after: int) -> AsyncIterator[bytes]:
        """Server-sent events of the meeting from the change numbered `after` on, without a gap.

        Where the feed does not run, what was missed and then the end.
        """
        try:
            past = await asyncio.to_thread(self._look, listener.meeting_id, [listener], after)
            # What was committed since that look is found by the next one, which begins at the lowest cursor.
            listener.cursor = past.last
            self._listeners.add(listener)
            self._wake(listener.meeting_id)
            yield b"retry: 1000\n\n"
            for message in past.by_audience.get(listener.audience, ()):
                yield message
            if listener.audience == Audience.TYPISTS:
                for one in self._here.get(listener.meeting_id, {}).values():
                    yield one.as_event()
            while self.is_running and (message_or_end := await listener.queue.get()) is not None:
                yield message_or_end
        finally:
            self._listeners.discard(listener)
            if listener.writer:
                self.here(listener.meeting_id, Here(listener.writer, "", ""))

    def here(self, meeting_id: int, here: Here) -> None:
        """Somebody's caret is in this line now; an empty key: that page is gone. Told to those who type."""
        there = self._here.setdefault(meeting_id, {})
        before = there.get(here.writer)
        if here.key:
            here.seen = asyncio.get_running_loop().time()
            there[here.writer] = here
        elif before is not None:
            here.name = before.name
            del there[here.writer]
        if not there:
            del self._here[meeting_id]
        if (before.key, before.name) != (here.key, here.name) if before else bool(here.key):
            for listener in list(self._listeners):
                if listener.meeting_id == meeting_id and listener.audience == Audience.TYPISTS:
                    listener.give(here.as_event())

    def here_from_thread(self, session: Session, meeting_id: int, here: Here) -> None:
        """The same from a request's thread; on PostgreSQL other processes hear it once it is committed."""
        if self.is_running and self._loop is not None:
            self._loop.call_soon_threadsafe(self.here, meeting_id, here)
        if self.engine.dialect.name == "postgresql":
            told = json.dumps([self._name, meeting_id, here.writer, here.name, here.key])
            session.execute(text("SELECT pg_notify(:channel, :told)"), {"channel": PRESENCE, "told": told})

    async def _watch(self) -> None:
        while self.is_running:
            try:
                # Not wait_for: in Python 3.11 it can swallow being cancelled, and `stop` would wait for ever.
                async with asyncio.timeout(self.safety_net):
                    await self._woken.wait()
            except TimeoutError:
                self._waiting.update(self._followed())
            # Clear before reading: a wake-up that comes while reading is then not lost.
            self._woken.clear()
            waiting, self._waiting = self._waiting, set()
            for meeting_id in waiting:
                await self._tell_all(meeting_id)

    async def _beat(self) -> None:
        while self.is_running:
            await asyncio.sleep(self.heartbeat)
            self._wake(*self._followed())
            for listener in list(self._listeners):
                listener.give(_STILL_HERE)
            long_ago = asyncio.get_running_loop().time() - 4 * self.heartbeat
            for meeting_id, there in list(self._here.items()):
                for one in [one for one in there.values() if one.seen < long_ago]:
                    self.here(meeting_id, Here(one.writer, one.name, ""))

    async def _tell_all(self, meeting_id: int) -> None:
        """Look once, and give everybody who listens to the meeting what their audience may see."""
        there = [one for one in self._listeners if one.meeting_id == meeting_id]
        if not there:
            return
        looking = asyncio.to_thread(self._look, meeting_id, there, min(one.cursor for one in there))
        [news] = await asyncio.gather(looking, return_exceptions=True)
        if isinstance(news, BaseException):
            # One meeting that cannot be shown must not silence the others; the safety net tries it again.
            log.error("The changes of meeting %s could not be told", meeting_id, exc_info=news)
            return
        for listener in there:
            if news.allowed.get(listener.token_hash) != listener.audience:
                listener.end(event("closed", message="You may no longer follow this meeting here."))
            elif listener.cursor < news.last:
                listener.cursor = news.last
                for message in news.by_audience.get(listener.audience, ()):
                    listener.give(message)

    def _followed(self) -> set[int]:
        return {one.meeting_id for one in self._listeners}

    def _look(self, meeting_id: int, listeners: Sequence[Listener], after: int) -> _News:
        """Read and render; runs in a thread, because the database and the templates would stop the loop."""
        news = _News(last=after)
        with transaction(self.engine, writes=False) as session:
            meeting = session.get(Meeting, meeting_id)
            if meeting is None:
                return news
            hashes = {one.token_hash for one in listeners}
            holding = sign_ins.holding(session, hashes, at=now())
            news.allowed = {key: follows_as(*who, meeting) for key, who in holding.items()}
            seen = changes.since(session, meeting, after)
            if not seen:
                return news
            news.last = seen[-1].change_no or after
            messages = self.tell(session, meeting, seen)
            for audience in {one.audience for one in listeners}:
                news.by_audience[audience] = messages(audience)
        return news

    async def _hear_other_processes(self) -> None:
        """LISTEN on a connection of its own, which is made again whenever it breaks."""
        address = self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while self.is_running:
            try:
                async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {changes.CHANNEL}")
                    await connection.execute(f"LISTEN {PRESENCE}")
                    self._wake(*self._followed())  # for what was missed meanwhile
                    async for heard in connection.notifies():
                        self._hear(heard.channel, heard.payload)
            except psycopg.Error as broken:
                log.warning("The feed lost PostgreSQL and tries again: %s", broken)
            await asyncio.sleep(1)

    def _hear(self, channel: str, payload: str) -> None:
        if channel == changes.CHANNEL:
            self._wake(int(payload))
            return
        process, meeting_id, writer, name, key = json.loads(payload)
        if process != self._name:
            self.here(meeting_id, Here(writer, name, key))


def event(kind: str, /, **said: object) -> bytes:
    """A named server-sent event; its data is JSON."""
    return f"event: {kind}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n".encode()


def numbered(number: int, html: str) -> bytes:
    """An unnamed event; its id is the cursor by which a page that lost the stream catches up."""
    lines = "".join(f"data: {line}\n" for line in html.splitlines()) or "data:\n"
    return f"id: {number}\n{lines}\n".encode()
