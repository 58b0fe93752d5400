"""The office's own Word file as house style: its look, and nothing else of it."""

import io
import re
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from app.documents.differences import differences
from app.documents.word.office import Made, make
from app.documents.word.office.pictures import plain_picture
from app.documents.write_docx import write_docx
from app.errors import UnreadableDocument
from tests.documents.invented_minutes import invented_minutes
from tests.documents.office_file import HEADER, SECRET, office_file, picture
from tests.documents.test_differences import outlined
from tests.documents.word_files import PACKAGE


@pytest.fixture(scope="module")
def made() -> Made:
    return make(office_file())


def written(style: bytes) -> bytes:
    return write_docx(
        invented_minutes(), office="Office of the PCC", status="Draft.", style=style, marking="OFFICIAL"
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(data: bytes, more: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in {**parts(data), **more}.items():
            package.writestr(name, content)
    return out.getvalue()


def test_its_styles_header_footer_and_logo_are_used(made: Made) -> None:
    word = Document(io.BytesIO(written(made.package)))
    assert word.styles["Normal"].font.name == "Georgia"
    assert str(word.styles["Heading 1"].font.color.rgb) == "5B1A4B"
    header = word.sections[0].header
    assert [paragraph.text.strip() for paragraph in header.paragraphs] == ["OFFICIAL", HEADER]
    assert any(name.startswith("word/media/") for name in parts(written(made.package)))
    assert "Page" in word.sections[0].footer.paragraphs[0].text


def test_what_it_lacks_is_named_and_ours_is_used(made: Made) -> None:
    assert {"Question", "Answer", "Action", "Decision", "Assurance"} <= set(made.missing)
    assert not {"Title", "Heading 1", "Body Text", "List Bullet", "Normal"} & set(made.missing)
    styles = {style.name for style in Document(io.BytesIO(written(made.package))).styles}
    ours = {style.name for style in Document(io.BytesIO(write_docx(invented_minutes()))).styles}
    assert ours <= styles


def test_nothing_else_of_the_file_is_in_any_byte_of_what_goes_out(made: Made) -> None:
    for name, content in parts(written(made.package)).items():
        assert SECRET.encode() not in content, name
        assert b"Letterhead" not in content, "nor the names that the office gave its styles"
    assert {"Not taken: the field AUTHOR.", "Not taken: the field FILENAME."} <= set(made.remarks)


def test_numbers_of_headings_stay_plain_text(made: Made) -> None:
    styles = parts(made.package)["word/styles.xml"].decode()
    heading = re.search(r'<w:style [^>]*w:styleId="Heading1".*?</w:style>', styles, re.S)
    assert heading
    assert "numPr" not in heading[0]
    assert '<w:outlineLvl w:val="0"/>' in heading[0]


def test_minutes_in_the_offices_style_read_back_as_the_same_minutes(made: Made) -> None:
    assert (
        differences(outlined(write_docx(invented_minutes())), outlined(written(made.package))).differences
        == []
    )


def test_a_file_with_macros_is_refused() -> None:
    data = office_file()
    types = parts(data)["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    )
    for hostile in (
        changed(data, {"word/vbaProject.bin": b"x"}),
        changed(data, {"[Content_Types].xml": types}),
    ):
        with pytest.raises(UnreadableDocument, match="macros"):
            make(hostile)


@pytest.mark.parametrize(
    "hostile", [b"", b"not a file", b"PK\x03\x04" + b"\0" * 50, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_word_file_is_refused(hostile: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        make(hostile)


def test_links_templates_objects_and_pictures_elsewhere_are_left_behind() -> None:
    data = office_file()
    found = parts(data)
    header = next(name for name in found if re.fullmatch(r"word/header\d\.xml", name))
    listing = header.replace("word/", "word/_rels/") + ".rels"
    outside = "".join(
        f'<Relationship Id="{one}" TargetMode="External" Target="https://bad.example/{one}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
        for one, kind in (("x1", "hyperlink"), ("x2", "image"), ("x3", "oleObject"))
    )
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    more = (
        f'<w:p {r}><w:hyperlink r:id="x1"><w:r><w:t>www.northfold.example</w:t></w:r></w:hyperlink>'
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="x3"/></w:object></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDEPICTURE "https://bad.example/y"'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
    )
    settings = found["word/settings.xml"].replace(
        b"</w:settings>", f'<w:attachedTemplate {r} r:id="x9"/></w:settings>'.encode()
    )
    template = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="x9" TargetMode="External" '
        'Target="https://bad.example/t.dotm" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    hostile = changed(
        data,
        {
            header: found[header].replace(b"</w:hdr>", more.encode()),
            listing: found[listing].replace(b"</Relationships>", outside.encode() + b"</Relationships>"),
            "word/settings.xml": settings,
            "word/_rels/settings.xml.rels": template.encode(),
            "word/embeddings/oleObject1.bin": b"bad",
        },
    )
    made = make(hostile)
    for name, content in parts(written(made.package)).items():
        assert b"bad" not in content, name
        assert b"External" not in content, name
    assert "www.northfold.example" in parts(made.package)["word/header2.xml"].decode()
    assert any("link" in remark for remark in made.remarks)
    assert any("embedded object" in remark for remark in made.remarks)


def with_header(inner: str) -> bytes:
    data = office_file()
    found = parts(data)
    header = next(name for name in found if re.fullmatch(r"word/header\d\.xml", name))
    return changed(data, {header: found[header].replace(b"</w:hdr>", inner.encode() + b"</w:hdr>")})


@pytest.mark.parametrize(
    "inner",
    [
        "<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80,
        "<w:p>" + "<w:sdt><w:sdtContent>" * 120 + "</w:sdtContent></w:sdt>" * 120 + "</w:p>",
        "<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 9000,
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 500,
    ],
    ids=["nested tables", "nested controls", "a header of nine thousand lines", "fields that never end"],
)
def test_a_header_made_to_cost_too_much_is_taken_or_refused_at_once(inner: str) -> None:
    with suppress(UnreadableDocument):
        assert written(make(with_header(inner)).package)


def test_styles_based_on_one_another_without_end_do_no_harm() -> None:
    word = Document(io.BytesIO(office_file()))
    for number in range(3000):
        style = (
            f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="s{number}"><w:name w:val="s {number}"/>'
            f'<w:basedOn w:val="s{(number + 1) % 3000}"/></w:style>'
        )
        word.styles.element.append(parse_xml(style))
    paragraph = word.sections[0].header.paragraphs[0]._p
    paragraph.pPr.pStyle.val = "s0"
    out = io.BytesIO()
    word.save(out)
    assert written(make(out.getvalue()).package)


def test_a_picture_keeps_nothing_that_is_written_in_it() -> None:
    taken = plain_picture(picture())
    assert taken is not None
    assert SECRET.encode() not in taken[0]
    assert taken[1] == "png"
    assert plain_picture(b"\x01\x00\x00\x00 an old Windows picture") is None
    assert plain_picture(b"\x89PNG\r\n\x1a\n cut off") is None


def test_the_first_page_keeps_a_header_of_its_own() -> None:
    word = Document(io.BytesIO(office_file()))
    section = word.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Only on the first page"
    out = io.BytesIO()
    word.save(out)
    again = Document(io.BytesIO(written(make(out.getvalue()).package))).sections[0]
    assert [one.text for one in again.first_page_header.paragraphs] == ["OFFICIAL", "Only on the first page"]
    assert again.header.paragraphs[-1].text.strip() == HEADER


def test_tables_are_as_wide_as_the_offices_page(made: Made) -> None:
    word = Document(io.BytesIO(written(made.package)))
    section = word.sections[0]
    room = ((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / 635
    for table in word.tables:
        widths = [int(one.get(f"{{{W}}}w")) for one in table._tbl.tblGrid]
        assert abs(sum(widths) - room) < 10


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_a_style_of_ours_that_the_office_has_made_its_own_is_taken() -> None:
    word = Document(io.BytesIO(office_file()))
    style = (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="q1"><w:name w:val="question"/>'
        '<w:basedOn w:val="Normal"/><w:rPr><w:i/></w:rPr></w:style>'
    )
    word.styles.element.append(parse_xml(style))
    out = io.BytesIO()
    word.save(out)
    made = make(out.getvalue())
    assert "Question" not in made.missing
    assert Document(io.BytesIO(written(made.package))).styles["Question"].font.italic


def test_small_text_is_pointed_out() -> None:
    word = Document(io.BytesIO(office_file()))
    word.styles["Normal"].font.size = 127000  # ten points
    out = io.BytesIO()
    word.save(out)
    assert "Its text is of 10 points; 12 or more is easier to read." in make(out.getvalue()).remarks


def test_what_is_written_in_it_stays_accessible(made: Made) -> None:
    data = written(made.package)
    word = Document(io.BytesIO(data))
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.title
    assert b'w:lang w:val="en-GB"' in parts(data)["word/styles.xml"]
    levels = re.findall(rb'<w:style [^>]*w:styleId="Heading(\d)"', parts(data)["word/styles.xml"])
    assert set(levels) == {b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8", b"9"}
    for table in word.tables:
        assert table.rows[0]._tr.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{{{W}}}tblCaption") is not None


def test_a_table_of_actions_stands_at_the_end(made: Made) -> None:
    word = Document(io.BytesIO(written(made.package)))
    captions = [table._tbl.tblPr.find(f"{{{W}}}tblCaption").get(f"{{{W}}}val") for table in word.tables]
    assert captions[-1].startswith("Actions: ")
