"""`hta import` and `hta export`: minutes into the database, and out of it as Word."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.documents import content_of
from app.errors import DomainError, NotFound, RuleBroken

if TYPE_CHECKING:
    from sqlmodel import Session

    from app.models.meetings import Meeting


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="Files of minutes: .docx, .txt, .html or .pdf.", show_default=False
        ),
    ],
) -> None:
    """Bring minutes in, each as a draft marked "published elsewhere", and print what is in doubt about them.

    A file that was brought in before is left alone. One that cannot be read does not stop the others.

    Example: hta import minutes/2023-*.docx
    """
    from app.cli.database import change
    from app.services import documents

    refused: list[str] = []
    for file in files:
        try:
            with change() as session:
                imported = documents.import_file(session, content_of(file), file.name, by=None)
                for line in imported.account:
                    print(line)
        except DomainError as refusal:
            refused.append(f"{file}: {refusal}")
    if refused:
        raise RuleBroken("\n".join(refused))


def export(
    meeting: Annotated[
        str, typer.Argument(help="The meeting's number or its day, such as 2023-03-31.", show_default=False)
    ],
    out: Annotated[
        Path | None, typer.Argument(help="The Word file to write; by default named after the meeting.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Write over a file that somebody edited, without asking.")
    ] = False,
) -> None:
    """Write a meeting's minutes as Word in the house style.

    A file of that name that was edited since it was written is not written over unasked, and while an edited file that
    was brought back is not settled, that is asked as well.

    Example: hta export 2023-03-31 minutes.docx
    """
    from app.cli.database import change, look
    from app.services import documents, returns

    with look() as session:  # nobody waits for a lock while a person is asked
        found = meeting_called(session, meeting)
        place = out or Path(documents.word_name(found))
        if not overwrite:
            ask_first(session, found, place)
    with change() as session:
        word = documents.as_word(session, found)
        try:
            place.write_bytes(word)
        except OSError as refusal:
            raise RuleBroken(f"The file {place} cannot be written: {refusal.strerror}.") from refusal
        returns.note_export(session, found, word)
    print(place)


def ask_first(session: "Session", meeting: "Meeting", place: Path) -> None:
    """Whether to go on, where what people changed by hand would be lost. Raises RuleBroken where nobody can be asked,
    or the answer is no.
    """
    from app.services import returns

    said: list[str] = []
    if place.exists() and not returns.is_as_exported(session, content_of(place)):
        said.append(f"The file {place} was edited since it was written, or was not written here.")
    waiting = returns.unsettled(session, meeting)
    if waiting:
        names = ", ".join(file.name for file, _, _ in waiting)
        said.append(f"Differences of an edited file that was brought back are not settled: {names}.")
    if not said:
        return
    question = " ".join(said)
    if not sys.stdin.isatty():
        raise RuleBroken(f"{question} Bring it back on the meeting's page first, or say --overwrite.")
    if not typer.confirm(f"{question} Write the new file all the same?"):
        raise RuleBroken("Nothing was written.")


def meeting_called(session: "Session", words: str) -> "Meeting":
    """The meeting of that number, or the only one of that day. Raises NotFound or RuleBroken."""
    from app.services import meetings

    if words.isdecimal():
        return meetings.by_id(session, int(words))
    try:
        day = date.fromisoformat(words)
    except ValueError as wrong:
        raise RuleBroken(f"“{words}” is neither a number nor a day such as 2023-03-31.") from wrong
    rows = [row for row in meetings.list_by_year(session, year=day.year) if row.meeting.held_on == day]
    if not rows:
        raise NotFound(f"No meeting was held on {day.day} {day:%B %Y}.")
    if len(rows) > 1:
        numbers = ", ".join(str(row.meeting.id) for row in rows)
        raise RuleBroken(
            f"Several meetings were held on {day.day} {day:%B %Y}: give one of the numbers {numbers}."
        )
    return rows[0].meeting


def add_to(command: typer.Typer) -> None:
    """Hang the commands in."""
    command.command("import")(import_files)
    command.command("export")(export)
