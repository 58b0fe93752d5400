"""Whatever is brought in as a Word file is read or refused in a sentence, in bounded time and memory."""

import io
import os
import struct
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.limits import MOST_LINES
from app.documents.read_docx import read_docx
from app.documents.word import package
from app.errors import UnreadableDocument
from tests.documents.word_files import NUMBERING, W, paragraph, table, word_file

MEMORY = 250 * 1024 * 1024
SECONDS = 30.0
"""Generous, because test machines are slow: a bomb that goes off takes minutes or all memory."""


def refusal(data: bytes) -> str:
    """The sentence with which the bytes are refused, within bounded time and memory."""
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(UnreadableDocument) as said:
            read_docx(data, "minutes.docx")
        assert time.process_time() - began < SECONDS
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    sentence = str(said.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 140
    return sentence


def read_or_refused(data: bytes) -> list[str] | None:
    """The texts of the lines; None where the bytes are refused in a sentence. Any other error is one."""
    try:
        return [line.text for line in read_docx(data).lines]
    except UnreadableDocument as refused:
        sentence = str(refused)
    assert sentence.endswith(".")
    return None


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == package.EMPTY


def test_fifty_megabytes_of_nothing_are_refused() -> None:
    assert refusal(bytes(50 * 1024 * 1024)) == package.TOO_LARGE
    assert refusal(bytes(30 * 1024 * 1024)) == package.EMPTY


def test_a_picture_called_docx_is_refused() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + os.urandom(5000)
    assert refusal(jpeg) == package.NOT_WORD


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    assert refusal(packed({"holiday.jpg": b"x" * 100})) == package.NOT_WORD


def test_a_spreadsheet_is_refused() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{kind}" Target="xl/workbook.xml"/></Relationships>'
    )
    sentence = refusal(packed({"_rels/.rels": relations.encode(), "xl/workbook.xml": b"<workbook/>"}))
    assert sentence == package.NOT_WORD


def test_encrypted_word_and_old_word_are_told_apart() -> None:
    old = package.OLD_WORD + bytes(2000)
    assert refusal(old) == package.OLD
    assert refusal(old + "EncryptedPackage".encode("utf-16-le") + bytes(500)) == package.LOCKED


def test_a_zip_whose_parts_are_encrypted_is_refused() -> None:
    data = bytearray(word_file(paragraph("Secret")))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(start)
        while at >= 0:
            data[at + (6 if start == b"PK\x03\x04" else 8)] |= 1
            at = data.find(start, at + 4)
    assert refusal(bytes(data)) == package.LOCKED


def test_a_file_with_macros_is_refused() -> None:
    data = word_file(paragraph("Welcome"), replaced={"word/vbaProject.bin": b"macro"})
    assert refusal(data) == package.MACROS
    types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert refusal(word_file(paragraph("Welcome"), replaced={"[Content_Types].xml": types})) == package.MACROS


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = b"<w:document>" + b"A" * (400 * 1024 * 1024)
    data = word_file("", replaced={"word/document.xml": bomb})
    assert len(data) < 1024 * 1024
    del bomb
    assert refusal(data) == package.UNPACKS


def test_a_bomb_in_any_part_that_is_read_is_not_unpacked() -> None:
    nothing = b" " * (100 * 1024 * 1024)
    for name in ("word/styles.xml", "word/numbering.xml", "_rels/.rels", "[Content_Types].xml"):
        assert refusal(word_file(paragraph("x"), replaced={name: nothing})) == package.UNPACKS


def test_a_bomb_in_a_part_that_is_not_read_does_no_harm() -> None:
    data = word_file(paragraph("Welcome"), replaced={"word/media/image1.bmp": bytes(100 * 1024 * 1024)})
    assert [line.text for line in read_docx(data).lines] == ["Welcome"]


def test_many_parts_that_are_each_within_the_limit_are_not_all_unpacked() -> None:
    data = word_file(paragraph("x"), replaced=dict(headers(20)))
    assert refusal(data) == package.UNPACKS


def headers(count: int) -> list[tuple[str, bytes]]:
    """That many headers of 10 MB, and the relations that name them."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join(
        f'<Relationship Id="h{n}" Type="{office}/header" Target="h{n}.xml"/>' for n in range(count)
    )
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}'
    header = f"<w:hdr {W}>{' ' * 10_000_000}</w:hdr>".encode()
    listing = ("word/_rels/document.xml.rels", f"{relations}</Relationships>".encode())
    return [listing, *((f"word/h{n}.xml", header) for n in range(count))]


def refused_in_time(data: bytes) -> str:
    """The sentence, where what takes time is reading and not unpacking (memory is not watched: that is slow)."""
    began = time.process_time()
    with pytest.raises(UnreadableDocument) as said:
        read_docx(data)
    assert time.process_time() - began < SECONDS
    return str(said.value)


def test_a_paragraph_of_very_many_small_pieces_is_refused_in_time() -> None:
    one_run = paragraph(inner="<w:r>" + "<w:t>a</w:t>" * 500_000 + "</w:r>")
    assert "characters" in refused_in_time(word_file(one_run))
    many_runs = paragraph(inner="<w:r><w:t>b</w:t></w:r>" * 200_000)
    assert "characters" in refused_in_time(word_file(many_runs))


def test_a_sentence_wrapped_by_very_many_breaks_is_refused_in_time() -> None:
    wrapped = paragraph(inner="<w:r>" + "<w:t>a</w:t><w:br/>" * 100_000 + "</w:r>")
    assert "characters" in refused_in_time(word_file(wrapped))


def test_paragraphs_that_all_run_into_the_next_are_refused_in_time() -> None:
    one = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
    assert "characters" in refused_in_time(word_file(one * 100_000))


def test_a_listing_of_very_many_parts_is_refused_before_it_is_read() -> None:
    data = packed({f"part{n}.xml": b"" for n in range(30_000)}, zipfile.ZIP_STORED)
    assert refusal(data) == package.UNPACKS


def test_a_listing_that_lies_about_its_length_is_refused() -> None:
    data = bytearray(word_file(paragraph("Welcome")))
    at = data.rfind(package.END_OF_LISTING)
    struct.pack_into("<HI", data, at + 10, 3, 0xFFFFFFF0)
    assert refusal(bytes(data)) == package.UNPACKS


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused(coding: str) -> None:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE w:document [{entities}]>'
    bomb += f"<w:document {W}><w:body>{paragraph('&i;')}</w:body></w:document>"
    sentence = refusal(word_file("", replaced={"word/document.xml": bomb.encode(coding)}))
    assert sentence == package.ENTITIES


def test_an_entity_that_names_a_file_of_ours_is_refused() -> None:
    theft = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>{paragraph("&e;")}'
    )
    data = word_file("", replaced={"word/document.xml": f"{theft}</w:body></w:document>".encode()})
    assert refusal(data) == package.ENTITIES


def test_xml_nested_beyond_reason_is_refused() -> None:
    deep = b"<a>" * 200_000
    assert refusal(word_file("", replaced={"word/document.xml": deep})) == package.DAMAGED


def test_tables_nested_as_deep_as_xml_allows_are_read_or_refused() -> None:
    inner = paragraph("deep")
    for _ in range(60):
        inner = table(["x", inner + paragraph("after")])
    lines = read_or_refused(word_file(inner))
    assert lines is None or sum("deep" in text for text in lines) == 1


def test_more_paragraphs_than_minutes_have_are_refused() -> None:
    assert f"{MOST_LINES:,} paragraphs" in refused_in_time(word_file(paragraph("x") * 30_000))


def test_a_truncated_file_is_refused() -> None:
    data = word_file(paragraph("Welcome"))
    assert refusal(data[: len(data) // 2]) == package.DAMAGED


def test_a_part_whose_bytes_were_changed_is_refused() -> None:
    data = bytearray(word_file(paragraph("Welcome") * 50))
    info = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("word/document.xml")
    at = info.header_offset + 30 + len(info.filename) + 10
    data[at : at + 8] = b"\xff" * 8
    assert refusal(bytes(data)) == package.DAMAGED


def test_a_file_without_words_is_refused() -> None:
    assert "no text" in refusal(word_file(paragraph()))


def test_styles_that_are_based_on_each_other_in_a_ring_do_no_harm() -> None:
    ring = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
    )
    data = word_file(paragraph("Welcome", style="A"), styles=ring)
    assert [line.text for line in read_docx(data).lines] == ["Welcome"]


def test_a_footnote_that_refers_to_itself_is_read_once() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{paragraph("Again.", inner=reference)}</w:footnote>'
    data = word_file(paragraph("See below.", inner=reference), more={"footnotes": notes})
    assert [line.text for line in read_docx(data).lines] == ["See below.", "Again."]


@pytest.mark.parametrize(
    "numbering",
    [
        NUMBERING.replace('w:val="1"', 'w:val="999999999"'),
        NUMBERING.replace('w:val="1"', 'w:val="-5"'),
        NUMBERING.replace('w:val="1"', 'w:val="many"'),
        NUMBERING.replace('w:ilvl="0"', 'w:ilvl="zero"'),
        NUMBERING.replace('w:ilvl="1"', 'w:ilvl="999999999"'),
        NUMBERING.replace("lowerRoman", "ideographTraditional"),
        NUMBERING.replace("<w:numFmt", "<w:notFmt"),
    ],
)
def test_damaged_numbering_loses_no_words(numbering: str) -> None:
    body = "".join(paragraph(f"Item {n}", listed=(1, n)) for n in range(4))
    lines = read_docx(word_file(body, numbering=numbering)).lines
    assert [line.text for line in lines] == [f"Item {n}" for n in range(4)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_word_file_with_bytes_changed_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    body = (
        paragraph("Welcome", style="Kop1", listed=(1, 0))
        + table(["1", "x"])
        + paragraph("• y", listed=(2, 1))
    )
    whole = bytearray(word_file(body))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(whole))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_word_xml_with_letters_changed_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    body = (
        paragraph("Welcome", style="Kop1", listed=(1, 0)) + table(["1", "x"]) + paragraph("y", listed=(2, 1))
    )
    part = data.draw(st.sampled_from(["document", "numbering", "styles"]))
    with zipfile.ZipFile(io.BytesIO(word_file(body))) as archive:
        xml = bytearray(archive.read(f"word/{part}.xml"))
    for _ in range(data.draw(st.integers(1, 4))):
        xml[data.draw(st.integers(0, len(xml) - 1))] = data.draw(st.integers(32, 126))
    read_or_refused(word_file(body, replaced={f"word/{part}.xml": bytes(xml)}))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK", b"PK\x03\x04", package.OLD_WORD]))
def test_bytes_of_any_kind_are_refused_in_a_sentence(data: bytes, start: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"\.$"):
        read_docx(start + data)
