"""Withholding something, deciding what was proposed, and lifting it; each is recorded with who and when.

A minute-taker proposes, a publisher decides. What is proposed is kept out at once: the safe side until somebody has
looked. None of it changes the minutes, so it is possible after they were confirmed and after they were published.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.db import now
from app.documents.withholding import whole_words
from app.errors import NotAllowed, NotFound, RuleBroken
from app.models.actions import Action
from app.models.lines import Entry, Line
from app.models.meetings import Attendance, Meeting, Paper, Section
from app.models.people import May, User
from app.models.publications import PublicMeeting
from app.models.responses import Evidence, Response
from app.models.withholdings import GROUNDS, Ground, Withheld, Withholding
from app.services import changes, papers
from app.services.withholdings import publishing
from app.services.withholdings.hiding import holding

A_MOMENT = timedelta(hours=1)
"""Within which one may take back what one withheld oneself, without saying why."""
_NOUNS = {Withheld.HEADING: "section", Withheld.ASSURANCE: "section"}


def by_id(session: Session, withholding_id: int) -> Withholding:
    """Raises NotFound when there is none."""
    held = session.get(Withholding, withholding_id)
    if held is None:
        raise NotFound("There is no such withholding.")
    return held


def withhold(
    session: Session,
    meeting: Meeting,
    *,
    subject: Withheld,
    subject_id: str,
    words: tuple[int, int] | None = None,
    ground: Ground = Ground.UNSAID,
    ground_words: str = "",
    by: User,
) -> Withholding:
    """Keep something out of every published form from now on; `words` is the passage of its text, None all of it.

    The same again changes nothing. Raises NotAllowed, NotFound when it is not of this meeting, RuleBroken when no
    words are chosen, or the ground is not said.
    """
    if not by.may(May.WRITE):
        raise NotAllowed("What is withheld is proposed by a minute-taker and decided by a publisher.")
    _refuse_unsaid(ground, ground_words)
    text, lines = _looked_at(session, meeting, subject, subject_id)
    starts, ends = words if words is not None else (None, None)
    if words is not None:
        starts, ends = max(0, words[0]), min(len(text), words[1])
        if not text[starts:ends].strip():
            raise RuleBroken("Choose the words that are to be withheld.")
        starts, ends = whole_words(text, starts, ends)
        if text[:starts].strip() == "" and text[ends:].strip() == "":
            starts = ends = None
    for other in holding(session, meeting):
        same = (other.subject, other.subject_id, other.starts, other.ends)
        if same == (subject, subject_id, starts, ends) and other.anchor == text:
            return other
    moment = now()
    decides = by.may(May.PUBLISH)
    held = Withholding(
        meeting_id=meeting.id,
        subject=subject,
        subject_id=subject_id,
        starts=starts,
        ends=ends,
        anchor=text,
        lines=lines,
        ground=ground,
        ground_words=ground_words.strip(),
        by_id=by.id or 0,
        at=moment,
        decided_by_id=by.id if decides else None,
        decided_at=moment if decides else None,
    )
    session.add(held)
    session.flush()
    _take_papers_back(session, held)
    _take_off_the_agenda(session, meeting)
    _record(session, "withheld" if decides else "proposed to be withheld", held, meeting, by=by)
    return held


def decide(
    session: Session, held: Withholding, *, ground: Ground, ground_words: str = "", by: User
) -> Withholding:
    """It is to be withheld, on this ground. Raises NotAllowed, RuleBroken without a ground or once lifted."""
    if not by.may(May.PUBLISH):
        raise NotAllowed("What is withheld is decided by a publisher.")
    if not held.holds:
        raise RuleBroken("That is no longer withheld. Withhold it anew.")
    if ground == Ground.UNSAID:
        raise RuleBroken("Choose the ground.")
    _refuse_unsaid(ground, ground_words)
    held.ground, held.ground_words = ground, ground_words.strip()
    held.decided_by_id, held.decided_at = by.id, now()
    _keep(session, "withheld", held, by=by)
    return held


def keep_whole(session: Session, held: Withholding, *, by: User) -> Withholding:
    """Somebody looked at a line in which the withheld words are no longer found: all of it is withheld, as it is
    now. Raises NotAllowed.
    """
    if not by.may(May.PUBLISH):
        raise NotAllowed("What is withheld is decided by a publisher.")
    meeting = session.get(Meeting, held.meeting_id)
    if meeting is None or not held.holds:
        raise RuleBroken("That is no longer withheld.")
    if (
        held.subject in (Withheld.SECTION, Withheld.HEADING)
        and session.get(Section, int(held.subject_id)) is None
    ):
        return _line_by_line(session, meeting, held, by=by)
    held.anchor, held.lines = _looked_at(session, meeting, held.subject, held.subject_id)
    held.starts = held.ends = None
    _keep(session, "withheld", held, by=by)
    return held


def _line_by_line(session: Session, meeting: Meeting, held: Withholding, *, by: User) -> Withholding:
    """A heading that is a line now: what stood under it is withheld line by line, and so is what has its words."""
    standing = session.exec(
        select(Line).where(Line.meeting_id == meeting.id, col(Line.removed_at).is_(None))
    ).all()
    words = held.anchor[held.starts : held.ends].strip()
    for line in standing:
        if line.id in held.lines or (words and words.casefold() in line.text.casefold()):
            withhold(
                session, meeting, subject=Withheld.LINE, subject_id=line.id, ground=held.ground,
                ground_words=held.ground_words, by=by,
            )  # fmt: skip
    return _lifted(session, held, "It is no heading any more; its lines are withheld one by one.", by=by)


def lift(session: Session, held: Withholding, *, because: str = "", by: User) -> Withholding:
    """It may be published again. A minute-taker takes back only what they proposed. Raises NotAllowed,
    RuleBroken without a reason for what a publisher had decided.
    """
    if not held.holds:
        return held
    own = held.is_proposed and held.by_id == by.id and by.may(May.WRITE)
    if not (own or by.may(May.PUBLISH)):
        raise NotAllowed("What is withheld is lifted by a publisher.")
    if held.decided_at is not None and not because.strip():
        raise RuleBroken("Say why it is no longer withheld.")
    return _lifted(session, held, because.strip(), by=by)


def take_back(session: Session, held: Withholding, *, by: User) -> Withholding:
    """Undo of what one withheld oneself a moment ago; later `lift` asks why. Raises as `lift` does."""
    is_own = held.by_id == by.id and held.decided_by_id in (None, by.id)
    if is_own and held.holds and now() - held.at <= A_MOMENT:
        return _lifted(session, held, "Taken back at once.", by=by)
    return lift(session, held, by=by)


def _lifted(session: Session, held: Withholding, because: str, *, by: User) -> Withholding:
    held.lifted_at, held.lifted_by_id, held.lifted_because = now(), by.id, because
    _keep(session, "no longer withheld", held, by=by)
    return held


def _take_papers_back(session: Session, held: Withholding) -> None:
    """Papers that may no longer be public leave the public pages at once: withheld themselves, of a section that is,
    or with a title that names somebody whose name is.
    """
    meeting = session.get(Meeting, held.meeting_id)
    if meeting is None or held.subject not in {Withheld.PAPER, Withheld.SECTION, Withheld.ATTENDANCE}:
        return
    allowed = {one.id for one in publishing.papers(session, meeting)}
    there = session.exec(select(Paper.id).where(Paper.meeting_id == meeting.id)).all()
    papers.take_back(session, [one for one in there if one is not None and one not in allowed])


def _take_off_the_agenda(session: Session, meeting: Meeting) -> None:
    """What was announced of a coming meeting, and the title that stays when minutes are withdrawn, say no more of
    what may not be published. Nothing is added: what is new is announced by a publisher.
    """
    public = session.exec(select(PublicMeeting).where(PublicMeeting.meeting_id == meeting.id)).first()
    if public is None or public.publication_id is not None:
        return
    minutes = publishing.publishable(session, meeting)
    title, venue = minutes.title or meeting.kind, minutes.venue or ""
    may = {(part.number or "", part.title, part.level) for part in minutes.parts}
    agenda = [one for one in public.agenda if (one["number"], one["title"], one["level"]) in may]
    if (public.title, public.venue, public.agenda) != (title, venue, agenda):
        public.title, public.venue, public.agenda, public.changed_at = title, venue, agenda, now()
        session.add(public)


def _refuse_unsaid(ground: Ground, words: str) -> None:
    if ground == Ground.OTHER and not words.strip():
        raise RuleBroken("Say what the other ground is.")
    if ground != Ground.UNSAID and ground not in GROUNDS:
        raise RuleBroken("Choose the ground from the list.")


def _looked_at(
    session: Session, meeting: Meeting, subject: Withheld, subject_id: str
) -> tuple[str, list[str]]:
    """The text as it stands, and of a section the lines that it has. Raises NotFound."""
    if subject == Withheld.LINE:
        line = session.get(Line, subject_id)
        if line is not None and line.meeting_id == meeting.id:
            became = session.exec(
                select(Section).where(Section.typed_id == subject_id, col(Section.removed_at).is_(None))
            ).first()
            return (became.title if became is not None and line.removed_at is not None else line.text), []
    elif subject == Withheld.EVIDENCE:
        if subject_id in {str(one.id) for one in evidence_of(session, meeting)}:
            return "", []
    else:
        table: Any = {Withheld.ATTENDANCE: Attendance, Withheld.PAPER: Paper}.get(subject, Section)
        thing = session.get(table, int(subject_id)) if subject_id.isdecimal() else None
        if thing is not None and thing.meeting_id == meeting.id:
            if subject == Withheld.SECTION:
                return thing.title, _lines_under(session, meeting, thing)
            if isinstance(thing, Section):
                return (thing.assurance_statement if subject == Withheld.ASSURANCE else thing.title), []
            return "", []
    raise NotFound("That is not part of these minutes.")


def _lines_under(session: Session, meeting: Meeting, section: Section) -> list[str]:
    standing = session.exec(
        select(Section)
        .where(Section.meeting_id == meeting.id, col(Section.removed_at).is_(None))
        .order_by(col(Section.position), col(Section.id))
    ).all()
    place = next((at for at, one in enumerate(standing) if one.id == section.id), None)
    ids = [section.id]
    if place is not None:
        for one in standing[place + 1 :]:
            if one.level <= section.level:
                break
            ids.append(one.id)
    return list(
        session.exec(select(Line.id).where(col(Line.section_id).in_(ids)).order_by(col(Line.position))).all()
    )


def evidence_of(session: Session, meeting: Meeting) -> list[Evidence]:
    """The files that bodies sent about the actions and the questions of these minutes."""
    actions = select(Action.id).where(Action.meeting_id == meeting.id)
    questions = select(Entry.id).where(Entry.meeting_id == meeting.id)
    return list(
        session.exec(
            select(Evidence)
            .join(Response, col(Response.id) == col(Evidence.response_id))
            .where(
                col(Response.action_id).in_(actions) | col(Response.entry_id).in_(questions),
                col(Response.given_at).is_not(None),
                col(Evidence.removed_at).is_(None),
            )
            .order_by(col(Evidence.id))
        ).all()
    )


def _keep(session: Session, verb: str, held: Withholding, *, by: User) -> None:
    session.add(held)
    _record(session, verb, held, session.get(Meeting, held.meeting_id), by=by)


def _record(session: Session, verb: str, held: Withholding, meeting: Meeting | None, *, by: User) -> None:
    """Under the thing itself, so that open pages show it anew. The words are not repeated in the history."""
    subject, key = _NOUNS.get(held.subject, held.subject.value), held.subject_id
    if held.subject == Withheld.LINE:
        line = session.get(Line, key)
        if line is not None and line.removed_at is not None:
            became = session.exec(select(Section.id).where(Section.typed_id == key)).first()
            subject, key = ("section", str(became)) if became is not None else (subject, key)
    changes.record(session, verb, subject, key, by=by, meeting=meeting, details={"withholding": held.id})
