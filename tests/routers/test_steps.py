"""The steps of a plan in a browser: by hand, from a spreadsheet, and the plan as a whole."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.people import User
from app.models.recommendations import Step
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story

DUE = date(2025, 1, 1)
PLAN = b"Rec,Ref,Action,Lead,Due\n8,8.1,Count the homes,Northfold Police,2025-04-30\n8,8.2,List them,NCC,2096-01-31\n"


@pytest.fixture
def recommendation(engine: Engine, office: Office) -> tuple[int, int]:
    """The numbers of recommendation 8, and of its report."""
    with Session(engine, expire_on_commit=False) as session:
        eight = Story(session, session.get_one(User, office.minute_taker.id)).recommendation("8")
        session.commit()
        return eight.id or 0, eight.source_id


def test_a_step_is_added_changed_and_taken_out_by_hand(
    minute_taker: Client, recommendation: tuple[int, int]
) -> None:
    number, source = recommendation
    empty = minute_taker.post_page(f"/recommendations/{number}/steps/new", {"wording": " "}, status=422)
    assert "Write what is to be done." in empty.text
    sent = {"wording": "Count the homes", "reference": "8.1", "lead": "NCC", "due_on": "2025-04-30"}
    page = minute_taker.post_page(f"/recommendations/{number}/steps/new", sent)
    assert "Count the homes" in page.css("section.steps")[0].text()
    assert "Northfold County Council" in page.css("section.steps")[0].text()
    assert "Overdue" in page.css("section.steps")[0].text()
    page = minute_taker.post_page("/steps/1/edit", sent | {"state": "done", "revision": "1"})
    assert "Done" in page.css("section.steps")[0].text()
    theirs = minute_taker.post_page("/steps/1/edit", sent | {"wording": "Mine", "revision": "1"}, status=409)
    assert "As somebody else left it" in theirs.text
    assert theirs.css("[name=wording]")[0].text().strip() == "Mine", "what was typed is kept"
    gone = minute_taker.post_page("/steps/1/remove", {})
    assert "taken out of the plan" in gone.text
    back = minute_taker.post_page("/steps/1/restore", {})
    assert "Count the homes" in back.text
    assert "1 step" in minute_taker.get_page(f"/sources/{source}/steps").text


def test_a_plan_is_brought_in_and_narrowed_by_state_and_body(
    minute_taker: Client, force_officer: Client, recommendation: tuple[int, int]
) -> None:
    number, source = recommendation
    sent = {"file": ("plan.csv", PLAN), "holds": (None, "steps")}
    looked = minute_taker.post_page(f"/sources/{source}/load", files=sent)
    assert "2 new steps" in looked.text
    (form,) = looked.css("form[action$='/add']")
    assert "2 added" in minute_taker.post_page(str(form.attributes["action"]), {}).text
    plan = minute_taker.get_page(f"/sources/{source}/steps?state=overdue")
    assert "Count the homes" in plan.text
    assert "List them" not in plan.text
    plan = minute_taker.get_page(f"/sources/{source}/steps?body=Northfold+County+Council")
    assert "List them" in plan.text
    assert "Count the homes" not in plan.text
    assert "2 steps" in minute_taker.get_page(f"/sources/{source}").text
    own = force_officer.get_page(f"/sources/{source}/steps")
    assert "Count the homes" in own.text
    assert "List them" not in own.text, "a body sees its own steps alone"
    force_officer.get_page(f"/recommendations/{number}/steps/new", status=403)


def test_a_plan_of_300_steps_takes_no_more_statements_than_one_of_3(
    engine: Engine, minute_taker: Client, recommendation: tuple[int, int], statements: Statements
) -> None:
    number, source = recommendation
    taken: list[dict[str, int]] = []
    for more in (3, 297):
        with Session(engine) as session:
            session.add_all(
                Step(
                    recommendation_id=number,
                    wording=f"Step {at}",
                    organisation_id=1 + at % 3,
                    due_on=date(2025, 1, 1),
                )
                for at in range(more)
            )
            session.commit()
        counted = {}
        for address in (f"/sources/{source}", f"/sources/{source}/steps", f"/recommendations/{number}"):
            minute_taker.get_page(address)
            statements.seen.clear()
            minute_taker.get_page(address)
            counted[address] = len(statements.seen)
        taken.append(counted)
    assert taken[0] == taken[1]


def test_looking_at_300_rows_takes_no_more_statements_than_at_3(
    minute_taker: Client, recommendation: tuple[int, int], statements: Statements
) -> None:
    _, source = recommendation
    for holds, row in (("recommendations", "{0},Title {0},NP"), ("steps", "{0},Step {0},NCC")):
        taken = []
        for rows in (3, 300):
            head = "Ref,Title,Lead\n" if holds == "recommendations" else "Rec,Action,Lead\n"
            data = (head + "\n".join(row.format(at) for at in range(1, rows + 1))).encode()
            sent = {"file": ("rows.csv", data), "holds": (None, holds)}
            looked = minute_taker.post_page(f"/sources/{source}/load", files=sent)
            (form,) = looked.css("form[action$='/add']")
            added = str(form.attributes["action"])
            minute_taker.post_page(added, {})
            statements.seen.clear()
            minute_taker.get_page(added.removesuffix("/add"))
            taken.append(len(statements.seen))
        assert taken[0] == taken[1], holds
