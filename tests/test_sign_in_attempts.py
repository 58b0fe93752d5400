"""How often one may try to sign in: enough for whoever mistypes, too little for whoever guesses."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import make_engine, now, transaction
from app.models.people import SignInAttempt
from app.services import sign_ins
from tests.conftest import PASSWORD, Office
from tests.page import Client

pytestmark = pytest.mark.both_databases

EMAIL = "minute_taker@northfold.example"
HERE = "192.0.2.1"


def browser(app: FastAPI, address: str = HERE) -> Client:
    return Client(app, base_url="https://testserver", follow_redirects=False, client=(address, 1))


def guess(client: Client, email: str = EMAIL, words: str = "wrong") -> int:
    return client.post("/sign-in", data={"email": email, "password": words}).status_code


def count(engine: Engine, account: str, address: str, minutes: float = 0) -> bool:
    with transaction(engine) as session:
        found = sign_ins.attempt(
            session, account=account, address=address, at=now() + timedelta(minutes=minutes)
        )
        session.commit()
    return found is not None


def test_after_five_wrong_passwords_one_is_asked_to_wait_in_a_plain_sentence(
    app: FastAPI, office: Office
) -> None:
    client = browser(app)
    assert [guess(client) for _ in range(5)] == [422] * 5
    page = client.post_page(
        "/sign-in", {"email": EMAIL, "password": PASSWORD, "next": "/actions"}, status=429
    )
    assert "There were too many attempts to sign in. Wait a quarter of an hour, then try again" in page.text
    assert page.css("#email")[0].attributes["value"] == EMAIL
    assert page.css("input[name=next]")[0].attributes["value"] == "/actions", "where one wanted to go is kept"


def test_whoever_is_asked_to_wait_gets_in_afterwards(app: FastAPI, engine: Engine, office: Office) -> None:
    client = browser(app)
    for _ in range(8):
        guess(client)
    with Session(engine) as session:
        for one in session.exec(select(SignInAttempt)):
            one.at -= timedelta(minutes=16)
            session.add(one)
        session.commit()
    assert guess(client, words=PASSWORD) == 303


def test_signing_in_forgets_what_was_mistyped_before(app: FastAPI, office: Office) -> None:
    client = browser(app)
    for _ in range(3):
        assert [guess(client) for _ in range(4)] == [422] * 4
        assert guess(client, words=PASSWORD) == 303


def test_attempts_that_are_refused_do_not_make_the_wait_longer(engine: Engine) -> None:
    assert [count(engine, EMAIL, HERE) for _ in range(5)] == [True] * 5
    assert [count(engine, EMAIL, HERE, minutes) for minutes in (3, 6, 9, 12, 14.5)] == [False] * 5
    assert count(engine, EMAIL, HERE, 15.5)


def test_others_are_not_kept_out_by_somebody_elses_guesses(app: FastAPI, office: Office) -> None:
    guesser = browser(app, "198.51.100.7")
    for _ in range(6):
        guess(guesser)
    assert guess(browser(app), words=PASSWORD) == 303, "the same account, from where its owner is"
    assert guess(guesser, "publisher@northfold.example", PASSWORD) == 303, "another account from there"


def test_guessing_one_account_from_many_addresses_is_limited_but_not_for_where_its_owner_always_is(
    engine: Engine,
) -> None:
    assert count(engine, EMAIL, HERE)
    with transaction(engine) as session:
        sign_ins.succeeded(session, session.exec(select(SignInAttempt)).one())
        session.commit()
    tried = [count(engine, EMAIL, f"198.51.100.{number}") for number in range(1, 61)]
    assert tried == [True] * 50 + [False] * 10
    assert not count(engine, EMAIL, "203.0.113.5")
    assert count(engine, EMAIL, HERE)


def test_trying_many_accounts_from_one_address_is_limited(engine: Engine) -> None:
    tried = [count(engine, f"somebody{number}@northfold.example", HERE) for number in range(60)]
    assert tried == [True] * 50 + [False] * 10
    assert count(engine, "somebody1@northfold.example", "192.0.2.2")


def test_an_account_that_does_not_exist_is_limited_alike(app: FastAPI, office: Office) -> None:
    client = browser(app)
    said = [guess(client, "nobody@northfold.example") for _ in range(6)]
    assert said == [422] * 5 + [429]


@pytest.mark.parametrize("spelling", [EMAIL.upper(), f" {EMAIL} "])
def test_another_spelling_is_the_same_account(engine: Engine, spelling: str) -> None:
    for _ in range(5):
        count(engine, EMAIL, HERE)
    assert not count(engine, spelling, HERE)


def test_one_line_with_many_addresses_is_one_place(engine: Engine) -> None:
    tried = [count(engine, EMAIL, f"2001:db8:1:2::{number:x}") for number in range(6)]
    assert tried == [True] * 5 + [False]
    assert count(engine, EMAIL, "2001:db8:1:3::1")
    assert count(engine, EMAIL, "")


def test_a_hundred_guesses_at_the_same_moment_are_a_hundred_guesses(
    database: str, engine: Engine, office: Office
) -> None:
    engines = [make_engine(database) for _ in range(6)]
    together = threading.Barrier(6)

    def try_some(one: Engine) -> int:
        together.wait()
        return sum(count(one, EMAIL, HERE) for _ in range(10))

    with ThreadPoolExecutor(6) as pool:
        let_through = sum(pool.map(try_some, engines))
    for one in engines:
        one.dispose()
    assert let_through == 5


def test_what_was_typed_is_not_kept(engine: Engine) -> None:
    count(engine, "my secret password", HERE)
    with Session(engine) as session:
        kept = session.exec(select(SignInAttempt)).one()
    assert "secret" not in kept.account


def test_old_attempts_are_forgotten(engine: Engine) -> None:
    for number in range(9):
        count(engine, f"{number}", HERE)
    count(engine, EMAIL, HERE, minutes=16)
    with Session(engine) as session:
        assert len(session.exec(select(SignInAttempt)).all()) == 1


def test_the_present_password_cannot_be_guessed_by_whoever_found_a_screen_open(minute_taker: Client) -> None:
    form = {"old": "guess", "new": "four other quiet words"}
    for _ in range(5):
        assert (
            "not your present password" in minute_taker.post_page("/account/password", form, status=422).text
        )
    page = minute_taker.post_page("/account/password", {**form, "old": PASSWORD}, status=422)
    assert "There were too many attempts" in page.text
