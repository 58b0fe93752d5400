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
def import_csv(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="One recommendation a row.", show_default=False)
    ],
    source: Annotated[
        str, typer.Option(help="Short name of the report, such as IITCSE.", show_default=False)
    ],
    title: Annotated[str, typer.Option(help="The report's full title, when it is new.")] = "",
) -> None:
    """Load recommendations from a CSV file; those already known are brought up to date.

    Columns: reference, title, wording, lead, partners, lead_officer, expected_outcome, evidence_needed.

    Example: hta recommendations import report.csv --source IITCSE --title "Independent Inquiry"
    """
    from app.cli.database import change
    from app.services import recommendations as service

    text = text_of(content_of(file))
    with change() as session:
        into = service.find_or_create_source(session, source, title=title, by=None)
        report = service.import_csv(session, text, source=into, by=None)
        print(f"{into.short_name}: {report.sentence}")
        for error in report.errors:
            print(error)


def text_of(data: bytes) -> str:
    """A CSV file's text: UTF-8, or Windows' own encoding as spreadsheets still write it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def add_to(command: typer.Typer) -> None:
    command.add_typer(recommendations, name="recommendations")
