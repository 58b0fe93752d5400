"""Tables of who was there."""

import re

from app.documents.interpret.attendance import (
    Entry,
    read_entry,
    take_brackets,
)
from app.documents.interpret.blocks import Block
from app.documents.interpret.names import is_name, is_role
from app.documents.interpret.people import kind_of_words
from app.documents.interpret.people_listed import LABEL, PeopleListed, presence_of
from app.documents.minutes import Attendee, OrganisationKind, Presence

_NAME_HEAD = re.compile(r"(?:full )?names?|attendees?|members?|who|present|councillors?", re.I)
_INITIAL_HEAD = re.compile(r"initials?|known as|abbreviation|init\.?", re.I)
_ROLE_HEAD = re.compile(r"(?:job )?(?:title|role)s?|position|designation|post|capacity|rank", re.I)
_BODY_HEAD = re.compile(
    r"organi[sz]ation|organi[sz]ation/.*|representing|body|company|department|agency|force|employer", re.I
)
_PRESENCE_HEAD = re.compile(
    r"presence|attendance|attended|present\??|status|present/apologies|apologies|y/n", re.I
)


class PeopleTables(PeopleListed):
    """Takes the people of tables."""

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
