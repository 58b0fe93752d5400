"""Letters that bring a link to a draft: its secret is made when they are sent, and stands in them alone."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app import ticker
from app.db import now
from app.errors import NotFound
from app.models.circulations import DraftLink
from app.models.letters import Letter, LetterState
from app.services import circulations, lines
from app.settings import Settings
from tests.conftest import Office
from tests.mail_server import mail_server
from tests.page import Client
from tests.story import Story

CHIEF = "nasreen.qadir@force.example"


@pytest.fixture
def circulated(engine: Engine, office: Office) -> int:
    """A draft goes to the Chief Constable by letter. Returns the meeting's number."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, office.minute_taker)
        meeting = story.meeting(date(2025, 5, 8))
        chief = story.attends(meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
        section = story.section(meeting, "1", "Homes")
        lines.add(session, section, text="The PCC asked about 14 homes.", by=office.minute_taker)
        today = now().date()
        circulations.circulate(
            session, meeting, chosen={chief.id or 0: CHIEF}, closes_on=today + timedelta(days=14), today=today,
            sends_letters=True, by=office.minute_taker,
        )  # fmt: skip
        session.commit()
        return meeting.id or 0


def letter_of(engine: Engine) -> Letter:
    with Session(engine) as session:
        return session.exec(select(Letter)).one()


@pytest.mark.both_databases
def test_the_link_arrives_by_letter_and_is_kept_nowhere_else(engine: Engine, circulated: int) -> None:
    with mail_server() as (box, settings):
        assert ticker.send(engine, settings).sent == 1
    [letter] = box.letters
    assert letter["To"] == f"Nasreen Qadir <{CHIEF}>"
    assert letter["List-Unsubscribe"] is None
    words = letter.get_content().replace("\n", "")
    found = re.search(r"https://minutes\.northfold\.example/drafts/([\w-]+)", words)
    assert found
    secret = found.group(1)
    kept = letter_of(engine)
    assert (kept.state, secret in kept.words) == (LetterState.SENT, False)
    assert "Nasreen Qadir" in kept.words
    with Session(engine) as session:
        assert circulations.by_secret(session, secret, at=now())[2].id == circulated
        assert secret not in str(session.exec(select(DraftLink)).one().model_dump())


@pytest.mark.both_databases
def test_a_link_taken_back_before_its_letter_went_is_not_sent(engine: Engine, circulated: int) -> None:
    with Session(engine) as session:
        session.exec(select(DraftLink)).one().revoked_at = now()
        session.commit()
    with mail_server() as (box, settings):
        ticker.send(engine, settings)
    assert not box.raw
    assert letter_of(engine).state == LetterState.NOT_NEEDED


def test_without_a_mail_server_no_secret_is_made(engine: Engine, circulated: int) -> None:
    ticker.send(engine, Settings())
    kept = letter_of(engine)
    assert kept.state == LetterState.KEPT
    assert "no address was made" in kept.words
    with Session(engine) as session:
        assert session.exec(select(DraftLink)).one().secret_hash is None
        with pytest.raises(NotFound):
            circulations.by_secret(session, "", at=now())


def test_the_outbox_shows_letters_with_links(
    engine: Engine, circulated: int, sign_in: Callable[[str], Client]
) -> None:
    administrator = sign_in("administrator")
    page = administrator.get_page("/letters")
    assert "A link to draft minutes" in page.text
    assert "Nasreen Qadir" in page.text
    letter = administrator.get_page(f"/letters/{letter_of(engine).id}")
    assert "made when it is sent" in letter.text
    assert CHIEF in letter.text
