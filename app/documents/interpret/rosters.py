"""Attendance lists in a document: where they stand, in which of their forms, and who is on them."""

import re
from dataclasses import dataclass, field

from app.documents.interpret.attendance import (
    Entry,
    agree_on_names,
    is_name,
    is_organisation,
    is_role,
    read_entry,
    split_people,
    take_brackets,
)
from app.documents.interpret.blocks import Block
from app.documents.interpret.fields import read_field
from app.documents.interpret.headings import split_number
from app.documents.interpret.people import initials_of, kind_of_words
from app.documents.lexicon import Lexicon
from app.documents.minutes import Attendee, Doubt, OrganisationKind, Presence

_WHO = (
    r"(?:(?:members?|councillors?|officers?|non-members?|others?|also|those|officials|"
    r"observers|guests?|public|staff|representatives|board|panel|committee|opcc|force|external|"
    r"internal|core|voting|co-opted|independent|persons?)[\s:/-]+(?:of the (?:board|panel|"
    r"committee|council)\s+)?)*"
)
LABEL = re.compile(
    rf"(?P<label>{_WHO}(?P<what>present|sederunt|speakers|panellists|(?:those )?in the room|in "
    rf"attendance|attendance|attendees|attending|attended(?: by)?|invitees|participants|"
    rf"membership|invited|on the call|absent|not present|"
    rf"(?:members |officers )?apologies(?: for absence)?(?: (?:were )?(?:received|given|noted))?(?: from)?)"
    rf"(?:\s+(?:members|officers|councillors|at the meeting|list|by invitation|virtually|"
    rf"remotely|online|via teams|in person|for items?[^:]{{0,20}}))?(?:\s+and "
    rf"apologies)?)\s*(?P<sep>[:–-]\s*|\.?$|\t+|\s(?=[A-Z]))(?P<rest>.*)$",
    re.I | re.S,
)
_GROUP_LABEL = re.compile(
    r"(?P<label>(?:Councillors|Cllrs|Members|Officers|Board members|Panel members|Committee "
    r"members|Observers|Guests|Advisers|Officials|Clerk|Trustees|"
    r"Governors)(?:\s+[a-z]+)?)\s*:\s*(?P<rest>.*)$",
    re.S,
)
APOLOGIES = re.compile(
    r"\b[Aa]pologies(?:\s+for\s+(?:absence|not attending|their absence|being "
    r"unable[^.]{0,30}))?\s+(?:(?:was|were|had been|have been|has been|"
    r"are)\s+)?(?:also\s+)?(?:received|given|noted|tendered|sent|recorded|accepted|offered|"
    r"submitted|made)?(?:\s+and\s+(?:accepted|noted|approved))?\s*(?:from|for|by|on behalf of|"
    r":)\s+(?P<who>[^.\n]*(?:\b(?:Mr|Mrs|Ms|Dr|Cllr|Supt|Insp|Rev|St|[A-Z])\.[^.\n]*)*)"
)
_SENT = re.compile(
    r"(?P<who>(?:[A-Z][\w.’'/()-]*[,\s]+(?:and\s+)?){1,20})(?:had |have |has )?(?:sent|gave|"
    r"given|tendered|submitted|offered)\s+(?:his |her |their )?apologies"
)
_INNER_LABEL = re.compile(
    r"(?<=[.;,)\s])(?=(?:Apologies(?: for absence)?|In attendance|In Attendance|Also present|"
    r"Also in attendance|Absent|Officers)\s*:)"
)
_PUBLIC = re.compile(
    r"(?:(?:approximately |about )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|no|"
    r"several|a)\s+)?(?:members?|representatives?) of the (?:public|press)\b.*|members of "
    r"(?:the )?public\s*[:–-].*|(?:\d+ )?(?:residents?|parishioners?).{0,40}|press\s*[:–-].*",
    re.I,
)
_GROUPED = re.compile(r"(?P<group>[A-Z][\w&’' ]{1,40}?)\s*(?::|\s[–-])\s+(?P<rest>[A-Z].*)$", re.S)
_SORT_OF_MEMBER = re.compile(
    r"(?:members?|councillors?|officers?|observers?|guests?|others?|also|for the|trustees|"
    r"governors|cllrs|staff|public|speakers)\b",
    re.I,
)
_NAME_HEAD = re.compile(r"(?:full )?names?|attendees?|members?|who|present|councillors?", re.I)
_INITIAL_HEAD = re.compile(r"initials?|known as|abbreviation|init\.?", re.I)
_ROLE_HEAD = re.compile(r"(?:job )?(?:title|role)s?|position|designation|post|capacity|rank", re.I)
_BODY_HEAD = re.compile(
    r"organi[sz]ation|organi[sz]ation/.*|representing|body|company|department|agency|force|employer", re.I
)
_PRESENCE_HEAD = re.compile(
    r"presence|attendance|attended|present\??|status|present/apologies|apologies|y/n", re.I
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


class RosterReader:
    """Walks the blocks of a document and takes the attendance lists out of them."""

    def __init__(self, blocks: list[Block], lexicon: Lexicon, head_ends: int) -> None:
        self.blocks, self.lexicon, self.head_ends = blocks, lexicon, head_ends
        self.roster = Roster()

    def read(self) -> Roster:
        at = 0
        if any(block.role in ("attendance", "field") for block in self.blocks):
            for number, block in enumerate(self.blocks):
                if block.role == "attendance":
                    self._ours(number)
            return self.roster
        while at < len(self.blocks):
            block = self.blocks[at]
            if block.became & {"attendance"}:
                at += 1
                continue
            if block.role == "attendance":
                at = self._ours(at)
            elif block.role == "row":
                at = self._table(at)
            elif (end := self._labelled(at)) or (end := self._headless(at)):
                at = end
            else:
                at += 1
        self._apologies_in_sentences()
        entries = self.roster.entries
        agree_on_names(entries, self.lexicon)
        self._settle_sides()
        return self.roster

    # -- lists

    def _labelled(self, at: int) -> int | None:
        block = self.blocks[at]
        if len(block.text) > 3000 or block.role == "bullet":
            return None
        read = split_number(block.text)
        text = read.title if read.number else block.text
        match = LABEL.match(text)
        in_head = (
            at < self.head_ends or at > len(self.blocks) * 0.7 or block.role == "heading" or block.is_bold
        )
        group = None
        if not match and at < self.head_ends and (found := _GROUP_LABEL.match(text)):
            if found["rest"] and len(self._people(found["rest"], "present")) > 1:
                self._take(block, self._people(found["rest"], "present"))
                return self._region(at + 1, "present", None, after_list=True)
            if not found["rest"]:
                match, group = found, found["label"]
        if not match:
            return None
        rest = match["rest"].strip()
        here: Presence = presence_of(match["label"])
        if rest and (inner := [m.start() for m in _INNER_LABEL.finditer(rest)]):
            pieces = [rest[a:b] for a, b in zip([0, *inner], [*inner, len(rest)], strict=True)]
            for piece in pieces:
                label = LABEL.match(piece.strip())
                said = presence_of(label["label"]) if label else here
                self._take(
                    block, self._people(label["rest"] if label else piece, said), keep=bool(read.number)
                )
            return self._region(at + 1, "present", None, after_list=True)
        if rest and match["label"] and not self._people(rest, here):
            if (
                re.fullmatch(r"(?:none|nil|n/?a|no apologies)(?: received)?\.?", rest, re.I)
                and not read.number
            ):
                block.became.add("attendance")
                return at + 1
            return None
        if rest:
            if match.groupdict().get("sep", ":").isspace() and not in_head:
                return None
            self._take(block, self._people(rest, here), keep=bool(read.number))
            return self._region(at + 1, here, None, after_list=True)
        end = self._region(at + 1, here, group)
        if end == at + 1:
            return None
        if not (read.number or block.label):
            block.became.add("attendance")
        return end

    def _headless(self, at: int) -> int | None:
        """A list of people at the head without a heading: two sure entries in a row."""
        if at >= self.head_ends or at + 1 >= len(self.blocks):
            return None
        first, second = self.blocks[at], self.blocks[at + 1]
        for block in (first, second):
            grouped = _GROUPED.match(block.text)
            body = grouped["group"] if grouped else ""
            if body and (is_organisation(body, self.lexicon) or kind_of_words(body, self.lexicon)):
                if any(entry.person.known_as for entry in self._people(block.text, "present")):
                    continue
                return None
            if (
                block.role not in (None, "bullet", "paragraph")
                or re.match(r"[^(]{0,60}:\s", block.text)
                or read_field(block.text, self.lexicon, in_head=True)
            ):
                return None
            entry = read_entry(block.text, self.lexicon)
            if not (
                entry and entry.is_sure and (entry.person.known_as or entry.person.title or entry.is_chair)
            ):
                return None
        return self._region(at, "present", None)

    def _region(self, at: int, here: Presence, group: str | None, *, after_list: bool = False) -> int:
        taken: list[Entry] = []
        bulleted: bool | None = None
        start = at
        while at < len(self.blocks):
            block = self.blocks[at]
            if block.role == "row":
                after = self._table(at, here, inside=True)
                if after == at + 1 and "attendance" not in block.became:
                    return at
                at = after
                continue
            read = split_number(block.text)
            match = LABEL.match(read.title if read.number else block.text)
            if match and read.number and taken and block.role != "heading":
                return at
            if match and not (block.role == "heading" and read.number):
                rest = match["rest"].strip()
                people = self._people(rest, presence_of(match["label"])) if rest else []
                if rest and not people:
                    if re.fullmatch(r"(?:none|nil|n/?a)(?: received)?\.?", rest, re.I):
                        block.became.add("attendance")
                        at += 1
                        continue
                    return at
                if not rest and (
                    at + 1 >= len(self.blocks) or not self._people(self.blocks[at + 1].text, here)
                ):
                    if re.fullmatch(
                        r"(?:none|nil|n/?a)(?: received)?\.?",
                        self.blocks[at + 1].text if at + 1 < len(self.blocks) else "",
                        re.I,
                    ):
                        block.became.add("attendance")
                        self.blocks[at + 1].became.add("attendance")
                        at += 2
                        continue
                    return at
                here, group, bulleted = presence_of(match["label"]), None, None
                block.became.add("attendance")
                if people:
                    self._take(block, people)
                    taken += people
                at += 1
                continue
            if block.role == "heading":
                if not self._is_group(at):
                    return at
                group = block.text.strip(" :")
                block.became.add("attendance")
                at += 1
                continue
            found = read_field(block.text, self.lexicon, in_head=True)
            if found and found.name in ("chair", "minute_taker") and found.value:
                entry = read_entry(block.text, self.lexicon) or read_entry(found.value, self.lexicon)
                if entry and len(taken) + after_list:
                    entry.is_chair, entry.is_minute_taker = (
                        found.name == "chair",
                        found.name == "minute_taker",
                    )
                    if not any(e.person.name == entry.person.name for e in self.roster.entries):
                        self._take(block, [entry])
                    block.became.add(found.name)
                    if found.name == "chair":
                        self.roster.chair = self.roster.chair or entry.person.name
                    else:
                        self.roster.minute_taker = self.roster.minute_taker or entry.person.name
                    at += 1
                    continue
            if found:
                return at
            if _PUBLIC.fullmatch(block.text) and (taken or after_list):
                at += 1
                continue
            if (
                (labelled := _GROUP_LABEL.match(block.text))
                and labelled["rest"]
                and (people := self._people(labelled["rest"], here))
            ):
                self._take(block, people)
                taken += people
                at += 1
                continue
            if self._is_group(at) and (taken or not after_list):
                group, bulleted = block.text.strip(" :"), None
                block.became.add("attendance")
                at += 1
                continue
            people = self._people(block.text, here)
            is_bullet = block.role == "bullet"
            if not people or (
                bulleted is not None and bulleted != is_bullet and not all(e.is_sure for e in people)
            ):
                return at
            if not is_bullet and len(people) == 1 and not people[0].is_sure:
                if after_list or (
                    len(taken) >= 2 and all(e.is_sure for e in taken[-3:]) and block.blank_before
                ):
                    return at
                following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
                if (
                    not taken
                    and not (following and self._people(following.text, here))
                    and not (
                        start == at
                        and is_name(people[0].person.name, self.lexicon, alone=True)
                        and block.blank_before is False
                    )
                ):
                    return at
            self._take(block, people, group)
            taken += people
            bulleted = is_bullet if bulleted is None else bulleted
            at += 1
        return at

    def _is_group(self, at: int) -> bool:
        """A line over part of the list that names a body: "West Mercia Police", "For the force:"."""
        text = self.blocks[at].text.strip()
        if (
            re.match(r"\(?\d", text)
            or len(text.split()) > 8
            or at + 1 >= len(self.blocks)
            or re.search(r"[.;,]$", text)
            or self.blocks[at].is_bullet
        ):
            return False
        following = self.blocks[at + 1]
        if following.role == "row" or not self._people(following.text, "present"):
            return False
        if read_entry(text, self.lexicon) and not text.endswith(":"):
            return False
        return (
            text.endswith(":")
            or is_organisation(text, self.lexicon)
            or kind_of_words(text, self.lexicon) is not None
        )

    def _people(self, text: str, here: Presence) -> list[Entry]:
        """The people an entry or a paragraph of names holds; none where most of it is something else."""
        if len(text) > 3000 or not text.strip():
            return []
        lines = [p for p in text.split("\n") if p.strip()]
        if len(lines) > 1:
            found = [self._people(line, here) for line in lines]
            return [e for some in found for e in some] if sum(map(bool, found)) * 2 >= len(found) else []
        if grouped := _GROUPED.match(text):
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
            rest = [p for p, e in zip(pieces, entries, strict=True) if not e and not _PUBLIC.fullmatch(p)]
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

    # -- tables

    def _ours(self, at: int) -> int:
        block = self.blocks[at]
        block.became.add("attendance")
        if not block.is_header_row:
            cells = [*block.cells, "", "", "", "", "", "", ""]
            presences: dict[str, Presence] = {"apologies": "apologies", "part": "part"}
            sides: dict[str, OrganisationKind] = {
                "commissioner": "commissioner",
                "force": "force",
                "other": "other",
            }
            here, side = presences.get(cells[5], "present"), sides.get(cells[4])
            person = Attendee(
                cells[0],
                cells[1] or None,
                cells[2] or None,
                cells[3] or None,
                side,
                here,
                cells[6] or None,
                list(block.lines),
            )
            self.roster.entries.append(Entry(person))
        return at + 1

    def _table(self, at: int, here: Presence = "present", *, inside: bool = False) -> int:
        end = at
        table = self.blocks[at].table
        while end < len(self.blocks) and self.blocks[end].role == "row" and self.blocks[end].table == table:
            end += 1
        rows = self.blocks[at:end]
        heads = [c.strip(" :") for c in rows[0].cells]
        named = [i for i, h in enumerate(heads) if _NAME_HEAD.fullmatch(h)]
        if named and len(rows) > 1 and not any(re.search(r"action|owner|due", h, re.I) for h in heads):
            rows[0].became.add("attendance")
            for row in rows[1:]:
                self._row(row, heads, named[0], here)
            return end
        found = False
        for row in rows:
            cells = [c.strip() for c in row.cells]
            label = LABEL.match(cells[0]) if cells else None
            if label and not label["rest"] and len(cells) > 1:
                people = [e for c in cells[1:] for e in self._people(c, presence_of(label["label"]))]
                if people:
                    self._take(row, people)
                    found = True
            elif (
                len(cells) in (2, 3, 4)
                and cells[0]
                and (inside or at < self.head_ends)
                and is_name(cells[0], self.lexicon)
                and is_role(" ".join(cells[1:]), self.lexicon)
            ):
                entry = read_entry(
                    " – ".join(
                        [
                            cells[0],
                            ", ".join(c for c in cells[1:] if c and not re.fullmatch(r"[A-Z/]{2,6}", c)),
                        ]
                    ),
                    self.lexicon,
                    presence=here,
                )
                if entry:
                    entry.person.known_as = entry.person.known_as or next(
                        (c for c in cells[1:] if re.fullmatch(r"(?:[TA]/)?[A-Z]{2,5}", c)), None
                    )
                    self._take(row, [entry])
                    found = True
            elif inside and cells and all(not c or self._people(c, here) for c in cells) and any(cells):
                self._take(row, [e for c in cells for e in self._people(c, here)])
                found = True
        return end if found else at + 1

    def _row(self, row: Block, heads: list[str], name_at: int, here: Presence) -> None:
        cells = [c.strip() for c in row.cells] + [""] * len(heads)
        row.became.add("attendance")
        if not cells[name_at]:
            return
        entry = read_entry(cells[name_at], self.lexicon, presence=here)
        if entry is None:
            if not is_name("Mr " + cells[name_at], self.lexicon):
                row.became.discard("attendance")
                return
            entry = Entry(Attendee(cells[name_at], presence=here))
        person = entry.person
        for head, cell in zip(heads, cells, strict=False):
            if not cell or cell == cells[name_at]:
                continue
            other = not (
                _ROLE_HEAD.fullmatch(head) or _BODY_HEAD.fullmatch(head) or _PRESENCE_HEAD.fullmatch(head)
            )
            if (
                other
                and person.known_as is None
                and re.fullmatch(r"(?:[TA]/)?[A-Z]{2,5}(?:/[A-Z]{2,5})?", cell)
            ) or _INITIAL_HEAD.fullmatch(head):
                person.known_as = cell
            elif _ROLE_HEAD.fullmatch(head):
                bare, notes = take_brackets(cell)
                person.title = person.title or bare or None
                person.presence_note = person.presence_note or (notes[0] if notes else None)
                if notes and re.search(
                    r"\bitems?\b|\bfor\b|part|left|arrived|joined|until|from\b", notes[0], re.I
                ):
                    person.presence = "part" if person.presence == "present" else person.presence
            elif _BODY_HEAD.fullmatch(head):
                person.organisation = cell
            elif _PRESENCE_HEAD.fullmatch(head):
                if (
                    re.search(r"apolog|absent|^(?:n|no|a|x|✗|✘|-)$", cell, re.I)
                    and not re.fullmatch(r"apologies", head, re.I)
                ) or re.fullmatch(r"apologies", head, re.I):
                    person.presence = "apologies"
                elif re.search(r"part|item", cell, re.I):
                    person.presence, person.presence_note = "part", cell
        person.organisation_kind = (
            kind_of_words(person.title, self.lexicon)
            or kind_of_words(person.organisation, self.lexicon)
            or kind_of_words(person.known_as, self.lexicon)
            or ("other" if person.organisation else None)
        )
        self._take(row, [entry])

    # -- sentences

    def _apologies_in_sentences(self) -> None:
        for block in self.blocks:
            if block.became & {"attendance"} or len(block.text) > 1500 or "polog" not in block.text:
                continue
            match = APOLOGIES.search(block.text) or _SENT.search(block.text)
            if not match:
                continue
            people = [
                e
                for p in split_people(match["who"], self.lexicon)
                if (e := read_entry(p, self.lexicon, presence="apologies"))
            ]
            if people:
                for entry in people:
                    entry.person.source_lines = list(block.lines)
                known = {e.person.name for e in self.roster.entries}
                self.roster.entries += [e for e in people if e.person.name not in known]
                block.became |= {"attendance", "line"}

    # -- sides

    def _settle_sides(self) -> None:
        """Whose side the rest are on: lists of a commissioner's meeting stand grouped by body."""
        people = [e.person for e in self.roster.entries]
        abbreviations = {o.abbreviation for o in self.lexicon.offices}
        used = {p.known_as for p in people if p.known_as}
        for person in people:
            short = re.sub(r"\s*/\s*", "/", person.title or "")
            if (
                person.known_as is None
                and re.sub(r"^[TA]/", "", short) in abbreviations
                and short not in used
            ) and sum(1 for other in people if (other.title or "").replace("/ ", "/") == short) == 1:
                person.known_as = short
        if not any(p.organisation_kind == "commissioner" for p in people):
            return
        before: OrganisationKind | None = None
        for person in people:
            if person.organisation_kind is None and person.organisation is None and before is not None:
                person.organisation_kind = before
                if person.source_lines:
                    self.roster.doubts.append(
                        Doubt(
                            person.source_lines[0],
                            person.name,
                            {"commissioner": "the commissioner’s office", "force": "the force"}.get(
                                before, "another body"
                            ),
                            "the list does not say whose side this person is on; taken from the one above",
                            "attendance",
                        )
                    )
            before = person.organisation_kind or before
