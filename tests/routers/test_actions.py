"""The register of actions in a browser, with its tabs and filters in the address; and changing an action."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.actions import Action, ActionState
from app.models.lines import Outcome
from app.models.people import User
from app.services import actions
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story

MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)


@pytest.fixture
def story(engine: Engine, office: Office, app: object) -> Callable[[Callable[[Story], Action]], int]:
    """Writes a story in a transaction of its own, and returns the id of its action."""

    def write(tell: Callable[[Story], Action]) -> int:
        with Session(engine, expire_on_commit=False) as session:
            by = session.get_one(User, office.minute_taker.id)
            action = tell(Story(session, by))
            session.commit()
            return action.id or 0

    return write


def homes(story: Story) -> Action:
    """An action with everything a page can show."""
    eight = story.recommendation("8")
    section = story.section(story.meeting(MARCH, shared=True), "3", "Recommendation 8", eight)
    story.asks(section, "The PCC asked about homes.", "The CC said some.")
    action = story.raises(section, "Count the homes", "Northfold Police", due_on=JUNE)
    story.reviews(story.section(story.meeting(JUNE), "1", "Actions"), action, Outcome.CARRIED, "Half done.")
    return action


def test_the_register_says_its_sum_in_a_sentence_and_leads_to_each_action(
    minute_taker: Client, story: Callable[[Callable[[Story], Action]], int]
) -> None:
    number = story(homes)
    page = minute_taker.get_page("/actions")
    assert "1 open action." in page.text
    assert page.links()["1/2023"] == f"/actions/{number}"
    assert "Half done." in minute_taker.get_page(f"/actions/{number}").text


def test_filters_live_in_the_address_and_odd_ones_narrow_nothing(
    minute_taker: Client, story: Callable[[Callable[[Story], Action]], int]
) -> None:
    story(homes)
    assert (
        "Count the homes"
        in minute_taker.get_page("/actions?status=overdue&words=homes&sort=age&order=down").text
    )
    assert "fits these filters" in minute_taker.get_page("/actions?words=otters").text
    odd = "/actions?status=zzz&organisation=x&recommendation=-1&meeting=9999999999999999&page=0&sort=%00"
    assert "Count the homes" in minute_taker.get_page(odd).text
    page = minute_taker.get_page("/actions?status=all&words=homes")
    assert page.css("#words")[0].attributes["value"] == "homes"


def test_changing_an_action_by_its_form_stands_in_its_history(
    minute_taker: Client, story: Callable[[Callable[[Story], Action]], int], office: Office
) -> None:
    number = story(homes)
    form = minute_taker.get_page(f"/actions/{number}/edit")
    seen = form.css("[name=seen]")[0].attributes["value"]
    sent = {
        "seen": seen,
        "wording": "Count every home",
        "owner": ["Northfold Police", "L Hart", ""],
        "owner_organisation": [str(office.force.id), str(office.council.id), ""],
        "due_on": "2023-09-29",
        "concerns_none": "yes",
        "concerns_none_because": "it is a count",
    }
    page = minute_taker.post_page(f"/actions/{number}/edit", sent)
    for words in (
        "Count every home",
        "Northfold County Council",
        "Due date changed to 29 September 2023",
        "Owner is now Northfold Police and L Hart",
        "Concerns none, because it is a count",
    ):
        assert words in page.text
    again = minute_taker.post_page(f"/actions/{number}/edit", sent, status=409)
    assert "Somebody else changed action 1/2023" in again.text


def test_a_form_with_mistakes_says_them_and_keeps_what_was_typed(
    minute_taker: Client, story: Callable[[Callable[[Story], Action]], int]
) -> None:
    number = story(homes)
    seen = minute_taker.get_page(f"/actions/{number}/edit").css("[name=seen]")[0].attributes["value"]
    sent = {
        "seen": seen,
        "wording": " ",
        "owner": "Somebody new",
        "due_on": "1066-10-14",
        "concerns_none": "yes",
    }
    page = minute_taker.post_page(f"/actions/{number}/edit", sent, status=422)
    assert "Say what is to be done." in page.text
    assert "before the day the action was raised" in page.text
    assert "Say why it concerns no recommendation." in page.text
    assert page.css("[name=owner]")[0].attributes["value"] == "Somebody new"


def test_a_publisher_closes_an_action_with_a_reason_and_a_commissioner_reopens_it(
    publisher: Client, commissioner: Client, engine: Engine, story: Callable[[Callable[[Story], Action]], int]
) -> None:
    number = story(homes)
    assert (
        "Give the reason" in publisher.post_page(f"/actions/{number}/close", {"reason": ""}, status=422).text
    )
    page = publisher.post_page(f"/actions/{number}/close", {"reason": "Seen by the office."})
    assert "Seen by the office." in page.text
    commissioner.post_page(f"/actions/{number}/reopen", {"reason": "Not quite."})
    with Session(engine) as session:
        assert session.get_one(Action, number).state == ActionState.OPEN


def test_who_may_not_decide_is_refused(
    minute_taker: Client, force_officer: Client, story: Callable[[Callable[[Story], Action]], int]
) -> None:
    number = story(homes)
    for verb in ("close", "withdraw", "reopen"):
        minute_taker.post_page(f"/actions/{number}/{verb}", {"reason": "So."}, status=403)
        force_officer.post_page(f"/actions/{number}/{verb}", {"reason": "So."}, status=403)
    force_officer.get_page(f"/actions/{number}/edit", status=403)


def test_a_body_reads_what_it_owes_and_another_body_is_told_of_nothing(
    force_officer: Client,
    other_force_officer: Client,
    administrator: Client,
    story: Callable[[Callable[[Story], Action]], int],
) -> None:
    number = story(homes)
    assert "Count the homes" in force_officer.get_page("/actions").text
    page = force_officer.get_page(f"/actions/{number}")
    assert "Count the homes" in page.text
    assert not [address for address in page.links().values() if address.startswith("/recommendations/")], (
        "a recommendation the force does not answer for is named, but no link leads where it may not go"
    )
    assert "Count the homes" not in other_force_officer.get_page("/actions").text
    other_force_officer.get_page(f"/actions/{number}", status=404)
    administrator.get_page("/actions", status=403)


def test_the_register_takes_as_many_statements_for_three_hundred_actions_as_for_five(
    minute_taker: Client,
    statements: Statements,
    engine: Engine,
    story: Callable[[Callable[[Story], Action]], int],
    office: Office,
) -> None:
    def many(number: int) -> Callable[[Story], Action]:
        def tell(story: Story) -> Action:
            for at in range(number):
                section = story.section(
                    story.meeting(MARCH), "1", "Other", story.recommendation(str(at % 40))
                )
                action = story.raises(section, f"Do {at}", "NP", "NCC", due_on=JUNE)
                actions.review(
                    story.session, action, story.meeting(JUNE), outcome=Outcome.CARRIED, by=story.by
                )
            return action

        return tell

    def counted() -> int:
        minute_taker.get_page("/actions")
        statements.seen.clear()
        minute_taker.get_page("/actions")
        return len(statements)

    story(many(5))
    few = counted()
    story(many(295))
    assert counted() == few
    assert "300 open actions" in minute_taker.get_page("/actions").text
