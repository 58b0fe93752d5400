"""The invented people and minutes that `hta demo` starts with."""

import csv

from sqlalchemy import Engine

from app.db import now, transaction
from app.errors import RuleBroken
from app.models.people import User
from app.services import people
from app.settings import SAMPLE_MINUTES, Settings

OFFICE_NAME = "Police and Crime Commissioner for Northfold"
"""Stands under the product's name in the demo, unless HTA_OFFICE_NAME says otherwise."""


def load_samples_if_empty(engine: Engine, settings: Settings) -> bool:
    """Load the samples into an empty database. What is there already is left alone."""
    from app.security import hash_password
    from app.services import samples

    with transaction(engine) as session:
        if not samples.is_empty(session):
            return False
        print("Reading the sample minutes into the new database …", flush=True)
        samples.load(session, SAMPLE_MINUTES, password_hash=hash_password(settings.demo_password))
        samples.look_ahead(session, SAMPLE_MINUTES, at=now())
        samples.make_public(session, at=now())
        session.commit()
    return True


def whom_to_sign_in_as(engine: Engine, settings: Settings) -> list[str]:
    """Lines for the terminal: the demo's people with their address and role, and their one password."""
    users = people_of_the_demo(engine)
    if not users:
        return ["This database holds no people of the demo: sign in as somebody of your own."]
    width = max(len(user.email) for user in users)
    return [
        "Sign in as one of these invented people:",
        *(f"  {user.email:<{width}}  {user.name}, {user.role_name.lower()}" for user in users),
        f"The password of each is {settings.demo_password}",
    ]


def ensure_nobody_of_the_demo(engine: Engine) -> None:
    """RuleBroken when an office would serve a database whose people have a password that everybody knows."""
    if people_of_the_demo(engine):
        raise RuleBroken(
            "This database holds the invented people of the demo, whose password is public: "
            "start it with hta demo, or set HTA_DATA_DIR or HTA_DATABASE_URL to a database of your own."
        )


def people_of_the_demo(engine: Engine) -> list[User]:
    """Those who came with the samples and can still sign in."""
    with (SAMPLE_MINUTES / "users.csv").open(encoding="utf-8", newline="") as file:
        invented = {row["email"].lower() for row in csv.DictReader(file)}
    with transaction(engine, writes=False) as session:
        return [user for user in people.users(session) if user.email in invented and user.is_active]
