"""Writing a response: saved as it is typed, with files, and sent; to an action or to a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import (
    ActionDep,
    CurrentUser,
    Moment,
    OwedQuestion,
    Responder,
    SessionDep,
    Today,
    get_action,
    get_owed_question,
)
from app.errors import RuleBroken
from app.models.people import May, User
from app.routers.responses.forms import ResponseFields, fields_of, where_wrong
from app.routers.responses.pages import address_of, answer_page
from app.services import responses
from app.services.responses import DraftConflict, Subject
from app.templating import fragment, go_to, is_htmx
from app.uploads import Upload, upload_by

router = APIRouter()
SentForm = Annotated[ResponseFields, Form()]


@dataclass(frozen=True)
class Writing:
    """Somebody who answers something at this moment."""

    request: Request
    session: Session
    subject: Subject
    user: User
    today: date
    at: datetime

    @property
    def address(self) -> str:
        return address_of(self.subject)

    def save(self, form: ResponseFields) -> None:
        """Keep what stands in the form. Raises DraftConflict."""
        responses.save_draft(
            self.session,
            self.subject,
            form.typed({}),
            seen=form.seen,
            writer=form.page,
            at=self.at,
            by=self.user,
        )

    def page(self, form: ResponseFields, *, status: int, **refused: Any) -> Response:
        """The page again, with everything that was typed."""
        return answer_page(
            self.request,
            self.session,
            self.subject,
            self.user,
            today=self.today,
            at=self.at,
            status=status,
            typed=form.typed({}),
            writer=form.page,
            **refused,
        )

    def saved(self, form: ResponseFields, *, status: int = 200, **refused: Any) -> Response:
        """Whether the draft is kept, for the foot of the box in which it is typed."""
        shown = responses.form_of(self.session, self.subject, self.user, writer=form.page, **refused)
        otherwise = f"{self.address}#response" if form.over else "/owed"
        return fragment(
            self.request,
            "responses/_saved.html",
            shown,
            otherwise=otherwise,
            status=status,
            form=shown,
            page_address=self.address,
        )

    def conflict(self, form: ResponseFields, met: DraftConflict) -> Response:
        """Both texts: the colleague's as it stands, and what was typed here, still in its box."""
        self.session.rollback()
        if is_htmx(self.request):
            return self.saved(form, status=409, typed=form.typed({}), seen=form.seen, conflict=met)
        return self.page(form, status=409, seen=form.seen, conflict=met)


def to_action(
    request: Request, session: SessionDep, action: ActionDep, user: Responder, today: Today, at: Moment
) -> Writing:
    """Answering an action that the user's organisation may see."""
    return Writing(request, session, action, user, today, at)


def to_question(
    request: Request, session: SessionDep, question: OwedQuestion, user: Responder, today: Today, at: Moment
) -> Writing:
    """Answering a question that the user's organisation owes an answer."""
    return Writing(request, session, question, user, today, at)


def reaches(session: Session, user: User, named: Mapping[str, str]) -> Subject:
    """What the address names, so that nobody sends a file to what is not theirs. Raises NotFound."""
    if "action_id" in named:
        return get_action(_number(named["action_id"]), session, user)
    return get_owed_question(_number(named["question_id"]), session, user)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 10 else 0


EvidenceUpload = Annotated[Upload, Depends(upload_by(May.RESPOND, reaches=reaches))]
ToAction = Annotated[Writing, Depends(to_action)]
ToQuestion = Annotated[Writing, Depends(to_question)]


@router.get("/written-answers/{question_id}")
def show(
    request: Request, session: SessionDep, question: OwedQuestion, user: CurrentUser, today: Today, at: Moment
) -> Response:
    """A question that awaits a written answer."""
    return answer_page(request, session, question, user, today=today, at=at)


@router.post("/actions/{action_id}/response")
def save(writing: ToAction, form: SentForm) -> Response:
    """Keep the draft of a response to an action."""
    return _save(writing, form)


@router.post("/written-answers/{question_id}")
def save_answer(writing: ToQuestion, form: SentForm) -> Response:
    """Keep the draft of a written answer."""
    return _save(writing, form)


def _save(writing: Writing, form: ResponseFields) -> Response:
    try:
        writing.save(form)
    except DraftConflict as met:
        return writing.conflict(form, met)
    return writing.saved(form)


@router.post("/actions/{action_id}/response/send")
def send(writing: ToAction, form: SentForm) -> Response:
    """Send a response to an action to the office."""
    return _send(writing, form)


@router.post("/written-answers/{question_id}/send")
def send_answer(writing: ToQuestion, form: SentForm) -> Response:
    """Send a written answer to the office."""
    return _send(writing, form)


def _send(writing: Writing, form: ResponseFields) -> Response:
    errors: dict[str, str] = {}
    typed = form.typed(errors)
    try:
        if not errors:
            responses.submit(
                writing.session, writing.subject, typed,
                seen=form.seen, writer=form.page, at=writing.at, today=writing.today, by=writing.user,
            )  # fmt: skip
            return go_to(writing.request, f"{writing.address}#happened")
    except DraftConflict as met:
        return writing.conflict(form, met)
    except RuleBroken as problem:
        writing.session.rollback()
        errors = where_wrong(typed, str(problem))
    try:
        writing.save(form)
    except DraftConflict as met:
        return writing.conflict(form, met)
    return writing.page(form, status=422, errors=errors)


@router.post("/actions/{action_id}/response/files")
def add_file(upload: EvidenceUpload, writing: ToAction) -> Response:
    """Put a file with the response to an action; what was typed is kept with it."""
    return _add_file(writing, upload)


@router.post("/written-answers/{question_id}/files")
def add_file_to_answer(upload: EvidenceUpload, writing: ToQuestion) -> Response:
    """Put a file with a written answer; what was typed is kept with it."""
    return _add_file(writing, upload)


def _add_file(writing: Writing, upload: Upload) -> Response:
    form = fields_of(upload.fields)
    try:
        writing.save(form)
    except DraftConflict as met:
        return writing.conflict(form, met)
    problem = upload.problem or ("" if upload.data else "Choose the file.")
    if not problem:
        problem = _attach(writing, upload)
    if problem:
        return writing.page(form, status=422, errors={"file": problem})
    return go_to(writing.request, f"{writing.address}#files")


def _attach(writing: Writing, upload: Upload) -> str:
    """Why the file was not taken; "" when it was. The words that came with it are kept either way."""
    session, at, by = writing.session, writing.at, writing.user
    try:
        with session.begin_nested():
            draft = responses.begun(session, writing.subject, at=at, by=by)
            responses.attach(session, draft, upload.data, name=upload.name, at=at, by=by)
    except RuleBroken as refused:
        return str(refused)
    return ""
