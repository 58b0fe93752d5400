"""The samples are read as a careful person reads them."""

import json
from pathlib import Path

import pytest

from app.documents.interpret import interpret
from app.documents.source import read_source
from tests.documents.careful_reader import complaints, misquotations, plain, there_and_back
from tests.documents.office_suite import converted

SAMPLES = Path(__file__).resolve().parents[2] / "sample_minutes"
LABELS = sorted((SAMPLES / "expected").glob("*.json"))


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_a_sample_is_read_as_a_careful_person_reads_it(labels: Path, request: pytest.FixtureRequest) -> None:
    expected = json.loads(labels.read_text(encoding="utf-8"))
    if "not_yet" in expected:
        request.applymarker(pytest.mark.xfail(reason=expected["not_yet"], strict=False))
    source = SAMPLES / expected["source"]
    found = complaints(source.read_bytes(), source.name, expected)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("source", sorted(SAMPLES.glob("northfold-*.*")), ids=lambda path: path.name)
def test_a_sample_written_as_word_reads_back_equal(source: Path) -> None:
    before, after = there_and_back(source.read_bytes(), source.name)
    assert after == before


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_the_labels_of_a_sample_quote_it(labels: Path) -> None:
    expected = json.loads(labels.read_text(encoding="utf-8"))
    source = SAMPLES / expected["source"]
    assert not misquotations(source.read_bytes(), source.name, expected)


def test_every_set_of_sample_minutes_has_been_labelled() -> None:
    minutes = {path.name for path in SAMPLES.glob("northfold-*.*")}
    assert {json.loads(path.read_text(encoding="utf-8"))["source"] for path in LABELS} == minutes
    assert len(minutes) >= 6


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("name", "form"),
    [("northfold-2024-03-14", "docx"), ("northfold-2025-03-13", "docx"), ("northfold-2025-03-13", "pdf")],
)
def test_a_sample_saved_by_another_program_is_read_the_same(name: str, form: str, tmp_path: Path) -> None:
    expected = json.loads((SAMPLES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    saved = converted((SAMPLES / f"{name}.docx").read_bytes(), form, tmp_path)
    found = complaints(saved.read_bytes(), f"{name}.{form}", expected)
    assert not found, "\n" + "\n".join(found)


def test_a_sample_report_gives_what_each_body_says_of_each_recommendation() -> None:
    labels = json.loads(
        (SAMPLES / "expected" / "reports" / "harbour-road-progress-report.json").read_text(encoding="utf-8")
    )
    source = SAMPLES / labels["source"]
    minutes = interpret(read_source(source.read_bytes(), source.name)).minutes
    assert minutes.held_on is not None
    assert minutes.held_on.isoformat() == labels["date"]
    read = {one.reference: one for one in minutes.recommendations}
    assert list(read) == [one["reference"] for one in labels["recommendations"]]
    for one in labels["recommendations"]:
        assert plain(read[one["reference"]].title) == plain(one["title"])
        bodies = " ".join(read[one["reference"]].responsible)
        assert all(plain(body) in plain(bodies) for body in one["responsible"])
    said = {reference: plain(" ".join(u.text for u in one.updates)) for reference, one in read.items()}
    assert all(plain(one["contains"]) in said[one["reference"]] for one in labels["updates"])
    assert not any(plain(words) in text for words in labels["not_updates"] for text in said.values())
    assert {part.source for part in minutes.parts if part.recommendations} == {labels["report"]}
