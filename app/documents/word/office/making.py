"""From the office's file to the package that documents are written with. No words of its text, no property, comment,
macro, link or object of it are in that package: every part is made anew, or copied element by element.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from app.documents.word import house_parts
from app.documents.word.house_xml import XML, R, W
from app.documents.word.office.cleaning import Cleaner
from app.documents.word.office.merging import Merged, essential
from app.documents.word.office.page import Page, page_of
from app.documents.word.office.pictures import Pictures
from app.documents.word.package import Element, Package, open_word
from app.documents.word.style_sheet import W as WORD
from app.documents.word.style_sheet import toggle
from app.errors import UnreadableDocument

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
MAKING = (1980, 1, 1, 0, 0, 0)
LARGEST_EDGE = 200_000
"""Bytes of a header or footer, which stands on every page of every document."""
LONG_EDGE = "The header or footer of this Word file is too long: shorten it in Word, save it and try again."
DEEP = "Something in this Word file is nested far deeper than Word does: save it again in Word and try again."
NO_STYLES = "This Word file has no styles to take: open it in Word, save it as .docx and try again."


@dataclass(slots=True)
class Made:
    """`package` is a Word file without text; `missing` are the styles of ours that the office's file lacks; `remarks`
    what of it was not taken, and what could be better, in sentences.
    """

    package: bytes
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def make(data: bytes) -> Made:
    """Raises UnreadableDocument for what is no Word file, holds macros, or is made to cost too much."""
    package = open_word(data)
    theirs = package.first("styles")
    if theirs is None:
        raise UnreadableDocument(NO_STYLES)
    try:
        return _Making(package, Merged(theirs)).made()
    except RecursionError as depth:
        raise UnreadableDocument(DEEP) from depth


class _Making:
    def __init__(self, package: Package, merged: Merged) -> None:
        self.package, self.merged = package, merged
        self.parts: dict[str, bytes | str] = dict(house_parts.parts())
        self.kinds: dict[str, str] = {}
        self.rows: list[tuple[str, str, str]] = []
        self.left_out: list[str] = []
        self.remarks: list[str] = []

    def made(self) -> Made:
        tree = self.package.tree(self.package.main)
        page = page_of(tree)
        edges = self._edges(page)
        even = self._has_even()
        self._theme()
        self._write(page, edges, even=even)
        self.parts["word/styles.xml"] = etree.tostring(
            self.merged.tree, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, MAKING), content, zipfile.ZIP_DEFLATED)
        return Made(out.getvalue(), essential(self.merged.missing), self._said(edges))

    def _said(self, edges: list[tuple[str, str, str]]) -> list[str]:
        said = [f"Not taken: {one}." for one in dict.fromkeys(self.left_out)]
        if not any(kind == "header" for kind, _, _ in edges):
            said.append("It has no header.")
        if not any(kind == "footer" for kind, _, _ in edges):
            said.append("It has no footer, so ours is used: the title, and “Page 1 of 3”.")
        small = self.merged.small()
        if small is not None:
            said.append(f"Its text is of {small:g} points; 12 or more is easier to read.")
        return said

    def _edges(self, page: Page) -> list[tuple[str, str, str]]:
        """Headers and footers made anew: (kind, type, identifier)."""
        targets = self._targets(self.package.main)
        out: list[tuple[str, str, str]] = []
        for (kind, which), identifier in page.edges.items():
            name = targets.get(identifier, "")
            if not name or not self.package.has(name):
                continue
            number = len(out) + 1
            part = f"{kind}{number + 1}"
            ours = f"rIdEdge{number}"
            self._edge(part, kind, self.package.tree(name), name)
            self.rows.append((ours, f"{house_parts.OFFICE}/{kind}", f"{part}.xml"))
            self.kinds[f"word/{part}.xml"] = f"{house_parts.MAIN}.{kind}+xml"
            out.append((kind, which, ours))
        return out

    def _edge(self, part: str, kind: str, tree: Element, name: str) -> None:
        targets = self._targets(name)

        def read(identifier: str) -> bytes | None:
            found = targets.get(identifier, "")
            return self.package.read(found) if found and self.package.has(found) else None

        pictures = Pictures(read, part)
        cleaner = Cleaner(self.merged.identifier, pictures.drawing, self.merged.hides)
        root = "hdr" if kind == "header" else "ftr"
        made = etree.fromstring(f"<w:{root} {W} {R}/>")
        made.extend(cleaner.blocks(tree))
        if made.find(WORD + "p") is None:
            made.append(etree.fromstring(f"<w:p {W}/>"))
        written = etree.tostring(made, xml_declaration=True, encoding="UTF-8")
        if len(written) > LARGEST_EDGE:
            raise UnreadableDocument(LONG_EDGE)
        self.parts[f"word/{part}.xml"] = written
        if pictures.parts:
            rows = "".join(
                f'<Relationship Id="{one}" Type="{house_parts.OFFICE}/image" Target="{target}"/>'
                for one, target in pictures.relations.items()
            )
            self.parts[f"word/_rels/{part}.xml.rels"] = (
                f'{XML}<Relationships xmlns="{house_parts.PACKAGE}/relationships">{rows}</Relationships>'
            )
            self.parts |= {f"word/{one}": data for one, data in pictures.parts.items()}
        self.left_out += [*cleaner.left_out, *pictures.left_out]

    def _targets(self, part: str) -> dict[str, str]:
        """Names of parts by identifier; what stands outside the file is left out."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.package.has(listing):
            return {}
        return {
            row.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, row.get("Target", ""))).lstrip(
                "/"
            )
            for row in self.package.tree(listing).iter(RELATION)
            if row.get("TargetMode") != "External"
        }

    def _has_even(self) -> bool:
        return bool(toggle(self.package.first("settings"), "evenAndOddHeaders"))

    def _theme(self) -> None:
        """Its colours and types; pictures in it stay behind."""
        theme = self.package.first("theme")
        if theme is None:
            return
        space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
        kept = theme.find(f"{space}themeElements")
        if kept is None or kept.find(f"{space}clrScheme") is None or kept.find(f"{space}fontScheme") is None:
            return
        for one in list(kept.iter()):
            for name in list(one.attrib):
                if name.startswith("{"):
                    del one.attrib[name]
            if (
                one.tag in (space + "blipFill", space + "extLst", space + "hlinkClick")
                and one.getparent() is not None
            ):
                one.getparent().remove(one)
        for one in (kept, *kept):
            one.set("name", "House")
        made = etree.Element(space + "theme", {"name": "House"}, nsmap={"a": space[1:-1]})
        made.append(kept)
        self.parts["word/theme/theme1.xml"] = etree.tostring(made, xml_declaration=True, encoding="UTF-8")
        self.kinds["word/theme/theme1.xml"] = THEME
        self.rows.append(("rIdTheme", f"{house_parts.OFFICE}/theme", "theme/theme1.xml"))

    def _write(self, page: Page, edges: list[tuple[str, str, str]], *, even: bool) -> None:
        has_footer = any(kind == "footer" for kind, _, _ in edges)
        references = "".join(
            f'<w:{kind}Reference w:type="{which}" r:id="{identifier}"/>' for kind, which, identifier in edges
        )
        if not has_footer:
            references += '<w:footerReference w:type="default" r:id="rId5"/>'
        section = f"<w:sectPr>{references}{page.properties(has_edges=bool(edges))}</w:sectPr>"
        self.parts["word/document.xml"] = f"{XML}<w:document {W} {R}><w:body>{section}</w:body></w:document>"
        rows = "".join(
            f'<Relationship Id="{one}" Type="{kind}" Target="{target}"/>' for one, kind, target in self.rows
        )
        listing = str(self.parts["word/_rels/document.xml.rels"])
        self.parts["word/_rels/document.xml.rels"] = listing.replace(
            "</Relationships>", f"{rows}</Relationships>"
        )
        types = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in self.kinds.items()
        )
        types = '<Default Extension="png" ContentType="image/png"/>' + types
        types = '<Default Extension="jpeg" ContentType="image/jpeg"/>' + types
        listing = str(self.parts["[Content_Types].xml"])
        self.parts["[Content_Types].xml"] = re.sub(
            r"(<Override)", lambda one: types + one[0], listing, count=1
        )
        if even:
            settings = str(self.parts["word/settings.xml"])
            self.parts["word/settings.xml"] = settings.replace(
                "<w:defaultTabStop", "<w:evenAndOddHeaders/><w:defaultTabStop"
            )
