"""Writing a progress update: saved as it is typed, with files, and given to the office."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import Moment, RecommendationDep, Responder, SessionDep, Today, get_recommendation
from app.errors import RuleBroken
from app.models.people import May, User
from app.models.recommendations import Recommendation
from app.routers.progress_updates.reading import address_of, updates_page
from app.services import progress_updates
from app.services.progress_updates import DraftConflict, Typed
from app.templating import fragment, go_to, is_htmx
from app.uploads import Upload, upload_by

router = APIRouter(prefix="/recommendations/{recommendation_id}/updates")


class UpdateFields(BaseModel):
    """What stands in the form; `revision` and `writer` say what the page had seen, and which page it is."""

    text: str = ""
    rating: str = ""
    revision: str = ""
    writer: str = ""
    over: str = ""
    """The revision of a colleague's draft over which this is written knowingly, after a conflict."""

    @property
    def seen(self) -> int:
        words = self.over or self.revision
        return int(words) if words.isdecimal() and len(words) < 10 else 0

    @property
    def page(self) -> str:
        return self.writer[:40]

    @property
    def typed(self) -> Typed:
        return Typed(text=self.text, rating=self.rating)


SentForm = Annotated[UpdateFields, Form()]


@dataclass(frozen=True)
class Writing:
    """Somebody of a body who writes about a recommendation at this moment."""

    request: Request
    session: Session
    recommendation: Recommendation
    user: User
    today: date
    at: datetime

    @property
    def address(self) -> str:
        return address_of(self.recommendation)

    def keeping(self, form: UpdateFields, then: Callable[[], Response]) -> Response:
        """Keep what stands in the form, then answer; where a colleague was faster, both texts."""
        try:
            progress_updates.save_draft(
                self.session, self.recommendation, form.typed,
                seen=form.seen, writer=form.page, at=self.at, by=self.user,
            )  # fmt: skip
        except DraftConflict as met:
            return self.conflict(form, met)
        return then()

    def give(self, form: UpdateFields) -> None:
        """Raises RuleBroken, DraftConflict."""
        progress_updates.give(
            self.session, self.recommendation, form.typed,
            seen=form.seen, writer=form.page, at=self.at, today=self.today, by=self.user,
        )  # fmt: skip

    def page(self, form: UpdateFields, *, status: int, **refused: Any) -> Response:
        """The page again, with everything that was typed."""
        shown = progress_updates.form_of(
            self.session, self.recommendation, self.user, typed=form.typed, writer=form.page, **refused
        )
        return updates_page(
            self.request, self.session, self.recommendation, self.user, status=status, form=shown
        )

    def saved(self, form: UpdateFields, *, status: int = 200, **refused: Any) -> Response:
        """Whether the draft is kept, for the foot of the box in which it is typed."""
        shown = progress_updates.form_of(
            self.session, self.recommendation, self.user, writer=form.page, **refused
        )
        return fragment(
            self.request,
            "progress_updates/_saved.html",
            shown,
            otherwise=f"{self.address}#response",
            status=status,
            form=shown,
            address=self.address,
        )

    def conflict(self, form: UpdateFields, met: DraftConflict) -> Response:
        """Both texts: the colleague's as it stands, and what was typed here, still in its box."""
        self.session.rollback()
        if is_htmx(self.request):
            return self.saved(form, status=409, typed=form.typed, seen=form.seen, conflict=met)
        return self.page(form, status=409, seen=form.seen, conflict=met)


def writing_to(
    request: Request,
    session: SessionDep,
    recommendation: RecommendationDep,
    user: Responder,
    today: Today,
    at: Moment,
) -> Writing:
    """Writing about the recommendation in the address, which the user's organisation leads or shares."""
    return Writing(request, session, recommendation, user, today, at)


WritingTo = Annotated[Writing, Depends(writing_to)]


def reaches(session: Session, user: User, named: Mapping[str, str]) -> Recommendation:
    """So that nobody sends a file to what is not theirs. Raises NotFound."""
    words = named["recommendation_id"]
    return get_recommendation(int(words) if words.isdecimal() and len(words) < 10 else 0, session, user)


EvidenceUpload = Annotated[Upload, Depends(upload_by(May.RESPOND, reaches=reaches))]


@router.post("")
def save(writing: WritingTo, form: SentForm) -> Response:
    """Keep the draft."""
    return writing.keeping(form, lambda: writing.saved(form))


@router.post("/give")
def give(writing: WritingTo, form: SentForm) -> Response:
    """Give it to the office; what cannot be given yet is kept, and says why."""
    try:
        writing.give(form)
    except DraftConflict as met:
        return writing.conflict(form, met)
    except RuleBroken as problem:
        writing.session.rollback()
        errors = {"text" if not form.text.strip() else "rating": str(problem)}
        return writing.keeping(form, lambda: writing.page(form, status=422, errors=errors))
    return go_to(writing.request, f"{writing.address}#given")


@router.post("/files")
def add_file(upload: EvidenceUpload, writing: WritingTo) -> Response:
    """Put a file with it; what was typed is kept too."""
    form = UpdateFields(**{name: upload.fields.get(name, "") for name in UpdateFields.model_fields})

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
            draft = progress_updates.begun(session, writing.recommendation, at=at, by=by)
            progress_updates.attach(session, draft, upload.data, name=upload.name, at=at, by=by)
    except RuleBroken as refused:
        return str(refused)
    return ""
