"""Two people of the force, who write what it answers."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.people import Role, User
from tests.conftest import Office, password_hash


@pytest.fixture
def dunn(office: Office) -> User:
    """Of the force."""
    return office.users["force_officer"]


@pytest.fixture
def lacey(engine: Engine, office: Office) -> User:
    """A colleague of the same force."""
    with Session(engine, expire_on_commit=False) as session:
        colleague = User(
            email="lacey@northfold.example",
            name="Owen Lacey",
            role=Role.BODY,
            organisation_id=office.force.id or 0,
            password_hash=password_hash(),
            created_at=datetime(2025, 5, 12, tzinfo=UTC),
        )
        session.add(colleague)
        session.commit()
        return colleague
