"""What the answer to a doubt changes."""

from datetime import date

from app.documents import corrections
from app.documents.checking.asking import OTHER, SIDES, DoubtAsked, ask
from app.documents.dates import find_dates
from app.documents.minutes import Kind, Reading
from app.errors import RuleBroken


def answer(reading: Reading, place: int, chosen: str, typed: str = "") -> None:
    """Do what was chosen for the doubt at `place`, and settle it. `typed` counts where OTHER was chosen.

    Raises RuleBroken for a choice that is none, or a date that cannot be read.
    """
    asked = ask(reading, place)
    if chosen == OTHER and not (asked.other and typed.strip()):
        raise RuleBroken("Choose one of the answers, or fill in your own.")
    if chosen != OTHER and chosen not in [choice.value for choice in asked.choices]:
        raise RuleBroken("Choose one of the answers.")
    if chosen == OTHER or chosen != asked.chosen:
        _change(reading, asked, chosen, typed.strip())
    corrections.settle(reading, place)


def _change(reading: Reading, asked: DoubtAsked, chosen: str, typed: str) -> None:
    subject, key = asked.doubt.subject, asked.doubt.passage
    name = typed if chosen == OTHER else chosen
    if subject == "held_on":
        corrections.set_field(reading, "held_on", read_day(typed))
    elif subject == "heading":
        number = int(asked.row.rpartition("-")[2])
        if chosen == "heading":
            corrections.line_to_heading(reading, number)
        else:
            corrections.heading_to_line(reading, number)
    elif subject == "attendance":
        _change_attendee(reading, int(asked.row.rpartition("-")[2]), chosen)
    elif key is None:
        return
    elif subject in ("kind", "line"):
        corrections.set_kind(reading, key, Kind(chosen))
    elif subject == "answer":
        _change_answer(reading, key, chosen)
    elif subject == "speaker":
        corrections.set_speakers(reading, key, name.split(", "))
    elif subject == "restated":
        corrections.set_restated(reading, key, int(chosen) if chosen else None)
    else:
        _change_action(reading, key, subject, name)


def _change_attendee(reading: Reading, key: int, chosen: str) -> None:
    if chosen == "nobody":
        corrections.remove_attendee(reading, key)
    for side in SIDES:
        if chosen == side:
            corrections.find_attendee(reading, key).organisation_kind = side


def _change_answer(reading: Reading, key: int, chosen: str) -> None:
    corrections.set_kind(reading, key, Kind.STATEMENT if chosen == "no" else Kind.ANSWER)
    if chosen == "yes":
        corrections.set_replies_to(reading, key, corrections.question_before(reading, key))


def _change_action(reading: Reading, key: int, subject: str, name: str) -> None:
    action = corrections.find_passage(reading, key)[2].action
    if action is None:
        return
    corrections.set_action(
        reading,
        key,
        owners=name.split(", ") if subject == "owner" else action.owners,
        due_on=(read_day(name) if name else None) if subject == "due_on" else action.due_on,
        reference=action.reference,
        recommendations=listed(name) if subject == "recommendation" else action.recommendations,
    )


def listed(words: str) -> list[str]:
    """ "8, 12 and 41.3" one by one."""
    parts = words.replace(" and ", ",").replace(";", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def read_day(words: str) -> date:
    """A day as somebody typed it, in British order. Raises RuleBroken when it is none, or lacks its year."""
    found = find_dates(words)
    if len(found) != 1 or found[0].on is None:
        raise RuleBroken("Give the date with day, month and year, such as 31 March 2023.")
    return found[0].on
