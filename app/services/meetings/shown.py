"""A whole meeting as its page shows it: each line with what stands beside it, for one reader."""

import re
from dataclasses import dataclass, field

from app.documents.withholding import NAME
from app.errors import NotFound
from app.models.actions import Action
from app.models.lines import Entry, Kind, Mention
from app.models.meetings import Attendance, Meeting, PlannedQuestion
from app.models.recommendations import Recommendation
from app.services import attendances
from app.services.audience import Hidden
from app.services.meetings.whole import Removed, WholeLine, WholeMeeting, WholeSection


@dataclass(slots=True)
class ShownEntry:
    """An entry with the names that stand in the margin and what is tied to it."""

    entry: Entry
    words: str
    speakers: list[str]
    action: Action | None = None
    recommendations: list[Recommendation] = field(default_factory=list)
    is_unanswered: bool = False
    may_open: bool = True
    """Whether the reader may open the action's own page."""

    @property
    def raises(self) -> bool:
        """Whether the action is raised here, rather than spoken of again."""
        return self.entry.mention == Mention.RAISED


@dataclass(slots=True)
class ShownLine:
    """A line with its entries."""

    whole: WholeLine
    entries: list[ShownEntry]
    may_write: bool
    is_for_the_office: bool = True
    may_withhold: bool = False
    """Also of confirmed minutes."""

    @property
    def id(self) -> str:
        return self.whole.line.id

    @property
    def margin(self) -> list[ShownEntry]:
        """What stands beside the words: every passage but statements among others, which need no mark."""
        telling = [shown for shown in self.entries if shown.entry.kind != Kind.STATEMENT]
        return telling or self.entries[:1]

    @property
    def pieces(self) -> list[tuple[int | None, str, bool]]:
        """The words as they are printed: the entry's id, words, and whether they are withheld. For a body without
        these, and of a line of which something is withheld no entry is told apart.
        """
        if not self.is_for_the_office and self.whole.withheld:
            return [(None, self.whole.open_text, False)]
        spans = [(one.entry.id, one.entry.starts, one.entry.ends) for one in self.entries]
        text = self.whole.line.text
        pattern = "|".join(re.escape(one) for one in self.whole.withheld if one)
        found: list[tuple[int | None, str, bool]] = []
        for key, starts, ends in spans or [(None, 0, len(text))]:
            words = text[starts:ends]
            parts = re.split(f"({pattern})", words) if pattern else [words]
            whole = bool(pattern) and text in self.whole.withheld
            found += [(key, part, whole or number % 2 == 1) for number, part in enumerate(parts) if part]
        return found

    @property
    def is_action(self) -> bool:
        """Whether all of the line is actions: it is then set off."""
        return all(shown.entry.kind == Kind.ACTION for shown in self.entries) and bool(self.entries)


@dataclass(slots=True)
class ShownSection:
    """A section with its lines, and what was just removed from it."""

    whole: WholeSection
    lines: list[ShownLine]
    may_write: bool
    editing: str = ""
    """Id of the line that is being changed."""
    is_for_the_office: bool = True
    adding_after: str = ""
    """Id of the line behind which another is being written."""
    just_added: bool = False
    """A line was just added: the form for the next stands open."""
    undo: Removed | None = None
    hidden: Hidden = field(default_factory=Hidden)
    """What the reader does not see of the minutes; of the office nothing."""

    @property
    def tells_assurance(self) -> bool:
        """Whether the judgement is shown."""
        return not (self.hidden.section(self.id) or self.hidden.assurance(self.id))

    @property
    def undo_before(self) -> str:
        """Id of the line before which the one just removed stood; "" at the section's end."""
        if self.undo is None:
            return ""
        place = self.undo.position
        return next((line.id for line in self.lines if line.whole.line.position > place), "")

    @property
    def id(self) -> int:
        return self.whole.section.id or 0

    @property
    def title(self) -> str:
        """As printed; for a body with a placeholder for what is withheld."""
        return self.whole.section.title if self.is_for_the_office else self.whole.open_title

    @property
    def heading(self) -> str:
        """Number and title."""
        return f"{self.whole.section.number} {self.title}".strip()


@dataclass(slots=True)
class Shown:
    """A meeting's page. For a body without what is the office's own: doubts, planned questions, removed
    things.
    """

    meeting: Meeting
    whole: WholeMeeting
    sections: list[ShownSection]
    may_write: bool
    is_for_the_office: bool
    undo: Removed | None = None
    organisation_id: int | None = None
    """The reader's body, where it is not the office."""

    def opens(self, action: Action) -> bool:
        """Whether the reader may open the action's own page: the office all, a body what it owns."""
        return may_open(action, None if self.is_for_the_office else self.organisation_id or 0)

    def words(self, words: str) -> str:
        """Words beside the minutes, as the reader may see them."""
        return words if self.is_for_the_office else self.whole.hidden.open_words(words)

    def name_of(self, one: Attendance) -> str:
        """Who was there; for a body without a name that is withheld."""
        is_open = self.is_for_the_office or not self.whole.hidden.attendance(one.id)
        return one.name if is_open else NAME

    @property
    def raised(self) -> list[Action]:
        """The actions raised here; for a body without those of a line of which something is withheld, but its own."""
        if self.is_for_the_office:
            return self.whole.raised
        hidden = {
            entry.action_id
            for _, line, entry in self.whole.entries()
            if line.withheld and entry.mention == Mention.RAISED
        }
        return [one for one in self.whole.raised if one.id not in hidden or self.opens(one)]

    @property
    def unasked(self) -> list[PlannedQuestion]:
        """Questions planned for this meeting and not asked there: for the office alone."""
        if not self.is_for_the_office:
            return []
        standing = {entry.id for _, _, entry in self.whole.entries()}
        return [one for one in self.whole.planned if one.asked_as_id not in standing]

    @property
    def comings_and_goings(self) -> str:
        """Who arrived late or left early, and when."""
        return attendances.comings_and_goings(
            [one for one in self.whole.attendances if self.name_of(one) != NAME]
        )

    @property
    def present(self) -> list[Attendance]:
        return [one for one in self.whole.attendances if one.presence != "apologies"]

    @property
    def apologies(self) -> list[Attendance]:
        return [one for one in self.whole.attendances if one.presence == "apologies"]

    def line(self, line_id: str) -> ShownLine:
        """One of its lines. Raises NotFound when it does not stand there."""
        for section in self.sections:
            for line in section.lines:
                if line.id == line_id:
                    return line
        raise NotFound("That line is no longer part of these minutes.")


def may_open(action: Action, organisation_id: int | None) -> bool:
    """Whether a reader of that body (None: of the office) may open the action's own page."""
    owners = {owner.organisation_id for owner in action.present_owners}
    return organisation_id is None or organisation_id in owners


def shown(
    whole: WholeMeeting,
    *,
    may_write: bool,
    is_for_the_office: bool = True,
    organisation_id: int | None = None,
    editing: str = "",
    adding_after: str = "",
    added_to: int | None = None,
    undo: str = "",
) -> Shown:
    """Lay a whole meeting out. `undo` is "noun-id" of what was just removed, so that the way back stands
    there.
    """
    may_withhold = may_write
    may_write = may_write and not whole.meeting.is_fixed
    body = None if is_for_the_office else organisation_id or 0
    answered = whole.answered
    hidden = Hidden() if is_for_the_office else whole.hidden
    names = {one.id: hidden.open_words(one.known_as or one.name) for one in whole.attendances}
    gone = next((one for one in whole.removed if f"{one.noun}-{one.id}" == undo), None) if may_write else None
    sections = []
    for section in whole.sections:
        lines = [
            ShownLine(
                line if is_for_the_office else WholeLine(line.line, withheld=line.withheld),
                [_entry(whole, line, entry, answered, names, body) for entry in line.line.entries],
                may_write,
                is_for_the_office,
                may_withhold,
            )
            for line in section.lines
        ]
        shows = ShownSection(section, lines, may_write, is_for_the_office=is_for_the_office, hidden=hidden)
        if may_write:
            shows.editing = editing
            shows.adding_after = adding_after
            shows.just_added = section.section.id == added_to
            if gone is not None and gone.section_id == section.section.id:
                shows.undo = gone
        sections.append(shows)
    return Shown(
        meeting=whole.meeting,
        whole=whole,
        sections=sections,
        may_write=may_write,
        is_for_the_office=is_for_the_office,
        organisation_id=organisation_id,
        undo=gone if gone is not None and gone.section_id is None else None,
    )


def _entry(
    whole: WholeMeeting,
    line: WholeLine,
    entry: Entry,
    answered: set[int],
    names: dict[int | None, str],
    body: int | None,
) -> ShownEntry:
    action = whole.actions.get(entry.action_id) if entry.action_id is not None else None
    return ShownEntry(
        entry=entry,
        words=entry.words_in(line.line.text),
        speakers=[
            names.get(one.attendance_id) or (whole.hidden.open_words(one.words) if body else one.words)
            for one in entry.speakers
        ],
        action=action,
        recommendations=whole.action_recommendations.get(entry.action_id or 0, []),
        is_unanswered=entry.kind == Kind.QUESTION and entry.id not in answered,
        may_open=action is not None and may_open(action, body),
    )
