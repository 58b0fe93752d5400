"""Responses to inspection reports: recorded step by step, written by several people, published once and kept."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from docx import Document
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from app.db import transaction
from app.errors import DomainError, EditConflict, NotAllowed, NotFound, RuleBroken
from app.models.changes import Change
from app.models.inspections import InspectionAnswer, InspectionStep, StepKind
from app.models.people import User
from app.models.recommendations import Recommendation, Source, SourceKind
from app.services import documents, inspections, recommendations
from tests.conftest import Office

OUT = date(2025, 3, 4)
TODAY = date(2025, 4, 1)
AT = datetime(2025, 4, 1, 9, tzinfo=UTC)
OFFICE = "Office of the Commissioner"


@pytest.fixture
def source(session: Session) -> Source:
    """An inspection report with two recommendations."""
    found = Source(
        short_name="PEEL", title="PEEL 2025", kind=SourceKind.INSPECTION, published_on=OUT, made_by="HMICFRS"
    )
    session.add(found)
    session.flush()
    for reference in ("1", "2"):
        recommendations.find_or_create(session, source=found, reference=reference)
    session.commit()
    return found


@pytest.fixture
def publisher(office: Office) -> User:
    return office.users["publisher"]


def each(session: Session, source: Source) -> list[Recommendation]:
    return list(recommendations.of_source(session, source))


def answer(session: Session, source: Source, at: int, by: User, **more: Any) -> InspectionAnswer:
    given: dict[str, Any] = {
        "action": "",
        "why_none": "",
        "chief_comments": "",
        "reply": "",
        "seen": 0,
    } | more
    return inspections.save_answer(session, source, each(session, source)[at], at=AT, by=by, **given)


def answer_all(session: Session, source: Source, by: User) -> None:
    answer(session, source, 0, by, action="Train the teams by June.")
    answer(session, source, 1, by, why_none="It was done before the inspection.")


def record(session: Session, source: Source, kind: StepKind, by: User, **more: Any) -> InspectionStep:
    given: dict[str, Any] = {"done_on": TODAY, "today": TODAY, "at": AT} | more
    return inspections.record(session, source, kind, by=by, **given)


def publish(session: Session, source: Source, by: User, **more: Any) -> InspectionStep:
    given: dict[str, Any] = {"done_on": TODAY, "office": OFFICE, "today": TODAY, "at": AT} | more
    return inspections.publish(session, source, by=by, **given)


def sentence(session: Session, source: Source, today: date) -> str:
    said = inspections.about_clock(inspections.whole(session, source, today=today))
    return said.replace("\N{NO-BREAK SPACE}", " ")


def test_the_days_left_are_said_from_the_day_of_publication_without_anybody_starting_a_clock(
    session: Session, source: Source
) -> None:
    assert sentence(session, source, OUT) == (
        "Today is day 1 of 56: 55 days left. Publish the response by 28 April 2025, which is day 56."
    )
    assert "Today is day 56 of 56, the last day" in sentence(session, source, date(2025, 4, 28))
    assert sentence(session, source, date(2025, 4, 29)).startswith("The response is 1 day overdue")
    late = inspections.whole(session, source, today=date(2025, 4, 29))
    assert inspections.is_loud(late)
    assert not inspections.is_loud(inspections.whole(session, source, today=date(2025, 4, 28)))


def test_a_last_day_that_is_no_working_day_is_said_and_moves_nothing(
    session: Session, source: Source
) -> None:
    source.published_on = date(2025, 12, 1)
    said = sentence(session, source, date(2025, 12, 2))
    assert "by 25 January 2026, which is day 56." in said
    assert said.endswith("That is no working day; the last one before it is Friday 23 January 2026.")


def test_a_report_without_a_day_of_publication_says_that_nothing_can_be_counted(
    session: Session, source: Source, publisher: User
) -> None:
    source.published_on = None
    assert "no clock can be counted" in sentence(session, source, TODAY)
    with pytest.raises(RuleBroken, match="when the report itself was published"):
        publish(session, source, publisher)


def test_every_step_is_recorded_with_its_day_and_by_whom(
    session: Session, source: Source, by: User, publisher: User
) -> None:
    record(session, source, StepKind.INVITED, by, done_on=OUT, until_on=date(2025, 3, 25))
    record(session, source, StepKind.RECEIVED, by)
    record(session, source, StepKind.DRAFTED, by)
    answer_all(session, source, by)
    publish(session, source, publisher, remark="https://example.org/response")
    record(session, source, StepKind.INSPECTORATE, by, remark="the inspectorate’s portal")
    record(session, source, StepKind.HOME_SECRETARY, by)
    found = inspections.whole(session, source, today=TODAY)
    assert [(kind.value, one.step.done_on, one.by) for kind in StepKind if (one := found.steps[kind])] == [
        ("invited", OUT, "Minute taker"),
        ("received", TODAY, "Minute taker"),
        ("drafted", TODAY, "Minute taker"),
        ("published", TODAY, "Publisher"),
        ("sent to the inspectorate", TODAY, "Minute taker"),
        ("sent to the Home Secretary", TODAY, "Minute taker"),
    ]
    assert found.not_sent == []
    assert sentence(session, source, TODAY) == "The response was published on 1 April 2025, day 29 of 56."


def test_comments_that_were_asked_for_and_have_not_come_are_late(
    session: Session, source: Source, by: User
) -> None:
    record(session, source, StepKind.INVITED, by, done_on=OUT, until_on=date(2025, 3, 31))
    assert inspections.whole(session, source, today=TODAY).comments_are_late
    assert not inspections.whole(session, source, today=date(2025, 3, 31)).comments_are_late
    record(session, source, StepKind.RECEIVED, by)
    assert not inspections.whole(session, source, today=TODAY).comments_are_late


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        (StepKind.RECEIVED, {"done_on": None}, "Give the day"),
        (StepKind.RECEIVED, {"done_on": TODAY + timedelta(days=1)}, "still to come"),
        (StepKind.RECEIVED, {"done_on": OUT - timedelta(days=1)}, "published on 4 March 2025"),
        (StepKind.INVITED, {}, "Give the date by which comments are asked for"),
        (StepKind.INVITED, {"until_on": TODAY - timedelta(days=1)}, "on or after the day of the invitation"),
        (StepKind.INSPECTORATE, {}, "record that it was published first"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    session: Session, source: Source, by: User, kind: StepKind, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(RuleBroken, match=why):
        record(session, source, kind, by, **more)


def test_publishing_needs_an_action_or_a_reason_for_none_of_every_recommendation(
    session: Session, source: Source, by: User, publisher: User
) -> None:
    answer(session, source, 0, by, action="Train the teams by June.")
    with pytest.raises(RuleBroken, match="recommendation 2 which action is taken or proposed, or why none"):
        publish(session, source, publisher)
    answer(session, source, 1, by, why_none="It was done before.")
    with pytest.raises(NotAllowed):
        publish(session, source, by)
    assert publish(session, source, publisher).done_on == TODAY


def test_an_action_and_a_reason_for_none_exclude_each_other(
    session: Session, source: Source, by: User
) -> None:
    with pytest.raises(RuleBroken, match="not both"):
        answer(session, source, 0, by, action="Do it", why_none="It is done")


def test_what_was_published_stays_as_it_was_and_is_kept_as_a_word_file(
    session: Session, source: Source, by: User, publisher: User
) -> None:
    answer_all(session, source, by)
    step = publish(session, source, publisher)
    with pytest.raises(RuleBroken, match="so it stays as it is"):
        answer(session, source, 0, by, action="Something else", seen=1)
    with pytest.raises(RuleBroken, match="so it stays as it is"):
        inspections.save_words(
            session, source, comments="More", chief_comments="", reply="", seen=1, at=AT, by=by
        )
    data = documents.content(session, documents.file_by_id(session, step.file_id or 0))
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    assert "Action taken or proposed: Train the teams by June." in words
    assert "No action is taken or proposed, because: It was done before the inspection." in words
    assert "Published on 1\N{NO-BREAK SPACE}April 2025" in words.replace("April\N{NO-BREAK SPACE}", "April ")


def test_a_step_recorded_by_mistake_is_taken_back_and_stays_in_the_history(
    session: Session, source: Source, by: User, publisher: User
) -> None:
    answer_all(session, source, by)
    publish(session, source, publisher)
    record(session, source, StepKind.INSPECTORATE, by)
    with pytest.raises(RuleBroken, match="Copies of it are recorded as sent"):
        inspections.take_back(session, source, StepKind.PUBLISHED, at=AT, by=publisher)
    inspections.take_back(session, source, StepKind.INSPECTORATE, at=AT, by=by)
    with pytest.raises(NotAllowed):
        inspections.take_back(session, source, StepKind.PUBLISHED, at=AT, by=by)
    inspections.take_back(session, source, StepKind.PUBLISHED, at=AT, by=publisher)
    answer(session, source, 0, by, action="Something else", seen=1)
    was = [one.details for one in session.exec(select(Change).where(Change.verb == "taken back"))]
    assert [one["kind"] for one in was] == ["sent to the inspectorate", "published"]
    assert was[1]["file"] is not None


def test_a_step_recorded_twice_is_one_and_another_day_is_a_conflict(
    session: Session, source: Source, by: User
) -> None:
    first = record(session, source, StepKind.DRAFTED, by)
    assert record(session, source, StepKind.DRAFTED, by).id == first.id
    with pytest.raises(EditConflict, match="recorded already, for 1 April 2025"):
        record(session, source, StepKind.DRAFTED, by, done_on=OUT)


def test_two_who_write_the_same_answer_at_the_same_moment_lose_no_words(
    engine: Engine, session: Session, source: Source, by: User, publisher: User
) -> None:
    together = Barrier(2)

    def write(who: User) -> str:
        together.wait()
        try:
            with transaction(engine) as own:
                answer(own, own.get_one(Source, source.id), 0, who, action=f"By {who.name}")
                own.commit()
        except DomainError as met:
            return type(met).__name__
        return ""

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, (by, publisher))) == ["", "EditConflict"]
    assert len(session.exec(select(InspectionAnswer)).all()) == 1


def test_a_report_that_does_not_concern_the_force_is_not_called_overdue(
    session: Session, source: Source, by: User, publisher: User
) -> None:
    with pytest.raises(NotAllowed):
        inspections.set_not_ours(session, source, "Another force", at=AT, by=by)
    inspections.set_not_ours(session, source, "It is about another force.", at=AT, by=publisher)
    late = inspections.whole(session, source, today=date(2025, 6, 1))
    assert not inspections.is_loud(late)
    assert "does not concern the force" in sentence(session, source, date(2025, 6, 1))
    inspections.set_not_ours(session, source, "", at=AT, by=publisher)
    assert inspections.is_loud(inspections.whole(session, source, today=date(2025, 6, 1)))


def test_section_55_is_of_inspections_only(session: Session, source: Source) -> None:
    source.kind = SourceKind.INQUIRY
    session.flush()
    with pytest.raises(NotFound, match="applies to inspection reports"):
        inspections.inspection_source(session, source.id or 0)


def test_those_still_to_be_published_come_first_and_the_statements_do_not_grow(
    engine: Engine, session: Session, source: Source, by: User, publisher: User
) -> None:
    answer_all(session, source, by)
    publish(session, source, publisher)
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: seen.append(statement))
    counted = []
    for some in (range(3), range(3, 120)):
        for number in some:
            session.add(
                Source(
                    short_name=f"I{number}", title=f"I{number}", kind=SourceKind.INSPECTION,
                    published_on=OUT + timedelta(days=number),
                )
            )  # fmt: skip
        session.flush()
        session.expire_all()
        seen.clear()
        found = inspections.responses(session, today=TODAY)
        counted.append(len(seen))
    assert [one.source.short_name for one in found][:3] == ["I0", "I1", "I2"]
    assert found[-1].source.short_name == "PEEL"
    assert counted[0] == counted[1]
