"""Links into published minutes lead to the same place in every version."""

from app.documents.anchors import anchors, plain
from app.documents.minutes import ActionRead, Kind, Minutes, Part, Passage, Text


def _raises(key: int) -> Text:
    text = "ACTION: CC to report."
    return Text(
        text, passages=[Passage(key, Kind.ACTION, 0, len(text), action=ActionRead(words="CC to report."))]
    )


def _minutes() -> Minutes:
    return Minutes(
        parts=[
            Part(None, lines=[Text("The PCC opened the meeting.")]),
            Part("Welcome", "1", lines=[Text("One."), Text("Two.")]),
            Part("Custody", "2.1", lines=[_raises(1)]),
            Part("Any other business", lines=[_raises(2)]),
            Part("Any other business"),
        ]
    )


def test_every_section_line_and_action_has_a_name_of_its_own() -> None:
    found = anchors(_minutes(), {1: "6/2025", 2: "7/2025"})
    assert found.parts == [
        "opening",
        "section-1",
        "section-2-1",
        "section-any-other-business",
        "section-any-other-business-again-2",
    ]
    assert found.lines[1, 1] == "section-1-line-2"
    assert found.actions == {1: "action-6-2025", 2: "action-7-2025"}
    names = [*found.parts, *found.lines.values(), *found.actions.values()]
    assert len(names) == len(set(names))


def test_a_section_keeps_its_name_when_another_is_withheld() -> None:
    minutes = _minutes()
    del minutes.parts[1]
    assert anchors(minutes, {}).parts[1:3] == ["section-2-1", "section-any-other-business"]


def test_names_hold_what_an_address_can_hold() -> None:
    assert plain("Tackling CSE & exploitation – the Chief's plan") == "tackling-cse-exploitation-the-chiefs-plan"
    assert plain("…") == ""
