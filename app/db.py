"""The database: engine, constraint names, column types, and the one clock.

SQLite by default, PostgreSQL when an office outgrows one machine; both are reached through the same models.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from alembic import command
from alembic.config import Config
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, create_engine, event, make_url
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from app.settings import MIGRATIONS

# Named constraints, so that migrations can drop on SQLite what they made.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata

BUSY_TIMEOUT_MS = 10_000
CACHE_KB = 16_000
"""Kilobytes that each connection to SQLite may keep in memory: pages count over years of actions."""
_HAS_TURN = "has the turn to write"

OFFICE_TIME = ZoneInfo("Europe/London")
"""Days and hours that people see are the office's own; moments are stored in UTC."""


def now() -> datetime:
    """The present moment, aware and in UTC. The only place that reads the clock."""
    return datetime.now(UTC)


class Instant(TypeDecorator[datetime]):
    """A moment: aware going in and coming out, UTC inside (SQLite itself keeps no time zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (its interface)
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (its interface)
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(kinds: type[StrEnum]) -> Enum:
    """A column that holds one of the enum's values (not its names), checked by the database."""
    return Enum(
        kinds,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=40,
    )


def make_engine(url: str) -> Engine:
    """An engine for `url`. What is committed is on disk: on SQLite WAL with synchronous=FULL (and foreign keys
    enforced), on PostgreSQL synchronous_commit, whatever the server's own setting.
    """
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=30)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    # As many connections as are asked for: threads that wait for one would keep those that hold one from going on.
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        **({} if _is_in_memory(url) else {"max_overflow": -1}),
    )
    turn = Lock()
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", partial(_begin_sqlite, turn))
    event.listen(engine, "checkin", partial(_end_turn, turn))
    return engine


def _is_in_memory(url: str) -> bool:
    return make_url(url).database in (None, "", ":memory:")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions would begin late and deferred; ours are begun in _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA cache_size=-{CACHE_KB}")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.autocommit = True  # it holds for the connection, whatever becomes of its first transaction
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'on', false) "
            "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
        )
    connection.autocommit = False


def _begin_sqlite(turn: Lock, connection: Any) -> None:
    # A transaction that reads first and writes later can fail for ever with "database is locked"; one that
    # will write takes the lock at once and waits its turn. SQLite lets those that wait try again now and
    # then, and the unlucky for ever: so within this process they stand in a queue.
    if not connection.get_execution_options().get("writes", True):
        connection.exec_driver_sql("BEGIN")
        return
    if not connection.info.get(_HAS_TURN):
        connection.info[_HAS_TURN] = turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _end_turn(turn: Lock, _connection: Any, record: Any) -> None:
    if record.info.pop(_HAS_TURN, False):
        turn.release()


@contextmanager
def transaction(engine: Engine, *, writes: bool = True) -> Iterator[Session]:
    """One transaction: its owner (dependencies, cli, ticker) commits; any error rolls it back."""
    with Session(engine.execution_options(writes=writes), expire_on_commit=False) as session:
        try:
            yield session
        except BaseException:
            session.rollback()
            raise


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the database to a revision: "head" the newest, "base" an empty database, "-1" one step back."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if engine.dialect.name == "sqlite" and raw is not None:
            # Changing a table on SQLite means building it anew; with keys enforced, dropping the old one
            # would delete every row that points at it. Only outside a transaction can that be switched.
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                (command.downgrade if to == "base" or to.startswith("-") else command.upgrade)(config, to)
        finally:
            if engine.dialect.name == "sqlite" and raw is not None:
                raw.execute("PRAGMA foreign_keys=ON")
