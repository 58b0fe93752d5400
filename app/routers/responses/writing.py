"""Writing a response: saved as it is typed, with files, and sent; to an action or to a question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import (
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

    def keeping(self, form: ResponseFields, then: Callable[[], Response]) -> Response:
        """Keep what stands in the form, then answer; where a colleague was faster, both texts."""
        try:
            self.save(form)
        except DraftConflict as met:
            return self.conflict(form, met)
        return then()

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


def reaches(session: Session, user: User, named: Mapping[str, str]) -> Subject:
    """What the address names, so that nobody sends a file to what is not theirs. Raises NotFound."""
    if "action_id" in named:
        return get_action(_number(named["action_id"]), session, user)
    return get_owed_question(_number(named["question_id"]), session, user)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 10 else 0


def writing_to(request: Request, session: SessionDep, user: Responder, today: Today, at: Moment) -> Writing:
    """Answering what the address names: an action or a question of the user's organisation. Raises NotFound."""
    return Writing(request, session, reaches(session, user, request.path_params), user, today, at)


EvidenceUpload = Annotated[Upload, Depends(upload_by(May.RESPOND, reaches=reaches))]
WritingTo = Annotated[Writing, Depends(writing_to)]


@router.get("/written-answers/{question_id}")
def show(
    request: Request, session: SessionDep, question: OwedQuestion, user: CurrentUser, today: Today, at: Moment
) -> Response:
    """A question that awaits a written answer."""
    return answer_page(request, session, question, user, today=today, at=at)


@router.post("/actions/{action_id}/response")
@router.post("/written-answers/{question_id}")
def save(writing: WritingTo, form: SentForm) -> Response:
    """Keep the draft of a response, or of a written answer."""
    return writing.keeping(form, lambda: writing.saved(form))


@router.post("/actions/{action_id}/response/send")
@router.post("/written-answers/{question_id}/send")
def send(writing: WritingTo, form: SentForm) -> Response:
    """Send it to the office; what cannot be sent yet is kept, and says why."""
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
    return writing.keeping(form, lambda: writing.page(form, status=422, errors=errors))


@router.post("/actions/{action_id}/response/files")
@router.post("/written-answers/{question_id}/files")
def add_file(upload: EvidenceUpload, writing: WritingTo) -> Response:
    """Put a file with it; what was typed is kept too."""
    form = fields_of(upload.fields)

    def attached() -> Response:
        problem = upload.problem or ("" if upload.data else "Choose the file.") or _attach(writing, upload)
        if problem:
            return writing.page(form, status=422, errors={"file": problem})
        return go_to(writing.request, f"{writing.address}#files")

    return writing.keeping(form, attached)


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
