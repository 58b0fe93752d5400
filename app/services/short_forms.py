"""Short forms: what a few letters and a space become while somebody types. Built in, and each typist's own."""

import re
from dataclasses import dataclass

from sqlmodel import Session, select

from app.errors import NotFound, RuleBroken
from app.models.people import ShortForm, User

BUILT_IN: tuple[tuple[str, str], ...] = (
    ("pa", "The PCC asked"),
    ("paw", "The PCC asked whether"),
    ("pah", "The PCC asked how"),
    ("psr", "The PCC sought reassurance that"),
    ("pch", "The PCC challenged"),
    ("pno", "The PCC noted that"),
    ("pth", "The PCC thanked"),
    ("dpa", "The DPCC asked"),
    ("cs", "The CC said that"),
    ("cco", "The CC confirmed that"),
    ("cex", "The CC explained that"),
    ("dcs", "The DCC said that"),
    ("acs", "The ACC said that"),
    ("fs", "The force said that"),
    ("ac", "ACTION: CC to"),
    ("ao", "ACTION: OPCC to"),
    ("rs", "RESOLVED that"),
    ("wa", "A written answer is to follow."),
)
"""Letters that are no English word, so that plain typing meets none by accident; each expands into words that
the grammar reads.
"""
LONGEST = 300
"""Characters of the words."""
_SHORT = re.compile(r"[^\W_]{1,20}")


@dataclass(frozen=True, slots=True)
class Expansion:
    """One short form as it works for somebody."""

    short: str
    words: str
    own: int | None = None
    """Id of the row, where it is the typist's own."""
    built_in: str = ""
    """What is built in for these letters, if anything."""


def of_user(session: Session, user: User) -> list[Expansion]:
    """What works for somebody: the built-in set with their own put over it, by letters."""
    return sorted((one for one in everything(session, user) if one.words), key=lambda one: one.short)


def everything(session: Session, user: User) -> list[Expansion]:
    """The same with those that somebody switched off, which have no words: built-in ones first, in their order."""
    own = {
        one.short: one
        for one in session.exec(
            select(ShortForm).where(ShortForm.user_id == user.id).order_by(ShortForm.short)
        ).all()
    }
    found = []
    for short, words in BUILT_IN:
        mine = own.pop(short, None)
        found.append(Expansion(short, mine.words if mine else words, mine.id if mine else None, words))
    return found + [Expansion(one.short, one.words, one.id) for one in own.values()]


def write(session: Session, user: User, *, short: str, words: str) -> ShortForm:
    """Give letters words of one's own, in the place of what they were before. Raises RuleBroken."""
    short, words = short.strip().casefold(), " ".join(words.split())
    if not _SHORT.fullmatch(short):
        raise RuleBroken("A short form is up to 20 letters or digits, without a space.")
    if not words:
        raise RuleBroken("Write the words that the short form stands for.")
    if len(words) > LONGEST:
        raise RuleBroken(f"The words of a short form are at most {LONGEST} characters.")
    return _store(session, user, short, words)


def switch_off(session: Session, user: User, *, short: str) -> ShortForm:
    """These letters, built in, are typed as they stand from now on. Raises RuleBroken."""
    if short not in dict(BUILT_IN):
        raise RuleBroken("There is no such built-in short form.")
    return _store(session, user, short, "")


def remove(session: Session, user: User, short_form_id: int) -> None:
    """Take one's own away: a built-in one of those letters works again. Twice is once. Raises NotFound."""
    found = session.get(ShortForm, short_form_id)
    if found is None:
        return
    if found.user_id != user.id:
        raise NotFound("There is no such short form of yours.")
    session.delete(found)


def _store(session: Session, user: User, short: str, words: str) -> ShortForm:
    found = session.exec(
        select(ShortForm).where(ShortForm.user_id == user.id, ShortForm.short == short)
    ).first()
    found = found or ShortForm(user_id=user.id or 0, short=short, words="")
    found.words = words
    session.add(found)
    session.flush()
    return found
