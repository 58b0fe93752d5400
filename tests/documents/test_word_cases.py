"""Word files in other offices' habits are read as a careful person reads them.

Each case is `word_cases/NAME.marked`, in the marks of `sample_minutes/make_word_files.py`, which makes the file;
its labels in `word_cases/NAME.json` say under `office` how that office makes headings: by style, bold or list.
"""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.documents.careful_reader import complaints, misquotations, there_and_back

CASES = Path(__file__).resolve().parent / "word_cases"
LABELS = sorted(CASES.glob("*.json"))
MAKING = runpy.run_path(str(Path(__file__).resolve().parents[2] / "sample_minutes" / "make_word_files.py"))
HEADINGS = {
    "style": MAKING["by_style"],
    "bold": MAKING["by_bold"],
    "list": MAKING["by_list_number"],
}


def made(labels: Path) -> tuple[bytes, dict[str, Any]]:
    expected = json.loads(labels.read_text(encoding="utf-8"))
    source = labels.with_suffix(".marked").read_text(encoding="utf-8")
    office = MAKING["Office"](HEADINGS[expected["office"]], "Arial")
    return MAKING["word_file"](source, office), expected


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_a_word_file_is_read_as_a_careful_person_reads_it(
    labels: Path, request: pytest.FixtureRequest
) -> None:
    data, expected = made(labels)
    if "not_yet" in expected:
        request.applymarker(pytest.mark.xfail(reason=expected["not_yet"], strict=False))
    assert misquotations(data, "minutes.docx", expected) == []
    found = complaints(data, "minutes.docx", expected)
    assert not found, f"{expected['about']}\n" + "\n".join(found)


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.stem)
def test_it_reads_back_equal_when_written_in_our_style(labels: Path) -> None:
    before, after = there_and_back(made(labels)[0], "minutes.docx")
    assert after == before


def test_every_word_case_has_a_source_and_labels() -> None:
    assert {path.stem for path in CASES.glob("*.marked")} == {path.stem for path in LABELS}
    assert len(LABELS) >= 6
