"""The command `hta`, one file a noun: each command takes what was typed, calls a service and reports.

What one command alone needs is imported inside it: reading a file should not wait for the database.
"""

import sys

import typer

from app.cli import (
    documents,
    handing_over,
    mail,
    meetings,
    migrations,
    people,
    recommendations,
    server,
    settings,
    trackers,
)
from app.errors import DomainError

command = typer.Typer(
    name="hta",
    help="Minutes of meetings in which a Police and Crime Commissioner holds a Chief Constable to account.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for noun in (
    server,
    migrations,
    documents,
    meetings,
    recommendations,
    trackers,
    people,
    mail,
    handing_over,
    settings,
):
    noun.add_to(command)


def main() -> None:
    """What the shell calls. A refusal is one sentence on standard error and the exit status 2."""
    try:
        command()
    except DomainError as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
