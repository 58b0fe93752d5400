"""`hta users`: who can sign in."""

from typing import Annotated, Literal

import typer

from app.errors import NotFound, RuleBroken
from app.settings import read_settings

users = typer.Typer(help="Who can sign in.", no_args_is_help=True)

RoleName = Literal["administrator", "minute-taker", "publisher", "commissioner", "body"]


@users.command("add")
def add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="The person's name.", show_default=False)],
    role: Annotated[RoleName, typer.Option(help="What they sign in for.", show_default=False)],
    password: Annotated[
        str,
        typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for when left out."),
    ],
    organisation: Annotated[
        str, typer.Option(help="Name of their organisation; by default the commissioner's office.")
    ] = "",
    kind: Annotated[
        Literal["commissioner", "force", "other"],
        typer.Option(help="What kind of organisation it is, when it is new."),
    ] = "other",
) -> None:
    """Let somebody sign in.

    Example: hta users add j.tully@example.org --name "Joan Tully" --role minute-taker

    Example: hta users add k@force.example --name "K Shah" --role body --organisation "A Force" --kind force
    """
    from app.cli.database import change
    from app.models.people import OrganisationKind, Role
    from app.security import SHORTEST_PASSWORD, hash_password
    from app.services import people

    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(f"The password is too short: use at least {SHORTEST_PASSWORD} characters.")
    with change() as session:
        if organisation:
            body = people.get_or_create_organisation(session, organisation, kind=OrganisationKind(kind))
        else:
            body = people.of_kind(
                session, OrganisationKind.COMMISSIONER
            ) or people.get_or_create_organisation(
                session, read_settings().office_name, kind=OrganisationKind.COMMISSIONER
            )
        user = people.add_user(
            session,
            email=email,
            name=name,
            role=Role(role.replace("-", "_")),
            organisation=body,
            password_hash=hash_password(password),
        )
        print(f"{user.name} can now sign in as {user.email} ({user.role_name}, {body.name}).")


@users.command("password")
def password(
    email: Annotated[str, typer.Argument(help="The address they sign in with.", show_default=False)],
    new: Annotated[
        str,
        typer.Option(
            "--password",
            prompt="New password",
            confirmation_prompt=True,
            hide_input=True,
            help="Asked for when left out.",
        ),
    ],
) -> None:
    """Give somebody a new password; whatever they have open is signed out.

    Example: hta users password j.tully@example.org
    """
    from app.cli.database import change
    from app.db import now
    from app.security import SHORTEST_PASSWORD, hash_password
    from app.services import people, sign_ins

    if len(new) < SHORTEST_PASSWORD:
        raise RuleBroken(f"The password is too short: use at least {SHORTEST_PASSWORD} characters.")
    with change() as session:
        user = people.user_by_email(session, email)
        if user is None:
            raise NotFound(f"Nobody signs in as {email}.")
        people.set_password(session, user, hash_password(new))
        sign_ins.end_others(session, user, but=None, at=now())
        print(f"{user.name} signs in as {user.email} with the new password.")


@users.command("list")
def show() -> None:
    """Print everybody who can sign in.

    Example: hta users list
    """
    from app.cli.database import look
    from app.services import people

    with look() as session:
        for user in people.users(session):
            stopped = "" if user.is_active else ", stopped"
            print(f"{user.email}\t{user.name}\t{user.role_name}, {user.organisation.name}{stopped}")


def add_to(command: typer.Typer) -> None:
    command.add_typer(users, name="users")
