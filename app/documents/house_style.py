"""Make house_style.docx, the Word file that holds every look of our documents and no words.

    python -m app.documents.house_style

The package is written whole: python-docx's own template brings an author, a thumbnail, 160 styles
and US English.
Sizes are in points, lengths in millimetres. Ink is "auto", so that it is white in a dark window.
"""

import zipfile
from pathlib import Path

from app.documents.word import house_parts
from app.documents.word.house_looks import styles

PLACE = Path(__file__).with_name("house_style.docx")
MAKING = (1980, 1, 1, 0, 0, 0)
"""The moment that every part carries, so that making the file again gives the same bytes."""


def make(place: Path = PLACE) -> None:
    with zipfile.ZipFile(place, "w") as package:
        for name, content in {**house_parts.parts(), "word/styles.xml": styles()}.items():
            package.writestr(zipfile.ZipInfo(name, MAKING), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    make()
