"""Writing a response: saved as it is typed, with files, and sent; to an action or to a question."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from app.routers.drafts import Drafting, number_of
from app.routers.responses.forms import ResponseFields, where_wrong
from app.routers.responses.pages import address_of, answer_page
from app.services import responses
from app.services.responses import DraftConflict, Subject, Typed
from app.templating import fragment, go_to
from app.uploads import Upload, upload_by

router = APIRouter()
SentForm = Annotated[ResponseFields, Form()]


@dataclass(frozen=True)
class Writing(Drafting[ResponseFields]):
    """Somebody who answers something at this moment."""

    subject: Subject

    @property
    def address(self) -> str:
        return address_of(self.subject)

    def as_typed(self, form: ResponseFields) -> Typed:
        return form.typed({})

    def save(self, form: ResponseFields) -> None:
        responses.save_draft(
            self.session, self.subject, self.as_typed(form),
            seen=form.seen, writer=form.page, at=self.at, by=self.user,
        )  # fmt: skip

    def attach(self, upload: Upload) -> None:
        draft = responses.begun(self.session, self.subject, at=self.at, by=self.user)
        responses.attach(self.session, draft, upload.data, name=upload.name, at=self.at, by=self.user)

    def page(self, form: ResponseFields, *, status: int, **refused: Any) -> Response:
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


def reaches(session: Session, user: User, named: Mapping[str, str]) -> Subject:
    """What the address names, so that nobody sends a file to what is not theirs. Raises NotFound."""
    if "action_id" in named:
        return get_action(number_of(named["action_id"]), session, user)
    return get_owed_question(number_of(named["question_id"]), session, user)


def writing_to(request: Request, session: SessionDep, user: Responder, today: Today, at: Moment) -> Writing:
    """Answering what the address names: an action or a question of the user's organisation. Raises NotFound."""
    return Writing(request, session, user, today, at, reaches(session, user, request.path_params))


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
    return writing.add_file(ResponseFields.sent_with_file(upload.fields), upload)
