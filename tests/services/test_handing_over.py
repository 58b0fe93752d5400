"""The whole office handed over: written into a folder, and an equal office made from it on either database."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Engine, func, inspect, make_url, select
from sqlmodel import Session
from sqlmodel import select as choose

from app.db import make_engine, metadata, now, transaction
from app.errors import RuleBroken, UnreadableDocument
from app.models.meetings import Meeting, MeetingStatus
from app.models.people import Role, User
from app.models.publications import Publication
from app.services import (
    amendments,
    documents,
    handing_over,
    meetings,
    publications,
    published,
    samples,
    search,
)
from app.services.handing_over.tables import LEFT_OUT, is_secret, tables
from app.settings import SAMPLE_MINUTES
from tests.conftest import Office, fresh_database, password_hash
from tests.small_world import store_one_of_each

SECRET = "a-hash-nobody-should-have"


@pytest.fixture
def small(session: Session, office: Office) -> Session:
    """One of each thing."""
    store_one_of_each(session, force=office.force)
    session.commit()
    return session


@pytest.fixture
def demonstration(session: Session) -> Session:
    """Nine meetings of two years, with all that came of them."""
    samples.load(session, SAMPLE_MINUTES, password_hash=SECRET)
    samples.look_ahead(session, SAMPLE_MINUTES, at=now())
    session.commit()
    return session


@pytest.fixture
def empty(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty office on a database of its own, of the other kind unless the test says which."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[
        make_url(request.getfixturevalue("database")).get_backend_name()
    ]
    with fresh_database(request, getattr(request, "param", other)) as address:
        engine = make_engine(address)
        yield engine
        engine.dispose()


def _written(session: Session, folder: Path) -> handing_over.Account:
    return handing_over.export_all(session, folder, at=now(), today=date(2026, 5, 1))


def _bytes(folder: Path, *names: str) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in names
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    }


def _assert_equal(session: Session, empty: Engine, folder: Path) -> handing_over.Account:
    """Written, taken in and written again: every byte of the record is the same."""
    account = _written(session, folder / "out")
    with transaction(empty) as other:
        taken = handing_over.import_all(other, folder / "out")
        other.commit()
    assert taken.rows == account.rows
    with transaction(empty) as other:
        _written(other, folder / "again")
        assert search.reindex(other) == account.rows["meeting"]
    record = ("tables", "files", "registers")
    assert _bytes(folder / "again", *record) == _bytes(folder / "out", *record)
    assert _bytes(folder / "again", "word").keys() == _bytes(folder / "out", "word").keys()
    return account


@pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)
def test_an_office_written_out_and_taken_in_is_equal_on_either_database(
    small: Session, empty: Engine, tmp_path: Path
) -> None:
    account = _assert_equal(small, empty, tmp_path)
    assert len([name for name, rows in account.rows.items() if rows]) > 30


def test_two_years_of_meetings_are_handed_over_with_word_files_and_registers(
    demonstration: Session, empty: Engine, tmp_path: Path
) -> None:
    account = _assert_equal(demonstration, empty, tmp_path)
    assert account.rows["meeting"] == len(_bytes(tmp_path / "out", "word")) >= 10
    assert account.files
    words = (tmp_path / "out" / "registers" / "actions.csv").read_text("utf-8-sig")
    assert words.count("\n") >= account.rows["action"]
    words = (tmp_path / "out" / "registers" / "recommendations.csv").read_text("utf-8-sig")
    assert words.count("\n") >= account.rows["recommendation"] > 0


def test_published_versions_are_handed_over_and_their_search_is_made_again(
    demonstration: Session, empty: Engine, tmp_path: Path
) -> None:
    samples.make_public(demonstration, at=now())
    first = demonstration.exec(choose(Publication).order_by(Publication.id)).first()  # type: ignore[arg-type]
    assert first is not None
    meeting = demonstration.get_one(Meeting, first.meeting_id)
    by = demonstration.get_one(User, first.published_by_id)
    amendments.open_one(demonstration, meeting, reason="A venue was misspelt.", by=by)
    meeting.venue = "The Old Signal House"
    demonstration.add(meeting)
    demonstration.flush()
    amendments.finish(demonstration, meeting, by=by)
    seen = publications.prepare(demonstration, meeting).fingerprint
    publications.publish(
        demonstration, meeting, version=2, seen=seen, reason="a venue was misspelt", by=by, at=now()
    )
    demonstration.commit()
    account = _assert_equal(demonstration, empty, tmp_path)
    assert account.rows["publication"] > 2
    assert account.rows["amendment"] == 1
    assert len(_bytes(tmp_path / "out", "word/published")) == account.rows["publication"]
    found = published.search.find(demonstration, "Signal House")
    with transaction(empty) as other:
        again = published.search.find(other, "Signal House")
        assert (again.total, [one.href for one in again.hits]) == (
            found.total,
            [one.href for one in found.hits],
        )
    assert found.total


def test_a_file_is_handed_over_whatever_it_is_called(small: Session, empty: Engine, tmp_path: Path) -> None:
    for name in ('Why? <a: b> | "c"*.docx', "é" * 190 + ".docx", "文" * 196 + ".pdf"):
        documents.store_file(small, name.encode(), name=name, media_type="text/plain", by=None)
    small.commit()
    _assert_equal(small, empty, tmp_path)
    for written in (tmp_path / "out" / "files").iterdir():
        assert len(written.name.encode()) < 255
        assert not set('<>:"|?*') & set(written.name)


def test_an_office_taken_in_works_on_with_numbers_of_its_own(
    small: Session, empty: Engine, tmp_path: Path
) -> None:
    account = _written(small, tmp_path / "out")
    with transaction(empty) as other:
        handing_over.import_all(other, tmp_path / "out")
        made = meetings.create(
            other,
            facts=meetings.Facts(title="The first of the new office", held_on=date(2028, 6, 1)),
            by=None,
        )
        other.commit()
        assert (made.id or 0) > account.rows["meeting"] - 1
        assert other.execute(select(func.count()).select_from(metadata.tables["meeting"])).scalar_one() == (
            account.rows["meeting"] + 1
        )


def test_every_row_is_as_the_schema_says(small: Session, tmp_path: Path) -> None:
    _written(small, tmp_path / "out")
    schema = json.loads((tmp_path / "out" / "schema.json").read_text("utf-8"))
    looked_at = 0
    for table in tables():
        told = Draft202012Validator({**schema["$defs"][table.name], "$schema": schema["$schema"]})
        for line in (tmp_path / "out" / "tables" / f"{table.name}.jsonl").read_text("utf-8").splitlines():
            told.validate(json.loads(line))
            looked_at += 1
    assert looked_at > 40


def test_the_schema_says_what_tables_and_columns_hold() -> None:
    told = handing_over.schema()["$defs"]
    assert all(table["description"] for table in told.values())
    assert told["stored_file"]["properties"]["size"]["description"] == "In bytes."
    assert told["user_account"]["properties"]["password_hash"]["description"] == "Left out."


def test_no_table_is_forgotten(engine: Engine) -> None:
    there = {name for name in inspect(engine).get_table_names() if not name.startswith(("search", "alembic"))}
    assert there == {table.name for table in tables()} | set(LEFT_OUT)


def test_no_secret_is_handed_over(small: Session, tmp_path: Path) -> None:
    _written(small, tmp_path / "out")
    assert any(is_secret(column) for table in tables() for column in table.columns)
    every = b"".join(_bytes(tmp_path / "out", ".").values())
    assert password_hash().encode() not in every
    assert sha256(b"an-address-that-nobody-guesses").hexdigest().encode() not in every


def test_confirmed_minutes_are_confirmed_in_the_new_office(
    small: Session, empty: Engine, tmp_path: Path
) -> None:
    meeting = small.exec(choose(Meeting).where(Meeting.status == MeetingStatus.DRAFT)).first()
    assert meeting
    by = small.exec(choose(User).where(User.role == Role.PUBLISHER)).first()
    assert by
    meeting.confirm(now(), by.id or 0)
    small.add(meeting)
    small.commit()
    _written(small, tmp_path / "out")
    with transaction(empty) as other:
        handing_over.import_all(other, tmp_path / "out")
        other.commit()
        there = other.get_one(Meeting, meeting.id)
        assert there.is_confirmed
        assert there.confirmed_at == meeting.confirmed_at


def test_a_folder_with_something_in_it_is_not_written_to(small: Session, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(RuleBroken, match="is not empty"):
        _written(small, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_an_office_is_not_taken_into_one_that_has_something(small: Session, tmp_path: Path) -> None:
    _written(small, tmp_path / "out")
    with pytest.raises(RuleBroken, match="not empty"):
        handing_over.import_all(small, tmp_path / "out")


def _of_another_version(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (out / "manifest.json").write_text(json.dumps({**manifest, "revision": "9999"}), "utf-8")


def _outside(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    manifest["sha256"]["../elsewhere"] = "0" * 64
    (out / "manifest.json").write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda out: (out / "manifest.json").unlink(), "holds no office"),
        (lambda out: (out / "manifest.json").write_text("[]"), "holds no office"),
        (lambda out: (out / "tables" / "line.jsonl").unlink(), "line.jsonl is missing"),
        (lambda out: (out / "tables" / "line.jsonl").write_text("{}\n"), "line.jsonl was changed"),
        (_of_another_version, "a newer version"),
        (_outside, "outside its folder"),
    ],
    ids=["no manifest", "no object", "missing", "changed", "newer", "outside"],
)
def test_a_spoiled_folder_is_refused_and_nothing_is_taken_in(
    small: Session, empty: Engine, tmp_path: Path, spoil: object, says: str
) -> None:
    _written(small, tmp_path / "out")
    spoil(tmp_path / "out")  # type: ignore[operator]
    with transaction(empty) as other, pytest.raises((RuleBroken, UnreadableDocument), match=says):
        handing_over.import_all(other, tmp_path / "out")
    with transaction(empty) as other:
        assert other.exec(choose(Meeting)).first() is None


def test_a_line_that_is_no_row_is_named(small: Session, empty: Engine, tmp_path: Path) -> None:
    _written(small, tmp_path / "out")
    file = tmp_path / "out" / "tables" / "meeting.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text(lines[0] + lines[0].replace('"title":"', '"heading":"'), "utf-8")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    manifest["sha256"]["tables/meeting.jsonl"] = sha256(file.read_bytes()).hexdigest()
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with (
        transaction(empty) as other,
        pytest.raises(UnreadableDocument, match="Line 2 of"),
    ):
        handing_over.import_all(other, tmp_path / "out")
