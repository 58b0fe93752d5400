"""A Word file as a package of parts, opened so that no file, however made, costs more than it should.

Nothing is unpacked that is not read, and nothing is read beyond a limit. Every refusal is one sentence that
says what to do.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from app.errors import UnreadableDocument

LARGEST_FILE = 40 * 1024 * 1024
"""Minutes with pictures are some megabytes; the pictures are not read."""
LARGEST_PART = 16 * 1024 * 1024
"""Of one part, unpacked. A thousand pages of minutes are about five million bytes of XML."""
LARGEST_ALL = 48 * 1024 * 1024
"""Of all parts that are read, unpacked."""
MOST_PARTS = 4000
LARGEST_LISTING = 1024 * 1024

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
END_OF_LISTING = b"PK\x05\x06"
DECLARATIONS = tuple(
    word.encode(coding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("ascii", "utf-16-le", "utf-16-be")
)
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/relationships)")
TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

DAMAGED = "This Word file is damaged: open it in Word, save it under a new name and bring that in."
NOT_WORD = "This is not a Word file (.docx), whatever its name says: open it in Word and save it as .docx."
LOCKED = (
    "This file is protected by a password: open it in Word, take the password off, save it and try again."
)
OLD = "This is a Word file of the old kind (.doc): open it in Word, save it as .docx and bring that in."
MACROS = "This Word file holds macros: save it as an ordinary Word document (.docx) and bring that in."
TOO_LARGE = "This file is too large to be minutes: take out pictures and attachments, save it and try again."
UNPACKS = "This file unpacks to far more than minutes could hold, so it was not read: save it again in Word."
ENTITIES = (
    "This Word file defines XML entities, which Word never does, so it was not read: save it again in Word."
)
EMPTY = "This file is empty: choose the file that holds the minutes."

Element = Any
"""lxml publishes no types."""


class Package:
    """The parts of a Word file, by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = LARGEST_ALL
        self.names = {name.lstrip("/").lower(): name for name in archive.namelist()}
        self.relations: dict[str, list[tuple[str, str]]] = {}
        self.main = self.find_main()

    def has(self, name: str) -> bool:
        return name.lower() in self.names

    def read(self, name: str) -> bytes:
        """A part's bytes, unpacked up to the limit."""
        try:
            info = self.archive.getinfo(self.names[name.lower()])
            if info.flag_bits & 1:
                raise UnreadableDocument(LOCKED)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise UnreadableDocument(DAMAGED)
            with self.archive.open(info) as part:
                data = part.read(min(LARGEST_PART, self.left) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as damage:
            raise UnreadableDocument(DAMAGED) from damage
        if len(data) > min(LARGEST_PART, self.left):
            raise UnreadableDocument(UNPACKS)
        self.left -= len(data)
        return data

    def tree(self, name: str) -> Element:
        """A part as XML."""
        data = self.read(name)
        if any(word in data for word in DECLARATIONS):
            raise UnreadableDocument(ENTITIES)
        data = STRICT.sub(lambda found: TRANSITIONAL[found[1]], data)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as damage:
            raise UnreadableDocument(DAMAGED) from damage

    def find_main(self) -> str:
        """The name of the part that holds the document."""
        for kind, target in self.related("") if self.has("_rels/.rels") else []:
            if kind == "officeDocument" and self.has(target):
                return target
        if self.has("word/document.xml"):
            return "word/document.xml"
        raise UnreadableDocument(NOT_WORD)

    def related(self, part: str) -> list[tuple[str, str]]:
        """(kind, name) of the parts that a part is related to, in order; the package's own for ""."""
        if part not in self.relations:
            self.relations[part] = self.read_relations(part)
        return self.relations[part]

    def read_relations(self, part: str) -> list[tuple[str, str]]:
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listing):
            return []
        out = []
        for row in self.tree(listing).iter(RELATION):
            kind, target = row.get("Type", "").rpartition("/")[2], row.get("Target", "")
            if row.get("TargetMode") != "External":
                out.append((kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")))
        return out

    def first(self, kind: str) -> Element | None:
        """The first part of that kind which belongs to the document, as XML."""
        for found, name in self.related(self.main):
            if found == kind and self.has(name):
                return self.tree(name)
        return None

    def every(self, kind: str) -> list[Element]:
        names = dict.fromkeys(name for found, name in self.related(self.main) if found == kind)
        return [self.tree(name) for name in names if self.has(name)]


def refuse_listing(data: bytes) -> None:
    """Refuse a listing of parts longer than any Word file has, before it is read into memory."""
    at = data.rfind(END_OF_LISTING, max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + 22:
        raise UnreadableDocument(DAMAGED)
    count, size = struct.unpack_from("<HI", data, at + 10)
    if count > MOST_PARTS or size > LARGEST_LISTING:
        raise UnreadableDocument(UNPACKS)


def open_word(data: bytes) -> Package:
    """The package of a Word file (.docx). Raises UnreadableDocument for whatever else the bytes may be."""
    if not data:
        raise UnreadableDocument(EMPTY)
    if len(data) > LARGEST_FILE:
        raise UnreadableDocument(TOO_LARGE)
    if data.startswith(OLD_WORD):
        raise UnreadableDocument(LOCKED if ENCRYPTED in data else OLD)
    if not data.startswith(b"PK"):
        raise UnreadableDocument(NOT_WORD if data.strip(b"\0 \r\n\t") else EMPTY)
    refuse_listing(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as damage:
        raise UnreadableDocument(DAMAGED) from damage
    if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
        raise UnreadableDocument(MACROS)
    package = Package(archive)
    if package.has("[Content_Types].xml") and b"macroEnabled" in package.read("[Content_Types].xml"):
        raise UnreadableDocument(MACROS)
    return package
