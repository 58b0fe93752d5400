"""What this machine has that some tests need: a browser, LibreOffice, poppler, the published documents.

A test says what it needs by a marker; those in tests/browser need a browser without saying so. What
cannot be had is said loudly, and only those tests are left out. With HTA_CI set nothing is left out:
what is missing is a failure.
"""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
"""Published documents that stand beside a checkout and are not part of it."""

BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
)  # fmt: skip
"""The first that is there is used: the one without a window takes a third of the processor's time for the same."""
NEEDED = {
    "browser": "a browser (on Debian: apt install chromium)",
    "libreoffice": "LibreOffice (on Debian: apt install libreoffice-writer-nogui)",
    "calc": "LibreOffice Calc (on Debian: apt install libreoffice-calc-nogui)",
    "poppler": "poppler (on Debian: apt install poppler-utils)",
    "seeds": f"the published documents in {SEEDS}",
}
NEVER_REQUIRED = {"seeds"}
"""Not part of the repository, so continuous integration may be without them too."""


def browser_program() -> str | None:
    """Where this machine has Chromium, if it has."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def has(need: str) -> bool:
    """Whether this machine has what the marker `need` stands for."""
    if need == "browser":
        return browser_program() is not None
    if need == "libreoffice":
        return shutil.which("soffice") is not None
    if need == "calc":
        office = shutil.which("soffice")
        return office is not None and Path(office).resolve().with_name("libsclo.so").exists()
    if need == "poppler":
        return all(shutil.which(name) for name in ("pdftotext", "pdftoppm"))
    return SEEDS.is_dir()


def is_ci() -> bool:
    """Whether nothing may be left out."""
    return bool(os.environ.get("HTA_CI"))


def missing_for(item: pytest.Item) -> str | None:
    """The first thing this test needs and this machine has not."""
    needs = [need for need in NEEDED if item.get_closest_marker(need)]
    return next((need for need in needs if not has(need)), None)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every test in tests/browser needs a browser."""
    if ROOT / "tests" / "browser" in item.path.parents:
        item.add_marker("browser")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, or in continuous integration fail, what cannot be run here."""
    missing = missing_for(item)
    if missing is None:
        return
    if is_ci() and missing not in NEVER_REQUIRED:
        pytest.fail(f"This test needs {NEEDED[missing]}.", pytrace=False)
    pytest.skip(f"needs {NEEDED[missing]}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out, at the end where it is seen."""
    left_out = Counter(
        need
        for report in terminalreporter.stats.get("skipped", [])
        for need in NEEDED
        if NEEDED[need] in str(report.longrepr)
    )
    for need, count in left_out.items():
        tests = "1 test was" if count == 1 else f"{count} tests were"
        terminalreporter.write_line(f"{tests} LEFT OUT for want of {NEEDED[need]}.", yellow=True, bold=True)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration a test that somebody left out fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not is_ci():
        return
    unexplained = [
        report
        for report in reporter.stats.get("skipped", [])
        if not any(NEEDED[need] in str(report.longrepr) for need in NEVER_REQUIRED)
    ]
    if unexplained and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line("Nothing may be left out here: see the skipped tests.", red=True, bold=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
