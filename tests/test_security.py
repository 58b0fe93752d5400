"""What stands between a stranger and the record."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.datastructures import Headers

from app.db import now
from app.models.people import SignIn, User
from app.security import (
    COOKIE,
    comes_from_elsewhere,
    find_sign_in,
    hash_password,
    is_password_of,
    start_sign_in,
)
from tests.page import Client


def test_a_password_is_kept_as_argon2_and_recognised(by: User) -> None:
    by.password_hash = hash_password("three quiet words")
    assert by.password_hash.startswith("$argon2id$")
    assert is_password_of(by, "three quiet words")
    assert not is_password_of(by, "three quiet word")


def test_nobody_signs_in_without_a_password_or_when_no_longer_active(by: User) -> None:
    by.password_hash = ""
    assert not is_password_of(by, "")
    by.password_hash, by.is_active = hash_password("three quiet words"), False
    assert not is_password_of(by, "three quiet words")
    assert not is_password_of(None, "three quiet words")


def test_the_database_holds_only_the_hash_of_a_sign_in(session: Session, by: User) -> None:
    at = now()
    token = start_sign_in(session, by, at=at, hours=1)
    session.flush()
    kept = session.exec(select(SignIn)).one()
    assert token not in str(kept.model_dump())
    assert find_sign_in(session, token, at=at) is kept
    assert find_sign_in(session, token[:-1], at=at) is None


def test_a_sign_in_ends_with_its_time_and_when_it_is_ended(session: Session, by: User) -> None:
    at = now()
    token = start_sign_in(session, by, at=at, hours=1)
    session.flush()
    assert find_sign_in(session, token, at=at + timedelta(minutes=59)) is not None
    assert find_sign_in(session, token, at=at + timedelta(minutes=60)) is None
    session.exec(select(SignIn)).one().ended_at = at
    assert find_sign_in(session, token, at=at) is None


def test_sign_ins_that_are_over_are_forgotten(session: Session, by: User) -> None:
    at = now()
    for hours_ago in (3, 2, 0):
        start_sign_in(session, by, at=at - timedelta(hours=hours_ago), hours=1)
        session.flush()
    assert [kept.started_at for kept in session.exec(select(SignIn))] == [at]


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://hta.example"}, True),
        ({"origin": "https://hta.example"}, False),
        ({"origin": "https://HTA.example"}, False),
        ({"origin": "https://elsewhere.example"}, True),
        ({"origin": "https://hta.example.elsewhere.example"}, True),
        ({"origin": "https://hta.example:8443"}, True),
        ({"origin": "null"}, True),
        ({}, False),
    ],
)
def test_a_browser_says_whether_another_site_sent_a_request(headers: dict[str, str], elsewhere: bool) -> None:
    assert comes_from_elsewhere(Headers({"host": "hta.example", **headers})) is elsewhere


def test_a_forged_request_is_refused_before_anything_is_done(minute_taker: Client) -> None:
    refused = minute_taker.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert minute_taker.get("/account").status_code == 200, "the forged request signed her out"


@pytest.mark.parametrize("address", ["/sign-in", "/help", "/nowhere", "/static/sign.svg"])
def test_every_response_forbids_what_no_page_of_ours_does(public: Client, address: str) -> None:
    headers = public.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_pages_are_kept_by_no_cache_and_versioned_styles_for_ever(public: Client) -> None:
    assert public.get("/sign-in").headers["cache-control"] == "no-store"
    assert "immutable" in public.get("/static/sign.svg?v=1").headers["cache-control"]
    assert public.get("/static/sign.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/../main.py", "/static/%2e%2e/main.py", "/static//etc/passwd", "/static/"]
)
def test_only_what_is_meant_to_be_served_is_served(public: Client, path: str) -> None:
    assert public.get(path).status_code == 404


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app: FastAPI) -> None:
    from tests.conftest import PASSWORD

    browser = Client(app, base_url="https://testserver", follow_redirects=False)
    reply = browser.post("/sign-in", data={"email": "minute_taker@northfold.example", "password": PASSWORD})
    cookie = reply.headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    assert "httponly" in cookie
    assert "secure" in cookie
    assert "samesite=lax" in cookie
