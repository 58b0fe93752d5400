"""The logo: a picture taken from a header without anything that it says about who made it, when or where."""

import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from app.documents.word.package import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LARGEST = 2 * 1024 * 1024
"""Bytes: it goes out with every document."""
MOST = 4
"""Pictures of one header or footer."""
MOST_EMU = 12_000_000
"""Of a side: a third of a metre."""
NOT_TAKEN = "a picture that is neither PNG nor JPEG"
_TEXTS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def plain_picture(data: bytes) -> tuple[bytes, str] | None:
    """PNG or JPEG without what is written in it beside the picture, and the end of its name; None for others."""
    if len(data) > LARGEST:
        return None
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _plain_png(data), "png"
        if data.startswith(b"\xff\xd8"):
            return _plain_jpeg(data), "jpeg"
    except (struct.error, ValueError, IndexError, zlib.error):
        return None
    return None


def _plain_png(data: bytes) -> bytes:
    out, at = [data[:8]], 8
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        if at + 12 + size > len(data):
            raise ValueError(kind)
        if kind not in _TEXTS and re.fullmatch(rb"[A-Za-z]{4}", kind):
            out.append(data[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            return b"".join(out)
    raise ValueError("no end")


def _plain_jpeg(data: bytes) -> bytes:
    out, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        (size,) = struct.unpack_from(">H", data, at + 2)
        if mark == 0xDA:  # the picture itself, up to its end
            end = data.rindex(b"\xff\xd9") + 2
            return b"".join([*out, data[at:end]])
        # APP1 to APP13 and comments say who and where; APP0 and APP14 are needed to show the colours.
        if not (0xE1 <= mark <= 0xED or mark in (0xEF, 0xFE)):
            out.append(data[at : at + 2 + size])
        at += 2 + size
    raise ValueError("no picture")


@dataclass(slots=True)
class Pictures:
    """Those of one header or footer: `parts` are their names and bytes, `relations` their names by identifier."""

    read: Any
    """Gives the bytes that an identifier of the office's own part stands for, or None."""
    prefix: str
    parts: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def drawing(self, drawing: Element) -> Element | None:
        """The picture of a drawing in the line of text or beside it, made anew; None for shapes and charts."""
        box = next((one for one in drawing if one.tag in (WP + "inline", WP + "anchor")), None)
        blip = next(drawing.iter(A + "blip"), None)
        if box is None or blip is None or next(drawing.iter(PIC + "pic"), None) is None:
            self.left_out.append("a shape, a text box or a chart")
            return None
        data = self.read(blip.get(R + "embed", ""))
        taken = plain_picture(data) if data and len(self.parts) < MOST else None
        extent = box.find(WP + "extent")
        if taken is None or extent is None:
            self.left_out.append(NOT_TAKEN if data else "a picture that is not in the file itself")
            return None
        number = len(self.parts) + 1
        name = f"media/{self.prefix}-{number}.{taken[1]}"
        self.parts[name] = taken[0]
        identifier = f"rId{number}"
        self.relations[identifier] = name
        about = next((one.get("descr", "") for one in box.iter(WP + "docPr")), "")
        wide, high = (_length(extent.get(side)) for side in ("cx", "cy"))
        return etree.fromstring(_drawing(identifier, number, wide, high, about, box))


def _length(text: str | None) -> int:
    return min(max(int(text), 1), MOST_EMU) if text and re.fullmatch(r"\d{1,9}", text) else 900_000


def _drawing(identifier: str, number: int, wide: int, high: int, about: str, box: Element) -> str:
    inner = (
        f'<wp:docPr id="{number}" name="Picture {number}" descr={quoteattr(about[:500])}/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{identifier}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    if box.tag == WP + "inline":
        framed = (
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f"{inner}</wp:inline>"
        )
    else:
        framed = (
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" '
            'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            f"{_position(box, 'H', 'column')}{_position(box, 'V', 'paragraph')}"
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:wrapNone/>{inner}</wp:anchor>'
        )
    spaces = " ".join(
        f'xmlns:{prefix}="{space[1:-1]}"' for prefix, space in (("wp", WP), ("a", A), ("pic", PIC), ("r", R))
    )
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:drawing {word} {spaces}>{framed}</w:drawing>"


def _position(box: Element, side: str, otherwise: str) -> str:
    found = box.find(f"{WP}position{side}")
    frame = found.get("relativeFrom", otherwise) if found is not None else otherwise
    frame = frame if re.fullmatch(r"[a-zA-Z]{4,20}", frame) else otherwise
    offset = found.findtext(WP + "posOffset") if found is not None else None
    align = (found.findtext(WP + "align") if found is not None else None) or ""
    if align in ("left", "right", "center", "top", "bottom"):
        inner = f"<wp:align>{align}</wp:align>"
    else:
        number = offset if offset and re.fullmatch(r"-?\d{1,8}", offset) else "0"
        inner = f"<wp:posOffset>{number}</wp:posOffset>"
    return f'<wp:position{side} relativeFrom="{frame}">{inner}</wp:position{side}>'
