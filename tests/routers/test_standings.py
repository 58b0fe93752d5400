"""The register of recommendations, coverage, and where one stands, in a browser."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.documents import StoredFile
from app.models.meetings import Assurance
from app.models.people import User
from app.models.progress_updates import ProgressEvidence
from app.models.recommendations import ProgressUpdate, Responsibility, UpdateState
from app.models.responses import Evidence, Response, ResponseState
from tests.bench import many_recommendations as many
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story


@pytest.fixture
def written(engine: Engine, office: Office) -> int:
    """Recommendation 8 with a story from November 2023 to May 2025; its id."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        eight = story.recommendation("8")
        eight.title = "Grading within one hour"
        session.add(eight)
        number = eight.id or 0
        session.add(Responsibility(recommendation_id=number, organisation_id=office.force.id or 0))
        first = story.section(story.meeting(date(2023, 11, 9)), "4", "Recommendation 8", eight)
        story.asks(first, "The PCC asked how many are graded.", "The CC said 61%.")
        action = story.raises(first, "Provide a monthly figure", "CC")
        second = story.section(story.meeting(date(2024, 9, 19)), "2", "Recommendation 8", eight)
        story.asks(second, "The PCC asked who reads the reasons.")
        second.assurance = Assurance.PARTLY
        file = StoredFile(
            sha256="9" * 64, name="a.pdf", media_type="application/pdf", size=5, stored_at=now()
        )
        session.add_all([second, file])
        session.flush()
        update = ProgressUpdate(
            recommendation_id=number, organisation_id=office.force.id, made_on=date(2025, 5, 9), text="All done.",
            rating="Complete", recorded_at=now(), state=UpdateState.GIVEN,
        )  # fmt: skip
        response = Response(
            action_id=action.id, organisation_id=office.force.id or 0, text="74% within one hour.",
            state=ResponseState.ACCEPTED, given_by_id=office.minute_taker.id or 0, begun_at=now(),
            given_at=datetime(2024, 3, 1, 12, tzinfo=UTC), settled_at=datetime(2024, 3, 14, 12, tzinfo=UTC),
            proposes_closure=True,
        )  # fmt: skip
        session.add_all([update, response])
        session.flush()
        session.add(
            ProgressEvidence(update_id=update.id, file_id=file.id or 0, title="The audit.pdf", added_at=now())
        )
        session.add(Evidence(response_id=response.id or 0, file_id=file.id or 0, title="Figures.pdf"))
        session.commit()
        return number


def test_a_page_says_where_a_recommendation_stands_and_since_when(minute_taker: Client, written: int) -> None:
    page = minute_taker.get_page(f"/recommendations/{written}")
    says, verified, judged = (" ".join(one.text().split()) for one in page.css(".three > div"))
    assert "Complete Northfold Police, 9 May 2025" in says.replace("\N{NO-BREAK SPACE}", " ")
    assert "In part: response to action 1/2023, 14 March 2024" in verified.replace("\N{NO-BREAK SPACE}", " ")
    assert "Not yet: update of 9 May 2025" in verified.replace("\N{NO-BREAK SPACE}", " ")
    assert "Partly assured" in judged
    assert "One question has had no answer since 19 September 2024, and one action is open." in page.text


def test_the_trail_holds_reports_evidence_and_answers_in_order_either_way(
    minute_taker: Client, written: int
) -> None:
    oldest = minute_taker.get_page(f"/recommendations/{written}?order=oldest")
    in_order = ["61%", "74% within one hour", "who reads the reasons", "All done."]
    places = [oldest.text.index(words) for words in in_order]
    assert places == sorted(places)
    assert {"The audit.pdf", "Figures.pdf"} <= set(oldest.links())
    newest = minute_taker.get_page(f"/recommendations/{written}")
    places = [newest.text.index(words) for words in in_order]
    assert places == sorted(places, reverse=True)


def test_everything_that_meetings_did_leads_to_its_place_in_the_minutes(
    minute_taker: Client, written: int
) -> None:
    page = minute_taker.get_page(f"/recommendations/{written}")
    things = page.css(".trail .tr[id^=meeting-] .ev")
    assert len(things) == 5, "two questions, an answer, an action, a judgement"
    for thing in things:
        links = [one.attributes["href"] or "" for one in thing.css("a[href*='#line-'], a[href*='#section-']")]
        assert links, thing.text()
        address, _, place = links[0].partition("#")
        assert minute_taker.get_page(address).css(f"#{place}"), "the place is there"


def test_a_recommendation_goes_out_as_word(minute_taker: Client, force_officer: Client, written: int) -> None:
    reply = minute_taker.get(f"/recommendations/{written}/word")
    assert 'filename="IIHR recommendation 8.docx"' in reply.headers["content-disposition"]
    document = Document(io.BytesIO(reply.content))
    words = "\n".join(one.text for one in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Grading within one hour" in words
    for said in ("Complete Northfold Police", "In part: response to action 1/2023", "Partly assured", "61%",
                 "No answer is recorded.", "Evidence: Figures.pdf.", "All done."):  # fmt: skip
        assert said in cells.replace("\N{NO-BREAK SPACE}", " "), said
    other = Document(io.BytesIO(force_officer.get(f"/recommendations/{written}/word").content))
    theirs = "\n".join(cell.text for table in other.tables for row in table.rows for cell in row.cells)
    assert "61%" not in theirs, "minutes that were not shared"


def test_filters_and_sorting_stand_in_the_address(minute_taker: Client, written: int) -> None:
    page = minute_taker.get_page("/recommendations?says=complete&sort=due&order=down")
    assert page.css("table.reg tbody tr")
    assert page.css("[name=says] option[selected]")[0].text() == "Complete"
    assert page.css("th[aria-sort=descending]")[0].text().strip().startswith("Next due")
    assert "No recommendation here fits" in minute_taker.get_page("/recommendations?says=not%20started").text
    for nonsense in ("status=x&sort=y&page=99", "source=abc&body=-1", "assurance=%00"):
        minute_taker.get_page(f"/recommendations?{nonsense}")


def test_the_grid_can_be_heard(minute_taker: Client, written: int) -> None:
    page = minute_taker.get_page("/coverage")
    assert page.css("caption")
    (row,) = page.css("table.grid tbody tr")
    heard = [" ".join(cell.text().split()) for cell in row.css("td")]
    assert heard[:2] == ["Asked and answered, action raised", "Asked, no answer, partly assured"]
    assert row.css("th[scope=row]")
    links = [one.attributes["href"] for one in row.css("td a.cl")]
    assert all("#section-" in (link or "") for link in links)
    assert "Every one has been asked about." in page.text
    assert "Never" not in row.text()


def test_earlier_meetings_of_the_grid_are_not_called_the_last(minute_taker: Client, written: int) -> None:
    assert "at the last meeting" in minute_taker.get_page("/coverage").text
    earlier = minute_taker.get_page("/coverage?back=1")
    assert "later meeting" in earlier.text
    assert "at the last meeting" not in earlier.text


@pytest.mark.parametrize(
    "address", ["/recommendations", "/recommendations?sort=verified", "/coverage", "/coverage?show=never"]
)
def test_pages_of_the_register_ask_the_database_as_often_for_3_as_for_300(
    engine: Engine, office: Office, minute_taker: Client, statements: Statements, address: str
) -> None:
    counts: list[int] = []
    for number in (3, 300):
        with Session(engine) as session:
            many.store(session, number, 3, number * 10, lead=office.force)
            session.commit()
        minute_taker.get(address)
        statements.seen.clear()
        minute_taker.get_page(address)
        counts.append(len(statements))
    assert counts[0] == counts[1], address


def test_a_body_sees_its_own_register_and_no_grid(
    force_officer: Client, other_force_officer: Client, administrator: Client, written: int
) -> None:
    assert "Grading within one hour" in force_officer.get_page("/recommendations").text
    assert "Grading within one hour" not in other_force_officer.get_page("/recommendations").text
    force_officer.get_page("/coverage", status=403)
    administrator.get_page("/coverage", status=403)
    other_force_officer.get_page(f"/recommendations/{written}/word", status=404)


def test_a_body_that_shares_nothing_finds_no_way_to_a_recommendation(
    other_force_officer: Client, written: int
) -> None:
    for address in ("/recommendations", "/recommendations?page=all", "/sources", "/progress-updates",
                    "/search?q=grading", "/search?q=recommendation+8"):  # fmt: skip
        page = other_force_officer.get_page(address)
        assert "Grading within one hour" not in page.text, address
        assert f"/recommendations/{written}" not in page.links().values(), address
    for ending in ("csv", "json"):
        assert b"Grading" not in other_force_officer.get(f"/recommendations.{ending}").content
    for address in ("/sources/1", f"/recommendations/{written}", f"/recommendations/{written}/updates",
                    "/meetings/1/enquiries", "/meetings/1/brief"):  # fmt: skip
        other_force_officer.get_page(address, status=404)
    for address in ("/coverage?source=1", "/inspections", "/progress-reports"):
        other_force_officer.get_page(address, status=403)


def test_reports_are_listed_with_their_recommendations(minute_taker: Client, written: int) -> None:
    page = minute_taker.get_page("/sources")
    assert "1 of IIHR" in page.links()


def test_how_long_is_not_lately_is_for_the_reader_to_say(minute_taker: Client, written: int) -> None:
    page = minute_taker.get_page("/recommendations?status=silent&months=1")
    assert "Not for 1 month" in page.text
    assert page.css("table.reg tbody tr")
    assert not minute_taker.get_page("/recommendations?status=silent&months=120").css("table.reg tbody tr")
