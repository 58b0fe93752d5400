"""Passages of lines set by hand: kind, speakers, what an answer replies to, which action, where it is
parted.
"""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import EntryDep, MinuteTaker, SessionDep
from app.errors import DomainError, RuleBroken
from app.models.lines import Entry, Kind, Mention, Outcome
from app.models.meetings import Meeting
from app.models.people import User
from app.routers.lines import answered, line_form
from app.services import actions, lines

router = APIRouter()


class PassageForm(BaseModel):
    """What a person says of a passage. `reference` is of the action it restates or reviews."""

    kind: Kind
    speakers: str | None = None
    """Separated by commas; None where the form has no field for them."""
    replies_to: str = ""
    reference: str = ""
    outcome: Outcome | None = None


@router.post("/entries/{entry_id}")
def save(
    request: Request,
    session: SessionDep,
    entry: EntryDep,
    user: MinuteTaker,
    form: Annotated[PassageForm, Form()],
) -> Response:
    """Set what differs from what is there; the rest stays as it was read."""
    line = lines.by_id(session, entry.line_id)
    before = answered(session, line)
    try:
        _apply(session, entry, form, by=user)
    except DomainError as problem:
        session.rollback()
        return line_form(request, session, lines.by_id(session, entry.line_id), error=str(problem))
    return line_form(request, session, line, before=before, said="Saved.")


def _apply(session: Session, entry: Entry, form: PassageForm, *, by: User) -> None:
    if form.kind != entry.kind:
        lines.set_kind(session, entry, kind=form.kind, by=by)
    if form.speakers is not None:
        wanted = [" ".join(words.split()) for words in re.split(r"[,;]", form.speakers) if words.strip()]
        if wanted != [speaker.words for speaker in entry.speakers]:
            lines.set_speakers(session, entry, wanted, by=by)
    if (
        entry.kind == Kind.ANSWER
        and form.replies_to != ""
        and form.replies_to != str(entry.replies_to_id or 0)
    ):
        number = int(form.replies_to) if form.replies_to.isdecimal() else 0
        question = lines.entry_by_id(session, number) if number else None
        lines.set_reply(session, entry, question=question, by=by)
    if form.reference.strip() or entry.kind == Kind.REVIEW:
        _tie(session, entry, form, by=by)
    elif entry.kind == Kind.ACTION and entry.mention == Mention.RESTATED:
        lines.raise_here(session, entry, by=by)


def _tie(session: Session, entry: Entry, form: PassageForm, *, by: User) -> None:
    """Tie a review or a restatement to the action whose reference was typed."""
    meeting = session.get_one(Meeting, entry.meeting_id)
    if not form.reference.strip():
        if form.outcome is not None and form.outcome != entry.outcome:
            raise RuleBroken("Say which action was reviewed: give its reference, such as 17/2023.")
        return
    action = actions.find_by_reference(session, form.reference, meeting=meeting)
    if action is None:
        raise RuleBroken(f"The register has no action {form.reference.strip()}. Check its reference.")
    if entry.kind == Kind.REVIEW:
        outcome = form.outcome or Outcome.PROGRESSED
        if (entry.action_id, entry.outcome) != (action.id, outcome):
            lines.set_outcome(session, entry, action=action, outcome=outcome, by=by)
    elif entry.kind == Kind.ACTION and entry.action_id != action.id:
        lines.set_action(session, entry, action=action, by=by)


@router.post("/entries/{entry_id}/split")
def split(
    request: Request,
    session: SessionDep,
    entry: EntryDep,
    user: MinuteTaker,
    at: Annotated[int, Form()],
    kind: Annotated[Kind, Form()] = Kind.STATEMENT,
) -> Response:
    """Part a passage in two."""
    line = lines.by_id(session, entry.line_id)
    before = answered(session, line)
    lines.split(session, entry, at=at, kind=kind, by=user)
    return line_form(request, session, line, before=before, said="Parted in two.")


@router.post("/entries/{entry_id}/join")
def join(request: Request, session: SessionDep, entry: EntryDep, user: MinuteTaker) -> Response:
    """Join a passage to the one before it."""
    line = lines.by_id(session, entry.line_id)
    before = answered(session, line)
    lines.join(session, entry, by=user)
    return line_form(request, session, line, before=before, said="Joined to the passage before it.")
