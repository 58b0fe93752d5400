"""What bodies say of recommendations they answer for: drafted, given with evidence, verified or queried."""

from app.services.progress_updates.drafts import (
    RATINGS,
    DraftConflict,
    Typed,
    answers_for,
    as_typed,
    begun,
    draft_of,
    save_draft,
)
from app.services.progress_updates.evidence import attach, remove, restore
from app.services.progress_updates.evidence import by_id as evidence_by_id
from app.services.progress_updates.giving import give
from app.services.progress_updates.listing import Standing, Waiting, standings, to_read, to_read_count
from app.services.progress_updates.settling import by_id, query, take_back, verify
from app.services.progress_updates.showing import Shown, UpdateForm, Updates, form_of, updates

__all__ = [
    "RATINGS",
    "DraftConflict",
    "Shown",
    "Standing",
    "Typed",
    "UpdateForm",
    "Updates",
    "Waiting",
    "answers_for",
    "as_typed",
    "attach",
    "begun",
    "by_id",
    "draft_of",
    "evidence_by_id",
    "form_of",
    "give",
    "query",
    "remove",
    "restore",
    "save_draft",
    "standings",
    "take_back",
    "to_read",
    "to_read_count",
    "updates",
    "verify",
]
