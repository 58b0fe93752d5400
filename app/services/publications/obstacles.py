"""What stands in the way of publishing, in sentences; and what a publisher should know first."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.models.amendments import Amendment
from app.models.meetings import Meeting, MeetingStatus
from app.models.publications import Publication
from app.services import meetings, returns, withholdings
from app.services.publications.preparing import Prepared, fingerprint_of


@dataclass(slots=True)
class Obstacles:
    """`forbids` has to go first; `warns` is to be known, and forbids nothing."""

    forbids: list[str] = field(default_factory=list)
    warns: list[str] = field(default_factory=list)


def in_the_way(
    session: Session, meeting: Meeting, prepared: Prepared, latest: Publication | None
) -> Obstacles:
    """Everything that stands between these minutes and the public."""
    found = Obstacles()
    if meeting.status in {MeetingStatus.PLANNED, MeetingStatus.IN_PROGRESS}:
        found.forbids.append("The meeting is not over: finish it first.")
    if meeting.is_report:
        found.forbids.append("This is a report about recommendations: nobody met, so there are no minutes.")
    if meeting.is_being_amended:
        found.forbids.append("An amendment is open: finish it first.")
    if not any(line.text.strip() for part in prepared.minutes.parts for line in part.lines):
        found.forbids.append("Nothing stands in these minutes that could be published.")
    found.forbids += withholdings.unresolved(session, meeting)
    if latest is not None and latest.withdrawn_at is None and says_the_same(latest, prepared):
        found.forbids.append(f"Nothing has changed since version {latest.version}.")
    if prepared.signed is None:
        found.warns.append("Nobody has signed the check of exactly this text.")
    if meeting.status in {MeetingStatus.DRAFT, MeetingStatus.CIRCULATED}:
        found.warns.append("These minutes are not confirmed: they will say “Draft, subject to confirmation”.")
        reasons = meetings.reasons_to_confirm(session, meeting)
        found.warns += [*reasons.why_not, *reasons.first]
    for file, _, _ in returns.unsettled(session, meeting):
        found.warns.append(
            f"Differences in {file.name}, an edited Word file that came back, are not settled."
        )
    return found


def says_the_same(publication: Publication, prepared: Prepared) -> bool:
    """Whether the next version would repeat this one."""
    said = fingerprint_of(publication.content, publication.status, publication.office)
    return said == prepared.fingerprint


def amended_because(session: Session, meeting: Meeting, latest: Publication | None) -> str:
    """The reasons of what was amended since the latest version, to be offered as the next one's."""
    if latest is None:
        return ""
    reasons = session.exec(
        select(Amendment.reason)
        .where(Amendment.meeting_id == meeting.id, col(Amendment.finished_at) > latest.published_at)
        .order_by(col(Amendment.number))
    ).all()
    return "; ".join(reason.strip().rstrip(".") for reason in reasons if reason.strip())
