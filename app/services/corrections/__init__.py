"""Corrections: proposed by those who were at a meeting, and accepted, adapted or declined by the office."""

from app.services.corrections.listing import Proposal, Proposed, by_id, of_meeting, open_in, proposed_by
from app.services.corrections.proposing import Proposer, propose
from app.services.corrections.settling import accept, decline

__all__ = [
    "Proposal",
    "Proposed",
    "Proposer",
    "accept",
    "by_id",
    "decline",
    "of_meeting",
    "open_in",
    "propose",
    "proposed_by",
]
