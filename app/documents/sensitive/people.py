"""Names of people, as far as their form gives them away: after a title, after a first name, or two words with
capitals that are nothing else that is known.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.documents.lexicon import COURTESY, OFFICES, RANKS
from app.documents.sensitive.given_names import ALSO_WORDS, GIVEN

_CAPITAL = r"(?:O['’]|Mc|Mac|d['’])?[A-Z][a-zà-ÿ]+(?:[-'’][A-Z]?[a-zà-ÿ]+)*"
_BETWEEN = r"(?:\s+(?:de|van|von|der|al|el|bin|ibn))?"
_TITLES = sorted(
    {*COURTESY, *RANKS, "PC", "DC", "PS", "DS", "Master", "Sister", "Father"}, key=len, reverse=True
)
_TITLE = "|".join(re.escape(one) for one in _TITLES)
_TITLED = re.compile(
    rf"(?<!\w)(?:{_TITLE})\.?\s+(?P<name>(?:[A-Z]\.?\s+)?{_CAPITAL}(?:\s+{_CAPITAL})?)(?!\w)"
)
_SEVERAL = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:(?:\s+[A-Z]\.?)?{_BETWEEN}\s+{_CAPITAL}){{1,3}}(?!\w)")
_ONE = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?![\w-])")
_RELATED = re.compile(
    r"\b(?:mother|father|parents?|son|daughter|brother|sister|boy|girl|child|baby|victim|suspect|witness|named|called|"
    rf"nephew|niece|uncle|aunt|wife|husband|partner)s?(?:\s+of)?,?\s+(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})?)(?!\w)"
)
_INITIALLED = re.compile(rf"(?<!\w)[A-Z]\.\s?(?:[A-Z]\.\s?)?{_CAPITAL}(?!\w)")

_NO_NAMES = """
    the a an and of for in on at to by with from this that these those he she they it we his her
    their its there after before during when while where since although however as if no not all any
    each every some police constabulary force commissioner chief constable deputy assistant
    inspector sergeant superintendent officer officers council county city district borough parish
    board committee panel group team unit service services office department ministry home
    government authority trust partnership forum network programme project scheme strategy plan
    policy review report inquiry inspection audit assessment framework protocol act bill order
    regulation code fund grant budget account precept road street avenue lane drive close crescent
    way place square court house hall park school college academy university hospital centre station
    bridge green hill gardens estate north south east west central upper lower new old great royal
    national local regional public community safety neighbourhood crime justice criminal violence
    women girls children young people youth domestic abuse sexual serious organised fraud cyber hate
    victim victims witness mental health social care probation prison courts crown magistrates
    independent joint annual quarterly monthly financial performance operation operations
    operational item action actions recommendation recommendations section chapter part annex
    appendix minutes meeting agenda update next previous matters arising apologies business monday
    tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december spring summer autumn winter christmas easter england
    wales scotland ireland britain british english welsh europe london majesty majesty’s hmicfrs hm
    custody contact control room response investigation intelligence digital data information
    freedom environmental human rights equality diversity inclusion fleet finance resources legal
    professional standards ethics visitors specialist support harm reduction prevention protection
    safeguarding hub exploitation missing task director head lead manager executive secretary
    minister mayor lord lady sir dame councillor question questions answer answers decision
    decisions statement harbour market town village bank church chapel mill farm superintendents
    anti behaviour rape offences priority priorities delivery scrutiny assurance oversight
"""
_NOT_OF_A_NAME = frozenset(_NO_NAMES.split())


@dataclass(slots=True)
class KnownNames:
    """Whom the office knows already, and words that are no names of people."""

    full: set[str] = field(default_factory=set)
    """Names in lower case, single spaces: of the attendance, of known public people, of organisations and reports."""
    surnames: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)
    """Words that these minutes also write without a capital, or that stand in the names of bodies and places."""

    @classmethod
    def of(cls, people: Iterable[str], bodies: Iterable[str] = (), texts: Iterable[str] = ()) -> "KnownNames":
        """From names of people and of bodies as printed, and the texts that are to be checked."""
        known = cls()
        for name in people:
            words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.split(",")[0].casefold())
            words = [word for word in words if word not in _COURTESIES]
            if words:
                known.full.add(" ".join(words))
                known.surnames.add(words[-1])
        for name in bodies:
            known.common |= set(re.findall(r"[^\W\d_]+", name.casefold()))
        for text in texts:
            known.common |= set(re.findall(r"(?<![\w’'-])[a-z][a-zà-ÿ]+", text))
        return known

    def knows(self, name: str) -> bool:
        """Whether this is somebody known: the name in full, or the surname with a title or initials before it."""
        words = re.findall(
            r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.casefold().replace("’s", "").replace("'s", "")
        )
        words = [word for word in words if word not in _COURTESIES and len(word) > 1]
        if not words or " ".join(words) in self.full:
            return True
        return words[-1] in self.surnames and (len(words) == 1 or words[0] not in GIVEN | ALSO_WORDS)

    def is_common(self, word: str) -> bool:
        """Whether the word is no part of anybody's name."""
        word = re.sub(r"['’]s$", "", word.casefold())
        return word in _NOT_OF_A_NAME or word in self.common


_COURTESIES = {one.casefold().rstrip(".") for one in COURTESY}
_OFFICE_WORDS = {word.casefold() for one in OFFICES for name in one.names for word in name.split()}


def names_in(text: str, known: KnownNames) -> Iterator[tuple[int, int]]:
    """Where somebody who is not known is named."""
    for match in (*_TITLED.finditer(text), *_RELATED.finditer(text)):
        name = match.group("name")
        words = [word for word in name.split() if len(word) > 2]
        if words and not all(_is_no_name(word, known) for word in words) and not known.knows(name):
            yield match.span("name")
    for match in _INITIALLED.finditer(text):
        if not known.knows(match.group()) and not _is_no_name(
            match.group().split()[-1].split(".")[-1], known
        ):
            yield match.span()
    for match in _SEVERAL.finditer(text):
        yield from _among(match.group(), match.start(), known)
    for match in _ONE.finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        lower = word.casefold()
        if lower in GIVEN and lower not in ALSO_WORDS and not _is_part_of_known(text, match, known):
            yield match.start(), match.start() + len(word)


def _among(words: str, starts: int, known: KnownNames) -> Iterator[tuple[int, int]]:
    """The stretches of words with capitals that may be a name; "On Monday Tyler Marsh" holds one."""
    run: list[re.Match[str]] = []
    for match in [*re.finditer(r"[^\s]+", words), None]:
        if match is not None and not _is_no_name(match.group(), known):
            run.append(match)
            continue
        if len(run) > 1:
            begins, ends = run[0].start(), run[-1].end()
            name = re.sub(r"['’]s$", "", words[begins:ends])
            if not known.knows(name):
                yield starts + begins, starts + begins + len(name)
        run = []


def _is_no_name(word: str, known: KnownNames) -> bool:
    lower = re.sub(r"['’]s$", "", word.casefold())
    if lower in GIVEN or lower in ALSO_WORDS:
        return False
    return lower in _OFFICE_WORDS or known.is_common(word)


def _is_part_of_known(text: str, match: re.Match[str], known: KnownNames) -> bool:
    """Whether a first name stands in the name of somebody known: "Ruth" in "Ruth Cole"."""
    rest = re.match(rf"{_CAPITAL}(?:\s+{_CAPITAL})+", text[match.start() :])
    return rest is not None and known.knows(re.sub(r"['’]s$", "", rest.group()))
