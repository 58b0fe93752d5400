"""The names of our Word styles: what is written under them is read back by them.

Word, LibreOffice and whoever copies a file through them keep a style's name; they do not keep hidden marks.
So the name of the style is the only place where a paragraph says what it is.
"""

from app.documents.minutes import Kind

DEEPEST = 9
"""Word knows nine levels of headings and of lists; what lies deeper is printed at the ninth."""

# Of the whole paragraph, where it holds one passage.
KIND_STYLES = {
    Kind.STATEMENT: "Statement",
    Kind.QUESTION: "Question",
    Kind.ANSWER: "Answer",
    Kind.ACTION: "Action",
    Kind.DECISION: "Decision",
    Kind.REVIEW: "Review",
}
ACTION_ALONE = "Action Alone"
"""An action that is not followed by its details, because it only repeats one."""

BARRED = (ACTION_ALONE, "Decision", "Review")
"""Have a second style that looks the same: neighbours in one style would share one bar."""

BODY = "Body Text"
"""Several kinds in one paragraph (character styles say which), or nothing said at all."""
LEAD_IN = " Lead-in"
"""Ends the style of a paragraph that a list follows."""
WITH_LEAD_IN = (BODY, "Statement", "Question", "Answer")

# Families with one style for each depth: "List Bullet", "List Bullet 2", …
BULLET = "List Bullet"
NUMBER = "List Number"
NUMBERED_PARAGRAPH = "Numbered Paragraph"
INDENTED = "Indented Text"

# Of a passage within a paragraph. They look like nothing. Neighbours of one kind alternate between the two
# of a pair: programs run together what stands side by side in one style.
TURNS = ("", " 2")
PASSAGE = " Passage"
MARKER = " Marker"
"""The words that announce an action ("ACTION:"), part of its passage, in bold."""
STRONG, QUIET, LINK = "Strong", "Quiet", "Hyperlink"
OVERDUE = "Overdue"
REFERENCE = "Action Reference"
"""The register's reference, where the words of the minutes do not give it: ours, not part of the line."""

# The heading block.
OFFICE = "Office"
DOCUMENT_KIND = "Kind of Document"
TITLE = "Title"
OUR_TITLE = "Title Given"
"""A title we give where the minutes have none."""
SUBTITLE = "Subtitle"
FACT = "Fact"
NEXT_MEETING = "Next Meeting"

# What the program adds to the record.
BLOCK_HEADING = "Block Heading"
ACTION_DETAILS = "Action Details"
ACTION_NOTE = "Action Note"
"""The details of an action inside a list or a longer paragraph."""
REMARK = "Remark"
ASSURANCE = "Assurance"
"""The Commissioner's judgement, at the end of a section."""
MARKING = "Marking"
"""The protective marking, at the head and foot of every page."""
WITHHELD = "Withheld"
"""Stands where something is kept out of the published minutes."""
RULED_LINES = "Ruled Lines"
"""Empty lines to write on by hand."""
TABLE_HEADING = "Table Heading"
TABLE_TEXT = "Table Text"
ADDED = frozenset(
    name.lower()
    for name in (
        *(OFFICE, DOCUMENT_KIND, OUR_TITLE, SUBTITLE, BLOCK_HEADING, BLOCK_HEADING + " 2"),
        *(ACTION_DETAILS, ACTION_NOTE, REMARK, TABLE_HEADING, TABLE_TEXT),
    )
)

ATTENDANCE_HEADING = "Attendance Heading"
ATTENDANCE_TEXT = "Attendance Text"

TELLING = frozenset(
    name.lower()
    for name in (DOCUMENT_KIND, OUR_TITLE, "Statement", ACTION_DETAILS, BLOCK_HEADING, ATTENDANCE_TEXT)
)
"""Names that nobody else's Word files are likely to use: one of them makes a file ours."""

ATTENDANCE_CELLS = ["Name", "Title", "Known as", "Organisation", "Kind of organisation", "Presence", "Note"]
"""The cells that reading gives for each person, whatever columns were printed."""
SIDES = {"commissioner": "Commissioner’s office", "force": "Police force", "other": "Another body"}
"""What is printed, in grey, for the kind of an organisation that the minutes do not name."""
NO_SIDE = "Side not known"
PRESENCES = {"present": "Present", "apologies": "Apologies", "part": "In part"}
NOTHING = "–"
"""Stands in grey in a cell that has no words, because an empty cell is not read out."""


def at_depth(family: str, depth: int) -> str:
    """The style of a family at a depth from 0: "List Bullet", "List Bullet 2", …"""
    place = min(depth, DEEPEST - 1)
    return family if place == 0 else f"{family} {place + 1}"


def heading(level: int, outline: int) -> str:
    """The style of a heading: its level as printed, and the level at which it stands in the outline.

    They differ where the minutes skip a level: an outline must not (WCAG 1.3.1), the record may.
    """
    level = min(max(level, 1), DEEPEST)
    return f"Heading {level}" if outline >= level else f"Heading {level} at Level {outline}"


def passage(kind: Kind, turn: int) -> str:
    return kind.value.capitalize() + PASSAGE + TURNS[turn % 2]


def marker(turn: int) -> str:
    return "Action" + MARKER + TURNS[turn % 2]


PASSAGES: dict[str, tuple[Kind, int]] = {
    **{passage(kind, turn).lower(): (kind, turn) for kind in Kind for turn in (0, 1)},
    **{marker(turn).lower(): (Kind.ACTION, turn) for turn in (0, 1)},
}
"""Kind and turn by the lower-case name of a character style."""


def identifier(name: str) -> str:
    """The identifier that stands for a style's name inside a Word file."""
    return "".join(word[:1].upper() + word[1:] for word in name.replace("-", " ").split())
