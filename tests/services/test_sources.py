"""One report under two names becomes one, and everything tied to its recommendations goes along."""

from datetime import date

import pytest
from sqlmodel import Session, select

from app.errors import EditConflict, RuleBroken
from app.models.people import User
from app.models.recommendations import Recommendation, Source
from app.models.trackers import Tracks
from app.services import actions, recommendations, search, sections, sources, trackers, trails
from tests.story import Story

MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)


def test_two_names_of_one_report_become_one_with_all_that_is_tied_to_it(session: Session, by: User) -> None:
    story = Story(session, by)
    eight, same, nine = (
        story.recommendation("8"),
        story.recommendation("8", source="Inquiry"),
        story.recommendation("9", source="Inquiry"),
    )
    trackers.load(
        session,
        b"Ref,Title,Lead\n8,Grading,NP\n",
        name="r.csv",
        source=same.source,
        tracks=Tracks.RECOMMENDATIONS,
        today=JUNE,
        by=by,
    )
    section = story.section(story.meeting(MARCH), "1", "Recommendation 8", same, eight)
    story.asks(section, "The PCC asked why.")
    action = story.raises(section, "Do this", "CC")
    lone = story.section(story.meeting(JUNE), "2", "Inquiry, recommendation 8", same)
    story.asks(lone, "The PCC asked again.")
    wrong, right = same.source, eight.source
    sources.merge(session, wrong, right, today=JUNE, by=by)
    session.commit()
    assert [source.short_name for source in session.exec(select(Source))] == ["IIHR"]
    assert [one.reference for one in recommendations.of_source(session, right)] == ["8", "9"]
    assert (eight.title, [one.organisation.name for one in eight.responsibilities]) == (
        "Grading",
        ["Northfold Police"],
    )
    assert nine.source_id == right.id
    assert lone.source_id == right.id
    assert actions.recommendation_ids(session, action) == [eight.id]
    assert actions.replay(actions.events(session, action))["recommendations"] == [eight.id]
    trail = trails.trail(session, eight, user=by, today=JUNE)
    assert [question.words for one in trail.meetings for question in one.questions] == [
        "The PCC asked why.",
        "The PCC asked again.",
    ]
    assert search.straight_to(session, "recommendation 8", user=by) == f"/recommendations/{eight.id}"
    assert search.find(session, "grading", user=by).total == 1
    assert len(session.exec(select(Recommendation)).all()) == 2


def test_a_report_is_not_merged_into_itself(session: Session, by: User) -> None:
    one = Story(session, by).recommendation("8")
    with pytest.raises(RuleBroken, match="another report"):
        sources.merge(session, one.source, one.source, today=JUNE, by=by)


def test_what_a_report_owes_and_who_comes_back_is_kept_when_two_become_one(
    session: Session, by: User
) -> None:
    owed = sources.Facts(
        short_name="Inquiry",
        made_by="Sir Tom",
        reports_every=6,
        next_report_on=JUNE,
        reviews=[(JUNE, "The chair returns")],
    )
    source = sources.add(session, owed, by=by)
    into = sources.add(session, sources.Facts(short_name="IIHR"), by=by)
    kept = sources.merge(session, source, into, today=JUNE, by=by)
    session.commit()
    assert (kept.made_by, kept.reports_every, kept.next_report_on) == ("Sir Tom", 6, JUNE)
    assert sources.reviews(kept) == [(JUNE, "The chair returns")]


def test_a_report_that_was_given_makes_the_next_one_due(session: Session, by: User) -> None:
    facts = sources.Facts(short_name="IIHR", reports_every=6, next_report_on=date(2023, 8, 31))
    source = sources.add(session, facts, by=by)
    sources.give_report(session, source, was_due=date(2023, 8, 31), by=by)
    assert source.next_report_on == date(2024, 2, 29), "the last day of a month that has no 31st"
    sources.give_report(session, source, was_due=date(2023, 8, 31), by=by)
    assert source.next_report_on == date(2024, 2, 29), "sent twice it counts once"
    source.reports_every = None
    sources.give_report(session, source, was_due=date(2024, 2, 29), by=by)
    assert source.next_report_on is None
    with pytest.raises(RuleBroken, match="No report is owed"):
        sources.give_report(session, source, was_due=None, by=by)


def test_what_somebody_else_wrote_of_a_report_is_not_overwritten(session: Session, by: User) -> None:
    source = sources.add(session, sources.Facts(short_name="IIHR", title="Inquiry"), by=by)
    seen = source.revision
    sources.describe(session, source, sources.Facts(short_name="IIHR", title="Theirs"), seen=seen, by=by)
    with pytest.raises(EditConflict, match="Somebody else"):
        sources.describe(session, source, sources.Facts(short_name="IIHR", title="Mine"), seen=seen, by=by)
    assert source.title == "Theirs"


def test_a_heading_that_names_the_report_alone_is_tied_by_hand(session: Session, by: User) -> None:
    story = Story(session, by)
    eight = story.recommendation("8")
    meeting = story.meeting(MARCH)
    whole = story.section(meeting, "1", "The inquiry")
    tied = story.section(meeting, "2", "Recommendation 8", eight)
    loose = story.section(story.meeting(JUNE), "1", "The IIHR")
    whole.source_id = loose.source_id = eight.source_id
    whole.level, tied.level = 1, 2
    session.flush()
    found = sources.named_without_number(session, eight.source)
    assert [one.sections for one in found] == [[loose]], "above a tied heading the report is meant as a whole"
    for words in ("", "the lot", "8 & 9"):
        with pytest.raises(RuleBroken, match=r"8, 41\.3"):
            sources.tie(session, eight.source, loose, references=words, by=by)
    sources.tie(session, eight.source, loose, references="8 and 9", by=by)
    assert sources.named_without_number(session, eight.source) == []
    assert [one.reference for one in sections.recommendations_of(session, loose)] == ["8", "9"]
