"""word/styles.xml of an office: its look for every style of ours that it has, and ours for those that it lacks."""

import re
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from app.documents.word import names
from app.documents.word.house_looks import styles as our_styles
from app.documents.word.house_xml import EDGE, mm
from app.documents.word.office.cleaning import NEVER
from app.documents.word.package import Element
from app.documents.word.style_sheet import VAL, StyleSheet, W, number, toggle

DEFAULTS = {"paragraph": "Normal", "character": "DefaultParagraphFont", "table": "TableNormal"}
LISTED = re.compile(r"(list bullet|list number|numbered paragraph|indented text)(?: [2-9])?")
NOT_NAMED = re.compile(
    r".* Passage(?: 2)?|.* Marker(?: 2)?|.* at Level \d|.* [3-9]|.*Lead-in|(?:Action Alone|Decision|Review) 2|"
    r"Normal|Normal Table|No List|Default Paragraph Font|Title Given|Next Meeting|Numbered Paragraph.*|Indented Text.*",
    re.IGNORECASE,
)
"""Styles of ours that look like others of ours, or like nothing: nobody would miss them."""
_OF_TABLES = {names.TABLE_HEADING, names.TABLE_TEXT, names.ATTENDANCE_HEADING, names.ATTENDANCE_TEXT}
LEAST = 24
"""Half-points: the size from which text is easy to read."""


class Merged:
    """`tree` is the style sheet; `missing` names what the office's file has no look for."""

    def __init__(self, theirs: Element | None) -> None:
        self.ours = etree.fromstring(our_styles().encode())
        self.sheet = StyleSheet(theirs)
        self.identifiers = self._identifiers()
        self.by_name = {
            self.sheet.names[one].lower(): one for one in self.sheet.styles if one in self.identifiers
        }
        self.used: set[str] = set()
        self.missing: list[str] = []
        self.tree = etree.Element(W + "styles", nsmap={"w": W[1:-1]})
        self._defaults(theirs)
        self._edge = self._text_edge()
        for style in self.ours.iter(W + "style"):
            self._take(style)

    def _identifiers(self) -> dict[str, str]:
        """Ours for each of theirs: by name where we have it, else one that says nothing."""
        known = {_said(style).lower(): style.get(W + "styleId", "") for style in self.ours.iter(W + "style")}
        out: dict[str, str] = {}
        for place, (theirs, name) in enumerate(self.sheet.names.items(), 1):
            kind = self.sheet.styles[theirs].get(W + "type")
            ours = known.get(name.lower(), "")
            if self.sheet.styles[theirs].get(W + "default") in ("1", "true") and kind in DEFAULTS:
                ours = DEFAULTS[kind]
            out[theirs] = ours if ours and ours not in out.values() else f"House{place}"
        return out

    def _defaults(self, theirs: Element | None) -> None:
        found = theirs.find(W + "docDefaults") if theirs is not None else None
        ours = self.ours.find(W + "docDefaults")
        made = _clean(deepcopy(found if found is not None else ours))
        letters = made.find(f"{W}rPrDefault/{W}rPr")
        if letters is not None:
            for language in letters.findall(W + "lang"):
                letters.remove(language)
            letters.append(deepcopy(ours.find(f"{W}rPrDefault/{W}rPr/{W}lang")))
        self.tree.append(made)

    def _text_edge(self) -> int | None:
        """Where the office's body text begins, in twentieths of a point; None where it has no such style."""
        theirs = self.by_name.get(names.BODY.lower())
        if theirs is None:
            return None
        for style in self.sheet.chain(theirs):
            indent = style.find(f"{W}pPr/{W}ind")
            if indent is not None:
                return number(indent.get(W + "left") or indent.get(W + "start"))
        return 0

    def _take(self, ours: Element) -> None:
        name = _said(ours)
        theirs = self.by_name.get(name.lower())
        if theirs is None and ours.get(W + "default") in ("1", "true"):
            theirs = next(
                (one for one, mine in self.identifiers.items() if mine == ours.get(W + "styleId")), None
            )
        if theirs is not None and self.sheet.styles[theirs].get(W + "type") == ours.get(W + "type"):
            self._add_theirs(theirs, ours)
            return
        if not NOT_NAMED.fullmatch(name):
            self.missing.append(name)
        self.tree.append(self._in_place(deepcopy(ours), name))

    def _add_theirs(self, theirs: str, ours: Element | None = None) -> None:
        """A style of theirs, as ours or under a name that says nothing, with those that it is based on."""
        self._add_one(theirs, ours)
        for style in self.sheet.chain(theirs)[1:]:
            base = style.get(W + "styleId", "")
            if self.identifiers.get(base, "").startswith("House"):
                self._add_one(base, None)

    def _add_one(self, theirs: str, ours: Element | None) -> None:
        if theirs in self.used:
            return
        self.used.add(theirs)
        style = self.sheet.styles[theirs]
        made = etree.SubElement(self.tree, W + "style", nsmap={"w": W[1:-1]})
        identifier = self.identifiers[theirs]
        for attribute in ("type", "default"):
            if style.get(W + attribute):
                made.set(W + attribute, style.get(W + attribute))
        made.set(W + "styleId", identifier)
        if ours is None or ours.get(W + "customStyle"):
            made.set(W + "customStyle", "1")
        name = _said(ours) if ours is not None else f"House {identifier.removeprefix('House')}"
        etree.SubElement(made, W + "name").set(VAL, name)
        base = style.find(W + "basedOn")
        if base is not None and base.get(VAL) in self.identifiers and base.get(VAL) != theirs:
            etree.SubElement(made, W + "basedOn").set(VAL, self.identifiers[base.get(VAL)])
        if ours is not None:
            made.extend(deepcopy(one) for one in ours if one.tag in (W + "next", W + "uiPriority"))
            made.extend(deepcopy(one) for one in ours if one.tag in (W + "semiHidden", W + "unhideWhenUsed"))
            etree.SubElement(made, W + "qFormat")
        kept = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
        made.extend(_clean(deepcopy(one)) for one in style if one.tag in {W + part for part in kept})
        if ours is not None:
            self._as_ours_needs(made, ours)

    def _as_ours_needs(self, made: Element, ours: Element) -> None:
        """What a style must do whatever it looks like: bullets are bullets, headings stand in the outline."""
        wanted = ours.find(W + "pPr")
        if wanted is None:
            return
        shape = made.find(W + "pPr")
        for part in ("numPr", "outlineLvl", "keepNext"):
            found = wanted.find(W + part)
            if found is None:
                continue
            if shape is None:
                shape = etree.Element(W + "pPr", nsmap={"w": W[1:-1]})
                letters = made.find(W + "rPr")
                made.append(shape) if letters is None else letters.addprevious(shape)
            for old in shape.findall(W + part):
                shape.remove(old)
            shape.append(deepcopy(found))
        if shape is not None:
            shape[:] = sorted(shape, key=_order)

    def _in_place(self, ours: Element, name: str) -> Element:
        """A style of ours that they lack stands where their body text stands, in their line spacing. Tables are of 12
        points however large their text is: columns are narrow.
        """
        if name in _OF_TABLES:
            letters = ours.find(W + "rPr")
            letters = etree.SubElement(ours, W + "rPr") if letters is None else letters
            for part in ("sz", "szCs"):
                etree.SubElement(letters, W + part).set(VAL, str(LEAST))
        shape = ours.find(W + "pPr")
        if self._edge is None or shape is None or name == names.FACT:
            return ours
        indent, spacing = shape.find(W + "ind"), shape.find(W + "spacing")
        if indent is not None and number(indent.get(W + "left")) >= mm(EDGE):
            indent.set(W + "left", str(number(indent.get(W + "left")) - mm(EDGE) + self._edge))
        if (
            spacing is not None
            and spacing.get(W + "lineRule") == "auto"
            and not LISTED.fullmatch(name.lower())
        ):
            for part in ("line", "lineRule"):
                spacing.attrib.pop(W + part, None)
        return ours

    def identifier(self, theirs: str) -> str:
        """Ours for a style that a header uses, which is then part of the sheet; "" for one there is not."""
        if theirs not in self.identifiers:
            return ""
        self._add_theirs(theirs)
        return self.identifiers[theirs]

    def hides(self, theirs: str) -> bool:
        """Whether a style of theirs hides its text."""
        said = (toggle(style.find(W + "rPr"), "vanish") for style in self.sheet.chain(theirs))
        return next((bool(hidden) for hidden in said if hidden is not None), False)

    def small(self) -> float | None:
        """The size of body text in points, where it is smaller than 12."""
        for theirs in filter(None, (self.by_name.get(names.BODY.lower()), self.by_name.get("normal"))):
            for style in self.sheet.chain(theirs):
                size = style.find(f"{W}rPr/{W}sz")
                if size is not None:
                    return number(size.get(VAL), LEAST) / 2 if number(size.get(VAL), LEAST) < LEAST else None
        size = self.tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        found = number(size.get(VAL), LEAST) if size is not None else 20
        return found / 2 if found < LEAST else None


_ORDER = [
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
    *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
    *("textboxTightWrap", "outlineLvl"),
]
"""In which paragraph properties must stand."""


def _order(element: Element) -> int:
    name = element.tag[len(W) :] if isinstance(element.tag, str) else ""
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _said(style: Element | None) -> str:
    name = style.find(W + "name") if style is not None else None
    return name.get(VAL, "") if name is not None else ""


def _clean(element: Element) -> Element:
    """Without hidden text, numbering, tracked changes and anything that is not Word's own."""
    for one in list(element.iter()):
        own = isinstance(one.tag, str) and one.tag.startswith(W)
        if not own or one.tag[len(W) :] in NEVER:
            if one.getparent() is not None:
                one.getparent().remove(one)
            continue
        for name in list(one.attrib):
            if "rsid" in name.lower() or not name.startswith(W):
                del one.attrib[name]
    return element


def essential(missing: Iterable[str]) -> list[str]:
    """Their names as Word's own list of styles gives them."""
    return [name[:1].upper() + name[1:] for name in missing]
