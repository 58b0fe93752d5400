"""The main job, as the minute-taker does it: published minutes in, the structure kept, Word out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.documents.interpret import interpret
from app.documents.minutes import Minutes
from app.documents.source import read_source
from tests.browser.conftest import assert_accessible, assert_fits

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


def what_is_printed(minutes: Minutes) -> list[object]:
    """Everything of the minutes that a printed file carries, without the places it was found at.

    The title aside: these minutes print none, and a meeting in the list needs one.
    """
    out: list[object] = [minutes.held_on, minutes.starts_at, minutes.venue, minutes.chair]
    out += [minutes.minute_taker, minutes.next_meeting]
    out += [(a.name, a.title, a.known_as, a.organisation, a.presence) for a in minutes.attendances]
    for part in minutes.parts:
        out.append((part.number, part.title, part.level, tuple(part.recommendations), part.source))
        for line in part.lines:
            kinds = [(one.kind, line.words_of(one), tuple(one.speakers)) for one in line.passages]
            out.append((line.text, line.bullet, line.depth, kinds))
    return out


@pytest.mark.browser
@pytest.mark.seeds
def test_published_minutes_go_in_are_checked_and_come_out_as_word_that_reads_back_equal(
    sign_in_as: Callable[[str], Page], tmp_path: Path
) -> None:
    seed = next(SEEDS.glob("001_*.txt"))
    page = sign_in_as("minute_taker")

    page.goto("/bring-in")
    assert_accessible(page)
    page.locator("input[type=file]").set_input_files(seed)
    page.get_by_role("button", name="Read this file").click()
    page.get_by_role("heading", name="Check what was read").wait_for()
    assert_accessible(page)
    assert_fits(page)

    # One doubt is settled: who Chris Jensen belongs to.
    page.get_by_text("0 of 2 settled").wait_for()
    page.get_by_role("button", name="Settle, next doubt").click()
    page.get_by_text("1 of 2 settled").wait_for()

    page.get_by_role("button", name="Bring in these minutes").click()
    page.get_by_role("heading", name="Who was there").wait_for()
    meeting = page.url
    assert_accessible(page)
    assert_fits(page)

    page.goto("/actions")
    rows = page.locator("tbody tr")
    assert rows.count() == 3
    tied = {
        row.locator("a[href^='/actions/']").first.inner_text(): [
            link.inner_text().split()[-1] for link in row.locator("a[href^='/recommendations/']").all()
        ]
        for row in rows.all()
    }
    assert tied == {"1/2023": [], "2/2023": ["8"], "3/2023": ["31"]}
    assert_accessible(page)
    assert_fits(page)

    page.get_by_role("link", name="Recommendation 8").press("Enter")
    page.get_by_role("heading", level=1).get_by_text("8").wait_for()
    trail = page.locator("main").inner_text()
    assert "asked if the CC was satisfied that the force has the right level of resource" in trail
    assert "No answer is recorded" in trail
    assert "provide update on WMP performance product prioritisation" in trail
    assert_accessible(page)
    assert_fits(page)

    page.goto(meeting)
    with page.expect_download() as download:
        page.get_by_role("link", name="Word", exact=True).click()
    word = tmp_path / "minutes.docx"
    download.value.save_as(word)
    before = interpret(read_source(seed.read_bytes(), seed.name)).minutes
    after = interpret(read_source(word.read_bytes(), word.name)).minutes
    assert what_is_printed(after) == what_is_printed(before)

    # The same file again is known.
    page.goto("/bring-in")
    page.locator("input[type=file]").set_input_files(seed)
    page.get_by_role("button", name="Read this file").click()
    page.get_by_text("already here").first.wait_for()
    assert_accessible(page)
