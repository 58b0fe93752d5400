"""Short invented minutes of many kinds of body are read as a careful person reads them.

Each case is `cases/NAME.txt` with its labels in `cases/NAME.json`; `about` there says what is awkward in it, and
`not_yet`, where it stands, what the reader cannot do so far.
"""

import json
from pathlib import Path

import pytest

from tests.documents.careful_reader import complaints, misquotations, there_and_back

CASES = Path(__file__).resolve().parent / "cases"
LABELS = sorted(CASES.glob("*.json"))


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_minutes_are_read_as_a_careful_person_reads_them(
    labels: Path, request: pytest.FixtureRequest
) -> None:
    expected = json.loads(labels.read_text(encoding="utf-8"))
    if "not_yet" in expected:
        request.applymarker(pytest.mark.xfail(reason=expected["not_yet"], strict=False))
    source = labels.with_suffix(".txt")
    found = complaints(source.read_bytes(), expected.get("name", source.name), expected)
    assert not found, f"{expected['about']}\n" + "\n".join(found)


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_minutes_written_as_word_read_back_equal(labels: Path) -> None:
    source = labels.with_suffix(".txt")
    before, after = there_and_back(source.read_bytes(), source.name)
    assert after == before


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_the_labels_of_a_case_quote_its_text(labels: Path) -> None:
    source = labels.with_suffix(".txt")
    expected = json.loads(labels.read_text(encoding="utf-8"))
    assert not misquotations(source.read_bytes(), source.name, expected)


def test_every_case_has_a_text_and_labels() -> None:
    assert len(LABELS) >= 25
    assert {path.stem for path in CASES.glob("*.txt")} == {path.stem for path in LABELS}
