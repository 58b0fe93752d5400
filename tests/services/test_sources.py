"""One report under two names becomes one, and everything tied to its recommendations goes along."""

from datetime import date

import pytest
from sqlmodel import Session, select

from app.errors import RuleBroken
from app.models.people import User
from app.models.recommendations import Recommendation, Source
from app.models.trackers import Tracks
from app.services import actions, recommendations, search, sources, trackers, trails
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
