"""Whether a sentence asks: by an active verb, in the passive, by a mark (Q:), or by a question mark."""

import re
from dataclasses import dataclass, field

from app.documents.interpret.context import LineContext
from app.documents.interpret.people import Mention
from app.documents.lexicon import Lexicon

_ADVERB = (
    r"(?:also|then|further|again|additionally|next|subsequently|therefore|both|specifically|"
    r"now|first|finally|in turn|formally|and|either|went on to|\w+ly)"
)
_WH = r"(?:if|whether|how|what|why|when|where|who|which|about|that|for|on|as to)"
QUESTION_MARK = re.compile(
    r"(?:(?P<by0>(?:[A-Z][\w/’'.-]*\s){1,4}?)(?=[Qq]uestion|QUESTION|[Cc]hallenge))?(?:Q|Qn|"
    r"[Qq]uestion|QUESTION|Query|"
    r"(?<=\s)[Cc]hallenge)\s?(?:No\.?\s*)?\d{0,3}(?:\s*\((?P<by1>[^)]{1,40})\)|\s+(?:from|"
    r"by)\s+(?P<by2>[^:]{2,60}?))?\s*[.:)–-]\s*"
)
ANSWER_MARK = re.compile(
    r"(?:(?P<by0>(?:[A-Z][\w/’'.-]*\s){1,4}?)(?=[Aa]nswer|[Rr]esponse|[Rr]eply|RESPONSE))?(?:A|"
    r"Ans|[Aa]nswer|ANSWER|[Rr]esponse|RESPONSE|[Rr]eply|"
    r"REPLY)\s?\d{0,3}(?:\s*\((?P<by1>[^)]{1,40})\)|\s+(?:from|"
    r"by)\s+(?P<by2>[^:]{2,60}?))?\s*[:.]\s*"
)
DIALOGUE = re.compile(r"(?P<who>(?:[TA]/)?[A-Z]{2,5})\s*(?::|\s[–-])\s+")
BARE_INITIALS = re.compile(r"(?P<who>(?:[TA]/)?[A-Z]{2,4})(?=\s+[a-z])")


@dataclass(frozen=True, slots=True)
class Verbs:
    """The asking patterns of a lexicon."""

    active: "re.Pattern[str]"
    passive: "re.Pattern[str]"
    asked_of: "re.Pattern[str]"
    informing: "re.Pattern[str]"
    after_name: "re.Pattern[str]"
    """What follows somebody's name where that person speaks."""


_COMPILED: dict[int, tuple[Lexicon, Verbs]] = {}


def verbs(lexicon: Lexicon) -> Verbs:
    """The compiled patterns of a lexicon, made once."""
    kept = _COMPILED.get(id(lexicon))
    if kept and kept[0] is lexicon:
        return kept[1]
    made = Verbs(
        active=re.compile(
            r"\b(?:(?P<plain>" + lexicon.asking + r")\b"
            r"|(?P<sought>sought|requested|request|seeks|requests)\s+(?:(?:to (?:better |further |"
            r"fully )?(?:understand|establish|clarify|know|explore|learn|ascertain|gain|determine))"
            r"|(?P<that>that\b)|(?:[\w’'-]+\s+(?:and\s+|or\s+)?){0,5}?(?:" + lexicon.asked_for + r")\b)"
            r"|(?:wanted|wished|wants|wishes|was keen|were keen|was interested|were interested|is keen|"
            r"keen|was curious|would have liked)\s+to\s+(?:\w+\s+)?"
            r"(?:understand|know|hear|see|learn|clarify|establish|explore|ask|be reassured|be assured|"
            r"gain|check|query|find out|get)\b"
            r"|wanted (?:an? |some |more |further |fuller )?(?:(?:re)?assurances?|clarity|clarification|confirmation)\b"
            r"|would like to (?:know|understand|ask|clarify|query)\b"
            r"|(?:clarified|checked|tested|explored|examined)\s+(?:if|whether|how|what|why|when|where|who|which)\b"
            r"|(?:raised|posed|put|had|submitted)\s+(?:an?\s+|the\s+|several\s+|some\s+|two\s+|"
            r"three\s+|further\s+|a further\s+|another\s+|his\s+|her\s+|their\s+|"
            r"\d+\s+)?(?:\w+\s+)?(?:questions?|quer(?:y|ies))\b"
            r"|invited\s+(?:[\w’'/-]+\s+){1,5}?to\s+(?:explain|outline|comment|provide|set out|"
            r"describe|respond|clarify|say|give)\b"
            r"|(?:asks|queries|questions|challenges)\b(?=\s+" + _WH + r"\b|\s+(?:the|for)\b))"
        ),
        passive=re.compile(
            r"\b(?:(?:"
            + lexicon.asked_for
            + r")\b(?:\s+[\w’',-]+){0,12}?\s+(?:was|were)\s+(?:also\s+|then\s+|further\s+|"
            r"therefore\s+)?(?:sought|requested|asked for)\b"
            r"|(?<!all )(?<!three )(?<!two )(?:questions?|quer(?:y|ies))\s+(?:was|were)\s+(?:also\s+|"
            r"then\s+|further\s+)?(?:asked|raised|posed|put)\s+(?:about|on|regarding|by|as to|why|how|"
            r"what|whether|in relation|concerning|over|around|from|to)\b"
            r"|it was\s+(?:also\s+|then\s+|further\s+)?(?:asked|queried|questioned)\b"
            r"|(?:was|were)\s+(?:also\s+|then\s+|further\s+)?(?:asked|questioned|challenged|pressed|"
            r"queried|quizzed)\s+(?:(?:by\s+(?:[\w/.’'-]+\s+){1,5}?)?(?:if|whether|about|on|how|why|"
            r"what|when|where|who|over|regarding|for)\b))",
            re.I,
        ),
        asked_of=re.compile(
            r"(?:asked|requested|challenged|pressed)\s+(?:for\b|(?:that\b|(?:[\w’'/&-]+\s+){1,8}?to\b))"
        ),
        informing=re.compile(
            r"\b(?:"
            + lexicon.asked_for
            + r"|provide|explain|outline|comment|confirm|clarify|describe|set out|report|elaborate|"
            r"expand|share|advise|say|give|respond|tell|detail|update|reassure|assure|identify|"
            r"summarise|talk|answer|demonstrate)\b",
            re.I,
        ),
        after_name=re.compile(
            rf"\s*(?:\([^)]{{1,30}}\)\s*)?(?:,[^,]{{1,60}},)?\s*(?:also\s+|then\s+|further\s+|both\s+|"
            rf"went on to\s+|\w+ly\s+)?"
            rf"(?:{lexicon.replying}|{lexicon.asking}|\w+ed|[a-z]+s)\b"
        ),
    )
    _COMPILED[id(lexicon)] = (lexicon, made)
    return made


_NOT_NOW = re.compile(
    r"(?:\b(?:had|has|have|having|been|being|be|was|were|is|are|when|if|often|as|to|who|which|"
    r"those|get|got)\s+(?:\w+ly\s+|also\s+|previously\s+|been\s+)?|[’']d\s+)$"
)
_ATTACHED = re.compile(rf"\s*,?\s*(?:\([^)]{{1,40}}\),?\s*)?(?:{_ADVERB}\s+)*", re.I)
_EMBEDDED = re.compile(
    r"\b(?:said|advised|confirmed|explained|stated|noted|reported|added|responded|replied|"
    r"indicated|informed|reminded)\b(?:\s+\w+){0,4}?\s+(?:that|how)\b[^,;]*$"
)
_COORDINATED = re.compile(r"(?:\band|\bbut|,|\bthen|;)\s+(?:" + _ADVERB + r"\s+)*$")
_COMPOUND = re.compile(r"\s*(?:,|,?\s*and|&|/|,?\s*with|along with)\s*(?:the\s+)?$", re.I)


@dataclass(slots=True)
class Asking:
    """That a sentence asks, and who does.

    `why` says what is not certain; `is_request` that it wants a deed, not words.
    """

    by: list[str]
    known_as: list[str]
    why: str | None = None
    is_request: bool = False
    lead_in: bool = False
    refused: str | None = None
    """Why what looks like asking is not a question of this meeting."""
    speakers_kind: list[str | None] = field(default_factory=list)


def compound(mentions: list[Mention], last: int, text: str) -> list[Mention]:
    """The speakers joined by "and" that end with mention `last`: "Both the PCC and DPCC"."""
    joined = [mentions[last]]
    for index in range(last - 1, -1, -1):
        between = text[mentions[index].ends : joined[0].starts]
        if not _COMPOUND.fullmatch(between) or (between.strip() in (",", ", the") and len(joined) < 2):
            break
        joined.insert(0, mentions[index])
    return joined


def _subject(text: str, verb: int, mentions: list[Mention]) -> tuple[list[Mention], bool] | None:
    """Who does the verb that starts at `verb`, and whether it stands right before it."""
    before = [m for m in mentions if m.ends <= verb]
    if not before:
        return None
    last = before[-1]
    if _ATTACHED.fullmatch(text[last.ends : verb]):
        return compound(before, len(before) - 1, text), True
    if not _COORDINATED.search(text[:verb]):
        return None
    first = next(
        (i for i, m in enumerate(before) if m.starts < 40 or text[: m.starts].rstrip().endswith(",")), None
    )
    if first is None:
        return None
    run = first
    while run + 1 < len(before) and _COMPOUND.fullmatch(text[before[run].ends : before[run + 1].starts]):
        run += 1
    return before[first : run + 1], False


def _pronoun_before(text: str, verb: int) -> "re.Match[str] | None":
    found = None
    for match in re.finditer(r"\b(?:He|She|They|he|she|they)\b", text[:verb]):
        found = match
    if found and (
        _ATTACHED.fullmatch(text[found.end() : verb])
        or (found.start() < 3 and _COORDINATED.search(text[:verb]))
    ):
        return found
    return None


def whom(context: LineContext) -> tuple[list[str], str | None]:
    """Who "He" or "They" is when somebody asks: the last speaker, or the last one on the commissioner's side."""
    last = context.last_speakers
    if context.known.has_commissioner and last and context.kind_of(last[0]) == "force":
        commissioner = [s for s in context.last_asker if context.kind_of(s) != "force"]
        if not commissioner:
            offices = [o.abbreviation for o in context.known.lexicon.offices if o.kind == "commissioner"]
            commissioner = [a.known_as for a in context.known.attendees if a.known_as in offices[:1]]
        return (commissioner or last), "a pronoun asks, and another was speaking last"
    if not last:
        return list(
            context.last_asker
        ), "a pronoun asks, and nobody was named before" if not context.last_asker else None
    return list(last), None


def asking(text: str, context: LineContext, mentions: list[Mention]) -> Asking | None:
    """Whether a sentence asks; `mentions` are the speakers it names."""
    known = verbs(context.known.lexicon)
    for match in known.active.finditer(text):
        verb = match.start()
        if _NOT_NOW.search(text[:verb]) and not match.group().startswith(("was", "were")):
            continue
        found = _judge(text, match, context, mentions, known)
        if found:
            return found
    return _passive(text, context, mentions, known)


def _judge(
    text: str, match: "re.Match[str]", context: LineContext, mentions: list[Mention], known: Verbs
) -> Asking | None:
    verb = match.start()
    subject = _subject(text, verb, mentions)
    why: str | None = None
    if subject:
        people, direct = subject
        if direct and _EMBEDDED.search(text[: people[0].starts]) and people[0].starts > 5:
            return None
        by, known_as = [m.words for m in people], [m.known_as for m in people]
        kinds: list[str | None] = [m.kind for m in people]
    elif pronoun := _pronoun_before(text, verb):
        named = [m for m in mentions if m.ends <= pronoun.start()]
        if named and named[0].starts < 40:
            known_as, why = [named[0].known_as], None
        elif match["plain"] or match["sought"]:
            known_as, why = whom(context)
        else:
            known_as, why = list(context.last_speakers), None
        by = list(known_as)
        kinds = [context.kind_of(k) for k in known_as]
    else:
        unknown = re.match(
            r"\s*((?:(?:The|A|An|One|Another|"
            r"Some)\s+)?(?:[A-Za-z][\w’'/-]*\s+){0,4}?[A-Za-z][\w’'/-]*)\s+(?:also\s+|then\s+)?$",
            text[:verb],
        )
        direct_object = re.match(
            r"\s*(?:if|whether|how|what|why|when|who|about|for|that|the\b|clarif|reassur|assur)",
            text[match.end() :],
        )
        if not unknown or not (match["plain"] or match["sought"]):
            return None
        if not direct_object and not match["sought"]:
            return None
        if re.match(
            r"\s*(?:survey|question|form|report|document|paper|letter|people|this|that|it|which|members will)",
            text,
            re.I,
        ):
            return None
        words = " ".join(unknown[1].split())
        if re.match(r"(?:In|On|At|For|When|If|As|After|Following|There|It)\b", words):
            return None
        by, known_as, kinds = [words], [words], [None]
        why = "the one who asks is not in the attendance list"
    return _weigh(text, match, context, Asking(by, known_as, why, speakers_kind=kinds), known)


def _weigh(
    text: str, match: "re.Match[str]", context: LineContext, found: Asking, known: Verbs
) -> Asking | None:
    rest = text[match.end() :]
    commissioner = any(kind == "commissioner" for kind in found.speakers_kind)
    if (
        context.known.has_commissioner
        and found.speakers_kind
        and all(k == "force" for k in found.speakers_kind)
    ):
        if not match["plain"] and not match["sought"]:
            return None
        found.refused = "it is asked by the force, not of it"
    if re.fullmatch(
        r"\s*(?:the following(?: questions?)?|a number of questions|questions?|that|[^.]{0,40})?\s*:\s*", rest
    ):
        found.lead_in = True
        return found
    if match["plain"] in ("asked", "challenged", "pressed") or match["sought"]:
        wants = known.asked_of.match(text, match.start())
        to_do = re.match(r"\s*(?:[\w’'/&-]+\s+){1,8}?to\s+(?P<deed>\w+)", rest) if match["plain"] else None
        is_that = (match["plain"] and re.match(r"\s*(?:[\w’'/&-]+\s+){0,4}?that\s", rest)) or bool(
            match["that"]
        )
        if (
            wants
            and match["plain"]
            and re.match(r"\s*(?:\w+\s+){0,4}(?:if|whether|how|what|why|when|who|about|where|which)\b", rest)
        ):
            to_do = None
            is_that = False
        if (to_do or is_that) and not commissioner and not known.informing.search(rest[:160]):
            found.is_request = True
    return found


def _passive(text: str, context: LineContext, mentions: list[Mention], known: Verbs) -> Asking | None:
    match = known.passive.search(text)
    if not match:
        return None
    who = re.search(r"\bby\s+$", text[: next((m.starts for m in mentions if m.starts >= match.start()), 0)])
    asker = next((m for m in mentions if m.starts >= match.start()), None) if who else None
    if asker:
        return Asking([asker.words], [asker.known_as], speakers_kind=[asker.kind])
    asked = [
        m for m in mentions if m.ends <= match.start() and _ATTACHED.fullmatch(text[m.ends : match.start()])
    ]
    if (
        asked
        and asked[-1].is_group
        and asked[-1].kind is None
        and match.group().lower().startswith(("was", "were"))
    ):
        return None
    if asked and not context.known.has_commissioner and asked[-1].is_group:
        return None
    if (
        match.group().lower().startswith(("was", "were"))
        and not asked
        and not re.match(r"\s*(?:The|A|He|She|They)\b", text)
    ):
        return None
    last = [s for s in context.last_speakers if context.kind_of(s) != "force"]
    if last and context.known.has_commissioner:
        return Asking(list(last), list(last), speakers_kind=[None])
    return Asking([], [], "it is not said who asked", speakers_kind=[])
