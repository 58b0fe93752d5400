"""Planning questions for a meeting: adding, changing, ordering, taking away and bringing back."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.dependencies import OfficeMeeting, PlannedQuestionDep, Planner, SessionDep
from app.errors import EditConflict, RuleBroken
from app.models.meetings import Meeting, PlannedQuestion, Section
from app.models.recommendations import Recommendation
from app.services import planned_questions, recommendations, sections
from app.services.planned_questions import Plan
from app.templating import fragment

router = APIRouter()


class PlannedForm(BaseModel):
    """A planned question as its form sends it. `about` is "s12" for a section, "r8" for a recommendation."""

    text: str = ""
    about: str = ""
    seen: int = 0

    def places(self, session: Session) -> tuple[Section | None, Recommendation | None]:
        """What it is about; what the form says wrongly is nothing. Raises NotFound."""
        kind, number = self.about[:1], self.about[1:]
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return None, None
        if kind == "s":
            return sections.by_id(session, int(number)), None
        found = recommendations.by_ids(session, [int(number)]) if kind == "r" else []
        return None, found[0] if found else None


def about_choices(session: Session, plan: Plan) -> list[tuple[str, str]]:
    """What a question can be about: nothing, a heading of the meeting, or any recommendation."""
    headings = [(f"s{number}", words) for number, words in plan.sections.items()]
    known = [(f"r{number}", words) for number, words in recommendations.choices(session)]
    return [("", "Nothing in particular"), *headings, *known]


def about_of(planned: PlannedQuestion) -> str:
    """The choice that a planned question stands for."""
    if planned.section_id is not None:
        return f"s{planned.section_id}"
    return f"r{planned.recommendation_id}" if planned.recommendation_id is not None else ""


def _show(
    request: Request,
    session: Session,
    meeting: Meeting,
    *,
    editing: int | None = None,
    undo: int | None = None,
    problem: str = "",
    form: PlannedForm | None = None,
    status: int = 200,
) -> Response:
    """The list again; without htmx, the brief at that place."""
    plan = planned_questions.plan_of(session, meeting)
    asked_for = f"?edit={editing}" if editing else f"?undo={undo}" if undo else ""
    return fragment(
        request,
        "planned_questions/_plan.html",
        plan,
        otherwise=f"/meetings/{meeting.id}/brief{asked_for}#plan",
        status=status,
        choices=about_choices(session, plan),
        editing=editing,
        undo=undo,
        problem=problem,
        form=form,
    )


@router.post("/meetings/{meeting_id}/planned-questions")
def plan(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: Planner,
    form: Annotated[PlannedForm, Form()],
) -> Response:
    """A further question, last."""
    try:
        section, recommendation = form.places(session)
        planned_questions.plan(
            session, meeting, text=form.text, section=section, recommendation=recommendation, by=user
        )
    except RuleBroken as problem:
        session.rollback()
        return _show(request, session, meeting, problem=str(problem), form=form, status=422)
    return _show(request, session, meeting)


@router.get("/planned-questions/{planned_id}")
def show(planned: PlannedQuestionDep, _user: Planner) -> Response:
    """Where it stands: on the brief of its meeting."""
    return RedirectResponse(f"/meetings/{planned.meeting_id}/brief#planned-{planned.id}", 303)


@router.get("/planned-questions/{planned_id}/edit")
def ask_for_words(
    request: Request, session: SessionDep, planned: PlannedQuestionDep, _user: Planner
) -> Response:
    """The list, with this one open."""
    return _show(request, session, _meeting(session, planned), editing=planned.id)


@router.post("/planned-questions/{planned_id}/edit")
def change(
    request: Request,
    session: SessionDep,
    planned: PlannedQuestionDep,
    user: Planner,
    form: Annotated[PlannedForm, Form()],
) -> Response:
    """Change its words or what it is about; nobody overwrites what they did not see."""
    meeting, planned_id = _meeting(session, planned), planned.id
    try:
        section, recommendation = form.places(session)
        planned_questions.change(
            session,
            planned,
            text=form.text,
            seen=form.seen,
            section=section,
            recommendation=recommendation,
            by=user,
        )
    except (RuleBroken, EditConflict) as problem:
        session.rollback()
        return _show(
            request,
            session,
            _meeting(session, planned_questions.by_id(session, planned_id or 0)),
            editing=planned_id,
            problem=str(problem),
            form=form,
            status=problem.status,
        )
    return _show(request, session, meeting)


@router.post("/planned-questions/{planned_id}/move")
def move(
    request: Request,
    session: SessionDep,
    planned: PlannedQuestionDep,
    user: Planner,
    steps: Annotated[int, Form(ge=-100, le=100)] = 1,
) -> Response:
    """Ask it earlier or later."""
    planned_questions.move(session, planned, steps=steps, by=user)
    return _show(request, session, _meeting(session, planned))


@router.post("/planned-questions/{planned_id}/remove")
def remove(request: Request, session: SessionDep, planned: PlannedQuestionDep, user: Planner) -> Response:
    """Take it away; the way back stands in its place."""
    planned_questions.remove(session, planned, by=user)
    return _show(request, session, _meeting(session, planned), undo=planned.id)


@router.post("/planned-questions/{planned_id}/restore")
def restore(request: Request, session: SessionDep, planned: PlannedQuestionDep, user: Planner) -> Response:
    """Bring it back."""
    planned_questions.restore(session, planned, by=user)
    return _show(request, session, _meeting(session, planned))


def _meeting(session: Session, planned: PlannedQuestion) -> Meeting:
    return session.get_one(Meeting, planned.meeting_id)
