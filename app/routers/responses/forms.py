"""A response as its form sends it."""

from datetime import date

from app.models.responses import Proposal
from app.routers.drafts import DraftFields
from app.services.responses import Typed


class ResponseFields(DraftFields):
    """A response, with what it proposes."""

    proposal: str = ""
    due_on: str = ""
    reason: str = ""

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


def where_wrong(typed: Typed, sentence: str) -> dict[str, str]:
    """By field: what keeps a response from being sent."""
    if not typed.text.strip():
        return {"text": sentence}
    if typed.proposal == Proposal.DATE and typed.due_on is None:
        return {"due_on": sentence}
    if typed.proposal == Proposal.DATE and not typed.reason.strip():
        return {"reason": sentence}
    return {"sent": sentence}
