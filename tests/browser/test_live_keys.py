"""Keys for everything: each key of the sheet does what the sheet says, and none loses the place."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.typist import ACTION, ANSWER, PLANNED, QUESTION, REPORT, Meetings, Typist, meeting

__all__ = ["meeting"]

README = Path(__file__).parents[2] / "README.md"

# --- what each key does: one function for each key of the sheet, called by its name there ---


def enter(t: Typist) -> None:
    t.write_below(ANSWER)
    t.type("The DPCC agreed.")
    texts = t.texts()
    assert texts[texts.index(ANSWER) + 1] == "The DPCC agreed."


def move_up_and_down(t: Typist) -> None:
    t.go_to(ANSWER)
    before = t.texts()
    t.press("Alt+ArrowUp")
    expect(t.box).to_have_value(ANSWER)
    assert t.texts().index(ANSWER) == before.index(ANSWER) - 1
    t.press("Alt+ArrowDown")
    assert t.texts() == before
    expect(t.box).to_be_focused()


def remove(t: Typist) -> None:
    t.go_to(ANSWER)
    t.press("Alt+Delete")
    assert ANSWER not in t.texts()
    expect(t.box).to_be_focused()


def undo_what_was_done(t: Typist) -> None:
    t.go_to(ANSWER)
    before = t.texts()
    t.press("Alt+Delete")
    t.saved()
    t.press("Alt+KeyZ")
    assert t.texts() == before
    expect(t.box).to_have_value(ANSWER)
    t.saved()
    t.page.reload()
    expect(t.box).to_be_focused()
    assert t.texts() == before


def undo(t: Typist) -> None:
    """In a box it is the browser's own; straight after a removal it brings back what was removed."""
    t.go_to(ANSWER)
    t.type(" Twice")
    t.press("Control+KeyZ")
    expect(t.box).not_to_have_value(f"{ANSWER} Twice")
    t.go_to(QUESTION)
    t.press("Alt+Delete")
    assert QUESTION not in t.texts()
    t.press("Control+KeyZ")
    expect(t.box).to_have_value(QUESTION)


def next_kind(t: Typist) -> None:
    t.go_to(REPORT)
    t.press("Alt+KeyK")
    expect(t.marks).to_have_attribute("data-kind", "question")
    t.press("Alt+KeyK")
    expect(t.marks).to_have_attribute("data-kind", "answer")


def becomes(key: str, kind: str) -> Callable[[Typist], None]:
    def check(t: Typist) -> None:
        words = QUESTION if kind == "statement" else REPORT
        t.go_to(words)
        t.press(f"Alt+Key{key}")
        expect(t.marks.first).to_have_attribute("data-kind", kind)
        expect(t.box).to_have_value(words)
        expect(t.box).to_be_focused()

    return check


def written_answer(t: Typist) -> None:
    t.go_to(QUESTION)
    t.press("Alt+KeyL")
    expect(t.reading).to_contain_text("ritten answer")
    t.press("Alt+KeyL")
    expect(t.reading).not_to_contain_text("ritten answer")


def who(t: Typist) -> None:
    t.go_to(QUESTION)
    t.press("Alt+KeyW")
    expect(t.page.locator("#live-pick-words")).to_be_focused()
    t.press("Control+KeyA")
    t.type("ashd")
    t.press("ArrowDown", "Enter")
    expect(t.line.locator(".live-m")).to_contain_text("DPCC")
    expect(t.box).to_be_focused()
    t.press("Alt+KeyW", "Control+KeyA")
    t.type("Chief Officers")
    t.press("Enter")
    expect(t.line.locator(".live-m")).to_contain_text("Chief Officers")


def due(t: Typist) -> None:
    t.go_to(ACTION)
    t.press("Alt+KeyY", "Control+KeyA")
    t.type("31 July 2025")
    t.press("Enter")
    expect(t.reading).to_contain_text("31 July 2025")
    expect(t.box).to_have_value(ACTION)


def recommendation(t: Typist) -> None:
    t.go_to(ACTION)
    expect(t.reading).to_contain_text("ecommendation 8")
    t.press("Alt+KeyR")
    t.type("8")
    t.press("Enter")
    expect(t.reading).not_to_contain_text("ecommendation 8")


def person(t: Typist) -> None:
    t.write_below(ANSWER)
    t.type("The @mab")
    expect(t.page.get_by_role("option")).to_have_count(1)
    t.press("Tab")
    expect(t.box).to_have_value("The ACC ")


def recommendation_by_sign(t: Typist) -> None:
    t.write_below(ANSWER)
    t.type("This is #8")
    expect(t.page.get_by_role("option").first).to_be_visible()
    t.press("Tab")
    expect(t.box).to_have_value("This is recommendation 8 ")


def sections_by_key(t: Typist) -> None:
    t.go_to(REPORT)
    t.press("Alt+PageDown")
    t.is_in("Recommendation 8")
    t.press("Alt+PageUp")
    t.is_in("2. Inquiry into Harbour Road")


def jump(t: Typist) -> None:
    t.go_to(REPORT)
    t.press("Alt+KeyJ")
    t.type("welc")
    t.press("Enter")
    t.is_in("1. Welcome")


def deeper_and_shallower(t: Typist) -> None:
    t.go_to("Recommendation 8")
    t.press("Alt+Shift+ArrowRight")
    section = t.page.locator(".live-section:has(.is-now)")
    expect(section).to_have_attribute("data-level", "3")
    t.press("Alt+Shift+ArrowLeft")
    expect(section).to_have_attribute("data-level", "2")
    t.go_to(REPORT)
    t.press("Alt+Shift+ArrowRight")
    expect(t.line).to_have_attribute("data-bullet", "1")
    t.press("Alt+Shift+ArrowLeft")
    expect(t.line).not_to_have_attribute("data-bullet", "1")
    t.press("Alt+Shift+ArrowLeft")
    expect(t.line).to_have_class(re.compile("live-heading"))
    expect(t.box).to_have_value(REPORT)


def open_actions(t: Typist) -> None:
    t.go_to(ANSWER)
    t.press("Alt+KeyO")
    expect(t.page.locator(".oa__open").first).to_be_focused()
    t.press("KeyR")
    t.type("12 June 2025")
    t.press("Tab")
    t.type("two stations are left")
    t.press("Enter")
    expect(t.box).to_have_value("1/2025: carried to 12 June 2025, two stations are left")
    expect(t.marks).to_have_attribute("data-kind", "review")


def planned_question(t: Typist) -> None:
    t.go_to(ANSWER)
    t.press("Alt+Enter")
    expect(t.box).to_have_value(f"The PCC asked: {PLANNED}")
    expect(t.marks).to_have_attribute("data-kind", "question")
    expect(t.page.locator(".line--planned")).to_be_hidden()
    t.press("Alt+KeyZ")
    expect(t.page.locator(".line--planned")).to_be_visible()


def arrives(t: Typist) -> None:
    t.go_to(ANSWER)
    t.press("Alt+KeyP")
    t.type("mabey")
    t.press("Enter")
    t.page.get_by_role("button", name="Left").press("Enter")
    expect(t.page.locator("#live-people")).to_contain_text(re.compile(r"Left: Colin Mabey at \d\d:\d\d"))
    expect(t.box).to_be_focused()


def assurance(t: Typist) -> None:
    t.go_to(ANSWER)
    t.press("Alt+KeyC")
    t.page.get_by_label("Partly assured").press("Space")
    t.page.get_by_label("Why, in a sentence").focus()
    t.type("Nobody reads the reasons.")
    t.page.get_by_role("button", name="Note it").press("Enter")
    expect(t.page.locator(".live-assured", has_text="Partly assured")).to_contain_text(
        "Nobody reads the reasons."
    )
    expect(t.box).to_be_focused()
    t.press("Alt+KeyC")
    expect(t.page.get_by_label("Why, in a sentence")).to_have_value("Nobody reads the reasons.")
    t.press("ArrowDown")
    t.page.get_by_role("button", name="Note it").press("Enter")
    expect(t.page.locator(".live-assured", has_text="Not assured")).to_be_visible()
    t.press("Alt+KeyZ")
    expect(t.page.locator(".live-assured", has_text="Partly assured")).to_be_visible()


def withhold(t: Typist) -> None:
    t.write_below(ANSWER)
    t.type("She spoke of Zebulon")
    for _ in "Zebulon":
        t.press("Shift+ArrowLeft")
    t.press("Alt+Shift+KeyH")
    expect(t.said).to_have_text("Withheld: Zebulon")
    expect(t.line.locator("[data-what=withheld]")).to_have_text("Withheld: “Zebulon”")
    t.press("End")
    t.type(" again.")
    expect(t.box).to_have_value("She spoke of Zebulon again.")
    t.saved()
    expect(t.line.locator("[data-what=withheld]")).to_have_text("Withheld: “Zebulon”")
    t.press("Alt+KeyZ")
    expect(t.line.locator("[data-what=withheld]")).to_have_count(0)


def save_state(t: Typist) -> None:
    t.go_to(ANSWER)
    t.type(" Two")
    t.press("Control+KeyS")
    expect(t.said).to_have_text(re.compile("^Saved "))


def sheet(t: Typist) -> None:
    t.write_below(ANSWER)
    t.type("?")
    expect(t.page.get_by_role("dialog", name="Keys")).to_be_visible()
    t.press("Escape")
    expect(t.box).to_be_focused()
    t.type("Is that so?")
    expect(t.box).to_have_value("Is that so?")


Check = Callable[[Typist], None]

WHAT_KEYS_DO: dict[str, dict[str, Check]] = {
    "The line": {
        "Enter": enter,
        "Alt ↑": move_up_and_down,
        "Alt ↓": move_up_and_down,
        "Alt Del": remove,
        "Ctrl Z": undo,
        "Alt Z": undo_what_was_done,
    },
    "What it is": {
        "Alt K": next_kind,
        "Alt Q": becomes("Q", "question"),
        "Alt A": becomes("A", "answer"),
        "Alt X": becomes("X", "action"),
        "Alt G": becomes("G", "decision"),
        "Alt M": becomes("M", "statement"),
        "Alt L": written_answer,
    },
    "What it says": {
        "Alt W": who,
        "Alt Y": due,
        "Alt R": recommendation,
        "Alt Shift H": withhold,
        "@": person,
        "#": recommendation_by_sign,
    },
    "Where you are": {
        "Alt PgDn": sections_by_key,
        "Alt PgUp": sections_by_key,
        "Alt J": jump,
        "Alt Shift →": deeper_and_shallower,
        "Alt Shift ←": deeper_and_shallower,
    },
    "The meeting": {
        "Alt O": open_actions,
        "Alt Enter": planned_question,
        "Alt P": arrives,
        "Alt C": assurance,
        "Ctrl S": save_state,
        "?": sheet,
    },
}
"""By the groups of the sheet and the keys as it names them."""


def test_the_sheet_the_help_and_the_readme_tell_every_key_and_no_key_means_two_things(
    meeting: Meetings,
) -> None:
    page = meeting().page
    told = {
        group: page.locator(f"#live-keys dl[data-keys='{group}'] kbd").all_text_contents()
        for group in WHAT_KEYS_DO
    }
    assert {group: set(keys) for group, keys in told.items()} == {
        group: set(keys) for group, keys in WHAT_KEYS_DO.items()
    }
    everything = [key for keys in told.values() for key in keys]
    assert len(everything) == len(set(everything))
    sheet = page.locator("#live-keys dl[data-keys] div").all_text_contents()
    page.goto("/help")
    assert page.locator("dl[data-keys] div").all_text_contents() == sheet
    readme = README.read_text("utf-8")
    assert [key for key in everything if f"`{key}` " not in readme] == []


def pressed(page: Page, **event: object) -> bool:
    """Whether a key, as some keyboard sends it, is taken."""
    taken: bool = page.evaluate(
        "event => !document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...event}))",
        event,
    )
    return taken


def test_on_a_mac_the_place_of_a_key_counts_and_its_own_ways_of_editing_stay(
    meeting: Meetings,
) -> None:
    typist = meeting()
    typist.page.add_init_script("Object.defineProperty(navigator, 'platform', {get: () => 'MacIntel'})")
    typist.open()
    typist.go_to(REPORT)
    assert pressed(typist.page, key="˚", code="KeyK", altKey=True)
    expect(typist.marks).to_have_attribute("data-kind", "question")
    assert not pressed(typist.page, key="#", code="Digit3", altKey=True)
    assert not pressed(typist.page, key="ArrowRight", code="ArrowRight", altKey=True, shiftKey=True)
    assert not pressed(typist.page, key="ArrowRight", code="ArrowRight", metaKey=True, shiftKey=True)
    assert pressed(typist.page, key="s", code="KeyS", metaKey=True)
    assert pressed(typist.page, key="ArrowRight", code="ArrowRight", ctrlKey=True, shiftKey=True)
    expect(typist.line).to_have_attribute("data-bullet", "1")
    expect(typist.page.locator("#live-keys dl[data-keys='What it is'] kbd").first).to_have_text("Option K")


def test_on_another_keyboard_the_letter_counts_and_what_it_types_with_altgr_stays(meeting: Meetings) -> None:
    typist = meeting()
    typist.go_to(ANSWER)
    assert pressed(typist.page, key="q", code="KeyA", altKey=True)
    expect(typist.marks).to_have_attribute("data-kind", "question")
    for letter in "eiunfvsbthd0123456789":
        code = f"Digit{letter}" if letter.isdecimal() else f"Key{letter.upper()}"
        assert not pressed(typist.page, key=letter, code=code, altKey=True), letter
    assert not pressed(typist.page, key="á", code="KeyA", altKey=True, ctrlKey=True)
    assert not pressed(typist.page, key="á", code="KeyA", altKey=True, modifierAltGraph=True)


@pytest.mark.parametrize("group", WHAT_KEYS_DO)
def test_every_key_does_what_the_sheet_says(meeting: Meetings, group: str, subtests: pytest.Subtests) -> None:
    told = WHAT_KEYS_DO[group]
    for check in dict.fromkeys(told.values()):
        with subtests.test(", ".join(key for key in told if told[key] is check)):
            typist = meeting()
            check(typist)
            typist.saved()
