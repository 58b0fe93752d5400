"""Nothing that is typed is ever lost: through a lost network, a killed server, a closed tab, a killed browser and the
end of a sign-in; and nobody's words are ever sent as another's.
"""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from sqlalchemy import Engine, delete
from sqlmodel import Session

from app.models.meetings import Meeting
from app.models.people import SignIn
from app.services import meetings
from tests.browser.conftest import WIDE, Person, assert_accessible, give_sign_in
from tests.browser.live_page import (
    FIRST,
    address,
    box,
    expect_kept,
    expect_saved,
    kept,
    line_of,
    new_line,
    number,
    open_minutes,
    server,
    state,
    stored,
)
from tests.conftest import PASSWORD, Office
from tests.machine import browser_program
from tests.served import Served

__all__ = ["address", "number", "server"]
pytestmark = pytest.mark.browser


def test_a_line_is_saved_after_a_pause_on_leaving_it_and_on_hiding_the_tab(
    person: Person, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    expect(state(page)).to_have_text("Everything is saved")
    # After a pause, the caret staying where it is.
    line = new_line(page)
    line.press_sequentially("The PCC asked who reads them.")
    expect_saved(page)
    expect(line).to_be_focused()
    assert stored(engine, number)[-1] == "The PCC asked who reads them."
    expect(line_of(line).locator(".live-m")).to_contain_text("PCC")
    expect(line_of(line).locator(".live-reading")).to_contain_text("Question")
    # On leaving it: the next line is begun at once.
    line.press("Enter")
    page.keyboard.type("The CC said that nobody does.")
    with page.expect_response("**/live/lines/*"):
        page.keyboard.press("ArrowUp")
    expect_saved(page)
    assert stored(engine, number)[-1] == "The CC said that nobody does."
    # On hiding the tab, before any pause is over.
    page.keyboard.type(" Indeed")
    with page.expect_response("**/live/lines/*"):
        page.evaluate(
            """() => {
                Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
                Object.defineProperty(document, "hidden", { value: true, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    expect_saved(page)
    assert any("Indeed" in text for text in stored(engine, number))


def test_the_network_goes_and_comes_back_in_the_middle_of_a_sentence(
    person: Person, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    before = stored(engine, number)
    line = new_line(page)
    line.press_sequentially("The PCC asked whether those ")
    page.context.set_offline(True)
    page.keyboard.type("supervisors had been trained.")
    page.keyboard.press("Enter")
    page.keyboard.type("The CC said that they had.")
    page.keyboard.press("Enter")
    page.keyboard.type("ACTION: CC to send the list by 30 June 2025.")
    expect(state(page)).to_have_text("Not connected: 3 lines kept on this device")
    expect(page.locator("body.live--off")).to_be_attached()
    expect(page.locator(".live-kept:visible", has_text="Kept here")).to_have_count(3)
    note = page.locator("#live-offnote")
    expect(note).to_contain_text("Three lines are kept on this device and will be sent, once and in order")
    expect(note).to_contain_text("You can close this page.")
    expect(page.get_by_role("button", name="Try now")).to_be_visible()
    assert_accessible(page)
    page.context.set_offline(False)
    expect_saved(page)
    expect(page.locator(".live-kept:visible")).to_have_count(0)
    expect(page.locator("body.live--off")).to_have_count(0)
    expect(page.locator("textarea.live-text").last).to_be_focused()
    assert stored(engine, number) == [
        *before,
        "The PCC asked whether those supervisors had been trained.",
        "The CC said that they had.",
        "ACTION: CC to send the list by 30 June 2025.",
    ]
    assert kept(page) == []


def test_the_server_is_killed_while_somebody_types_and_is_started_again(
    person: Person, server: Served, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    before = stored(engine, number)
    line = new_line(page)
    line.press_sequentially("The PCC asked what the audit")
    expect_saved(page)
    page.keyboard.type(" of sixty")
    server.kill()
    page.keyboard.type(" gradings had found.")
    page.keyboard.press("Enter")
    page.keyboard.type("The CC said that 41 met the standard.")
    expect(state(page)).to_have_text("Not connected: 2 lines kept on this device")
    server.start()
    expect_saved(page)
    assert stored(engine, number) == [
        *before,
        "The PCC asked what the audit of sixty gradings had found.",
        "The CC said that 41 met the standard.",
    ]


def test_an_answer_lost_after_the_save_makes_no_second_line_and_no_conflict(
    person: Person, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    before = stored(engine, number)
    lost: list[object] = []

    def swallow(route: object) -> None:
        if len(lost) < 2:
            lost.append(route.fetch())  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/live/lines/*", swallow)
    line = new_line(page)
    line.press_sequentially("The PCC asked why.")
    expect_saved(page)
    line.press_sequentially(" And since when.")
    expect_saved(page)
    assert len(lost) == 2
    assert stored(engine, number) == [*before, "The PCC asked why. And since when."]
    expect(page.locator(".live-choice")).to_have_count(0)


def test_a_tab_closed_while_offline_and_reopened_has_the_words_and_sends_them(
    person: Person, server: Served, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    before = stored(engine, number)
    page.context.set_offline(True)
    first = box(page, FIRST)
    first.click()
    first.press("End")
    first.press_sequentially(" In each district.")
    new_line(page).press_sequentially("Recommendation 8")
    page.keyboard.press("Enter")
    page.keyboard.type("The CC said he would write.")
    expect_kept(page, "The CC said he would write.")
    expect(state(page)).to_have_text("Not connected: 3 lines kept on this device")
    # A closing tab is no longer held back by the browser's pretended offline: the server is away meanwhile.
    server.kill()
    page.close(run_before_unload=False)
    assert stored(engine, number) == before
    again = page.context.new_page()
    with pytest.raises(Error, match="ERR_"):
        again.goto(f"/meetings/{number}/live")
    server.start()
    page.context.set_offline(False)
    open_minutes(again, number)
    expect_saved(again)
    assert stored(engine, number) == [
        FIRST + " In each district.",
        *before[1:],
        "The CC said he would write.",
    ]
    expect(box(again, FIRST + " In each district.")).to_be_visible()
    # What was typed as a heading became one, with what was typed after it below.
    heading = line_of(box(again, "Recommendation 8"))
    section = heading.locator("xpath=ancestor::section[1]")
    expect(section.locator(".live-lines textarea").first).to_have_value("The CC said he would write.")
    assert kept(again) == []


def test_unsent_words_are_left_to_the_open_tab_that_has_them(
    person: Person, number: int, engine: Engine
) -> None:
    first = open_minutes(person("minute_taker"), number)
    before = stored(engine, number)
    first.route("**/live/lines/*", lambda route: route.abort())
    new_line(first).press_sequentially("Typed in the first tab.")
    expect(state(first)).to_have_text("Not connected: 1 line kept on this device")
    second = open_minutes(first.context.new_page(), number)
    expect(state(second)).to_have_text("Everything is saved")
    new_line(second).press_sequentially("Typed in the second tab.")
    expect_saved(second)
    assert stored(engine, number) == [*before, "Typed in the second tab."]
    first.unroute("**/live/lines/*")
    first.bring_to_front()
    expect_saved(first)
    assert sorted(stored(engine, number)[-2:]) == ["Typed in the first tab.", "Typed in the second tab."]
    assert len(stored(engine, number)) == len(before) + 2


def test_a_killed_browser_has_the_words_when_it_is_opened_again(
    browser: Browser, server: Served, engine: Engine, office: Office, number: int, tmp_path: Path
) -> None:
    playwright = browser.browser_type

    def profile() -> object:
        return playwright.launch_persistent_context(
            tmp_path / "profile",
            executable_path=browser_program(),
            args=["--no-sandbox", "--disable-gpu"],
            base_url=server.address,
            viewport=WIDE,
        )

    context = profile()
    give_sign_in(context, engine, server.address, "minute_taker")  # type: ignore[arg-type]
    page: Page = context.new_page()  # type: ignore[attr-defined]
    open_minutes(page, number)
    before = stored(engine, number)
    server.kill()
    line = new_line(page)
    line.press_sequentially("The CC said that the keys are pressed to the last one.")
    expect_kept(page, "The CC said that the keys are pressed to the last one.")
    mine = subprocess.run(
        ["pgrep", "-f", str(tmp_path / "profile")], capture_output=True, text=True, check=True
    ).stdout.split()
    for process in mine:
        if int(process) != os.getpid():
            os.kill(int(process), signal.SIGKILL)
    server.start()
    context = profile()
    give_sign_in(context, engine, server.address, "minute_taker")  # type: ignore[arg-type]
    page = context.new_page()  # type: ignore[attr-defined]
    open_minutes(page, number)
    expect_saved(page)
    assert stored(engine, number) == [*before, "The CC said that the keys are pressed to the last one."]
    context.close()  # type: ignore[attr-defined]


def end_every_sign_in(engine: Engine) -> None:
    with Session(engine) as session:
        session.execute(delete(SignIn))
        session.commit()


def test_a_sign_in_that_ends_while_somebody_types_is_renewed_over_the_page_at_the_same_caret(
    person: Person, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    before = stored(engine, number)
    line = new_line(page)
    line.press_sequentially("The PCC asked about vetting.")
    expect_saved(page)
    end_every_sign_in(engine)
    line.press("Enter")
    page.keyboard.type("The CC said that all was well")
    expect(state(page)).to_have_text("Signed out: 1 line kept on this device")
    # Typing goes on as if nothing had happened; the caret is put into the middle of the words.
    page.keyboard.type(" in hand")
    for _ in " in hand":
        page.keyboard.press("ArrowLeft")
    assert stored(engine, number) == [*before, "The PCC asked about vetting."]
    page.get_by_role("button", name="Sign in", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog.get_by_label("E-mail address")).to_have_value("minute_taker@northfold.example")
    assert_accessible(page)
    dialog.get_by_label("Password").fill("not this one")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_contain_text("The password is not right. Try again.")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    page.keyboard.type(" and")
    expect_saved(page)
    assert stored(engine, number) == [
        *before,
        "The PCC asked about vetting.",
        "The CC said that all was well and in hand",
    ]


def leave_words_on_the_device(page: Page, server: Served, number: int, words: str) -> Page:
    """Typed while offline, and the tab closed. A new tab of the same browser, connected again.

    The server is away meanwhile: a closing tab is no longer held back by the browser's pretended offline, and goes on
    trying for a moment. The page is left before, so that nothing of it tries any more when the server is back.
    """
    open_minutes(page, number)
    page.context.set_offline(True)
    new_line(page).press_sequentially(words)
    expect_kept(page, words)
    expect(state(page)).to_have_text("Not connected: 1 line kept on this device")
    context = page.context
    server.kill()
    page.goto("about:blank")
    page.close()
    server.start()
    context.set_offline(False)
    return context.new_page()


@pytest.mark.parametrize("choice", ["Send and sign out", "Keep for me and sign out", "Discard and sign out"])
def test_signing_out_with_unsent_words_asks_what_shall_become_of_them(
    person: Person, server: Served, number: int, engine: Engine, choice: str
) -> None:
    before = stored(engine, number)
    page = leave_words_on_the_device(person("minute_taker"), server, number, "The PCC thanked everybody.")
    page.goto("/help")
    expect(page.locator("#kept-notice")).to_contain_text("1 line that you typed is on this device only.")
    page.get_by_role("button", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="1 line of yours is not sent yet")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(page).to_have_url(re.compile("/help$"))
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name=choice).click()
    page.wait_for_url("**/sign-in")
    sent = [*before, "The PCC thanked everybody."]
    assert stored(engine, number) == (sent if choice.startswith("Send") else before)
    assert kept(page) == (["The PCC thanked everybody."] if choice.startswith("Keep") else [])


def test_another_person_on_the_device_neither_sees_nor_sends_what_was_kept(
    person: Person, server: Served, number: int, engine: Engine
) -> None:
    before = stored(engine, number)
    page = leave_words_on_the_device(person("minute_taker"), server, number, "Only Joan’s own words.")
    give_sign_in(page.context, engine, server.address, "publisher")
    open_minutes(page, number)
    new_line(page).press_sequentially("Words of the publisher.")
    expect_saved(page)
    assert "Only Joan" not in page.content()
    assert "Only Joan" not in "".join(area.input_value() for area in page.locator("textarea").all())
    page.goto("/help")
    expect(page.locator("#kept-notice")).to_have_count(0)
    assert stored(engine, number) == [*before, "Words of the publisher."]
    give_sign_in(page.context, engine, server.address, "minute_taker")
    open_minutes(page, number)
    expect_saved(page)
    assert sorted(stored(engine, number)[-2:]) == ["Only Joan’s own words.", "Words of the publisher."]


def test_words_are_not_sent_as_those_of_somebody_who_signs_in_meanwhile(
    person: Person, server: Served, number: int, engine: Engine
) -> None:
    page = open_minutes(person("minute_taker"), number)
    before = stored(engine, number)
    line = new_line(page)
    give_sign_in(page.context, engine, server.address, "publisher")
    line.press_sequentially("Typed by the minute-taker.")
    expect(state(page)).to_have_text("Signed out: 1 line kept on this device")
    expect(page.locator("#live-offnote")).to_contain_text("Somebody else is signed in")
    assert stored(engine, number) == before
    page.get_by_role("button", name="Sign in", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect_saved(page)
    assert stored(engine, number) == [*before, "Typed by the minute-taker."]


def test_a_browser_that_keeps_nothing_says_so_and_saves_all_the_same(
    person: Person, number: int, engine: Engine
) -> None:
    page = person("minute_taker")
    page.add_init_script(
        "indexedDB.open = () => { throw new DOMException('refused by the test', 'SecurityError'); };"
    )
    open_minutes(page, number)
    new_line(page).press_sequentially("Saved on the server alone.")
    expect(state(page)).to_have_text("Saved, but nothing can be kept on this device")
    expect(page.locator("#live-offnote")).to_contain_text("Nothing can be kept on this device")
    assert stored(engine, number)[-1] == "Saved on the server alone."
    page.context.set_offline(True)
    page.keyboard.type(" And this is not.")
    expect(state(page)).to_have_text("Not connected: 1 line kept only in this page")
    expect(page.locator("#live-offnote")).to_contain_text("do not close the page before it says Saved")
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved, but nothing can be kept on this device")
    assert stored(engine, number)[-1] == "Saved on the server alone. And this is not."


def test_words_for_minutes_that_were_confirmed_meanwhile_are_kept_and_shown_for_copying(
    person: Person, server: Served, number: int, engine: Engine, office: Office
) -> None:
    before = stored(engine, number)
    page = leave_words_on_the_device(person("minute_taker"), server, number, "Too late for the record.")
    with Session(engine, expire_on_commit=False) as session:
        meeting = session.get_one(Meeting, number)
        meetings.finish(session, meeting, by=office.minute_taker)
        meetings.confirm(session, meeting, by=office.users["publisher"])
        session.commit()
    page.goto(f"/meetings/{number}/live")
    expect(page.get_by_role("heading", name="These minutes are confirmed")).to_be_visible()
    expect(page.locator("#live-kept blockquote")).to_have_text("Too late for the record.")
    assert_accessible(page)
    assert stored(engine, number) == before
    page.reload()
    expect(page.locator("#live-kept blockquote")).to_have_text("Too late for the record.")
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("#live-kept")).to_be_hidden()
    assert kept(page) == []


def test_minutes_confirmed_under_the_hands_keep_what_is_typed_and_say_why_it_is_not_saved(
    person: Person, number: int, engine: Engine, office: Office
) -> None:
    page = open_minutes(person("minute_taker"), number)
    line = new_line(page)
    with Session(engine, expire_on_commit=False) as session:
        meeting = session.get_one(Meeting, number)
        meetings.finish(session, meeting, by=office.minute_taker)
        meetings.confirm(session, meeting, by=office.users["publisher"])
        session.commit()
    line.press_sequentially("Typed a moment too late.")
    expect(state(page)).to_have_text("Not saved: 1 line kept on this device")
    expect(line_of(line).locator(".live-kept")).to_contain_text("These minutes are confirmed")
    expect_kept(page, "Typed a moment too late.")
