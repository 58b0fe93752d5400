"""The house rules, each with a message for whoever broke it and a proof that its walker finds something."""

import json
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.main import get_command

from app.cli import command
from app.cli.database import ensure_migrations_make_the_models
from app.db import migrate
from app.settings import Settings
from tests.house_rules import (
    APP,
    ROOT,
    aimless,
    blind_excepts,
    calls,
    in_files,
    inline_code,
    mentions,
    name_of,
    python_files,
    silent_modules,
)

README = ROOT / "README.md"

NOUNS = {
    "people", "meetings", "lines", "actions", "responses", "recommendations", "documents", "publications",
    "letters", "changes", "search",
}  # fmt: skip
PARTS_OF_NOUNS = {
    "attendances", "sections", "papers", "drafts", "positions", "samples", "entries", "questions",
    "sources", "readings", "files", "corrections", "sign_ins",
    "trails", "audience", "trackers", "calendars", "figures", "duties",
    "briefs", "planned_questions", "notes", "short_forms", "histories",
    "steps", "progress_reports", "progress_updates", "inspections", "coverage", "standings", "enquiries",
    "circulations", "amendments", "withholdings", "markings", "checks", "published", "house_styles", "returns",
    "expunging", "handing_over",
}  # fmt: skip
"""Things that the nouns own: an attendance is of a meeting. A new one is a decision; write it down here."""
NOT_NOUNS = {"health", "home", "live", "owed", "pages", "static"}
"""What only the web needs."""


# --- code ------------------------------------------------------------------------------------------------


def test_only_the_owner_of_a_transaction_commits() -> None:
    owners = {"app/dependencies/asking.py", "app/dependencies/secret_addresses.py", "app/ticker.py"}
    found = in_files(calls, python_files("app"), ".commit")
    strangers = [one for one in found if one.path not in owners and not one.path.startswith("app/cli/")]
    assert not strangers, f"a request, a command or the worker commits, nothing else: {_listed(strangers)}"
    assert {one.path for one in found} & owners, "the walker no longer finds the commit of a request"


def test_only_the_database_module_reads_the_clock() -> None:
    clocks = (
        "datetime.now",
        "datetime.utcnow",
        "date.today",
        "datetime.today",
        "time.time",
        "time.localtime",
    )
    found = in_files(calls, python_files("app", "migrations"), *clocks)
    assert {one.path for one in found} == {"app/db.py"}, f"take the moment from db.now(): {_listed(found)}"


def test_only_the_settings_read_the_environment() -> None:
    found = in_files(mentions, python_files("app", "migrations"), "os.environ", "os.getenv")
    assert not found, f"make it a field of app.settings.Settings: {_listed(found)}"


def test_no_error_is_swallowed_unseen() -> None:
    found = in_files(blind_excepts, python_files("app"))
    assert not found, f"name the error that is expected: {_listed(found)}"


def test_every_module_says_what_it_is_for() -> None:
    found = in_files(silent_modules, python_files("app"))
    assert not found, f"the file needs a docstring: {_listed(found)}"


@pytest.mark.parametrize(
    ("walk", "names", "source"),
    [
        (calls, [".commit"], "def f(session):\n    session.commit()\n"),
        (calls, ["datetime.now"], "x = datetime.now(UTC)\n"),
        (calls, ["datetime.now"], "import datetime\nx = datetime.datetime.now()\n"),
        (mentions, ["os.environ"], "import os\nx = os.environ['A']\n"),
        (mentions, ["os.environ"], "from os import environ\n"),
        (blind_excepts, [], "try:\n    f()\nexcept Exception:\n    pass\n"),
        (blind_excepts, [], "try:\n    f()\nexcept:\n    pass\n"),
        (silent_modules, [], "x = 1\n"),
        (inline_code, [], '<p style="color: red">'),
        (inline_code, [], "<script>alert(1)</script>"),
        (inline_code, [], '<a onclick="go()">'),
        (aimless, [], '<form action="/a"\n hx-post="/a">'),
    ],
)
def test_a_walker_finds_what_its_rule_forbids(walk: Any, names: list[str], source: str) -> None:
    assert list(walk(source, *names)), f"{walk.__name__} overlooks {source!r}"


@pytest.mark.parametrize(
    ("walk", "names", "source"),
    [
        (calls, [".commit"], "def f(session):\n    session.flush()\n"),
        (calls, ["datetime.now"], "x = now()\ny = db.now()\n"),
        (blind_excepts, [], "try:\n    f()\nexcept BaseException:\n    tidy()\n    raise\n"),
        (silent_modules, [], '"""Module."""\nx = 1\n'),
        (aimless, [], '<a href="{{ a if b > c }}" hx-get="/a"\n hx-target="#b">'),
        (inline_code, [], '<script src="/static/page.js" type="module"></script><p class="style">'),
    ],
)
def test_a_walker_leaves_alone_what_its_rule_allows(walk: Any, names: list[str], source: str) -> None:
    assert not list(walk(source, *names))


# --- files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", ["models", "services", "routers"])
def test_a_layer_says_a_noun_in_one_place_with_that_name(layer: str) -> None:
    named = {path.stem for path in (APP / layer).iterdir() if path.suffix == ".py" or path.is_dir()}
    named -= {"__init__", "__pycache__"}
    allowed = NOUNS | PARTS_OF_NOUNS | (NOT_NOUNS if layer == "routers" else set())
    assert named, f"app/{layer} is empty"
    assert named <= allowed, f"app/{layer} has files that no noun names: {sorted(named - allowed)}"


def test_no_file_is_named_after_a_layer_or_a_shelf() -> None:
    vague = {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "managers",
        "common",
        "misc",
        "base",
        "views",
    }
    paths = [path for path in python_files("app", "tests") if vague & set(path.stem.split("_"))]
    assert not paths, f"name the thing, not the shelf: {[name_of(path) for path in paths]}"


def test_files_are_small() -> None:
    sizes = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in python_files("app")}
    sizes = {name: size for name, size in sizes.items() if size > 3}
    assert len(sizes) > 30
    assert statistics.median(sizes.values()) < 125, "most files should be short: split by noun"
    long = {name: size for name, size in sizes.items() if size > 400}
    assert not long, f"split these by noun: {long}"


def test_the_pinned_packages_record_hashes_and_no_addresses() -> None:
    lock = json.loads((APP / "static" / "package-lock.json").read_text("utf-8"))
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert {"node_modules/htmx.org", "node_modules/govuk-frontend", "node_modules/sass"} <= packages.keys()
    assert all("integrity" in facts and "resolved" not in facts for facts in packages.values())
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = (ROOT / name).read_text("utf-8")
        assert not re.search(r"://|--index-url|--find-links", pins), f"{name} records an address"
        assert len(re.findall(r"^[\w.\[\]-]+==", pins, re.M)) > 30
        assert not re.findall(r"^[\w.\[\]-]+==[^\\\n]*$", pins, re.M), f"a package in {name} has no hash"


def test_what_is_pinned_for_running_is_pinned_alike_for_tests() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.\[\]-]+==[^ ;\\]+)", (ROOT / name).read_text("utf-8"), re.M))

    missing = pins("requirements.txt") - pins("requirements-dev.txt")
    assert not missing, f"run make pins: {sorted(missing)}"


# --- templates -------------------------------------------------------------------------------------------


def _templates() -> list[str]:
    folder = APP / "templates"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def test_every_template_compiles() -> None:
    from app.templating import environment

    names = _templates()
    assert len(names) > 5
    for name in names:
        environment.get_template(name)


def test_no_template_carries_code_or_style_of_its_own() -> None:
    found = in_files(inline_code, [APP / "templates" / name for name in _templates()])
    assert not found, f"the content policy would stop it; use a class or app/static/script: {_listed(found)}"


def test_what_acts_says_itself_where_the_answer_goes() -> None:
    templates = [APP / "templates" / name for name in _templates()]
    assert any(" hx-post=" in path.read_text("utf-8") for path in templates)
    found = in_files(aimless, templates)
    assert not found, f"put hx-target on the element itself: {_listed(found)}"


def _old_htmx(folder: Path) -> list[str]:
    """What htmx's own checker says of templates written for its version 2.

    Its findings about inheritance are left out: it does not see that an inner element aims for itself, which the
    test above does.
    """
    checker = APP / "static" / "node_modules" / "htmx.org" / "dist" / "scripts" / "upgrade-check.py"
    done = subprocess.run([sys.executable, checker, folder], capture_output=True, text=True, check=False)
    assert "Scanning" in done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if ".html:" in line and "[inheritance]" not in line]


def test_templates_are_written_for_htmx_4(tmp_path: Path) -> None:
    assert not _old_htmx(APP / "templates")
    (tmp_path / "old.html").write_text('<form hx-post="/a" hx-disabled-elt="button"></form>')
    assert _old_htmx(tmp_path), "the checker no longer finds what version 4 renamed"


# --- the database ----------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_models_and_migrations_agree(engine: Engine) -> None:
    ensure_migrations_make_the_models(engine)


@pytest.mark.both_databases
def test_migrations_go_down_and_up_again(engine: Engine) -> None:
    for target in ("-1", "head", "base", "head"):
        migrate(engine, target)
    ensure_migrations_make_the_models(engine)


@pytest.mark.both_databases
def test_a_table_that_models_do_not_know_would_be_noticed(engine: Engine) -> None:
    from app.errors import RuleBroken

    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE stranger (id INTEGER PRIMARY KEY)")
    with pytest.raises(RuleBroken, match="stranger"):
        ensure_migrations_make_the_models(engine)


# --- the README ------------------------------------------------------------------------------------------


def _commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, as one types it: "hta users add"."""

    def walk(name: str, one: Any) -> Iterator[tuple[str, Any]]:
        inner = getattr(one, "commands", None)
        if inner is None:
            yield name, one
            return
        for part, further in inner.items():
            yield from walk(f"{name} {part}", further)

    yield from walk("hta", get_command(command))


def test_every_setting_is_in_the_readme() -> None:
    readme = README.read_text("utf-8")
    names = [f"HTA_{name.upper()}" for name in Settings.model_fields]
    assert len(names) > 5
    assert not [name for name in names if f"`{name}`" not in readme], "add it to the table of settings"
    said = set(re.findall(r"^\| `(HTA_\w+)`", readme, re.M))
    assert said == set(names), f"the README's table names settings that there are not: {said - set(names)}"


def test_every_command_is_in_the_readme_and_shows_an_example() -> None:
    readme = README.read_text("utf-8")
    commands = dict(_commands())
    assert {"hta serve", "hta demo", "hta users add", "hta recommendations import"} <= commands.keys()
    assert not [name for name in commands if f"`{name}" not in readme], "add it to the table of commands"
    said = set(re.findall(r"^\| `(hta [a-z -]*[a-z])", readme, re.M))
    assert said == set(commands), "the README's table names commands that there are not"
    bare = [name for name, one in commands.items() if "Example:" not in (one.help or "")]
    assert not bare, f"give an example in the docstring: {bare}"


def _listed(found: Any) -> str:
    return "\n  " + "\n  ".join(map(str, found))
