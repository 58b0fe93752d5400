"""A whole document, interpreted: head, attendance, outline, lines; with doubts and an account of every source line."""

import re

from app.documents.dates import find_dates
from app.documents.interpret.actions import marks, owner_only
from app.documents.interpret.blocks import Block, make_blocks
from app.documents.interpret.context import LineContext, Unsure
from app.documents.interpret.fields import FieldRead, name_alone, next_meeting_in, place_in, read_field, when
from app.documents.interpret.headings import (
    ACTION_HEADING,
    PREVIOUS,
    SUMMARY,
    looks_like_title,
    recommendations_in,
    split_number,
)
from app.documents.interpret.lines import read_marked, read_with_doubts
from app.documents.interpret.outline import cut_run_ins, join_lone_numbers, mark_headings, set_levels
from app.documents.interpret.people import Known, initials_of, kind_of_words
from app.documents.interpret.reports import name_sources, read_recommendations
from app.documents.interpret.restated import match_restated
from app.documents.interpret.rosters import LABEL, Roster, RosterReader
from app.documents.interpret.tables import as_lines
from app.documents.lexicon import DEFAULT, Lexicon
from app.documents.minutes import Attendee, Doubt, Kind, LedgerRow, Minutes, Part, Passage, Reading, Text
from app.documents.source import Source
from app.errors import UnreadableDocument

_TITLE_WORD = re.compile(
    r"\b(?:meeting|minutes|council|committee|board|panel|report|assembly|forum|notes?|"
    r"partnership|authority|commissioner|holding to account|cabinet|trust|group|agm|governance|"
    r"scrutiny|performance)\b",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:house|hall|station|room|centre|court|chambers?|hq|headquarters|school|teams|zoom|"
    r"video|online|street|road|offices?|building|library|church|hotel|college)\b",
    re.I,
)
_INNER_FIELD = re.compile(
    r"(?<=[\s.;|,])(?=(?:Notes|Minutes|Minutes taken by|Minute taker|Chair|Venue|Place|Location|Date|Time)\s*:)"
)
_BESIDE = re.compile(
    r"(?:[Oo]wners?|OWNER|[Aa]ction owner|[Ll]ead|LEAD|[Dd]ue(?: date)?|DUE|[Dd]eadline|[Bb]y "
    r"when|[Bb]y whom|[Tt]arget(?: date)?|[Tt]imescale|[Rr]esponsible|By)\s*:\s*\S"
)
_INITIALS_SPEAK = re.compile(
    r"(?:^|(?<=[.?!:;] )|(?<=\n))(?:Q\d*:?\s+|A\d*:?\s+)?(?P<who>[A-Z]{2,3})(?=\s*(?::|[–-]\s)|"
    r"\s+(?:asked|said|noted|explained|suggested|confirmed|advised|reported|stated|updated|"
    r"queried|raised|thanked|welcomed|agreed|added|highlighted|requested|sought|gave|provided|"
    r"presented|questioned|commented|replied|responded|outlined|informed|felt|will|to|did|we|"
    r"and|use|as|Test|Another|believed|proposed|clarified|declared|introduced|took|shared|"
    r"talked|spoke|described|wondered|wanted|discussed|recommended|offered|summarised|"
    r"emphasised|stressed|observed|mentioned|had|has|is|was|would|could|can|thought|replied|"
    r"answered)\b)",
    re.M,
)
_OWNER_INITIALS = re.compile(
    r"\b(?P<who>[A-Z]{2,3})\b(?=\s*(?:/\s*[A-Z]{2,3}\s*)*(?:to\s+[a-z]|[)\].]*$))|(?<=/)(?P<after>[A-Z]{2,3})\b",
    re.M,
)


def interpret(source: Source, lexicon: Lexicon = DEFAULT) -> Reading:
    """Read a document. Raises UnreadableDocument where it holds no words."""
    return _Reader(source, lexicon).read()


class _Reader:
    def __init__(self, source: Source, lexicon: Lexicon) -> None:
        self.source, self.lexicon = source, lexicon
        self.blocks, self.residue = make_blocks(source)
        self.minutes = Minutes()
        self.doubts: list[Doubt] = []
        self.became: dict[int, set[str]] = {}
        self.title_lines: list[str] = []
        self.date_why: tuple[Block, str] | None = None

    def read(self) -> Reading:
        if not self.blocks:
            raise UnreadableDocument("There are no words in this document.")
        self._front_matter()
        self._our_fields()
        head = self._head_end()
        roster = RosterReader(self.blocks, self.lexicon, head).read()
        if not self.source.has_our_styles:
            self._fields(head)
        self._title(head)
        self._people(roster)
        self.blocks = as_lines(self.blocks)
        known = Known(self.minutes.attendances, self.lexicon, self._strangers())
        if not self.source.has_our_styles:
            self.blocks = join_lone_numbers(self.blocks)
            self._merge_actions(known)
            self.blocks = cut_run_ins(self.blocks, known)
            mark_headings(self.blocks, head)
            self._action_headings()
            set_levels(self.blocks)
        self._parts()
        self._contexts(known)
        self._next_meeting()
        self._date()
        self.doubts += match_restated(self.minutes)
        name_sources(self.minutes)
        self.minutes.recommendations = read_recommendations(self.minutes)
        return Reading(self.minutes, self._sorted_doubts(), self._ledger())

    # -- the head

    def _front_matter(self) -> None:
        for block in self.blocks:
            if block.style != "front matter":
                continue
            label, _, value = block.text.partition(":")
            key, value = label.strip().lower(), value.strip().strip("\"'")
            if key == "title" and value:
                block.became.add("title")
                days = find_dates(value)
                if days and days[0].on:
                    self.minutes.held_on = days[0].on
                    block.became.add("held_on")
                words = value
                for day in reversed(days):
                    words = (words[: day.starts] + words[day.ends :]).strip(" –-,:|")
                self.minutes.title = words or value
            elif (
                key in ("date", "held_on", "meeting_date", "published")
                and (days := find_dates(value))
                and days[0].on
            ):
                if key != "published":
                    self.minutes.held_on = days[0].on
                    block.became.add("held_on")
                else:
                    block.became.add("residue")
            elif key in ("venue", "location", "place") and value:
                self.minutes.venue = value
                block.became.add("venue")
            elif key == "chair" and value:
                self.minutes.chair = name_alone(value, self.lexicon)
                block.became.add("chair")
            else:
                block.became.add("residue")

    def _our_fields(self) -> None:
        """The facts that our own Word files print, one a line: label, tab, value."""
        for block in self.blocks:
            if block.role != "field":
                continue
            label, _, value = block.text.partition("\t")
            value = value.strip()
            key = label.strip(" :").lower()
            name = {
                "title": "title",
                "date": "held_on",
                "time": "starts_at",
                "place": "venue",
                "venue": "venue",
                "chair": "chair",
                "minutes taken by": "minute_taker",
                "next meeting": "next_meeting",
            }.get(key, "line")
            block.became.add(name)
            if name == "held_on":
                self.minutes.held_on = when(value).on
            elif name == "starts_at":
                found = when(value)
                self.minutes.starts_at, self.minutes.ends_at = found.starts, found.ends
                if value.startswith("until "):
                    self.minutes.starts_at, self.minutes.ends_at = None, found.starts
            elif name != "line":
                setattr(self.minutes, name, value or None)

    def _head_end(self) -> int:
        """How many blocks can belong to the head: until the first paragraph of prose or first numbered heading."""
        for at, block in enumerate(self.blocks):
            if block.became or block.role in ("row", "attendance", "field"):
                continue
            text = block.text
            if (
                re.match(r"(?:1|1\.0|ITEM 1|Item 1)[.):\s]", text)
                and looks_like_title(split_number(text).title, most=14)
                and not LABEL.match(split_number(text).title)
            ):
                return at
            if len(text) > 260 and not re.match(
                r"(?:MINUTES|Minutes|Present|PRESENT|In attendance|Attend|Apolog|Members|Cllrs)", text
            ):
                return at
            if (
                re.search(
                    r"\b(?:asked|welcomed|confirmed|advised|thanked|explained|opened the meeting)\b", text
                )
                and len(text) > 60
            ):
                return at
            if at > 60:
                return at
        return len(self.blocks)

    def _fields(self, head: int) -> None:
        minutes = self.minutes
        for at, block in enumerate(self.blocks):
            if block.became - {"line"} or block.role in ("field", "attendance"):
                continue
            in_head = at < head
            text = " \t".join(c for c in block.cells if c) if block.role == "row" else block.text
            if block.role == "row" and len([c for c in block.cells if c]) == 4 and in_head:
                self._row_fields(block)
                continue
            if in_head and (inner := [m.start() for m in _INNER_FIELD.finditer(text)]):
                pieces = [
                    text[a:b].strip(" .;|,") for a, b in zip([0, *inner], [*inner, len(text)], strict=True)
                ]
                several = [read_field(p, self.lexicon, in_head=True) for p in pieces]
                if all(one is not None and one.value for one in several):
                    for one in several:
                        if one is not None:
                            self._set(block, one)
                    continue
            read = read_field(text, self.lexicon, in_head=in_head)
            if not read:
                continue
            if not read.value:
                self._field_below(at, read, head)
                continue
            self._set(block, read)
        if minutes.chair is None or minutes.minute_taker is None:
            for block in self.blocks[: max(head, 12)]:
                if match := re.search(
                    r"(?:[Cc]hair(?:ed by|man|person)?|in the chair)\s*[:–-]\s*(?P<name>[^;,.()]{4,40})",
                    block.text if "attendance" in block.became else "",
                ):
                    minutes.chair = minutes.chair or name_alone(match["name"], self.lexicon)

    def _row_fields(self, block: Block) -> None:
        cells = [c for c in block.cells if c]
        for label, value in ((cells[0], cells[1]), (cells[2], cells[3])):
            read = read_field(f"{label.rstrip(':')}: {value}", self.lexicon, in_head=True)
            if read and read.value:
                self._set(block, read)

    def _field_below(self, at: int, read: FieldRead, head: int) -> None:
        """A label on a line of its own, with the value on the next: "Venue" / "Town Hall"."""
        block = self.blocks[at]
        if at + 1 >= len(self.blocks) or at >= head or read.name in ("title", "next_meeting", "finished"):
            return
        if (
            read.name == "minute_taker"
            and re.match(r"(?:minutes|notes)\b", block.text, re.I)
            and not block.text.rstrip().endswith(":")
        ):
            return
        below = self.blocks[at + 1]
        if below.became or len(below.text) > 120 or below.role == "heading":
            return
        value = read_field(f"{block.text.rstrip(': ')}: {below.text}", self.lexicon, in_head=True)
        if value and value.name == read.name and value.value:
            self._set(block, value)
            below.became.add(read.name)

    def _set(self, block: Block, read: FieldRead) -> None:
        minutes, name, value = self.minutes, read.name, read.value
        if name == "title" and (days := find_dates(value)) and days[0].starts == 0:
            name = "held_on"
        if name in ("held_on", "starts_at"):
            found = when(value)
            if name == "held_on":
                minutes.held_on = minutes.held_on or found.on
                if found.why:
                    self.date_why = (block, found.why)
            if found.starts and minutes.starts_at is None:
                minutes.starts_at, minutes.ends_at = found.starts, found.ends
                block.became.add("starts_at")
            rest = re.split(r"\b(?:at|in)\s+(?=the\s+[A-Z]|[A-Z])", value)
            if name == "held_on" and len(rest) > 1 and minutes.venue is None and not find_dates(rest[-1]):
                minutes.venue = rest[-1].strip(" .")
        elif name in ("chair", "minute_taker"):
            if getattr(minutes, name) is None:
                setattr(minutes, name, name_alone(value, self.lexicon))
        elif name == "finished":
            times = when(value).starts
            if times is None:
                return
            minutes.ends_at = minutes.ends_at or times
            name = "ends_at"
        elif name == "next_meeting":
            minutes.next_meeting = value.rstrip(".") if not re.search(r"[A-Z]\.$", value) else value
            if not (split_number(block.text).number is None and block.role != "heading"):
                return
            block.became |= {"next_meeting", "line"}
            return
        elif name == "title":
            if minutes.title:
                return
            minutes.title = value
        elif getattr(minutes, name) is None:
            setattr(minutes, name, value.rstrip(","))
        block.became.add(name)

    def _title(self, head: int) -> None:
        minutes = self.minutes
        if self.source.has_our_styles:
            return
        taken: list[Block] = []
        for at, block in enumerate(self.blocks[: max(head, 8)]):
            if block.became & {"residue", "title"} or block.style == "front matter":
                continue
            if block.became - {"line"}:
                if taken:
                    break
                continue
            if len(taken) >= 7 or not self._is_title(block, at, bool(taken)):
                break
            taken.append(block)
        if not any(
            _TITLE_WORD.search(b.text) or find_dates(b.text) or (b.style or "").lower() == "title"
            for b in taken
        ):
            return
        if (
            taken
            and minutes.title is None
            and not any(_TITLE_WORD.search(b.text) or find_dates(b.text) for b in taken[-1:])
        ):
            while (
                len(taken) > 1
                and not when(taken[-1].text).starts
                and not place_in(taken[-1].text)
                and not _PLACE.search(taken[-1].text)
                and not (_TITLE_WORD.search(taken[-1].text) or find_dates(taken[-1].text))
                and (taken[-1].style or "").lower() != "title"
            ):
                taken.pop()
        words = []
        for block in taken:
            found = when(block.text)
            if found.has_day:
                if minutes.held_on is None and found.on:
                    minutes.held_on = found.on
                    self.date_why = (block, found.why) if found.why else self.date_why
                elif minutes.held_on is None and found.why and self.date_why is None:
                    self.date_why = (block, found.why)
                block.became.add("held_on")
                if found.starts and minutes.starts_at is None:
                    minutes.starts_at, minutes.ends_at = found.starts, found.ends
                    block.became.add("starts_at")
            elif (
                found.starts
                and minutes.starts_at is None
                and (found.ends or re.search(r"\bat\b|commenc|start|am\b|pm\b|time", block.text, re.I))
            ):
                minutes.starts_at = found.starts
                block.became.add("starts_at")
            if (place := place_in(block.text)) and minutes.venue is None:
                minutes.venue = place
                block.became.add("venue")
            if (
                minutes.venue is None
                and minutes.held_on
                and not _TITLE_WORD.search(block.text)
                and _PLACE.search(block.text)
            ):
                place = re.sub(
                    r"^\s*\d{1,2}[:.]?\d{0,2}\s*(?:[ap]m)?\s*(?:[–-]|to)\s*\d{1,2}[:.]?\d{0,2}\s*(?:[ap]m)?\s*,\s*",
                    "",
                    block.text,
                )
                if not find_dates(place) and not when(place).starts:
                    minutes.venue = place.strip(" .")
                    block.became.add("venue")
            bare = block.text
            for day in reversed(find_dates(bare)):
                bare = bare[: day.starts] + bare[day.ends :]
            if _TITLE_WORD.search(bare) or len(re.findall(r"[A-Za-z]{3,}", bare)) >= 2 or not found.has_day:
                if "venue" not in block.became or _TITLE_WORD.search(_name_of_meeting(block.text)):
                    words.append(_name_of_meeting(block.text))
                block.became.add("title")
            elif not block.became:
                block.became.add("title")
        if words and minutes.title is None:
            named = [
                w
                for w in words
                if not re.fullmatch(
                    r"(?i)(?:draft )?(?:minutes|notes|record|held)?(?: of)?(?: (?:the|a))?(?: meeting)?", w
                )
            ]
            minutes.title = " – ".join(dict.fromkeys(named or [w for w in words if w][:1])) or None

    def _is_title(self, block: Block, at: int, going: bool) -> bool:
        text = block.text.strip()
        if (block.style or "").lower() == "title":
            return True
        if block.role in ("bullet", "row", "field", "attendance") or marks(text) or block.label:
            return False
        if re.match(
            r"(?i)(?:date of issue|issued|published|circulated|last updated|updated|version|printed)\b", text
        ):
            return False
        if split_number(text).number and not find_dates(text) and not when(text).ends:
            return False
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        if block.role == "heading":
            first_of_level = (
                sum(1 for b in self.blocks if b.role == "heading" and b.level == block.level) == 1
            )
            return (
                (_TITLE_WORD.search(text) is not None or bool(find_dates(text)) or first_of_level)
                and (first_of_level or (following is not None and following.role == "heading"))
                and not LABEL.match(text)
            )
        sentence = re.match(
            r"(?:DRAFT\s+|Draft\s+|Unconfirmed\s+|CONFIRMED\s+)?(?:MINUTES|Minutes|NOTES|Notes|Meeting|"
            r"MEETING|Record|Report)\b",
            text,
        ) or re.match(r"(?:Held|HELD|Date|Commencing|On|At)\b", text)
        if (
            sentence
            and len(text.split()) <= 60
            and (find_dates(text) or _TITLE_WORD.search(text))
            and not re.search(
                r"\b(?:approved|agreed|were (?:read|signed)|matters arising|previous|last meeting)\b", text
            )
        ):
            return True
        if find_dates(text) and len(text.split()) <= 25:
            return True
        if (
            following is not None
            and not following.became
            and len(following.text) > 160
            and not find_dates(following.text)
            and not _TITLE_WORD.search(text)
        ):
            return False
        return (
            len(text.split()) <= 16
            and not re.search(r"[.?!]$", text)
            and re.search(r"\b(?:was|were|asked|said|agreed|noted|welcomed)\b", text) is None
            and not text.endswith(":")
            and bool(re.search(r"[A-Za-z]{2}", text))
            and (going or at < 6)
        )

    def _people(self, roster: Roster) -> None:
        minutes = self.minutes
        minutes.attendances = [entry.person for entry in roster.entries]
        self.doubts += roster.doubts
        if not self.source.has_our_styles:
            minutes.chair = minutes.chair or roster.chair
            minutes.minute_taker = minutes.minute_taker or roster.minute_taker
        if minutes.chair:
            minutes.chair = self._full_name(minutes.chair)
        if minutes.minute_taker:
            minutes.minute_taker = self._full_name(minutes.minute_taker)
        if self.source.has_our_styles:
            return
        text = "\n".join(b.text for b in self.blocks if not (b.became - {"line"}))
        spoken = {m["who"] for m in _INITIALS_SPEAK.finditer(text)}
        spoken |= {m["who"] or m["after"] for m in _OWNER_INITIALS.finditer(text)}
        unknown = [p for p in minutes.attendances if p.known_as is None]
        owners: dict[str, list[Attendee]] = {}
        for person in unknown:
            owners.setdefault(initials_of(person.name, self.lexicon.courtesy), []).append(person)
        taken = {p.known_as for p in minutes.attendances if p.known_as}
        for letters, people in owners.items():
            if len(letters) > 1 and letters in spoken and len(people) == 1 and letters not in taken:
                if (
                    any(o.abbreviation == letters for o in self.lexicon.offices)
                    and people[0].organisation_kind == "force"
                ):
                    continue
                people[0].known_as = letters
                if people[0].source_lines:
                    self.doubts.append(
                        Doubt(
                            people[0].source_lines[0],
                            people[0].name,
                            f"the person called {letters} in the text",
                            "the list does not give these initials, and they fit nobody else",
                            "attendance",
                        )
                    )

    def _full_name(self, words: str) -> str:
        """The name in the list behind initials or an office ("Chair: JC")."""
        for person in self.minutes.attendances:
            if words in (person.known_as, person.title):
                return person.name
        return words

    def _strangers(self) -> frozenset[str]:
        """Initials that speak in the text though nobody in the list has them."""
        known = {p.known_as for p in self.minutes.attendances} | {
            o.abbreviation for o in self.lexicon.offices
        }
        spoken: dict[str, int] = {}
        for block in self.blocks:
            if block.became - {"line"}:
                continue
            for match in _INITIALS_SPEAK.finditer(block.text):
                spoken[match["who"]] = spoken.get(match["who"], 0) + 1
        return frozenset(
            w
            for w in spoken
            if w not in known and w not in ("AP", "AOB", "IT", "NB", "PS", "UK", "EU", "HR", "ICT", "UN")
        )

    # -- blocks

    def _merge_actions(self, known: Known) -> None:
        """A mark that stands alone joins the paragraph it belongs to: "Action:" above its words, "Action: JS" below."""
        context = LineContext(known=known)
        out: list[Block] = []
        skip = False
        for at, block in enumerate(self.blocks):
            if skip:
                skip = False
                continue
            hits = marks(block.text) if not block.became and block.role not in ("row", "heading") else []
            if len(hits) == 1 and hits[0].start() == 0:
                rest = block.text[hits[0].end() :].strip()
                following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
                before = out[-1] if out else None
                if (
                    not rest
                    and following
                    and not following.is_bullet
                    and not following.became
                    and following.role in (None, "paragraph")
                    and not marks(following.text)
                    and not looks_like_title(following.text, most=4)
                    and not re.match(r"\(?(?:\d{1,2}|[a-z])[.)]", following.text)
                    and not re.match(r"actions", block.text, re.I)
                ):
                    out.append(_joined(block, following))
                    skip = True
                    continue
                if (
                    rest
                    and before
                    and re.search(
                        r"\b(?:asked|queried|questioned|sought|requested)\b",
                        (before.text.rstrip(".").rpartition(". ")[2]),
                    )
                ):
                    out.append(block)
                    continue
                if (
                    rest
                    and owner_only(rest, context)
                    and before
                    and not before.became
                    and before.role in (None, "paragraph", "bullet")
                    and not marks(before.text)
                    and len(before.text) > 25
                ):
                    out[-1] = _joined(before, block)
                    continue
            if (
                out
                and not block.became
                and block.role in (None, "paragraph", "bullet")
                and _BESIDE.match(block.text)
                and len(block.text) < 90
            ):
                last = out[-1]
                if (
                    not last.became
                    and last.role != "heading"
                    and (marks(last.text) or _BESIDE.search(last.text))
                ):
                    out[-1] = _joined(last, block)
                    continue
            out.append(block)
        self.blocks = out

    def _action_headings(self) -> None:
        """A heading "Action 3" and the text below it are one action."""
        out: list[Block] = []
        skip = False
        for at, block in enumerate(self.blocks):
            if skip:
                skip = False
                continue
            following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
            if (
                block.role == "heading"
                and ACTION_HEADING.match(block.text)
                and following
                and not following.became
                and following.role != "heading"
            ):
                head = Block(
                    re.sub(r"\s*[:.–-]\s*$", "", block.text) + ":",
                    list(block.lines),
                    blank_before=block.blank_before,
                )
                out.append(_joined(head, following))
                skip = True
                continue
            out.append(block)
        self.blocks = out

    # -- parts and lines

    def _parts(self) -> None:
        part = Part(None)
        self.minutes.parts = []
        self._at: list[tuple[Part, Block, Text]] = []
        for block in self.blocks:
            if block.role == "heading" and not block.became:
                if self.source.has_our_styles:
                    read = split_number(block.text)
                    number, title = block.label or None, block.text
                    references = recommendations_in(block.text)
                else:
                    read = split_number(f"{block.label} {block.text}" if block.label else block.text)
                    number, title = read.number, read.title
                    references = read.recommendations or []
                    if block.label and number is None:
                        number, title = block.label.rstrip("."), block.text
                part = Part(title, number, block.level or 1, references, source_lines=list(block.lines))
                self.minutes.parts.append(part)
                block.became.add("heading")
                continue
            if block.became and "line" not in block.became:
                continue
            if "attendance" in block.became and "line" not in block.became:
                continue
            if not self.minutes.parts:
                self.minutes.parts.append(part)
            block.became.add("line")
            ours = self.source.has_our_styles
            words = (
                f"{block.label} {block.text}"
                if block.label and block.label != "•" and not ours
                else block.text
            )
            shift = len(words) - len(block.text)
            for span in block.spans:
                span.starts, span.ends = span.starts + shift, span.ends + shift
            line = Text(
                words,
                bullet=block.is_bullet,
                depth=(block.level or 0) if block.is_bullet or ours else 0,
                label=block.label if ours else None,
                source_lines=list(block.lines),
            )
            part.lines.append(line)
            self._at.append((part, block, line))
        if not self.source.has_our_styles:
            for one in self.minutes.parts:
                _rank_bullets(one.lines)

    def _contexts(self, known: Known) -> None:
        minutes = self.minutes
        context = LineContext(known=known, held_on=minutes.held_on)
        texts = [block.text for _, block, _ in self._at]
        context.marks_questions = sum(1 for t in texts if re.match(r"(?:\d+[.)]\s*)?Q\d*\s*[:.]", t)) >= 2
        context.marks_actions = any(marks(t) for t in texts)
        raised = 0
        entered: Part | None = None
        trail: list[tuple[int, str | None, str | None, list[str]]] = []
        blocks = {id(line): block for _, block, line in self._at}
        total = len(minutes.parts)
        for number, part in enumerate(minutes.parts):
            trail = [t for t in trail if t[0] < part.level]
            above = trail[-1] if trail else (0, None, None, [])
            kind = _section_kind(part.title, raised, number / max(1, total)) or (
                above[1] if part.title else None
            )
            side = kind_of_words(part.title, self.lexicon) if kind else None
            references = part.recommendations or list(above[3])
            trail.append((part.level, kind, side or above[2], references))
            part.is_summary_of_actions = kind == "summary"
            context.enter(part, kind, side or above[2])  # type: ignore[arg-type]
            context.recommendations = list(references)
            entered = part
            for line in part.lines:
                raised += self._line(line, blocks[id(line)], context)
        del entered

    def _line(self, line: Text, block: Block, context: LineContext) -> int:
        unsure: list[Unsure] = []
        if self.source.has_our_styles and (block.kind or any(s.kind for s in block.spans)):
            line.passages = read_marked(
                line.text, context, unsure, bullet=line.bullet, kind=block.kind, spans=block.spans
            )
        else:
            line.passages = read_with_doubts(line.text, context, unsure, bullet=line.bullet)
        _printed(line.passages, block)
        context.follow(line)
        for one in unsure:
            passage = next((p for p in line.passages if p.starts <= one.starts < p.ends), None)
            self.doubts.append(
                Doubt(
                    line.source_lines[0],
                    line.text[one.starts : one.ends].strip()[:300],
                    one.guess,
                    one.why,
                    one.subject,
                    passage.key if passage else None,
                )
            )
        return sum(1 for p in line.passages if p.kind == Kind.ACTION)

    # -- what the whole says

    def _next_meeting(self) -> None:
        minutes = self.minutes
        if self.source.has_our_styles:
            return
        if minutes.next_meeting is None:
            for part in minutes.parts:
                if (
                    part.title
                    and re.search(
                        r"\bnext\b[^.]{0,40}\bmeeting\b|\bmeeting dates?\b|\bdates? of (?:future|next|forthcoming) "
                        r"meetings?\b",
                        part.title,
                        re.I,
                    )
                    and part.lines
                ):
                    line = next((one for one in part.lines if not one.text.endswith(":")), part.lines[0])
                    words = line.text
                    if part.number:  # a paragraph numbered below its heading: "4.1" under "4"
                        words = re.sub(rf"^{re.escape(part.number)}(?:\.\d{{1,2}})+\.?\s+", "", words)
                    value = next_meeting_in(words) or words.strip(" .")
                    if len(value) <= 160:
                        minutes.next_meeting = value
                        self._mark(line, "next_meeting")
                        return
            for part in minutes.parts:
                for line in part.lines:
                    if said := next_meeting_in(line.text):
                        minutes.next_meeting = said.strip(" .")
                        self._mark(line, "next_meeting")
                        return

    def _mark(self, line: Text, became: str) -> None:
        for _, block, other in self._at:
            if other is line:
                block.became.add(became)

    def _date(self) -> None:
        minutes = self.minutes
        if minutes.held_on is None and not self.source.has_our_styles:
            self._date_elsewhere()
        if self.date_why and (minutes.held_on is None or self.date_why[0].became & {"held_on"}):
            block, why = self.date_why
            self.doubts.append(
                Doubt(
                    block.lines[0],
                    block.text[:200],
                    str(minutes.held_on) if minutes.held_on else "no date",
                    why,
                    "held_on",
                )
            )
        elif minutes.held_on is None:
            first = self.source.lines[0]
            self.doubts.append(
                Doubt(
                    first.number,
                    first.text[:100],
                    "no date",
                    "the day of the meeting was not found",
                    "held_on",
                )
            )

    def _date_elsewhere(self) -> None:
        """A sentence "held on …" near the start, a date near the head, or the file's own name."""
        for block in self.blocks[:25]:
            match = re.search(
                r"\b(?:held|met|meeting|minutes)\b[^.]{0,120}?\bon\b(?P<rest>.*)", block.text, re.I | re.S
            )
            if (
                match
                and not re.search(r"next meeting|previous|last meeting", block.text, re.I)
                and (days := find_dates(match["rest"]))
                and days[0].on
            ):
                self.minutes.held_on = days[0].on
                block.became.add("held_on")
                if self.minutes.starts_at is None:
                    self.minutes.starts_at = when(block.text).starts
                return
        if self.date_why:
            named = find_dates(self.source.name)
            if not (named and named[0].on):
                return
        name = self.source.name.replace("_", " ")
        for day in find_dates(name) or find_dates(re.sub(r"[-_.]", " ", self.source.name)):
            if day.on:
                self.minutes.held_on = day.on
                self.date_why = None
                first = self.source.lines[0]
                self.doubts.append(
                    Doubt(
                        first.number,
                        self.source.name,
                        f"{day.on.day} {day.on:%B %Y}",
                        "the date stands only in the name of the file",
                        "held_on",
                    )
                )
                return

    def _sorted_doubts(self) -> list[Doubt]:
        return sorted(self.doubts, key=lambda d: d.line)

    def _ledger(self) -> list[LedgerRow]:
        for block in self.blocks:
            for number in block.lines:
                self.became.setdefault(number, set()).update(block.became)
        rows = []
        for line in self.source.lines:
            became = self.became.get(line.number)
            if line.number in self.residue and not became:
                became = {"residue"}
            rows.append(LedgerRow(line.number, line.text, sorted(became or {"line"})))
        return rows


def _rank_bullets(lines: list[Text]) -> None:
    """The outermost bullets of a list stand at depth 0, however far the source sets them in."""
    run: list[Text] = []
    for line in [*lines, Text("")]:
        if line.bullet:
            run.append(line)
            continue
        depths = sorted({bullet.depth for bullet in run})
        for bullet in run:
            bullet.depth = depths.index(bullet.depth)
        run = []


def _section_kind(title: str | None, raised: int, place: float) -> str | None:
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
        if plain and not raised:
            return "actions"
        if plain and place < 0.7:
            return "actions"
        return "summary"
    return "review" if PREVIOUS.search(title) else None


def _name_of_meeting(line: str) -> str:
    """A title's line without day, hour and place: "Minutes of the Board held on 3 May" → "Minutes of the Board"."""
    words = re.split(r",?\s*\b(?:which was |was |to be )?(?:held|HELD)\b", line)[0]
    for day in reversed(find_dates(words)):
        rest = words[day.ends :]
        words = words[: day.starts] + ("" if re.match(r"\s*,?\s*(?:at\b|\d|from\b|in\b)", rest) else rest)
    words = re.sub(r"\s*(?:\b(?:of|on|for|at|dated|from)|[–,:|-])\s*$", "", words.strip())
    return words.strip(" –-,:|") or line.strip()


def _joined(first: Block, second: Block) -> Block:
    gap = " "
    shift = len(first.text) + len(gap)
    for span in second.spans:
        span.starts, span.ends = span.starts + shift, span.ends + shift
    first.text += gap + second.text
    first.lines += [n for n in second.lines if n not in first.lines]
    first.spans += second.spans
    return first


def _printed(passages: list[Passage], block: Block) -> None:
    """What our own Word files print beside an action stands above what its words seem to say."""
    actions = [p for p in passages if p.kind == Kind.ACTION and p.action]
    for passage, printed in zip(actions, block.actions, strict=False):
        action = passage.action
        if action is None:
            continue
        action.reference = printed.reference or action.reference
        if not printed.has_details:
            continue
        if printed.owner != action.owner:
            action.owner, action.owners = printed.owner, [printed.owner] if printed.owner else []
        action.due_on = printed.due_on
        action.recommendations = list(printed.recommendations)
