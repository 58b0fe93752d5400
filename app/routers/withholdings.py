"""Withholding: what of a meeting is kept out of every published form, marking words, deciding and lifting."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.dependencies import CurrentUser, LineDep, MinuteTaker, OfficeMeeting, Publisher, SessionDep
from app.errors import DomainError, NotFound, RuleBroken
from app.models.lines import Line
from app.models.meetings import Meeting
from app.models.people import User
from app.models.withholdings import GROUNDS, Ground, Withheld, Withholding
from app.services import markings, meetings, people, publications, sections, withholdings
from app.templating import go_to, page

router = APIRouter()


class WithholdingForm(BaseModel):
    """What is withheld: `what` such as "section-12" or "line-l3f"; of a line the `words` that stand behind `before`,
    or the numbers (from 0) of the words that were ticked; with neither, all of it.
    """

    what: str = ""
    before: str = ""
    words: str = ""
    ticked: list[int] = Field(default_factory=list)
    ground: str = ""
    ground_words: str = ""


class DecisionForm(BaseModel):
    """The ground that was chosen, or why it is lifted."""

    ground: str = ""
    ground_words: str = ""
    because: str = ""


def get_withholding(withholding_id: int, session: SessionDep, user: CurrentUser) -> Withholding:
    """A withholding, for the office. To anybody else there is none."""
    if not user.is_of_the_office:
        raise NotFound("There is no such page.")
    return withholdings.by_id(session, withholding_id)


WithholdingDep = Annotated[Withholding, Depends(get_withholding)]


def ground_of(words: str) -> Ground:
    """As chosen in a list. Raises RuleBroken for one that is not there."""
    try:
        return Ground(words)
    except ValueError:
        raise RuleBroken("Choose the ground from the list.") from None


@router.get("/meetings/{meeting_id}/withholdings")
def show(request: Request, session: SessionDep, meeting: OfficeMeeting) -> Response:
    """What is withheld, and everything else that can be."""
    return _page(request, session, meeting)


def _page(
    request: Request,
    session: Session,
    meeting: Meeting,
    *,
    errors: dict[str, str] | None = None,
    form: WithholdingForm | None = None,
    at_id: int | None = None,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> Response:
    """`at_id` is the withholding whose form was refused, and `decision` what was chosen there."""
    return page(
        request,
        "withholdings/list.html",
        status=status,
        meeting=meeting,
        shown=withholdings.shown(session, meeting),
        grounds=_grounds(),
        choices=markings.choices(session),
        marked=_marked(session, meeting),
        blocks=withholdings.unresolved(session, meeting),
        still_public=[one for one, _ in publications.showing_too_much(session, meeting)],
        names={one.id: one.name for one in people.users(session)},
        errors=errors or {},
        form=form or WithholdingForm(),
        at_id=at_id,
        decision=decision,
    )


def _grounds() -> list[tuple[str, str]]:
    return [("", "To be chosen"), *((key.value, name) for key, name in GROUNDS.items())]


def _marked(session: Session, meeting: Meeting) -> list[tuple[str, str, str]]:
    """Address, name and marking of the minutes and of each of their sections."""
    there = sections.of_meeting(session, meeting)
    return [
        (f"/meetings/{meeting.id}", "These minutes", meeting.marking),
        *((f"/sections/{one.id}", one.words or "The lines before any heading", one.marking) for one in there),
    ]


@router.post("/meetings/{meeting_id}/withholdings")
def add(
    request: Request,
    session: SessionDep,
    meeting: OfficeMeeting,
    user: MinuteTaker,
    form: Annotated[WithholdingForm, Form()],
) -> Response:
    """Withhold it, or propose to."""
    try:
        held = _withhold(session, meeting, form, user)
    except DomainError as problem:
        session.rollback()
        noun, _, key = form.what.partition("-")
        line = session.get(Line, key) if noun == Withheld.LINE else None
        if line is not None and line.meeting_id == meeting.id:
            errors = {_field_of(problem, "w0"): str(problem)}
            return _line_page(request, session, line, form=form, errors=errors, status=problem.status)
        errors = {_field_of(problem, "what"): str(problem)}
        return _page(request, session, meeting, errors=errors, form=form, status=problem.status)
    return go_to(request, f"/meetings/{meeting.id}/withholdings#withholding-{held.id}")


def _field_of(problem: DomainError, otherwise: str) -> str:
    """The field of the form that a refusal is about."""
    said = str(problem)
    if "other ground" in said:
        return "ground_words"
    return "ground" if "ground" in said else otherwise


def _withhold(session: Session, meeting: Meeting, form: WithholdingForm, user: User) -> Withholding:
    noun, _, key = form.what.partition("-")
    if noun not in {one.value for one in Withheld} or not key:
        raise RuleBroken("Choose what is to be withheld.")
    subject = Withheld(noun)
    words: tuple[int, int] | None = None
    if subject == Withheld.LINE:
        line = session.get(Line, key)
        words = _words(line.text if line is not None else "", form)
    return withholdings.withhold(
        session,
        meeting,
        subject=subject,
        subject_id=key,
        words=words,
        ground=ground_of(form.ground),
        ground_words=form.ground_words,
        by=user,
    )


def _words(text: str, form: WithholdingForm) -> tuple[int, int] | None:
    """Where the words stand. Raises RuleBroken when the text has changed meanwhile and they are not there."""
    if form.ticked:
        places = [found.span() for found in re.finditer(r"\S+", text)]
        chosen = [places[number] for number in form.ticked if 0 <= number < len(places)]
        if not chosen:
            raise RuleBroken("Tick the words that are to be withheld.")
        return min(starts for starts, _ in chosen), max(ends for _, ends in chosen)
    words = form.words.strip()
    if not words:
        return None
    starts = len(form.before) + len(form.words) - len(form.words.lstrip())
    if text[starts : starts + len(words)] != words:
        if text.count(words) != 1:
            raise RuleBroken("The line was changed meanwhile. Choose the words again.")
        starts = text.index(words)
    return starts, starts + len(words)


@router.get("/lines/{line_id}/withhold")
def mark_words(request: Request, session: SessionDep, line: LineDep, _user: MinuteTaker) -> Response:
    """The words of a line, each to be ticked: for whoever selects nothing with a mouse, or has no scripts."""
    return _line_page(request, session, line, form=WithholdingForm())


def _line_page(
    request: Request,
    session: Session,
    line: Line,
    *,
    form: WithholdingForm,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "withholdings/line.html",
        status=status,
        line=line,
        meeting=meetings.by_id(session, line.meeting_id),
        words=line.text.split(),
        grounds=_grounds(),
        form=form,
        errors=errors or {},
    )


@router.post("/withholdings/{withholding_id}/decide")
def decide(
    request: Request,
    session: SessionDep,
    held: WithholdingDep,
    user: Publisher,
    form: Annotated[DecisionForm, Form()],
) -> Response:
    """It is to be withheld, on the ground chosen."""
    number, meeting_id = held.id, held.meeting_id or 0
    try:
        withholdings.decide(
            session, held, ground=ground_of(form.ground), ground_words=form.ground_words, by=user
        )
    except RuleBroken as problem:
        field = _field_of(problem, "withholding")
        return _again(request, session, meeting_id, number, form, field, problem)
    return _back(request, held)


@router.post("/withholdings/{withholding_id}/keep-whole")
def keep_whole(request: Request, session: SessionDep, held: WithholdingDep, user: Publisher) -> Response:
    """Its words are gone from the line: all of the line is withheld."""
    withholdings.keep_whole(session, held, by=user)
    return _back(request, held)


@router.post("/withholdings/{withholding_id}/lift")
def lift(
    request: Request,
    session: SessionDep,
    held: WithholdingDep,
    user: MinuteTaker,
    form: Annotated[DecisionForm, Form()],
) -> Response:
    """It may be published again."""
    number, meeting_id = held.id, held.meeting_id or 0
    said = DecisionForm(ground=held.ground.value, ground_words=held.ground_words, because=form.because)
    try:
        withholdings.lift(session, held, because=form.because, by=user)
    except RuleBroken as problem:
        return _again(request, session, meeting_id, number, said, "because", problem)
    return _back(request, held)


def _again(
    request: Request,
    session: Session,
    meeting_id: int,
    number: int | None,
    form: DecisionForm,
    field: str,
    problem: RuleBroken,
) -> Response:
    """The page with what is wrong beside its form, and what was chosen there."""
    session.rollback()
    return _page(
        request, session, meetings.by_id(session, meeting_id), errors={f"{field}-{number}": str(problem)},
        at_id=number, decision=form, status=problem.status,
    )  # fmt: skip


def _back(request: Request, held: Withholding) -> Response:
    return go_to(request, f"/meetings/{held.meeting_id}/withholdings#withholding-{held.id}")
