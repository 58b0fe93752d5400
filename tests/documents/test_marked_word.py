"""Protective markings, and nothing of anybody in a Word file that goes out."""

import io
import zipfile

from docx import Document

from app.documents.interpret import interpret
from app.documents.source import read_source
from app.documents.write_docx import write_docx
from tests.documents.invented_minutes import invented_minutes


def test_the_marking_stands_at_the_head_and_foot_of_every_page() -> None:
    word = Document(io.BytesIO(write_docx(invented_minutes(), marking="OFFICIAL-SENSITIVE")))
    for section in word.sections:
        head, foot = section.header.paragraphs, section.footer.paragraphs
        assert (head[0].text, head[0].style.name) == ("OFFICIAL-SENSITIVE", "Marking")
        assert (foot[-1].text, foot[-1].style.name) == ("OFFICIAL-SENSITIVE", "Marking")
        assert len(foot) == 2, "the title and the page still stand above it"


def test_without_a_marking_there_is_none_and_no_header_for_one() -> None:
    word = Document(io.BytesIO(write_docx(invented_minutes())))
    assert all(section.header.is_linked_to_previous for section in word.sections)
    assert not any(p.style.name == "Marking" for section in word.sections for p in section.footer.paragraphs)


def test_a_marked_file_reads_back_as_the_same_minutes() -> None:
    plain, marked = (write_docx(invented_minutes(), marking=marking) for marking in ("", "OFFICIAL"))
    first, second = (interpret(read_source(data, "a.docx")).minutes for data in (plain, marked))
    assert first == second


def test_a_file_holds_no_author_comment_change_or_hidden_text() -> None:
    data = write_docx(invented_minutes(), office="Office of the PCC", marking="OFFICIAL")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        everything = b"".join(package.read(name) for name in names)
    assert not [name for name in names if "comment" in name or "custom" in name or "people" in name]
    for mark in (
        b"dc:creator",
        b"lastModifiedBy",
        b"<w:ins ",
        b"<w:del ",
        b"<w:vanish",
        b"w:rsid",
        b"python",
    ):
        assert mark not in everything, mark
