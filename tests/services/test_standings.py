"""Where recommendations stand: three things that are never one, each with its reason and its day."""

from datetime import date

import pytest
from sqlmodel import Session

from app.db import now
from app.models.meetings import Assurance
from app.models.people import User
from app.models.recommendations import (
    Part,
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Step,
    StepState,
    UpdateState,
)
from app.services import recommendations, standings
from app.services.standings.about import about_some
from tests.bench import many_recommendations as many
from tests.conftest import TODAY, Office
from tests.story import Story

SINCE = date(2024, 11, 14)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def _says(
    story: Story, one: Recommendation, body: int | None, rating: str, on: date, state: str = "given"
) -> None:
    story.session.add(
        ProgressUpdate(
            recommendation_id=one.id or 0, organisation_id=body, made_on=on, text="As said.", rating=rating,
            recorded_at=now(), state=UpdateState(state), settled_at=now() if state == "verified" else None,
        )
    )  # fmt: skip
    story.session.flush()


def _standing(session: Session, one: Recommendation, by: User) -> standings.Standing:
    return standings.standings(session, [one.id or 0], user=by, today=TODAY)[0]


def _tab(session: Session, by: User, tab: str, **more: str) -> list[str]:
    filters = standings.Filters(tab=tab, **more)  # type: ignore[arg-type]
    found = standings.register(session, filters, user=by, today=TODAY, since=SINCE)
    assert found.total == len(found.rows) == found.counted(tab)
    return [row.recommendation.reference for row in found.rows]


def test_what_bodies_say_what_is_verified_and_assurance_are_three_things(
    session: Session, office: Office, by: User, story: Story
) -> None:
    eight = story.recommendation("8")
    session.add(Responsibility(recommendation_id=eight.id or 0, organisation_id=office.force.id or 0))
    session.add(
        Responsibility(
            recommendation_id=eight.id or 0, organisation_id=office.council.id or 0, part=Part.PARTNER
        )
    )
    _says(story, eight, office.force.id, "In progress", date(2024, 1, 1))
    _says(story, eight, office.force.id, "Complete", date(2024, 9, 12))
    _says(story, eight, office.force.id, "Complete", date(2025, 3, 1))
    section = story.section(story.meeting(date(2024, 9, 19)), "4", "Recommendation 8", eight)
    section.assurance = Assurance.PARTLY
    session.add(section)
    session.flush()
    standing = _standing(session, eight, by)
    (said,) = standing.said
    assert (said.rating, said.since, said.made_on) == ("Complete", date(2024, 9, 12), date(2025, 3, 1))
    assert standing.silent == ["Northfold County Council"], "a body that reported nothing is named"
    assert standing.is_verified == standings.Verified.WAITING, "a claim is not its proof"
    assert standing.waiting[0].words.startswith("update of 1")
    assert standing.judgement is not None
    assert standing.judgement.assurance == Assurance.PARTLY, (
        "and neither of them is the Commissioner's judgement"
    )
    assert standing.judgement.on == date(2024, 9, 19)


def test_a_claim_is_verified_when_the_office_verified_the_latest_update(
    session: Session, office: Office, by: User, story: Story
) -> None:
    eight = story.recommendation("8")
    _says(story, eight, office.force.id, "Complete", date(2025, 3, 1), "verified")
    assert _standing(session, eight, by).is_verified == standings.Verified.YES
    assert _tab(session, by, "all", verified="verified") == ["8"]
    _says(story, eight, office.council.id, "Delayed", date(2025, 4, 1))
    assert _standing(session, eight, by).is_verified == standings.Verified.PART
    assert _tab(session, by, "all", verified="part verified") == ["8"]


@pytest.mark.parametrize(
    ("rating", "claim"),
    [
        ("Complete", "complete"), ("Incomplete", "under way"), ("Partially completed", "under way"),
        ("", "reported"), ("Green", "reported"), ("Not started", "not started"), ("DELIVERED", "complete"),
        ("Delayed", "under way"),
    ],
)  # fmt: skip
def test_a_rating_claims_what_it_says(
    session: Session, by: User, story: Story, rating: str, claim: str
) -> None:
    _says(story, story.recommendation("8"), None, rating, TODAY)
    assert _tab(session, by, "all", says=claim) == ["8"]
    assert standings.claim_of(rating) == claim


def test_the_register_lists_what_was_never_asked_about_and_not_for_six_months(
    session: Session, by: User, story: Story
) -> None:
    never, long_ago, lately = (story.recommendation(reference) for reference in ("9", "41.10", "41.3"))
    assert never.id
    story.asks(
        story.section(story.meeting(date(2024, 1, 5)), "1", "Recommendation 41.10", long_ago),
        "The PCC asked.",
    )
    story.asks(
        story.section(story.meeting(date(2025, 3, 5)), "1", "Recommendation 41.3", lately), "The PCC asked."
    )
    assert _tab(session, by, "all") == ["9", "41.3", "41.10"], "ordered as a person would"
    assert _tab(session, by, "never") == ["9"]
    assert _tab(session, by, "silent") == ["41.10"]
    assert _tab(session, by, "all", sort="asked") == ["9", "41.10", "41.3"]


def test_overdue_steps_and_evidence_that_did_not_come_are_lists(
    session: Session, office: Office, by: User, story: Story
) -> None:
    late, proved, promised = (story.recommendation(reference) for reference in ("1", "2", "3"))
    for one, due_on, state in (
        (late, date(2025, 5, 13), StepState.UNDER_WAY),
        (proved, TODAY, StepState.UNDER_WAY),
        (proved, date(2024, 1, 1), StepState.DONE),
    ):
        session.add(Step(recommendation_id=one.id or 0, wording="Train", due_on=due_on, state=state))
    promised.evidence_needed = "An audit of 60 records"
    session.add(promised)
    session.flush()
    assert _tab(session, by, "steps") == ["1"], "a step that is due today is not late"
    assert _tab(session, by, "evidence") == []
    _says(story, promised, office.force.id, "Complete", TODAY)
    assert _tab(session, by, "evidence") == ["3"], "a body says it is complete and has shown nothing"
    assert _tab(session, by, "claimed") == ["3"]
    _says(story, promised, office.force.id, "Complete", TODAY, "verified")
    assert _tab(session, by, "evidence") == [], "the office has seen what shows it"
    assert _standing(session, late, by).next_due == standings.Due(
        date(2025, 5, 13), "A step", f"/recommendations/{late.id}#steps"
    )


def test_a_heading_below_speaks_of_what_the_heading_above_it_is_tied_to(
    session: Session, story: Story
) -> None:
    eight, nine = story.recommendation("8"), story.recommendation("9")
    meeting = story.meeting(date(2025, 3, 5))
    above = story.section(meeting, "2", "Recommendation 8", eight)
    deep = story.section(meeting, "", "In the north", level=3)
    deeper = story.section(meeting, "", "At night", level=4)
    other = story.section(meeting, "2.1", "Recommendation 9", nine, level=2)
    below = story.section(meeting, "", "By day", level=3)
    apart = story.section(meeting, "3", "Any other business")
    found = {
        (row.section_id, row.recommendation_id) for row in about_some(session, [eight.id or 0, nine.id or 0])
    }
    assert found == {
        (above.id, eight.id), (deep.id, eight.id), (deeper.id, eight.id), (other.id, nine.id), (below.id, nine.id)
    }  # fmt: skip
    assert apart.id not in {section for section, _ in found}
    about = recommendations.concerned.concerned_at(session)
    assert {(section, number) for section, some in about.items() for number in some} == found, (
        "one rule, told twice"
    )


def test_a_body_sees_where_its_own_recommendations_stand_and_no_others(
    session: Session, office: Office, by: User, story: Story
) -> None:
    eight, nine = story.recommendation("8"), story.recommendation("9")
    assert nine.id
    session.add(Responsibility(recommendation_id=eight.id or 0, organisation_id=office.force.id or 0))
    _says(story, eight, office.council.id, "Complete", TODAY)
    story.asks(
        story.section(story.meeting(date(2025, 3, 5)), "1", "Recommendation 8", eight), "The PCC asked."
    )
    session.commit()
    officer = office.users["force_officer"]
    found = standings.register(session, standings.Filters(), user=officer, today=TODAY, since=SINCE)
    (row,) = found.rows
    assert row.recommendation.reference == "8"
    assert row.said == [], "what another body says is not shown"
    assert row.last_asked_on is None, "the minutes were not shared"


def test_what_is_due_next_of_another_bodys_plan_is_not_shown_to_a_body(
    session: Session, office: Office, by: User, story: Story
) -> None:
    eight = story.recommendation("8")
    session.add(Responsibility(recommendation_id=eight.id or 0, organisation_id=office.force.id or 0))
    days = {office.council.id: date(2025, 1, 10), office.force.id: date(2025, 9, 1)}
    for body, due_on in days.items():
        session.add(
            Step(
                recommendation_id=eight.id or 0, organisation_id=body, reference=f"8.{body}", wording="Train",
                due_on=due_on,
            )
        )  # fmt: skip
    session.commit()
    officer = office.users["force_officer"]
    tab = standings.Filters(tab="steps")
    (row,) = standings.register(session, tab, user=by, today=TODAY, since=SINCE).rows
    assert row.next_due is not None
    assert row.next_due.on == date(2025, 1, 10)
    assert standings.register(session, tab, user=officer, today=TODAY, since=SINCE).rows == []
    (row,) = standings.register(session, standings.Filters(), user=officer, today=TODAY, since=SINCE).rows
    assert [due.on for due in row.due] == [date(2025, 9, 1)]


def test_evidence_of_another_bodys_step_is_not_awaited_from_a_body(
    session: Session, office: Office, by: User, story: Story
) -> None:
    eight = story.recommendation("8")
    session.add(Responsibility(recommendation_id=eight.id or 0, organisation_id=office.force.id or 0))
    late = Step(
        recommendation_id=eight.id or 0, organisation_id=office.council.id, wording="Train",
        evidence_needed="A list", due_on=date(2025, 1, 10),
    )  # fmt: skip
    session.add(late)
    session.commit()
    officer, tab = office.users["force_officer"], standings.Filters(tab="evidence")

    def awaited(user: User) -> int:
        found = standings.register(session, tab, user=user, today=TODAY, since=SINCE)
        assert {key: number for key, _, number in found.tabs}["evidence"] == len(found.rows)
        return len(found.rows)

    assert (awaited(by), awaited(officer)) == (1, 0)
    late.organisation_id = office.force.id
    session.commit()
    assert (awaited(by), awaited(officer)) == (1, 1)


def test_every_order_and_filter_of_the_register_works_on_both_databases(
    session: Session, office: Office, by: User
) -> None:
    many.store(session, 60, 3, 400, lead=office.force)
    session.commit()
    for sort in standings.ORDERS:
        for descending in (False, True):
            filters = standings.Filters(sort=sort, descending=descending)
            found = standings.register(session, filters, user=by, today=TODAY, since=SINCE)
            assert len(found.rows) == standings.PAGE
            assert found.pages == 2
    for tab in standings.TABS:
        every = standings.register(
            session, standings.Filters(tab=tab), user=by, today=TODAY, since=SINCE, page=None
        )
        assert len(every.rows) == every.total
    for name, value in (
        ("says", "nothing"),
        ("assurance", "assured"),
        ("assurance", "nothing"),
        ("words", "kind 7"),
    ):
        standings.register(session, standings.Filters(**{name: value}), user=by, today=TODAY, since=SINCE)  # type: ignore[arg-type]
    verified = {one.value: 0 for one in standings.Verified}
    for row in standings.register(
        session, standings.Filters(), user=by, today=TODAY, since=SINCE, page=None
    ).rows:
        verified[row.is_verified.value] += 1
    for value, number in verified.items():
        filters = standings.Filters(verified=value)
        narrowed = standings.register(session, filters, user=by, today=TODAY, since=SINCE)
        assert narrowed.total == number, f"the database and the row agree on what is {value}"
