"""Words taken out of the record for good are let go of by the devices that still keep them."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from app.db import now, transaction
from app.services import expunging
from tests.browser.conftest import Person
from tests.browser.live_page import (
    address,
    box,
    expect_kept,
    expect_saved,
    kept,
    new_line,
    number,
    open_minutes,
    server,
    stored,
)
from tests.conftest import Office

__all__ = ["address", "number", "server"]
pytestmark = pytest.mark.browser

NAME = "Zebulon Quaggash"


def _taken_out(engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        by = office.users["administrator"]
        expunging.expunge(session, NAME, reason="A child was named.", by=by, at=now())
        session.commit()


def test_what_a_device_kept_of_a_line_goes_when_the_line_s_words_were_taken_out(
    person: Person, number: int, engine: Engine, office: Office
) -> None:
    page = open_minutes(person("minute_taker"), number)
    line = new_line(page)
    line.press_sequentially(f"The PCC thanked {NAME}.")
    expect_saved(page)
    page.context.set_offline(True)
    line.press_sequentially(" She was late.")
    expect_kept(page, f"The PCC thanked {NAME}. She was late.")
    _taken_out(engine, office)
    page.context.set_offline(False)
    expect_saved(page)
    expect(box(page, "The PCC thanked [taken out].")).to_be_visible()
    assert kept(page) == []
    assert NAME not in " ".join(stored(engine, number))


def test_what_was_kept_before_the_page_was_opened_again_is_thrown_away(
    person: Person, number: int, engine: Engine, office: Office
) -> None:
    page = open_minutes(person("minute_taker"), number)
    line = new_line(page)
    line.press_sequentially(f"The PCC thanked {NAME}.")
    expect_saved(page)
    assert stored(engine, number)[-1] == f"The PCC thanked {NAME}."
    # Not by the browser's pretended offline: that does not hold back the last words of a page that is left.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    line.press_sequentially(" She was late.")
    expect_kept(page, f"The PCC thanked {NAME}. She was late.")
    page.goto("about:blank")
    _taken_out(engine, office)
    open_minutes(page, number)
    expect(box(page, "The PCC thanked [taken out].")).to_be_visible()
    assert kept(page) == []
