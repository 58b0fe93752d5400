"""The outbox, what everybody chooses, and the links of letters, which lead to the right page after signing in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from app import ticker
from app.db import now
from app.models.actions import Action
from app.models.letters import Cadence, Letter, LetterState, NoticeKind
from app.models.people import User
from app.models.responses import Response
from app.services import letters
from app.settings import Settings
from tests.conftest import PASSWORD, TODAY, Office, Statements
from tests.mail_server import mail_server
from tests.page import Client
from tests.story import Story

OFFICER = "force_officer@northfold.example"


@pytest.fixture
def action(engine: Engine, office: Office) -> Action:
    """Shared with the force just now, so that a letter about it is due."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, office.minute_taker)
        meeting = story.meeting(TODAY, shared=True)
        action = story.raises(story.section(meeting, "1", "Homes"), "to report", "Northfold Police")
        session.commit()
    ticker.make(engine, at=now() - timedelta(minutes=10))
    return action


def kept(engine: Engine) -> Letter:
    """The letter, after the server would have sent it."""
    ticker.send(engine, Settings(site_address="https://testserver"))
    with Session(engine) as session:
        return session.exec(select(Letter)).one()


def test_without_a_mail_server_the_administrator_reads_letters_on_screen(
    administrator: Client, engine: Engine, action: Action
) -> None:
    letter = kept(engine)
    page = administrator.get_page("/letters")
    assert "No mail server is set, so nothing is sent" in page.text
    assert "HTA_SMTP_HOST" in page.text
    assert f"Action {action.reference}: assigned to your organisation" in page.text
    assert "Kept here" in page.text
    one = administrator.get_page(f"/letters/{letter.id}")
    assert f"https://testserver/actions/{action.id}" in one.links()
    assert OFFICER in one.text


def test_a_letter_that_waits_shows_what_it_would_say(
    administrator: Client, engine: Engine, action: Action
) -> None:
    with Session(engine) as session:
        letter = session.exec(select(Letter)).one()
    assert "1 thing to tell" in administrator.get_page("/letters?state=waiting").text
    page = administrator.get_page(f"/letters/{letter.id}")
    assert "What it would say now" in page.text
    assert f"Action {action.reference}" in page.text


def test_a_letter_that_was_given_up_is_shown_loudly_with_the_reason_and_can_be_tried_again(
    administrator: Client, engine: Engine, action: Action
) -> None:
    with mail_server() as (box, settings):
        box.says = lambda _to: "554 full of <b>zeal</b>"
        ticker.send(engine, settings)
        page = administrator.get_page("/letters")
        assert "1 letter could not be sent" in page.text
        first = administrator.get_page("/")
        assert "1 letter could not be sent" in first.text
        assert "554 full" in administrator.get_page(first.links()["See why, and try again"]).text
        assert "554 full of <b>zeal</b>" in page.text
        letter = kept(engine)
        assert letter.state == LetterState.GIVEN_UP
        page = administrator.post_page(f"/letters/{letter.id}/try-again")
        assert "Waiting" in page.text
        box.says = lambda _to: "250 taken"
        ticker.send(engine, settings)
    assert len(box.raw) == 1
    assert "Sent" in administrator.get_page(f"/letters/{letter.id}").text


def test_the_outbox_takes_no_more_statements_for_many_letters(
    administrator: Client, engine: Engine, office: Office, statements: Statements
) -> None:
    counts = []
    for many in (3, 300):
        with Session(engine) as session:
            session.add_all(
                Letter(
                    user_id=office.users["force_officer"].id or 0, cadence=Cadence.AT_ONCE, made_at=now(),
                    next_try_at=now(), message_id=f"{many}-{number}", state=LetterState.SENT,
                )
                for number in range(many)
            )  # fmt: skip
            session.commit()
        statements.seen.clear()
        administrator.get_page("/letters")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "Page 7 of 7" in administrator.get_page("/letters?page=99").text
    assert "Page 1 of 7" in administrator.get_page("/letters?page=x").text


def test_the_link_of_a_letter_opens_the_right_page_after_signing_in(
    app: FastAPI, engine: Engine, action: Action
) -> None:
    found = re.search(r"https://testserver(/actions/\d+)", kept(engine).words)
    assert found is not None
    stranger = Client(app, base_url="https://testserver")
    form = stranger.get_page(found.group(1))
    assert "Sign in" in form.text
    wanted = form.css("input[name=next]")[0].attributes["value"]
    page = stranger.post_page("/sign-in", {"email": OFFICER, "password": PASSWORD, "next": wanted})
    assert f"Action {action.reference}" in page.text


def test_the_link_tells_nothing_to_somebody_it_was_forwarded_to(
    other_force_officer: Client, engine: Engine, action: Action
) -> None:
    found = re.search(r"https://testserver(/actions/\d+)", kept(engine).words)
    assert found is not None
    other_force_officer.get_page(found.group(1), status=404)


def test_everybody_chooses_what_they_are_told_of(
    force_officer: Client, engine: Engine, office: Office
) -> None:
    page = force_officer.get_page("/letters/choices")
    offered = [field.attributes["value"] for field in page.css("input[name=kind]")]
    assert "assigned" in offered
    assert "submitted" not in offered
    assert "/letters/choices" in force_officer.get_page("/account").links().values()
    page = force_officer.post_page(
        "/letters/choices", {"kind": ["assigned", "overdue"], "cadence": ["never", "daily"]}
    )
    assert "Your choice is saved" in page.text
    chosen = [option.attributes["value"] for option in page.css("option[selected]")]
    assert dict(zip(offered, chosen, strict=True))["assigned"] == "never"
    with Session(engine) as session:
        choices = letters.choices_of(session, office.users["force_officer"])
    assert choices[NoticeKind.ASSIGNED] == Cadence.NEVER
    assert choices[NoticeKind.OVERDUE] == Cadence.DAILY
    assert choices[NoticeKind.RETURNED] == Cadence.AT_ONCE


@pytest.mark.parametrize(
    "form",
    [
        {"kind": ["submitted"], "cadence": ["daily"]},
        {"kind": ["assigned"], "cadence": ["hourly"]},
        {"kind": ["nonsense", "assigned"], "cadence": ["never"]},
        {},
    ],
)
def test_a_form_that_means_nothing_chooses_nothing(
    force_officer: Client, engine: Engine, office: Office, form: dict[str, list[str]]
) -> None:
    force_officer.post("/letters/choices", data=form)
    with Session(engine) as session:
        user = session.get_one(User, office.users["force_officer"].id)
        assert set(letters.choices_of(session, user).values()) == {Cadence.AT_ONCE}


@pytest.mark.parametrize("who", ["minute_taker", "publisher", "commissioner", "force_officer"])
def test_every_role_has_a_page_of_choices(sign_in: Callable[[str], Client], who: str) -> None:
    assert "Letters to you" in sign_in(who).get_page("/letters/choices").text


def test_a_response_sent_and_returned_by_the_real_pages_tells_the_other_side_without_its_words(
    force_officer: Client, minute_taker: Client, engine: Engine, office: Office, action: Action
) -> None:
    kept(engine)
    unlikely = "zebra marmalade"
    form = {"text": f"It was {unlikely}.", "revision": "0", "writer": "page-one"}
    force_officer.post_page(f"/actions/{action.id}/response/send", form)
    with Session(engine) as session:
        response = session.exec(select(Response.id)).one()
    minute_taker.post_page(f"/responses/{response}/return", {"question": f"Which {unlikely}?"})
    ticker.make(engine, at=now())
    with mail_server() as (box, settings):
        ticker.send(engine, settings, clock=lambda: now() + timedelta(hours=1))
    told = {to: text for (_from, [to]), text in zip(box.envelopes, box.texts, strict=True)}
    assert told.keys() >= {OFFICER, "minute_taker@northfold.example", "publisher@northfold.example"}
    assert "other_force_officer@northfold.example" not in told
    assert "Response returned with a question:" in told[OFFICER]
    assert "Response submitted:" in told["publisher@northfold.example"]
    for text in told.values():
        assert f"Action {action.reference}" in text
        assert f"/actions/{action.id}" in text
        assert "zebra" not in text
