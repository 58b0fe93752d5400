"""A response as its form sends it."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel

from app.models.responses import Proposal
from app.services.responses import Typed


class ResponseFields(BaseModel):
    """What stands in the form; `revision` and `writer` say what the page had seen, and which page it is."""

    text: str = ""
    proposal: str = ""
    due_on: str = ""
    reason: str = ""
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

    def typed(self, errors: dict[str, str]) -> Typed:
        """What was typed; `errors` is filled by field with sentences for what cannot be read."""
        proposal = Proposal(self.proposal) if self.proposal in list(Proposal) else Proposal.NOTHING
        return Typed(text=self.text, proposal=proposal, due_on=self._day(errors), reason=self.reason)

    def _day(self, errors: dict[str, str]) -> date | None:
        if not self.due_on.strip():
            return None
        try:
            return date.fromisoformat(self.due_on.strip())
        except ValueError:
            errors["due_on"] = "Give the new date as day, month and year."
            return None


def fields_of(sent: Mapping[str, str]) -> ResponseFields:
    """The same from a form that came with a file."""
    return ResponseFields(**{name: sent.get(name, "") for name in ResponseFields.model_fields})


def where_wrong(typed: Typed, sentence: str) -> dict[str, str]:
    """By field: what keeps a response from being sent."""
    if not typed.text.strip():
        return {"text": sentence}
    if typed.proposal == Proposal.DATE and typed.due_on is None:
        return {"due_on": sentence}
    if typed.proposal == Proposal.DATE and not typed.reason.strip():
        return {"reason": sentence}
    return {"sent": sentence}
