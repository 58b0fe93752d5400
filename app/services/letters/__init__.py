"""Letters by e-mail: who is told what, gathered into few letters, and sent from the database once each.

A letter holds references and links, never words of the record: whoever reads it signs in to see more.
"""

from app.services.letters.choosing import choices_of, choose
from app.services.letters.claiming import (
    GIVE_UP_AFTER,
    claim,
    failed,
    is_due,
    kept,
    not_needed,
    sent,
    try_again,
)
from app.services.letters.gathering import AT_A_TIME, Tiding, tell
from app.services.letters.noticing import are_awaited, notice_changes
from app.services.letters.outbox import PAGE, Outbox, given_up, letter_by_id, outbox, reader_of, words_now
from app.services.letters.posting import Post, Refused, addressed, as_message
from app.services.letters.reminding import reminders
from app.services.letters.wording import Wording, wording_of

__all__ = [
    "AT_A_TIME",
    "GIVE_UP_AFTER",
    "PAGE",
    "Outbox",
    "Post",
    "Refused",
    "Tiding",
    "Wording",
    "addressed",
    "are_awaited",
    "as_message",
    "choices_of",
    "choose",
    "claim",
    "failed",
    "given_up",
    "is_due",
    "kept",
    "letter_by_id",
    "not_needed",
    "notice_changes",
    "outbox",
    "reader_of",
    "reminders",
    "sent",
    "tell",
    "try_again",
    "wording_of",
    "words_now",
]
