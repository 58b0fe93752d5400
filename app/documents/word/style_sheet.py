"""What the styles of a Word file say: their names, and what a paragraph or run inherits from them."""

import re

from app.documents.word.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
HEADING = re.compile(r"heading (\d)(?: at level \d)?")
OFF = {"0", "false", "off"}


def number(text: str | None, otherwise: int = 0) -> int:
    """A number written in the file; damaged ones count as `otherwise`."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else otherwise


def toggle(properties: Element | None, name: str) -> bool | None:
    """A property such as bold: on, off, or not said."""
    said = None if properties is None else properties.find(W + name)
    return None if said is None else said.get(VAL, "1").lower() not in OFF


class StyleSheet:
    def __init__(self, tree: Element | None) -> None:
        self.styles: dict[str, Element] = {}
        self.default = ""
        for style in tree.iter(W + "style") if tree is not None else ():
            identifier = style.get(W + "styleId", "")
            self.styles.setdefault(identifier, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default", "0") not in OFF:
                self.default = identifier
        self.names = {identifier: self.said_name(style) for identifier, style in self.styles.items()}
        self.chains: dict[str, list[Element]] = {}
        self.levels: dict[str, int | None] = {}
        self.bolds: dict[str, bool] = {}

    @staticmethod
    def said_name(style: Element) -> str:
        name = style.find(W + "name")
        return "" if name is None else name.get(VAL, "")

    def of(self, properties: Element | None, kind: str = "pStyle") -> str:
        """The identifier of the style that properties name; the default's for a paragraph that names none."""
        said = None if properties is None else properties.find(W + kind)
        identifier = "" if said is None else said.get(VAL, "")
        return identifier if identifier in self.styles or kind != "pStyle" else self.default

    def name(self, identifier: str) -> str:
        return self.names.get(identifier, "")

    def chain(self, identifier: str) -> list[Element]:
        """The style and those it is based on, nearest first."""
        if identifier not in self.chains:
            out: list[Element] = []
            at: str | None = identifier
            while at in self.styles and self.styles[at] not in out and len(out) < 30:
                out.append(self.styles[at])
                base = self.styles[at].find(W + "basedOn")
                at = None if base is None else base.get(VAL)
            self.chains[identifier] = out
        return self.chains[identifier]

    def heading_level(self, identifier: str) -> int | None:
        """From 1; None for a style that is no heading."""
        if identifier not in self.levels:
            self.levels[identifier] = self.work_out_level(identifier)
        return self.levels[identifier]

    def work_out_level(self, identifier: str) -> int | None:
        for style in self.chain(identifier):
            if found := HEADING.fullmatch(self.said_name(style).lower()):
                return int(found[1])
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                level = number(outline.get(VAL), 9)
                return level + 1 if 0 <= level < 9 else None
        return None

    def is_bold(self, identifier: str) -> bool:
        if identifier not in self.bolds:
            said = (toggle(style.find(W + "rPr"), "b") for style in self.chain(identifier))
            self.bolds[identifier] = next((bold for bold in said if bold is not None), False)
        return self.bolds[identifier]
