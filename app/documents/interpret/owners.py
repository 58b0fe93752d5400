"""Who must do an action: the owner's words found in it, taken apart, and whose side they are on."""

import re
from dataclasses import dataclass

from app.documents.interpret.context import LineContext
from app.documents.minutes import OrganisationKind

OWNER_TO = re.compile(
    r"(?:(?:For|for|That)\s+)?(?P<owner>(?!(?:To|to)\b)[^:;?!|]{1,80}?)\s+(?P<modal>to|will|"
    r"would|shall|must|should|is to|are to|agreed to|has agreed to|undertook to|is asked to|"
    r"are asked to)\s+(?P<verb>[a-z][\w-]*)"
)
NOT_VERBS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "all",
        "any",
        "each",
        "every",
        "our",
        "his",
        "her",
        "its",
        "their",
        "external",
        "internal",
        "members",
        "him",
        "them",
        "it",
        "be",
        "which",
        "whom",
        "and",
        "or",
        "both",
    ]
)
_THINGS = frozenset(
    [
        "report",
        "reports",
        "paper",
        "papers",
        "letter",
        "update",
        "updates",
        "meeting",
        "item",
        "items",
        "work",
        "training",
        "minutes",
        "information",
        "data",
        "details",
        "session",
        "discussion",
        "policy",
        "plan",
        "document",
        "documents",
        "agenda",
        "figures",
        "feedback",
        "response",
        "standard",
        "standards",
        "profile",
        "wording",
        "website",
        "review",
        "invitation",
        "funding",
        "budget",
        "proposal",
        "options",
        "list",
        "copy",
        "copies",
        "link",
        "presentation",
        "consultation",
        "survey",
        "recommendations",
        "recommendation",
        "action",
        "actions",
        "briefing",
        "analysis",
        "progress",
        "workshop",
        "visit",
        "access",
        "need",
        "opportunity",
        "ability",
        "request",
        "reference",
        "due",
        "subject",
        "responses",
        "comments",
        "views",
        "questions",
        "issues",
        "options",
        "evidence",
    ]
)
_SENTENCE_WORDS = re.compile(
    r"\b(?:is|are|was|were|has|have|be|been|should|would|could|that|which|if|when|where|because|needs?)\b",
    re.I,
)
_PREFIXED = re.compile(
    r"[(\[]?(?P<owner>(?:[TA]/)?[A-Z][\w/&.’' -]{0,40}?)[)\]]?\s*(?::|\s[–—-])\s+(?=[a-zA-Z])"
)
_BRACKET_END = re.compile(r"[(\[](?P<inner>[^()\[\]]{1,70})[)\]]\s*[.;]?\s*$")
LABELLED_OWNER = re.compile(
    r"\b(?:[Oo]wner|[Ll]ead|[Ll]ead officer|[Rr]esponsible|[Aa]ssigned to|[Bb]y whom|[Aa]ction "
    r"by)\s*[:–-]\s*(?P<owner>[^.;,|()\[\]]{1,50}?)\s*(?=[.;,|()\[\]]|$|\b[Dd]ue\b|"
    r"\b[Dd]eadline\b)"
)
_DASH_END = re.compile(
    r"\s[–—-]\s*(?P<owner>[A-Z][\w/&’' ]{1,40})\.?\s*$|"
    r"[.]\s+(?P<owner2>(?:[TA]/)?[A-Z]{2,5}(?:\s?[/&,]\s?(?:[TA]/)?[A-Z]{2,5})*)\.?\s*$"
)
_INITIALS = re.compile(r"(?:[TA]/\s?)?[A-Z]{2,5}|[A-Z]{1,3}[’'][A-Z]{1,2}")
_COLLECTIVE = re.compile(
    r"(?:all|everyone|team|(?:the )?(?:[\w’'&-]+ ){0,3}(?:team|clerk|secretar(?:y|iat)|chair|"
    r"members?|officers?|force|office|board|panel|committee|council|group|leads?|owner|manager|"
    r"director|partners?|councillors?|governors?|trustees?|attendees|treasurer))s?",
    re.I,
)


@dataclass(slots=True)
class Found:
    """An action in a line: it covers `text[starts:ends]`; its words are `words`."""

    starts: int
    ends: int
    words: str
    reference: str | None = None
    owner: str | None = None
    due: str | None = None
    status: str | None = None
    only_mark: bool = False
    """The mark stands alone: the actions are in the lines below."""
    is_told: bool = False
    """The mark stands at the end of a sentence of prose, which need not be worded as an order."""


def owner_only(words: str, context: LineContext) -> bool:
    """Whether what follows a mark is nothing but who must do it ("Action: JS")."""
    words = words.strip(" .)]")
    if not words or len(words.split()) > 6:
        return False
    parts = split_owners(words, context)
    return all(
        _INITIALS.fullmatch(p) or context.known.pattern.fullmatch(p) or _COLLECTIVE.fullmatch(p)
        for p in parts
    )


def split_owners(owner: str, context: LineContext) -> list[str]:
    """The owners one by one: "TE/LG" is two, "T/CC" and "Police and Crime Commissioner" are one."""
    owner = owner.strip(" .,;:")
    whole = context.known.pattern.fullmatch(owner)
    if whole and not re.search(r"[A-Z]{2,}\s*[/&,]\s*[A-Z]{2,}", owner):
        return [owner]
    parts = re.split(
        r"(?<![/\s(][TA])(?<!^[TA])\s*/\s*|\s*[;+]\s*|,\s*(?:and\s+)?|\s+&\s+|\s+and\s+|(?<=[A-Z])&(?=[A-Z])",
        owner,
    )
    parts = [p.strip() for p in parts if p and p.strip()]
    good = [
        p
        for p in parts
        if context.known.pattern.fullmatch(p)
        or _INITIALS.fullmatch(p)
        or _COLLECTIVE.fullmatch(p)
        or re.fullmatch(r"(?:[A-Z][\w’'-]+\s?){1,3}", p)
    ]
    return parts if len(parts) > 1 and len(good) == len(parts) else [owner]


def plausible(match: "re.Match[str]", context: LineContext) -> bool:
    """Whether "X to verb" names an owner X rather than "Send letters to members"."""
    owner, verb = match["owner"].strip(), match["verb"]
    known = all(context.known.pattern.fullmatch(p) for p in split_owners(owner, context))
    if verb in NOT_VERBS:
        return False
    if known:
        return True
    if match["modal"] not in ("to", "is to", "are to", "agreed to", "undertook to"):
        return bool(_INITIALS.fullmatch(owner))
    owner = re.sub(r"\b([A-Z])\.\s?", r"\1 ", owner)
    words = owner.split()
    if _COLLECTIVE.fullmatch(owner):
        return True
    if (
        not _SENTENCE_WORDS.search(owner)
        and len(words) <= 8
        and words[0][0].isupper()
        and any(w.strip(",’'s").lower() in context.known.lexicon.role_words for w in words)
        and words[0].lower()
        not in context.known.lexicon.imperatives
        - {
            "lead",
            "lead-in",
            "support",
            "assist",
            "test",
            "design",
            "project",
            "research",
            "program",
            "finance",
            "plan",
            "note",
            "map",
        }
    ):
        return True
    if len(words) > 8 or re.search(r"[.]\s", owner) or _SENTENCE_WORDS.search(owner):
        return False
    if words[0].lower() in context.known.lexicon.imperatives and not owner.isupper():
        return False
    if words[-1].lower().strip("s’'") in _THINGS or words[-1].lower() in _THINGS:
        return False
    if words[0].lower().endswith("ing") or words[0].lower() in (
        "in",
        "on",
        "at",
        "with",
        "it",
        "there",
        "this",
        "how",
        "further",
    ):
        return False
    return owner[0].isupper() or words[0] in ("the", "all", "each", "both")


def find_owner(found: Found, context: LineContext) -> tuple[str | None, str | None]:
    """Who must do an action, as printed, and why that is not certain."""
    known = context.known
    words = found.words
    if found.owner:
        owner = found.owner.strip(" .")
        starts = OWNER_TO.match(words)
        named = starts and plausible(starts, context) and known.pattern.fullmatch(starts["owner"].strip())
        if starts and named and not owner_only(owner, context):
            return starts["owner"].strip(), None
        return owner, _stranger(owner, context)
    if match := LABELLED_OWNER.search(words):
        return match["owner"].strip(), _stranger(match["owner"].strip(), context)
    match = OWNER_TO.match(words)
    if match and plausible(match, context):
        owner = match["owner"].strip(" ,")
        return owner, _stranger(owner, context)
    if match and match["verb"] == "be":
        agent = re.search(r"\bby\s+", words[match.end() :])
        if agent and (hit := known.pattern.match(words, match.end() + agent.end())):
            return hit.group().strip(), None
    match = _PREFIXED.match(words)
    if match and owner_only(match["owner"], context):
        return match["owner"].strip(), _stranger(match["owner"].strip(), context)
    if match := _BRACKET_END.search(words):
        inner = match["inner"]
        inner = re.split(r"\s[–-]\s|[;,]\s*(?=by\b|due\b|deadline|\d)|\s+(?=by\s+\d|by the|due\b)", inner)[
            0
        ].strip()
        inner = re.sub(r"^(?:[Aa]ction|ACTION|[Ff]or|[Oo]wner)\s*:?\s*", "", inner)
        if owner_only(inner, context) and not _abbreviates(inner, words[: match.start()]):
            return inner, _stranger(inner, context)
    if match := _DASH_END.search(words):
        owner = (match["owner"] or match["owner2"] or "").strip()
        if owner and owner_only(owner, context):
            return owner, _stranger(owner, context)
    return None, "the action does not say who must do it"


def _abbreviates(inner: str, before: str) -> bool:
    """Whether a bracket explains an abbreviation: "child sexual exploitation (CSE)"."""
    if not _INITIALS.fullmatch(inner):
        return False
    letters = [w[0].upper() for w in re.findall(r"[A-Za-z]+", before)[-len(inner) - 2 :]]
    return inner in "".join(letters)


def _stranger(owner: str, context: LineContext) -> str | None:
    for part in split_owners(owner, context):
        if _INITIALS.fullmatch(part):
            name, kind = context.known.person(part)
            if not name and kind is None:
                return f"{part} is not in the attendance list"
    return None


def owner_kind(owners: list[str], context: LineContext) -> OrganisationKind | None:
    """Whose side the owners are on: the first that is known."""
    for owner in owners:
        if kind := context.known.person(re.sub(r"^(?:[Tt]he|[Aa]ll)\s+", "", owner))[1]:
            return kind
    return None
