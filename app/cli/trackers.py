"""`hta trackers`: the spreadsheet in which an office kept its actions before."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.documents import content_of

trackers = typer.Typer(help="Spreadsheets of actions.", no_args_is_help=True)


@trackers.callback()
def _group() -> None:
    """Keeps `import` a command of its own while it is the only one."""


@trackers.command("import")
def import_tracker(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="An .xlsx or .csv file, one action a row.", show_default=False),
    ],
    add: Annotated[bool, typer.Option("--add", help="Add them; without it nothing is changed.")] = False,
) -> None:
    """Say what would be made of an old tracker's rows, and with --add make it. Nothing is doubled.

    Columns are recognised by their headings, in any order; on screen they can be corrected.

    Example: hta trackers import "Action tracker.xlsx" --add
    """
    from app.cli.database import change
    from app.db import OFFICE_TIME, now
    from app.services import trackers as service

    data = content_of(file)
    with change() as session:
        today = now().astimezone(OFFICE_TIME).date()
        tracker = service.begin(session, data, name=file.name, by=None)
        looked = service.look(session, tracker, today=today)
        for _, heading, holds in looked.columns.headings:
            print(f"{heading}: {service.NAMES[holds].lower()}")
        for row in looked.plan.rows:
            said = (
                f"here already as {row.action_reference}"
                if row.fate == service.Fate.KNOWN
                else row.fate.value
            )
            print(f"Row {row.number}: {said}. {' '.join(row.notes)}".rstrip())
        if looked.problem:
            print(looked.problem)
        if not add:
            session.rollback()
            return
        report = service.add(session, tracker, today=today, by=None)
        while report["left"]:
            session.commit()
            report = service.add(session, tracker, today=today, by=None)
        print(f"{report['added']} added.")


def add_to(command: typer.Typer) -> None:
    command.add_typer(trackers, name="trackers")
