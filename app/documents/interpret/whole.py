"""A whole document, interpreted: head, attendance, outline, lines; with doubts and an account of every source line."""

import re

from app.documents.dates import find_dates
from app.documents.interpret.actions import marks
from app.documents.interpret.blocks import Block
from app.documents.interpret.context import LineContext, Unsure
from app.documents.interpret.fields import next_meeting_in, when
from app.documents.interpret.headings import (
    recommendations_in,
    section_kind,
    split_number,
)
from app.documents.interpret.heads import HeadReader
from app.documents.interpret.initials import give_initials, initials_of_strangers
from app.documents.interpret.lines import read_marked, read_with_doubts
from app.documents.interpret.outline import cut_run_ins, join_lone_numbers, mark_headings, set_levels
from app.documents.interpret.parted_actions import join_action_headings, join_marks
from app.documents.interpret.people import Known, kind_of_words
from app.documents.interpret.people_listed import Roster
from app.documents.interpret.reported_on import read_about
from app.documents.interpret.reports import name_sources, read_recommendations
from app.documents.interpret.restated import match_restated
from app.documents.interpret.rosters import RosterReader
from app.documents.interpret.tables import as_lines
from app.documents.lexicon import DEFAULT, Lexicon
from app.documents.minutes import Doubt, Kind, LedgerRow, Part, Passage, Reading, Text
from app.documents.remarks import read_assurance
from app.documents.source import Source
from app.errors import UnreadableDocument


def interpret(source: Source, lexicon: Lexicon = DEFAULT) -> Reading:
    """Read a document. Raises UnreadableDocument where it holds no words."""
    return _Reader(source, lexicon).read()


class _Reader(HeadReader):
    def __init__(self, source: Source, lexicon: Lexicon) -> None:
        super().__init__(source, lexicon)
        self.doubts: list[Doubt] = []
        self.became: dict[int, set[str]] = {}
        self._at: list[tuple[Part, Block, Text]] = []

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
        strangers = initials_of_strangers(self.minutes.attendances, self.blocks, self.lexicon)
        known = Known(self.minutes.attendances, self.lexicon, strangers)
        if not self.source.has_our_styles:
            self.blocks = join_lone_numbers(self.blocks)
            self.blocks = join_marks(self.blocks, known)
            self.blocks = cut_run_ins(self.blocks, known)
            mark_headings(self.blocks, head)
            self.blocks = join_action_headings(self.blocks)
            set_levels(self.blocks)
        self._parts()
        self._contexts(known)
        self._next_meeting()
        self._date()
        self.doubts += match_restated(self.minutes)
        name_sources(self.minutes)
        self.minutes.recommendations = read_recommendations(self.minutes)
        self.minutes.about = read_about(self.minutes)
        return Reading(self.minutes, self._sorted_doubts(), self._ledger())

    # -- the head

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
        if not self.source.has_our_styles:
            self.doubts += give_initials(minutes.attendances, self.blocks, self.lexicon)

    def _full_name(self, words: str) -> str:
        """The name in the list behind initials or an office ("Chair: JC")."""
        for person in self.minutes.attendances:
            if words in (person.known_as, person.title):
                return person.name
        return words

    # -- parts and lines

    def _parts(self) -> None:
        part = Part(None)
        self.minutes.parts = []
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
            if block.role == "assurance" and self.minutes.parts:
                part.assurance, part.assurance_statement = read_assurance(block.text)
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
        trail: list[tuple[int, str | None, str | None, list[str]]] = []
        blocks = {id(line): block for _, block, line in self._at}
        total = len(minutes.parts)
        for number, part in enumerate(minutes.parts):
            trail = [t for t in trail if t[0] < part.level]
            above = trail[-1] if trail else (0, None, None, [])
            kind = section_kind(part.title, raised, number / max(1, total)) or (
                above[1] if part.title else None
            )
            side = kind_of_words(part.title, self.lexicon) if kind else None
            references = part.recommendations or list(above[3])
            trail.append((part.level, kind, side or above[2], references))
            part.is_summary_of_actions = kind == "summary"
            context.enter(part, kind, side or above[2])  # type: ignore[arg-type]
            context.recommendations = list(references)
            for line in part.lines:
                raised += self._line(line, blocks[id(line)], context)

    def _line(self, line: Text, block: Block, context: LineContext) -> int:
        unsure: list[Unsure] = []
        if self.source.has_our_styles and (block.kind or any(s.kind for s in block.spans)):
            line.passages = read_marked(
                line.text, context, unsure, bullet=line.bullet, kind=block.kind, spans=block.spans
            )
        else:
            line.passages = read_with_doubts(line.text, context, unsure, bullet=line.bullet)
        _printed(line.passages, block)
        questions = [p for p in line.passages if p.kind == Kind.QUESTION]
        for number in block.written_answers:
            if number <= len(questions):
                questions[number - 1].written_answer_to_follow = True
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
