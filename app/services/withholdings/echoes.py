"""Names and numbers that are withheld in one place and still stand in another."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from app.documents.sensitive import KnownNames, names_in
from app.documents.withholding import is_placeholder
from app.models.meetings import Attendance
from app.models.withholdings import Withheld, Withholding
from app.services.meetings import WholeMeeting
from app.services.withholdings.hiding import Span

_SHORT_PASSAGE = 60
"""Characters of a withheld passage in which every word with a capital is taken for part of a name."""
_CAPITAL = re.compile(r"(?<![\w’'-])[A-Z][\wà-ÿ]{2,}")
_NUMBER = re.compile(r"(?<!\w)\d[\d/-]{3,}(?!\w)")

T = TypeVar("T")


def echoes_in(
    held: Sequence[Withholding], whole: WholeMeeting, places: Iterable[tuple[T, str, list[Span]]]
) -> Iterator[tuple[T, int, int]]:
    """Where such words stand and would be published; once a place for each word."""
    wanted = _words(held, whole)
    if not wanted:
        return
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in sorted(wanted, key=len, reverse=True))})(?!\w)",
        re.IGNORECASE,
    )
    for place, text, kept_out in places:
        told: set[str] = set()
        for match in pattern.finditer(text):
            hidden = any(one < match.end() and match.start() < other for one, other in kept_out)
            if not hidden and not is_placeholder(text) and match.group().casefold() not in told:
                told.add(match.group().casefold())
                yield place, match.start(), match.end()


def _words(held: Sequence[Withholding], whole: WholeMeeting) -> set[str]:
    hidden_people = {one.subject_id for one in held if one.subject == Withheld.ATTENDANCE}
    others = [one for one in whole.attendances if str(one.id) not in hidden_people]
    known = KnownNames.of([one.name for one in others])
    public = {word.casefold() for one in others for word in _named_by(one)}
    found: set[str] = set()
    for one in held:
        if one.subject in (Withheld.LINE, Withheld.HEADING):
            is_passage = one.starts is not None
            words = one.anchor[one.starts : one.ends]
            found |= {words[starts:ends] for starts, ends in names_in(words, known)}
            found |= {word for name in set(found) for word in _CAPITAL.findall(name)}
            found |= set(_NUMBER.findall(words)) if is_passage else set()
            if is_passage and len(words) <= _SHORT_PASSAGE:
                found |= {word for word in _CAPITAL.findall(words) if not known.is_common(word)}
    for there in whole.attendances:
        if str(there.id) in hidden_people:
            found |= {word for word in there.name.split(",")[0].split() if len(word) > 2}
    return {one for one in found if one.casefold() not in public}


def _named_by(there: Attendance) -> list[str]:
    return re.findall(r"\w+", f"{there.name} {there.title} {there.known_as} {there.organisation_words or ''}")
