"""What the public reads, from the tables, on both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from app.documents.minutes import ActionRead, Attendee, Kind, Minutes, Part, Passage, Text
from app.errors import NotFound, Withdrawn
from app.models.actions import Action
from app.models.lines import Kind as LineKind
from app.models.lines import Outcome
from app.services import publications, published
from tests.conftest import Office
from tests.publishing import AT, MARCH, MAY, Publishing


@pytest.fixture
def publishing(session: Session, office: Office) -> Publishing:
    return Publishing(session, office)


def test_search_finds_words_and_phrases_in_what_is_shown_and_never_raises(
    publishing: Publishing, session: Session
) -> None:
    meeting = publishing.meeting(MARCH, "The marigold programme was explained.")
    version = publishing.publish(meeting)
    publishing.meeting(MAY, "The marigold programme stops.")
    assert published.search.find(session, "marigold").total == 1
    assert published.search.find(session, "“marigold programme”").total == 1
    assert published.search.find(session, "“programme marigold”").total == 0
    (hit,) = published.search.find(session, "programmes explained").hits
    assert hit.href.startswith("/published/2025-03-13-holding-to-account#section-3")
    assert [piece.text for piece in hit.excerpt if piece.found] == ["programme", "explained"]
    for odd in ("", '"', "a\0b", "AND", "NEAR/3", "x:y", "(", "'", "\ue000", "é" * 400):
        published.search.find(session, odd, page=10**6)
    publications.withdraw(session, version, meeting, reason="A name.", by=publishing.by, at=AT)
    assert published.search.find(session, "marigold").total == 0


def test_the_register_counts_by_state_and_goes_page_by_page(publishing: Publishing, session: Session) -> None:
    for month in (1, 2, 3):
        publishing.publish(publishing.meeting(date(2025, month, 13)))
    may = publishing.meeting(MAY)
    section = publishing.story.section(may, "2", "Review")
    publishing.story.reviews(section, session.get_one(Action, 1), Outcome.CLOSED, "Done.")
    publishing.publish(may)
    register = published.actions.register(session)
    assert register.counts == {"open": 3, "closed": 1}
    assert [row.action.reference for row in register.rows] == ["4/2025", "3/2025", "2/2025", "1/2025"]
    assert [row.action.reference for row in published.actions.register(session, state="closed").rows] == [
        "1/2025"
    ]
    assert published.actions.register(session, page=99).page == 1
    publishing.source()
    publishing.repeat(60)
    assert published.actions.register(session).pages == 2
    assert len(published.actions.register(session, page=2).rows) == 14


def test_an_action_tells_its_story_meeting_by_meeting(publishing: Publishing, session: Session) -> None:
    publishing.publish(publishing.meeting(MARCH))
    may = publishing.meeting(MAY)
    section = publishing.story.section(may, "2", "Review of the action tracker")
    publishing.story.reviews(section, session.get_one(Action, 1), Outcome.CARRIED, "Not yet.")
    publishing.publish(may)
    story = published.actions.story(session, "1/2025")
    assert [said.dated_on for said in story.said] == [MARCH, MAY]
    ((anchor, heading, passages),) = story.said[1].places
    assert (anchor, heading) == ("review-1-2025", "2. Review of the action tracker")
    assert [one.outcome for one in passages] == ["carried"]
    assert story.row.was_late
    with pytest.raises(NotFound):
        published.actions.story(session, "99/2025")


def test_a_version_that_was_withdrawn_is_refused_with_its_reason(
    publishing: Publishing, session: Session
) -> None:
    meeting = publishing.meeting(MARCH)
    first = publishing.publish(meeting, confirmed=False)
    public = publishing.public(meeting)
    assert published.meetings.edition(session, public).publication.id == first.id
    publishing.publish(meeting, reason="Agreed.")
    assert published.meetings.edition(session, public, 1).replaced_by is not None
    publications.withdraw(session, first, meeting, reason="A name.", by=publishing.by, at=AT)
    with pytest.raises(Withdrawn, match=r"withdrawn on 14 May 2025\. The reason given: A name\."):
        published.meetings.edition(session, public, 1)
    assert published.meetings.edition(session, public).is_current


def test_when_nothing_of_a_meeting_is_shown_no_version_of_it_is(
    publishing: Publishing, session: Session
) -> None:
    """Withdrawing what is shown shuts the earlier versions too: they may hold the same words."""
    meeting = publishing.meeting(MARCH)
    publishing.publish(meeting, confirmed=False)
    second = publishing.publish(meeting, reason="Agreed.")
    publications.withdraw(session, second, meeting, reason="A name.", by=publishing.by, at=AT)
    for version in (None, 1, 2):
        with pytest.raises(Withdrawn):
            published.meetings.edition(session, publishing.public(meeting), version)


def test_coming_meetings_stand_from_their_announcement_until_the_day_is_over(
    publishing: Publishing, session: Session
) -> None:
    publishing.announce(MAY)
    assert [one.held_on for one, _ in published.coming.coming(session, MAY)] == [MAY]
    assert published.coming.coming(session, MAY + timedelta(days=1)) == []


def test_a_report_that_is_not_public_has_no_page(publishing: Publishing, session: Session) -> None:
    publishing.source(public=False)
    assert published.recommendations.sources(session) == []
    assert published.recommendations.addresses(session) == []
    with pytest.raises(NotFound):
        published.recommendations.source(session, "iihr")


def test_a_trail_holds_what_shown_minutes_say_and_no_more(publishing: Publishing, session: Session) -> None:
    source, recommendation = publishing.source()
    for held_on in (MARCH, MAY):
        meeting = publishing.meeting(held_on)
        section = publishing.story.section(meeting, "4", "Recommendation 12", recommendation)
        publishing.story.line(section, LineKind.QUESTION, f"The PCC asked in {held_on:%B}.", "PCC")
        if held_on == MARCH:
            publishing.publish(meeting)
    trail = published.recommendations.trail(session, source, "12")
    assert [[one.words for one in said.passages] for said in trail.said] == [["The PCC asked in March."]]
    (summary,) = published.recommendations.of_source(session, source)
    assert (summary.times, summary.last_on) == (1, MARCH)


def test_the_feed_and_the_sitemap_are_made_on_both_databases(
    publishing: Publishing, session: Session
) -> None:
    publishing.source()
    publishing.publish(publishing.meeting(MARCH))
    feed = published.feeds.atom(session, site="https://a.example", office="PCC & DPCC", changed_at=AT)
    assert b"PCC &amp; DPCC" in feed
    assert b"<loc>https://a.example/published/actions/1/2025</loc>" in published.feeds.sitemap(
        session, site="https://a.example"
    )


def test_minutes_are_shown_as_they_are_printed() -> None:
    """Lines keep their words; only an action's marker gives way to its mark."""
    said = "The PCC asked. ACTION: CC to report. She thanked him."
    action = ActionRead(words="CC to report.", reference="6/2025", owner="Chief Constable")
    line = Text(said, passages=[Passage(1, Kind.ACTION, 15, 36, action=action)])
    bullets = [
        Text(words, bullet=True, depth=depth) for words, depth in (("a", 0), ("b", 1), ("c", 3), ("d", 0))
    ]
    minutes = Minutes(
        attendances=[Attendee("A B"), Attendee("C D", presence="apologies")],
        chair="A B",
        parts=[
            Part("Homes", "3", 1, lines=[line, *bullets, Text("A passage is withheld.")]),
            Part("Deep", level=4),
            Part("Part of it", "3.1", 2),
        ],
    )
    shown = published.minutes.shown(minutes)
    assert [section.depth for section in shown.sections] == [2, 3, 3]
    first, items, last = shown.sections[0].blocks
    assert [(piece.kind, piece.words) for piece in first.items[0].pieces] == [
        ("words", "The PCC asked."), ("action", "CC to report."), ("words", "She thanked him."),
    ]  # fmt: skip
    assert first.items[0].pieces[1].href == "/published/actions/6/2025"
    assert [item.pieces[0].words for item in items.items] == ["a", "d"]
    assert items.items[0].below[0].below[0].pieces[0].words == "c"
    assert [piece.kind for piece in last.items[0].pieces] == ["withheld"]
    assert [one.name for one in shown.present] == ["A B"]
    assert [one.name for one in shown.apologies] == ["C D"]
