"""Protective markings of meetings and sections, and how the office wants what is withheld to be printed."""

from sqlmodel import Session, col, select

from app.errors import NotAllowed, RuleBroken
from app.models.meetings import Meeting, Section
from app.models.people import May, User
from app.models.withholdings import PublishingChoice
from app.services import changes

USUAL = ("OFFICIAL", "OFFICIAL-SENSITIVE")
"""Of the Government Security Classifications; an office may use other words."""
LONGEST = 60


def choices(session: Session) -> PublishingChoice:
    """What the office chose; the usual words, switched off, until it has."""
    return session.get(PublishingChoice, 1) or PublishingChoice(markings=list(USUAL), sensitive=[USUAL[1]])


def choose(
    session: Session,
    *,
    says_withheld: bool,
    uses_markings: bool,
    markings: list[str],
    sensitive: list[str],
    by: User,
) -> PublishingChoice:
    """Set it. Raises NotAllowed, RuleBroken when markings are used and none has a name."""
    if not by.may(May.PUBLISH):
        raise NotAllowed("A publisher chooses how minutes are published.")
    words = list(dict.fromkeys(" ".join(one.split())[:LONGEST] for one in markings if one.strip()))
    if uses_markings and not words:
        raise RuleBroken("Write the markings that you use, one on each line.")
    choice = session.get(PublishingChoice, 1) or PublishingChoice()
    choice.says_withheld, choice.uses_markings = says_withheld, uses_markings
    choice.markings = words
    choice.sensitive = [one for one in words if one in {" ".join(each.split()) for each in sensitive}]
    session.add(choice)
    changes.record(session, "changed", "publishing choice", 1, by=by)
    return choice


def of_document(session: Session, meeting: Meeting) -> str:
    """The marking of all that is written of a meeting: the highest of its own and its sections'; "" for none."""
    said = session.exec(
        select(Section.marking).where(
            Section.meeting_id == meeting.id, col(Section.removed_at).is_(None), Section.marking != ""
        )
    ).all()
    order = choices(session).markings
    given = {one for one in (meeting.marking, *said) if one}
    return max(given, key=lambda one: (order.index(one) if one in order else -1, one), default="")


def mark(session: Session, thing: Meeting | Section, marking: str, *, by: User) -> None:
    """Give a meeting or a section a marking, or take it away (""). Raises NotAllowed, RuleBroken for one that the
    office does not use. It is no part of the text, so confirmed minutes can be marked too.
    """
    if not by.may(May.WRITE):
        raise NotAllowed("Markings are given by those who write minutes.")
    used = choices(session)
    if marking and marking != thing.marking and not (used.uses_markings and marking in used.markings):
        raise RuleBroken("Choose a marking from the list.")
    if thing.marking == marking:
        return
    was, thing.marking = thing.marking, marking
    session.add(thing)
    meeting = thing if isinstance(thing, Meeting) else session.get(Meeting, thing.meeting_id)
    noun = "meeting" if isinstance(thing, Meeting) else "section"
    changes.record(session, "marked", noun, thing.id, by=by, meeting=meeting, details={"was": was})
