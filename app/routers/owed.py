"""What a body owes, on one page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.dependencies import Moment, Responder, SessionDep, SignInDep, Today
from app.models.recommendations import UpdateState
from app.services import circulations, progress_updates, responses, sign_ins
from app.templating import page

router = APIRouter()


@router.get("/owed")
def show(
    request: Request, session: SessionDep, user: Responder, sign_in: SignInDep, today: Today, at: Moment
) -> Response:
    """What came back, what is to be answered, what lies with the office, and what was closed."""
    since = sign_ins.before(session, sign_in) if sign_in else None
    owed = responses.owed(session, user=user, today=today, since=since)
    standings = progress_updates.standings(session, user)
    queried = [one for one in standings if one.latest and one.latest.state == UpdateState.QUERIED]
    return page(
        request,
        "owed/owed.html",
        owed=owed,
        queried=queried,
        answers_for=len(standings),
        drafts=circulations.to_read(session, user, today),
        today=today,
        at=at,
    )
