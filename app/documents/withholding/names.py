"""How minutes name somebody whose name is withheld: in full, by the surname, by the initials they go by."""

import re
from collections.abc import Iterable

from app.documents.lexicon import COURTESY, OFFICES
from app.documents.minutes import Attendee

_WORD = r"[^\W\d_][\w'’-]*"
_INITIAL = r"[A-Z]\.?"


def name_patterns(withheld: Iterable[Attendee], others: Iterable[Attendee]) -> re.Pattern[str] | None:
    """What to look for in every text; None where nobody's name is withheld.

    A surname that somebody else at the meeting has too is looked for only with a first name or initial before it.
    """
    shared = {_surname(one.name).casefold() for one in others}
    patterns: list[str] = []
    for one in withheld:
        words = _words(one.name)
        if not words:
            continue
        surname = words[-1]
        in_full = r"\s+".join(re.escape(word) for word in words)
        patterns.append(f"(?i:{in_full})")
        if len(words) > 1:
            before = rf"(?:(?:(?i:{re.escape(words[0])})|{_INITIAL})(?:\s+(?:{_WORD}|{_INITIAL}))??\s+)"
            may_stand_alone = surname.casefold() not in shared and len(surname) > 2
            alone = f"{re.escape(surname)}|{re.escape(surname.upper())}"
            patterns.append(f"{before}{'?' if may_stand_alone else ''}(?:{alone})")
        if one.known_as and not _is_office(one.known_as, words):
            patterns.append(re.escape(one.known_as))
    if not patterns:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


def _words(name: str) -> list[str]:
    """The name without courtesy before it and letters after it: "Dr Ruth Cole, QPM" is Ruth, Cole."""
    return [word for word in name.split(",")[0].split() if word.rstrip(".") not in COURTESY]


def _surname(name: str) -> str:
    words = _words(name)
    return words[-1] if words else ""


def _is_office(known_as: str, words: list[str]) -> bool:
    """Whether somebody goes by an office ("CC") and not by their own name or initials."""
    names = {word.casefold() for word in words}
    if any(word.casefold() in names for word in known_as.split()):
        return False
    initials = "".join(word[0] for word in words).casefold()
    return known_as.replace(".", "").casefold() != initials or _is_known_office(known_as)


def _is_known_office(known_as: str) -> bool:
    return known_as.casefold() in {office.abbreviation.casefold() for office in OFFICES}
