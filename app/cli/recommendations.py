"""`hta recommendations`: the register of what inquiries and inspections recommended."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.documents import content_of

recommendations = typer.Typer(help="Recommendations of inquiries and inspections.", no_args_is_help=True)


@recommendations.callback()
def _group() -> None:
    """Keeps `import` a command of its own while it is the only one."""


@recommendations.command("import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="An .xlsx or .csv file, one row each.", show_default=False),
    ],
    source: Annotated[
        str, typer.Option(help="Short name of the report, such as IITCSE.", show_default=False)
    ],
    title: Annotated[str, typer.Option(help="The report's full title, when it is new.")] = "",
    steps: Annotated[bool, typer.Option("--steps", help="The rows are steps of the plan.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be made; change nothing.")
    ] = False,
) -> None:
    """Bring recommendations, or the steps of their plan, in; those already known are brought up to date.

    Columns are recognised by their headings, in any order: Reference, Title, Wording, Lead, Partners,
    Lead officer, Accepted, Response, Expected outcome, Evidence needed, Target date, Part of.
    On screen they can be corrected.

    Example: hta recommendations import report.xlsx --source IITCSE --title "Independent Inquiry"
    """
    from app.cli.database import change
    from app.db import OFFICE_TIME, now
    from app.models.trackers import Tracks
    from app.services import recommendations as service
    from app.services import trackers

    data = content_of(file)
    with change() as session:
        into = service.find_or_create_source(session, source, title=title, by=None)
        looked = trackers.load(
            session,
            data,
            name=file.name,
            source=into,
            tracks=Tracks.STEPS if steps else Tracks.RECOMMENDATIONS,
            today=now().astimezone(OFFICE_TIME).date(),
            by=None,
            dry_run=dry_run,
        )
        print(f"{into.short_name}: {looked.changes.sentence}")
        for error in looked.changes.errors:
            print(error)
        if looked.columns.unused:
            print(f"Not brought in: {', '.join(looked.columns.unused)}.")
        if dry_run:
            session.rollback()
            print("Nothing was changed.")


def add_to(command: typer.Typer) -> None:
    command.add_typer(recommendations, name="recommendations")
