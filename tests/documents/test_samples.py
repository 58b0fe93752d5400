"""The samples are read as a careful person reads them."""

import json
from pathlib import Path

import pytest

from tests.documents.careful_reader import complaints, misquotations, there_and_back

SAMPLES = Path(__file__).resolve().parents[2] / "sample_minutes"
LABELS = sorted((SAMPLES / "expected").glob("*.json"))


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_a_sample_is_read_as_a_careful_person_reads_it(labels: Path) -> None:
    expected = json.loads(labels.read_text(encoding="utf-8"))
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
