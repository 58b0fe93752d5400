"""The register of recommendations going out: as a spreadsheet, as comma-separated values and as JSON."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.dependencies import get_today
from app.models.people import User
from app.models.recommendations import ProgressUpdate, Recommendation, Responsibility
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story

TODAY, MARCH = date(2025, 5, 14), date(2025, 3, 13)


@pytest.fixture(autouse=True)
def world(engine: Engine, office: Office, app: FastAPI) -> None:
    """8 of the force, of which it says something; 9 of the council, with a title like a formula; 41.3 of nobody."""
    app.dependency_overrides[get_today] = lambda: TODAY
    with Session(engine) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        for reference, body, title in (
            ("8", office.force, "Grading"),
            ("9", office.council, "=cmd|'/c calc'!A1"),
            ("41.3", None, ""),
        ):
            found = story.recommendation(reference)
            found.title, found.target_on = title, date(2025, 6, 30)
            session.add(found)
            if body is not None:
                session.add(
                    Responsibility(
                        recommendation_id=found.id or 0, organisation_id=body.id or 0, lead_officer="ACC"
                    )
                )
        session.add(
            ProgressUpdate(
                recommendation_id=story.recommendation("8").id or 0, organisation_id=office.force.id,
                made_on=MARCH, text="Done.", rating="Complete", recorded_at=now(),
            )
        )  # fmt: skip
        session.commit()


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    reply = client.get(f"/recommendations.csv{query}")
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].endswith('2025-05-14.csv"')
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))


def test_comma_separated_values_say_what_the_register_says(commissioner: Client) -> None:
    rows = rows_of(commissioner)
    assert [row["Reference"] for row in rows] == ["8", "9", "41.3"]
    eight = rows[0]
    assert eight["Lead"] == "Northfold Police"
    assert eight["Lead officer"] == "ACC"
    assert eight["What bodies say"] == "Northfold Police: Complete, 13 March 2025"
    assert eight["Target date"] == "2025-06-30"
    assert [row["Reference"] for row in rows_of(commissioner, "?words=grading")] == ["8"]


def test_a_spreadsheet_has_real_days_links_and_no_formula(commissioner: Client) -> None:
    reply = commissioner.get("/recommendations.xlsx")
    sheet = load_workbook(io.BytesIO(reply.content)).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[0] == "Reference"
    row = sheet[3]
    assert row[heads.index("Title")].value == "=cmd|'/c calc'!A1"
    assert row[heads.index("Title")].data_type == "s"
    assert row[heads.index("Target date")].value == datetime(2025, 6, 30)  # noqa: DTZ001  as the library reads a day
    link = row[0].hyperlink
    assert link is not None
    assert "/recommendations/" in (link.target or "")
    assert rows_of(commissioner)[1]["Title"].startswith("'=cmd")


def test_json_holds_the_same_as_data(commissioner: Client) -> None:
    reply = commissioner.get("/recommendations.json")
    assert reply.headers["content-type"].startswith("application/json")
    found = json.loads(reply.content)
    assert found["title"].endswith("register of recommendations (All), 14 May 2025")
    eight = found["recommendations"][0]
    assert eight["source"] == "IIHR"
    assert eight["responsible"] == [
        {"organisation": "Northfold Police", "part": "lead", "lead_officer": "ACC"}
    ]
    assert eight["bodies_say"] == [
        {"organisation": "Northfold Police", "rating": "Complete", "on": "2025-03-13", "state": "given"}
    ]
    assert eight["assurance"] is None
    assert eight["address"].endswith(f"/recommendations/{eight['address'].rsplit('/', 1)[1]}")


def test_a_body_is_given_its_own_recommendations_only(
    force_officer: Client, other_force_officer: Client
) -> None:
    assert [row["Reference"] for row in rows_of(force_officer)] == ["8"]
    assert [row["Reference"] for row in rows_of(other_force_officer)] == ["9"]
    found = json.loads(other_force_officer.get("/recommendations.json").content)
    assert [one["reference"] for one in found["recommendations"]] == ["9"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_a_file_asks_the_database_equally_often_for_3_and_for_300(
    ending: str, commissioner: Client, engine: Engine, office: Office, statements: Statements
) -> None:
    def count() -> int:
        statements.seen.clear()
        assert commissioner.get(f"/recommendations.{ending}").status_code == 200
        return len(statements)

    few = count()
    with Session(engine) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        source_id = story.recommendation("8").source_id
        for number in range(300):
            found = Recommendation(source_id=source_id, reference=f"50.{number}", sort_key=f"50.{number:06}")
            session.add(found)
            session.flush()
            session.add(Responsibility(recommendation_id=found.id or 0, organisation_id=office.force.id or 0))
        session.commit()
    assert count() == few
