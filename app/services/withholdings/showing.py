"""What is withheld of a meeting as the office's page lists it, and everything else of it that can be."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.documents.withholding import follow
from app.models.meetings import Meeting
from app.models.withholdings import Withheld, Withholding
from app.services import meetings
from app.services.meetings import WholeMeeting
from app.services.withholdings.deciding import evidence_of
from app.services.withholdings.hiding import hidden

NOUNS = {
    Withheld.LINE: "A line",
    Withheld.HEADING: "A heading",
    Withheld.SECTION: "A section and everything under it",
    Withheld.ASSURANCE: "The words of a judgement",
    Withheld.ATTENDANCE: "A name",
    Withheld.PAPER: "A paper",
    Withheld.EVIDENCE: "Evidence",
}


@dataclass(slots=True)
class HeldRow:
    """One withholding: what it is, its words as they stand now, and where."""

    held: Withholding
    what: str
    words: str
    where: str = ""
    is_lost: bool = False
    """Its words can no longer be found, and all of the line is withheld meanwhile."""


@dataclass(slots=True)
class Offered:
    """What can be withheld, for a list to choose from: a group's name, and values with their words."""

    group: str
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Shown:
    """`rows` hold now; `past` were lifted or declined."""

    rows: list[HeldRow]
    past: list[HeldRow]
    offered: list[Offered]


def shown(session: Session, meeting: Meeting) -> Shown:
    """The same few statements however much is withheld."""
    whole = meetings.whole(session, meeting)
    lost = {one.id for one in hidden(session, meeting, whole).lost}
    evidence = [(str(one.id), one.title or "A file") for one in evidence_of(session, meeting)]
    texts = _texts(whole)
    texts |= {(Withheld.EVIDENCE, key): (title, "") for key, title in evidence}
    rows = [
        _row(one, texts, is_lost=one.id in lost)
        for one in session.exec(
            select(Withholding).where(Withholding.meeting_id == meeting.id).order_by(col(Withholding.id))
        ).all()
    ]
    return Shown(
        rows=[one for one in rows if one.held.holds],
        past=[one for one in rows if not one.held.holds],
        offered=[one for one in _offered(whole, evidence) if one.options],
    )


def _texts(whole: WholeMeeting) -> dict[tuple[Withheld, str], tuple[str, str]]:
    """Words and place of everything, by what it is and its id."""
    found: dict[tuple[Withheld, str], tuple[str, str]] = {}
    for section in whole.sections:
        row, heading = section.section, section.section.words
        found[Withheld.SECTION, str(row.id)] = heading or "The lines before any heading", ""
        found[Withheld.HEADING, str(row.id)] = row.title, ""
        found[Withheld.ASSURANCE, str(row.id)] = row.assurance_statement, heading
        if row.typed_id:
            found[Withheld.LINE, row.typed_id] = row.title, ""
        for line in section.lines:
            found[Withheld.LINE, line.line.id] = line.line.text, heading
    for there in whole.attendances:
        found[Withheld.ATTENDANCE, str(there.id)] = there.name, "Who was there"
    for paper in (*whole.papers, *(one for section in whole.sections for one in section.papers)):
        found[Withheld.PAPER, str(paper.paper.id)] = paper.paper.title, "Papers"
    return found


def _row(held: Withholding, texts: dict[tuple[Withheld, str], tuple[str, str]], *, is_lost: bool) -> HeldRow:
    words, where = texts.get((held.subject, held.subject_id), (held.anchor, "Taken out of the minutes"))
    what = NOUNS[held.subject]
    if held.starts is not None and held.ends is not None:
        what = "A passage of a heading" if held.subject == Withheld.HEADING else "A passage"
        stands = follow(held.anchor, held.starts, held.ends, words)
        if stands is not None:
            words = words[stands[0] : stands[1]]
        elif not is_lost:
            words = held.anchor[held.starts : held.ends]
    return HeldRow(held, what, words, where, is_lost)


def _offered(whole: WholeMeeting, evidence: list[tuple[str, str]]) -> list[Offered]:
    names, papers = Offered("A name"), Offered("A paper or evidence")
    sections, headings, judgements = (
        Offered("A section with everything under it"),
        Offered("A heading alone"),
        Offered("The words of a judgement"),
    )
    names.options = [(f"attendance-{one.id}", one.name) for one in whole.attendances]
    for section in whole.sections:
        row, words = section.section, section.section.words[:80]
        sections.options.append((f"section-{row.id}", words or "The lines before any heading"))
        if row.title:
            headings.options.append((f"heading-{row.id}", words))
        if row.assurance_statement:
            judgements.options.append((f"assurance-{row.id}", words))
        papers.options += [(f"paper-{one.paper.id}", one.paper.title) for one in section.papers]
    papers.options += [(f"paper-{one.paper.id}", one.paper.title) for one in whole.papers]
    papers.options += [(f"evidence-{key}", title) for key, title in evidence]
    return [names, sections, headings, judgements, papers]
