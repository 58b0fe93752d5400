"""Whatever is read: no line is lost, nothing but a plain refusal is raised, and it does not take long."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.as_json import dump, load, to_json
from app.documents.interpret import LineContext, interpret, read_line
from app.documents.limits import MOST_IN_A_LINE, MOST_LINES
from app.documents.minutes import Reading
from app.documents.source import read_source, source_from_text
from app.errors import UnreadableDocument

PIECES = [
    "Date: 3 May 2023, 10:00",
    "Chair: Ada Stone",
    "Present: Ada Stone (PCC), Bo Reed (CC)",
    "Attendance:",
    "  • Ada Stone – Police and Crime Commissioner (PCC)",
    "- Bo Reed, Chief Constable (CC)",
    "Apologies: Cy Marsh",
    "1. Performance",
    "2.1 Call handling",
    "ITEM 3: VETTING",
    "## Recommendation 8",
    "The PCC asked why calls wait. The CC said that two posts are empty.",
    "The PCC sought reassurance that it would improve.",
    "He asked when, and the CC",
    "was clear that it would be by June.",
    "ACTION: CC to provide figures by 30 June.",
    "ACTIONS:",
    "- CC to write to the council",
    "Action 3/2023: closed. The report came.",
    "Summary of actions",
    "| No. | Action | Owner | Due |",
    "| 1 | Send the list | CC | 5 June 2023 |",
    "Item\tMinute\tAction",
    "4\tThe bench was mended.\tBR",
    "Q: Why so late?",
    "A: CC - the van broke down.",
    "RESOLVED that the minutes be agreed.",
    "Date of next meeting: 7 July 2023",
    "**Action** - Team to check",
    "Page 2 of 3",
    "",
    "",
]
minutes_like = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("\n".join)
anything = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from(" \t\n.:;-–•*#|()[]/0123456789ACTION")
    ),
    max_size=400,
)
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def reading_of(text: str) -> Reading | None:
    try:
        return interpret(source_from_text(text))
    except UnreadableDocument:
        return None


def words(text: str) -> list[str]:
    return [word for word in "".join(c if c.isalnum() else " " for c in text).split() if word.isascii()]


@unhurried
@given(minutes_like)
def test_every_line_of_minutes_is_accounted_for_once(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    full = [n for n, line in enumerate(text.splitlines(), 1) if line.strip("\ufeff\u00a0 \t")]
    assert [row.line for row in reading.ledger] == full
    assert all(row.became for row in reading.ledger)


@unhurried
@given(minutes_like)
def test_the_words_of_every_line_are_in_what_it_became(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    raw = text.splitlines()
    for row in reading.ledger:
        if "line" not in row.became:
            continue
        made = " ".join(
            f"{part.number or ''} {part.title or ''} {line.text}"
            for part in reading.minutes.parts
            for line in part.lines
            if row.line in line.source_lines
        )
        assert set(words(raw[row.line - 1])) <= set(words(made)), raw[row.line - 1]


@unhurried
@given(minutes_like)
def test_the_passages_of_a_line_cover_it_and_are_numbered_in_order(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    keys = []
    for part in reading.minutes.parts:
        for line in part.lines:
            assert line.passages[0].starts == 0
            assert line.passages[-1].ends == len(line.text)
            for one, two in zip(line.passages, line.passages[1:], strict=False):
                assert one.ends == two.starts
            keys += [passage.key for passage in line.passages]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@unhurried
@given(minutes_like)
def test_a_kept_reading_comes_back_equal(text: str) -> None:
    reading = reading_of(text)
    if reading is not None:
        assert load(dump(reading)) == reading
        assert to_json(load(dump(reading))) == to_json(reading)


@unhurried
@given(anything)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    reading_of(text)


@unhurried
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    try:
        interpret(read_source(data, "minutes.bin"))
    except UnreadableDocument:
        return


@unhurried
@given(anything)
def test_no_typed_line_makes_the_reader_fail(text: str) -> None:
    line = text.replace("\n", " ")
    passages = read_line(line, LineContext())
    if line.strip():
        assert (passages[0].starts, passages[-1].ends) == (0, len(line))


@pytest.mark.parametrize(
    "line",
    [
        "a" * 49_000,
        "A " * 20_000,
        "The PCC asked " * 3_000,
        "Present: " + "Al Bo, " * 5_000,
        "[x](" * 10_000,
        "**a " * 10_000,
        "Aa-" * 15_000,
        "Home > " * 6_000,
        "by 3 May " * 4_000,
        "a: b | " * 6_000,
        "e.g. " * 9_000,
    ],
    ids=lambda line: line[:14],
)
def test_one_long_line_is_read_in_bounded_time(line: str) -> None:
    before = time.process_time()
    reading_of(line)
    assert time.process_time() - before < 10


@pytest.mark.parametrize(
    "text",
    ["x " * 500_000, "a\n" * 100_000, "x" * (MOST_IN_A_LINE + 1), "a\n" * (MOST_LINES + 1)],
    ids=["a megabyte in one line", "too many lines by far", "one character too many", "one line too many"],
)
def test_a_text_beyond_any_minutes_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        interpret(source_from_text(text))
    assert str(refusal.value).count(".") == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 5_000,
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 900,
        b"\x89PNG\r\n\x1a\n",
        b"{\\rtf1 minutes}",
    ],
    ids=["nothing", "zeros", "a photograph", "a picture", "rich text"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        interpret(read_source(data, "minutes.docx"))
