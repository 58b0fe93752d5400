"""What becomes of tests whose browser, or other program, this machine does not have."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

NEEDY = """
import pytest

@pytest.mark.browser
def test_in_a_browser() -> None: ...

def test_without() -> None: ...
"""
LAZY = """
import pytest

@pytest.mark.skip(reason="too hard")
def test_left_out() -> None: ...
"""


def run(folder: Path, tests: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The tests, run on a machine without any programs."""
    (folder / "test_it.py").write_text(tests)
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.machine",
            "-p",
            "no:cacheprovider",
            "-c",
            os.devnull,
            folder,
        ],
        cwd=ROOT,
        env={"PATH": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_there_is_no_browser_only_its_tests_are_left_out_and_loudly(tmp_path: Path) -> None:
    done = run(tmp_path, NEEDY)
    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert "1 test was LEFT OUT for want of a browser" in done.stdout


def test_in_continuous_integration_a_missing_browser_is_a_failure(tmp_path: Path) -> None:
    done = run(tmp_path, NEEDY, HTA_CI="1")
    assert done.returncode == 1
    assert "This test needs a browser" in done.stdout


def test_in_continuous_integration_nobody_leaves_a_test_out(tmp_path: Path) -> None:
    assert run(tmp_path, LAZY).returncode == 0
    done = run(tmp_path, LAZY, HTA_CI="1")
    assert done.returncode == 1
    assert "Nothing may be left out here" in done.stdout
