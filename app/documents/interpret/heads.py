"""The head of a document: title, day, hours, place, chair and minute-taker, in the forms offices write them."""

import re

from app.documents.dates import find_dates
from app.documents.interpret.actions import marks
from app.documents.interpret.blocks import Block, make_blocks
from app.documents.interpret.fields import FieldRead, name_alone, place_in, read_field, when
from app.documents.interpret.headings import (
    looks_like_title,
    split_number,
)
from app.documents.interpret.people_listed import LABEL
from app.documents.lexicon import Lexicon
from app.documents.minutes import Minutes
from app.documents.source import Source

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


class HeadReader:
    """Reads what stands at the head into `minutes`, and marks the blocks that said it."""

    def __init__(self, source: Source, lexicon: Lexicon) -> None:
        self.source, self.lexicon = source, lexicon
        self.blocks, self.residue = make_blocks(source)
        self.minutes = Minutes()
        self.date_why: tuple[Block, str] | None = None

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
        if re.match(r"[^:\t]{2,40}:\t", text):  # a fact in two columns ("Lead Director", its name)
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


def _name_of_meeting(line: str) -> str:
    """A title's line without day, hour and place: "Minutes of the Board held on 3 May" → "Minutes of the Board"."""
    words = re.split(r",?\s*\b(?:which was |was |to be )?(?:held|HELD)\b", line)[0]
    for day in reversed(find_dates(words)):
        rest = words[day.ends :]
        words = words[: day.starts] + ("" if re.match(r"\s*,?\s*(?:at\b|\d|from\b|in\b)", rest) else rest)
    words = re.sub(r"\s*(?:\b(?:of|on|for|at|dated|from)|[–,:|-])\s*$", "", words.strip())
    return words.strip(" –-,:|") or line.strip()
