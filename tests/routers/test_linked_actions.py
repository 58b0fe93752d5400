"""Handing over, splitting and tying actions by their forms."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models.actions import Action, ActionState
from app.models.people import User
from tests.conftest import Office
from tests.page import Client
from tests.story import Story

MARCH, JUNE = date(2025, 3, 13), date(2025, 6, 30)


@pytest.fixture
def action(engine: Engine, office: Office, app: object) -> str:
    """The address of an action that the force owes, beside which 2/2025 stands."""
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(story.meeting(MARCH, shared=True), "4", "Homes", story.recommendation("8"))
        made = story.raises(section, "Count the homes and inspect them", "Northfold Police", due_on=JUNE)
        story.raises(section, "Inspect homes", "NCC")
        session.commit()
        return f"/actions/{made.id}"


def test_an_action_is_handed_over_by_its_form_and_the_new_owner_answers_it(
    minute_taker: Client, force_officer: Client, other_force_officer: Client, action: str, office: Office
) -> None:
    assert other_force_officer.get(action).status_code == 404
    form = {"owner": ["Lena Hart"], "owner_organisation": [str(office.council.id)], "reason": ""}
    refused = minute_taker.post_page(f"{action}/hand-over", form, status=422)
    assert "Give the reason" in refused.text
    assert refused.css("#owner-1")[0].attributes["value"] == "Lena Hart"
    page = minute_taker.post_page(f"{action}/hand-over", form | {"reason": "The council inspects."})
    assert "Owner is now Lena Hart" in page.text
    assert "In the place of Northfold Police" in page.text
    assert "The council inspects." in page.text
    assert other_force_officer.get_page(action).css("#response"), "who owns it now answers it"
    assert force_officer.get(action).status_code == 404, "who handed it over has no more to do with it"


def test_an_action_is_split_by_its_form_and_what_was_typed_is_kept(
    minute_taker: Client, action: str, office: Office, engine: Engine
) -> None:
    form = {
        "wording": ["Count the homes", ""],
        "owner": ["Northfold Police", ""],
        "owner_organisation": [str(office.force.id), ""],
        "due_on": ["2025-06-30", ""],
    }
    refused = minute_taker.post_page(f"{action}/split", form, status=422)
    assert "at least two parts" in refused.text
    assert refused.css("#wording-1")[0].text().strip() == "Count the homes"
    form["wording"][1] = "Inspect them"
    page = minute_taker.post_page(f"{action}/split", form)
    assert "Part of it is now 3/2025" in page.text
    assert "Part of it is now 4/2025" in page.text
    with Session(engine) as session:
        states = session.exec(select(Action.state).order_by(Action.id)).all()  # type: ignore[arg-type]
    assert states == [ActionState.REPLACED, ActionState.OPEN, ActionState.OPEN, ActionState.OPEN]
    part = minute_taker.get_page(page.links()["3/2025"])
    assert "Split from 1/2025" in part.text


def test_a_duplicate_is_tied_and_untied_by_the_forms(minute_taker: Client, action: str) -> None:
    assert (
        "Give its reference."
        in minute_taker.post_page(f"{action}/tie", {"how": "duplicate"}, status=422).text
    )
    wrong = minute_taker.post_page(f"{action}/tie", {"how": "duplicate", "reference": "99/2025"}, status=422)
    assert "There is no action 99/2025." in wrong.text
    page = minute_taker.post_page(f"{action}/tie", {"how": "duplicate", "reference": "2/2025"})
    assert "The same as 2/2025" in page.text
    other = page.links()["2/2025"]
    assert "Merged into it: 1/2025" in minute_taker.get_page(other).text
    number = page.css("input[name=other]")[0].attributes["value"]
    page = minute_taker.post_page(f"{action}/untie", {"other": number})
    assert "It is not the same as 2/2025 after all." in page.text
    page = minute_taker.post_page(f"{action}/tie", {"how": "follows", "reference": "2/2025"})
    assert "Follows from 2/2025" in page.text
