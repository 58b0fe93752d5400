"""What the house rules walk over: our Python files, our templates, the README. Each walker is tested too."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"


@dataclass(frozen=True)
class Found:
    """A place in a file that a rule speaks about."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.what}"


def python_files(*folders: str) -> list[Path]:
    """Our own Python files under these folders of the repository, in order."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "node_modules" not in path.parts
    )


def name_of(path: Path) -> str:
    """The path as one types it: from the repository's root."""
    return path.relative_to(ROOT).as_posix()


def calls(source: str, *names: str, path: str = "") -> Iterator[Found]:
    """Every call whose function is, or ends in, one of these dotted names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if any(called == name or called.endswith(f".{name.lstrip('.')}") for name in names):
                yield Found(path, node.lineno, called)


def mentions(source: str, *names: str, path: str = "") -> Iterator[Found]:
    """Every place that reads one of these dotted names, or imports the last part of one from the rest."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in names:
            yield Found(path, node.lineno, ast.unparse(node))
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if f"{node.module}.{alias.name}" in names:
                    yield Found(path, node.lineno, f"from {node.module} import {alias.name}")


def blind_excepts(source: str, *, path: str = "") -> Iterator[Found]:
    """Every `except:` and `except Exception` (or BaseException) that does not raise again."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = ast.unparse(node.type) if node.type else ""
        if caught in {"", "Exception", "BaseException"} and not any(
            isinstance(inner, ast.Raise) for inner in ast.walk(node)
        ):
            yield Found(path, node.lineno, f"except {caught}".strip())


def silent_modules(source: str, *, path: str = "") -> Iterator[Found]:
    """A module that does not say what it is for."""
    if source.strip() and not ast.get_docstring(ast.parse(source)):
        yield Found(path, 1, "has no docstring")


INLINE = re.compile(
    r"""<style\b|\sstyle=|<script(?![^>]*\ssrc=)|\shx-on|\son[a-z]+=["']|javascript:|["']js:"""
)


def inline_code(template: str, *, path: str = "") -> Iterator[Found]:
    """Every inline script, style or handler: the content security policy would stop it."""
    for number, line in enumerate(template.splitlines(), start=1):
        for match in INLINE.finditer(line):
            yield Found(path, number, match.group().strip())


ACTING = re.compile(r"<\w+(?=[^<>]*\shx-(?:get|post|put|patch|delete)=)[^<>]*>", re.S)


def aimless(template: str, *, path: str = "") -> Iterator[Found]:
    """Every element that asks the server for something and does not itself say where the answer goes.

    An answer that is swapped out of band goes where it says: hx-swap="none" is enough.
    """
    # What stands in {{ }} and {% %} may hold angle brackets of its own.
    plain = re.sub(r"{[{%].*?[}%]}", lambda match: re.sub(r"[<>]", " ", match.group()), template, flags=re.S)
    for match in ACTING.finditer(plain):
        words = re.sub(r"\s", " ", match.group())
        if " hx-target=" not in words and ' hx-swap="none"' not in words:
            yield Found(path, plain.count("\n", 0, match.start()) + 1, match.group()[:60])


def in_files(walk: object, paths: list[Path], *arguments: str) -> list[Found]:
    """A walker over many files."""
    assert callable(walk)
    return [
        found for path in paths for found in walk(path.read_text("utf-8"), *arguments, path=name_of(path))
    ]
