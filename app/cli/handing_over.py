"""`hta export-all` and `hta import-all`: the whole office into a folder, and out of one."""

from pathlib import Path
from typing import Annotated

import typer


def export_all(
    folder: Annotated[
        Path, typer.Argument(help="An empty folder, or one to be made.", show_default=False, file_okay=False)
    ],
) -> None:
    """Write everything of this office into a folder: the record as JSON, minutes as Word, files, registers.

    All of it is private to the office. Passwords are left out.

    Example: hta export-all /media/stick/office
    """
    from app.cli.database import look
    from app.db import OFFICE_TIME, now
    from app.services import handing_over

    at = now()
    with look() as session:
        account = handing_over.export_all(
            session, folder, at=at, today=at.astimezone(OFFICE_TIME).date(), told=_told
        )
    print(f"Written to {folder}: {account.sentence}.")


def import_all(
    folder: Annotated[
        Path, typer.Argument(help="A folder that hta export-all wrote.", show_default=False, file_okay=False)
    ],
) -> None:
    """Make the office that was written into a folder, in an empty database.

    Everything is taken in, or nothing. Give each person a password afterwards: hta users password.

    Example: hta import-all /media/stick/office
    """
    from app.cli.database import change
    from app.services import handing_over

    with change() as session:
        account = handing_over.import_all(session, folder, told=_told)
    print(f"Taken in: {account.sentence}. Give each person a password with: hta users password EMAIL")


def _told(line: str) -> None:
    typer.echo(f"{line} …", err=True)


def add_to(command: typer.Typer) -> None:
    """Make the commands known to `hta`."""
    command.command("export-all")(export_all)
    command.command("import-all")(import_all)
