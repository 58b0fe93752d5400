"""A small reading made by hand, for tests of what becomes of readings."""

from datetime import date, time

from app.documents import corrections
from app.documents.minutes import (
    ActionRead,
    Attendee,
    Doubt,
    Kind,
    LedgerRow,
    Mention,
    Minutes,
    Part,
    Passage,
    Reading,
    Text,
)

QUESTION = "The PCC asked whether anybody reads them. The CC said that nobody had, and would."
ACTION = "ACTION: CC to share the audit by 28 February 2025"


def a_reading() -> Reading:
    """Two headings: under one a question with its answer, under the other an action and its repetition."""
    cut = QUESTION.index("The CC said")
    first = Text(
        QUESTION,
        source_lines=[5],
        passages=[
            Passage(1, Kind.QUESTION, 0, cut, ["PCC"], ["PCC"]),
            Passage(2, Kind.ANSWER, cut, len(QUESTION), ["CC"], ["CC"], replies_to=1),
        ],
    )
    welcome = Text("The PCC welcomed this.", source_lines=[6], passages=[Passage(3, Kind.STATEMENT, 0, 22)])
    raised = Text(
        ACTION,
        source_lines=[8],
        passages=[
            Passage(
                4,
                Kind.ACTION,
                0,
                len(ACTION),
                action=ActionRead(ACTION[8:], owner="CC", owners=["CC"], recommendations=["8"]),
            )
        ],
    )
    again = Text(
        "ACTION: CC to share the audit",
        source_lines=[9],
        passages=[
            Passage(
                5,
                Kind.ACTION,
                0,
                29,
                action=ActionRead("CC to share the audit", mention=Mention.RESTATED, restates=4),
            )
        ],
    )
    minutes = Minutes(
        title="Holding to account",
        held_on=date(2025, 1, 30),
        starts_at=time(10, 0),
        venue="Northfold House",
        chair="Margaret Ellery",
        attendances=[
            Attendee(
                "Margaret Ellery", "Commissioner", "PCC", organisation_kind="commissioner", source_lines=[2]
            ),
            Attendee("Nasreen Qadir", "Chief Constable", "CC", organisation_kind="force", source_lines=[3]),
        ],
        parts=[
            Part("Audit", number="1.", lines=[first, welcome], source_lines=[4]),
            Part("Recommendation 8", level=2, recommendations=["8"], lines=[raised, again], source_lines=[7]),
        ],
    )
    source = [
        "Skip to main content",
        "Margaret Ellery",
        "Nasreen Qadir",
        "1. Audit",
        QUESTION,
        "The PCC welcomed this.",
    ]
    source += ["Recommendation 8", ACTION, "ACTION: CC to share the audit"]
    became = ["residue", "attendance", "attendance", "heading", "line", "line", "heading", "line", "line"]
    ledger = [LedgerRow(at + 1, text, [became[at]]) for at, text in enumerate(source)]
    doubts = [
        Doubt(5, QUESTION[cut:], "an answer", "why", "answer", passage=2),
        Doubt(9, "…", "…", "…", passage=5),
    ]
    return corrections.number(Reading(minutes, doubts, ledger))
