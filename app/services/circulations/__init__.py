"""Circulating draft minutes: who gets a link of their own, until when, and what they may read with it."""

from app.services.circulations.links import (
    LEADS_NOWHERE,
    NewLink,
    ShownLink,
    by_secret,
    circulate,
    link_by_id,
    links_of,
    note_opened,
    renew,
    revoke,
    set_closing_date,
    suggested_emails,
    who_can_get_one,
)
from app.services.circulations.seeing import (
    WITHHELD,
    Draft,
    DraftLine,
    DraftSection,
    draft_of,
    kept,
    put_back,
    without,
)
from app.services.circulations.standing import refuse_if_closed, to_read, was_there, why_closed
from app.services.circulations.writing import LinkLetter, compose

__all__ = [
    "LEADS_NOWHERE",
    "WITHHELD",
    "Draft",
    "DraftLine",
    "DraftSection",
    "LinkLetter",
    "NewLink",
    "ShownLink",
    "by_secret",
    "circulate",
    "compose",
    "draft_of",
    "kept",
    "link_by_id",
    "links_of",
    "note_opened",
    "put_back",
    "refuse_if_closed",
    "renew",
    "revoke",
    "set_closing_date",
    "suggested_emails",
    "to_read",
    "was_there",
    "who_can_get_one",
    "why_closed",
    "without",
]
