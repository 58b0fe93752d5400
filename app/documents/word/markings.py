"""A protective marking at the head and foot of every page, above and below whatever stands there."""

from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from app.documents.word import names
from app.documents.word.house_xml import W
from app.documents.word.xml import paragraph


def mark(document: Document, marking: str) -> None:
    """First in every header and last in every footer, those of first and even pages included."""
    said = paragraph(names.MARKING, [(marking, "")]).replace("<w:p>", f"<w:p {W}>", 1)
    even = document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        first = section.different_first_page_header_footer
        heads = [(section.header, section.footer)]
        heads += [(section.first_page_header, section.first_page_footer)] if first else []
        heads += [(section.even_page_header, section.even_page_footer)] if even else []
        for head, foot in heads:
            for edge, is_head in ((head, True), (foot, False)):
                is_new = edge.is_linked_to_previous
                if is_new:
                    edge.is_linked_to_previous = False
                element = edge._element  # noqa: SLF001  python-docx gives no other way to a header's own XML
                if is_new:
                    for child in list(element):
                        element.remove(child)
                element.insert(0, parse_xml(said)) if is_head else element.append(parse_xml(said))
                _drop_empty(element)


def _drop_empty(element: Any) -> None:
    """A header without any other paragraph needs none; an empty one beside the marking would only be a gap."""
    for found in element.findall(qn("w:p")):
        is_empty = not any(child.tag != qn("w:pPr") for child in found)
        if is_empty and len(element) > 1:
            element.remove(found)
