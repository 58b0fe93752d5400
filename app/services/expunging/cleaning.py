"""Writing over the space in which taken-out words stood: a database keeps what it no longer shows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.models.expunging import Expunging


class InUseError(Exception):
    """Somebody else holds the database."""


def is_to_clean(session: Session) -> bool:
    """Whether something was taken out since the database was last cleaned."""
    return session.exec(select(Expunging).where(col(Expunging.cleaned_at).is_(None))).first() is not None


def clean(engine: Engine) -> None:
    """Write the whole database again without what was freed, and empty its journal.

    SQLite's VACUUM makes the file afresh; PostgreSQL's VACUUM FULL makes each table afresh. Neither reaches
    backups, nor PostgreSQL's archive of its journal. Raises InUseError while somebody else holds the database; it is
    then tried again later.
    """
    # Neither runs inside a transaction, and every connection of ours begins one; so the driver's own is used.
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if engine.dialect.name == "sqlite":
            # An index of words keeps what was deleted from it until it is made again.
            made = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
            for (name,) in driver.execute(made).fetchall():
                driver.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608 (our own names)
            driver.execute("VACUUM")
            busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise InUseError("somebody still reads the journal")
        else:
            driver.autocommit = True
            try:
                # ANALYZE, because what the database knows of a column holds some of its values.
                driver.execute("VACUUM (FULL, ANALYZE)")
            finally:
                driver.autocommit = False
    except engine.dialect.loaded_dbapi.Error as busy:
        raise InUseError(str(busy)) from busy
    finally:
        connection.close()


def note_cleaned(session: Session, *, at: datetime) -> None:
    """From now on nothing waits to be cleaned."""
    for mark in session.exec(select(Expunging).where(col(Expunging.cleaned_at).is_(None))).all():
        mark.cleaned_at = at
        session.add(mark)
