"""Words that should never have been written are taken out of everything that is kept."""

import io
import json
import re
import sqlite3
import zipfile
from datetime import date
from hashlib import sha256
from itertools import product
from pathlib import Path
from threading import Event, Thread
from typing import Literal
from unicodedata import normalize

import pytest
from sqlalchemy import JSON, Engine, inspect, select, text, update
from sqlmodel import Session
from sqlmodel import select as choose

from app.db import metadata, now, transaction
from app.documents import as_json
from app.documents.expunged import TAKEN_OUT, Cut, cut_json, pattern_of, stands_in
from app.documents.minutes import Reading
from app.errors import NotAllowed, RuleBroken
from app.models.changes import Change
from app.models.documents import FileBytes, StoredFile
from app.models.lines import Entry, Line
from app.models.meetings import Meeting
from app.models.people import User
from app.models.publications import PublicPaper
from app.models.withholdings import Ground, Withheld
from app.services import (
    amendments,
    documents,
    expunging,
    lines,
    meetings,
    papers,
    publications,
    published,
    search,
    sections,
    withholdings,
)
from app.services.expunging.texts import texts
from tests.conftest import Office
from tests.publishing import MARCH, Publishing
from tests.small_world import store_one_of_each

NAME = "Zebulon Quaggash"
WHY = "A child was named."
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


@pytest.fixture
def administrator(office: Office) -> User:
    return office.users["administrator"]


@pytest.fixture
def publishing(session: Session, office: Office) -> Publishing:
    return Publishing(session, office)


def _taken_out(session: Session, by: User, **more: object) -> object:
    return expunging.expunge(session, NAME, reason=WHY, by=by, at=now(), **more)  # type: ignore[arg-type]


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["Zebulon Quaggash", "ZEBULON  QUAGGASH", "zebulon.quaggash@force.example", "zebulon-quaggash.docx",
     "Zebulon\u00a0Quaggash’s mother", "(Zebulon\nQuaggash)", "Zebulon%20Quaggash", "zebulon_quaggash",
     "Quaggash, Zebulon", "thanked QUAGGASH,Zebulon for it", "Zebu\u00adlon Quag\u200bgash"],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert pattern_of(NAME).search(written)


@pytest.mark.parametrize("given", ["Zoë Núñez", "Núñez, Zoë", "zoë núñez"])
@pytest.mark.parametrize("written", ["Zoë Núñez", "ZOË NÚÑEZ", "Núñez, Zoë", "zoë.núñez@force.example"])
def test_a_name_is_found_whether_accents_are_part_of_their_letters_or_follow_them(
    given: str, written: str
) -> None:
    for asked, kept in product(FORMS, repeat=2):
        assert pattern_of(normalize(asked, given)).search(normalize(kept, f"by {written}."))
    assert not pattern_of("Zoe Nunez").search(normalize("NFD", written))


def test_two_people_who_share_a_name_between_them_are_left_alone() -> None:
    assert not pattern_of(NAME).search("There were Ann Quaggash, Zebulon Example and Tom Other.")


@pytest.mark.parametrize("other", ["Zebulonia Quaggash", "Zebulon Quaggashes", "Zebulon and Quaggash"])
def test_another_word_is_left_alone(other: str) -> None:
    assert not pattern_of(NAME).search(other)


def test_too_little_is_refused() -> None:
    with pytest.raises(RuleBroken, match="in full"):
        pattern_of(" a ")


def test_places_move_with_what_is_taken_out() -> None:
    before = f"PCC asked {NAME} why. CC said no."
    cut = Cut(before, pattern_of(NAME))
    assert cut.text == f"PCC asked {TAKEN_OUT} why. CC said no."
    for at in (0, 9, before.index("CC said"), len(before)):
        assert cut.text[cut.place(at) :] == before[at:].replace(NAME, TAKEN_OUT)


def test_passages_kept_beside_their_text_move_with_it() -> None:
    words = f"{NAME} spoke. He left."
    kept = {"text": words, "passages": [{"starts": 0, "ends": 24}, {"starts": 24, "ends": len(words)}]}
    counted: list[int] = []
    made = cut_json(kept, pattern_of(NAME), counted.append)
    assert [made["text"][one["starts"] : one["ends"]] for one in made["passages"]] == [
        f"{TAKEN_OUT} spoke. ",
        "He left.",
    ]
    assert sum(counted) == 1


def _word(body: str, embedded: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", body)
        if embedded:
            packed.writestr("word/embeddings/one", embedded)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (NAME.encode(), True),
        (NAME.encode("utf-16"), True),
        (b"nobody", False),
        (_word("<w:p><w:r><w:t>Zebu</w:t></w:r><w:r><w:t>lon Quaggash</w:t></w:r></w:p>"), True),
        (_word("<w:p><w:t>Zebulon</w:t></w:p><w:p><w:t>Quagga</w:t></w:p>"), False),
        (_word("<w:p><w:t>Zebulon</w:t><w:br/><w:t>Quaggash</w:t><w:tab/></w:p>"), True),
        (_word("<w:p><w:t>Zebulon&#160;Quaggash</w:t></w:p>"), True),
        (_word("nobody", embedded=_word(f"<si><t>{NAME}</t></si>")), True),
        (_word("nobody", embedded=b"\xd0\xcf\x11\xe0 an old spreadsheet"), None),
        (b"<p>Zebulon&nbsp;<b>Quaggash</b></p>", True),
        (b"<p>Zebulon</p><p>Quagga</p>", False),
        (b"\x89PNG\r\n\x1a\n...", None),
        (b"PK\x03\x04 broken", None),
        (b"%PDF-1.4 broken", None),
    ],
    ids=[
        "text",
        "utf-16",
        "another text",
        "word in pieces",
        "another word",
        "a line break between",
        "a space as a number",
        "in a spreadsheet within",
        "an old file within",
        "web page",
        "another web page",
        "picture",
        "broken zip",
        "broken pdf",
    ],
)
def test_files_are_looked_into(data: bytes, expected: bool | None) -> None:
    assert stands_in(data, pattern_of(NAME)) is expected


def _minutes(session: Session, by: User, words: str) -> Line:
    """A line of a draft."""
    meeting = meetings.create(session, facts=meetings.Facts(title="Held", held_on=date(2025, 3, 13)), by=by)
    section = sections.add(session, meeting, title="Homes", by=by)
    return lines.add(session, section, text=words, by=by)


# --- the record -------------------------------------------------------------------------------------------


def _fill_every_text(session: Session) -> int:
    """Puts the name into every column of every row that can hold words."""
    filled = 0
    for table, columns in texts():
        for row in session.execute(select(table)).mappings().all():
            if table.name in ("publication",):
                continue
            values: dict[str, object] = {}
            for column in columns:
                if (table.name, column.name) == ("stored_reading", "reading"):
                    kept = json.loads(row[column.name])
                    kept["minutes"]["venue"] = NAME
                    values[column.name] = json.dumps(kept)
                elif isinstance(column.type, JSON):
                    values[column.name] = {"said": [f"by {NAME}"], NAME: 1}
                else:
                    values[column.name] = f"{row[column.name] or ''} {NAME} {filled}"
                filled += 1
            keys = [key == row[key] for key in table.primary_key.columns]
            session.execute(update(table).where(*keys).values(values))
    session.commit()
    return filled


def test_a_name_in_every_place_of_every_table_is_in_none_of_them_afterwards(
    session: Session, engine: Engine, office: Office, administrator: User
) -> None:
    store_one_of_each(session, force=office.force)
    session.commit()
    assert _fill_every_text(session) > 100
    session.expire_all()
    assert expunging.find(session, NAME).total > 100
    _taken_out(session, administrator)
    session.commit()
    assert expunging.find(session, NAME).total == 0
    pattern = pattern_of(NAME)
    for table in metadata.sorted_tables:
        for row in session.execute(select(table)).all():
            assert not pattern.search(repr(tuple(row))), table.name
    for name in inspect(session.connection()).get_table_names():
        if name.startswith("search"):
            assert not pattern.search(repr(session.execute(text(f"SELECT * FROM {name}")).all()))  # noqa: S608 (ours)


def test_no_byte_of_it_is_left_in_the_database_file(
    session: Session, engine: Engine, office: Office, administrator: User
) -> None:
    if engine.dialect.name != "sqlite":
        session.commit()
        expunging.clean(engine)  # PostgreSQL makes its tables afresh, without a complaint
        return
    line = _minutes(session, office.minute_taker, f"The PCC asked what became of {NAME}.")
    session.commit()
    lines.save_text(
        session,
        line,
        text=f"The PCC asked who {NAME} is.",
        seen_revision=1,
        writer="",
        by=office.minute_taker,
    )
    file, line_id = Path(str(engine.url.database)), line.id
    session.commit()
    wal = Path(f"{file}-wal")
    assert b"Quaggash" in file.read_bytes() + (wal.read_bytes() if wal.exists() else b"")
    _taken_out(session, administrator)
    session.commit()
    session.close()
    expunging.clean(engine)
    with transaction(engine) as other:
        expunging.note_cleaned(other, at=now())
        other.commit()
        assert not expunging.is_to_clean(other)
    engine.dispose()
    for path in (file, wal):
        assert not path.exists() or b"quaggash" not in path.read_bytes().lower()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT text FROM line WHERE id = ?", (line_id,)).fetchone() == (
            f"The PCC asked who {TAKEN_OUT} is.",
        )


def test_passages_of_a_line_stay_what_they_were(
    session: Session, office: Office, administrator: User
) -> None:
    line = _minutes(
        session,
        office.minute_taker,
        f"The PCC asked {NAME} to leave. ACTION: CC to write to {NAME} by 1 May 2025.",
    )
    session.commit()

    def said() -> list[tuple[str, str]]:
        entries = session.exec(choose(Entry).where(Entry.line_id == line.id).order_by(Entry.starts)).all()  # type: ignore[arg-type]
        return [(one.kind, line.text[one.starts : one.ends]) for one in entries]

    before = said()
    assert len(before) > 1
    _taken_out(session, administrator)
    session.commit()
    session.refresh(line)
    assert said() == [(kind, words.replace(NAME, TAKEN_OUT)) for kind, words in before]
    assert line.revision == 2


def test_confirmed_minutes_let_it_through_under_an_amendment_that_says_why(
    session: Session, office: Office, administrator: User
) -> None:
    line = _minutes(session, office.minute_taker, f"The PCC thanked {NAME}.")
    meeting = session.get_one(Meeting, line.meeting_id)
    meeting.finish()
    meeting.confirm(now(), office.users["publisher"].id or 0)
    session.add(meeting)
    session.commit()
    _taken_out(session, administrator)
    session.commit()
    session.refresh(line)
    assert line.text == f"The PCC thanked {TAKEN_OUT}."
    [shown] = amendments.of_meeting(session, meeting)
    assert shown.amendment.reason == f"Something was taken out: {WHY}"
    assert shown.amendment.finished_at
    session.refresh(meeting)
    assert meeting.is_fixed


def test_a_file_that_holds_it_becomes_a_note_and_one_that_nobody_can_read_can_be_named(
    session: Session, office: Office, administrator: User
) -> None:
    by = office.minute_taker
    text_file = documents.store_file(
        session, f"From {NAME}".encode(), name="a.txt", media_type="text/plain", by=by
    )
    picture = documents.store_file(session, b"\x89PNG\r\n\x1a\n", name="b.png", media_type="image/png", by=by)
    other = documents.store_file(session, b"nothing", name="c.txt", media_type="text/plain", by=by)
    session.commit()
    found = expunging.find(session, NAME)
    assert [file.id for file in found.files] == [text_file.id]
    assert [file.id for file in found.unsure] == [picture.id]
    _taken_out(session, administrator, files=[picture.id])
    session.commit()
    for file in (text_file, picture):
        note = session.get_one(FileBytes, file.id).data
        assert WHY.encode() in note
        assert session.get_one(StoredFile, file.id).name == f"taken out {file.id}.txt"
    assert session.get_one(FileBytes, other.id).data == b"nothing"


def test_words_withheld_in_a_line_that_was_written_on_stay_withheld(
    session: Session, office: Office, administrator: User
) -> None:
    line = _minutes(session, office.minute_taker, f"The PCC thanked {NAME} and asked about the harbour safe.")
    meeting = session.get_one(Meeting, line.meeting_id)
    starts = line.text.index("harbour safe")
    held = withholdings.withhold(
        session, meeting, subject=Withheld.LINE, subject_id=line.id, words=(starts, starts + 12),
        ground=Ground.FOIA_31, by=office.users["publisher"],
    )  # fmt: skip
    lines.save_text(
        session,
        line,
        text="On the day, the PCC asked about the harbour safe.",
        seen_revision=1,
        writer="",
        by=office.minute_taker,
    )
    session.commit()
    _taken_out(session, administrator)
    session.commit()
    session.expire_all()
    assert held.anchor[held.starts : held.ends] == "harbour safe"
    shown = as_json.dump(Reading(withholdings.publishable(session, meeting)))
    assert "harbour safe" not in shown
    assert "On the day, the PCC asked about the" in shown


def test_every_published_form_is_made_again_without_it(
    publishing: Publishing, session: Session, administrator: User
) -> None:
    meeting = publishing.meeting(MARCH, f"The PCC thanked {NAME}.", f"{NAME} had spoken to the force.")
    meeting.marking = "OFFICIAL"
    file = documents.store_file(
        session, f"From {NAME}".encode(), name="a.txt", media_type="text/plain", by=administrator
    )
    brought = papers.add(session, meeting, title="The report", file=file, section=None, by=administrator)
    first = publishing.publish(meeting)
    paper = publications.make_paper_public(session, brought, by=publishing.by, at=now())
    session.commit()
    state = published.state(session).revision
    was = first.sha256
    number = paper.id
    session.expire_all()
    _taken_out(session, administrator)
    session.commit()
    session.expire_all()
    assert published.state(session).revision > state, "what a proxy holds is no longer right"
    assert session.get(PublicPaper, number) is None, "a note is no paper"
    assert first.sha256 != was
    assert first.expunged_at is not None
    word = session.get_one(FileBytes, first.file_id).data
    assert sha256(word).hexdigest() == first.sha256
    assert stands_in(word, pattern_of(NAME)) is False
    with zipfile.ZipFile(io.BytesIO(word)) as packed:
        assert any(b"OFFICIAL" in packed.read(name) for name in packed.namelist())
        assert "thanked [taken out]" in re.sub(r"<[^>]*>", "", packed.read("word/document.xml").decode())
    assert published.search.find(session, "Quaggash").total == 0
    assert expunging.find(session, NAME).total == 0


def test_a_published_word_file_that_was_named_is_written_again(
    publishing: Publishing, session: Session, administrator: User
) -> None:
    meeting = publishing.meeting(MARCH, "The PCC thanked everybody.")
    version = publishing.publish(meeting)
    _minutes(session, administrator, f"The PCC thanked {NAME}.")
    session.commit()
    named = version.file_id
    _taken_out(session, administrator, files=[named])
    session.commit()
    session.expire_all()
    assert version.file_id != named
    assert session.get_one(FileBytes, version.file_id).data.startswith(b"PK")


def test_nobody_keeps_the_words_who_was_writing_while_they_were_taken_out(
    session: Session, engine: Engine, office: Office, administrator: User
) -> None:
    line = _minutes(session, office.minute_taker, f"The PCC thanked {NAME}.")
    session.commit()
    line_id = line.id
    wrote = Event()

    def write() -> None:
        with transaction(engine) as other:
            mine = other.get_one(Line, line_id)
            lines.save_text(
                other, mine, text=f"The PCC thanked {NAME} again.", seen_revision=1, writer="", by=None
            )
            wrote.set()
            other.execute(text("SELECT pg_sleep(0.5)" if engine.dialect.name == "postgresql" else "SELECT 1"))
            other.commit()

    typist = Thread(target=write)
    typist.start()
    assert wrote.wait(10)
    with transaction(engine) as other:
        by = other.get_one(User, administrator.id)
        _taken_out(other, by)
        other.commit()
    typist.join()
    with transaction(engine) as other:
        assert expunging.find(other, NAME).total == 0
        assert other.get_one(Line, line_id).text == f"The PCC thanked {TAKEN_OUT} again."


def test_a_mark_says_when_who_and_why_and_not_what(
    session: Session, office: Office, administrator: User
) -> None:
    line = _minutes(session, office.minute_taker, f"The PCC thanked {NAME}.")
    session.commit()
    _taken_out(session, administrator)
    session.commit()
    [(mark, by)] = expunging.listed(session)
    assert (mark.reason, by) == (WHY, administrator.name)
    assert mark.places["Lines of minutes"] == 1
    meeting = session.get_one(Meeting, line.meeting_id)
    assert [one.subject_id for one in expunging.of_meeting(session, meeting)] == [line.id]
    assert expunging.revisions_of(session, meeting) == {line.id: 2}
    assert search.find(session, "Quaggash", user=office.minute_taker).hits == []


def test_it_is_refused_without_a_reason_with_the_words_in_it_by_others_and_for_nothing(
    session: Session, office: Office, administrator: User
) -> None:
    _minutes(session, office.minute_taker, f"The PCC thanked {NAME}.")
    session.commit()
    for reason, by, refusal in (
        (" ", administrator, RuleBroken),
        (f"{NAME} is a child", administrator, RuleBroken),
        (WHY, office.users["publisher"], NotAllowed),
    ):
        with pytest.raises(refusal):
            expunging.expunge(session, NAME, reason=reason, by=by, at=now())
    with pytest.raises(RuleBroken, match="nowhere"):
        expunging.expunge(session, "Nobody Atall", reason=WHY, by=administrator, at=now())
    assert expunging.listed(session) == []


def test_somebody_called_as_the_program_calls_its_own_things_is_taken_out_and_nothing_else(
    session: Session, office: Office, administrator: User
) -> None:
    line = _minutes(session, office.minute_taker, "The PCC thanked Added Line.")
    session.commit()
    before = [(one.verb, one.subject) for one in session.exec(choose(Change)).all()]
    expunging.expunge(session, "added", reason=WHY, by=administrator, at=now())
    session.commit()
    session.refresh(line)
    assert line.text == f"The PCC thanked {TAKEN_OUT} Line."
    assert [(one.verb, one.subject) for one in session.exec(choose(Change)).all()][: len(before)] == before
