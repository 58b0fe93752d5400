"""Tables of the samples."""

import csv
from pathlib import Path


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a head, as text by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
