"""A Word file of an imagined office, with a strange house style: made here, from no template of anybody's."""

import io
import struct
import zlib

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

SECRET = "Zanzibar"
"""Stands wherever nothing of the office's file may come from."""
HEADER = "Office of the Commissioner for Northfold"


def picture(note: str = SECRET) -> bytes:
    """A green PNG of 60 by 20, in whose margin somebody wrote."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x10\x80\x40" * 60 for _ in range(20))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 60, 20, 8, 2, 0, 0, 0))
        + chunk(b"tEXt", b"Author\0" + note.encode())
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def field(instruction: str, shown: str) -> str:
    def run(inner: str) -> str:
        return f"<w:r {nsdecls('w')}>{inner}</w:r>"

    return (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run(f"<w:instrText>{instruction}</w:instrText>")
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run(f"<w:t>{shown}</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
    )


def office_file() -> bytes:
    """Georgia in plum, narrow margins, numbered headings, a logo in its header, and secrets wherever they can be."""
    word = Document()
    word.core_properties.author = SECRET
    word.core_properties.title = SECRET
    word.core_properties.comments = SECRET
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(32)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(13)
    for level, size in ((1, 20), (2, 16)):
        heading = word.styles[f"Heading {level}"]
        heading.font.name, heading.font.size = "Georgia", Pt(size)
        heading.font.color.rgb = RGBColor(0x5B, 0x1A, 0x4B)
        numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
        heading.element.get_or_add_pPr().append(parse_xml(numbered))
    own = word.styles.add_style("Commissioner Letterhead", WD_STYLE_TYPE.PARAGRAPH)
    own.font.bold, own.font.color.rgb = True, RGBColor(0x5B, 0x1A, 0x4B)
    word.add_paragraph(f"{SECRET} stands in the body.")
    head = section.header.paragraphs[0]
    head.style = own
    head.add_run().add_picture(io.BytesIO(picture()), width=Mm(18))
    head.add_run(f"  {HEADER}")
    for run in parse_xml(f"<w:p {nsdecls('w')}>{field('AUTHOR', SECRET)}{field('FILENAME', SECRET)}</w:p>"):
        head._p.append(run)
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    for run in parse_xml(f"<w:p {nsdecls('w')}>{field('PAGE', '7')} {field('TITLE', SECRET)}</w:p>"):
        foot._p.append(run)
    hidden = foot.add_run(SECRET)
    hidden.font.hidden = True
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
