"""Signing in with a real browser, the header at every width, and what is said when a request is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, assert_accessible, assert_fits
from tests.conftest import PASSWORD


def test_a_person_signs_in_and_out_by_keyboard_alone(page: Page) -> None:
    page.goto("/account")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("administrator@northfold.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_wrong_password_is_said_and_the_address_kept(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("administrator@northfold.example")
    page.get_by_label("Password").fill("guess")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("administrator@northfold.example")
    expect(page).to_have_title("Error: Sign in – Holding to Account")
    assert_accessible(page)


@pytest.mark.parametrize("path", ["/account", "/people", "/help", "/accessibility", "/privacy", "/nowhere"])
def test_the_plain_pages_are_accessible_and_fit_a_phone(sign_in_as: Callable[[str], Page], path: str) -> None:
    page = sign_in_as("administrator")
    page.goto(path)
    assert_accessible(page)
    assert_fits(page)


def test_on_a_phone_the_menu_opens_and_closes(sign_in_as: Callable[[str], Page]) -> None:
    page = sign_in_as("minute_taker")
    page.set_viewport_size(NARROW)
    page.goto("/help")
    actions = page.get_by_role("navigation").get_by_role("link", name="Actions")
    expect(actions).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(actions).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Menu").click()
    expect(actions).to_be_hidden()


def test_without_scripts_the_menu_is_simply_open(browser: object, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=NARROW, java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("minute_taker@northfold.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/help")
    expect(page.get_by_role("navigation").get_by_role("link", name="Actions")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()


def test_a_request_that_reaches_nobody_is_said_where_it_is_seen(sign_in_as: Callable[[str], Page]) -> None:
    page = sign_in_as("administrator")
    page.goto("/account")
    page.evaluate(
        """() => {
            const form = document.querySelector("form[action='/account/password']");
            form.setAttribute("hx-post", "/account/password");
            htmx.process(form);
        }"""
    )
    page.get_by_label("New password").fill("what was typed")
    page.route("**/account/password", lambda route: route.abort())
    page.get_by_role("button", name="Change password").click()
    expect(page.locator("#problem")).to_contain_text("This was not saved")
    expect(page.get_by_label("New password")).to_have_value("what was typed")
    page.unroute("**/account/password")
    page.context.clear_cookies()
    page.get_by_role("button", name="Change password").click()
    expect(page.locator("#problem")).to_contain_text("You are no longer signed in")
    expect(page.get_by_label("New password")).to_have_value("what was typed")
    assert_accessible(page)
