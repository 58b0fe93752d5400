"""What happens without anybody asking: every minute, minutes whose hour has come are published, and letters that are
due are made and sent.

Any number of servers may tick at once, and `hta mail send` beside them: letters are made by one at a time and
each is claimed by one; so is a version that is to be published. Nothing here runs inside a request, and no mail
server is spoken to inside a transaction, so no page ever waits for mail.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial

from sqlalchemy import Engine

from app.db import now, transaction
from app.models.letters import Letter, LetterState
from app.models.people import User
from app.services import circulations, expunging, letters, people, publications
from app.settings import Settings

log = logging.getLogger("app")

EVERY = timedelta(minutes=1)
REMIND_EVERY = timedelta(hours=1)
"""How often one server looks at the calendar: reading all that is open once a minute would be waste."""


@dataclass
class Account:
    """What a tick did with letters."""

    sent: int = 0
    kept: int = 0
    put_off: int = 0
    given_up: int = 0
    reason: str = ""
    """Why the last one could not be sent."""


def tick(engine: Engine, settings: Settings, *, clock: Callable[[], datetime] = now) -> Account:
    """Publish minutes whose hour has come; make the letters that are due, and send them. Returns when nothing is
    left to do now.
    """
    publish(engine, at=clock())
    clean(engine, at=clock())
    make(engine, at=clock())
    remind(engine, at=clock())
    return send(engine, settings, clock=clock)


def publish(engine: Engine, *, at: datetime) -> None:
    """Publish what was set to come out by now, one version in a transaction."""
    while True:
        with transaction(engine, writes=False) as session:
            if not publications.is_due(session, at=at):
                return
        with transaction(engine) as session:
            publications.publish_next(session, at=at)
            session.commit()


def clean(engine: Engine, *, at: datetime) -> None:
    """Write over the space in which words stood that were taken out; later, while somebody holds the database."""
    with transaction(engine, writes=False) as session:
        if not expunging.is_to_clean(session):
            return
    try:
        expunging.clean(engine)
    except expunging.InUseError as busy:
        log.warning("The database cannot be cleaned yet: %s", busy)
        return
    with transaction(engine) as session:
        expunging.note_cleaned(session, at=at)
        session.commit()


def make(engine: Engine, *, at: datetime) -> None:
    """Tell of what happened since somebody last looked."""
    while True:
        with transaction(engine, writes=False) as session:
            if not letters.are_awaited(session):
                return
        with transaction(engine) as session:
            letters.notice_changes(session, at=at)
            session.commit()


def remind(engine: Engine, *, at: datetime) -> None:
    """Make the reminders that belong to this day."""
    with transaction(engine, writes=False) as session:
        new = letters.reminders(session, at=at)
    for start in range(0, len(new), letters.AT_A_TIME):
        with transaction(engine) as session:
            letters.tell(session, new[start : start + letters.AT_A_TIME], at=at)
            session.commit()


def send(
    engine: Engine,
    settings: Settings,
    *,
    clock: Callable[[], datetime] = now,
    stopping: Callable[[], bool] = lambda: False,
) -> Account:
    """Send what is due, letter by letter, until none is left or the mail server is in no state to take any."""
    account = Account()
    with letters.Post(settings) as post:
        while not stopping():
            letter = _claim(engine, at=clock())
            if letter is None:
                break
            if not _send_one(engine, settings, post, letter, account, clock):
                break
    return account


def _claim(engine: Engine, *, at: datetime) -> Letter | None:
    with transaction(engine, writes=False) as session:
        if not letters.is_due(session, at=at):
            return None
    with transaction(engine) as session:
        letter = letters.claim(session, at=at)
        session.commit()
    return letter


def _send_one(
    engine: Engine,
    settings: Settings,
    post: letters.Post,
    letter: Letter,
    account: Account,
    clock: Callable[[], datetime],
) -> bool:
    """Send it and note what became of it. False when it is of no use to try others now."""
    prepared = _prepare(engine, settings, letter, at=clock())
    if prepared is None:
        with transaction(engine) as session:
            letters.not_needed(session, letter, at=clock())
            session.commit()
        return True
    try:
        if settings.sends_letters:
            post.send(prepared.message(clock()), to=prepared.email)
    except letters.Refused as refused:
        _put_off(engine, letter, refused, account, at=clock())
        return not refused.of_server
    with transaction(engine) as session:
        settle = letters.sent if settings.sends_letters else letters.kept
        settle(session, letter, heading=prepared.heading, words=prepared.kept, at=clock())
        session.commit()
    account.sent += settings.sends_letters
    account.kept += not settings.sends_letters
    return True


@dataclass(frozen=True)
class _Prepared:
    """A letter composed at the moment it is sent: where it goes, and what is kept of it."""

    email: str
    heading: str
    kept: str
    message: Callable[[datetime], EmailMessage]


def _prepare(engine: Engine, settings: Settings, letter: Letter, *, at: datetime) -> _Prepared | None:
    """None when there is nothing to tell any more."""
    if letter.user_id is None:
        return _with_a_link(engine, settings, letter, at=at)
    with transaction(engine, writes=False) as session:
        reader = people.user_by_id(session, letter.user_id)
        wording = letters.wording_of(session, letter, reader, at=at)
    if wording is None:
        return None
    words = wording.text(reader=reader.name, office=settings.office_name, site=settings.site)
    message = partial(_message, letter, wording, reader, settings)
    return _Prepared(reader.email, wording.subject, words, message)


def _message(
    letter: Letter, wording: letters.Wording, reader: User, settings: Settings, at: datetime
) -> EmailMessage:
    return letters.as_message(letter, wording, reader, settings=settings, at=at)


def _with_a_link(engine: Engine, settings: Settings, letter: Letter, *, at: datetime) -> _Prepared | None:
    """A link to a draft gets its secret now, committed before it is sent; it stands in the letter alone."""
    with transaction(engine) as session:
        made = circulations.compose(session, letter, settings=settings, at=at)
        session.commit()
    if made is None:
        return None

    def message(moment: datetime) -> EmailMessage:
        return letters.addressed(
            letter, name=made.name, email=made.email, heading=made.heading, words=made.words,
            settings=settings, at=moment,
        )  # fmt: skip

    return _Prepared(made.email, made.heading, made.kept, message)


def _put_off(
    engine: Engine, letter: Letter, refused: letters.Refused, account: Account, *, at: datetime
) -> None:
    with transaction(engine) as session:
        became = letters.failed(session, letter, reason=str(refused), for_ever=refused.for_ever, at=at)
        session.commit()
    account.reason = str(refused)
    if became == LetterState.GIVEN_UP:
        account.given_up += 1
        log.error("Letter %s is given up after %s tries. %s", letter.id, letter.tries, refused)
    else:
        account.put_off += 1
        log.warning("Letter %s could not be sent and is tried again later. %s", letter.id, refused)


class Ticker:
    """Ticks in a thread of its own from `start` to `stop`."""

    def __init__(self, engine: Engine, settings: Settings, *, every: timedelta = EVERY) -> None:
        self._engine = engine
        self._settings = settings
        self._every = every
        self._stop = threading.Event()
        self._reminded_at: datetime | None = None
        # Daemons: a mail server that answers slowly must not keep this one from stopping. What was under way
        # is claimed, and taken up again when the claim runs out.
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Ticks while the block lasts; the first time after one interval."""
        self._thread.start()
        try:
            yield
        finally:
            self._stop.set()
            self._thread.join(timeout=2)

    def _run(self) -> None:
        while not self._stop.wait(self._every.total_seconds()):
            # Each tick has a thread too: a fault ends that one, with its traceback on standard error, and
            # the next minute has another.
            one = threading.Thread(target=self._tick, name="tick", daemon=True)
            one.start()
            one.join()

    def _tick(self) -> None:
        at = now()
        publish(self._engine, at=at)
        make(self._engine, at=at)
        if self._reminded_at is None or at - self._reminded_at >= REMIND_EVERY:
            remind(self._engine, at=at)
            self._reminded_at = at
        send(self._engine, self._settings, stopping=self._stop.is_set)
