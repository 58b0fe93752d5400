"""People read from the entries of a list, and gathered as they are found."""

import re
from dataclasses import dataclass, field

from app.documents.interpret.attendance import (
    Entry,
    rank_before,
    read_entry,
    take_brackets,
)
from app.documents.interpret.blocks import Block
from app.documents.interpret.fields import read_field
from app.documents.interpret.names import is_name, is_role
from app.documents.interpret.people import initials_of, kind_of_words
from app.documents.lexicon import Lexicon
from app.documents.minutes import Doubt, Presence

WHO = (
    r"(?:(?:members?|councillors?|officers?|non-members?|others?|also|those|officials|"
    r"observers|guests?|public|staff|representatives|board|panel|committee|opcc|force|external|"
    r"internal|core|voting|co-opted|independent|persons?)[\s:/-]+(?:of the (?:board|panel|"
    r"committee|council)\s+)?)*"
)
LABEL = re.compile(
    rf"(?P<label>{WHO}(?P<what>present|sederunt|speakers|panellists|(?:those )?in the room|in "
    rf"attendance|attendance|attendees|attending|attended(?: by)?|invitees|participants|"
    rf"membership|invited|on the call|absent|not present|"
    rf"(?:members |officers )?apologies(?: for absence)?(?: (?:were )?(?:received|given|noted))?(?: from)?)"
    rf"(?:\s+(?:members|officers|councillors|at the meeting|list|by invitation|virtually|"
    rf"remotely|online|via teams|in person|for items?[^:]{{0,20}}))?(?:\s+and "
    rf"apologies)?)\s*(?P<sep>[:–-]\s*|\.?$|\t+|\s(?=[A-Z]))(?P<rest>.*)$",
    re.I | re.S,
)
PUBLIC = re.compile(
    r"(?:(?:approximately |about )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|no|"
    r"several|a)\s+)?(?:members?|representatives?) of the (?:public|press)\b.*|members of "
    r"(?:the )?public\s*[:–-].*|(?:\d+ )?(?:residents?|parishioners?).{0,40}|press\s*[:–-].*",
    re.I,
)
GROUPED = re.compile(r"(?P<group>[A-Z][\w&’' ]{1,40}?)\s*(?::|\s[–-])\s+(?P<rest>[A-Z].*)$", re.S)
_SORT_OF_MEMBER = re.compile(
    r"(?:members?|councillors?|officers?|observers?|guests?|others?|also|for the|trustees|"
    r"governors|cllrs|staff|public|speakers)\b",
    re.I,
)


@dataclass(slots=True)
class Roster:
    """Who was found to be at the meeting, and in which blocks."""

    entries: list[Entry] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    chair: str | None = None
    minute_taker: str | None = None


def presence_of(label: str) -> Presence:
    """What a label over a list says of those on it."""
    return (
        "apologies"
        if re.search(r"apolog|absent|not present", label, re.I)
        and not re.search(r"attendance|^present", label, re.I)
        else "present"
    )


def split_people(text: str, lexicon: Lexicon) -> list[str]:
    """The entries of one paragraph: by semicolons, else by the commas that stand before a name."""
    text = re.sub(r"^(?:from|by)\s+", "", text.strip().rstrip("."))
    text = re.sub(r"\b(?:Cllrs|Councillors)\b\.?:?\s*", "Cllr ", text)
    if ";" in text:
        parts = [p.strip() for p in re.split(r"\s*;\s*(?:and\s+)?", text) if p.strip()]
        return [person for part in parts for person in split_people(part, lexicon)]
    pieces: list[str] = []
    depth, start = 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth <= 0 and sign == ",":
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    pieces = [q for p in pieces for q in _at_and(p, lexicon)]
    people: list[str] = []
    for piece in (p.strip() for p in pieces):
        if not piece:
            continue
        piece = re.sub(r"^and\s+", "", piece)
        bare = take_brackets(piece)[0]
        rank, rest = rank_before(bare, lexicon)
        name = re.split(r"\s+[–-]\s+", rest)[0]
        entry = read_entry(piece, lexicon)
        if people and not (entry and (is_name(name, lexicon) or rank or entry.is_sure)):
            people[-1] += f", {piece}"
        else:
            people.append(piece)
    return people


def _at_and(piece: str, lexicon: Lexicon) -> list[str]:
    """ "A Smith and B Jones" are two; "Police and Crime Commissioner" is one."""
    for match in re.finditer(r"\s+(?:and|&)\s+(?![^(]*\))", piece):
        one, two = piece[: match.start()], piece[match.end() :]
        if read_entry(two, lexicon) and read_entry(one, lexicon):
            return [one, *_at_and(two, lexicon)]
    return [piece]


class PeopleListed:
    """Takes the people of entries and paragraphs; what reads lists and tables stands on it."""

    def __init__(self, blocks: list[Block], lexicon: Lexicon, head_ends: int) -> None:
        self.blocks, self.lexicon, self.head_ends = blocks, lexicon, head_ends
        self.roster = Roster()

    def _people(self, text: str, here: Presence) -> list[Entry]:
        """The people an entry or a paragraph of names holds; none where most of it is something else."""
        if len(text) > 3000 or not text.strip():
            return []
        lines = [p for p in text.split("\n") if p.strip()]
        if len(lines) > 1:
            found = [self._people(line, here) for line in lines]
            return [e for some in found for e in some] if sum(map(bool, found)) * 2 >= len(found) else []
        if grouped := GROUPED.match(text):
            group = grouped["group"].strip()
            first = read_entry(grouped["rest"], self.lexicon)
            if first is not None and initials_of(first.person.name, self.lexicon.courtesy) == group:
                return [e] if (e := read_entry(text, self.lexicon, presence=here)) else []
            if (
                not is_name(group, self.lexicon)
                and not is_role(group, self.lexicon)
                and not LABEL.match(group)
                and not read_field(text, self.lexicon, in_head=True)
            ):
                members = self._people(grouped["rest"], here)
                for entry in members:
                    if entry.person.organisation is None and not _SORT_OF_MEMBER.match(group):
                        entry.person.organisation = group
                    entry.person.organisation_kind = (
                        entry.person.organisation_kind
                        or kind_of_words(group, self.lexicon)
                        or ("other" if entry.person.organisation else None)
                    )
                    entry.is_sure = True
                if members:
                    return members
        text = re.sub(r"^\s*\(?\d{1,2}[.)]\s+(?=[A-Z])", "", text)
        one = read_entry(text, self.lexicon, presence=here)
        pieces = split_people(text, self.lexicon)
        if len(pieces) > 1:
            many = [
                self._people(p, here)
                if ":" in p
                else [e]
                if (e := read_entry(p, self.lexicon, presence=here))
                else []
                for p in pieces
            ]
            entries = [some[0] if some else None for some in many]
            good = [e for some in many for e in some]
            rest = [p for p, e in zip(pieces, entries, strict=True) if not e and not PUBLIC.fullmatch(p)]
            if len(good) > 1 and len(good) >= 2 * len(rest):
                return good
        return [one] if one else []

    def _take(
        self, block: Block, people: list[Entry], group: str | None = None, *, keep: bool = False
    ) -> None:
        for entry in people:
            person = entry.person
            if group and person.organisation is None and not _SORT_OF_MEMBER.match(group):
                person.organisation = group
                person.organisation_kind = (
                    person.organisation_kind or kind_of_words(group, self.lexicon) or "other"
                )
            elif group and person.organisation_kind is None:
                person.organisation_kind = kind_of_words(group, self.lexicon)
            person.source_lines = list(block.lines)
            before = next((e for e in self.roster.entries if e.person.name == person.name), None)
            if before:
                before.person.title = before.person.title or person.title
                before.person.known_as = before.person.known_as or person.known_as
                before.person.organisation = before.person.organisation or person.organisation
                continue
            self.roster.entries.append(entry)
            if entry.is_chair and person.presence != "apologies":
                self.roster.chair = self.roster.chair or person.name
            if entry.is_minute_taker and person.presence != "apologies":
                self.roster.minute_taker = self.roster.minute_taker or person.name
        block.became.add("attendance")
        if keep:
            block.became.add("line")
