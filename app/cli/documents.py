"""`hta read` and `hta convert`: a file of minutes understood, and written as Word. No database is needed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.errors import RuleBroken, UnreadableDocument

if TYPE_CHECKING:
    from app.documents.minutes import Reading

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A .docx, .txt, .html or .pdf file.", show_default=False)
]


def content_of(file: Path) -> bytes:
    """The file's bytes. UnreadableDocument when there is none."""
    try:
        return file.read_bytes()
    except OSError as refusal:
        raise UnreadableDocument(f"The file {file} cannot be opened: {refusal.strerror}.") from refusal


def read(
    file: File,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything that was read as JSON.")] = False,
) -> None:
    """Read a file of minutes and print what was understood.

    Example: hta read --json "Minutes 31 March 2023.docx"
    """
    from app.documents.as_json import to_json
    from app.documents.interpret import interpret
    from app.documents.source import read_source

    reading = interpret(read_source(content_of(file), file.name))
    if as_json:
        print(json.dumps(to_json(reading), ensure_ascii=False, indent=1))
        return
    print("\n".join(account(reading)))


def convert(
    file: File,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.docx", help="The Word file to write.", show_default=False)
    ],
) -> None:
    """Read a file of minutes and write it as Word in the house style.

    Example: hta convert minutes.txt minutes.docx
    """
    from app.documents.interpret import interpret
    from app.documents.source import read_source
    from app.documents.write_docx import write_docx

    word = write_docx(interpret(read_source(content_of(file), file.name)).minutes)
    try:
        out.write_bytes(word)
    except OSError as refusal:
        raise RuleBroken(f"The file {out} cannot be written: {refusal.strerror}.") from refusal


def account(reading: "Reading") -> list[str]:
    """What was understood, as lines for a person at a terminal; doubts stand last, where they are seen."""
    from app.documents.minutes import Kind, passages

    minutes = reading.minutes
    held = f"{minutes.held_on.day} {minutes.held_on:%B %Y}" if minutes.held_on else "no date found"
    lines = [f"{minutes.title or 'No title found'} ({held})", "", "People"]
    lines += [
        f"  {attendee.name}{f', {attendee.title}' if attendee.title else ''}"
        f"{'' if attendee.presence == 'present' else f' ({attendee.presence})'}"
        for attendee in minutes.attendances
    ]
    for part in minutes.parts:
        lines += ["", f"{part.number or ''} {part.title or 'Before any heading'}".strip()]
        for line in part.lines:
            for passage in line.passages:
                if passage.kind is not Kind.STATEMENT:
                    owners = passage.action.owners if passage.action else []
                    who = ", ".join(owners or passage.known_as or passage.speakers)
                    lines.append(
                        f"  {passage.kind.value}{f' ({who})' if who else ''}: {line.words_of(passage)}"
                    )
    asked = [found for found in passages(minutes) if found[2].kind is Kind.QUESTION]
    answered = {passage.replies_to for _, _, passage in passages(minutes) if passage.replies_to is not None}
    raised = [found for found in passages(minutes) if found[2].action and found[2].action.restates is None]
    silent = sum(passage.key not in answered for _, _, passage in asked)
    counts = f"questions: {len(asked)}, without an answer: {silent}; actions: {len(raised)}"
    lines += ["", f"{counts}; doubts: {len(reading.doubts)}"]
    lines += [f"  line {doubt.line}: {doubt.why} ({doubt.text})" for doubt in reading.doubts]
    return lines


def add_to(command: typer.Typer) -> None:
    command.command("read")(read)
    command.command("convert")(convert)
