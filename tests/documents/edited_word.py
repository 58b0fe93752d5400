"""A Word file of ours as a person edits it: each edit is made in Word's own XML, as Word would make it."""

import io
import zipfile
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from app.documents.word import names
from app.documents.word.ours import FAMILY, KINDS
from app.documents.word.style_sheet import HEADING, StyleSheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
KEEP = "{http://www.w3.org/XML/1998/namespace}space"
BESIDE = {names.ACTION_DETAILS, names.ACTION_NOTE}

Element = Any


class EditedWord:
    """The paragraphs of the body, to be edited in place; `saved` gives the file."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.tree = etree.fromstring(self.parts["word/document.xml"])
        self.styles = StyleSheet(etree.fromstring(self.parts["word/styles.xml"]))

    @property
    def body(self) -> Element:
        return self.tree.find(W + "body")

    def style(self, paragraph: Element) -> str:
        return self.styles.name(self.styles.of(paragraph.find(W + "pPr")))

    def paragraphs(self) -> list[Element]:
        return [one for one in self.body if one.tag == W + "p"]

    def lines(self) -> list[Element]:
        """The paragraphs that are lines of the record."""
        return [one for one in self.paragraphs() if self.is_line(one)]

    def is_line(self, paragraph: Element) -> bool:
        style = self.style(paragraph).lower()
        return style in KINDS or FAMILY.fullmatch(style) is not None

    def headings(self) -> list[Element]:
        return [one for one in self.paragraphs() if HEADING.fullmatch(self.style(one).lower())]

    def with_details(self, line: Element) -> list[Element]:
        """The line, and what the program prints beneath it."""
        out = [line]
        while (after := out[-1].getnext()) is not None and after.tag == W + "p":
            if self.style(after) not in BESIDE:
                break
            out.append(after)
        return out

    def words(self, paragraph: Element) -> str:
        return "".join(text.text or "" for text in paragraph.iter(W + "t")).replace("\u00a0", " ")

    def replace(self, paragraph: Element, old: str, new: str) -> None:
        """Type over some words, which must stand in one run."""
        for text in paragraph.iter(W + "t"):
            said = (text.text or "").replace("\u00a0", " ")
            if old in said:
                text.text = said.replace(old, new, 1)
                text.set(KEEP, "preserve")
                return
        raise AssertionError(f"{old!r} stands in no run of {self.words(paragraph)!r}")

    def remove(self, line: Element) -> None:
        """With what is printed beneath it, and the closing table as it was."""
        for one in self.with_details(line):
            self.body.remove(one)

    def add_after(self, place: Element, words: str, style: str = names.BODY) -> Element:
        made = etree.fromstring(
            f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="{names.identifier(style)}"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
        )
        self.with_details(place)[-1].addnext(made)
        return made

    def move_after(self, line: Element, place: Element) -> None:
        group = self.with_details(line)
        at = self.with_details(place)[-1]
        for one in group:
            at.addnext(one)
            at = one

    def reformat(self) -> None:
        """Everything bold, in another type and size, coloured, centred; runs cut in pieces; spaces made hard."""
        look = '<w:rFonts w:ascii="Papyrus"/><w:b/><w:color w:val="FF0000"/><w:sz w:val="40"/>'
        for run in list(self.tree.iter(W + "r")):
            properties = run.find(W + "rPr")
            if properties is None:
                properties = etree.SubElement(run, W + "rPr")
                run.insert(0, properties)
            for one in etree.fromstring(f"<x {NAMESPACE}>{look}</x>"):
                properties.append(one)
            texts = run.findall(W + "t")
            if len(texts) == 1 and len(run) == 2 and " " in (texts[0].text or ""):
                whole = texts[0].text
                at = whole.index(" ")
                other = deepcopy(run)
                texts[0].text, other.find(W + "t").text = whole[:at], whole[at:]
                for text in (texts[0], other.find(W + "t")):
                    text.set(KEEP, "preserve")
                run.addnext(other)
        for paragraph in self.paragraphs():
            properties = paragraph.find(W + "pPr")
            for one in etree.fromstring(f'<x {NAMESPACE}><w:jc w:val="center"/></x>'):
                properties.append(one)

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.parts["word/document.xml"] = etree.tostring(self.tree, xml_declaration=True, encoding="UTF-8")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(name, content)
        return out.getvalue()
