"""Numbers, dates, ages and remarks that should not leave the house unseen, by the forms they have in Britain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.documents.sensitive.people import KnownNames, names_in
from app.documents.withholding import NAME, PASSAGE_WITHIN


class Sought(StrEnum):
    """What is looked for, in the order it is listed."""

    ELSEWHERE = "withheld elsewhere"
    NAME = "name"
    AGE = "age with an offence"
    BIRTH = "date of birth"
    EMAIL = "e-mail address"
    TELEPHONE = "telephone number"
    CRIME = "crime or incident number"
    POSTCODE = "postcode"
    BRACKET = "comment left in brackets"
    DOUBT = "unresolved doubt"
    NO_OWNER = "action without owner"


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[starts:ends]` is to be looked at."""

    kind: Sought
    starts: int
    ends: int
    words: str


_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(
    r"(?<![\w/.-])(?:\+44[\s()-]*(?:\(0\)[\s-]*)?|0044[\s-]*|\(?0)(?:\d[\s()-]{0,2}){8,9}\d(?![\w/])"
)
_POSTCODE = re.compile(
    r"(?<!\w)(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKSTUW]? ?\d[ABD-HJLNP-UW-Z]{2})(?!\w)", re.I
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_IN_FIGURES = r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})"
_IN_WORDS = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{4}}"
_DAY = rf"(?:{_IN_FIGURES}|{_IN_WORDS})"
_BIRTH = re.compile(
    rf"(?:\bd\.?o\.?b\b\.?|\bdate of birth\b|\bborn\b|\bbirthday\b)[\s:,(]*(?:is|was|on|in)?\s*{_DAY}", re.I
)
_SHORT_DAY = re.compile(r"(?<![\w/.-])\d{1,2}[./-]\d{1,2}[./-](?:19[3-9]\d|20[01]\d)(?![\w/-])")
"""A full day in figures of earlier decades: in minutes of today hardly anything but a birthday."""
_CRIME = re.compile(
    r"(?:\b(?:crime|incident|occurrence|custody|case|niche|log|cad|urn|op(?:eration)?|reference|ref)\b"
    r"\.?\s*(?:report|record|log)?\s*(?:number|no\.?|ref(?:erence)?\.?|#)?[\s:#]*"
    r"(?P<number>(?=[\w/-]*\d{3})[A-Z0-9]+(?:[/-][A-Z0-9]+)*)"
    r"|(?<![\w/-])(?P<bare>\d{2}[A-Z]{1,3}/\d{4,}(?:/\d{2,4})?|\d{2}/\d{5,}(?:/\d{2,4})?"
    r"|[A-Z]{1,4}/\d{2}/\d{4,}|\d{2}\*\d{6,}|[A-Z]{2,4}[-/]?\d{6,}(?:[-/]\d{2,4})?|CRI[-/]?\d{4,}))(?!\w)",
    re.I,
)
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_AGE = re.compile(
    rf"\b(?:(?:a|an|the|aged?)\s+)?(?:\d{{1,2}}|{_NUMBERS})[\s-]*(?:years?|yrs?|months?)[\s-]*olds?\b"
    rf"|\baged?\s+(?:\d{{1,2}}|{_NUMBERS})\b|\b\d{{1,2}}\s?y/?o\b",
    re.I,
)
_OFFENCE = re.compile(
    r"\b(?:victims?|suspects?|offenders?|offences?|offending|perpetrators?|witness(?:es)?|complainants?|survivors?|"
    r"defendants?|accused|arrest\w*|charged?|convict\w*|sentenc\w*|murder\w*|kill\w*|manslaughter|rap(?:e|ed|ist)s?|"
    r"assault\w*|abus\w*|exploit\w*|traffick\w*|groom\w*|stabb\w*|shoot\w*|shot|robb\w*|burgl\w*|theft|attack\w*|"
    r"missing|kidnap\w*|abduct\w*|harass\w*|stalk\w*|custody|drugs?|gang|county lines|suicide|died|death|injur\w*|"
    r"boy|girl|child|baby|infant|toddler|teenager|youth|pupil)\b",
    re.I,
)
_BRACKET = re.compile(
    r"\[[^\]\n]{1,300}\]|\((?=[^()]*(?:\?|!|\b(?:check|confirm|tbc|tbd|note to|nb|delete|remove|"
    r"do not|don't|not for|query|to follow up|who is|redact\w*|private|confidential|sensitive|insert|add)\b))"
    r"[^()\n]{1,300}\)"
    r"|\b(?:TBC|TBD|XXX+|FIXME|TODO)\b|\?{2,}",
    re.I,
)
_OURS = {NAME, PASSAGE_WITHIN}
_NOT_A_COMMENT = re.compile(r"\[(?:sic|\d+|[ivx]+|…|\.\.\.)\]", re.I)


def find(text: str, known: KnownNames) -> list[Finding]:
    """All that is found in one text, in order of place; of what overlaps the more telling."""
    found: list[Finding] = []
    for kind, starts, ends in _found(text, known):
        if not any(one.starts < ends and starts < one.ends for one in found):
            found.append(Finding(kind, starts, ends, text[starts:ends]))
    return sorted(found, key=lambda one: one.starts)


def _found(text: str, known: KnownNames) -> Iterator[tuple[Sought, int, int]]:
    for match in _BRACKET.finditer(text):
        if match.group() not in _OURS and not _NOT_A_COMMENT.fullmatch(match.group()):
            yield Sought.BRACKET, *match.span()
    for match in _EMAIL.finditer(text):
        yield Sought.EMAIL, *match.span()
    for pattern in (_BIRTH, _SHORT_DAY):
        for match in pattern.finditer(text):
            yield Sought.BIRTH, *match.span()
    for match in _TELEPHONE.finditer(text):
        yield Sought.TELEPHONE, *match.span()
    for match in _CRIME.finditer(text):
        name = "number" if match.group("number") else "bare"
        if name == "bare" or not _is_year(match.group("number")):
            yield Sought.CRIME, *match.span(name)
    for match in _POSTCODE.finditer(text):
        yield Sought.POSTCODE, *match.span()
    if _OFFENCE.search(text):
        for match in _AGE.finditer(text):
            yield Sought.AGE, *match.span()
    for starts, ends in names_in(text, known):
        yield Sought.NAME, starts, ends


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d(?:[/-]\d{2,4})?", number) is not None
