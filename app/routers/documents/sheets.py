"""The check page's content: one reading laid out, as a whole or a row of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import get_args

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from app.documents import corrections
from app.documents.checking import (
    AttendeeRow,
    DoubtAsked,
    HeadingRow,
    LineRow,
    ReportSheet,
    Sheet,
    ask,
    changed,
    report_sheet,
    said_by,
    sheet,
)
from app.documents.corrections import FieldName
from app.documents.minutes import Attendee, Kind, Passage, Reading, Text
from app.errors import EditConflict
from app.models.documents import StoredFile, StoredReading
from app.models.meetings import Meeting
from app.services import documents
from app.templating import fragment, is_htmx, render

MOST_QUESTIONS = 11


@dataclass(slots=True)
class Check:
    """A reading that is being checked. `edit` is the id of the row that is open for correction, if any."""

    id: int
    file: StoredFile
    reading: Reading
    sheet: Sheet
    doubts: list[DoubtAsked]
    report: ReportSheet | None = None
    """For a report about recommendations: what it is about, and what it lists."""
    same_day: Sequence[Meeting] = ()
    edit: str = ""
    needs: str = ""
    again: int | None = None
    """Place of a settled doubt that somebody wants to decide again."""

    @property
    def settled(self) -> int:
        return sum(asked.doubt.settled for asked in self.doubts)

    @property
    def left(self) -> int:
        return len(self.doubts) - self.settled

    @property
    def now(self) -> int | None:
        """Place of the doubt to look at next."""
        return next((asked.place for asked in self.doubts if not asked.doubt.settled), None)

    @property
    def people(self) -> list[Attendee]:
        return self.reading.minutes.attendances

    def by(self, names: list[str]) -> str:
        """ " by the PCC and the DPCC", or nothing."""
        return said_by(self.reading, names)

    def questions_before(self, passage: Passage) -> list[tuple[str, str]]:
        """The questions that an answer could reply to, as options: at most ten before it, latest first."""
        before: list[tuple[str, str]] = []
        for key, (line, other) in self.sheet.passages.items():
            if key == passage.key:
                break
            if other.kind == Kind.QUESTION:
                before.append((str(key), shorten(line.words_of(other), 90, placeholder="…")))
        options = [("", "No question"), *before[:-MOST_QUESTIONS:-1]]
        if passage.replies_to is not None and str(passage.replies_to) not in [key for key, _ in options]:
            options.append((str(passage.replies_to), self.sheet.words_of(passage.replies_to)))
        return options

    def actions_but(self, passage: Passage) -> list[tuple[str, str]]:
        """The actions that this one could repeat, as options."""
        others = [(str(key), shorten(words, 90, placeholder="…")) for key, words in self.sheet.actions]
        return [("", "No, an action of its own"), *(one for one in others if one[0] != str(passage.key))]

    def breaks(self, line: Text, passage: Passage) -> list[tuple[str, str]]:
        """Where a passage can be split, as options: the offset and the words that would come next."""
        places = corrections.breaks(line, passage)
        return [(str(at), shorten(line.text[at : passage.ends], 70, placeholder="…")) for at in places]

    def row(self, row_id: str) -> AttendeeRow | HeadingRow | LineRow | None:
        """The row of that id; None for "facts". Raises EditConflict when it is gone."""
        if row_id == "facts":
            return None
        rows = self.sheet.rows
        if row_id not in rows:
            raise EditConflict("This was changed in the meantime. Load the page again to see how.")
        return rows[row_id]


def check_of(
    session: Session,
    stored: StoredReading,
    reading: Reading | None = None,
    *,
    edit: str = "",
    needs: str = "",
    again: int | None = None,
) -> Check:
    """Lay out a stored reading, or `reading` where it has just been corrected."""
    reading = reading or documents.reading_of(stored)
    return Check(
        id=stored.id or 0,
        file=documents.file_by_id(session, stored.file_id),
        reading=reading,
        sheet=sheet(reading),
        doubts=[ask(reading, place) for place in range(len(reading.doubts))],
        report=report_sheet(reading),
        same_day=documents.of_the_same_day(session, reading),
        edit=edit,
        needs=needs,
        again=again,
    )


def show_row(request: Request, check: Check, row_id: str, *, before: Reading | None = None) -> Response:
    """One row; after a correction of `before` also the counts, and the other rows that read differently now."""
    check.row(row_id)
    others = _others(before, check) if before is not None else []
    return fragment(
        request,
        "documents/_corrected.html",
        check,
        otherwise=_page_at(check, row_id),
        row_id=row_id,
        others=[other for other in others or [] if other != row_id],
        with_rest=before is not None,
    )


def show_everything(request: Request, check: Check, row_id: str) -> Response:
    """All rows, after lines and headings changed places; without htmx, the page at `row_id`."""
    return fragment(
        request, "documents/_rearranged.html", check, otherwise=_page_at(check, row_id), row_id=row_id
    )


def _others(before: Reading, check: Check) -> list[str] | None:
    """Ids of the rows that read differently than before; None when rows came or went."""
    rows = changed(sheet(before), check.sheet)
    was, now = before.minutes, check.reading.minutes
    if rows is not None and any(getattr(was, name) != getattr(now, name) for name in get_args(FieldName)):
        return ["facts", *rows]
    return rows


def show_doubt(request: Request, check: Check, place: int, *, before: Reading) -> Response:
    """A doubt as it now stands, and what else reads differently; without htmx, the page at the next doubt."""
    following = check.again if check.again is not None else check.now
    at = f"doubt-{following}" if following is not None else "accept"
    again = f"?again={check.again}" if check.again is not None else ""
    return fragment(
        request,
        "documents/_decided.html",
        check,
        otherwise=f"/bring-in/{check.id}{again}#{at}",
        asked=check.doubts[place],
        others=_others(before, check),
    )


def _page_at(check: Check, row_id: str) -> str:
    edit = f"?edit={check.edit}" if check.edit else ""
    return f"/bring-in/{check.id}{edit}#{row_id}"


def refuse_in_place(request: Request, row_id: str, sentence: str) -> Response | None:
    """For htmx: the sentence beside the fields, which keep what was typed. None without it."""
    if not is_htmx(request):
        return None
    said = render(request, "documents/_refused.html", refused=sentence)
    headers = {"HX-Retarget": f"#{row_id}-problem", "HX-Reswap": "innerHTML"}
    return Response(said, 422, headers, "text/html")
