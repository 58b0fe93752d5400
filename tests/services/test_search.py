"""Search: the same on both databases, up to date, never raising, and blind to what somebody may not see."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.models.lines import Kind, Line
from app.models.meetings import Meeting
from app.models.people import User
from app.services import actions, changes, search
from tests.conftest import Office
from tests.story import Story

MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def hrefs(session: Session, words: str, user: User, within: str = "") -> list[str]:
    search.catch_up(session)
    return [hit.href for hit in search.find(session, words, user=user, within=within).hits]


def test_words_lead_to_their_lines_newest_first(session: Session, story: Story, by: User) -> None:
    old, new = story.meeting(MARCH), story.meeting(JUNE)
    first = story.asks(story.section(new, "1", "Children"), "The PCC asked about missing reports.")
    second = story.asks(story.section(old, "1", "Homes"), "The PCC asked about a missing report.")
    assert hrefs(session, "missing report", by) == [
        f"/meetings/{new.id}#line-{first.line_id}",
        f"/meetings/{old.id}#line-{second.line_id}",
    ], "reports are found by report"
    hit = search.find(session, "missing", user=by).hits[0]
    assert [piece.text for piece in hit.excerpt if piece.found] == ["missing"]
    assert "".join(piece.text for piece in hit.excerpt) == "The PCC asked about missing reports."
    assert (hit.kind, hit.place, hit.dated_on) == ("question", "item 1", JUNE)


def test_a_quoted_phrase_is_found_only_whole(session: Session, story: Story, by: User) -> None:
    section = story.section(story.meeting(MARCH), "1", "Other")
    story.line(section, Kind.STATEMENT, "Written reasons were given.")
    story.line(section, Kind.STATEMENT, "Reasons were written down.")
    assert len(hrefs(session, "written reasons", by)) == 2
    assert len(hrefs(session, '"written reasons"', by)) == 1
    assert len(hrefs(session, "“written reasons” given", by)) == 1


def test_questions_actions_recommendations_and_people_can_be_looked_for_alone(
    session: Session, story: Story, by: User, office: Office
) -> None:
    eight = story.recommendation("8")
    eight.title = "Grading of reports"
    changes.record(session, "changed", "recommendation", eight.id, by=by)
    meeting = story.meeting(MARCH)
    story.attends(meeting, "Grace Grading", "GG", "Grading Officer", office.force)
    section = story.section(meeting, "1", "Other", eight)
    question = story.asks(section, "The PCC asked about grading.")
    story.line(section, Kind.STATEMENT, "Grading was spoken of.")
    action = story.raises(section, "Write about grading", "CC")
    assert hrefs(session, "grading", by, "questions") == [f"/meetings/{meeting.id}#line-{question.line_id}"]
    assert hrefs(session, "grading", by, "actions") == [f"/actions/{action.id}"]
    assert hrefs(session, "grading", by, "recommendations") == [f"/recommendations/{eight.id}"]
    assert len(hrefs(session, "grading", by, "minutes")) == 3
    changes.record(session, "changed", "attendance", 1, by=by, meeting=meeting)
    assert hrefs(session, "grace", by, "people") == [f"/meetings/{meeting.id}#attendances"]


def test_what_is_changed_or_removed_is_found_as_it_stands(session: Session, story: Story, by: User) -> None:
    meeting = story.meeting(MARCH)
    section = story.section(meeting, "1", "Other")
    entry = story.line(section, Kind.STATEMENT, "Nothing about herons.")
    action = story.raises(section, "Count the otters")
    session.commit()
    line = session.get_one(Line, entry.line_id)
    line.text = "Nothing about kingfishers."
    session.add(line)
    changes.record(session, "changed", "line", line.id, by=by, meeting=meeting)
    actions.remove(session, action, meeting=meeting, by=by)
    session.commit()
    assert hrefs(session, "herons", by) == []
    assert len(hrefs(session, "kingfishers", by)) == 1
    assert hrefs(session, "otters", by, "actions") == []


def test_what_is_rolled_back_is_not_found(session: Session, story: Story, by: User) -> None:
    section = story.section(story.meeting(MARCH), "1", "Other")
    story.line(section, Kind.STATEMENT, "Nothing about herons.")
    session.rollback()
    assert hrefs(session, "herons", by) == []


def test_making_everything_again_finds_the_same(session: Session, story: Story, by: User) -> None:
    section = story.section(story.meeting(MARCH), "1", "Herons", story.recommendation("8"))
    story.asks(section, "The PCC asked about herons.")
    story.raises(section, "Count the herons")
    before = hrefs(session, "herons", by)
    assert len(before) == 4
    assert search.reindex(session) == 1
    assert sorted(hrefs(session, "herons", by)) == sorted(before)


def test_a_body_finds_only_what_it_may_open(session: Session, story: Story, office: Office) -> None:
    force, council = office.users["force_officer"], office.users["other_force_officer"]
    administrator = office.users["administrator"]
    shared, unshared = story.meeting(MARCH, shared=True), story.meeting(JUNE)
    lines: list[str] = []
    for meeting in (shared, unshared):
        section = story.section(meeting, "1", "Other")
        lines.append(story.asks(section, "The PCC asked about herons.").line_id)
        lines.append(story.line(section, Kind.STATEMENT, "Herons were spoken of.").line_id)
        story.raises(section, "Count the birds", "Northfold Police")
    assert len(hrefs(session, "herons", office.minute_taker)) == 4
    assert sorted(hrefs(session, "herons", force)) == [
        f"/meetings/{shared.id}#line-{line}" for line in lines[:2]
    ]
    assert hrefs(session, "birds", force, "actions") == ["/actions/1"]
    assert hrefs(session, "birds", council) == []
    assert hrefs(session, "herons", council) == []
    assert hrefs(session, "herons", administrator) == []


def test_a_reference_leads_straight_there(session: Session, story: Story, by: User, office: Office) -> None:
    eight = story.recommendation("8")
    action = story.raises(story.section(story.meeting(MARCH), "1", "Other"), "Do", reference="17/2023")
    for words in ("17/2023", " 17 / 2023 ", "action 17/2023", "017/2023"):
        assert search.straight_to(session, words, user=by) == f"/actions/{action.id}"
    for words in (
        "recommendation 8",
        "Rec 8",
        "IIHR rec. 8",
        "recommendation 8 of IIHR",
        "recommendation no. 8",
    ):
        assert search.straight_to(session, words, user=by) == f"/recommendations/{eight.id}"
    for words in ("8", "recommendation 9", "99/2023", "recommendations of 8 people", ""):
        assert search.straight_to(session, words, user=by) is None
    force = office.users["force_officer"]
    assert search.straight_to(session, "17/2023", user=force) is None
    assert search.straight_to(session, "recommendation 8", user=force) is None
    story.recommendation("8", source="Audit")
    assert search.straight_to(session, "recommendation 8", user=by) is None, "two are a list, not a guess"
    assert search.straight_to(session, "Audit 8", user=by) is None
    assert search.straight_to(session, "Audit recommendation 8", user=by) is not None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40) | st.text(alphabet="\"'*()^:-+&|!<>\\ abAND ORNEAR/", max_size=30))
def test_no_words_however_odd_raise(session: Session, by: User, words: str) -> None:
    search.find(session, words, user=by)
    search.straight_to(session, words, user=by)


def test_marks_that_somebody_typed_are_not_taken_for_ours(session: Session, story: Story, by: User) -> None:
    section = story.section(story.meeting(MARCH), "1", "Other")
    story.line(section, Kind.STATEMENT, "A line \ue000with marks\ue001 about herons.")
    search.catch_up(session)
    hit = search.find(session, "herons", user=by).hits[0]
    assert [piece.text for piece in hit.excerpt if piece.found] == ["herons"]


def test_a_meeting_that_is_gone_is_found_no_more(session: Session, story: Story, by: User) -> None:
    meeting = story.meeting(MARCH)
    search.catch_up(session)
    assert search.find(session, "holding", user=by).total == 1
    session.delete(session.get_one(Meeting, meeting.id))
    changes.record(session, "removed", "meeting", meeting.id, by=by)
    search.catch_up(session)
    assert search.find(session, "holding", user=by).total == 0


def test_a_place_is_named_as_the_minutes_number_it(session: Session, story: Story, by: User) -> None:
    meeting = story.meeting(MARCH)
    for number, title in (("4", "Other"), ("Item 5", "Other"), ("", "Any other business")):
        story.line(story.section(meeting, number, title), Kind.STATEMENT, "Herons were spoken of.")
    search.catch_up(session)
    places = {hit.place for hit in search.find(session, "herons", user=by).hits}
    assert places == {"item 4", "Item 5", "Any other business"}
