"""`hta` with minutes: read, converted, brought in and written out again, as one types it."""

import json
from pathlib import Path

import pytest

from tests.test_setup import ROOT, assert_refused, hta

SAMPLE = ROOT / "sample_minutes" / "northfold-2024-01-25.txt"
KEYS = {
    "title", "venue", "chair", "minute_taker", "next_meeting", "held_on", "starts_at", "attendances",
    "sections", "questions", "actions", "recommendations", "doubts", "ledger",
}  # fmt: skip


def test_minutes_are_read_as_one_json_object() -> None:
    read = json.loads(hta("read", "--json", str(SAMPLE)).stdout)
    assert read.keys() >= KEYS
    assert read["held_on"] == "2024-01-25"
    assert read["actions"]


def test_minutes_are_read_in_words_for_a_person() -> None:
    said = hta("read", str(SAMPLE)).stdout
    assert "(25 January 2024)" in said
    assert "  action (" in said
    assert "without an answer: " in said


def test_what_is_converted_to_word_reads_back_equal(tmp_path: Path) -> None:
    word = tmp_path / "minutes.docx"
    assert hta("convert", str(SAMPLE), str(word)).returncode == 0
    before, after = (json.loads(hta("read", "--json", str(file)).stdout) for file in (SAMPLE, word))
    for key in ("title", "held_on", "attendances", "questions"):
        assert after[key] == before[key]
    assert [action["text"] for action in after["actions"]] == [action["text"] for action in before["actions"]]


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a photograph", b"PK\x03\x04 no Word file"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "minutes.docx"
    file.write_bytes(data)
    assert_refused(hta("read", "--json", str(file)))
    assert_refused(hta("convert", str(file), str(tmp_path / "out.docx")))


def test_word_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    assert_refused(hta("convert", str(SAMPLE), str(tmp_path / "none" / "out.docx")), "cannot be written")


def test_minutes_go_into_the_database_once_and_come_out_as_word(tmp_path: Path) -> None:
    here = {"HTA_DATA_DIR": str(tmp_path)}
    assert hta("migrate", **here).returncode == 0
    first = hta("import", str(SAMPLE), **here)
    assert first.returncode == 0, first.stderr
    assert f"{SAMPLE.name}: meeting 1, " in first.stdout
    assert "already here, meeting 1" in hta("import", str(SAMPLE), **here).stdout
    word = tmp_path / "out.docx"
    assert hta("export", "2024-01-25", str(word), **here).returncode == 0
    assert json.loads(hta("read", "--json", str(word)).stdout)["held_on"] == "2024-01-25"
    assert_refused(hta("export", "2024-01-26", str(word), **here), "26 January 2024")
    assert_refused(hta("export", "7", str(word), **here))
    assert_refused(hta("export", "tomorrow", str(word), **here), "2023-03-31")


def test_a_file_that_was_edited_by_hand_is_not_written_over_unasked(tmp_path: Path) -> None:
    here = {"HTA_DATA_DIR": str(tmp_path)}
    assert hta("migrate", **here).returncode == 0
    assert hta("import", str(SAMPLE), **here).returncode == 0
    word = tmp_path / "out.docx"
    for _ in range(2):  # as it was written it may be written over
        assert hta("export", "1", str(word), **here).returncode == 0
    edited = word.read_bytes() + b"\0"
    word.write_bytes(edited)
    assert_refused(hta("export", "1", str(word), **here), "was edited since it was written")
    assert word.read_bytes() == edited
    assert hta("export", "1", str(word), "--overwrite", **here).returncode == 0
    assert word.read_bytes() != edited


def test_a_file_that_cannot_be_brought_in_does_not_stop_the_others(tmp_path: Path) -> None:
    here = {"HTA_DATA_DIR": str(tmp_path)}
    assert hta("migrate", **here).returncode == 0
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = hta("import", str(empty), str(SAMPLE), **here)
    assert done.returncode == 2
    assert str(empty) in done.stderr
    assert f"{SAMPLE.name}: meeting 1, " in done.stdout


def test_recommendations_are_loaded_from_a_file(tmp_path: Path) -> None:
    here = {"HTA_DATA_DIR": str(tmp_path)}
    assert hta("migrate", **here).returncode == 0
    file = ROOT / "sample_minutes" / "harbour_road_recommendations.csv"
    done = hta("recommendations", "import", str(file), "--source", "IIHR", **here)
    assert "IIHR: 40 added" in done.stdout, done.stderr
    again = hta("recommendations", "import", str(file), "--source", "IIHR", **here)
    assert "IIHR: 0 added" in again.stdout
    plan = tmp_path / "plan.csv"
    plan.write_text("Rec,Action,Lead\n8,Count the homes,Northfold Police\n")
    steps = ("recommendations", "import", str(plan), "--source", "IIHR", "--steps")
    looked = hta(*steps, "--dry-run", **here)
    assert "IIHR: 1 added" in looked.stdout
    assert "Nothing was changed." in looked.stdout
    assert "IIHR: 1 added" in hta(*steps, **here).stdout
    assert "IIHR: 0 added" in hta(*steps, **here).stdout
    plan.write_text("Colour\nred\n")
    assert_refused(hta(*steps, **here), "Say which column holds what is to be done.")


def test_an_old_tracker_is_looked_at_and_added_once(tmp_path: Path) -> None:
    file = tmp_path / "tracker.csv"
    file.write_bytes(b"Ref,Action,Owner\r\n1/2019,Count the homes,CC\r\n2/2019,,CC\r\n")
    given = {"HTA_DATA_DIR": str(tmp_path)}
    assert hta("migrate", **given).returncode == 0
    looked = hta("trackers", "import", str(file), **given).stdout
    assert "Action: what is to be done" in looked
    assert "Row 2: new." in looked
    assert "Row 3: wrong. It does not say what is to be done." in looked
    assert "added" not in looked
    assert "1 added." in hta("trackers", "import", str(file), "--add", **given).stdout
    again = hta("trackers", "import", str(file), "--add", **given).stdout
    assert "Row 2: here already as 1/2019." in again
    assert "0 added." in again
    file.write_bytes(b"%PDF-1.7")
    assert_refused(hta("trackers", "import", str(file), **given))


def test_a_whole_office_is_handed_over(tmp_path: Path) -> None:
    here, there = {"HTA_DATA_DIR": str(tmp_path / "here")}, {"HTA_DATA_DIR": str(tmp_path / "there")}
    for office in (here, there):
        assert hta("migrate", **office).returncode == 0
    assert hta("import", str(SAMPLE), **here).returncode == 0
    added = ("users", "add", "j@office.example", "--name", "Jo", "--role", "publisher", "--password")
    assert hta(*added, "a long password", **here).returncode == 0
    written = hta("export-all", str(tmp_path / "out"), **here)
    assert written.returncode == 0, written.stderr
    assert "1 meetings" in written.stdout or "1 meeting" in written.stdout
    assert_refused(hta("export-all", str(tmp_path / "out"), **here), "is not empty")
    assert_refused(hta("import-all", str(tmp_path / "out"), **here), "not empty")
    taken = hta("import-all", str(tmp_path / "out"), **there)
    assert taken.returncode == 0, taken.stderr
    assert hta("export", "2024-01-25", str(tmp_path / "out.docx"), **there).returncode == 0
    assert "Jo" in hta("users", "list", **there).stdout
    renewed = hta("users", "password", "j@office.example", "--password", "another password", **there)
    assert renewed.returncode == 0, renewed.stderr
    assert_refused(
        hta("users", "password", "k@office.example", "--password", "another password", **there), "k@"
    )
