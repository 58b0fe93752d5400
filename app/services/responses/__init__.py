"""What bodies say in writing about what they owe: drafted, sent with evidence, reviewed by the office."""

from app.services.responses.answering import Answering, ResponseForm, answering, form_of
from app.services.responses.asking import Asked, asked
from app.services.responses.deadlines import Upcoming, is_past, next_meeting, upcoming
from app.services.responses.drafts import DraftConflict, Typed, as_typed, begun, draft_of, save_draft
from app.services.responses.evidence import attach, given_out, remove, restore
from app.services.responses.evidence import by_id as evidence_by_id
from app.services.responses.owing import Owed, OwedPage, owed
from app.services.responses.reviewing import (
    accept,
    accept_as_proposed,
    do_as_proposed,
    leave_for_meeting,
    return_with_question,
)
from app.services.responses.subjects import (
    Subject,
    awaits_words,
    by_id,
    may_answer,
    owes,
    owes_words,
    question_by_id,
    subject_of,
)
from app.services.responses.submitting import submit
from app.services.responses.telling import Correspondence, Happening, Said, Step, correspondence, history

__all__ = [
    "Answering",
    "Asked",
    "Correspondence",
    "DraftConflict",
    "Happening",
    "Owed",
    "OwedPage",
    "ResponseForm",
    "Said",
    "Step",
    "Subject",
    "Typed",
    "Upcoming",
    "accept",
    "accept_as_proposed",
    "answering",
    "as_typed",
    "asked",
    "attach",
    "awaits_words",
    "begun",
    "by_id",
    "correspondence",
    "do_as_proposed",
    "draft_of",
    "evidence_by_id",
    "form_of",
    "given_out",
    "history",
    "is_past",
    "leave_for_meeting",
    "may_answer",
    "next_meeting",
    "owed",
    "owes",
    "owes_words",
    "question_by_id",
    "remove",
    "restore",
    "return_with_question",
    "save_draft",
    "subject_of",
    "submit",
    "upcoming",
]
