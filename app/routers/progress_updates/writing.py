"""Writing a progress update: saved as it is typed, with files, and given to the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.dependencies import Moment, RecommendationDep, Responder, SessionDep, Today, get_recommendation
from app.errors import RuleBroken
from app.models.people import May, User
from app.models.recommendations import Recommendation
from app.routers.drafts import DraftFields, Drafting, number_of
from app.routers.progress_updates.reading import address_of, updates_page
from app.services import progress_updates
from app.services.progress_updates import DraftConflict, Typed
from app.templating import fragment, go_to
from app.uploads import Upload, upload_by

router = APIRouter(prefix="/recommendations/{recommendation_id}/updates")


class UpdateFields(DraftFields):
    """A progress update, with what the body calls its state."""

    rating: str = ""

    @property
    def typed(self) -> Typed:
        return Typed(text=self.text, rating=self.rating)


SentForm = Annotated[UpdateFields, Form()]


@dataclass(frozen=True)
class Writing(Drafting[UpdateFields]):
    """Somebody of a body who writes about a recommendation at this moment."""

    recommendation: Recommendation

    @property
    def address(self) -> str:
        return address_of(self.recommendation)

    def as_typed(self, form: UpdateFields) -> Typed:
        return form.typed

    def save(self, form: UpdateFields) -> None:
        progress_updates.save_draft(
            self.session, self.recommendation, form.typed,
            seen=form.seen, writer=form.page, at=self.at, by=self.user,
        )  # fmt: skip

    def attach(self, upload: Upload) -> None:
        draft = progress_updates.begun(self.session, self.recommendation, at=self.at, by=self.user)
        progress_updates.attach(self.session, draft, upload.data, name=upload.name, at=self.at, by=self.user)

    def give(self, form: UpdateFields) -> None:
        """Raises RuleBroken, DraftConflict."""
        progress_updates.give(
            self.session, self.recommendation, form.typed,
            seen=form.seen, writer=form.page, at=self.at, today=self.today, by=self.user,
        )  # fmt: skip

    def page(self, form: UpdateFields, *, status: int, **refused: Any) -> Response:
        shown = progress_updates.form_of(
            self.session, self.recommendation, self.user, typed=form.typed, writer=form.page, **refused
        )
        return updates_page(
            self.request, self.session, self.recommendation, self.user, status=status, form=shown
        )

    def saved(self, form: UpdateFields, *, status: int = 200, **refused: Any) -> Response:
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


def writing_to(
    request: Request,
    session: SessionDep,
    recommendation: RecommendationDep,
    user: Responder,
    today: Today,
    at: Moment,
) -> Writing:
    """Writing about the recommendation in the address, which the user's organisation leads or shares."""
    return Writing(request, session, user, today, at, recommendation)


WritingTo = Annotated[Writing, Depends(writing_to)]


def reaches(session: Session, user: User, named: Mapping[str, str]) -> Recommendation:
    """So that nobody sends a file to what is not theirs. Raises NotFound."""
    return get_recommendation(number_of(named["recommendation_id"]), session, user)


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
    return writing.add_file(UpdateFields.sent_with_file(upload.fields), upload)
