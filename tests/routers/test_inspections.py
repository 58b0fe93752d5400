"""Responses to inspection reports in a browser: the clock always in sight, and nothing typed is lost."""

import io
from datetime import date

import pytest
from docx import Document
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from app.dependencies import get_today
from app.models.recommendations import Source, SourceKind
from app.services import recommendations
from tests.conftest import Statements
from tests.page import Client, Page

OUT = date(2025, 3, 4)
IN_TIME, LATE = date(2025, 4, 1), date(2025, 5, 14)


def on(app: FastAPI, today: date) -> None:
    app.dependency_overrides[get_today] = lambda: today


@pytest.fixture
def address(engine: Engine, app: FastAPI) -> str:
    """The page of the response to a report with two recommendations."""
    on(app, IN_TIME)
    with Session(engine) as session:
        source = Source(short_name="PEEL", title="PEEL 2025", kind=SourceKind.INSPECTION, published_on=OUT)
        session.add(source)
        session.flush()
        for reference in ("1", "2"):
            recommendations.find_or_create(session, source=source, reference=reference)
        session.commit()
        return f"/inspections/{source.id}"


def answers(page: Page) -> list[str]:
    """The addresses of the forms that answer a recommendation."""
    return [
        str(form.attributes["action"])
        for form in page.css("form")
        if "/answers/" in form.attributes["action"]
    ]


def answer_all(client: Client, address: str) -> None:
    for form in answers(client.get_page(address)):
        client.post_page(form, {"action": "Train the teams.", "revision": "0"})


def test_the_days_left_are_always_in_sight_and_overdue_is_loud(
    commissioner: Client, address: str, app: FastAPI
) -> None:
    page = commissioner.get_page(address)
    assert "Today is day 29 of 56: 27 days left. Publish the response by 28 April 2025" in page.text
    assert "Weekends and bank holidays do not stop this clock." in page.text
    assert not page.css(".clock--late")
    assert "27 days left" in commissioner.get_page("/inspections").text
    on(app, LATE)
    page = commissioner.get_page(address)
    assert "The response is 16 days overdue" in page.css(".clock--late[role=alert]")[0].text().replace(
        "\xa0", " "
    )
    assert "16 days overdue" in commissioner.get_page("/inspections").text


def test_a_response_is_written_recorded_published_and_sent(
    minute_taker: Client, publisher: Client, address: str
) -> None:
    invited = {"kind": "invited", "done_on": "2025-03-05", "until_on": "2025-03-25"}
    page = minute_taker.post_page(f"{address}/steps", invited)
    assert "to come by 25 March 2025" in page.text
    assert "not received" in page.text
    minute_taker.post_page(f"{address}/words", {"comments": "We welcome it.", "chief_comments": "So do we."})
    answer_all(minute_taker, address)
    assert minute_taker.post(f"{address}/publish", data={"done_on": "2025-04-01"}).status_code == 403
    page = publisher.post_page(f"{address}/publish", {"kind": "published", "done_on": "2025-04-01"})
    assert "The response was published on 1 April 2025, day 29 of 56." in page.text
    assert "No copy is recorded as sent to the inspectorate, nor as sent to the Home Secretary." in page.text
    for kind in ("sent to the inspectorate", "sent to the Home Secretary"):
        page = minute_taker.post_page(f"{address}/steps", {"kind": kind, "done_on": "2025-04-01"})
    assert "No copy is recorded" not in page.text
    assert not answers(page)
    kept = minute_taker.get(f"{address}/published")
    words = "\n".join(one.text for one in Document(io.BytesIO(kept.content)).paragraphs)
    assert "We welcome it." in words
    assert "So do we." in words


def test_what_was_typed_stands_there_again_when_somebody_was_faster(
    minute_taker: Client, publisher: Client, address: str
) -> None:
    form = answers(minute_taker.get_page(address))[0]
    publisher.post_page(form, {"action": "Hers", "revision": "0"})
    page = minute_taker.post_page(form, {"action": "His", "revision": "0"}, status=409)
    assert "Somebody saved other words while you were writing" in page.text
    assert "Action taken or proposed: Hers" in page.text
    assert "His" in [box.text().strip() for box in page.css("textarea[name=action]")]


def test_a_day_that_cannot_be_is_said_beside_its_form(minute_taker: Client, address: str) -> None:
    page = minute_taker.post_page(
        f"{address}/steps", {"kind": "received", "done_on": "2025-05-01"}, status=422
    )
    assert "This day is still to come" in page.css("#step-received")[0].text()
    page = minute_taker.post_page(f"{address}/steps", {"kind": "received", "done_on": "rubbish"}, status=422)
    assert "is not a date" in page.text


def test_publishing_is_refused_while_an_answer_lacks(publisher: Client, address: str) -> None:
    page = publisher.post_page(f"{address}/publish", {"done_on": "2025-04-01"}, status=422)
    assert (
        "Say of recommendations 1, 2 which action is taken or proposed"
        in page.css("#step-published")[0].text()
    )


def test_bodies_have_no_part_in_the_office_s_response(force_officer: Client, address: str) -> None:
    for there in ("/inspections", address, f"{address}/word"):
        assert force_officer.get(there).status_code in (403, 404)


def test_its_page_asks_the_database_equally_often_for_3_recommendations_and_for_300(
    commissioner: Client, address: str, engine: Engine, statements: Statements
) -> None:
    counted = []
    for some in (range(3, 6), range(6, 300)):
        with Session(engine) as session:
            source = recommendations.find_source(session, "PEEL")
            for number in some:
                recommendations.find_or_create(session, source=source, reference=str(number))
            session.commit()
        statements.seen.clear()
        commissioner.get_page(address)
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_a_running_clock_stands_on_the_first_page_until_copies_are_sent(
    publisher: Client, address: str, app: FastAPI
) -> None:
    assert "27 days left. Today is day 29 of 56." in publisher.get_page("/").text
    on(app, LATE)
    first = publisher.get_page("/")
    (loud,) = first.css("main p.alarm")
    assert "had to be published by 28 April 2025: it is 16 days overdue." in loud.text().replace("\xa0", " ")
    heading = "Responses to inspection reports"
    assert first.text.index("had to be published") < first.text.index(heading), "before anything else to do"
    on(app, IN_TIME)
    assert not publisher.get_page("/").css("main p.alarm")
    answer_all(publisher, address)
    publisher.post_page(f"{address}/publish", {"done_on": "2025-04-01"})
    assert "no copy is recorded as sent to the inspectorate" in publisher.get_page("/").text
    for kind in ("sent to the inspectorate", "sent to the Home Secretary"):
        publisher.post_page(f"{address}/steps", {"kind": kind, "done_on": "2025-04-01"})
    assert "PEEL 2025" not in publisher.get_page("/").text
