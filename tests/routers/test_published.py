"""The public site, as somebody reads it who never signs in."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app.db import now
from app.models.actions import Action
from app.models.lines import Kind, Outcome
from app.models.publications import PublishedAction
from app.services import publications
from tests.conftest import Office, Statements
from tests.page import Client
from tests.publishing import AT, MARCH, MAY, Publishing

HERE = "/published/2025-03-13-holding-to-account"


@pytest.fixture
def publishing(session: Session, office: Office) -> Publishing:
    return Publishing(session, office)


def test_published_minutes_are_listed_by_year(
    publishing: Publishing, session: Session, public: Client
) -> None:
    publishing.publish(publishing.meeting(MARCH))
    publishing.publish(publishing.meeting(date(2024, 1, 25)), confirmed=False)
    publishing.meeting(MAY)  # not published
    session.commit()
    page = public.get_page("/published")
    assert [h.text() for h in page.css("h2.sec")] == ["2025", "2024"]
    assert page.links()["Holding to account, 13 March 2025"] == HERE
    assert "Draft, subject to confirmation" in page.text
    assert "15 May 2025" not in page.text


def test_a_meeting_has_a_lasting_address_and_every_section_and_action_can_be_linked(
    publishing: Publishing, session: Session, public: Client
) -> None:
    publishing.publish(publishing.meeting(MARCH))
    session.commit()
    page = public.get_page(HERE)
    assert page.css("h2#section-3")
    assert page.css("#action-1-2025")
    assert page.links()["3. Independent Inquiry into Harbour Road"] == "#section-3"
    assert page.links()["1/2025"] == "/published/actions/1/2025"
    anchors = [a.attributes["href"] for a in page.css("a[href^='#']")]
    ids = {node.attributes["id"] for node in page.css("[id]")}
    assert anchors
    assert {anchor[1:] for anchor in anchors} <= ids


def test_minutes_say_what_the_meeting_decided_and_the_register_what_became_of_it(
    publishing: Publishing, session: Session, public: Client
) -> None:
    march = publishing.meeting(MARCH)
    publishing.publish(march)
    action = session.get_one(PublishedAction, 1)
    may = publishing.meeting(MAY)
    own = publishing.story.section(may, "2", "Review of the action tracker")
    publishing.story.reviews(own, session.get_one(Action, 1), Outcome.CLOSED, "Counted.")
    session.commit()
    before = public.get_page("/published/actions/1/2025")
    assert "Open" in before.text
    publishing.publish(may)
    session.commit()
    after = public.get_page("/published/actions/1/2025")
    assert "Closed" in after.text
    assert "Closed on 15 May 2025" in after.text
    assert "Counted." in after.text
    minutes = public.get_page(HERE)
    assert "Closed" not in minutes.text
    assert action.reference in minutes.text


def test_what_is_not_published_never_reaches_the_register(
    publishing: Publishing, session: Session, public: Client
) -> None:
    """A review that was not confirmed and published leaves the action open to the public."""
    publishing.publish(publishing.meeting(MARCH))
    may = publishing.meeting(MAY)
    own = publishing.story.section(may, "2", "Review")
    publishing.story.reviews(own, session.get_one(Action, 1), Outcome.CLOSED, "Secretly counted.")
    session.commit()
    for address in ("/published/actions", "/published/actions/1/2025"):
        page = public.get_page(address)
        assert "Secretly" not in page.html
        assert "Closed" not in page.text


def test_of_an_action_raised_in_minutes_that_are_not_published_nobody_is_said_to_be_nameless(
    publishing: Publishing, session: Session, public: Client
) -> None:
    publishing.meeting(MARCH)
    may = publishing.meeting(MAY)
    own = publishing.story.section(may, "2", "Review")
    publishing.story.reviews(own, session.get_one(Action, 1), Outcome.CLOSED, "It was counted.")
    publishing.publish(may)
    session.commit()
    [row] = [
        one.text(separator=" ")
        for one in public.get_page("/published/actions").css("tbody tr")
        if "1/2025" in one.text()
    ]
    assert "The minutes that raised it are not published." in row
    assert "Nobody is named" not in row
    assert "No date" not in row
    alone = public.get_page("/published/actions/1/2025").text
    assert "Not published" in alone
    assert "Nobody is named" not in alone


def test_an_older_version_stays_readable_and_says_that_it_no_longer_holds(
    publishing: Publishing, session: Session, public: Client
) -> None:
    meeting = publishing.meeting(MARCH)
    publishing.publish(meeting, confirmed=False)
    session.commit()
    publishing.publish(meeting, reason="The number of homes in item 3 was wrong.")
    session.commit()
    now_page = public.get_page(HERE)
    assert "replaces version 1 because the number of homes in item 3 was wrong." in now_page.text
    assert now_page.links()["version 1"] == f"{HERE}/versions/1"
    old = public.get(f"{HERE}/versions/1")
    assert "This is version 1, which no longer holds." in old.text
    assert old.headers["x-robots-tag"] == "noindex"
    assert f'<link rel="canonical" href="https://testserver{HERE}">' in old.text
    assert '<meta name="robots" content="noindex">' in old.text
    assert '<meta name="robots"' not in now_page.html
    assert public.get(f"{HERE}/versions/3").status_code == 404


def test_what_is_withdrawn_says_so_with_the_reason_and_is_nowhere_else(
    publishing: Publishing, session: Session, public: Client
) -> None:
    meeting = publishing.meeting(MARCH, "The unmistakable marigold was counted.")
    version = publishing.publish(meeting)
    session.commit()
    addresses = [HERE, f"{HERE}/minutes.docx", f"{HERE}/minutes.json", f"{HERE}/versions/1"]
    held = {address: public.get(address).headers["etag"] for address in addresses}
    publications.withdraw(
        session, version, meeting, reason="A name should not stand there.", by=publishing.by, at=AT
    )
    session.commit()
    for address in addresses:
        reply = public.get(address, headers={"If-None-Match": held[address]})
        assert reply.status_code == 410, address
        assert "A name should not stand there." in reply.text
        assert "14 May 2025" in reply.text.replace("\xa0", " ")
        assert reply.headers["x-robots-tag"] == "noindex"
    for address in ("/published", "/published/search?q=marigold", "/published/actions", "/sitemap.xml"):
        assert "marigold was" not in public.get(address).text
        assert HERE not in public.get(address).text
    assert "withdrawn on 14 May 2025" in public.get("/published/feed.atom").text


def test_a_withdrawn_version_says_so_while_the_next_one_stands(
    publishing: Publishing, session: Session, public: Client
) -> None:
    meeting = publishing.meeting(MARCH)
    first = publishing.publish(meeting, confirmed=False)
    session.commit()
    publishing.publish(meeting, reason="Confirmed.")
    publications.withdraw(session, first, meeting, reason="A wrong name.", by=publishing.by, at=AT)
    session.commit()
    page = public.get_page(f"{HERE}/versions/1", status=410)
    assert (
        "Version 1 of these minutes was withdrawn on 14 May 2025. The reason given: A wrong name."
        in page.text
    )
    assert page.links()["Read the minutes as they stand"] == HERE
    assert public.get(HERE).status_code == 200


def test_search_finds_published_words_and_no_others(
    publishing: Publishing, session: Session, public: Client
) -> None:
    publishing.publish(publishing.meeting(MARCH, "The marigold programme was explained."))
    publishing.meeting(MAY, "The marigold programme is to be stopped.")
    session.commit()
    page = public.get_page("/published/search?q=marigold programme")
    assert "1 result" in page.text
    assert "explained" in page.text
    assert "stopped" not in page.text
    assert any(href.startswith(HERE + "#section-3") for href in page.links().values())
    for odd in ("", "   ", "%22", "***", "a%00b", "NEAR(", "'; drop"):
        assert public.get(f"/published/search?q={odd}&page=99999999").status_code == 200
    assert "Nothing that is published holds" in public.get_page("/published/search?q=nonesuch").text


def test_coming_public_meetings_stand_with_agenda(
    publishing: Publishing, session: Session, public: Client
) -> None:
    held_on = now().date() + timedelta(days=14)
    meeting = publishing.announce(held_on)
    session.commit()
    page = public.get_page("/published/coming")
    assert "Review of the action tracker" in page.text
    address = f"/published/{publishing.public(meeting).address}"
    assert address in page.links().values()
    assert "Coming public meeting" in public.get_page(address).text
    assert public.get(f"{address}/minutes.docx").status_code == 404
    publications.withdraw_announcement(session, meeting, by=publishing.by, at=AT)
    session.commit()
    assert public.get(address).status_code == 404
    assert "No public meeting is announced" in public.get_page("/published/coming").text


def test_a_paper_can_be_fetched_while_it_is_public(
    publishing: Publishing, session: Session, public: Client
) -> None:
    meeting = publishing.announce(now().date() + timedelta(days=14))
    paper, _ = publishing.paper(meeting, "The force’s report", b"%PDF-1.7 figures")
    session.commit()
    page = public.get_page("/published/coming")
    address = page.links()["The force’s report"]
    reply = public.get(address)
    assert reply.content == b"%PDF-1.7 figures"
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert public.get(address, headers={"If-None-Match": reply.headers["etag"]}).status_code == 304
    publications.take_paper_back(session, paper, by=publishing.by)
    session.commit()
    assert public.get(address, headers={"If-None-Match": reply.headers["etag"]}).status_code == 404
    other = publishing.announce(now().date() + timedelta(days=21))
    _, elsewhere = publishing.paper(other, "Another", b"%PDF-1.7 other")
    session.commit()
    publications.withdraw_announcement(session, other, by=publishing.by, at=AT)
    session.commit()
    assert (
        public.get(f"/published/{publishing.public(other).address}/papers/{elsewhere.id}").status_code == 404
    )


def test_a_recommendation_has_a_public_trail_once_its_report_is_made_public(
    publishing: Publishing, session: Session, public: Client
) -> None:
    source, recommendation = publishing.source()
    meeting = publishing.meeting(MARCH)
    section = publishing.story.section(meeting, "4", "Recommendation 12", recommendation)
    publishing.story.line(section, Kind.QUESTION, "The PCC asked what a child would notice.", "PCC")
    publishing.publish(meeting)
    session.commit()
    assert "Independent Inquiry" in public.get_page("/published/recommendations").text
    assert "1 meeting, last 13 March 2025" in public.get_page("/published/recommendations/iihr").text
    page = public.get_page("/published/recommendations/iihr/12")
    assert "What a child says should reach the officer." in page.text
    assert "The PCC asked what a child would notice." in page.text
    source.made_public_at = None
    session.add(source)
    session.commit()
    for address in ("/published/recommendations/iihr", "/published/recommendations/iihr/12"):
        assert public.get(address).status_code == 404
    assert "iihr" not in public.get("/sitemap.xml").text


def test_pages_need_no_script_and_set_no_cookie_and_are_the_same_for_whoever_is_signed_in(
    publishing: Publishing, session: Session, public: Client, sign_in: Callable[[str], Client]
) -> None:
    publishing.source()
    publishing.publish(publishing.meeting(MARCH))
    publishing.announce(now().date() + timedelta(days=14))
    session.commit()
    signed_in = sign_in("publisher")
    for address in (*PAGES, HERE, f"{HERE}/versions/1", "/published/actions/1/2025", "/published/nothing"):
        mine, theirs = signed_in.get(address), public.get(address)
        assert mine.text == theirs.text, address
        assert "set-cookie" not in mine.headers
        assert "cookie" not in mine.headers.get("vary", "").lower()
        assert "<script" not in theirs.text
        assert " hx-" not in theirs.text


PAGES = [
    "/published",
    "/published/search?q=children",
    "/published/actions",
    "/published/recommendations",
    "/published/recommendations/iihr",
    "/published/recommendations/iihr/12",
    "/published/coming",
    "/published/about",
]


def test_a_page_looks_right_when_it_is_shared(
    publishing: Publishing, session: Session, public: Client
) -> None:
    publishing.source()
    publishing.publish(publishing.meeting(MARCH))
    session.commit()
    for address in (*PAGES, HERE, "/published/actions/1/2025"):
        page = public.get_page(address)
        meta = {
            node.attributes.get("name") or node.attributes.get("property"): node.attributes.get("content")
            for node in page.css("meta[content]")
        }
        path = address.partition("?")[0]
        assert meta["og:url"] == f"https://testserver{path}"
        assert page.css("link[rel=canonical]")[0].attributes["href"] == meta["og:url"]
        assert meta["og:title"] == " ".join(page.css("h1")[0].text(separator=" ").split())
        assert meta["og:description"] == meta["description"]
        assert 40 < len(meta["description"] or "") < 400, (address, meta["description"])
    said = public.get_page(HERE).css("meta[name=description]")[0].attributes["content"] or ""
    assert said.replace("\xa0", " ") == (
        "Minutes of the meeting of 13 March 2025, Old Customs House, Port Linnet: 1 action raised. "
        "Version 1, published 14 May 2025 by Northfold Police and Crime Commissioner’s office."
    )


def test_public_pages_run_the_same_number_of_statements_for_3_meetings_and_for_300(
    publishing: Publishing, session: Session, public: Client, statements: Statements
) -> None:
    addresses = [*PAGES, HERE, "/published/actions/1/2025", "/published/feed.atom", "/sitemap.xml"]
    addresses += ["/published/actions.csv"]
    publishing.source()
    for month in (3, 4, 5):
        publishing.publish(publishing.meeting(date(2025, month, 13), "Children were spoken of."))
    session.commit()
    few = _counts(public, addresses, statements)
    publishing.repeat(297)
    session.commit()
    assert _counts(public, addresses, statements) == few


def _counts(public: Client, addresses: list[str], statements: Statements) -> dict[str, int]:
    counted: dict[str, int] = {}
    for address in addresses:
        statements.seen.clear()
        assert public.get(address).status_code == 200, address
        counted[address] = len(statements)
    return counted


_OPEN_TO_THE_PUBLIC = {
    "public_state", "publication", "public_meeting", "public_paper", "published_action", "published_passage",
    "published_passage_recommendation", "search_published", "search_published_words", "source",
    "recommendation", "stored_file", "file_bytes",
}  # fmt: skip


def test_public_pages_read_published_tables_and_no_others(
    publishing: Publishing, session: Session, public: Client, statements: Statements, app: FastAPI
) -> None:
    publishing.source()
    publishing.publish(publishing.meeting(MARCH, "Children were spoken of."))
    publishing.announce(now().date() + timedelta(days=14))
    session.commit()
    statements.seen.clear()
    addresses = [*PAGES, HERE, f"{HERE}/versions/1", f"{HERE}/minutes.docx", f"{HERE}/minutes.json"]
    addresses += ["/published/actions/1/2025", "/published/feed.atom", "/sitemap.xml", "/robots.txt"]
    for address in (*addresses, "/published/nothing", "/published/office.css", "/published/actions.csv"):
        public.get(address)
    read = {
        table
        for statement in statements.seen
        for table in re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", statement, re.IGNORECASE)
    }
    assert "public_meeting" in read
    assert "search_published_words" in read
    assert read - {"SELECT"} <= _OPEN_TO_THE_PUBLIC
