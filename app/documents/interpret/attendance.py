"""The attendance list: one entry ("Name (XX) – Role") and whole lists, in the many forms offices use."""

import re
from dataclasses import dataclass, field

from app.documents.interpret.names import PARTICLES, is_name, is_organisation, is_role, tokens
from app.documents.interpret.people import initials_of, kind_of_words
from app.documents.lexicon import Lexicon
from app.documents.minutes import Attendee, OrganisationKind
from app.documents.wording import squeezed

_NOTE = re.compile(
    r"(?:via|by|on|through|over)\s+(?:the\s+)?(?:tele)?(?:phone|video(?:[ -]?(?:conf\w*|link|"
    r"call))?|(?:ms |microsoft )?teams|zoom|conference(?: call)?|skype|dial-in|webex|link)|"
    r"(?:tele)?phone|"
    r"(?:virtual(?:ly)?|online|by (?:tele)?phone|by video), for [^()]{1,40}|virtual(?:ly)?|"
    r"online|remote(?:ly)?|dial(?:led)?[- ]in|in person|(?:in )?part(?:ial)?(?: (?:attendance|"
    r"meeting|only))?|(?:for )?(?:agenda )?items?\s+[\d](?:[\d ,and&.–-]|to)*(?:\s*only)?|"
    r"(?:for |until |from |up to |after )[^()]{1,40}|(?:left|arrived|joined|"
    r"departed)\b[^()]{0,40}|\d{1,2}[:.]\d\d[^()]{0,30}|(?:un)?well|ill(?:ness)?|sick|holiday|"
    r"work(?: commitments)?|leave|"
    r"annual leave|personal(?: reasons)?|absent|apologies(?: (?:given|received))?|in "
    r"attendance|non[- ]voting|substitut\w+[^()]{0,40}|vacancy|deputising[^()]{0,60}",
    re.I,
)
_PART = re.compile(r"\bitems?\b|\bpart\b|partial|\bleft\b|arrived|joined|departed|until|from\b|up to", re.I)
_SPEAKS = re.compile(
    r"\b(?:asked|said|reported|noted|confirmed|explained|advised|queried|welcomed|agreed|thanked)\b"
)
_CHAIR = re.compile(
    r"(?:(?:in the )?chair(?:man|woman|person)?|chairing|presiding|convenor|convener|preses|moderator)", re.I
)
_MINUTES = re.compile(
    r"(?:minutes?|notes?)(?:[ -]?(?:taker|secretary|taking|taken|clerk))?|minuting|scribe|"
    r"minutes by|taking (?:the )?(?:minutes|notes)",
    re.I,
)
_INITIALS = re.compile(r"(?:[TA]/\s?)?[A-Z]{2,6}(?:/[A-Z]{2,5})?|[A-Z][a-z]?[A-Z][a-z]{0,2}")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)(?:[)\]]|$)")
_TITLE_START = re.compile(
    r"(?:[TA]/|Temp|Temporary|Acting|Interim|Head|Chief|Deputy|Assistant|Senior|Director|"
    r"Police|Detective|Principal|Lead|Policy|Executive|Strategic|Independent|Force|Office|"
    r"Treasurer|Governance|Vice|Executive|Superintendent|Business|Performance|Communications|"
    r"Public|Community|Parish|Town|Borough|County|District|Ward|Legal|Finance|Monitoring|"
    r"Democratic|Committee|Corporate|Youth|Victim\w*|Criminal|Commissioning|Programme|Project|"
    r"National|Regional|Data|Research|Personal|Private|Staff|Media|Digital|Engagement|"
    r"Co-opted)\b|[TA]/"
)


@dataclass(slots=True)
class Entry:
    """A person read from one entry, and what the entry says besides."""

    person: Attendee
    is_chair: bool = False
    is_minute_taker: bool = False
    is_ambiguous: bool = False
    """The last word may be a surname or an organisation."""
    is_sure: bool = True
    """The entry has more than a bare name, or a courtesy title."""
    spare: list[str] = field(default_factory=list)


def take_brackets(text: str) -> tuple[str, list[str]]:
    """The words without what stands in brackets, and that."""
    inner: list[str] = []

    def keep(match: "re.Match[str]") -> str:
        inner.append(match[1].strip())
        return " "

    return _BRACKETS.sub(keep, text).strip(), [i for i in inner if i]


def rank_before(text: str, lexicon: Lexicon) -> tuple[str | None, str]:
    """A rank or office before the name: "ACC Richard Cooper" → ("ACC", "Richard Cooper")."""
    names = [n for o in lexicon.offices for n in (*o.names, o.abbreviation) if n != "Chief"] + list(
        lexicon.ranks
    )
    words = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    match = re.match(
        rf"(?P<rank>(?:(?:[TA]|Temp|Temporary|Acting|Interim)\.?\s?/?\s?)?(?:{words})|PC|DC|"
        rf"PCSO)\.?\s+(?:\d{{2,6}}\s+)?(?=[A-Z])",
        text,
    )
    if match:
        rest = re.split(r"\s*,|\s[–-]\s", text[match.end() :])[0].strip()
        first = rest.split()[0] if rest.split() else ""
        if is_name("Mr " + rest, lexicon) and first.lower() not in lexicon.role_words:
            return match["rank"].strip(), text[match.end() :]
    return None, text


def _split_title(title: str, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """ "Policy Officer, OPCC" → title and organisation."""
    title = title.strip(" ,;:–-")
    if not title:
        return None, None
    parts = [p.strip() for p in title.split(",") if p.strip()]
    if (
        len(parts) > 1
        and re.search(
            r"\b(?:room|unit|team|desk|division|command|operations|north|south|east|west|area|hub)\b",
            parts[-1],
            re.I,
        )
        and not is_organisation(parts[-1], lexicon)
    ):
        return title, None
    if len(parts) > 1 and not is_role(parts[-1], lexicon) and is_role(parts[0], lexicon):
        return ", ".join(parts[:-1]), parts[-1]
    if len(parts) > 1 and is_role(parts[-1], lexicon) and not is_role(parts[0], lexicon):
        return parts[-1], ", ".join(parts[:-1])
    if not is_role(title, lexicon):
        return None, title
    dash = re.split(r"\s+[–-]\s+", title)
    if len(dash) == 2 and is_organisation(dash[1], lexicon) and not is_role(dash[1], lexicon):
        return dash[0], dash[1]
    return title, None


_SEPARATOR = re.compile(r"\t+|\s{2,}|\s*[–—]\s*|\s+-\s*|\s*-\s+|,\s*|\s*:\s+|\s*\|\s*")


def _name_and_rest(text: str, lexicon: Lexicon) -> tuple[str, str, bool]:
    """The name, what follows it, and whether that cut is a guess."""
    for match in _SEPARATOR.finditer(text):
        name = text[: match.start()].strip()
        if is_name(squeezed(name), lexicon) and text[match.end() :].strip():
            return squeezed(name), text[match.end() :].strip(" ,–-"), False
        break
    glued = re.match(r"(?P<name>[A-Z][\w’']+(?:\s[A-Z][\w’'.]*)+)-(?=(?P<rest>\S.*))", text)
    if (
        glued
        and (_TITLE_START.match(glued["rest"]) or is_role(glued["rest"].split()[0], lexicon))
        and is_name(glued["name"], lexicon)
    ):
        return glued["name"], glued["rest"], False
    parts = tokens(squeezed(text))
    courtesy = {c.rstrip(".") for c in lexicon.courtesy}
    begin = 0
    while begin < len(parts) and parts[begin].rstrip(".") in courtesy:
        begin += 1
    size = begin + 2
    while size - 1 < len(parts) and (
        len(parts[size - 1].rstrip(".")) == 1
        or parts[size - 1].lower() in PARTICLES
        or (size - 2 >= 0 and parts[size - 2].lower() in PARTICLES)
    ):
        size += 1
    if (
        begin
        and len(parts) > begin + 1
        and (is_role(" ".join(parts[begin + 1 :]), lexicon))
        and _TITLE_START.match(parts[begin + 1])
    ):
        size = begin + 1
    name, rest = " ".join(parts[:size]), " ".join(parts[size:])
    if (
        rest
        and not (
            is_role(rest, lexicon)
            or is_organisation(rest, lexicon)
            or re.fullmatch(r"[A-Z&]{2,8}", parts[size])
        )
        and is_name(" ".join(parts), lexicon)
    ):
        return " ".join(parts), "", len(parts) == 3
    if rest and not is_name(name, lexicon):
        return squeezed(text), "", False
    if rest and rest.lower() in lexicon.organisation_words and not rest.isupper():
        return squeezed(text), "", False  # "North Vale Council" is no person
    return name, rest, False


def read_entry(text: str, lexicon: Lexicon, *, presence: str = "present") -> Entry | None:
    """One person's entry, or None where the text does not begin with, or end in, a person's name."""
    text = text.strip(" ;,.\t")
    if (
        not text
        or len(text) > 200
        or re.search(r"[.?!]\s+[A-Z][a-z]+\s+[a-z]+\s+[a-z]+", text)
        or not re.search(r"[A-Za-z]", text)
    ):
        return None
    if re.search(
        r"\b(?:asked|said|reported|noted|confirmed|explained|advised|queried|welcomed|agreed|thanked)\b", text
    ):
        return None
    if re.fullmatch(r"(?i)name\W+(?:organi[sz]ation|role|title|initials|position|job title)\b.*", text):
        return None
    first = re.match(r"[(\[]\s*(?P<who>(?:[TA]/)?[A-Z][A-Za-z]{1,5})\s*[)\]]\s*[:–-]?\s*(?P<rest>.+)", text)
    if first:
        entry = read_entry(first["rest"], lexicon, presence=presence)
        if entry:
            entry.person.known_as, entry.is_sure = entry.person.known_as or first["who"], True
        return entry
    swapped = _role_first(text, lexicon) or _role_before(text, lexicon)
    bare, inner = take_brackets(swapped or text)
    tail = re.search(r"[\s,–-]+(" + _NOTE.pattern + r")\.?$", bare, re.I)
    note = None
    if tail and re.match(
        r"for\b(?! (?:agenda )?(?:items?|part|the (?:first|last)|recommendations?)\b)", tail[1], re.I
    ):
        tail = None
    if tail and (
        is_name(bare[: tail.start()].split(",")[0].split(" – ")[0].strip(" ,–-"), lexicon)
        or is_name(" ".join(bare.split()[:2]), lexicon)
    ):
        note, bare = tail[1], bare[: tail.start()].strip(" ,–-")
    rank, bare = rank_before(bare, lexicon)
    name, rest, guess = _name_and_rest(bare, lexicon)
    if not is_name(("Mr " if rank else "") + name, lexicon):
        return None
    person = Attendee(name=name, presence="apologies" if presence == "apologies" else "present")
    entry = Entry(
        person,
        is_ambiguous=guess,
        is_sure=bool(rest or inner or rank or name.split()[0].rstrip(".") in lexicon.courtesy),
    )
    if rest and (tail := re.search(r"\s*(?:[–,-])\s*(?P<what>[A-Za-z -]+)$", rest)):
        if _CHAIR.fullmatch(tail["what"].strip()):
            entry.is_chair, rest = True, rest[: tail.start()]
        elif _MINUTES.fullmatch(tail["what"].strip()):
            entry.is_minute_taker, rest = True, rest[: tail.start()]
    if rest == initials_of(name, lexicon.courtesy) and len(rest) > 1:
        person.known_as, entry.is_sure, rest = rest, True, ""
    if _CHAIR.fullmatch(rest):
        person.title, entry.is_chair, rest = rest, True, ""
    elif _MINUTES.fullmatch(rest):
        entry.is_minute_taker, person.title, rest = True, rest, ""
    title, organisation = _split_title(rest, lexicon) if rest else (None, None)
    person.title = person.title or title or None
    person.organisation = organisation
    if rank and len(name.split()) == 1:
        person.name = f"{rank} {name}"
    if rank:
        person.title = rank if not person.title else f"{rank}, {person.title}"
    for words in inner:
        _bracket(words, entry, lexicon)
    if note:
        person.presence_note = note
    if person.presence_note and _PART.search(person.presence_note) and person.presence == "present":
        person.presence = "part"
    person.organisation_kind = (
        kind_of_words(person.title, lexicon)
        or _kind_of_known(person, lexicon)
        or kind_of_words(person.organisation, lexicon)
    )
    if person.organisation_kind is None and person.organisation:
        person.organisation_kind = "other"
    return entry


def _kind_of_known(person: Attendee, lexicon: Lexicon) -> OrganisationKind | None:
    """The side that "(CC)" tells, unless these are just the person's own initials."""
    own = initials_of(person.name, lexicon.courtesy)
    return None if person.known_as == own else kind_of_words(person.known_as, lexicon)


def _bracket(words: str, entry: Entry, lexicon: Lexicon) -> None:
    """What a bracket in an entry says: initials, chair, role, organisation or a note."""
    person = entry.person
    parts = [p.strip() for p in re.split(r"\s*[;]\s*", words) if p.strip()]
    cut = [p.strip() for p in words.split(",") if p.strip()]
    if len(cut) > 1 and any(
        _INITIALS.fullmatch(p) or _CHAIR.fullmatch(p) or _MINUTES.fullmatch(p) for p in cut
    ):
        parts = cut
    for part in parts:
        own = initials_of(person.name, lexicon.courtesy)
        if _NOTE.fullmatch(part):
            person.presence_note = part
        elif _CHAIR.fullmatch(part):
            entry.is_chair = True
            person.title = person.title or part
        elif _MINUTES.fullmatch(part):
            entry.is_minute_taker = True
            person.title = person.title or part
        elif (
            _INITIALS.fullmatch(part) and person.known_as is None and _stands_for(part, own, person, lexicon)
        ):
            person.known_as = part.replace("/ ", "/")
        elif is_role(part, lexicon) and not (person.title and is_organisation(part, lexicon)):
            title, organisation = _split_title(part, lexicon)
            person.title = person.title or title
            person.organisation = person.organisation or organisation
        elif person.organisation is None:
            person.organisation = part
        elif person.title is None:
            person.title = part
        else:
            person.presence_note = part


def _stands_for(letters: str, own: str, person: Attendee, lexicon: Lexicon) -> bool:
    capitals = re.sub(r"[^A-Z]", "", letters)
    if len(own) > 2 and 1 < len(capitals) < len(own) and re.match(".*".join(capitals), own):
        return True
    if capitals == own or (
        len(own) > 1 and capitals[:1] == own[0] and capitals[-1:] == own[-1] and len(capitals) <= 3
    ):
        return True
    if any(letters.split("/")[-1].strip() == office.abbreviation for office in lexicon.offices):
        return True
    return bool(person.title)


def _role_first(text: str, lexicon: Lexicon) -> str | None:
    """ "Chair: Cllr Smith" and "JD – Jane Doe" the other way round."""
    match = re.match(r"(?P<who>[A-Z]{2,4})\s*(?:[–=:-]|\t)\s*(?P<rest>[A-Z][a-z].+)", text)
    if match and is_name(re.split(r"\s*[,(–]|\s-\s", match["rest"])[0].strip(), lexicon):
        return f"{match['rest']} ({match['who']})"
    match = re.match(r"(?P<role>[^,:–(]{3,60}?)\s*(?::|\s[–-])\s*(?P<rest>.+)", text)
    if match and is_role(match["role"], lexicon) and not is_name(match["role"].strip(), lexicon):
        first = re.split(r"\s*[,(–]|\s-\s", match["rest"])[0].strip()
        if is_name(first, lexicon):
            rest = match["rest"][len(first) :].strip()
            return f"{first} – {match['role'].strip()} {rest}".strip()
    return None


def _role_before(text: str, lexicon: Lexicon) -> str | None:
    """ "Head of Safeguarding Lee Fong (LF)" and "Chief of Staff (Ines Cobb, notes)" with the name first."""
    bare, inner = take_brackets(text)
    if inner and is_role(bare, lexicon) and not is_name(bare, lexicon):
        first, _, rest = inner[0].partition(",")
        if is_name(first.strip(), lexicon):
            return f"{first.strip()} – {bare}" + (f" ({rest.strip()})" if rest.strip() else "")
    parts = bare.split()
    if len(parts) < 3 or re.search(r"[,:–]|\s-\s", bare):
        return None
    name, role = " ".join(parts[-2:]), " ".join(parts[:-2])
    named = any(initials_of(name) == re.sub(r"[^A-Z]", "", i) for i in inner)
    if (
        is_name(name, lexicon)
        and is_role(role, lexicon)
        and (named or not is_name(" ".join(parts[:2]), lexicon))
    ):
        polite = {c.rstrip(".") for c in lexicon.courtesy}
        if (
            parts[0].rstrip(".") in polite
            or parts[-3].rstrip(".") in polite
            or rank_before(bare, lexicon)[0]
            or role.split()[-1].lower() in ("of", "and", "for", "the", "&")
        ):
            return None
        return f"{name} – {role}" + "".join(f" ({i})" for i in inner)
    return None


def agree_on_names(entries: list[Entry], lexicon: Lexicon) -> None:
    """Three bare words are a name, unless most of the list have an organisation after two words."""
    with_body = sum(1 for e in entries if e.person.organisation)
    if with_body * 2 < len(entries) - sum(1 for e in entries if e.is_ambiguous):
        return
    for entry in entries:
        if entry.is_ambiguous and with_body >= 2:
            parts = entry.person.name.split()
            entry.person.name, entry.person.organisation = " ".join(parts[:2]), parts[2]
            entry.person.organisation_kind = kind_of_words(parts[2], lexicon) or "other"
