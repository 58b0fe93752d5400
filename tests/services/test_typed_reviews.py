"""Reviews of actions in the meeting: typed or by key, shown in the drawer, written to Word and read back."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from app.db import now
from app.documents.interpret import LineContext, interpret, read_line
from app.documents.minutes import Kind, Outcome
from app.documents.source import read_source
from app.errors import RuleBroken
from app.models.actions import Action, ActionLink, ActionLinkKind, ActionState
from app.models.lines import Line
from app.models.meetings import Meeting, Section
from app.models.people import User
from app.models.responses import Response, ResponseState
from app.services import actions, documents, lines, meetings, recommendations, sections
from tests.conftest import Office

REVIEWS = [
    ("14/2024: closed, the PCC was satisfied", Outcome.CLOSED, None),
    ("14/2024: closed", Outcome.CLOSED, None),
    ("14/2024 closed", Outcome.CLOSED, None),
    ("Action 14/2024: closed", Outcome.CLOSED, None),
    ("14/2024: carried to 12 June 2025", Outcome.CARRIED, date(2025, 6, 12)),
    ("14/2024: carried to 12 June, 22 of 60 had been read", Outcome.CARRIED, date(2025, 6, 12)),
    ("14/2024: carried to the end of Q2", Outcome.CARRIED, date(2025, 9, 30)),
    ("14/2024: carried", Outcome.CARRIED, None),
    ("14/2024 – progressed: half of the homes were visited.", Outcome.PROGRESSED, None),
    ("14/2024: progressed, the PCC asked for more", Outcome.PROGRESSED, None),
    ("14/2024: withdrawn", Outcome.WITHDRAWN, None),
    ("14/2024: replaced by 3/2025", Outcome.REPLACED, None),
    ("14/2024: reopened", Outcome.REOPENED, None),
]


@pytest.mark.parametrize("section_kind", [None, "review"])
@pytest.mark.parametrize(("text", "outcome", "due_on"), REVIEWS)
def test_a_typed_line_is_read_as_the_review_of_an_action(
    text: str, outcome: Outcome, due_on: date | None, section_kind: str | None
) -> None:
    [passage] = read_line(text, LineContext(held_on=date(2025, 5, 15), section_kind=section_kind))
    assert (passage.kind, passage.outcome) == (Kind.REVIEW, outcome)
    assert passage.action is not None
    assert (passage.action.reference, passage.action.due_on) == ("14/2024", due_on)


def test_what_is_yet_to_be_closed_is_not_closed() -> None:
    context = LineContext(held_on=date(2025, 5, 15), section_kind="review")
    for text in ("14/2024: to be closed at the next meeting", "14/2024: not yet completed"):
        assert [passage.outcome for passage in read_line(text, context)] == [None], text


class Story:
    """A meeting in March that raised actions, and one in May that reviews them."""

    def __init__(self, session: Session, by: User) -> None:
        self.session, self.by = session, by
        self.march = self.meeting(date(2025, 3, 13))
        self.may = self.meeting(date(2025, 5, 15))
        self.review = sections.add(session, self.may, title="Review of the action tracker", by=by)

    def meeting(self, held_on: date, kind: str = "Holding to account") -> Meeting:
        facts = meetings.Facts(title="Holding to account", held_on=held_on, kind=kind)
        return meetings.create(self.session, facts=facts, by=self.by)

    def section(self, meeting: Meeting, reference: str = "") -> Section:
        section = sections.add(self.session, meeting, title=f"Recommendation {reference}", by=self.by)
        if reference:
            found = recommendations.find_or_create(
                self.session, source="IIHR", reference=reference, by=self.by
            )
            sections.set_recommendations(self.session, section, [found], by=self.by)
        return section

    def raises(self, section: Section, text: str = "ACTION: CC to report by 30 April 2025.") -> Action:
        line = lines.add(self.session, section, text=text, by=self.by)
        return self.session.get_one(Action, line.entries[0].action_id)

    def reviews(self, action: Action, key: str = "l" + "0" * 20, **what: object) -> Line:
        what = {"outcome": Outcome.CLOSED} | what
        return lines.review(self.session, action, self.review, key=key, by=self.by, **what)  # type: ignore[arg-type]


@pytest.fixture
def story(session: Session, office: Office, by: User) -> Story:
    return Story(session, by)


def test_one_call_closes_an_action_with_a_remark_that_goes_into_these_minutes(story: Story) -> None:
    action = story.raises(story.section(story.march))
    line = story.reviews(action, remark="the PCC was satisfied")
    assert line.text == "1/2025: closed, the PCC was satisfied"
    assert action.state == ActionState.CLOSED
    assert action.settled_on == date(2025, 5, 15)
    story.reviews(action, remark="the PCC was satisfied")
    assert len(lines.of_section(story.session, story.review)) == 1


def test_one_call_carries_an_action_to_a_new_date(story: Story) -> None:
    action = story.raises(story.section(story.march))
    line = story.reviews(action, outcome=Outcome.CARRIED, until="12 June", remark="homes are behind")
    assert line.text == "1/2025: carried to 12 June, homes are behind"
    assert (action.state, action.due_on) == (ActionState.OPEN, date(2025, 6, 12))
    with pytest.raises(RuleBroken, match="not understood as a date"):
        story.reviews(action, key="l" + "1" * 20, outcome=Outcome.CARRIED, until="whenever")


def test_an_action_is_not_reviewed_before_it_was_raised(story: Story) -> None:
    later = story.raises(story.section(story.meeting(date(2025, 7, 10))))
    with pytest.raises(RuleBroken, match="raised after this meeting"):
        story.reviews(later)


def test_the_action_that_replaces_another_is_linked_to_it_and_no_longer_when_that_is_taken_back(
    story: Story,
) -> None:
    old = story.raises(story.section(story.march))
    new = story.raises(story.section(story.march), "ACTION: CC to visit every home.")
    line = story.reviews(old, outcome=Outcome.REPLACED, remark=f"by {new.reference}")
    assert line.text == f"{old.reference}: replaced by {new.reference}"
    assert old.state == ActionState.REPLACED
    [link] = story.session.exec(select(ActionLink)).all()
    assert (link.action_id, link.earlier_id, link.kind) == (new.id, old.id, ActionLinkKind.REPLACES)
    lines.remove(story.session, line, by=story.by)
    assert story.session.exec(select(ActionLink)).all() == []
    assert old.is_open


def test_reviews_go_to_word_and_are_read_back_with_their_dates(story: Story) -> None:
    action = story.raises(story.section(story.march))
    other = story.raises(story.section(story.march))
    story.reviews(action, outcome=Outcome.CARRIED, until="12 June 2025", remark="homes are behind")
    story.reviews(other, key="l" + "1" * 20, remark="the PCC was satisfied")
    word = documents.as_word(story.session, story.may)
    read = interpret(read_source(word, "may.docx")).minutes
    found = [
        (one.outcome, one.action and one.action.reference, one.action and one.action.due_on)
        for part in read.parts
        for line in part.lines
        for one in line.passages
    ]
    assert found == [
        (Outcome.CARRIED, action.reference, date(2025, 6, 12)),
        (Outcome.CLOSED, other.reference, None),
    ]


# --- the drawer ------------------------------------------------------------------------------------------


def references(found: list[actions.DrawerAction]) -> list[str]:
    return [one.action.reference for one in found]


def test_the_drawer_has_this_sections_actions_first_then_later_ones_then_the_rest(story: Story) -> None:
    eight = story.raises(story.section(story.march, "8"))
    nine = story.raises(story.section(story.march, "9"))
    rest = story.raises(story.section(story.march))
    here = story.section(story.may, "8")
    story.section(story.may, "9")
    found = actions.drawer(story.session, story.may, section=here, today=date(2025, 5, 15))
    assert [references(part) for part in (found.here, found.today, found.rest)] == [
        [eight.reference],
        [nine.reference],
        [rest.reference],
    ]
    assert [one.days_overdue for one in found.every] == [15, 15, 15]


def test_below_a_heading_without_a_recommendation_the_one_above_it_counts(story: Story) -> None:
    eight = story.raises(story.section(story.march, "8"))
    story.section(story.may, "8")
    below = sections.add(story.session, story.may, title="Homes", level=2, by=story.by)
    found = actions.drawer(story.session, story.may, section=below, today=date(2025, 5, 15))
    assert references(found.here) == [eight.reference]


def test_in_the_review_of_the_action_tracker_every_open_action_appears(story: Story) -> None:
    for reference in ("8", "9", ""):
        story.raises(story.section(story.march, reference))
    story.section(story.may, "9")
    found = actions.drawer(story.session, story.may, section=story.review, today=date(2025, 5, 15))
    assert len(found.here) == 3
    assert not found.today
    assert not found.rest


def test_what_another_kind_of_meeting_or_this_one_raised_is_not_in_the_drawer(story: Story) -> None:
    other = story.meeting(date(2025, 4, 1), kind="Public")
    story.raises(story.section(other))
    story.raises(story.section(story.may))
    closed = story.raises(story.section(story.march))
    actions.close(story.session, closed, reason="done", today=date(2025, 4, 2), by=story.by)
    old = actions.add(
        story.session, wording="From the old spreadsheet", raised_on=date(2024, 1, 1), by=story.by
    )
    found = actions.drawer(story.session, story.may, today=date(2025, 5, 15))
    assert references(found.every) == [old.reference]


def test_the_drawer_says_what_came_back_how_often_it_was_carried_and_what_was_decided_here(
    story: Story, office: Office
) -> None:
    action = story.raises(story.section(story.march))
    april = story.meeting(date(2025, 4, 10))
    review = sections.add(story.session, april, title="Review of the action tracker", by=story.by)
    lines.add(story.session, review, text=f"{action.reference}: carried to 1 May 2025", by=story.by)
    for state, text in ((ResponseState.SUBMITTED, "Half are done."), (ResponseState.DRAFT, "Not yet sent")):
        story.session.add(
            Response(
                action_id=action.id,
                organisation_id=office.force.id or 0,
                text=text,
                state=state,
                given_by_id=office.users["force_officer"].id or 0,
                begun_at=now(),
                given_at=now(),
            )
        )
    story.session.flush()
    [one] = actions.drawer(story.session, story.may, today=date(2025, 5, 15)).every
    assert one.response is not None
    assert (one.response.text, one.carried, one.days_overdue, one.reviewed_here) == (
        "Half are done.",
        1,
        14,
        None,
    )
    story.reviews(action)
    [one] = actions.drawer(story.session, story.may, today=date(2025, 5, 15)).every
    assert one.reviewed_here == Outcome.CLOSED


def test_the_drawer_asks_the_same_few_questions_of_the_database_whatever_there_is(story: Story) -> None:
    section = story.section(story.march, "8")

    def statements() -> int:
        story.session.commit()
        story.session.expire_all()
        seen: list[str] = []
        engine = story.session.get_bind()
        note = lambda *a: seen.append(a[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        actions.drawer(story.session, story.may, section=story.review, today=date(2025, 5, 15))
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    for _ in range(3):
        story.raises(section)
    few = statements()
    for _ in range(60):
        actions.add(story.session, wording="To do", raised_on=date(2025, 1, 1), by=story.by)
    assert statements() == few
