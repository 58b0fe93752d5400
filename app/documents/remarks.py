"""Sentences that we print beside the record and read back: a judgement, an answer promised in writing."""

import re

from app.documents.minutes import Assurance

_JUDGED = re.compile(r"(?P<judged>Assured|Partly assured|Not assured)\.(?: (?P<why>.+))?", re.DOTALL)
_JUDGEMENTS: dict[str, Assurance] = {
    "Assured": "assured",
    "Partly assured": "partly assured",
    "Not assured": "not assured",
}
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PROMISED = re.compile(r"A written answer(?: to the (?P<which>[a-z, ]+) questions?)? is to follow\.")


def read_assurance(text: str) -> tuple[Assurance | None, str]:
    """ "Partly assured. Visits are late." taken apart; what somebody wrote instead is no judgement."""
    found = _JUDGED.fullmatch(text.strip())
    return (_JUDGEMENTS[found["judged"]], found["why"] or "") if found else (None, "")


def say_written_answer(promised: list[int], *, of: int) -> str:
    """That an answer in writing is to follow, to which of a line's questions; these are counted from 1."""
    if of == 1:
        return "A written answer is to follow."
    which = [_ORDER[number - 1] for number in promised if number <= len(_ORDER)]
    named = " and ".join([", ".join(which[:-1]), which[-1]] if len(which) > 1 else which)
    return f"A written answer to the {named} question{'s' if len(which) > 1 else ''} is to follow."


def read_written_answer(text: str) -> list[int]:
    """The same sentence read: the numbers of the questions; none for any other remark."""
    found = _PROMISED.fullmatch(text.strip())
    if found is None:
        return []
    if found["which"] is None:
        return [1]
    return [_ORDER.index(word) + 1 for word in re.split(r", | and ", found["which"]) if word in _ORDER]
