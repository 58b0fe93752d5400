"""What was said in writing and what the office did with it, newest first: steps with who and when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.db import OFFICE_TIME
from app.models.changes import Change
from app.models.documents import StoredFile
from app.models.people import Organisation, User
from app.models.responses import Evidence, Proposal, Response, ResponseState
from app.services.actions.telling import Told
from app.services.people import user_names
from app.services.responses.evidence import files_of
from app.services.responses.subjects import Subject, about

_STEPS = {
    ResponseState.ACCEPTED.value: ("Response accepted", "tick"),
    ResponseState.RETURNED.value: ("Returned with a question", "returned"),
    ResponseState.LEFT.value: ("Response left for the meeting", "response"),
}


@dataclass(frozen=True)
class Said:
    """A response that was given, with the names of those it concerns."""

    response: Response
    by: str
    organisation: str
    settled_by: str = ""
    files: Sequence[tuple[Evidence, StoredFile]] = ()


@dataclass(frozen=True)
class Step:
    """A response, or what the office did with one. A response's has `said`."""

    mark: str
    heading: str
    at: datetime
    by: str
    organisation: str
    words: str = ""
    said: Said | None = None

    @property
    def proposal(self) -> Proposal:
        return self.said.response.proposal if self.said else Proposal.NOTHING


@dataclass
class Correspondence:
    """Everything said in writing about one thing that its reader may see, oldest first; and the steps, newest
    first.
    """

    given: list[Said] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def latest(self) -> Said | None:
        return self.given[-1] if self.given else None

    @property
    def waiting(self) -> list[Said]:
        """What the office has neither accepted nor returned."""
        return [said for said in self.given if said.response.awaits_the_office]


@dataclass(frozen=True)
class Happening:
    """One point of the history: what was decided about the action, or a step of its correspondence."""

    on: date
    at: datetime
    told: Told | None = None
    step: Step | None = None

    @property
    def order(self) -> tuple[bool, date, datetime]:
        return (not (self.told and self.told.is_first), self.on, self.at)


def history(told: Sequence[Told], correspondence: Correspondence) -> list[Happening]:
    """Both together, newest first; being raised is what happened first, whenever it was written down."""
    both = [Happening(one.dated_on, one.at, told=one) for one in told]
    both += [
        Happening(one.at.astimezone(OFFICE_TIME).date(), one.at, step=one) for one in correspondence.steps
    ]
    return sorted(both, key=lambda one: one.order, reverse=True)


def correspondence(session: Session, subject: Subject, *, user: User) -> Correspondence:
    """What was given about it: for the office by whomever, for a body by its own organisation."""
    query = select(Response).where(about(subject), Response.state != ResponseState.DRAFT)
    if not user.is_of_the_office:
        query = query.where(Response.organisation_id == user.organisation_id)
    given = session.exec(query.order_by(col(Response.given_at), col(Response.id))).all()
    ids = [response.id or 0 for response in given]
    files = files_of(session, ids)
    changes = session.exec(
        select(Change)
        .where(
            Change.subject == "response",
            col(Change.subject_id).in_([str(number) for number in ids]),
            col(Change.verb).in_(_STEPS),
        )
        .order_by(col(Change.id))
    ).all()
    names = user_names(
        session,
        {
            *(response.given_by_id for response in given),
            *(response.settled_by_id for response in given),
            *(change.by_id for change in changes),
        },
    )
    bodies = _bodies(session, given)
    found = Correspondence()
    taken: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        taken[change.subject_id].append(change)
    for response in given:
        said = Said(
            response,
            names.get(response.given_by_id, ""),
            bodies.get(response.organisation_id, ""),
            names.get(response.settled_by_id or 0, ""),
            files.get(response.id or 0, []),
        )
        found.given.append(said)
        found.steps += _steps(said, taken[str(response.id)], names)
    found.steps.sort(key=lambda step: step.at, reverse=True)
    return found


def _steps(said: Said, changes: list[Change], names: dict[int, str]) -> list[Step]:
    given_at = said.response.given_at or said.response.begun_at
    steps = [
        Step("response", "Response", given_at, said.by, said.organisation, said.response.text, said),
    ]
    for change in changes:
        heading, mark = _STEPS[change.verb]
        words = str(change.details.get("words", ""))
        steps.append(Step(mark, heading, change.at, names.get(change.by_id or 0, ""), "", words))
    return steps


def _bodies(session: Session, given: Sequence[Response]) -> dict[int, str]:
    ids = {response.organisation_id for response in given}
    rows = session.exec(
        select(col(Organisation.id), col(Organisation.name)).where(col(Organisation.id).in_(ids))
    ).all()
    return {number or 0: name for number, name in rows}
