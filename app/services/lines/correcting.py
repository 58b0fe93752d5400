"""A line put right while minutes are taken: with one key each, what the grammar understood otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.documents.due import read_due
from app.errors import RuleBroken
from app.models.actions import Action
from app.models.lines import Entry, Kind, Line, Mention
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.models.recommendations import Recommendation, Source
from app.services import actions, drafts, recommendations, sections
from app.services.lines import by_hand, headings
from app.services.lines.asking import set_written_answer
from app.services.lines.reading import next_meeting_on
from app.services.lines.writing import set_shape

HEADING = "heading"
"""Not a kind of passage, but chosen like one."""


@dataclass(slots=True)
class Correction:
    """What is to be set; None leaves it as it is. `passage` is the number of the passage in its line, from 0."""

    passage: int = 0
    kind: str | None = None
    """A kind of passage, or "heading"."""
    speakers: Sequence[str] | None = None
    """Who speaks; of an action, who owns it."""
    due: str | None = None
    """A date, or words such as "the end of Q2"; empty takes the due date away."""
    recommendation: str | None = None
    """The number of its row, or words that end in its reference ("recommendation 8", "IITCSE 41.3")."""
    tied: bool | None = None
    """Whether that recommendation is to be tied; without it one that is tied is untied, and any other tied."""
    reply: str | None = None
    """The id of the question that is answered; empty for none."""
    written_answer: bool | None = None
    bullet: bool | None = None
    depth: int | None = None
    level: int | None = None


def correct(session: Session, thing: Line | Section, said: Correction, *, by: User | None) -> Line | Section:
    """Set what is said of a line or a heading. Either can become the other: what it is now is returned."""
    drafts.opened(session, thing.meeting_id)
    if isinstance(thing, Section):
        return _correct_heading(session, thing, said, by=by)
    if said.kind == HEADING:
        return headings.become_heading(session, thing, by=by)
    drafts.refuse_if_out(thing)
    if said.bullet is not None or said.depth is not None:
        bullet = thing.bullet if said.bullet is None else said.bullet
        set_shape(
            session, thing, bullet=bullet, depth=thing.depth if said.depth is None else said.depth, by=by
        )
    meeting = drafts.of(session, thing.meeting_id)
    if said.kind is not None:
        by_hand.set_kind(session, _passage(thing, said.passage), kind=_kind(said.kind), by=by)
    entry = _passage(thing, said.passage) if _is_about_a_passage(said) else None
    if entry is None:
        return thing
    if said.speakers is not None:
        _set_who(session, meeting, entry, said.speakers, by=by)
    if said.due is not None:
        _set_due(session, meeting, thing, entry, said.due, by=by)
    if said.recommendation is not None:
        _tie(session, meeting, thing, entry, said, by=by)
    if said.reply is not None:
        number = int(said.reply) if said.reply.isdecimal() else 0
        question = by_hand.entry_by_id(session, number) if number else None
        by_hand.set_reply(session, entry, question=question, by=by)
    if said.written_answer is not None:
        set_written_answer(session, entry, to_follow=said.written_answer, by=by)
    return thing


def _correct_heading(
    session: Session, section: Section, said: Correction, *, by: User | None
) -> Line | Section:
    if said.kind is not None and said.kind != HEADING:
        return headings.heading_to_line(session, section, kind=_kind(said.kind), by=by)
    if said.level is not None:
        headings.set_level(session, section, level=said.level, by=by)
    if said.recommendation is not None:
        there = list(sections.recommendations_of(session, section))
        wanted = _with(there, _named(session, section, said.recommendation, by=by), tied=said.tied)
        headings.tie(session, section, wanted, by=by)
    return section


def _is_about_a_passage(said: Correction) -> bool:
    about = (said.speakers, said.due, said.recommendation, said.reply, said.written_answer)
    return any(one is not None for one in about)


def _kind(words: str) -> Kind:
    try:
        return Kind(words)
    except ValueError:
        raise RuleBroken(f"There is no kind of passage called “{words}”.") from None


def _passage(line: Line, number: int) -> Entry:
    if not 0 <= number < len(line.entries):
        raise RuleBroken("That passage is no longer there. Look at the line again.")
    return line.entries[number]


def _set_who(
    session: Session, meeting: Meeting, entry: Entry, words: Sequence[str], *, by: User | None
) -> None:
    said = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    action = _raised_by(session, entry)
    if action is None:
        by_hand.set_speakers(session, entry, said, by=by)
    else:
        actions.correct_owners(session, action, entry, meeting=meeting, words=said, by=by)


def _set_due(
    session: Session, meeting: Meeting, line: Line, entry: Entry, words: str, *, by: User | None
) -> None:
    due = read_due(words, meeting.held_on, next_meeting_on(session, meeting))
    due_on = due.on if due else None
    due_words = " ".join(words.split())
    action = _raised_by(session, entry)
    if action is not None:
        actions.correct_due(
            session, action, entry, meeting=meeting, due_on=due_on, due_words=due_words, by=by
        )
    elif entry.kind == Kind.REVIEW and entry.action_id is not None and entry.outcome is not None:
        actions.review(
            session,
            session.get_one(Action, entry.action_id),
            meeting,
            outcome=entry.outcome,
            remark=entry.words_in(line.text),
            by=by,
            entry=entry,
            due_on=due_on,
            due_words=due_words,
        )
        by_hand.keep(session, entry, by=by)
    else:
        raise RuleBroken("Only an action, or the review of one, has a due date.")


def _tie(
    session: Session, meeting: Meeting, line: Line, entry: Entry, said: Correction, *, by: User | None
) -> None:
    """An action concerns what is tied to it; any other line what its section concerns."""
    section = session.get_one(Section, line.section_id)
    named = _named(session, section, said.recommendation or "", by=by)
    action = _raised_by(session, entry)
    if action is not None:
        there = recommendations.by_ids(session, actions.recommendation_ids(session, action))
        wanted = _with(there, named, tied=said.tied)
        actions.correct_recommendations(session, action, entry, meeting=meeting, wanted=wanted, by=by)
    else:
        there = list(sections.recommendations_of(session, section))
        headings.tie(session, section, _with(there, named, tied=said.tied), by=by)


def _raised_by(session: Session, entry: Entry) -> Action | None:
    if entry.kind != Kind.ACTION or entry.action_id is None or entry.mention == Mention.REVIEWED:
        return None
    return session.get_one(Action, entry.action_id)


def _with(there: list[Recommendation], one: Recommendation, *, tied: bool | None) -> list[Recommendation]:
    tied = one not in there if tied is None else tied
    others = [other for other in there if other.id != one.id]
    return [*others, one] if tied else others


def _named(session: Session, section: Section, words: str, *, by: User | None) -> Recommendation:
    """The recommendation that is meant: by the number of its row, by report and reference, or by reference as it
    is meant here. Raises RuleBroken when there is none.
    """
    words = " ".join(words.split())
    if words.isdecimal():
        known = session.get(Recommendation, int(words))
        if known is None:
            raise RuleBroken("There is no such recommendation any more.")
        return known
    report, _, reference = words.rpartition(" ")
    source = recommendations.find_source(
        session, re.sub(r"\s+rec(ommendation)?s?\.?$", "", report, flags=re.I)
    )
    if source is None:
        reference = words
        number = sections.source_above(session, drafts.of(session, section.meeting_id), section)
        source = session.get(Source, section.source_id or number or 0)
    normal = recommendations.normal_reference(reference)
    if not normal or not re.search(r"\d", normal):
        raise RuleBroken("Name a recommendation by its reference, such as recommendation 8 or IITCSE 8.")
    if source is None:
        alike = session.exec(select(Recommendation).where(col(Recommendation.reference) == normal)).all()
        if len(alike) > 1:
            raise RuleBroken(
                f"Several reports have a recommendation {normal}. Put the report's name before it."
            )
    return recommendations.find_or_create(session, source=source, reference=normal, by=by)
