"""Files that were made for publishing, edited and brought back: what publishing itself changes is no difference."""

from collections.abc import Sequence

from app.documents.differences import Difference, Outline, What, differences
from app.documents.withholding import NAME, PASSAGE, PASSAGE_WITHIN

NOT_COMPARED = "The file was made for publishing, so what is withheld in it was not compared."
_BESIDE = {What.OWNER, What.DUE, What.RECOMMENDATIONS}


def edited(
    record: Outline, published: Outline, found: Sequence[Difference]
) -> tuple[list[Difference], list[str]]:
    """Those of the differences that somebody made, and in sentences what was not compared.

    `published` is how the record would be published. A mark that something is withheld is never taken for words.
    """
    by_publishing = {_key(one) for one in differences(record, published).differences}
    here = [one for one in found if _key(one) in by_publishing]
    if len(here) * 2 <= len(by_publishing):
        here = []
    said = [NOT_COMPARED] if any(one.what not in _BESIDE for one in here) else []
    kept = []
    for one in found:
        if one in here:
            continue
        if _marks(one.new) <= _marks(one.old):
            kept.append(one)
        else:
            said.append(
                f"“{one.new[:200]}” stands where something is withheld, so it was not taken. Change it here."
            )
    return kept, said


def _key(one: Difference) -> tuple[What, int | None, str, str]:
    return one.what, one.was, one.old, one.new


def _marks(words: str) -> set[str]:
    return {mark for mark in (PASSAGE, PASSAGE_WITHIN, NAME) if mark in words}
