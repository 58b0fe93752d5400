"""An edited Word file brought back: the differences one by one, accepted or declined."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.dependencies import CurrentUser, MeetingDep, MinuteTaker, SessionDep
from app.errors import DomainError, RuleBroken, UnreadableDocument
from app.models.returns import Decision
from app.services import returns
from app.templating import go_to, page
from app.uploads import UploadDep

LONGEST = 18
"""Characters of a tick's value: two numbers of nine figures."""
router = APIRouter(prefix="/meetings/{meeting_id}/bring-back")


@dataclass(slots=True)
class Sent:
    """The file as it was read, or the sentence that says why not."""

    edited: returns.Edited | None = None
    problem: str = ""


def read_sent(upload: UploadDep) -> Sent:
    """Reading takes its time, so it is done before the request's transaction begins."""
    if upload.problem or not upload.data:
        return Sent(problem=upload.problem or "Choose the Word file that was edited.")
    try:
        return Sent(returns.read_edited(upload.data, upload.name))
    except UnreadableDocument as refusal:
        return Sent(problem=str(refusal))


@router.get("")
def ask_for_file(request: Request, session: SessionDep, meeting: MeetingDep, _user: MinuteTaker) -> Response:
    """The form, and the files that came back."""
    return page(
        request, "documents/bring_back.html", meeting=meeting, files=returns.of_meeting(session, meeting)
    )


@router.post("")
def bring_back(
    request: Request,
    sent: Annotated[Sent, Depends(read_sent)],
    session: SessionDep,
    meeting: MeetingDep,
    user: MinuteTaker,
) -> Response:
    """Compare what was sent with the record, and show the differences."""
    problem = sent.problem
    if sent.edited is not None:
        try:
            returned = returns.bring_back(session, meeting, sent.edited, by=user)
        except DomainError as refusal:
            session.rollback()
            problem = str(refusal)
        else:
            return go_to(request, f"/meetings/{meeting.id}/bring-back/{returned.id}")
    files = returns.of_meeting(session, meeting)
    return page(
        request, "documents/bring_back.html", status=422, meeting=meeting, files=files, problem=problem
    )


@router.get("/{returned_id}")
def show_returned(
    request: Request,
    session: SessionDep,
    meeting: MeetingDep,
    _user: MinuteTaker,
    returned_id: int,
    tick: Annotated[str, Query()] = "",
) -> Response:
    """Every difference; `tick` is "all" where all that wait are to be ticked."""
    shown = returns.shown(session, returns.by_id(session, meeting, returned_id))
    return page(request, "documents/returned.html", meeting=meeting, shown=shown, tick=tick == "all")


async def read_ticked(request: Request) -> FormData:
    """Asked for before the session, so that a slow connection holds no lock."""
    return await request.form(max_files=0, max_fields=20_000)


@router.post("/{returned_id}")
def decide_differences(
    request: Request,
    ticked: Annotated[FormData, Depends(read_ticked)],
    session: SessionDep,
    meeting: MeetingDep,
    user: CurrentUser,
    _writer: MinuteTaker,
    returned_id: int,
) -> Response:
    """Accept or decline what is ticked. What could not be accepted stays, and says why."""
    returned = returns.by_id(session, meeting, returned_id)
    decision = Decision.DECLINED if ticked.get("decision") == "decline" else Decision.ACCEPTED
    refused: list[returns.Refused] = []
    problem = ""
    try:
        refused = returns.decide(session, returned, _chosen(ticked), decision=decision, by=user)
    except RuleBroken as refusal:
        session.rollback()
        problem = str(refusal)
    if not refused and not problem:
        return go_to(request, f"/meetings/{meeting.id}/bring-back/{returned_id}")
    session.flush()
    return page(
        request,
        "documents/returned.html",
        status=422,
        meeting=meeting,
        shown=returns.shown(session, returned),
        tick=False,
        problem=problem,
        refused={one.position: one.why for one in refused},
    )


def _chosen(ticked: FormData) -> dict[int, int]:
    """Positions of differences, and the revision that each was seen with: "7:3"."""
    out: dict[int, int] = {}
    for value in map(str, ticked.getlist("pick")):
        position, _, seen = value.partition(":")
        if position.isdecimal() and seen.isdecimal() and len(value) < LONGEST:
            out[int(position)] = int(seen)
    return out
