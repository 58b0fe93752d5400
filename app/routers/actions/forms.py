"""What the forms of an action send, and what they offer to choose from."""

from collections.abc import Collection
from datetime import date
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session

from app.models.actions import Action
from app.models.recommendations import Recommendation
from app.services import actions, people, recommendations

_MORE_OWNERS = 2  # empty fields for owners beside those there are
_MORE_TIES = 2


class ActionForm(BaseModel):
    """An action as its form sends it. `owner` and `owner_organisation` stand in pairs."""

    seen: int = 0
    wording: str = ""
    raised_on: str = ""
    owner: list[str] = Field(default_factory=list)
    owner_organisation: list[str] = Field(default_factory=list)
    due_on: str = ""
    due_words: str = ""
    recommendation: list[str] = Field(default_factory=list)
    concerns_none: str = ""
    concerns_none_because: str = ""
    share: str = ""

    @property
    def owner_pairs(self) -> list[tuple[str, str]]:
        """Each owner's words with the id of an organisation, or with nothing."""
        return list(zip(self.owner, [*self.owner_organisation, *("" for _ in self.owner)], strict=False))

    @property
    def tied(self) -> list[int]:
        """Ids of the recommendations chosen, each once."""
        return list(dict.fromkeys(found for words in self.recommendation if (found := number_in(words))))


def number_in(words: str) -> int | None:
    """A number that somebody sent, if it is one."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def day_in(words: str, name: str, errors: dict[str, str]) -> date | None:
    """The day that a date field holds; says in `errors` under that name when it is none."""
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        errors[name] = "Give the date as day, month and year, or leave it empty."
        return None


def ties_in(session: Session, form: ActionForm, errors: dict[str, str]) -> list[Recommendation]:
    """The recommendations chosen; says in `errors` when that does not go with "concerns none"."""
    ties = recommendations.by_ids(session, form.tied)
    if form.concerns_none and ties:
        errors["concerns_none"] = "Either choose recommendations, or say that it concerns none."
    if form.concerns_none and not form.concerns_none_because.strip():
        errors["concerns_none_because"] = "Say why it concerns no recommendation."
    return list(ties)


def owners_in(session: Session, form: ActionForm, action: Action | None = None) -> list[dict[str, Any]]:
    """The owners typed; one of the action whose words and organisation stayed keeps all that is known of it."""
    present = action.present_owners if action else []
    there = {(owner.words, owner.organisation_id): owner for owner in present}
    meeting = actions.meeting_of(session, action) if action else None
    wanted: list[dict[str, Any]] = []
    for typed, organisation in form.owner_pairs:
        words = " ".join(typed.split())
        if not words:
            continue
        chosen = number_in(organisation)
        same = there.get((words, chosen))
        if same is not None:
            found = actions.as_details(same)
        else:
            found = actions.resolve_owners(session, [words], meeting=meeting)[0]
            if chosen is not None:
                found["organisation_id"] = people.organisation_by_id(session, chosen).id
        if found not in wanted:
            wanted.append(found)
    return wanted


def form_of(session: Session, action: Action) -> ActionForm:
    """The form as the action fills it."""
    owners = action.present_owners
    return ActionForm(
        seen=actions.version(session, action),
        wording=action.wording,
        owner=[owner.words for owner in owners],
        owner_organisation=[str(owner.organisation_id or "") for owner in owners],
        due_on=action.due_on.isoformat() if action.due_on else "",
        due_words=action.due_words,
        recommendation=[str(number) for number in actions.recommendation_ids(session, action)],
        concerns_none="yes" if action.concerns_none_because else "",
        concerns_none_because=action.concerns_none_because,
    )


def offers(session: Session, form: ActionForm, *, proposed: Collection[int] = ()) -> dict[str, Any]:
    """What actions/_fields.html shows beside what was typed: fields, organisations, recommendations."""
    chosen = set(form.tied)
    choices = recommendations.choices(session)
    offered = [one for one in choices if one[0] in chosen or one[0] in proposed]
    return {
        "form": form,
        "owners": form.owner_pairs + [("", "")] * _MORE_OWNERS,
        "organisations": [("", "Not known")] + [(one.id, one.name) for one in people.organisations(session)],
        "offered": offered,
        "chosen": chosen,
        "others": [("", "Choose")] + [one for one in choices if one not in offered],
        "more": range(_MORE_TIES),
    }
