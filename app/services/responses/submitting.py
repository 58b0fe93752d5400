"""A response goes to the office: once, however often the button is pressed, and never for what is closed."""

from datetime import date, datetime

from sqlmodel import Session

from app.errors import NotAllowed, RuleBroken
from app.models.actions import Action
from app.models.people import User
from app.models.responses import Response
from app.services import changes
from app.services.responses.deadlines import next_meeting
from app.services.responses.drafts import Typed, save_draft, sent_by_page
from app.services.responses.subjects import Subject, as_details, locked


def submit(
    session: Session,
    subject: Subject,
    typed: Typed,
    *,
    seen: int,
    writer: str,
    at: datetime,
    today: date,
    by: User,
) -> Response:
    """Send what stands in the form. The same page sending twice sends once.

    Raises DraftConflict when a colleague saved or sent something else first, RuleBroken when the action is
    settled, when there are no words, or when a new date has no day or no reason.
    """
    subject = locked(session, subject)
    sent = sent_by_page(session, subject, by.organisation_id, writer)
    if sent is not None:
        return sent
    refuse_if_settled(subject)
    draft = save_draft(session, subject, typed, seen=seen, writer=writer, at=at, by=by)
    if draft is None:
        raise RuleBroken("Say what has been done before you send it.")
    if not by.id or draft.organisation_id != by.organisation_id:
        raise NotAllowed("This draft is another organisation’s.")
    draft.give(at=at, by_id=by.id)
    draft.writer = writer
    meeting = next_meeting(session, subject, today=today)
    if meeting is not None:
        draft.meeting_id, draft.due_at = meeting.id, meeting.updates_due_at
    session.add(draft)
    session.flush()
    details = as_details(subject, by.organisation_id)
    changes.record(session, "submitted", "response", draft.id, by=by, details=details)
    return draft


def refuse_if_settled(subject: Subject) -> None:
    """Raises RuleBroken for an action that is closed, withdrawn or replaced."""
    if isinstance(subject, Action) and not subject.is_open:
        raise RuleBroken(
            f"Action {subject.reference} is {subject.state.value}, so it takes no more responses. "
            "What you wrote is kept as a draft."
        )
