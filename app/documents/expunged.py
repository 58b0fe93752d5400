"""Words found and taken out of texts and files, wherever and however they are written.

What stands in their place says that something was taken out and nothing about it, not even how long it was.
"""

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.errors import RuleBroken

TAKEN_OUT = "[taken out]"
SHORTEST = 3
"""Characters of what may be taken out: less would stand in half of all words."""
_MOST_UNPACKED = 200_000_000
"""Bytes of a packed file that are looked into."""
_MOST_DEEP = 3
"""Packed files within packed files: a spreadsheet in a Word file."""
_PICTURES = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
_UNREADABLE = (*_PICTURES, b"\xd0\xcf\x11\xe0", b"\x01\x00\x00\x00")
"""How pictures and old Office files begin that a packed file holds."""
_APART = re.compile(
    r"</(?:w:p|a:p|si|row|c|p|td|th|li|div|h[1-6])>|<(?:w:tab|w:br|w:cr|br)\b[^>]*>", re.IGNORECASE
)
_MARK = re.compile(r"<[^>]*>")
_BETWEEN = r"(?:[\s\u00a0\u00ad\u200b-\u200d\u2060_.+,-]|%20)+"
_UNSEEN = "[\u00ad\u200b-\u200d\u2060]*"
"""Characters without a width, which programs put within words."""
_WRITTEN_ALSO = {"'": "['’]", "-": "[-\u2010\u2011]"}
_ACCENTS = "\u0300-\u036f"
_MOST_PARTS = 5
"""Words of a name."""


def pattern_of(words: str) -> "re.Pattern[str]":
    """Finds the words whole, in capitals or not, and also as addresses and names of files write them.

    "Ann Example" is found in "ann.example@force.example", in "ann-example.docx" and in "Example, Ann", and not in
    "Joann Example"; an accent may be part of its letter or follow it. Raises RuleBroken when they are too short.
    """
    names = [part.split() for part in unicodedata.normalize("NFC", words).replace("’", "'").split(",")]
    parts = [word for name in names for word in name]
    if len("".join(parts)) < SHORTEST:
        raise RuleBroken(f"Give the words in full: at least {SHORTEST} letters.")
    written = [_written(part) for part in parts]
    orders = [_BETWEEN.join(written)]
    if len(names) == 2 and all(names):
        orders.append(_BETWEEN.join(written[len(names[0]) :] + written[: len(names[0])]))
    if len(parts) <= _MOST_PARTS:
        orders += [_surname_first(written[:at], written[at:]) for at in range(1, len(parts))]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(orders)})(?![^\W_]|[{_ACCENTS}])", re.IGNORECASE)


def _written(word: str) -> str:
    letters = [
        rf"(?:{re.escape(letter)}|{_UNSEEN.join(unicodedata.normalize('NFD', letter))})"
        if unicodedata.decomposition(letter)
        else _WRITTEN_ALSO.get(letter, re.escape(letter))
        for letter in word
    ]
    return _UNSEEN.join(letters)


def _surname_first(first: list[str], last: list[str]) -> str:
    """With a comma between. Not in "Tom Example, Ann Other", which names two other people."""
    order = rf"{_BETWEEN.join(last)}\s*,\s*{_BETWEEN.join(first)}"
    return rf"(?<![^\W_]\s){order}|{order}(?!\s+(?-i:[A-ZÀ-ÖØ-Þ]))"


class Cut:
    """A text without the words, and where each place of it stands now."""

    def __init__(self, text: str, pattern: "re.Pattern[str]", instead: str = TAKEN_OUT) -> None:
        self._found = [(match.start(), match.end()) for match in pattern.finditer(text)]
        self.text = pattern.sub(instead.replace("\\", r"\\"), text)
        self._instead = len(instead)

    @property
    def count(self) -> int:
        return len(self._found)

    def place(self, at: int) -> int:
        """Where what stood at `at` stands now; within what was taken out, behind what stands there instead."""
        moved = 0
        for starts, ends in self._found:
            if at <= starts:
                break
            if at < ends:
                return starts + moved + self._instead
            moved += self._instead - (ends - starts)
        return at + moved


def cut_json(thing: Any, pattern: "re.Pattern[str]", counted: Callable[[int], None]) -> Any:
    """The same thing without the words. Passages and spans of a text, which stand beside it, move with it."""
    if isinstance(thing, str):
        cut = Cut(thing, pattern)
        counted(cut.count)
        return cut.text
    if isinstance(thing, list):
        return [cut_json(one, pattern, counted) for one in thing]
    if isinstance(thing, dict):
        made = {
            Cut(key, pattern).text if isinstance(key, str) else key: cut_json(value, pattern, counted)
            for key, value in thing.items()
        }
        if isinstance(thing.get("text"), str):
            moved = Cut(thing["text"], pattern)
            for inside in ("passages", "spans"):
                _move(made.get(inside), moved)
        return made
    return thing


def _move(spans: Any, moved: Cut) -> None:
    for span in spans if isinstance(spans, list) else ():
        if (
            isinstance(span, dict)
            and isinstance(span.get("starts"), int)
            and isinstance(span.get("ends"), int)
        ):
            span["starts"], span["ends"] = moved.place(span["starts"]), moved.place(span["ends"])


def stands_in(data: bytes, pattern: "re.Pattern[str]") -> bool | None:
    """Whether the words stand in a file. None where nobody can tell by looking for letters, as in a picture."""
    if data.startswith(b"PK"):
        return _in_packed(data, pattern)
    if data.startswith(b"%PDF"):
        return _in_pdf(data, pattern)
    if data.startswith(_PICTURES):
        return None
    codes = ("utf-8", "utf-16-le", "latin-1")
    return any(_said(data.decode(code, "ignore"), pattern) for code in codes)


def _said(text: str, pattern: "re.Pattern[str]") -> bool:
    """Whether a text says the words, also cut in pieces by its marks, or with letters written as marks write them."""
    if pattern.search(text):
        return True
    if "<" not in text and "&" not in text:
        return False
    apart = _APART.sub("\n", text)
    return any(pattern.search(html.unescape(_MARK.sub(instead, apart))) for instead in ("", " "))


def _in_packed(data: bytes, pattern: "re.Pattern[str]", deep: int = 1) -> bool | None:
    """Word and spreadsheets: a word there can be cut in pieces by its looks, so marks are left out first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _MOST_UNPACKED:
                return None
            unsure = False
            for member in packed.infolist():
                holds = _in_member(member.filename, packed.read(member), pattern, deep)
                if holds:
                    return True
                unsure = unsure or holds is None
            return None if unsure else False
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return None


def _in_member(name: str, inside: bytes, pattern: "re.Pattern[str]", deep: int) -> bool | None:
    if pattern.search(name):
        return True
    if inside.startswith(b"PK"):
        return _in_packed(inside, pattern, deep + 1) if deep < _MOST_DEEP else None
    if inside.startswith(b"%PDF"):
        return _in_pdf(inside, pattern)
    if inside.startswith(_UNREADABLE):
        return None
    code = "utf-16" if inside.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return _said(inside.decode(code, "ignore"), pattern)


def _in_pdf(data: bytes, pattern: "re.Pattern[str]") -> bool | None:
    try:
        reader = PdfReader(io.BytesIO(data))
        # Where letters are drawn as one, such as "fi", they are letters again.
        pages = [unicodedata.normalize("NFKC", page.extract_text()) for page in reader.pages]
        told = " ".join(str(value) for value in (reader.metadata or {}).values())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError):
        return None
    if pattern.search(told) or any(pattern.search(page) for page in pages):
        return True
    return False if pages and all(page.strip() for page in pages) else None
