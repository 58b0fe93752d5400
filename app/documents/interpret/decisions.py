"""Decisions ("RESOLVED that") and what became of an action ("Action 17/2022: closed")."""

import re

from app.documents.lexicon import DECIDING_GROUPS
from app.documents.minutes import Outcome

DECISION_MARK = re.compile(
    r"(?:Decisions?|DECISIONS?|Agreed|AGREED|Resolved|RESOLVED|Resolution|"
    r"RESOLUTION)\s*[\d/.-]*\s*[:–-]\s*|(?:RESOLVED|AGREED)\b"
)
_DECIDED = re.compile(
    r"\bRESOLVED\b|\bdecided (?:that|to)\b|\bIt was (?:\w+ly )?(?:therefore |then |further |also )?(?:AGREED|RESOLVED|"
    r"DECIDED|agreed|resolved|decided)\b"
    r"|\b(?:RECOMMENDED|AGREED) (?:that|to)\b"
    rf"|^\s*(?:The\s+|"
    rf"All\s+)?(?:[A-Z][\w’'-]*\s+){{0,4}}?(?i:{DECIDING_GROUPS})\b(?:\s+members)?\s+(?:\w+ly\s+)?(?:also\s+|"
    rf"then\s+|further\s+|therefore\s+)?(?:agreed|resolved|approved|endorsed|decided|determined|"
    rf"ratified|adopted|voted)\b"
    r"|\b[Mm]inutes\b[^.]{0,120}?\b(?:were|was)\b[^.]{0,40}?\b(?:agreed|approved|accepted|confirmed|adopted|signed)\b"
    r"|^\s*(?:Proposed|PROPOSED)\b[^.]{0,120}\b(?:seconded|SECONDED)\b",
)

_STATUS = (
    (Outcome.CARRIED, r"carried(?: forward| over)?|carry forward|c/f|roll(?:ed)? over|deferred"),
    (Outcome.WITHDRAWN, r"withdrawn|no longer (?:required|needed|relevant)|cancelled|dropped"),
    (Outcome.REPLACED, r"superseded|replaced"),
    (Outcome.REOPENED, r"re-?opened"),
    (
        Outcome.PROGRESSED,
        (
            r"on-?going|in progress|progress(?:ed|ing)|partially complete|part complete|underway|"
            r"remains? open|still open|outstanding|open"
        ),
    ),
    (Outcome.CLOSED, r"closed?|completed?|discharged|done|actioned|achieved|finished"),
)
_ANY_STATUS = "|".join(pattern for _, pattern in _STATUS)
REFERENCE = r"(?:[A-Z]{1,5}[-/ ]?)?\d{1,4}(?:[./-]\d{1,4}){0,3}[a-z]?"
_REVIEW = re.compile(
    rf"\b(?:Actions?|ACTIONS?|AP|Action points?)\s*(?:No\.?|point|item|"
    rf"ref)?\s*\(?(?P<ref>{REFERENCE})\)?(?P<between>.*?)(?P<status>\b(?:{_ANY_STATUS})\b)",
    re.S,
)
_STATUS_END = re.compile(
    rf"(?:[-–—:(|\[]|\bstatus\b)\s*(?:now\s+|is\s+|"
    rf"been\s+)?(?P<status>{_ANY_STATUS})\b[^.;]{{0,60}}[.)\]]?\s*$",
    re.I,
)


_NOT_YET = re.compile(r"\b(?:to be|will be|should be|can be|could be|not(?: yet)?(?: been)?)\s+$", re.I)
REPLACED_BY = re.compile(rf"\b(?:replaced|superseded) by\s+(?:action\s+)?(?P<ref>{REFERENCE})", re.I)


def decides(sentence: str) -> bool:
    """Whether a sentence records a decision by the meeting."""
    return DECISION_MARK.match(sentence.lstrip()) is not None or _DECIDED.search(sentence) is not None


def outcome_of(words: str) -> Outcome | None:
    """What a status word means."""
    for outcome, pattern in _STATUS:
        if re.search(rf"\b(?:{pattern})\b", words, re.I):
            return outcome
    return None


def reviews(sentence: str, *, in_review: bool) -> tuple[str | None, Outcome] | None:
    """The reference and the outcome, where a sentence says what became of an action."""
    match = _REVIEW.search(sentence[:600])
    if match and (in_review or len(match["between"]) < 25) and not re.search(r"\bto\s*$", match["between"]):
        found = outcome_of(match["status"])
        if found:
            return match["ref"], found
    listed = re.match(rf"\s*\(?(?P<ref>{REFERENCE})\)?\s*[:–|-]\s*(?P<said>[^.]{{0,70}})", sentence)
    if (
        listed
        and not in_review
        and not re.match(rf"\S+\s*[:–-]\s*(?:{_ANY_STATUS})\b", sentence.strip(), re.I)
    ):
        listed = None
    if listed is None:
        listed = re.match(
            rf"\s*(?P<ref>\d{{1,4}}/\d{{4}})\s+(?P<said>(?:{_ANY_STATUS})\b)\s*(?:[:.–,-]|$)", sentence, re.I
        )
    if (
        listed
        and (said := re.search(rf"\b(?:{_ANY_STATUS})\b", listed["said"], re.I))
        and not _NOT_YET.search(listed["said"][: said.start()])
    ):
        found = outcome_of(said.group())
        if found:
            return listed["ref"], found
    if in_review and (match := _STATUS_END.search(sentence[-200:])):
        found = outcome_of(match["status"])
        if found:
            ref = re.match(rf"\s*\(?(?P<ref>{REFERENCE})\)?[\s.:–|-]", sentence)
            return (ref["ref"] if ref else None), found
    return None
