"""Names of places in minutes, which links from elsewhere keep for years."""

from app.documents import anchors
from app.documents.anchors import LONGEST, slug
from app.documents.minutes import ActionRead, Kind, Mention, Minutes, Part, Passage, Text


def _action(key: int, reference: str, kind: Kind = Kind.ACTION, mention: Mention = Mention.RAISED) -> Text:
    words = "ACTION: CC to report."
    read = ActionRead(words="CC to report.", reference=reference, mention=mention)
    return Text(words, passages=[Passage(key, kind, 0, len(words), action=read)])


def test_a_section_is_named_by_its_printed_number_and_else_by_its_heading() -> None:
    minutes = Minutes(
        parts=[
            Part(title="Welcome", number="1"),
            Part(title="Homes", number="3.2"),
            Part(title="Ref’s matters", number="Ref 03/21"),
            Part(title="Recommendation 12"),
            Part(title=None),
        ]
    )
    names = anchors.of(minutes)
    assert [names.parts[index] for index in range(5)] == [
        "section-1", "section-3-2", "section-ref-03-21", "recommendation-12", "section",
    ]  # fmt: skip


def test_an_action_is_named_where_it_was_raised_and_where_it_was_reviewed() -> None:
    reviewed = _action(3, "6/2025", Kind.REVIEW, Mention.REVIEWED)
    minutes = Minutes(
        parts=[Part(title="A", number="3", lines=[_action(1, "6/2025"), _action(2, ""), reviewed])]
    )
    names = anchors.of(minutes)
    assert [names.passage(key) for key in (1, 2, 3)] == ["action-6-2025", "section-3", "review-6-2025"]
    assert names.lines[0, 1] == "section-3-line-2"
    assert 2 not in names.actions


def test_what_is_put_in_before_changes_no_name() -> None:
    before = Minutes(parts=[Part(title="Homes", number="3"), Part(title="Any other business")])
    after = Minutes(parts=[Part(title="New", number="2"), *before.parts])
    was, now = anchors.of(before), anchors.of(after)
    assert [now.parts[index + 1] for index in range(2)] == [was.parts[index] for index in range(2)]


def test_headings_that_are_the_same_are_told_apart_and_none_takes_a_name_of_the_page() -> None:
    minutes = Minutes(parts=[Part(title="Homes"), Part(title="Homes"), Part(title="Attendance")])
    names = anchors.of(minutes)
    assert [names.parts[index] for index in range(3)] == ["homes", "homes-2", "attendance-2"]


def test_a_long_heading_is_cut_between_words() -> None:
    assert slug("word " * 40).endswith("word")
    assert len(slug("x" * 400)) == LONGEST
