"""A proxy can carry any load of the public site, and nothing withdrawn is ever shown from what it kept."""

import gzip
import re
from datetime import date, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from app.main import create_app
from app.models.recommendations import Recommendation
from app.services import publications, published
from app.settings import Settings
from tests.conftest import Office, Statements
from tests.page import Client
from tests.publishing import AT, MARCH, Publishing

HERE = "/published/2025-03-13-holding-to-account"
EVERY = [
    "/published",
    "/published/search?q=children",
    "/published/actions",
    "/published/actions.csv",
    "/published/actions/1/2025",
    "/published/recommendations",
    "/published/recommendations/iihr/12",
    "/published/coming",
    "/published/about",
    "/published/feed.atom",
    "/published/minutes.schema.json",
    "/published/office.css",
    "/sitemap.xml",
    "/robots.txt",
    HERE,
    f"{HERE}/versions/1",
    f"{HERE}/minutes.docx",
    f"{HERE}/minutes.json",
]


@pytest.fixture
def publishing(session: Session, office: Office) -> Publishing:
    """With one meeting, an action and a report made public."""
    made = Publishing(session, office)
    made.source()
    made.publish(made.meeting(MARCH, "Children were spoken of."))
    session.commit()
    return made


def test_whoever_holds_an_answer_is_told_that_it_is_still_right_for_one_statement(
    publishing: Publishing, public: Client, statements: Statements
) -> None:
    for address in EVERY:
        first = public.get(address)
        assert first.status_code == 200, address
        assert first.headers["cache-control"] == "public, no-cache"
        assert re.fullmatch(r'"[0-9a-f]{32}(-gzip)?"', first.headers["etag"]), "a strong tag"
        again = public.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304, address
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == "public, no-cache"
        by_date = public.get(address, headers={"If-Modified-Since": first.headers["last-modified"]})
        assert by_date.status_code == 304, address
    statements.seen.clear()
    etag = public.get("/published").headers["etag"]
    statements.seen.clear()
    public.get("/published", headers={"If-None-Match": f'"other", W/{etag}'})
    assert len([one for one in statements.seen if one.startswith("SELECT")]) == 1


def test_a_tag_that_is_not_held_beats_a_date_that_is(publishing: Publishing, public: Client) -> None:
    first = public.get(HERE)
    both = {"If-None-Match": '"another"', "If-Modified-Since": first.headers["last-modified"]}
    assert public.get(HERE, headers=both).status_code == 200
    for odd in ("", "yesterday", "Thu, 99 Foo 2025 00:00:00 GMT"):
        assert public.get(HERE, headers={"If-Modified-Since": odd}).status_code == 200
    early = format_datetime(parsedate_to_datetime(first.headers["last-modified"]) - timedelta(days=1))
    assert public.get(HERE, headers={"If-Modified-Since": early}).status_code == 200


@pytest.mark.both_databases
def test_every_change_that_the_public_may_see_makes_what_is_held_wrong(
    publishing: Publishing, session: Session, engine: Engine
) -> None:
    def revision() -> int:
        with Session(engine) as other:
            return published.state(other).revision

    seen = [revision()]

    def has_changed() -> bool:
        session.commit()
        seen.append(revision())
        return seen[-1] > seen[-2]

    meeting = publishing.meeting(date(2025, 4, 10))
    assert not has_changed(), "what is not published changes nothing"
    version = publishing.publish(meeting)
    assert has_changed()
    publications.withdraw(session, version, meeting, reason="A name.", by=publishing.by, at=AT)
    assert has_changed()
    session.get_one(Recommendation, 1).wording = "Otherwise."
    assert has_changed()
    session.get_one(Recommendation, 1).wording = "Once more."
    session.flush()
    session.rollback()
    assert revision() == seen[-1], "what was rolled back never was"


def test_withdrawing_takes_effect_at_once_for_whoever_asks_again(
    publishing: Publishing, session: Session, public: Client
) -> None:
    held = {address: public.get(address) for address in EVERY}
    meeting = publishing.meeting(date(2025, 4, 10))
    publishing.publish(meeting)
    session.commit()
    for address, was in held.items():
        again = public.get(address, headers={"If-None-Match": was.headers["etag"]})
        assert again.status_code == 200, address


def test_the_head_alone_can_be_asked_for(publishing: Publishing, public: Client) -> None:
    for address in EVERY:
        head, whole = public.head(address), public.get(address)
        assert head.status_code == 200, address
        assert head.headers["etag"] == whole.headers["etag"]
        assert head.headers["last-modified"] == whole.headers["last-modified"]
    assert public.head("/published/nothing").status_code == 404


def test_packed_and_plain_answers_have_tags_of_their_own(publishing: Publishing, public: Client) -> None:
    plain = public.get(HERE, headers={"Accept-Encoding": "identity"})
    packed = public.get(HERE, headers={"Accept-Encoding": "gzip"})
    assert plain.headers["etag"] != packed.headers["etag"]
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    for answer in (plain, packed):
        assert set(answer.headers["vary"].split(", ")) == {"Accept-Encoding"}
    assert plain.text == packed.text
    other = {"Accept-Encoding": "identity", "If-None-Match": packed.headers["etag"]}
    assert public.get(HERE, headers=other).status_code == 200


def test_another_name_or_colour_of_the_office_makes_other_answers(
    publishing: Publishing, database: str, public: Client
) -> None:
    tags = {public.get("/published").headers["etag"]}
    for settings in (
        Settings(database_url=database, office_name="Police and Crime Commissioner for Northfold"),
        Settings(database_url=database, accent_colour="#663399"),
        Settings(database_url=database, site_address="https://minutes.example.org"),
    ):
        app = create_app(settings)
        tags.add(Client(app, base_url="https://testserver").get("/published").headers["etag"])
        app.state.engine.dispose()
    assert len(tags) == 4


def test_the_word_file_is_the_one_whose_hash_the_page_shows(publishing: Publishing, public: Client) -> None:
    file = public.get(f"{HERE}/minutes.docx")
    assert sha256(file.content).hexdigest() in public.get(HERE).text
    assert file.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''2025-03-13-holding-to-account-version-1.docx"
    )
    assert file.headers["x-content-type-options"] == "nosniff"


def test_answers_do_not_depend_on_the_moment(publishing: Publishing, public: Client, app: FastAPI) -> None:
    one = public.get(HERE, headers={"Accept-Encoding": "gzip"})
    two = public.get(HERE, headers={"Accept-Encoding": "gzip"})
    assert one.headers["etag"] == two.headers["etag"]
    assert gzip.compress(one.content, 6, mtime=0) == gzip.compress(two.content, 6, mtime=0)
