"""Adding an action that no minutes raised."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import make_engine, now, transaction
from app.errors import RuleBroken
from app.models.actions import Action
from app.services import actions
from tests.conftest import Office
from tests.page import Client
from tests.story import Story

FORM = {
    "wording": "to send the  survey of victims",
    "owner": ["Northfold Police"],
    "owner_organisation": [""],
    "raised_on": "2025-03-13",
    "due_on": "2025-06-20",
}


def stored(engine: Engine) -> list[Action]:
    with Session(engine) as session:
        return list(session.exec(select(Action)).all())


def test_an_action_without_minutes_is_added_by_a_form(minute_taker: Client, engine: Engine) -> None:
    assert "/actions/new" in minute_taker.get_page("/actions").links().values()
    minute_taker.get_page("/actions/new")
    page = minute_taker.post_page("/actions/new", FORM)
    [action] = stored(engine)
    assert (action.reference, action.wording) == ("1/2025", "to send the survey of victims")
    assert (action.raised_on, action.due_on, action.meeting_id) == (
        date(2025, 3, 13),
        date(2025, 6, 20),
        None,
    )
    assert [owner.organisation and owner.organisation.short_name for owner in action.present_owners] == ["NP"]
    assert "to send the survey of victims" in page.text
    assert "1/2025" in minute_taker.get_page("/actions").text


def test_its_owner_sees_it_when_it_is_shared_and_not_before(
    minute_taker: Client, force_officer: Client, other_force_officer: Client, engine: Engine
) -> None:
    minute_taker.post_page("/actions/new", FORM)
    minute_taker.post_page("/actions/new", {**FORM, "wording": "to send more", "share": "yes"})
    kept, shared = stored(engine)
    force_officer.get_page(f"/actions/{kept.id}", status=404)
    assert "to send more" in force_officer.get_page(f"/actions/{shared.id}").text
    other_force_officer.get_page(f"/actions/{shared.id}", status=404)


def test_pressing_the_button_twice_adds_one(minute_taker: Client, engine: Engine) -> None:
    first, second = (minute_taker.post("/actions/new", data=FORM) for _ in range(2))
    assert first.url == second.url
    assert len(stored(engine)) == 1


@pytest.mark.both_databases
def test_two_people_adding_at_once_get_two_references_and_the_same_words_one_action(
    database: str, engine: Engine, office: Office
) -> None:
    together = threading.Barrier(4)
    engines = [make_engine(database) for _ in range(4)]

    def add(number: int) -> str:
        together.wait()
        with transaction(engines[number]) as session:
            action = actions.add_alone(
                session, wording=f"to do thing {number // 2}", raised_on=date(2025, 3, 13), owners=[],
                due_on=None, due_words="", recommendations=[], concerns_none_because="", shared_at=None,
                today=date(2025, 5, 14), by=office.minute_taker,
            )  # fmt: skip
            session.commit()
            return action.reference

    with ThreadPoolExecutor(4) as pool:
        references = list(pool.map(add, range(4)))
    for one in engines:
        one.dispose()
    assert references[0] == references[1] != references[2] == references[3]
    assert len(stored(engine)) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"wording": " "}, "Say what is to be done."),
        ({"due_on": "2025-03-12"}, "The due date is before the day the action was raised."),
        ({"due_on": "soon"}, "Give the date as day, month and year"),
        ({"raised_on": (now().date() + timedelta(days=3)).isoformat(), "due_on": ""}, "has not come yet"),
        ({"concerns_none": "yes"}, "Say why it concerns no recommendation."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    minute_taker: Client, engine: Engine, wrong: dict[str, str], sentence: str
) -> None:
    page = minute_taker.post_page("/actions/new", {**FORM, **wrong}, status=422)
    assert sentence in page.text
    assert page.css("input[name=owner]")[0].attributes["value"] == "Northfold Police"
    assert not stored(engine)


def test_its_recommendations_are_chosen_or_it_is_said_why_there_are_none(
    minute_taker: Client, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        tied = Story(session).recommendation("8").id
        session.commit()
    page = minute_taker.post_page("/actions/new", {**FORM, "recommendation": [str(tied), str(tied)]})
    assert "8" in page.text
    minute_taker.post_page(
        "/actions/new",
        {**FORM, "wording": "b", "concerns_none": "yes", "concerns_none_because": "It is about staff."},
    )
    with Session(engine) as session:
        first, second = session.exec(select(Action)).all()
        assert actions.recommendation_ids(session, first) == [tied]
        assert second.concerns_none_because == "It is about staff."
        assert actions.replay(actions.events(session, second))["wording"] == "b"


def test_services_refuse_what_the_form_would(engine: Engine, office: Office) -> None:
    common: dict[str, object] = {
        "owners": [], "due_words": "", "recommendations": [], "concerns_none_because": "", "shared_at": None,
        "today": date(2025, 5, 14), "by": office.minute_taker,
    }  # fmt: skip
    with Session(engine) as session:
        for wording, raised_on, due_on in (
            ("", date(2025, 3, 1), None),
            ("a", date(2025, 5, 15), None),
            ("a", date(2025, 3, 1), date(2025, 2, 28)),
        ):
            with pytest.raises(RuleBroken):
                actions.add_alone(session, wording=wording, raised_on=raised_on, due_on=due_on, **common)  # type: ignore[arg-type]
