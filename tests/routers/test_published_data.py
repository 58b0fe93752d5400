"""What programs read of the public site: JSON, its schema, Atom, the sitemap and robots.txt."""

import csv
import io
import json
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from sqlmodel import Session

from app.db import now
from app.services import published
from tests.conftest import Office
from tests.page import Client
from tests.publishing import MARCH, MAY, Publishing

HERE = "/published/2025-03-13-holding-to-account"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def publishing(session: Session, office: Office) -> Publishing:
    made = Publishing(session, office)
    made.source()
    made.publish(made.meeting(MARCH, "Children were spoken of."))
    session.commit()
    return made


def test_the_json_holds_what_the_page_shows(publishing: Publishing, public: Client) -> None:
    said = public.get(f"{HERE}/minutes.json").json()
    assert said["title"] == "Holding to account"
    assert said["held_on"] == "2025-03-13"
    assert said["version"]["number"] == 1
    assert said["version"]["address"] == f"https://testserver{HERE}"
    assert said["attendance"] == [
        {
            "name": "Margaret Ellery", "title": "Police and Crime Commissioner", "known_as": "PCC",
            "presence": "present",
        }
    ]  # fmt: skip
    (section,) = said["sections"]
    assert section["anchor"] == "section-3"
    assert section["lines"][0]["text"] == "Children were spoken of."
    (action,) = section["lines"][1]["actions"]
    assert action["reference"] == "1/2025"
    assert action["said"] == "raised"
    assert action["due_on"] == "2025-05-02"
    assert action["anchor"] == "action-1-2025"
    assert public.get(action["address"].removeprefix("https://testserver")).status_code == 200
    page = public.get_page(HERE)
    for words in (section["title"], action["owner"], *(line["text"] for line in section["lines"])):
        assert words.removeprefix("ACTION: ") in page.text


def test_the_json_holds_no_number_of_the_database_and_nothing_of_the_reader(
    publishing: Publishing, public: Client
) -> None:
    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {name for one in value.values() for name in names(one)}
        return {name for one in value for name in names(one)} if isinstance(value, list) else set()

    found = names(public.get(f"{HERE}/minutes.json").json())
    assert found
    assert not {name for name in found if name == "id" or name.endswith("_id") or name in ("key", "speakers")}


def test_every_field_of_the_json_is_explained_on_its_page_and_in_its_schema(public: Client) -> None:
    page = public.get_page("/published/about")
    for model in published.as_json.MODELS:
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name} says nothing"
            assert field.description in page.text
    schema = public.get("/published/minutes.schema.json").json()
    assert set(schema["$defs"]) | {schema["title"]} == {model.__name__ for model in published.as_json.MODELS}


def test_the_feed_is_valid_atom_and_says_what_is_new(
    publishing: Publishing, session: Session, public: Client
) -> None:
    publishing.announce(now().date() + timedelta(days=14))
    session.commit()
    reply = public.get("/published/feed.atom")
    assert reply.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(reply.content)  # noqa: S314  our own
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        for name in ("id", "title", "updated", "summary", "link"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo
        address = (entry.findtext(f"{ATOM}id") or "").removeprefix("https://testserver")
        assert public.get(address).status_code == 200
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert "Children were spoken of" not in reply.text


def test_the_sitemap_names_every_lasting_address_once(publishing: Publishing, public: Client) -> None:
    root = ElementTree.fromstring(public.get("/sitemap.xml").content)  # noqa: S314  our own
    found = [node.text or "" for node in root.iter(f"{SITEMAP}loc")]
    assert len(found) == len(set(found))
    paths = [address.removeprefix("https://testserver") for address in found]
    assert {HERE, "/published/actions/1/2025", "/published/recommendations/iihr/12"} <= set(paths)
    assert not [path for path in paths if "versions" in path or "search" in path]
    for path in paths:
        assert public.get(path).status_code == 200, path


def test_search_engines_are_let_into_what_was_published_and_nothing_else(public: Client) -> None:
    said = public.get("/robots.txt").text.splitlines()
    assert "Disallow: /" in said
    assert "Allow: /published" in said
    assert "Sitemap: https://testserver/sitemap.xml" in said


def test_other_sites_may_read_the_json(publishing: Publishing, public: Client) -> None:
    reply = public.get(f"{HERE}/minutes.json", headers={"Origin": "https://elsewhere.example"})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert json.loads(reply.content)["schema_version"] == published.as_json.SCHEMA


def test_the_public_register_comes_as_a_spreadsheet_that_no_program_takes_for_formulas(
    publishing: Publishing, session: Session, public: Client
) -> None:
    meeting = publishing.meeting(MAY)
    section = publishing.story.section(meeting, "4", "Figures")
    publishing.story.raises(section, "=2+2 to be explained.", "CC")
    publishing.publish(meeting)
    session.commit()
    [link] = [
        where for words, where in public.get_page("/published/actions").links().items() if "CSV" in words
    ]
    answer = public.get(link)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''published-actions.csv"
    third, _second, first = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert first["Reference"] == "1/2025"
    assert first["Due on"] == "2025-05-02"
    assert first["Raised on"] == "2025-03-13"
    assert first["State in published minutes"] == "open"
    assert first["Address"] == "https://testserver/published/actions/1/2025"
    assert first["Minutes"] == f"https://testserver{HERE}"
    assert third["Action"] == "'=2+2 to be explained."
