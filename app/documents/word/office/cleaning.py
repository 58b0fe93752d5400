"""Parts of an office's Word file copied element by element: what is not known to be harmless is left behind."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from app.documents.word.package import Element
from app.documents.word.style_sheet import VAL, W, toggle

FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "TITLE"}
"""What a header may work out: nothing that names a person, a file, a day or another document."""
NEVER = {
    *("rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "trPrChange", "sectPrChange", "numPr"),
    *("sectPr", "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "vanish", "webHidden"),
    *("specVanish", "framePr", "altChunk", "object", "pict", "control", "ruby", "divId", "link", "rsid"),
}
"""In properties: tracked changes, hidden text, numbering (ours is used) and what points elsewhere."""
UNWRAPPED = {"hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "ins", "moveTo", "dir", "bdo"}
PROPERTIES = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx"}
KEPT = {"p", "r", "t", "tab", "ptab", "br", "cr", "tbl", "tr", "tc", "noBreakHyphen", "softHyphen"}
STYLES = {"pStyle", "rStyle", "tblStyle"}
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@dataclass(slots=True)
class Cleaner:
    """Copies headers and footers. `style` gives our identifier for one of theirs, `picture` a drawing made anew."""

    style: Callable[[str], str]
    picture: Callable[[Element], Element | None]
    hides: Callable[[str], bool]
    """Whether a style of theirs hides its text."""
    left_out: list[str] = field(default_factory=list)

    def blocks(self, parent: Element) -> Iterator[Element]:
        """The children of a header, cell or paragraph, clean."""
        pending: list[Element] = []
        depth, instruction = 0, ""
        for child in self._flat(parent):
            begins, ends, said = _field_in(child)
            if depth or begins:
                depth += begins - ends
                instruction += said
                pending.append(child)
                if depth <= 0:
                    if _is_allowed(instruction):
                        yield self._field(instruction, pending[0])
                    else:
                        self.left_out.append(f"the field {(instruction.split() or [''])[0]}")
                    pending, depth, instruction = [], 0, ""
                continue
            yield from self._copy(child)

    def _flat(self, parent: Element) -> Iterator[Element]:
        for child in parent:
            name = _name(child)
            if name in UNWRAPPED:
                if name == "hyperlink":
                    self.left_out.append("a link in the header or footer (its words are kept)")
                yield from self._flat(child)
            elif name is not None:
                yield child
            elif isinstance(child.tag, str) and child.tag.endswith("}AlternateContent"):
                self.left_out.append("a shape, a text box or a chart")

    def _copy(self, element: Element) -> Iterator[Element]:
        name = _name(element)
        if name in PROPERTIES:
            yield self.properties(element)
        elif name == "fldSimple":
            instruction = element.get(W + "instr", "")
            if _is_allowed(instruction):
                yield self._field(instruction, next(element.iter(W + "r"), None))
            else:
                self.left_out.append(f"the field {(instruction.split() or [''])[0]}")
        elif name == "drawing":
            drawing = self.picture(element)
            if drawing is not None:
                yield drawing
        elif name == "r" and self._is_hidden(element):
            self.left_out.append("hidden text in the header or footer")
        elif name in KEPT:
            made = _plain(element)
            made.text = element.text if name == "t" else None
            made.extend(self.blocks(element))
            yield made
        elif name in ("object", "pict", "control"):
            self.left_out.append("an embedded object, or a picture of the old kind")

    def _is_hidden(self, run: Element) -> bool:
        look = run.find(W + "rPr")
        if toggle(look, "vanish") is not None:
            return bool(toggle(look, "vanish"))
        style = look.find(W + "rStyle") if look is not None else None
        return style is not None and self.hides(style.get(VAL, ""))

    def _field(self, instruction: str, run: Element | None) -> Element:
        """A field that shows nothing of what theirs showed."""
        kind = instruction.split()[0].upper()
        made = etree.Element(W + "fldSimple", {W + "instr": f" {kind} "}, nsmap={"w": W[1:-1]})
        inside = etree.SubElement(made, W + "r")
        look = run.find(W + "rPr") if run is not None else None
        if look is not None:
            inside.append(self.properties(look))
        etree.SubElement(inside, W + "t").text = "Title" if kind == "TITLE" else "1"
        return made

    def properties(self, element: Element) -> Element:
        """Properties of a paragraph, run or table, without what is never taken."""
        made = _without_revisions(deepcopy(element))
        for one in list(made.iter()):
            name = _name(one)
            if name is None or name in NEVER:
                parent = one.getparent()
                if parent is not None:
                    parent.remove(one)
            elif name in STYLES:
                ours = self.style(one.get(VAL, ""))
                if ours:
                    one.set(VAL, ours)
                else:
                    one.getparent().remove(one)
        return made


def _field_in(run: Element) -> tuple[int, int, str]:
    """How many fields begin and end in a run, and the words of their instructions."""
    if _name(run) != "r":
        return 0, 0, ""
    kinds = [one.get(W + "fldCharType") for one in run.iter(W + "fldChar")]
    said = "".join(one.text or "" for one in run.iter(W + "instrText"))
    return kinds.count("begin"), kinds.count("end"), said


def _is_allowed(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in FIELDS and len(words) < 8


def _name(element: Element) -> str | None:
    """Its name in Word's own namespace; None for anything else."""
    tag = element.tag
    return tag[len(W) :] if isinstance(tag, str) and tag.startswith(W) else None


def _plain(element: Element) -> Element:
    """The element alone, without marks of who wrote it when."""
    made = etree.Element(element.tag, nsmap={"w": W[1:-1]})
    for name, value in element.attrib.items():
        if name.startswith((W, "{http://www.w3.org/XML/")) and "rsid" not in name.lower():
            made.set(name, value)
    return made


def _without_revisions(element: Element) -> Element:
    for one in element.iter():
        for name in list(one.attrib):
            if "rsid" in name.lower() or not name.startswith((W, "{http://www.w3.org/XML/")):
                del one.attrib[name]
    return element
