"""The steps of a plan: by hand, from its spreadsheet, and none doubled."""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from sqlmodel import Session, select

from app.db import now
from app.errors import EditConflict, RuleBroken
from app.models.people import Role, User
from app.models.recommendations import Recommendation, Source, Step, StepState
from app.models.trackers import Tracks
from app.services import people, recommendations, steps, trackers
from app.services.trackers import Looked

TODAY = date(2025, 5, 14)


@pytest.fixture
def source(session: Session, by: User) -> Source:
    return recommendations.find_or_create_source(session, "IIHR", title="Inquiry into Harbour Road", by=by)


def load(session: Session, data: bytes, source: Source, by: User, name: str = "plan.xlsx") -> Looked:
    return trackers.load(session, data, name=name, source=source, tracks=Tracks.STEPS, today=TODAY, by=by)


def a_plan(rows: int = 149, *, status: str = "In progress") -> bytes:
    """A council's plan as such plans are: merged cells, a title above the headings, columns of its own order."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Action plan, version 7"])
    sheet.append([])
    sheet.append(
        ["Lead agency", "Action", "Recommendation", "Ref", "Lead officers", "Expected outcome",
         "Evidence needed to demonstrate", "Target date", "Status", "Cost"]
    )  # fmt: skip
    for number in range(rows):
        recommendation, part = divmod(number, 4)
        sheet.append(
            ["NCC" if number % 2 else "Northfold Police", f"Do part {part + 1} of {recommendation + 1}",
             f"Recommendation {recommendation + 1} – Homes" if part == 0 else None,
             f"{recommendation + 1}.{part + 1}", "Ann Lee", "Fewer homes", "A list", date(2025, 4, 30), status, 100]
        )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_councils_149_steps_come_in_from_its_spreadsheet_and_none_is_doubled(
    session: Session, source: Source, by: User
) -> None:
    first = recommendations.find_or_create(session, source=source, reference="1", by=by)
    looked = load(session, a_plan(), source, by)
    assert looked.changes.errors == []
    assert looked.columns.unused == ["Cost"]
    assert looked.changes.count("new") == 149
    assert len(session.exec(select(Step)).all()) == 149
    assert len(session.exec(select(Recommendation)).all()) == 38, (
        "those that nobody listed are made, undescribed"
    )
    one, *_, last = steps.of_recommendation(session, first)
    assert (one.reference, one.wording, one.lead_officer) == ("1.1", "Do part 1 of 1", "Ann Lee")
    assert (one.outcome, one.evidence_needed, one.state) == ("Fewer homes", "A list", StepState.UNDER_WAY)
    assert one.organisation is not None
    assert one.organisation.name == "Northfold Police"
    assert last.reference == "1.4", "cells that were merged count for the rows below"
    assert steps.counts(session, source, today=TODAY) == steps.Counts(149, 0, 149, 0, 149)
    again = load(session, a_plan(), source, by)
    assert (again.changes.count("new"), again.changes.count("changed"), again.changes.count("known")) == (
        0,
        0,
        149,
    )
    done = load(session, a_plan(status="Complete"), source, by)
    assert done.changes.count("changed") == 149
    assert done.changes.rows[0].notes[-1] == "Changes its state."
    assert steps.counts(session, source, today=TODAY).done == 149
    assert steps.overdue(session, today=TODAY) == []
    assert len(session.exec(select(Step)).all()) == 149


def test_a_row_that_is_no_step_is_named_and_the_others_go_in(
    session: Session, source: Source, by: User
) -> None:
    text = (
        "Action,Rec,Due,Status\nCount,,,\nCount the homes,8,31/03/2025,Banana\nCount the homes,8,,\n,8,,\n"
        "List them,8,soon,\nName them,A to Z,,\nClose them,9,,Done\n"
    )
    looked = load(session, text.encode(), source, by, "plan.csv")
    assert looked.changes.errors == [
        "Row 2: It does not say which recommendation it carries out. Give its reference, such as 8.",
        "Row 4: Row 3 says the same.",
        "Row 5: It does not say what is to be done.",
        "Row 6: “soon” is not a date. Write it like 31 March 2023, or leave the cell empty.",
        "Row 7: “A to Z” is not the reference of a recommendation. Write it like 8 or 41.3.",
    ]
    assert [(one.wording, one.state) for one in session.exec(select(Step).order_by(Step.wording))] == [
        ("Close them", StepState.DONE),
        ("Count the homes", StepState.NOT_STARTED),
    ]


def test_steps_without_references_are_known_by_their_words(
    session: Session, source: Source, by: User
) -> None:
    load(session, b"Action,Rec\nCount the homes in Harbour Road,8\n", source, by, "plan.csv")
    looked = load(
        session, b"Action,Rec,Lead\nCount homes in the Harbour Road.,8,NCC\n", source, by, "plan.csv"
    )
    assert looked.changes.rows[0].notes == ["Changes its wording, body that leads."]
    assert [one.wording for one in session.exec(select(Step))] == ["Count homes in the Harbour Road."]


def test_a_plan_without_a_column_of_recommendations_asks_for_it(
    session: Session, source: Source, by: User
) -> None:
    with pytest.raises(RuleBroken, match="the recommendation that each step carries out"):
        load(session, b"Action,Due\nCount,\n", source, by, "plan.csv")


def test_a_step_by_hand_is_changed_taken_out_and_put_back(session: Session, source: Source, by: User) -> None:
    eight = recommendations.find_or_create(session, source=source, reference="8", by=by)
    police = people.get_or_create_organisation(session, "Northfold Police", by=by)
    facts = steps.Facts(wording="Count", reference="8.1", lead=police, due_on=date(2025, 4, 1))
    step = steps.add(session, eight, facts, by=by)
    assert step.is_overdue(TODAY)
    assert [one.id for one, _ in steps.overdue(session, today=TODAY)] == [step.id]
    facts.state, facts.done_on = StepState.DONE, TODAY
    assert steps.change(session, step, facts, seen=1, by=by)
    assert not step.is_overdue(TODAY)
    with pytest.raises(EditConflict, match="Somebody else"):
        steps.change(session, step, steps.Facts(wording="List"), seen=1, by=by)
    assert not steps.change(session, step, facts, seen=1, by=by), "the same again is no conflict"
    steps.remove(session, step, by=by)
    assert steps.of_recommendation(session, eight) == []
    steps.restore(session, step, by=by)
    assert steps.of_recommendation(session, eight) == [step]
    with pytest.raises(RuleBroken, match="what is to be done"):
        steps.add(session, eight, steps.Facts(wording=" "), by=by)


def test_a_body_sees_its_own_steps_alone(session: Session, source: Source, by: User) -> None:
    load(session, a_plan(8), source, by)
    police = people.get_or_create_organisation(session, "Northfold Police", by=by)
    officer = User(
        email="a@b.example", name="A", role=Role.BODY, organisation_id=police.id or 0, created_at=now()
    )
    seen = steps.of_source(session, source, user=officer)
    assert {step.organisation_id for step, _ in seen} == {police.id}
    assert len(seen) == 4
