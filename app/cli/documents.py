"""`hta read` and `hta convert`: a file of minutes understood, and written as Word. No database is needed."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.errors import RuleBroken, UnreadableDocument

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
    for line in in_words(to_json(reading)):
        print(line)


def convert(
    file: File,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.docx", help="The Word file to write.", show_default=False)
    ],
) -> None:
    """Read a file of minutes and write it as Word in the house style.

    Example: hta convert minutes.txt minutes.docx
    """
    from app.documents.write_docx import convert as converted

    word = converted(content_of(file), file.name)
    try:
        out.write_bytes(word)
    except OSError as refusal:
        raise RuleBroken(f"The file {out} cannot be written: {refusal.strerror}.") from refusal


def in_words(read: dict[str, object]) -> list[str]:
    """The reading as a short account for a person at a terminal."""
    return [str(read.get("title"))]


def add_to(command: typer.Typer) -> None:
    command.command("read")(read)
    command.command("convert")(convert)
