"""What must be published and is not yet, meeting by meeting.

The Elected Local Policing Bodies (Specified Information) Order 2011 (SI 2011/3050), Schedule, paragraph 5:
(a) the date, time and place of each public meeting to be held; (b) the agenda of each public meeting, and any report
or other document that is the subject of an item on it; (c) the minutes of each public meeting, and of each other
meeting at which matters of significant public interest were discussed; (d) a record of each decision of significant
public interest, made at a meeting or otherwise.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, func, select

from app.documents.minutes import Kind
from app.errors import NotAllowed, RuleBroken
from app.models.lines import Entry, Line
from app.models.meetings import Meeting, Paper
from app.models.people import May, User
from app.models.publications import Duty, NotForPublishing, PublicMeeting, PublicPaper
from app.services import changes
from app.services.publications.announcing import HELD
from app.services.trackers.writing import harmless

WORDS = {
    Duty.NOTICE: "Date, time and place",
    Duty.PAPERS: "Agenda and papers",
    Duty.MINUTES: "Minutes",
    Duty.DECISIONS: "Decisions of significant public interest",
}
SUB_PARAGRAPHS = {Duty.NOTICE: "5(a)", Duty.PAPERS: "5(b)", Duty.MINUTES: "5(c)", Duty.DECISIONS: "5(d)"}


class Standing(StrEnum):
    """How far an office has come with one duty."""

    DONE = "published"
    ELSEWHERE = "published elsewhere"
    WANTED = "to be published"
    PARTLY = "partly published"
    LATER = "not yet due"
    EXCUSED = "will not be published"

    @property
    def is_open(self) -> bool:
        return self in {Standing.WANTED, Standing.PARTLY}


@dataclass(frozen=True)
class Owed:
    """One thing that has to be published of one meeting."""

    meeting: Meeting
    duty: Duty
    standing: Standing
    said: str
    """What is there and what is missing, in a few words."""
    reason: NotForPublishing | None = None
    address: str = ""
    """Of its public page, without the folder; empty where there is none."""


@dataclass(frozen=True)
class _Known:
    """What a few statements found out about all meetings."""

    public: dict[int, PublicMeeting]
    papers: Counter[int]
    public_papers: Counter[int]
    decisions: Counter[int]
    reasons: dict[tuple[int, Duty], NotForPublishing]
    today: date


def owed(session: Session, *, today: date, meeting: Meeting | None = None) -> list[Owed]:
    """Every duty of every meeting that has any, the latest meeting first; of one meeting, where it is given.

    The same six statements for three meetings and for three hundred.
    """
    statement = select(Meeting).order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
    if meeting is not None:
        statement = statement.where(Meeting.id == meeting.id)
    known = _know(session, today)
    return [one for row in session.exec(statement).all() if not row.is_report for one in _of(row, known)]


def open_only(rows: Iterable[Owed]) -> list[Owed]:
    """What must be published and is not yet."""
    return [one for one in rows if one.standing.is_open]


def _know(session: Session, today: date) -> _Known:
    papers = session.exec(
        select(Paper.meeting_id, func.count())
        .where(col(Paper.removed_at).is_(None))
        .group_by(col(Paper.meeting_id))
    ).all()
    public_papers = session.exec(
        select(PublicMeeting.meeting_id, func.count())
        .join(PublicPaper, col(PublicPaper.public_meeting_id) == col(PublicMeeting.id))
        .group_by(col(PublicMeeting.meeting_id))
    ).all()
    decisions = session.exec(
        select(Entry.meeting_id, func.count())
        .join(Line, col(Line.id) == col(Entry.line_id))
        .where(Entry.kind == Kind.DECISION, col(Line.removed_at).is_(None))
        .group_by(col(Entry.meeting_id))
    ).all()
    return _Known(
        public={one.meeting_id: one for one in session.exec(select(PublicMeeting)).all()},
        papers=Counter(dict(papers)),
        public_papers=Counter(dict(public_papers)),
        decisions=Counter(dict(decisions)),
        reasons={(one.meeting_id, one.duty): one for one in session.exec(select(NotForPublishing)).all()},
        today=today,
    )


def _of(meeting: Meeting, known: _Known) -> list[Owed]:
    number = meeting.id or 0
    public = known.public.get(number)
    is_shown = public is not None and public.publication_id is not None
    is_announced = public is not None and public.is_announced
    is_over = meeting.status in HELD
    found: list[tuple[Duty, Standing, str]] = []
    if meeting.is_public:
        found.append(_notice(meeting, is_seen=is_announced or is_shown, known=known))
        found.append(_papers(meeting, is_seen=is_announced or is_shown, known=known))
    if meeting.is_public or meeting.significant_public_interest:
        found.append((Duty.MINUTES, *_minutes(meeting, public, is_over=is_over)))
    if meeting.significant_public_interest and known.decisions[number]:
        standing, said = _minutes(meeting, public, is_over=is_over)
        many = "1 decision" if known.decisions[number] == 1 else f"{known.decisions[number]} decisions"
        found.append((Duty.DECISIONS, standing, f"{many}. {said}"))
    return [
        _excused(
            Owed(meeting, duty, standing, said, address=public.address if public and is_shown else ""),
            known.reasons.get((number, duty)),
        )
        for duty, standing, said in found
    ]


def _excused(one: Owed, reason: NotForPublishing | None) -> Owed:
    """A reason counts for what is not public; what is public is public."""
    standing = Standing.EXCUSED if reason and one.standing is not Standing.DONE else one.standing
    return Owed(one.meeting, one.duty, standing, one.said, reason, one.address)


def _notice(meeting: Meeting, *, is_seen: bool, known: _Known) -> tuple[Duty, Standing, str]:
    missing = [
        words
        for words, there in (("the time", meeting.starts_at), ("the place", meeting.venue.strip()))
        if not there
    ]
    if is_seen:
        said = f"Public, without {' and '.join(missing)}." if missing else "Public."
        return Duty.NOTICE, Standing.PARTLY if missing else Standing.DONE, said
    if meeting.published_elsewhere:
        return Duty.NOTICE, Standing.ELSEWHERE, "Published elsewhere."
    if meeting.held_on < known.today:
        return Duty.NOTICE, Standing.WANTED, "It was held without having been announced here."
    return Duty.NOTICE, Standing.WANTED, "Not announced."


def _papers(meeting: Meeting, *, is_seen: bool, known: _Known) -> tuple[Duty, Standing, str]:
    there, public = known.papers[meeting.id or 0], known.public_papers[meeting.id or 0]
    if is_seen:
        if not there:
            return Duty.PAPERS, Standing.DONE, "The agenda is public. There are no papers."
        said = f"The agenda is public, and {public} of {there} paper{'' if there == 1 else 's'}."
        return Duty.PAPERS, Standing.DONE if public >= there else Standing.PARTLY, said
    if meeting.published_elsewhere:
        return Duty.PAPERS, Standing.ELSEWHERE, "Published elsewhere."
    return Duty.PAPERS, Standing.WANTED, "The agenda is not public."


def _minutes(meeting: Meeting, public: PublicMeeting | None, *, is_over: bool) -> tuple[Standing, str]:
    if public is not None and public.publication_id is not None:
        return Standing.DONE, "The minutes are public."
    if public is not None and public.withdrawn_at is not None:
        return Standing.WANTED, "The minutes were withdrawn, and no newer version is public."
    if meeting.published_elsewhere:
        return Standing.ELSEWHERE, "The minutes were published elsewhere."
    if not is_over:
        return Standing.LATER, "The meeting is not over."
    return Standing.WANTED, f"The minutes are {meeting.status.value} and not public."


def excuse(
    session: Session, meeting: Meeting, *, duty: Duty, reason: str, by: User, at: datetime
) -> NotForPublishing | None:
    """Note why this will not be published; an empty reason takes the note away. Raises NotAllowed, RuleBroken."""
    if not by.may(May.PUBLISH):
        raise NotAllowed("A publisher says what will not be published.")
    if len(reason) > 2000:
        raise RuleBroken("Say it in fewer than 2,000 letters.")
    session.refresh(meeting, with_for_update=True)
    there = session.exec(
        select(NotForPublishing).where(
            NotForPublishing.meeting_id == meeting.id, NotForPublishing.duty == duty
        )
    ).first()
    if not reason.strip():
        if there is not None:
            session.delete(there)
            _record(session, meeting, duty, "", by)
        return None
    noted = there or NotForPublishing(meeting_id=meeting.id or 0, duty=duty, reason="", by_id=0, at=at)
    noted.reason, noted.by_id, noted.at = reason.strip(), by.id or 0, at
    session.add(noted)
    session.flush()
    _record(session, meeting, duty, noted.reason, by)
    return noted


def _record(session: Session, meeting: Meeting, duty: Duty, reason: str, by: User) -> None:
    changes.record(
        session,
        "excused" if reason else "no longer excused",
        "duty to publish",
        duty.value,
        by=by,
        meeting=meeting,
        details={"duty": duty.value, "reason": reason},
    )


def as_csv(rows: Iterable[Owed], *, site: str) -> bytes:
    """For a spreadsheet (UTF-8 with its mark), with the addresses of what is public."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            "Date",
            "Meeting",
            "Held in public",
            "SI 2011/3050 Schedule",
            "What",
            "State",
            "Note",
            "Reason",
            "Address",
        ]
    )
    for one in rows:
        writer.writerow(
            [
                one.meeting.held_on.isoformat(),
                harmless(one.meeting.title),
                "yes" if one.meeting.is_public else "no",
                SUB_PARAGRAPHS[one.duty],
                WORDS[one.duty],
                one.standing.value,
                harmless(one.said),
                harmless(one.reason.reason) if one.reason else "",
                f"{site}/published/{one.address}" if one.address else "",
            ]
        )
    return out.getvalue().encode("utf-8-sig")
