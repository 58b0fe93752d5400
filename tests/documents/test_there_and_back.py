"""What is written as Word reads back as the same minutes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from app.documents.as_json import to_json
from app.documents.interpret import interpret
from app.documents.minutes import Kind, Mention, Minutes, passages
from app.documents.read_docx import read_docx
from app.documents.source import read_source, source_from_text
from app.documents.write_docx import write_docx
from tests.documents.generated_minutes import minutes, typed_minutes
from tests.documents.office_suite import converted
from tests.documents.printed_minutes import of_minutes, of_source, plain
from tests.machine import SEEDS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(
    path for path in (ROOT / "sample_minutes").glob("*.*") if path.suffix in (".docx", ".txt", ".html")
)
PUBLISHED = sorted(SEEDS.glob("*.txt"))
NOT_PRINTED = {"doubts", "ledger", "source_lines", "restated_as"}


def understood(data: bytes, name: str) -> tuple[Minutes, Any]:
    """What the grammar makes of a file: the minutes, and as the plain object that a command prints."""
    reading = interpret(read_source(data, name))
    return reading.minutes, without_what_is_not_printed(to_json(reading))


def without_what_is_not_printed(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {k: without_what_is_not_printed(v) for k, v in thing.items() if k not in NOT_PRINTED}
    if isinstance(thing, list):
        return [without_what_is_not_printed(one) for one in thing]
    return " ".join(thing.split()) if isinstance(thing, str) else thing


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minutes())
def test_every_part_of_any_minutes_is_printed_and_found_again(before: Minutes) -> None:
    source = read_docx(write_docx(before))
    assert source.has_our_styles
    assert list(of_source(source)) == list(of_minutes(before))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minutes().filter(lambda drawn: any(part.lines for part in drawn.parts)))
def test_what_a_person_corrected_against_the_words_comes_back_from_what_is_printed(before: Minutes) -> None:
    for _, _, passage in passages(before):
        if passage.action:
            passage.action.mention = Mention.RAISED  # what only repeats an action prints no details
    after, _ = understood(write_docx(before), "minutes.docx")
    assert corrected(after) == corrected(before)


def corrected(minutes: Minutes) -> list[Any]:
    """Text, headings, kinds, and of actions: owner, due date, reference and recommendations as printed."""
    out: list[Any] = [plain(minutes.title), minutes.held_on, minutes.starts_at, minutes.ends_at]
    out += [(p.name, p.title or "", p.organisation_kind, p.presence) for p in minutes.attendances]
    for part in minutes.parts:
        if part.title is not None:
            out.append((plain(part.number), plain(part.title), part.level))
        for line in part.lines:
            out.append((plain(line.text), line.bullet, line.depth, plain(line.label)))
            for passage in line.passages:
                out.append((passage.kind, plain(line.words_of(passage))))
                if passage.kind is Kind.ACTION and (action := passage.action):
                    out.append((plain(action.owner), action.due_on, action.reference, action.recommendations))
    return out


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(typed_minutes)
def test_minutes_as_offices_type_them_are_understood_alike_from_word(text: str) -> None:
    before = interpret(source_from_text(text))
    _, after = understood(write_docx(before.minutes), "minutes.docx")
    assert after == without_what_is_not_printed(to_json(before))


def test_there_are_samples_to_try() -> None:
    assert len(SAMPLES) >= 6
    assert {path.suffix for path in SAMPLES} == {".docx", ".txt", ".html"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_understood_alike_from_our_word(path: Path) -> None:
    before, plainly = understood(path.read_bytes(), path.name)
    assert understood(write_docx(before), "minutes.docx")[1] == plainly
    assert plainly["sections"]


@pytest.mark.seeds
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name[:3])
def test_published_minutes_are_understood_alike_from_our_word(path: Path) -> None:
    before, plainly = understood(path.read_bytes(), path.name)
    assert understood(write_docx(before), "minutes.docx")[1] == plainly


@pytest.mark.libreoffice
def test_samples_are_understood_alike_after_libreoffice_has_saved_them(tmp_path: Path) -> None:
    chosen = {path.suffix: path for path in SAMPLES}
    for suffix, path in chosen.items():
        before, plainly = understood(path.read_bytes(), path.name)
        folder = tmp_path / suffix
        folder.mkdir()
        saved = converted(write_docx(before), "docx", folder).read_bytes()
        assert understood(saved, "minutes.docx")[1] == plainly, path.name


@pytest.mark.libreoffice
@pytest.mark.seeds
def test_published_minutes_are_understood_alike_after_libreoffice_has_saved_them(tmp_path: Path) -> None:
    for path in PUBLISHED:
        before, plainly = understood(path.read_bytes(), path.name)
        folder = tmp_path / path.stem
        folder.mkdir()
        saved = converted(write_docx(before), "docx", folder).read_bytes()
        assert understood(saved, "minutes.docx")[1] == plainly, path.name
