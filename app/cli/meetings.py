"""`hta import` and `hta export`: minutes into the database, and out of it as Word."""

import typer


def add_to(command: typer.Typer) -> None:
    """Nothing yet."""
