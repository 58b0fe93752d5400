"""Signing in and out, one's own account, and what a stranger meets."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import now
from app.models.people import SignIn
from app.routers.people import place_of_ours
from tests.conftest import PASSWORD, Office
from tests.page import Client

EMAIL = "minute_taker@northfold.example"


def browser(app: FastAPI) -> Client:
    return Client(app, base_url="https://testserver", follow_redirects=False)


def test_the_sign_in_form_is_a_sound_page(public: Client) -> None:
    page = public.get_page("/sign-in")
    assert page.css("form[action='/sign-in'][method=post]")
    assert "Whom you can be here" not in page.text, "outside the demo nobody is offered"


def test_after_signing_in_one_is_where_one_wanted_to_go(app: FastAPI, office: Office) -> None:
    client = browser(app)
    asked = client.get("/account?done=Hello")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/sign-in?next=%2Faccount%3Fdone%3DHello"
    form = client.get_page(asked.headers["location"])
    wanted = form.css("input[name=next]")[0].attributes["value"]
    reply = client.post("/sign-in", data={"email": EMAIL.upper(), "password": PASSWORD, "next": wanted})
    assert reply.headers["location"] == "/account?done=Hello"
    assert "Minute taker" in client.get_page("/account").text


@pytest.mark.parametrize("email", [EMAIL, "nobody@northfold.example", "", "not an address"])
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(public: Client, email: str) -> None:
    page = public.post_page("/sign-in", {"email": email, "password": "wrong"}, status=422)
    assert "The e-mail address or the password is not right" in page.text
    assert page.css("#email")[0].attributes["value"] == email, "what was typed is kept"
    assert "wrong" not in page.html, "but never a password"
    assert "set-cookie" not in public.get("/sign-in").headers


@pytest.mark.parametrize(
    ("address", "goes_to"),
    [
        ("/actions?status=open", "/actions?status=open"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/actions\r\nSet-Cookie: a=b", "/"),
        ("actions", "/"),
        ("", "/"),
        ("/\t/elsewhere.example", "/"),
        ("///elsewhere.example", "/"),
        ("/%5C%5Celsewhere.example", "/%5C%5Celsewhere.example"),
        (" //elsewhere.example", "/"),
        ("https:elsewhere.example", "/"),
        ("/\u2028/elsewhere.example", "/"),
        ("//[", "/"),
        ("/sign-in?next=//elsewhere.example", "/sign-in?next=//elsewhere.example"),
    ],
)
def test_signing_in_never_leads_to_another_site(address: str, goes_to: str) -> None:
    assert place_of_ours(address) == goes_to


def test_signing_out_makes_the_cookie_worthless(app: FastAPI, office: Office) -> None:
    client = browser(app)
    client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    stolen = dict(client.cookies)
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    thief = browser(app)
    thief.cookies.update(stolen)
    assert thief.get("/account").status_code == 303


def test_a_sign_in_ends_when_it_is_not_used(app: FastAPI, engine: Engine, office: Office) -> None:
    client = browser(app)
    client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert client.get("/account").status_code == 200
    with Session(engine) as session:
        session.exec(select(SignIn)).one().ends_at = now() - timedelta(seconds=1)
        session.commit()
    assert client.get("/account").status_code == 303


def test_reading_a_page_moves_the_end_of_a_sign_in_on(app: FastAPI, engine: Engine, office: Office) -> None:
    client = browser(app)
    client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    with Session(engine) as session:
        sign_in = session.exec(select(SignIn)).one()
        sign_in.last_seen_at, sign_in.ends_at = now() - timedelta(hours=1), now() + timedelta(minutes=1)
        session.commit()
    assert client.get("/account").status_code == 200
    with Session(engine) as session:
        assert session.exec(select(SignIn)).one().ends_at > now() + timedelta(hours=11)


def test_somebody_who_may_no_longer_sign_in_is_out_at_once(
    minute_taker: Client, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        user = office.minute_taker
        user.is_active = False
        session.merge(user)
        session.commit()
    assert minute_taker.get("/account", follow_redirects=False).status_code == 303


def test_a_new_password_ends_every_other_sign_in(app: FastAPI, office: Office) -> None:
    here, there = browser(app), browser(app)
    for client in (here, there):
        client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    new = "four other quiet words"
    assert here.post("/account/password", data={"old": PASSWORD, "new": new}).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert there.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 422
    assert there.post("/sign-in", data={"email": EMAIL, "password": new}).status_code == 303


def test_a_password_is_changed_only_by_who_knows_the_old_one(minute_taker: Client) -> None:
    page = minute_taker.post_page("/account/password", {"old": "guess", "new": "short"}, status=422)
    assert "This is not your present password" in page.text
    assert "Use at least 12 characters" in page.text


def test_an_administrator_sees_who_can_sign_in_and_can_end_it(
    administrator: Client, minute_taker: Client, office: Office
) -> None:
    assert EMAIL in administrator.get_page("/people").text
    administrator.post_page(f"/people/{office.minute_taker.id}/sign-ins/end")
    assert minute_taker.get("/account", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("who", ["minute_taker", "publisher", "commissioner", "force_officer"])
def test_nobody_else_sees_the_list_of_people(sign_in: Callable[[str], Client], who: str) -> None:
    page = sign_in(who).get_page("/people", status=403)
    assert "may not look after people and settings" in page.text


def test_a_stranger_who_sends_something_is_refused_and_changes_nothing(public: Client) -> None:
    page = public.post_page("/account/sign-ins/end", status=401)
    assert "You are no longer signed in" in page.text or "Sign in" in page.text


def test_a_stranger_with_htmx_is_told_where_the_page_is_open(public: Client) -> None:
    reply = public.post("/account/sign-ins/end", headers={"HX-Request": "true"})
    assert reply.status_code == 401
    assert reply.headers["hx-retarget"] == "#problem"
    assert "what you typed is still here" in reply.text
    assert "<html" not in reply.text


def test_an_address_that_leads_nowhere_says_so_on_a_sound_page(public: Client, minute_taker: Client) -> None:
    assert "Page not found" in public.get_page("/nowhere", status=404).text
    assert "Minute taker" in minute_taker.get_page("/nowhere", status=404).text


@pytest.mark.parametrize("address", ["/help", "/accessibility", "/privacy"])
def test_everybody_can_read_help_accessibility_and_privacy(public: Client, address: str) -> None:
    public.get_page(address)


def test_the_demo_says_on_every_page_that_it_is_one(database: str, office: Office) -> None:
    from app.main import create_app
    from app.settings import Settings

    app = create_app(Settings(database_url=database, demo=True, demo_password=PASSWORD))
    client = browser(app)
    page = client.get_page("/sign-in")
    assert "This is a demonstration" in page.text
    assert "Whom you can be here" in page.text
    assert "This is a demonstration" in client.get_page("/nowhere", status=404).text
    app.state.engine.dispose()


def test_the_service_says_that_it_is_well(public: Client) -> None:
    assert public.get("/health").text == "well"


def test_a_link_cannot_make_the_account_page_say_something(minute_taker: Client) -> None:
    words = "Your account is locked. Call us."
    assert "Call us" not in minute_taker.get_page(f"/account?done={words}").text
    assert "Every other sign-in has ended" in minute_taker.post_page("/account/sign-ins/end").text
