"""Actions in a line: the marks that announce them, their reference, who must do them, and by when."""

import re

from app.documents.dates import find_dates
from app.documents.due import Due, find_due, read_due
from app.documents.interpret.context import LineContext, Unsure
from app.documents.interpret.decisions import REFERENCE
from app.documents.interpret.owners import (
    NOT_VERBS,
    OWNER_TO,
    Found,
    find_owner,
    owner_kind,
    owner_only,
    plausible,
    split_owners,
)
from app.documents.interpret.sentences import sentences
from app.documents.minutes import ActionRead, Mention

_WORD = r"(?:ACTIONS?|Actions?)"
_REF = rf"(?P<ref>#?{REFERENCE})"
MARK = re.compile(
    rf"(?:(?:Agreed|Key|New|NEW|Further|FURTHER)\s+)?{_WORD}(?:\s+(?:by(?=\s*:)|BY(?=\s*:)|[Pp]oints?|POINTS?|"
    rf"[Ii]tems?|[Rr]ef\.?|[Rr]equired|REQUIRED))?"
    rf"(?:\s*(?:[Nn]os?\.?|[Nn]umber)?\s*\(?{_REF}\)?(?![\w/]))?"
    rf"(?:\s*[(\[](?P<by>[^)\]]{{1,40}})[)\]])?(?:\s+(?:for|on|by|FOR|"
    rf"BY)\s+(?P<for>[^:.]{{1,40}}?))?(?:\s+(?P<who>(?:[TA]/)?[A-Z]{{2,5}}(?:[/&]\s?[A-Z]{{2,5}})*))?"
    r"\s*(?::\s*[-–—]?|[–—-](?=\s|[A-Z])|\s[–—-]\s?|\.(?=\s+[A-Z]))\s*"
)
_AP_MARK = re.compile(r"[(\[]?\b(?P<ref>AP\s?\d{1,3}(?:[./-]\d{1,4})?)[)\]]?\s*(?:[:.–—-]\s*|\s+(?=[A-Z]))")
_BARE_MARK = re.compile(rf"{_WORD}(?:\s+(?:[Pp]oint|[Nn]o\.?))?\s*{_REF}\s+(?=[A-Z])")
_BRACKET_MARK = re.compile(r"\[(?:ACTION|Action)\]\s*:?\s*")
_AT_MARK = re.compile(r"(?:ACTION|Action)\s+@(?P<who>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?)\s*:\s*")
_AP_END = re.compile(r"\s*[(\[]?\b(?P<ref>(?:AP|ACTION|Action)\s?\d{1,3}(?:[./-]\d{1,4})?)[)\]]?\s*[.]?\s*$")
_TO_ACTION = re.compile(
    r"[(\[]?(?P<owner>[A-Z][\w/&’' .-]{0,40}?)\s+to\s+(?:take\s+)?action(?:\s+this)?[)\]]?\s*\.?\s*$"
)
_NOTHING = re.compile(
    r"\s*(?:none|nil|n/?a|no actions?(?: (?:arising|agreed|required|recorded))?|all (?:actions "
    r")?(?:completed?|closed|discharged)|-+)\s*\.?\s*$",
    re.I,
)
_NUMBERED = re.compile(r"(?:^|(?<=[;.:])\s+|\s{2,})\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]\s+(?=[A-Z])")
_LABELLED_DUE = re.compile(
    r"\b(?:[Dd]ue(?: date)?|[Dd]eadline|[Bb]y when|[Tt]arget date|[Tt]imescale|[Cc]omplete by|"
    r"By)\s*[:–-]\s*(?P<due>[^.;|()\[\]]{1,40})"
)
_RECOMMENDATION = re.compile(
    r"\b[Rr]ec(?:ommendation)?s?\.?\s+(?P<refs>\d+(?:\.\d+)*(?:(?:\s*(?:,|and|&|to)\s*)\d+(?:\.\d+)*)*)"
)
OWNER_HEADS = re.compile(
    r"(?:action )?owners?|lead(?: officer)?|by whom|who|resp\.?|responsib\w+(?: \w+)?|"
    r"assigned(?: to)?|action(?:ed)? by|officer|initials|person(?: responsible)?|for|delegated "
    r"to",
    re.I,
)
DUE_HEADS = re.compile(
    r"due(?: date| by)?|deadline|by when|when|target(?: date)?|timescales?|date(?: due)?|"
    r"completion(?: date)?|complete by|timeframe",
    re.I,
)
REF_HEADS = re.compile(r"(?:action )?(?:no\.?|number|ref\.?|reference|id)|#|item(?: no\.?)?|ap", re.I)
ACTION_HEADS = re.compile(
    r"(?:agreed |key |new )?actions?(?: points?| required| agreed| items?| description| to be "
    r"taken| details?)?|tasks?|what|descriptions?|details?",
    re.I,
)
STATUS_HEADS = re.compile(
    r"(?:current )?status|update|progress(?: update)?|outcome|rag(?: rating| status)?|comments?|position|open/closed",
    re.I,
)


def marks(text: str) -> "list[re.Match[str]]":
    """The marks that announce an action: at the line's start, at a sentence's start, or in capitals."""
    found = []
    for match in MARK.finditer(text):
        before = text[: match.start()].rstrip()
        shouted = "ACTION" in match.group()
        if (
            not before
            or before[-1] in '.?!;:)]([”"|'
            or shouted
            or re.fullmatch(r"[(\[]?(?:\d+(?:\.\d+)*[.)]?|[a-z][.)])", before)
        ) and (not before or text[match.start() - 1].isspace() or before[-1] in ".?!)(["):
            found.append(match)
    if not found:
        start = len(text) - len(text.lstrip(" *•"))
        for pattern in (_AP_MARK, _BARE_MARK, _BRACKET_MARK, _AT_MARK):
            if mark := pattern.match(text, start):
                return [mark]
    return found


def _named(match: "re.Match[str]", group: str) -> str | None:
    return match.groupdict().get(group)


def marked_actions(text: str, context: LineContext) -> list[Found]:
    """The actions of a line that a mark announces, in order."""
    found: list[Found] = []
    hits = marks(text)
    for index, match in enumerate(hits):
        ends = hits[index + 1].start() if index + 1 < len(hits) else len(text)
        words = text[match.end() : ends]
        if _NOTHING.match(words):
            continue
        owner = _named(match, "by") or _named(match, "for") or _named(match, "who")
        reference = _named(match, "ref")
        if not words.strip():
            found.append(Found(match.start(), ends, "", reference, owner, only_mark=True))
            continue
        if owner_only(words, context):
            starts = _sentence_before(text, match.start(), found[-1].ends if found else 0)
            before = text[starts : match.start()].strip()
            if before:
                found.append(Found(starts, ends, before, reference, words.strip(" .")))
                continue
            found.append(
                Found(match.start(), ends, words.strip(), reference, words.strip(" ."), only_mark=True)
            )
            continue
        stop = _speech_begins(words, context) + match.end()
        plural = re.match(r"(?:\w+\s+)?actions", match.group(), re.I) is not None
        pieces = _several(text, match.end(), stop, context) if plural else [(match.end(), stop)]
        for number, (a, b) in enumerate(pieces):
            starts = match.start() if number == 0 else a
            found.append(Found(starts, b, text[a:b].strip(), reference if number == 0 else None, owner))
    if not found:
        found = _marked_at_end(text, context)
    for one in found:
        if one.reference is None and (end := _AP_END.search(one.words)):
            one.reference = re.sub(r"(?i)^action\s*", "", end["ref"])
            one.words = one.words[: end.start()].strip()
        elif one.reference and one.reference.startswith("#"):
            one.reference = one.reference[1:]
    return found


def _sentence_before(text: str, end: int, floor: int) -> int:
    cuts = [a for a, b in sentences(text[:end].rstrip(" ([")) if a >= floor]
    return cuts[-1] if cuts else floor


def _marked_at_end(text: str, context: LineContext) -> list[Found]:
    """ "… (AP1)." or "… Clerk to action." at a sentence's end: the action is that sentence, or the one before."""
    cuts = sentences(text)
    found: list[Found] = []
    for index, (a, b) in enumerate(cuts):
        sentence = text[a:b]
        if index and re.fullmatch(r"\s*[(\[]?\s*AP\s?\d{1,3}\s*[)\]]?\s*\.?\s*", sentence):
            starts = cuts[index - 1][0]
            found.append(Found(starts, b, text[starts:b].strip(), is_told=True))
            continue
        ap = re.search(r"[(\[]\s*AP\s?\d{1,3}[^)\]]{0,12}[)\]]|\bAP\s?\d{1,3}\b\s*\.?\s*$", sentence)
        if ap and re.match(r"\s*[.;]?\s*$", sentence[ap.end() :]) and sentence[: ap.start()].strip():
            found.append(Found(a, b, sentence.strip(), is_told=True))
            continue
        match = _TO_ACTION.search(sentence)
        if match and owner_only(match["owner"], context):
            if sentence[: match.start()].strip():
                found.append(Found(a, b, sentence[: match.start()].strip(" ("), None, match["owner"].strip()))
            elif index:
                starts = cuts[index - 1][0]
                found.append(Found(starts, b, text[starts:b].strip(), None, match["owner"].strip()))
    return found


def _several(text: str, starts: int, ends: int, context: LineContext) -> list[tuple[int, int]]:
    """Where one mark announces several actions: numbered, set apart by semicolons, or each with its own owner."""
    inside = text[starts:ends]
    numbered = [m.start() for m in _NUMBERED.finditer(inside)]
    if len(numbered) > 1 and not inside[: numbered[0]].strip():
        cuts = [0, *numbered[1:]]
    elif inside.count(";") and all(len(p.split()) > 2 for p in inside.rstrip(" .;").split(";")):
        cuts = [0, *[m.end() for m in re.finditer(r";\s*(?:and\s+)?(?=\S)", inside)]]
    else:
        cuts = [0]
        for a, _ in sentences(inside)[1:]:
            owner = OWNER_TO.match(inside, a)
            if (owner and plausible(owner, context)) or re.match(r"(?:For the|For|To)\s+\w+", inside[a:]):
                cuts.append(a)
    return [(starts + a, starts + b) for a, b in zip(cuts, [*cuts[1:], len(inside)], strict=True)]


def _speech_begins(words: str, context: LineContext) -> int:
    """Where, after an action, the paragraph goes on with somebody speaking; the action ends there."""
    for a, _ in sentences(words)[1:]:
        match = context.known.pattern.match(words, a)
        if (
            match
            and re.match(
                rf"\s+(?:also\s+|then\s+)?(?:{context.known.lexicon.asking}|sought|{context.known.lexicon.replying})\b",
                words[match.end() :],
            )
            and not re.match(r"\s+(?:will|can|could|would|is|has)\b", words[match.end() :])
        ):
            return a
    return len(words)


def read_action(found: Found, context: LineContext, unsure: list[Unsure]) -> ActionRead:
    """What an action passage says: owner, due date, recommendations; what is not certain goes to `unsure`."""
    owner, why = find_owner(found, context)
    kind = owner_kind(split_owners(owner, context), context) if owner else None
    if why and (owner or (context.owner_kind is None)):
        unsure.append(Unsure(found.starts, found.ends, owner or "nobody named", why, "owner"))
    labelled = _LABELLED_DUE.search(found.words)
    if found.due:
        due = read_due(found.due, context.held_on, context.next_meeting_on)
    elif labelled:
        due = read_due(labelled["due"], context.held_on, context.next_meeting_on)
    else:
        due = find_due(found.words, context.held_on, context.next_meeting_on)
    if due is None:
        due = _due_at_end(found.words, context)
    if due and due.why:
        guess = f"{due.on.day} {due.on:%B %Y}" if due.on else due.words
        unsure.append(Unsure(found.starts, found.ends, guess, due.why, "due_on"))
    references = list(context.recommendations)
    for match in _RECOMMENDATION.finditer(found.words):
        references += [r for r in re.findall(r"\d+(?:\.\d+)*", match["refs"]) if r not in references]
    return ActionRead(
        words=found.words,
        reference=found.reference,
        owner=owner,
        owners=split_owners(owner, context) if owner else [],
        owner_organisation_kind=kind or context.owner_kind,
        due_on=due.on if due else None,
        due_words=due.words if due else None,
        recommendations=references,
        mention=Mention.RAISED,
    )


def _due_at_end(words: str, context: LineContext) -> Due | None:
    """A bare date that ends the action after a dash or a comma, or in brackets: "publish the map – 30/11/2020"."""
    bare = words.rstrip(" .)]")
    for day in find_dates(bare):
        if day.ends == len(bare) and re.search(r"(?:\s[–-]|[(\[])\s*$", bare[: day.starts]):
            return read_due(day.words, context.held_on, context.next_meeting_on)
    return None


def row_action(text: str) -> Found | None:
    """An action printed as a table's row, "No.: 1 | Action: … | Owner: CC | Due: 30 June"; None for any other line."""
    parts = [part.partition(":") for part in text.split(" | ")]
    if len(parts) < 2 or not all(sep for _, sep, _ in parts):
        return None
    found = Found(0, len(text), "")
    has_owner_or_due = False
    for label, _, value in parts:
        label, value = label.strip(), value.strip()
        if OWNER_HEADS.fullmatch(label):
            found.owner, has_owner_or_due = value or None, True
        elif DUE_HEADS.fullmatch(label):
            found.due, has_owner_or_due = value or None, True
        elif REF_HEADS.fullmatch(label):
            found.reference = value.rstrip(".") or None
            has_owner_or_due = True
        elif STATUS_HEADS.fullmatch(label):
            found.status, has_owner_or_due = value or None, True
        elif ACTION_HEADS.fullmatch(label) and not found.words:
            found.words = value
    return found if found.words and has_owner_or_due and not _NOTHING.match(found.words) else None


def unmarked_action(text: str, context: LineContext) -> Found | None:
    """A sentence that is nothing but "JS to circulate the paper", with somebody who is known."""
    match = OWNER_TO.match(text.lstrip())
    if not match or match["modal"] != "to" or match["verb"] in NOT_VERBS:
        return None
    owner = re.sub(r"^For\s+", "", match["owner"].strip())
    parts = split_owners(owner, context)
    if not all(context.known.pattern.fullmatch(p) for p in parts):
        return None
    starts = len(text) - len(text.lstrip())
    return Found(starts, len(text), text.strip())
