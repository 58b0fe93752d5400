"""Meetings: the list, the minutes as a page, new ones, their facts and their steps."""

from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.db import OFFICE_TIME
from app.dependencies import (
    CurrentUser,
    Decider,
    DraftMeeting,
    MeetingDep,
    MinuteTaker,
    RecordReader,
    SessionDep,
    Today,
)
from app.errors import RuleBroken
from app.models.meetings import Meeting
from app.models.people import May, User
from app.services import attendances, circulations, lines, meetings, sections
from app.services.audience import unread
from app.templating import go_to, page

router = APIRouter()


class MeetingForm(BaseModel):
    """The head of the minutes as it is typed: dates and times as the browser sends them, or by hand."""

    title: str = ""
    held_on: str = ""
    kind: str = "Holding to account"
    starts_at: str = ""
    ends_at: str = ""
    venue: str = ""
    next_meeting: str = ""
    marking: str = ""
    is_public: bool = False
    significant_public_interest: bool = False
    force_may_follow: bool = False
    updates_due_on: str = ""
    updates_due_hour: str = ""
    like: int | None = None
    """The meeting that a new one is like."""
    section: list[int] = Field(default_factory=list)
    """Its sections to carry on."""

    def facts(self, errors: dict[str, str]) -> meetings.Facts:
        """What was typed; `errors` is filled by field with sentences for what cannot be read."""
        if not self.title.strip():
            errors["title"] = "Give the meeting a title."
        return meetings.Facts(
            title=self.title,
            held_on=_day(self.held_on, errors) or date.min,
            kind=self.kind,
            starts_at=_clock("starts_at", self.starts_at, errors),
            ends_at=_clock("ends_at", self.ends_at, errors),
            venue=self.venue,
            next_meeting=self.next_meeting,
            marking=self.marking,
            is_public=self.is_public,
            significant_public_interest=self.significant_public_interest,
            force_may_follow=self.force_may_follow,
            updates_due_at=self._updates_due_at(errors),
        )

    def _updates_due_at(self, errors: dict[str, str]) -> datetime | None:
        """The day and hour typed, in office time; a day without an hour is its end."""
        hour = _clock("updates_due_hour", self.updates_due_hour, errors)
        if not self.updates_due_on.strip():
            if hour is not None:
                errors["updates_due_on"] = "Give the day by which updates are due, or leave the hour empty."
            return None
        day = _day(self.updates_due_on, errors, name="updates_due_on")
        return datetime.combine(day, hour or time(23, 59), OFFICE_TIME) if day else None


def _day(words: str, errors: dict[str, str], name: str = "held_on") -> date | None:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        of_what = "of the meeting" if name == "held_on" else "by which updates are due"
        errors[name] = f"Give the day {of_what}, such as 2025-05-15."
        return None


def _clock(name: str, words: str, errors: dict[str, str]) -> time | None:
    if not words.strip():
        return None
    try:
        return time.fromisoformat(words.strip())
    except ValueError:
        errors[name] = "Write the time as hours and minutes, such as 13:30."
        return None


def _as_typed(meeting: Meeting) -> MeetingForm:
    due = meeting.updates_due_at.astimezone(OFFICE_TIME) if meeting.updates_due_at else None
    return MeetingForm(
        title=meeting.title,
        held_on=meeting.held_on.isoformat(),
        kind=meeting.kind,
        starts_at=f"{meeting.starts_at:%H:%M}" if meeting.starts_at else "",
        ends_at=f"{meeting.ends_at:%H:%M}" if meeting.ends_at else "",
        venue=meeting.venue,
        next_meeting=meeting.next_meeting,
        marking=meeting.marking,
        is_public=meeting.is_public,
        significant_public_interest=meeting.significant_public_interest,
        force_may_follow=meeting.force_may_follow,
        updates_due_on=due.date().isoformat() if due else "",
        updates_due_hour=f"{due:%H:%M}" if due else "",
    )


@router.get("/meetings")
def show_list(
    request: Request, session: SessionDep, user: RecordReader, today: Today, year: str = "", words: str = ""
) -> Response:
    """The meetings of a year, or of all years when words are looked for."""
    years = meetings.years(session, user=user)
    chosen = int(year) if year.isdecimal() and len(year) == 4 else None
    if chosen is None and not words.strip() and year != "all":
        chosen = today.year if today.year in years else max(years, default=None)
    read = unread(session, user)
    rows = meetings.list_by_year(session, year=chosen, words=words, user=user, read=read)
    return page(
        request,
        "meetings/list.html",
        rows=rows,
        years=years,
        chosen=chosen,
        words=words,
        live=meetings.live_now(session, user=user),
        read=read,
    )


@router.get("/meetings/new")
def ask_for_new(
    request: Request,
    session: SessionDep,
    _user: MinuteTaker,
    like: Annotated[int | None, Query()] = None,
) -> Response:
    """The form of a new meeting, empty or like another."""
    form = MeetingForm(title="Holding to account meeting")
    if like is not None:
        last = meetings.by_id(session, like)
        form = _as_typed(last).model_copy(
            update={
                "held_on": "",
                "ends_at": "",
                "next_meeting": "",
                "like": like,
                "updates_due_on": "",
                "updates_due_hour": "",
            }
        )
        form.section = meetings.proposed_sections(session, last)
    return _new_page(request, session, form, {})


def _new_page(
    request: Request, session: Session, form: MeetingForm, errors: dict[str, str], status: int = 200
) -> Response:
    last = meetings.by_id(session, form.like) if form.like is not None else None
    return page(
        request,
        "meetings/new.html",
        status=status,
        form=form,
        errors=errors,
        like=last,
        sections=sections.of_meeting(session, last) if last else [],
        people=attendances.of_meeting(session, last) if last else [],
        latest=meetings.latest(session),
    )


@router.post("/meetings/new")
def create(
    request: Request, session: SessionDep, user: MinuteTaker, form: Annotated[MeetingForm, Form()]
) -> Response:
    """Make it and go to its page; what cannot be read comes back with what was typed."""
    errors: dict[str, str] = {}
    facts = form.facts(errors)
    if not errors:
        try:
            made = _make(session, form, facts, by=user)
        except RuleBroken as problem:
            errors[_where_wrong(problem)] = str(problem)
        else:
            return go_to(request, f"/meetings/{made.id}")
    return _new_page(request, session, form, errors, 422)


def _where_wrong(problem: RuleBroken) -> str:
    said = str(problem)
    return "updates_due_on" if "Updates" in said else "ends_at" if "end" in said else "title"


def _make(session: Session, form: MeetingForm, facts: meetings.Facts, *, by: User) -> Meeting:
    if form.like is None:
        return meetings.create(session, facts=facts, by=by)
    last = meetings.by_id(session, form.like)
    made = meetings.create_like(session, last, held_on=facts.held_on, section_ids=set(form.section), by=by)
    return meetings.change(session, made, facts=facts, by=by)


@router.get("/meetings/{meeting_id}")
def show(
    request: Request,
    session: SessionDep,
    meeting: MeetingDep,
    user: CurrentUser,
    today: Today,
    edit: str = "",
    after: str = "",
    more: int | None = None,
    undo: str = "",
) -> Response:
    """The minutes, with what a browser without scripts is in the middle of.

    `edit` is the line being changed, `after` the line behind which one is written, `more` the section to
    which lines are being added, `undo` what was just removed.
    """
    shown = meetings.shown(
        meetings.whole(session, meeting),
        may_write=user.may(May.WRITE),
        is_for_the_office=user.is_of_the_office,
        organisation_id=user.organisation_id,
        editing=edit,
        adding_after=after,
        added_to=more,
        undo=undo,
    )
    line_form = lines.being_edited(session, lines.by_id(session, edit)) if edit and shown.may_write else None
    return page(
        request,
        "meetings/show.html",
        shown=shown,
        line_form=line_form,
        today=today,
        standing=meetings.standing_of(session, meeting),
        may_correct=circulations.was_there(session, meeting, user),
    )


@router.get("/meetings/{meeting_id}/edit")
def ask_for_facts(request: Request, meeting: DraftMeeting) -> Response:
    """The form of the head of the minutes."""
    return page(request, "meetings/edit.html", meeting=meeting, form=_as_typed(meeting), errors={})


@router.post("/meetings/{meeting_id}/edit")
def change(
    request: Request,
    session: SessionDep,
    meeting: DraftMeeting,
    user: MinuteTaker,
    form: Annotated[MeetingForm, Form()],
) -> Response:
    """Change the head; what cannot be read comes back with what was typed."""
    errors: dict[str, str] = {}
    facts = form.facts(errors)
    if not errors:
        try:
            meetings.change(session, meeting, facts=facts, by=user)
        except RuleBroken as problem:
            errors[_where_wrong(problem)] = str(problem)
        else:
            return go_to(request, f"/meetings/{meeting.id}")
    return page(request, "meetings/edit.html", status=422, meeting=meeting, form=form, errors=errors)


@router.post("/meetings/{meeting_id}/start")
def start(request: Request, session: SessionDep, meeting: DraftMeeting, user: MinuteTaker) -> Response:
    """The meeting begins, and its minutes are taken."""
    meetings.start(session, meeting, by=user)
    return go_to(request, f"/meetings/{meeting.id}/live")


@router.post("/meetings/{meeting_id}/finish")
def finish(request: Request, session: SessionDep, meeting: DraftMeeting, user: MinuteTaker) -> Response:
    """The meeting is over."""
    meetings.finish(session, meeting, by=user)
    return go_to(request, f"/meetings/{meeting.id}")


@router.post("/meetings/{meeting_id}/share")
def share(request: Request, session: SessionDep, meeting: MeetingDep, user: MinuteTaker) -> Response:
    """Let the bodies that own this meeting's actions see them."""
    meetings.share(session, meeting, by=user)
    return go_to(request, f"/meetings/{meeting.id}")


@router.get("/meetings/{meeting_id}/confirm")
def ask_to_confirm(
    request: Request, session: SessionDep, meeting: MeetingDep, _user: Decider, today: Today
) -> Response:
    """What confirming means, what stands against it, and where the minutes may have been agreed."""
    return _confirm_page(request, session, meeting, today)


def _confirm_page(
    request: Request, session: Session, meeting: Meeting, today: date, *, agreed: str = "", problem: str = ""
) -> Response:
    return page(
        request,
        "meetings/confirm.html",
        status=422 if problem else 200,
        meeting=meeting,
        reasons=meetings.reasons_to_confirm(session, meeting, today),
        offered=meetings.offered(session, meeting),
        agreed_at=meetings.agreed_at(session, meeting),
        agreed=agreed,
        errors={"agreed": problem} if problem else {},
    )


@router.post("/meetings/{meeting_id}/confirm")
def confirm(
    request: Request,
    session: SessionDep,
    meeting: MeetingDep,
    user: Decider,
    today: Today,
    agreed: Annotated[str, Form()] = "",
) -> Response:
    """Agree the minutes as a true record; `agreed` is the later meeting that did, and perhaps its line ("7-abc")."""
    number, _, line_id = agreed.partition("-")
    try:
        if not (meeting.is_confirmed and agreed):
            meetings.confirm(session, meeting, by=user)
        if agreed:
            later = meetings.by_id(session, int(number) if number.isdecimal() and len(number) < 10 else 0)
            meetings.record_agreement(session, meeting, later, line_id=line_id or None, by=user)
    except RuleBroken as problem:
        session.rollback()
        return _confirm_page(request, session, meeting, today, agreed=agreed, problem=str(problem))
    return go_to(request, f"/meetings/{meeting.id}")
