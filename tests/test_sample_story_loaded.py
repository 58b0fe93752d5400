"""The samples, loaded as the demo loads them, tell their story: nothing of it is put in by hand."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.db import make_engine, migrate
from app.models.actions import Action, ActionEvent, ActionState, EventKind
from app.models.meetings import Meeting
from app.models.people import Role, User
from app.models.recommendations import Recommendation
from app.services import samples
from app.services.trails import trail

SAMPLES = Path(__file__).resolve().parents[1] / "sample_minutes"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The demo's database. Read only: it is loaded once for all of these tests."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('samples') / 'hta.db'}")
    migrate(engine)
    with Session(engine) as session:
        samples.load(session, SAMPLES, password_hash="nobody signs in")
        session.flush()
        yield session
        session.rollback()
    engine.dispose()


@pytest.fixture
def actions(loaded: Session) -> dict[str, Action]:
    return {action.reference: action for action in loaded.exec(select(Action))}


def test_nine_meetings_of_two_years_are_loaded(loaded: Session) -> None:
    held = sorted(meeting.held_on for meeting in loaded.exec(select(Meeting)))
    assert len(held) == 9
    assert (held[0], held[-1]) == (date(2023, 11, 9), date(2025, 3, 13))


def test_of_thirty_actions_twenty_are_closed_one_is_withdrawn_and_nine_are_open(
    actions: dict[str, Action],
) -> None:
    assert Counter(reference[-4:] for reference in actions) == {"2023": 8, "2024": 14, "2025": 8}
    assert Counter(action.state for action in actions.values()) == {
        ActionState.CLOSED: 20,
        ActionState.WITHDRAWN: 1,
        ActionState.OPEN: 9,
    }


def test_what_was_carried_is_counted_and_its_date_moves(loaded: Session, actions: dict[str, Action]) -> None:
    names = {action.id: reference for reference, action in actions.items()}
    events = loaded.exec(select(ActionEvent).where(ActionEvent.kind == EventKind.CARRIED))
    carried = Counter(names[event.action_id] for event in events)
    assert (carried["9/2024"], carried["11/2024"], carried["14/2024"]) == (4, 3, 1)
    assert actions["11/2024"].due_on == date(2025, 1, 31)
    assert actions["14/2024"].due_on == date(2025, 4, 30)


def test_each_action_belongs_to_the_body_that_owes_it(actions: dict[str, Action]) -> None:
    def bodies(reference: str) -> set[str]:
        return {owner.organisation.short_name for owner in actions[reference].owners if owner.organisation}

    assert bodies("6/2023") == bodies("11/2024") == bodies("14/2024") == {"Northfold Police"}
    assert bodies("9/2024") == {"Northfold County Council"}
    assert bodies("4/2025") == {"Northfold Police", "Northfold County Council"}
    assert bodies("6/2025") == bodies("7/2025") == {"OPCC"}
    assert bodies("8/2025") == set()


def test_the_trail_of_recommendation_8_is_whole(loaded: Session) -> None:
    recommendation = loaded.exec(select(Recommendation).where(Recommendation.reference == "8")).one()
    taker = loaded.exec(select(User).where(User.role == Role.PUBLISHER)).one()
    told = trail(loaded, recommendation, user=taker, today=date(2025, 5, 14))
    by_day = {meeting.meeting.held_on: meeting for meeting in told.meetings}
    assert sorted(by_day) == [
        date(2023, 11, 9), date(2024, 1, 25), date(2024, 3, 14), date(2024, 7, 11),
        date(2024, 9, 19), date(2024, 11, 21), date(2025, 3, 13),
    ]  # fmt: skip
    raised = {one.action.reference for meeting in by_day.values() for one in meeting.raised}
    assert raised == {"6/2023", "3/2024", "14/2024"}
    assert [one.became for one in by_day[date(2024, 3, 14)].reviewed] == ["closed"]
    assert [one.became for one in by_day[date(2025, 3, 13)].reviewed] == ["carried"]
    unanswered = [day for day, meeting in sorted(by_day.items()) if meeting.unanswered]
    assert unanswered == [date(2024, 7, 11), date(2024, 9, 19)]
