"""Whether words can be a person's name, the name of a post, or of a body."""

import re

from app.documents.lexicon import Lexicon

PARTICLES = frozenset(
    [
        "de",
        "van",
        "der",
        "von",
        "la",
        "le",
        "al",
        "bin",
        "ap",
        "del",
        "di",
        "da",
        "mac",
        "st",
        "den",
        "ten",
        "el",
    ]
)


def tokens(name: str) -> list[str]:
    """The words of a name."""
    return name.split()


def is_role(words: str, lexicon: Lexicon) -> bool:
    """Whether the words hold the name of a post."""
    if re.search(
        r"(?<![A-Za-z])(?:" + "|".join(re.escape(o.abbreviation) for o in lexicon.offices) + r")(?![A-Za-z])",
        words,
    ):
        return True
    return any(
        w.strip(".,()’'s").lower() in lexicon.role_words or w.strip(".,()").lower() in lexicon.role_words
        for w in re.split(r"[\s/]+", words)
    )


def is_organisation(words: str, lexicon: Lexicon) -> bool:
    """Whether the words name a body: by a word such as Council, or as an abbreviation in capitals."""
    parts = [w.strip(".,()&") for w in words.split()]
    return any(w.lower() in lexicon.organisation_words for w in parts) or bool(
        re.fullmatch(r"[A-Z&]{2,8}", words.strip())
        or re.fullmatch(r"[A-Z][a-z]?[A-Z]{1,3}[a-z]?", words.strip())
    )


def is_name(words: str, lexicon: Lexicon, *, alone: bool = False) -> bool:
    """Whether the words can be a person's name; `alone` accepts none but a full name or a courtesy title."""
    parts = tokens(words)
    courtesy = {c.rstrip(".") for c in lexicon.courtesy}
    polite = 0
    while parts and parts[0].rstrip(".") in courtesy:
        parts, polite = parts[1:], polite + 1
    parts = [
        p
        for p in parts
        if p.rstrip(".,")
        not in ("OBE", "MBE", "CBE", "QPM", "KC", "QC", "MP", "JP", "DL", "BEM", "Jr", "Snr")
    ]
    if not parts or len(parts) > 5:
        return False
    for part in parts:
        if part.lower() in PARTICLES:
            continue
        if not re.fullmatch(r"[A-Z][A-Za-zÀ-ÿ’'‘-]*\.?(?:[A-Z]\.)*", part):
            return False
        low = part.lower().strip(".")
        if (low in lexicon.role_words or low in lexicon.organisation_words) and not (
            polite
            or low
            in (
                "ranger",
                "major",
                "lord",
                "bishop",
                "warden",
                "partner",
                "trust",
                "chambers",
                "charity",
                "major",
                "page",
                "mayor",
            )
        ):
            return False
        if low in _NOT_NAMES:
            return False
    if polite:
        return True
    if len(parts) == 1:
        return False
    if all(p.isupper() and len(p.strip(".")) > 1 for p in parts) and not alone:
        return len(parts) in (2, 3)
    surname = parts[-1].rstrip(".")
    return len(surname) > 1 and not (surname.isupper() and len(surname) <= 4 and not parts[0].isupper())


_NOT_NAMES = frozenset(
    [
        "the",
        "and",
        "of",
        "for",
        "minutes",
        "meeting",
        "agenda",
        "item",
        "items",
        "action",
        "actions",
        "date",
        "time",
        "venue",
        "present",
        "apologies",
        "welcome",
        "introductions",
        "update",
        "report",
        "review",
        "summary",
        "next",
        "steps",
        "any",
        "other",
        "business",
        "matters",
        "arising",
        "declarations",
        "interest",
        "interests",
        "finance",
        "community",
        "public",
        "questions",
        "standing",
        "orders",
        "correspondence",
        "planning",
        "highways",
        "highway",
        "road",
        "village",
        "town",
        "centre",
        "executive",
        "performance",
        "policing",
        "crime",
        "safety",
        "victim",
        "victims",
        "voice",
        "video",
        "tackling",
        "future",
        "current",
        "service",
        "delivery",
        "room",
        "unit",
        "desk",
        "station",
        "headquarters",
        "hq",
        "team",
        "control",
        "confidential",
        "official",
        "sensitive",
        "part",
        "section",
        "appendix",
        "annex",
        "recommendation",
        "recommendations",
        "background",
        "purpose",
        "none",
        "all",
        "confirmed",
        "approved",
        "noted",
        "resolved",
        "agreed",
        "closed",
        "open",
        "completed",
        "ongoing",
        "discussion",
        "overview",
        "introduction",
        "outcomes",
        "attendees",
        "attendance",
        "absent",
        "police",
        "council",
        "parish",
        "january",
        "february",
        "march",
        "july",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "key",
        "risk",
        "risks",
        "strategy",
        "strategic",
        "financial",
        "budget",
        "precept",
        "closing",
        "remarks",
        "putting",
        "survivors",
        "first",
    ]
)
