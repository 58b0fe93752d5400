"""The numbers and bullets that Word shows before paragraphs and keeps outside their text."""

import re
from dataclasses import dataclass, field

from app.documents.word.package import Element
from app.documents.word.style_sheet import VAL, StyleSheet, W, number

DEPTHS = range(9)
"""Word knows nine levels of a list; a file that names others is damaged."""
BULLET = re.compile(r"[^\w%]+")
ROMANS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True)
class Mark:
    """What stands before a paragraph: its depth in the list from 0, and the number; None for a bullet."""

    depth: int
    label: str | None


@dataclass
class Counts:
    """How far one list has counted, by depth."""

    at: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)
    """(list, depth) whose own start has been used."""


def roman(count: int) -> str:
    out = ""
    for value, sign in ROMANS:
        while count >= value and len(out) < 30:
            out, count = out + sign, count - value
    return out


def letters(count: int) -> str:
    """a … z, aa, bb …, as Word counts."""
    return chr(97 + (count - 1) % 26) * min((count - 1) // 26 + 1, 9) if count > 0 else ""


def ordinal(count: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{count}{'th' if count % 100 in (11, 12, 13) else ends.get(count % 10, 'th')}"


def shown(count: int, form: str) -> str:
    """A count in one of Word's forms; unknown forms are shown as figures."""
    if form in ("lowerRoman", "upperRoman"):
        text = roman(count)
    elif form in ("lowerLetter", "upperLetter"):
        text = letters(count)
    elif form == "ordinal":
        return ordinal(count)
    elif form == "decimalZero":
        return f"{count:02d}"
    elif form == "none":
        return ""
    else:
        return str(count)
    return text.upper() if form.startswith("upper") else text


class Level:
    """One level of a list, as the file describes it."""

    def __init__(self, element: Element | None) -> None:
        def said(name: str, otherwise: str) -> str:
            found = None if element is None else element.find(W + name)
            return otherwise if found is None else found.get(VAL, otherwise)

        self.form = said("numFmt", "decimal")
        self.text = said("lvlText", "")
        self.start = number(said("start", "1"), 1)
        self.restart = number(said("lvlRestart", "-1"), -1)
        self.style = said("pStyle", "")
        self.in_figures = element is not None and element.find(W + "isLgl") is not None
        self.is_bullet = self.form == "bullet" or bool(
            self.form == "none" and BULLET.fullmatch(self.text.strip() or " ") and self.text.strip()
        )


class Numbering:
    """Counts as Word counts: one counter a level for every list made from one description. Ask once for every
    paragraph, in order."""

    def __init__(self, tree: Element | None, styles: StyleSheet) -> None:
        self.styles = styles
        self.descriptions: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        """Of each list: its description, the levels it describes anew, and where its levels start."""
        self.counts: dict[str, Counts] = {}
        self.said: dict[str, tuple[str, int] | None] = {}
        if tree is not None:
            self.read(tree)

    def read(self, tree: Element) -> None:
        links: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for described in tree.iter(W + "abstractNum"):
            name = described.get(W + "abstractNumId", "")
            self.descriptions[name] = {
                depth: Level(level)
                for level in described.findall(W + "lvl")
                if (depth := number(level.get(W + "ilvl"))) in DEPTHS
            }
            if (link := described.find(W + "numStyleLink")) is not None:
                links[name] = link.get(VAL, "")
            if (link := described.find(W + "styleLink")) is not None:
                by_style[link.get(VAL, "")] = name
        for one in tree.iter(W + "num"):
            link = one.find(W + "abstractNumId")
            name = "" if link is None else link.get(VAL, "")
            name = by_style.get(links[name], name) if name in links else name
            anew, starts = {}, {}
            for override in one.findall(W + "lvlOverride"):
                depth = number(override.get(W + "ilvl"))
                if depth not in DEPTHS:
                    continue
                if (level := override.find(W + "lvl")) is not None:
                    anew[depth] = Level(level)
                if (start := override.find(W + "startOverride")) is not None:
                    starts[depth] = number(start.get(VAL), 1)
            self.lists[one.get(W + "numId", "")] = (name, anew, starts)

    def before(self, properties: Element | None) -> Mark | None:
        """What Word shows before the paragraph with these properties."""
        said = self.list_of(properties)
        if said is None or said[0] not in self.lists:
            return None
        name, depth = said
        description, anew, starts = self.lists[name]
        levels = {**self.descriptions.get(description, {}), **anew}
        if depth not in levels:
            return None
        level = levels[depth]
        if level.is_bullet:
            return Mark(depth, None)
        counts = self.counts.setdefault(description, Counts())
        if depth in starts and (name, depth) not in counts.begun:
            counts.at[depth] = starts[depth] - 1
        counts.begun.add((name, depth))
        for above in range(depth):
            counts.at.setdefault(above, levels[above].start if above in levels else 1)
        counts.at[depth] = counts.at.get(depth, level.start - 1) + 1
        for below in [d for d in counts.at if d > depth]:
            restarts_after = levels[below].restart if below in levels else -1
            if restarts_after != 0 and (restarts_after < 0 or depth < restarts_after):
                del counts.at[below]

        def place(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form = levels[at].form if at in levels else "decimal"
            form = "decimal" if level.in_figures and form != "none" else form
            return shown(counts.at.get(at, 1), form)

        label = re.sub(r"%([1-9])", place, level.text).strip()
        return Mark(depth, label) if label else None

    def list_of(self, properties: Element | None) -> tuple[str, int] | None:
        """(list, depth): from the paragraph itself, else from its style."""
        own = None if properties is None else properties.find(W + "numPr")
        style = self.styles.of(properties)
        if style not in self.said:
            self.said[style] = self.list_of_style(style)
        inherited = self.said[style]
        if own is None:
            return inherited
        name, level = own.find(W + "numId"), own.find(W + "ilvl")
        depth = (inherited[1] if inherited else 0) if level is None else number(level.get(VAL))
        if name is None:
            return None if inherited is None else (inherited[0], depth)
        return None if name.get(VAL) == "0" else (name.get(VAL, ""), depth)

    def list_of_style(self, identifier: str) -> tuple[str, int] | None:
        depth = None
        for style in self.styles.chain(identifier):
            said = style.find(f"{W}pPr/{W}numPr")
            if said is None:
                continue
            level, name = said.find(W + "ilvl"), said.find(W + "numId")
            depth = number(level.get(VAL)) if depth is None and level is not None else depth
            if name is not None:
                return None if name.get(VAL) == "0" else self.at_depth_of(style, name.get(VAL, ""), depth)
        return None

    def at_depth_of(self, style: Element, name: str, depth: int | None) -> tuple[str, int]:
        """A list may say itself which of its levels belongs to a style."""
        description, anew, _ = self.lists.get(name, ("", {}, {}))
        levels = {**self.descriptions.get(description, {}), **anew}
        linked = [at for at, level in levels.items() if level.style == style.get(W + "styleId")]
        return name, linked[0] if linked else depth or 0
