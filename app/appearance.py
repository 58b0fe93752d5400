"""How the office looks: its colour, which must be readable, and its logo. No database, no web."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zlib import crc32

from app.errors import RuleBroken

ACCENT = "#14505c"
"""The colour of links and marks where an office sets none."""

LEAST_CONTRAST = 4.5
"""Of words on what they stand on: WCAG 2.2, success criterion 1.4.3."""

_BEHIND = {"white": "#ffffff", "the tint of what is current": "#eff4f4"}
_MOST_BYTES = 500_000
_MOST_PIXELS = 4000
_KINDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def contrast(one: str, other: str) -> float:
    """Between two colours such as "#14505c": 1 to 21, as WCAG defines it."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def why_unreadable(colour: str) -> str:
    """Why words in this colour could not be read by everybody, in a sentence; empty where they can."""
    for name, behind in _BEHIND.items():
        reached = contrast(colour, behind)
        if reached < LEAST_CONTRAST:
            return (
                f"{colour} on {name} has a contrast of {reached:.1f} to 1, and words need {LEAST_CONTRAST}: "
                "choose a darker colour"
            )
    return ""


def darker(colour: str) -> str:
    """The same colour as links have it when they are pointed at."""
    return "#" + "".join(f"{int(int(colour[at : at + 2], 16) * 0.65):02x}" for at in (1, 3, 5))


@dataclass(frozen=True)
class Logo:
    """The office's logo. `width` and `height` are in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def version(self) -> str:
        """Changes when its bytes do."""
        return f"{crc32(self.data):08x}"

    def size_in(self, height: int) -> tuple[int, int]:
        """Width and height when shown this high, in pixels."""
        return max(1, round(self.width * height / self.height)), height


@cache
def read_logo(path: Path) -> Logo:
    """The picture at this path. Raises RuleBroken unless it is a PNG or JPEG of a sensible size."""
    # Imported where it is needed: few offices' commands ever look at a picture.
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.image.image import Image

    try:
        data = path.read_bytes()
    except OSError as refusal:
        raise RuleBroken(f"{path} cannot be read ({refusal.strerror})") from refusal
    media_type = next((kind for kind, begins in _KINDS.items() if data.startswith(begins)), None)
    if media_type is None:
        raise RuleBroken(f"{path} is no PNG and no JPEG picture: save the logo as one of these")
    if len(data) > _MOST_BYTES:
        raise RuleBroken(f"{path} is larger than {_MOST_BYTES // 1000} KB: save the logo smaller")
    try:
        image = Image.from_file(BytesIO(data))
        width, height = int(image.px_width), int(image.px_height)
    except (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
        ValueError,
        KeyError,
    ) as fault:
        raise RuleBroken(f"{path} is damaged: save the logo again") from fault
    if not (0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS):
        raise RuleBroken(f"{path} is more than {_MOST_PIXELS} pixels wide or high: save the logo smaller")
    return Logo(data, media_type, width, height)
