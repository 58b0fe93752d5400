"""A report about recommendations, brought in as an office does: checked beside its source, then in the register."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import assert_accessible, assert_fits

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


@pytest.mark.browser
@pytest.mark.seeds
def test_a_councils_report_is_checked_beside_its_source_and_becomes_recommendations_and_updates(
    sign_in_as: Callable[[str], Page],
) -> None:
    page = sign_in_as("minute_taker")
    page.goto("/bring-in")
    page.locator("input[type=file]").set_input_files(next(SEEDS.glob("003_*.txt")))
    page.get_by_role("button", name="Read this file").click()
    report = page.locator("#report")
    report.get_by_text("29 recommendations under 30 headings.").wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("“Council” is").fill("Telford & Wrekin Council")
    page.get_by_role("button", name="Save what was read of the report").click()
    report.get_by_role("cell", name="Telford & Wrekin Council; West Mercia Police").wait_for()

    # A heading is put right beside its source, and the list of recommendations follows.
    heading = page.locator(".ck--h", has_text="Ring-fencing of WMP's CE Team Resource").first
    heading.get_by_role("link", name="Heading, level").click()
    heading.get_by_label("Heading", exact=True).fill("Recommendation 8 – Ring-fencing of the team")
    heading.get_by_role("button", name="Save").click()
    report.get_by_role("link", name="Ring-fencing of the team").wait_for()

    page.get_by_role("button", name="Bring in this report").click()
    page.get_by_role("heading", name="Independent Inquiry into CSE in Telford", level=1).wait_for()
    page.get_by_text("The report makes 47: 18 are not described here yet.").wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Recommendation 6", exact=True).click()
    page.get_by_text("Telford & Wrekin Council reports").wait_for()
    page.get_by_text("West Mercia Police reports").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="In the report").first.click()
    page.get_by_text("There is already training in place").first.wait_for()
