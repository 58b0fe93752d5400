"""What somebody pastes: a table copied from a spreadsheet, or a list with a number before each thing."""

import csv
import io
import re

_NUMBERED = re.compile(
    r"(?:(?:recommendations?|recs?\.?)\s+)?(?P<ref>[A-Za-z]{0,6}-?\d[\w.]*?)\s*(?:[.:)–—-]\s+|\s{2,}|\s+(?=[A-Z]))(?P<words>\S.*)",
    re.I,
)
_LONGEST_TITLE = 100


def as_rows(text: str) -> bytes:
    """The table as it was copied; or, of a list such as "8. Count the beds.", a table with a row for each thing."""
    lines = [line.strip() for line in text.replace("\r", "").split("\n")]
    numbered = [_NUMBERED.fullmatch(line) for line in lines]
    full = sum(bool(line) for line in lines)
    if "\t" in text or not full or not numbered[next(at for at, line in enumerate(lines) if line)]:
        return text.encode()
    found: list[tuple[str, str]] = []
    for line, match in zip(lines, numbered, strict=True):
        if match is not None:
            found.append((match["ref"].rstrip("."), match["words"]))
        elif line:
            reference, words = found[-1]
            found[-1] = reference, f"{words} {line}"
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Reference", "Title", "Wording"))
    for reference, words in found:
        is_title = len(words) <= _LONGEST_TITLE and not words.endswith(".")
        writer.writerow((reference, words if is_title else "", "" if is_title else words))
    return out.getvalue().encode()
