"""Characters that carry no words: taken out or made plain, alike in every format."""

import re

_NOTHING = dict.fromkeys(
    [
        0xFEFF,
        0x200B,
        0x200C,
        0x200D,
        0x2060,
        0x00AD,
        0x200E,
        0x200F,
        0xFFFC,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_SPACES = dict.fromkeys(
    [
        0x00A0,
        0x202F,
        0x2007,
        0x2002,
        0x2003,
        0x2009,
        0x200A,
        0x3000,
        0x2004,
        0x2005,
        0x2006,
        0x2008,
        0x1680,
        0x205F,
    ],
    " ",
)
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), 8232, 8233, 65534, 65535], " ")
_TABLE = {**_CONTROLS, **_SPACES, **_NOTHING}
BULLET = re.compile(
    r"[ \t]*(?:[•●○◦▪▫■□‣⁃∙·►▶➢➤✓✔❖♦◆*\u2219\ue000-\uf8ff]|[-–—](?=\s)|o(?=\t|\s{2,}\S)|\+(?=\s))[ \t]*(?=\S)"
)


def clean(text: str) -> str:
    """Without zero-width and control characters; every kind of blank a space. Tabs and breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_TABLE).replace("\t ", "\t")


def squeezed(text: str) -> str:
    """One space between words."""
    return " ".join(text.split())
