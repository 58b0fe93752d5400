"""`hta users`: who can sign in."""

from typing import Annotated

import typer

from app.cli.database import change, look
from app.errors import RuleBroken
from app.models.people import ROLE_NAMES, Organisation, OrganisationKind, Role
from app.services import people
from app.settings import read_settings

users = typer.Typer(help="Who can sign in.", no_args_is_help=True)

ROLES = {role.value.replace("_", "-"): role for role in Role}
ROLE_WORDS = ", ".join(ROLES)


@users.command("add")
def add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="The person's name.", show_default=False)],
    role: Annotated[str, typer.Option(help=f"One of: {ROLE_WORDS}.", show_default=False)],
    password: Annotated[
        str,
        typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for when left out."),
    ],
    organisation: Annotated[
        str, typer.Option(help="Name of their organisation; by default the commissioner's office.")
    ] = "",
    kind: Annotated[
        OrganisationKind, typer.Option(help="What kind of organisation it is, when it is new.")
    ] = OrganisationKind.OTHER,
) -> None:
    """Let somebody sign in.

    Example: hta users add j.tully@example.org --name "Joan Tully" --role minute-taker

    Example: hta users add k@force.example --name "K Shah" --role body --organisation "A Force" --kind force
    """
    from app.security import hash_password

    if role.replace("_", "-") not in ROLES:
        raise RuleBroken(f"There is no role {role}: use one of {ROLE_WORDS}.")
    with change() as session:
        body: Organisation | None
        if organisation:
            body = people.get_or_create_organisation(session, organisation, kind=kind)
        else:
            body = people.of_kind(session, OrganisationKind.COMMISSIONER)
        if body is None:
            body = people.get_or_create_organisation(
                session, read_settings().office_name, kind=OrganisationKind.COMMISSIONER
            )
        user = people.add_user(
            session,
            email=email,
            name=name,
            role=ROLES[role.replace("_", "-")],
            organisation=body,
            password_hash=hash_password(password),
        )
        print(f"{user.name} can now sign in as {user.email} ({user.role_name}, {body.name}).")


@users.command("list")
def show() -> None:
    """Print everybody who can sign in.

    Example: hta users list
    """
    with look() as session:
        for user in people.users(session):
            stopped = "" if user.is_active else ", stopped"
            print(f"{user.email}\t{user.name}\t{ROLE_NAMES[user.role]}, {user.organisation.name}{stopped}")


def add_to(command: typer.Typer) -> None:
    command.add_typer(users, name="users")
