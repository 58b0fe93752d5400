"""The page of figures: pictures, and a table behind each."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session

from app.models.people import User
from tests.bench import many
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story


def test_without_actions_it_says_so(minute_taker: Client) -> None:
    assert "There is no action to count yet." in minute_taker.get_page("/figures").text


def test_every_picture_has_its_numbers_in_a_table(
    minute_taker: Client, force_officer: Client, engine: Engine, office: Office
) -> None:
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, session.get_one(User, office.minute_taker.id))
        section = story.section(story.meeting(date(2025, 3, 13), shared=True), "1", "Homes")
        story.raises(section, "Count the homes", "Northfold Police", due_on=date(2025, 4, 30))
        story.raises(section, "Count the beds", "NCC")
        session.commit()
    page = minute_taker.get_page("/figures")
    assert "2 actions are open today, 1 of them overdue." in page.text
    for figure in page.css("figure"):
        assert figure.css("svg[aria-hidden=true]")
        assert figure.css("table") or figure.css(".figkey"), "a picture stands with its numbers"
    assert len(page.css("figure table")) == 3
    assert page.links()["Northfold Police"] == f"/actions?organisation={office.force.id}"
    assert "Northfold County Council" not in force_officer.get_page("/figures").text


def test_the_figures_take_as_many_statements_for_three_hundred_actions_as_for_five(
    minute_taker: Client, statements: Statements, engine: Engine, office: Office
) -> None:
    def counted(how_many: int) -> int:
        with Session(engine) as session:
            many.store(session, how_many, owner=office.force, by_id=office.minute_taker.id or 0)
            session.commit()
        minute_taker.get_page("/figures")
        statements.seen.clear()
        minute_taker.get_page("/figures")
        return len(statements)

    assert counted(5) == counted(300)
