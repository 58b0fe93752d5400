"""A Word file of ours, edited in Word's own XML: exactly the edits are found."""

import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.documents.differences import Outline, What, differences, outline
from app.documents.interpret import interpret
from app.documents.read_docx import read_docx
from app.documents.source import read_source
from app.documents.write_docx import write_docx
from tests.documents.edited_word import BESIDE, NAMESPACE, EditedWord
from tests.documents.invented_minutes import invented_minutes
from tests.documents.office_suite import converted
from tests.machine import SEEDS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(
    path for path in (ROOT / "sample_minutes").glob("*.*") if path.suffix in (".docx", ".txt", ".html")
)
PUBLISHED = sorted(SEEDS.glob("*.txt"))
Said = tuple[What, str, str]


def outlined(data: bytes) -> Outline:
    source = read_docx(data)
    return outline(source, interpret(source).minutes)


def found(old: bytes, new: bytes) -> list[Said]:
    return [(one.what, one.old, one.new) for one in differences(outlined(old), outlined(new)).differences]


@cache
def exported(path: Path | None) -> tuple[bytes, Outline]:
    minutes = interpret(read_source(path.read_bytes(), path.name)).minutes if path else invented_minutes()
    data = write_docx(minutes)
    return data, outlined(data)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_file_that_nobody_edited_has_no_differences(path: Path) -> None:
    data, _ = exported(path)
    assert found(data, data) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_formatting_alone_is_no_difference(path: Path) -> None:
    data, _ = exported(path)
    word = EditedWord(data)
    word.reformat()
    assert found(data, word.saved()) == []


def test_paragraphs_joined_under_tracked_changes_are_one_line() -> None:
    word = EditedWord(write_docx(interpret(read_source(LONG.encode(), "a.txt")).minutes))
    first, second = word.lines()[1:3]
    joined = f"{words_of(word.words(first))} {words_of(word.words(second))}"
    mark = etree.fromstring(f'<w:rPr {NAMESPACE}><w:del w:id="9" w:author="Sam"/></w:rPr>')
    first.find(f"{{{NS}}}pPr").append(mark)
    next(second.iter(f"{{{NS}}}t")).text = " " + word.words(second)
    before = write_docx(interpret(read_source(LONG.encode(), "a.txt")).minutes)
    said = found(before, word.saved())
    assert joined in [new for _, _, new in said]
    assert {what for what, _, _ in said} == {What.LINE_CHANGED, What.LINE_REMOVED}


@pytest.mark.libreoffice
def test_saving_it_in_libreoffice_is_no_difference(tmp_path: Path) -> None:
    data, _ = exported(SAMPLES[1])
    assert found(data, converted(data, "docx", tmp_path).read_bytes()) == []


def words_of(text: str) -> str:
    return " ".join(text.split())


class Editor:
    """Makes random edits to a file, no two of them to the same line, and remembers what a comparison must find."""

    def __init__(self, data: bytes, plain: set[str], chance: random.Random) -> None:
        self.word, self.chance = EditedWord(data), chance
        self.expected: Counter[Said] = Counter()
        lines = self.word.lines()
        texts = Counter(self.said(line) for line in lines)
        self.free = [
            line
            for line in lines
            if texts[self.said(line)] == 1 and len(self.said(line).split()) >= 8 and self.said(line) in plain
        ]
        self.chance.shuffle(self.free)

    def said(self, line: object) -> str:
        return words_of(self.word.words(line))

    def edit(self, kind: str) -> None:
        if not self.free:
            return
        line = self.free.pop()
        said = self.said(line)
        if kind == "change":
            inside = [word for word in re.findall(r"[a-z]{5,}", said) if said.count(word) == 1]
            if not inside:
                return
            one = self.chance.choice(inside)
            self.word.replace(line, one, "quagmire")
            self.expected[What.LINE_CHANGED, said, said.replace(one, "quagmire", 1)] += 1
        elif kind == "remove":
            self.word.remove(line)
            self.expected[What.LINE_REMOVED, said, ""] += 1
        elif kind == "add":
            number = self.chance.randrange(10**6)
            words = f"Quokka {number} hummed vividly beneath zinc umbrellas while {number} yaks juggled wax."
            self.word.add_after(line, words, "Statement")
            self.expected[What.LINE_ADDED, "", words] += 1
        elif kind == "move" and self.free:
            lines = self.word.lines()
            place = self.free.pop()
            if abs(lines.index(line) - lines.index(place)) < 4:
                return
            self.word.move_after(line, place)
            self.expected[What.LINE_MOVED, said, said] += 1


EDITS = st.lists(st.sampled_from(["change", "remove", "add", "move"]), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None)
@given(path=st.sampled_from(SAMPLES), kinds=EDITS, seed=st.integers(0, 2**32))
def test_random_edits_of_the_samples_are_found_exactly(path: Path, kinds: list[str], seed: int) -> None:
    find_exactly(path, kinds, seed)


@pytest.mark.seeds
@settings(max_examples=20, deadline=None)
@given(path=st.sampled_from(PUBLISHED or [SAMPLES[0]]), kinds=EDITS, seed=st.integers(0, 2**32))
def test_random_edits_of_published_minutes_are_found_exactly(path: Path, kinds: list[str], seed: int) -> None:
    find_exactly(path, kinds, seed)


def find_exactly(path: Path, kinds: list[str], seed: int) -> None:
    data, before = exported(path)
    # Of a line with a label, or a reference that we printed in it, the paragraph says more than the line.
    plain = {block.said for block in before.blocks if not block.is_heading and not block.label}
    editor = Editor(data, plain, random.Random(seed))  # noqa: S311  no secret
    for kind in kinds:
        editor.edit(kind)
    after = outlined(editor.word.saved())
    seen = Counter((one.what, one.old, one.new) for one in differences(before, after).differences)
    assert seen == editor.expected


# --- each kind of edit by itself ----------------------------------------------------------------------------------


@pytest.fixture
def data() -> bytes:
    return write_docx(invented_minutes())


def details(word: EditedWord) -> list[object]:
    return [one for one in word.paragraphs() if word.style(one) in BESIDE]


def test_another_owner_and_another_date_are_found_beside_their_action(data: bytes) -> None:
    word = EditedWord(data)
    first = details(word)[0]
    said = word.words(first)
    owner = re.match(r"Owner: (.+?)\. Due (\d+ \w+ \d{4})", said)
    assert owner, said
    word.replace(first, owner[1], "ACC Mabey")
    word.replace(first, owner[2], "2 June 2025")
    assert found(data, word.saved()) == [
        (What.OWNER, owner[1], "ACC Mabey"),
        (What.DUE, owner[2], "2 June 2025"),
    ]


def test_another_heading_is_found(data: bytes) -> None:
    word = EditedWord(data)
    heading = word.headings()[-1]
    was = words_of(word.words(heading).replace("\t", " "))
    last = was.split()[-1]
    word.replace(heading, last, "something else")
    ((what, old, new),) = found(data, word.saved())
    assert (what, new.endswith("something else")) == (What.HEADING_CHANGED, True)
    assert old.endswith(last)


def test_somebody_added_to_the_attendance_taken_off_it_or_put_right_is_found(data: bytes) -> None:
    word = EditedWord(data)
    rows = [row for row in word.tree.iter(f"{{{NS}}}tr") if "Nair" in word.words(row)]
    rows[0].getparent().remove(rows[0])
    other = next(row for row in word.tree.iter(f"{{{NS}}}tr") if "Qadir" in word.words(row))
    word.replace(other, "Temporary Chief Constable", "Chief Constable")
    kinds = [one[0] for one in found(data, word.saved())]
    assert Counter(kinds) == Counter([What.PERSON_REMOVED, What.PERSON_CHANGED])


NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_a_fact_of_the_heading_block_is_found(data: bytes) -> None:
    word = EditedWord(data)
    fact = next(one for one in word.paragraphs() if word.words(one).startswith("Place"))
    word.replace(fact, "Old Customs House", "New Customs House")
    assert [one[:2] for one in found(data, word.saved())] == [(What.FACT, "Old Customs House, Port Linnet")]


def test_a_section_moved_whole_is_one_difference() -> None:
    data = write_docx(interpret(read_source(LONG.encode(), "a.txt")).minutes)
    word = EditedWord(data)
    heading = next(one for one in word.headings() if "Burglary" in word.words(one))
    group = [heading]
    while (after := group[-1].getnext()) is not None and after not in word.headings():
        if not word.is_line(after) and word.style(after) not in (*BESIDE, "Remark"):
            break
        group.append(after)
    first = next(one for one in word.headings() if "Homicide" in word.words(one))
    for one in group:
        first.addprevious(one)
    assert [one[0] for one in found(data, word.saved())] == [What.SECTION_MOVED]


LONG = """Holding to account
31 March 2023

1. Homicide
The figures for homicide were down by a third on the year before, and were noted.
The board thanked the team for its work on the three cases of the spring.
Nothing further was raised under this heading by any of those present today.

2. Fraud
The fraud desk had moved to the second floor and was now fully staffed again.
Leaflets had been sent to every library in the county since January this year.
The county council had offered to print more of them at its own expense.

3. Burglary
Burglary had risen in two districts, and patrols had been doubled at night there.
A van with locks was touring the markets on Thursdays and on Saturday mornings.
"""
