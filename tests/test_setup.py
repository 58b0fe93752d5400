"""What a newcomer meets first: make, the command line, the wheel. Each refusal is one sentence."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def hta(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command as the shell runs it."""
    return subprocess.run(
        [BIN / "hta", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        timeout=120,
        check=False,
    )


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit status 2, nothing on standard output, and one sentence with these words on standard error."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.rstrip().endswith("."), done.stderr
    for word in words:
        assert word in done.stderr


# --- settings --------------------------------------------------------------------------------------------


def test_a_wrong_setting_is_named_in_one_sentence() -> None:
    assert_refused(hta("settings", HTA_PORT="99999"), "HTA_PORT", "65535")


def test_settings_show_no_password() -> None:
    done = hta("settings", HTA_DATABASE_URL="postgresql+psycopg://hta:secret@localhost/hta")
    assert "postgresql+psycopg://hta:***@localhost/hta" in done.stdout
    assert "secret" not in done.stdout


def test_without_a_database_address_the_record_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path}/hta.db"


def test_what_a_command_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTA_PORT", "8001")
    assert read_settings().port == 8001
    assert read_settings(port=8002).port == 8002


# --- the command line ------------------------------------------------------------------------------------


def test_a_port_in_use_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = hta("demo", HTA_PORT=str(port), HTA_DATA_DIR=str(tmp_path / "data"))
    assert_refused(refused, f"Port {port}", "HTA_PORT")
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert_refused(hta("migrate", HTA_DATA_DIR=str(tmp_path / "file" / "data")), "HTA_DATA_DIR")


def test_a_database_that_cannot_be_reached_is_refused() -> None:
    address = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    assert_refused(hta("migrate", HTA_DATABASE_URL=address), "HTA_DATABASE_URL")


def test_a_database_that_is_not_up_to_date_is_not_served(tmp_path: Path) -> None:
    assert_refused(hta("serve", "--port", "0", HTA_DATA_DIR=str(tmp_path)), "hta migrate")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert_refused(hta("read", "--json", str(tmp_path / "none.txt")), "none.txt")


def test_somebody_added_on_the_command_line_is_listed(tmp_path: Path) -> None:
    here = {"HTA_DATA_DIR": str(tmp_path), "HTA_OFFICE_NAME": "Office of the PCC for Westmere"}
    assert hta("migrate", **here).returncode == 0
    words = ["--name", "Joan Tully", "--role", "minute-taker", "--password", "a long enough password"]
    added = hta("users", "add", "J.Tully@example.org", *words, **here)
    assert "Joan Tully can now sign in as j.tully@example.org" in added.stdout, added.stderr
    assert "j.tully@example.org\tJoan Tully\tMinute-taker" in hta("users", "list", **here).stdout
    assert_refused(hta("users", "add", "j.tully@example.org", *words, **here), "already signs in")


def test_an_office_does_not_serve_the_people_of_the_demo(tmp_path: Path) -> None:
    here = {"HTA_DATA_DIR": str(tmp_path)}
    assert hta("migrate", **here).returncode == 0
    words = ["--name", "Joan Tully", "--role", "minute-taker", "--password", "a long enough password"]
    hta("users", "add", "joan.tully@northfold-commissioner.example", *words, **here)
    assert_refused(hta("serve", "--port", "0", **here), "hta demo")


# --- make ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with the Makefile and what it starts from, which everybody may read."""
    with tempfile.TemporaryDirectory() as name:
        for file in ("Makefile", "requirements.txt", "pyproject.toml", "hatch_build.py"):
            shutil.copy(ROOT / file, name)
        Path(name).chmod(0o755)
        yield Path(name)


def make(folder: Path, python: Path | str, user: str | None = None) -> str:
    """What `make setup` says when it refuses."""
    done = subprocess.run(
        ["make", "setup", f"PYTHON={python}"],
        cwd=folder,
        capture_output=True,
        text=True,
        user=user,
        # These tests may themselves have been started by make, which would then say so.
        env={name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))},
        check=False,
    )
    assert done.returncode
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(said) == 1, done.stderr
    return said[0]


def python_that_refuses(folder: Path, words: str) -> Path:
    """A Python that fails whatever program has these words in it."""
    python = folder / "python"
    python.write_text(f'#!/bin/sh\ncase "$*" in *{words}*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return python


def test_an_old_python_is_refused_before_anything_is_made(folder: Path) -> None:
    assert "3.11 or newer" in make(folder, python_that_refuses(folder, "version_info"))
    assert not (folder / ".venv").exists()


def test_a_machine_without_python_is_told_what_to_install(folder: Path) -> None:
    assert "needs Python 3.11 or newer" in make(folder, "")


def test_a_python_that_makes_no_environments_is_told_apart_from_an_old_one(folder: Path) -> None:
    assert "python3-venv" in make(folder, python_that_refuses(folder, "ensurepip"))


def test_a_folder_that_cannot_be_written_is_said_to_be_so(folder: Path) -> None:
    folder.chmod(0o555)
    user = "nobody" if os.geteuid() == 0 else None
    assert "cannot be written to" in make(folder, sys.executable, user=user)


def test_make_help_names_every_target() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "setup", "check", "bench", "help"):
        assert f"make {target} " in said


# --- the wheel -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that pip builds from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_all_that_running_needs(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    needed = {
        "app/templates/base.html",
        "app/static/built/app.css",
        "app/static/built/htmx.min.js",
        "app/migrations/env.py",
        "app/sample_minutes/users.csv",
        "app/documents/house_style.docx",
    }
    assert needed <= inside, needed - inside
    assert not [name for name in inside if "node_modules" in name or name.endswith(".scss")]


@pytest.mark.slow
def test_the_demo_runs_from_an_installed_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    installed, folder = tmp_path / "installed", tmp_path / "empty"
    folder.mkdir()
    words = ["pip", "install", "--quiet", "--no-deps", "--target", str(installed), str(wheel)]
    subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True)
    # Found before the checkout, which is on the path too because these tests run from it.
    environment = {**os.environ, "PYTHONPATH": str(installed), "HTA_PORT": "0"}
    where = [sys.executable, "-c", "import app; print(app.__file__)"]
    found = subprocess.run(
        where, env=environment, cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    assert found.startswith(str(installed))

    server = subprocess.Popen(
        [installed / "bin" / "hta", "demo"],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line)
            if " served on " in line:
                break
        assert said, server.stderr and server.stderr.read()
        address = said[-1].split()[-1]
        assert any("joan.tully@" in line for line in said)
        for path, words_there in (("/sign-in", b"Sign in"), ("/static/app.css", b"govuk")):
            with urllib.request.urlopen(address + path, timeout=20) as reply:  # noqa: S310 (our own server)
                assert words_there in reply.read()
    finally:
        server.terminate()
        server.communicate(timeout=20)
    assert (folder / "data" / "hta.db").is_file()
