"""`make bench`: runs every measurement of this folder, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def measurements() -> list[str]:
    """The modules of this folder that have a `main()`, by name."""
    return sorted(
        path.stem
        for path in HERE.glob("*.py")
        if path.name != Path(__file__).name and "\ndef main(" in path.read_text("utf-8")
    )


def main() -> int:
    """Print each measurement's figures. The exit status is that of the first one that failed."""
    for name in measurements():
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        finished = subprocess.run(
            [sys.executable, "-c", f"from tests.bench.{name} import main; raise SystemExit(main())"],
            cwd=HERE.parents[1],
            check=False,
        )
        if finished.returncode:
            return finished.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
