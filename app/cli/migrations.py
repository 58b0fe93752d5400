"""`hta migrate`: the database's tables, brought to the form this version of the product needs."""

from typing import Annotated

import typer

from app.settings import read_settings


def migrate(
    target: Annotated[str, typer.Argument(help="head, base, -1 (one back) or a later revision.")] = "head",
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether models and migrations agree; touch no database.")
    ] = False,
) -> None:
    """Bring the database up to date, or back.

    Example: hta migrate

    Example: hta migrate -- -1
    """
    from app.cli.database import engine_of, ensure_models_and_migrations_agree, move_to, revision_of

    if check:
        ensure_models_and_migrations_agree()
        print("Models and migrations agree.")
        return
    settings = read_settings()
    settings.make_data_dir()
    with engine_of(settings) as engine:
        move_to(engine, target)
        print(f"The database is at revision {revision_of(engine) or 'base'}.")


def add_to(command: typer.Typer) -> None:
    command.command("migrate")(migrate)
