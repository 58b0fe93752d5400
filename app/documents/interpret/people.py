"""Who speaks: people of the attendance list, offices, bodies and groups, found in running text by one pattern."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.documents.lexicon import DEFAULT, Lexicon
from app.documents.minutes import Attendee, OrganisationKind

_STAND_IN = r"(?:(?:[TA]|Temp|Temporary|Acting|Interim)\.?\s?[/ ]\s?)?"
_SURNAME = (
    r"(?!(?:The|He|She|They|It|In|On|At|For|To|This|That|And|But|Also|Both|As|If|Following|"
    r"Having|ACTION|Action)\b)[A-Z][a-z’'-]+(?:-[A-Z][a-z]+)?[A-Za-z’']*"
)
PRONOUN = re.compile(r"(?:He|She|They|he|she|they)\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """One speaker in a text: `text[starts:ends]`, as printed without an article that says nothing."""

    starts: int
    ends: int
    words: str
    known_as: str
    kind: OrganisationKind | None
    is_group: bool = False


def _either(some: Iterable[str | None]) -> str:
    """A pattern's alternatives, longest first."""
    return "|".join(re.escape(w) for w in sorted({w for w in some if w}, key=len, reverse=True))


def _either_spaced(some: Iterable[str | None]) -> str:
    """The same, with any space between words."""
    return _either(some).replace(r"\ ", r"\s+")


def plain(words: str) -> str:
    """Lower case, without article, stand-in prefix's spaces, full stops or possessive: for looking a name up."""
    words = re.sub(r"^(?:the|a|an|one|another|our)\s+", "", words.strip(), flags=re.I)
    words = re.sub(r"\s*/\s*", "/", words.replace(".", ""))
    words = re.sub(r"[’']s?$", "", words)
    return " ".join(words.lower().split())


def initials_of(name: str, courtesy: Iterable[str] = ()) -> str:
    """ "RC" for "Richard Cooper", without courtesy titles."""
    drop = {word.rstrip(".").lower() for word in courtesy}
    parts = [p for p in re.split(r"[\s.]+", name) if p and p.rstrip(".").lower() not in drop]
    return "".join(p[0] for p in parts if p[0].isalpha()).upper()


def kind_of_words(words: str | None, lexicon: Lexicon) -> OrganisationKind | None:
    """Whose side a title or an organisation's name is on, as far as its words say."""
    if not words:
        return None
    low = f" {words} "
    for office in lexicon.offices:
        if office.kind == "other":
            continue
        if re.search(rf"(?<![A-Za-z]){re.escape(office.abbreviation)}(?![A-Za-z])", low):
            return office.kind
    for body in lexicon.bodies:
        if re.search(rf"(?<!\w){re.escape(body.name)}(?!\w)", low, re.I if len(body.name) > 4 else 0):
            return body.kind
    for office in lexicon.offices:
        for name in office.names:
            if office.kind != "other" and len(name) > 8 and re.search(rf"\b{re.escape(name)}\b", low, re.I):
                return office.kind
    if any(
        re.search(rf"(?<!\w){re.escape(rank)}(?!\w)", low, re.I if len(rank) > 5 else 0)
        for rank in lexicon.ranks
    ):
        return "force"
    return None


@dataclass(slots=True)
class Known:
    """The people and bodies that a text may name. Make it once for a meeting: it compiles one pattern."""

    attendees: list[Attendee] = field(default_factory=list)
    lexicon: Lexicon = DEFAULT
    extra_initials: frozenset[str] = frozenset()
    """Initials that speak in the text though nobody in the list bears them."""
    _by_words: dict[str, tuple[str, OrganisationKind | None]] = field(default_factory=dict)
    _commissioners: set[str] = field(default_factory=set)
    _groups: set[str] = field(default_factory=set)
    _seen: dict[str, tuple[str, str, OrganisationKind | None, bool]] = field(default_factory=dict)
    """Who printed words are, once looked up: the same few come again and again."""
    pattern: "re.Pattern[str]" = field(init=False)
    has_commissioner: bool = field(init=False)

    def __post_init__(self) -> None:
        for office in self.lexicon.offices:
            for name in (office.abbreviation, *office.names):
                self._by_words.setdefault(plain(name), ("", office.kind))
        self._groups = {plain(group).rstrip("s") for group in self.lexicon.groups}
        own = {plain(a.known_as): a for a in self.attendees if a.known_as}
        offices = [o for o in self.lexicon.offices if o.kind == "commissioner"]
        for office in offices:
            for name in (office.abbreviation, *office.names):
                if plain(name) not in own or own[plain(name)].organisation_kind == "commissioner":
                    self._commissioners.add(plain(name))
        for person in self.attendees:
            self._learn(person)
            title = plain(re.split(r",|\s[–-]\s", person.title or "")[0])
            if title and any(title == plain(n) for o in offices for n in (o.abbreviation, *o.names)):
                self._commissioners |= {
                    plain(n) for n in (person.known_as or person.name, person.name, person.name.split()[-1])
                }
        self.has_commissioner = any(a.organisation_kind == "commissioner" for a in self.attendees)
        self.pattern = re.compile(self._alternatives())

    def is_commissioner(self, words: str) -> bool:
        """Whether these words are a commissioner or a deputy, who ask; the office's staff may well answer."""
        return plain(words) in self._commissioners

    def _bare(self, name: str) -> str:
        return re.sub(r"^(?:(?:" + "|".join(map(re.escape, self.lexicon.courtesy)) + r")\.?\s+)+", "", name)

    def _learn(self, person: Attendee) -> None:
        known = person.known_as or ""
        kind = person.organisation_kind
        bare = self._bare(person.name)
        names: list[str | None] = [
            person.known_as,
            person.name,
            bare,
            bare.split()[-1] if bare.split() else None,
        ]
        for title in (person.title, person.known_as):
            if not title:
                continue
            short = re.split(r"\s+[–-]\s+|,", title)[0]
            names += [title, short]
            for office in self.lexicon.offices:
                for name in (office.abbreviation, *office.names):
                    if (
                        re.match(rf"{_STAND_IN}{re.escape(name)}(?![A-Za-z])", short, re.I)
                        and plain(name) != "chief"
                    ):
                        stand_in = "t/" if re.match(r"T|Temp", short) and "/" in short[:3] else ""
                        names += [*office.names, office.abbreviation, stand_in + office.abbreviation]
                        break
        for spoken in names:
            if not spoken:
                continue
            key = plain(spoken)
            before = self._by_words.get(key)
            if key and (before is None or not before[0]):
                self._by_words[key] = (known, kind)
        if person.known_as:
            self._by_words[plain(person.known_as)] = (person.known_as, kind)

    def _alternatives(self) -> str:
        lexicon = self.lexicon

        words, insensitive = _either, _either_spaced
        with_article = r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Oo]ur|[Ss]ome|[Aa]ll|[Ss]everal)\s+"
        article = f"(?:{with_article})?"
        begins = rf"(?:{with_article}|(?=[A-Z]))"  # "the chair" or "Chair", but not "chair" alone
        abbreviations = [office.abbreviation for office in lexicon.offices]
        known = [a.known_as for a in self.attendees] + list(self.extra_initials)
        full = [a.name for a in self.attendees] + [
            self._bare(a.name) for a in self.attendees if " " in self._bare(a.name)
        ]
        titles = [a.title for a in self.attendees if a.title and 3 < len(a.title) < 60]
        surnames = {
            a.name.split()[-1]
            for a in self.attendees
            if len(a.name.split()) > 1 and len(a.name.split()[-1]) > 2
        }
        givens = [a.name.split()[0] for a in self.attendees if len(a.name.split()) > 1]
        givens = [
            g for g in givens if givens.count(g) == 1 and len(g) > 2 and g.rstrip(".") not in lexicon.courtesy
        ]
        offices = [name for office in lexicon.offices for name in office.names]
        courtesy = words(c.rstrip(".") for c in lexicon.courtesy)
        ranks = words(lexicon.ranks)
        bodies = [
            b.name
            for b in lexicon.bodies
            if b.kind != "other" and b.name not in ("Police", "force", "Constabulary")
        ]
        orgs = {a.organisation for a in self.attendees if a.organisation and len(a.organisation) < 60}
        return (
            r"(?<![\w/’'&])(?=[A-Z]|the\s|an?\s|one\s|another\s|our\s|some\s|all\s|several\s)(?:"
            rf"{article}{_STAND_IN}(?:{words(full) or '(?!)'})(?![\w-])"
            rf"|{article}(?:(?:{courtesy})\.?|{_STAND_IN}(?:{ranks})|Chief\s+Constable|PC|"
            rf"DC)(?:\s+\d{{2,6}})?(?:\s+[A-Z]\.?)?(?:\s+{_SURNAME}){{1,2}}"
            rf"|{article}{_STAND_IN}(?:{words([*known, *abbreviations])})"
            rf"(?:\s+{_SURNAME}){{0,2}}(?![\w/])(?!\s?[’']s\b)"
            rf"|{begins}(?i:{insensitive([*titles, *offices])})(?:\s+(?!(?:The|He|She|"
            rf"They)\b){_SURNAME}){{0,2}}(?![\w-])(?!\s?[’']s\b)"
            rf"|{begins}(?i:{insensitive([*bodies, *orgs])})(?![\w-])(?!\s?[’']s\b)"
            r"|[Tt]he\s+(?:[A-Z][\w&’']*\s+){0,4}(?:[Ff]orce|[Cc]onstabulary|[Cc]ouncil|[Tt]eam|"
            r"[Cc]ommittee|[Bb]oard|[Pp]anel|[Oo]ffice|[Gg]roup|[Pp]olice|"
            r"[Ss]ervice)(?![\w-])(?!\s?[’']s\b)"
            rf"|{begins}(?i:{insensitive(lexicon.groups)})(?![\w-])(?!\s?[’']s\b)"
            + (rf"|(?:{words(surnames)})(?![\w-])(?!\s?[’']s\b)" if surnames else "")
            + (rf"|(?:{words(givens)})(?![\w-])(?!\s?[’']s\b)" if givens else "")
            + r")"
        )

    def mention(self, match: "re.Match[str]") -> Mention:
        """The speaker a match of `pattern` names."""
        seen = self._seen.get(match.group())
        if seen is None:
            seen = self._seen[match.group()] = self._look_up(match.group())
        words, known, kind, is_group = seen
        return Mention(match.start(), match.end(), words, known, kind, is_group)

    def _look_up(self, found: str) -> tuple[str, str, OrganisationKind | None, bool]:
        printed = " ".join(found.split())
        bare = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", printed)
        words = bare if re.fullmatch(r"[A-Z/& ]{2,}(?:\s+[A-Z][a-z].*)?", bare) else printed
        key = plain(printed)
        known, kind = self._by_words.get(key, ("", None))
        if not known and kind is None:
            known, kind = self._approximately(key)
        if kind is None and not known:
            kind = kind_of_words(printed, self.lexicon)
        is_group = key.rstrip("s") in self._groups
        return words, known or words, kind, is_group

    def _approximately(self, key: str) -> tuple[str, OrganisationKind | None]:
        """A title with a surname ("acc cooper"), or a stand-in's office ("t/cc")."""
        parts = key.split()
        if len(parts) > 1 and (found := self._by_words.get(parts[-1])):
            return found
        stem = re.sub(r"^(?:t|a|temp|temporary|acting|interim)[/ ]", "", key)
        if stem != key and (found := self._by_words.get(stem)):
            return found
        if len(parts) > 1 and parts[0] in self._by_words:
            return "", self._by_words[parts[0]][1]
        return "", None

    def mentions(self, text: str) -> list[Mention]:
        """All speakers that the text names, in order."""
        return [self.mention(match) for match in self.pattern.finditer(text)]

    def person(self, words: str) -> tuple[str, OrganisationKind | None]:
        """How the list knows these words ("ACC Cooper" → "RC"), and whose side they are on; "" where it does not."""
        key = plain(words)
        known, kind = self._by_words.get(key) or self._approximately(key)
        return known, kind if known else kind or kind_of_words(words, self.lexicon)


def attended(attendees: list[Attendee], words: str) -> Attendee | None:
    """The attendee of that name, whatever the case."""
    wanted = plain(words)
    return next((a for a in attendees if plain(a.name) == wanted), None)
