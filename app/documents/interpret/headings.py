"""Which lines are headings: by style, by number, in bold, or short and bare; and those run into their paragraph."""

import re
from dataclasses import dataclass

from app.documents.interpret.people import Known

_NUMBER = re.compile(
    r"(?P<number>(?:(?:AGENDA\s+)?ITEM|(?:Agenda\s+)?[Ii]tem|Minute|Min\.?|[Tt]opic|TOPIC|"
    r"[Tt]heme|[Ss]ession|Ref\.?|REF\.?|PCP|PART|Part|SECTION|"
    r"Section)\s*(?:[Nn]o\.?\s*)?(?:\d+[\d./-]*[a-z]?|[A-Z]\d*)|"
    r"[A-Z]{2,6}\s?\d{1,4}/\d{2,4}|[A-Z]{0,3}\d{1,4}/\d{1,4}(?:/\d{1,4}){0,2}|"
    r"\d{1,3}(?:\.\d{1,3}){0,4}|[A-Z](?=[.)]\s))"
    r"(?P<mark>\\?[.):]?\\?|\s*[–-])(?P<gap>\s+|$|(?<=[.)])(?=[A-Z]))"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|will|would|should|can|could|may(?!\s+20)|said|"
    r"asked|noted|confirmed|thanked|advised|agreed|reported|explained|"
    r"welcomed|received|requested|provided|stated|discussed|felt|suggested|resolved|declared|"
    r"opened|closed|gave|did|does|do|must|contacted|improved|met|"
    r"https?://\S+|www\.)\b|https?://",
    re.I,
)
_ANSWER_LIKE = re.compile(
    r"(?:n/?a|none|nil|tbc|tba|noted|agreed|approved|resolved|no (?:report|items?|updates?|"
    r"matters|declarations|questions)\b.*|not applicable|as above|see above|carried|yes|no|"
    r"end(?: of (?:meeting|minutes))?|signed.*|\.+)\.?$",
    re.I,
)
_TITLE_WORDS = frozenset(
    [
        "of",
        "and",
        "for",
        "the",
        "to",
        "in",
        "on",
        "at",
        "with",
        "from",
        "by",
        "a",
        "an",
        "or",
        "as",
        "via",
        "&",
        "/",
        "–",
        "-",
        "within",
        "across",
        "into",
        "under",
        "over",
        "between",
        "against",
        "per",
    ]
)
RECOMMENDATION = re.compile(
    r"\b(?:[Rr]ecommendations?|RECOMMENDATIONS?|"
    r"[Rr]ecs?\.?)\s+(?P<refs>(?:[A-Z]{0,3}\d+(?:\.\d+)*[a-z]?)(?:\s*(?:,|&|and|to|"
    r"[–-])\s*[A-Z]{0,3}\d+(?:\.\d+)*[a-z]?)*)(?![\d/%])"
)
ACTION_HEADING = re.compile(
    r"(?:action|action point|ap)\s*(?:no\.?)?\s*#?\d{1,3}(?:[./-]\d{1,4})*\s*[:.–-]?\s*$", re.I
)
SUMMARY = re.compile(
    r"(?:summary|list|schedule|table|recap|record|register) of (?:the )?(?:new |agreed |key |"
    r"all )?action(?:s| points| items)?\b|action(?:s| points?| items?)? (?:summary|list|"
    r"schedule|sheet|table)|"
    r"(?:new |agreed |key )?actions? (?:points? |items? )?(?:arising|agreed|from (?:this|the) "
    r"meeting|from today)|^(?:new |agreed |key )?(?:actions?(?: points?| items?)?|action "
    r"(?:log|tracker|register|plan))\s*:?$",
    re.I,
)
PREVIOUS = re.compile(
    r"(?:review|update|updates|progress|status) (?:of|on|against)? ?(?:the )?(?:previous |"
    r"outstanding |open )?action|action(?:s| points?| items?)? (?:update|review|progress|from "
    r"(?:the )?(?:previous|last|prior))|matters arising|"
    r"(?:outstanding|previous|prior|open|ongoing) (?:actions?|action points|matters)|action "
    r"(?:log|tracker|register)|actions? from (?:the )?(?:last|previous|earlier)|(?:minutes|"
    r"notes) of [^.]{3,60} and actions|actions (?:arising )?from (?:the )?(?:minutes|last|"
    r"previous)|follow[- ]up actions",
    re.I,
)


@dataclass(slots=True)
class HeadingRead:
    """A heading: its printed number apart from its title. `depth` is that of a dotted number ("3.9.1" is 3)."""

    title: str
    number: str | None = None
    depth: int = 0
    recommendations: list[str] | None = None


def split_number(text: str) -> HeadingRead:
    """The printed number of a heading line and the words after it."""
    text = text.strip().replace("\\.", ".")
    match = _NUMBER.match(text)
    if match and (text[match.end() :].strip() or match["number"][0].isalpha()):
        number, title = (
            match["number"],
            text[match.end() :].strip(" –-:" if match["mark"].strip() not in (".", "") else " –-"),
        )
        if "/" in number and (second := re.match(r"(\d{1,3}(?:\.\d+)*)[.)]\s+(?=[A-Z])", title)):
            number, title = f"{number} {second[1]}", title[second.end() :].strip()
        if match["mark"] == "" and re.fullmatch(r"[A-Z]", number):
            return HeadingRead(text, recommendations=recommendations_in(text))
        if (
            re.fullmatch(r"\d{1,2}", number)
            and match["mark"] == ""
            and re.match(r"(?:" + _MONTHS + r")\b", title)
        ):
            return HeadingRead(text, recommendations=recommendations_in(text))
        if re.fullmatch(r"(?:19|20)\d\d", number):
            return HeadingRead(text, recommendations=recommendations_in(text))
        depth = (
            len([p for p in number.split(".") if p and p != "0"]) if re.fullmatch(r"[\d.]+", number) else 1
        )
        return HeadingRead(title or number, number if title else None, depth, recommendations_in(text))
    return HeadingRead(text, recommendations=recommendations_in(text))


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def recommendations_in(text: str) -> list[str]:
    """References of the recommendations a heading concerns: "Recommendations 8 and 9" → 8, 9."""
    found: list[str] = []
    for match in RECOMMENDATION.finditer(text):
        refs = match["refs"]
        numbers = re.findall(r"[A-Z]{0,3}\d+(?:\.\d+)*[a-z]?", refs)
        span = re.fullmatch(r"(\d+)\s*(?:to|[–-])\s*(\d+)", refs)
        if span and 0 < int(span[2]) - int(span[1]) < 60:
            numbers = [str(n) for n in range(int(span[1]), int(span[2]) + 1)]
        found += [n for n in numbers if n not in found]
    return found


def read_heading(text: str) -> HeadingRead:
    """A heading line as typed: number, title, and the recommendations it names."""
    return split_number(re.sub(r"^#{1,6}\s+", "", text.strip()).strip("*"))


def looks_like_title(text: str, *, most: int = 14) -> bool:
    """Whether the words could be a heading at all: few, no sentence, no value of a field."""
    words = text.split()
    if not words or len(words) > most or len(text) > 140 or not re.search(r"[A-Za-z]{2}", text):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "‘“\"'(£"):
        return False
    if (re.search(r"[.;,]$", text) and not re.search(r"\b(?:etc|AOB|A\.O\.B)\.$", text)) or text.endswith(
        ("…", "?)")
    ):
        return False
    if _ANSWER_LIKE.fullmatch(text.strip()):
        return False
    return (
        _FINITE.search(
            re.sub(r"\s(?:agreed|closed|received|discussed|noted|resolved|requested|provided)\W*$", "", text)
        )
        is None
    )


def is_numbered_heading(text: str) -> bool:
    """Whether a line that begins with a number is a heading rather than a numbered paragraph."""
    text = text.replace("\\.", ".")
    match = _NUMBER.match(text)
    if not match:
        return False
    read = split_number(text)
    if read.number is None:
        return bool(re.fullmatch(r"(?:ITEM|Item|AGENDA ITEM|Agenda item|Ref\.?|REF|PCP)\s*\S+", text.strip()))
    if re.match(r"(?:ACTIONS?|Actions?)\b[^:]{0,12}:", read.title):
        return False
    title = read.title.rstrip(".") if len(read.title.split()) <= 6 else read.title
    if (
        not match["mark"].strip()
        and re.fullmatch(r"\d+", read.number)
        and not (title.isupper() or _is_title_case(title))
    ):
        return False
    if title[:1].isdigit() and not match["mark"].strip():
        return False
    return (title[:1].isupper() or title[:1].isdigit()) and looks_like_title(title)


def _is_title_case(text: str) -> bool:
    words = [w for w in re.findall(r"[A-Za-z][\w’']*", text) if w.lower() not in _TITLE_WORDS]
    return bool(words) and sum(1 for w in words if w[0].isupper()) >= max(1, len(words) - 1)


def is_bare_heading(text: str) -> bool:
    """Whether a short line without number or style reads like a heading."""
    bare = text.strip().rstrip(":")
    if (
        text.count("\t")
        or (re.search(r":\s+\S", text) and not recommendations_in(text))
        or "@" in text
        or re.fullmatch(r"[\d\W]+", text)
    ):
        return False
    if len(bare.split()) == 1 and len(bare) < 3:
        return False
    if re.match(
        r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\d{1,2}(?:st|nd|rd|th)?\s|\d{1,2}[/.:])", bare
    ) and re.search(r"\d", bare):
        return False
    return looks_like_title(bare, most=14)


def run_in(text: str, known: Known) -> int | None:
    """Where a heading that ran into its paragraph ends: before a capital "The <speaker>" that no full stop precedes."""
    for match in re.finditer(r"(?<=[a-zA-Z)’'])\s+(?=The\s)", text[:160]):
        head = text[: match.start()]
        words = head.split()
        if not 2 <= len(words) <= 12 or re.search(r"[.?!:;,]", head):
            if re.search(r"[.?!;]", head):
                return None
            continue
        if (
            not _is_title_case(head)
            or _FINITE.search(head)
            or words[-1].lower() in _TITLE_WORDS
            or re.match(r"(?:The|A|An)\b", head)
        ):
            continue
        speaker = known.pattern.match(text, match.end())
        if (
            speaker
            and re.match(r"\s+(?:also\s+)?[a-z]+", text[speaker.end() :])
            and not known.pattern.fullmatch(head)
        ):
            return match.end()
    return None


_NUMBERED_RUN_IN = re.compile(r"(?P<title>[A-Z][^.:?!–]{1,70}?)\s*(?P<sign>[:.]|\s[–-])\s+(?=\S)")


def numbered_run_in(text: str) -> int | None:
    """Where, after "5. Finance: the clerk …" or "23/045 Apologies – None", the heading ends."""
    head = _NUMBER.match(text)
    if not head or not split_number(text).number:
        return None
    match = _NUMBERED_RUN_IN.match(text, head.end())
    if not match:
        return None
    title = match["title"]
    rest = text[match.end() :]
    if len(title.split()) > 9 or not looks_like_title(title, most=9) or len(rest) < 2:
        return None
    if match["sign"] in (".",) and not (
        rest[:1].isupper() and len(title.split()) <= 7 and _FINITE.search(rest)
    ):
        return None
    return match.end()


def section_kind(title: str | None, raised: int, place: float) -> str | None:
    """What a heading says stands below it: "summary", "review" or "actions"; `raised` counts the actions before it."""
    if not title:
        return None
    if SUMMARY.search(title) and not re.search(r"\b(?:previous|last|prior)\b", title, re.I):
        plain = re.fullmatch(
            r"(?:new |agreed |key )?(?:actions?(?: points?| items?)?|action (?:log|tracker|register|plan))\s*:?",
            title.strip(),
            re.I,
        )
        if re.match(r"actions? arising", title, re.I) and not raised:
            return "review" if place < 0.5 else "actions"
        if plain and re.search(r"log|tracker|register|plan", title, re.I):
            return "review" if place < 0.4 else "summary"
        return "actions" if plain and (not raised or place < 0.7) else "summary"
    return "review" if PREVIOUS.search(title) else None
