"""Short forms, people and recommendations complete what is typed, and never stand in the way of plain typing."""

from fastapi import FastAPI
from playwright.sync_api import expect

from app.db import transaction
from app.services import short_forms
from tests.browser.conftest import assert_accessible
from tests.browser.typist import ANSWER, Typist, meeting, typist
from tests.conftest import Office

__all__ = ["meeting", "typist"]


def test_a_short_form_and_a_space_become_words_and_one_key_takes_them_back(typist: Typist) -> None:
    typist.write_below(ANSWER)
    typist.type("pa ")
    expect(typist.box).to_have_value("The PCC asked ")
    typist.press("Backspace")
    expect(typist.box).to_have_value("pa ")
    typist.type("is per annum. cs ")
    expect(typist.box).to_have_value("pa is per annum. The CC said that ")
    typist.press("Control+KeyZ")
    expect(typist.box).to_have_value("pa is per annum. cs ")
    typist.type("and £300 pa was paid")
    expect(typist.box).to_have_value("pa is per annum. cs and £300 pa was paid")


def test_her_own_short_forms_stand_anywhere_in_a_sentence(
    app: FastAPI, office: Office, typist: Typist
) -> None:
    with transaction(app.state.engine) as session:
        short_forms.write(session, office.minute_taker, short="hr", words="Harbour Road")
        session.commit()
    typist.open()
    typist.write_below(ANSWER)
    typist.type("the report on hr was read.")
    expect(typist.box).to_have_value("the report on Harbour Road was read.")


def test_a_sign_offers_people_and_recommendations_by_number_or_words(typist: Typist) -> None:
    typist.write_below(ANSWER)
    typist.type("The @")
    expect(typist.said).to_have_text("7 choices: Tab takes the first")
    typist.type("cons")
    options = typist.page.locator("#live-completions").get_by_role("option")
    expect(options).to_have_count(2)
    assert_accessible(typist.page)
    typist.press("ArrowDown", "ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(typist.box).to_have_attribute("aria-activedescendant", "live-completions-1")
    typist.press("Enter")
    expect(typist.box).to_have_value("The ACC ")
    typist.type("spoke of #8")
    expect(options.first).to_contain_text("recommendation 8")
    typist.press("Tab")
    expect(typist.box).to_have_value("The ACC spoke of recommendation 8 ")
    expect(typist.box).to_be_focused()


def test_plain_typing_goes_through_an_open_list(typist: Typist) -> None:
    """Enter makes a new line, words go on, Escape closes the list and nothing else."""
    typist.write_below(ANSWER)
    typist.type("Write to joan@northfold.example about @ma")
    options = typist.page.locator("#live-completions").get_by_role("option")
    expect(options.first).to_be_visible()
    typist.press("Escape")
    expect(options).to_have_count(0)
    typist.type("rgins")
    typist.press("Enter")
    expect(typist.box).to_have_value("")
    assert "Write to joan@northfold.example about @margins" in typist.texts()


def test_completion_needs_no_network(typist: Typist) -> None:
    typist.write_below(ANSWER)
    typist.page.context.set_offline(True)
    typist.type("pa the @acc")
    typist.press("Tab")
    expect(typist.box).to_have_value("The PCC asked the ACC ")
    typist.page.context.set_offline(False)
    typist.saved()
