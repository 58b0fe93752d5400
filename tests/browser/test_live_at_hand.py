"""Nothing needs a mouse and nothing loses the place: panels, marks, dotted words, what is heard, the agenda."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_fits
from tests.browser.typist import ACTION, ANSWER, PLANNED, QUESTION, REPORT, Meetings, Typist, meeting, typist

__all__ = ["meeting", "typist"]

PANELS = {
    "Keys": "?",
    "Who is speaking?": "Alt+KeyW",
    "Jump to a section": "Alt+KeyJ",
    "Someone arrives or leaves": "Alt+KeyP",
    "Assurance": "Alt+KeyC",
    "Which recommendation?": "Alt+KeyR",
}


def place(typist: Typist) -> list[object]:
    """The line, its caret, and how far the page is scrolled."""
    found: list[object] = typist.page.evaluate(
        "[document.activeElement.closest('.live-line')?.dataset.key, document.activeElement.selectionStart,"
        " document.activeElement.selectionEnd, Math.round(scrollY)]"
    )
    return found


def test_every_panel_is_accessible_and_escape_returns_to_the_same_caret(typist: Typist) -> None:
    typist.write_below(ANSWER)
    assert_accessible(typist.page)
    for name, keys in PANELS.items():
        if name != "Keys":
            typist.go_to(QUESTION)
            typist.press("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft")
        before = place(typist)
        typist.press(keys)
        expect(typist.page.get_by_role("dialog", name=name, exact=True)).to_be_visible()
        assert_accessible(typist.page)
        assert_fits(typist.page)
        typist.press("Escape")
        expect(typist.page.get_by_role("dialog")).to_have_count(0)
        assert place(typist) == before, name


def test_open_actions_are_accessible_and_escape_returns_to_the_same_caret(typist: Typist) -> None:
    typist.go_to(QUESTION)
    typist.press("ArrowLeft", "ArrowLeft")
    before = place(typist)
    typist.press("Alt+KeyO", "c")
    expect(typist.page.locator(".oa--open textarea")).to_be_focused()
    assert_accessible(typist.page)
    assert_fits(typist.page)
    typist.press("Escape")
    assert place(typist) == before
    expect(typist.page.locator("#live-drawer")).not_to_have_class(re.compile("drawer--open"))


def test_the_page_works_narrow_and_at_twice_the_size(typist: Typist) -> None:
    """Enlarging to 200 % leaves a window of 1280 pixels half as many."""
    for width, height in ((640, 450), (320, 720)):
        typist.page.set_viewport_size({"width": width, "height": height})
        typist.go_to(ANSWER)
        typist.press("Enter")
        typist.type("The PCC asked how it looks from here.")
        expect(typist.marks).to_have_attribute("data-kind", "question")
        assert_accessible(typist.page)
        assert_fits(typist.page, width)
        typist.press("Alt+KeyO", "c")
        expect(typist.page.locator(".oa--open textarea")).to_be_in_viewport()
        assert_fits(typist.page, width)
        typist.press("Escape")
        expect(typist.box).to_be_in_viewport()


def test_a_click_on_the_mark_cycles_the_kind_and_keeps_the_caret(typist: Typist) -> None:
    typist.go_to(REPORT)
    typist.press("ArrowLeft", "ArrowLeft")
    before = place(typist)
    typist.marks.get_by_role("button").click()
    expect(typist.marks).to_have_attribute("data-kind", "question")
    assert place(typist) == before


def test_dotted_words_open_what_sets_them(typist: Typist) -> None:
    typist.go_to(ACTION)
    typist.press("Tab")
    who = typist.reading.get_by_role("button").first
    expect(who).to_be_focused()
    expect(who).to_have_text(re.compile("CC"))
    who.press("Enter")
    expect(typist.page.get_by_role("dialog", name="Who is speaking?")).to_be_visible()
    typist.press("Escape")
    typist.reading.get_by_role("button", name="due").click()
    typist.press("Control+KeyA")
    typist.type("within 28 days")
    typist.press("Enter")
    expect(typist.reading).to_contain_text("12 June 2025")
    expect(typist.box).to_be_focused()
    typist.press("Alt+KeyZ")
    expect(typist.reading).to_contain_text("30 June 2025")


def test_a_wrong_mark_is_undone_and_the_words_stay_as_typed(typist: Typist) -> None:
    typist.go_to(ANSWER)
    typist.press("Alt+KeyX")
    expect(typist.marks).to_have_attribute("data-kind", "action")
    typist.press("Control+KeyZ")
    expect(typist.marks).to_have_attribute("data-kind", "answer")
    expect(typist.box).to_have_value(ANSWER)


def test_what_was_recognised_is_said_politely_and_once(typist: Typist) -> None:
    typist.write_below(ANSWER)
    typist.type("The PCC asked why")
    expect(typist.said).to_have_text("Question, the PCC")
    typist.page.evaluate("document.getElementById('live-said').textContent = 'heard'")
    typist.type(" nobody had been asked")
    typist.saved()
    typist.press("Control+KeyS")
    expect(typist.said).to_have_text(re.compile("^Saved "))
    expect(typist.page.locator("#live-said")).to_have_attribute("role", "status")


def test_what_a_rule_forbids_is_said_where_it_was_done(typist: Typist) -> None:
    typist.go_to(ACTION)
    typist.press("Alt+KeyY", "Control+KeyA")
    typist.type("31 July 2025")
    typist.press("Enter")
    expect(typist.reading).to_contain_text("31 July 2025")
    typist.go_to(QUESTION)
    typist.press("Alt+KeyY")
    expect(typist.said).to_have_text("Only an action has a due date")
    expect(typist.box).to_be_focused()


def test_planned_questions_wait_in_their_section_and_the_agenda_counts_them_in_words(typist: Typist) -> None:
    agenda = typist.page.locator("#live-outline li", has_text="Recommendation 8")
    waiting = typist.page.locator(".live-section[data-name='Recommendation 8'] .line--planned")
    expect(waiting).to_contain_text(PLANNED)
    expect(agenda).to_contain_text("1 planned question left")
    typist.go_to(REPORT)
    typist.press("Alt+PageDown", "Alt+Enter")
    expect(typist.box).to_have_value(f"The PCC asked: {PLANNED}")
    expect(agenda).not_to_contain_text("planned question")
    typist.saved()
    typist.open()
    expect(waiting).to_have_count(0)


def test_a_planned_question_can_be_promised_an_answer_in_writing(typist: Typist) -> None:
    typist.go_to(ANSWER)
    typist.page.get_by_role("button", name=f"Written answer to follow: {PLANNED}").press("Enter")
    expect(typist.box).to_have_value(f"The PCC asked: {PLANNED}")
    expect(typist.reading).to_contain_text("ritten answer")


def test_somebody_not_on_the_list_arrives_and_is_offered_at_once(typist: Typist) -> None:
    typist.write_below(ANSWER)
    typist.press("Alt+KeyP")
    typist.type("Helen Marsh")
    typist.page.get_by_role("button", name="Arrived").press("Enter")
    expect(typist.page.locator("#live-people")).to_contain_text("Helen Marsh")
    typist.type("@hel")
    typist.press("Tab")
    expect(typist.box).to_have_value("Helen Marsh ")


def test_a_review_that_is_not_understood_stays_to_be_put_right(typist: Typist) -> None:
    typist.go_to(ANSWER)
    typist.press("Alt+KeyO", "r")
    typist.type("the day after never")
    typist.press("Enter")
    expect(typist.said).to_contain_text("is not understood as a date")
    expect(typist.box).to_have_value("1/2025: carried to the day after never")
    typist.saved()


def test_a_planned_question_whose_line_is_taken_out_waits_again(typist: Typist) -> None:
    typist.go_to(ANSWER)
    typist.press("Alt+Enter")
    typist.saved()
    typist.press("Alt+Delete")
    expect(typist.page.locator(".line--planned")).to_be_visible()
    typist.saved()
    typist.open()
    expect(typist.page.locator(".line--planned")).to_be_visible()


def test_the_agenda_says_where_one_is_and_leads_there_by_keyboard(typist: Typist) -> None:
    here = typist.page.locator("#live-outline [aria-current=location]")
    expect(here).to_contain_text("Recommendation 8")
    typist.page.locator("#live-outline").get_by_role("link", name="1. Welcome").press("Enter")
    typist.is_in("1. Welcome")
    expect(here).to_contain_text("1. Welcome")
    typist.type("The PCC welcomed everybody.")
    typist.press("Enter")
    typist.type("2a. Apologies")
    typist.press("Enter")
    expect(typist.page.locator("#live-outline")).to_contain_text("2a. Apologies")


def test_several_things_are_undone_one_after_the_other(meeting: Meetings) -> None:
    typist = meeting()
    before = typist.texts()
    for words in (QUESTION, ANSWER, "Recommendation 8"):
        typist.go_to(words)
        typist.press("Alt+Delete")
    assert typist.texts() == [words for words in before if words[0] in "12" or words == REPORT]
    typist.press("Alt+KeyZ", "Alt+KeyZ", "Alt+KeyZ")
    assert typist.texts() == before
    typist.saved()
    typist.open()
    assert typist.texts() == before


def test_tab_goes_through_the_page_in_reading_order_and_is_never_held(typist: Typist) -> None:
    typist.go_to(ANSWER)
    typist.page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    typist.page.locator(".livebar .brand").focus()
    visited: list[str] = []
    for _ in range(60):
        typist.press("Tab")
        goes_on = typist.page.evaluate(
            "() => { const here = document.activeElement, before = window.lastVisited; window.lastVisited = here;"
            " return !before || Boolean(before.compareDocumentPosition(here) & 4) }"
        )
        if not goes_on:
            break
        visited.append(
            typist.page.evaluate(
                "(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"
                ".replace(/\\s+/g, ' ')"
            )
        )
    assert visited[:3] == ["Keys", "History", "Start"]
    wanted = ["Someone arrives or leaves", "Heading", "Line, statement", "Line, answer, the CC"]
    places = [visited.index(name) for name in wanted]
    assert places == sorted(places)
    assert visited[-1].startswith("Open actions")


def test_a_whole_meeting_is_taken_by_keyboard_alone(typist: Typist) -> None:
    page = typist.page
    page.goto(f"/meetings/{typist.number}")
    page.get_by_role("button", name="Take minutes").press("Enter")
    page.locator("dl[data-keys] div").first.wait_for(state="attached")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("button", name="Finish")).to_be_visible()
    expect(typist.box).to_be_focused()
    typist.type("pa whether every home has an officer now.")
    typist.press("Enter")
    typist.type("cs all but one do.")
    typist.press("Enter")
    typist.type("3. Any other business")
    typist.press("Enter")
    typist.type("It was agreed to meet in public.")
    typist.saved()
    page.get_by_role("button", name="Finish").press("Enter")
    page.get_by_role("heading", name="Any other business").wait_for()
    assert "The CC said that all but one do." in page.locator("main").inner_text()
