"""Attendance lists in a document: where they stand, in which of their forms, and who is on them."""

import re

from app.documents.interpret.attendance import (
    Entry,
    agree_on_names,
    read_entry,
)
from app.documents.interpret.fields import read_field
from app.documents.interpret.headings import split_number
from app.documents.interpret.names import is_name, is_organisation
from app.documents.interpret.people import kind_of_words
from app.documents.interpret.people_listed import GROUPED, LABEL, PUBLIC, Roster, presence_of, split_people
from app.documents.interpret.people_tables import PeopleTables
from app.documents.minutes import Doubt, OrganisationKind, Presence

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


class RosterReader(PeopleTables):
    """Walks the blocks of a document and takes the attendance lists out of them."""

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
            grouped = GROUPED.match(block.text)
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
            if PUBLIC.fullmatch(block.text) and (taken or after_list):
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
