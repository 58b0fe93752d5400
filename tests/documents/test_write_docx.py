"""The Word file: what it prints, and that everybody can use it."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from app.documents import house_style
from app.documents.minutes import Minutes, Part, Text
from app.documents.read_docx import read_docx
from app.documents.word.style_sheet import VAL, W
from app.documents.write_docx import HOUSE_STYLE, ActionDetails, write_docx
from tests.documents.invented_minutes import invented_minutes
from tests.documents.office_suite import converted, pages
from tests.documents.printed_minutes import of_source

OFFICE = "Police and Crime Commissioner for Northfold"
STATUS = "Agreed as a true record on 15 May 2025."


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(invented_minutes(), office=OFFICE, status=STATUS)


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def printed(data: bytes) -> list[str]:
    """The words of every paragraph, in order, those of tables too."""
    return [words_of(paragraph) for paragraph in part(data, "word/document.xml").iter(W + "p")]


def words_of(element: Any) -> str:
    runs = (node.text or "" if node.tag == W + "t" else "\t" for node in element.iter(W + "t", W + "tab"))
    return "".join(runs).replace("\u00a0", " ")


def styled(data: bytes, style: str) -> list[str]:
    """The words of the paragraphs in a style, by its identifier."""
    return [
        words_of(paragraph)
        for paragraph in part(data, "word/document.xml").iter(W + "p")
        if paragraph.find(f"{W}pPr/{W}pStyle").get(VAL) == style
    ]


def test_the_file_says_its_title_and_language_and_nobody_s_name(written: bytes) -> None:
    properties = docx.Document(io.BytesIO(written)).core_properties
    assert properties.title == "Holding to account meeting, 13 March 2025"
    assert properties.language == "en-GB"
    assert [properties.author, properties.last_modified_by, properties.comments] == ["", "", ""]
    language = part(written, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language.get(VAL) == "en-GB"


def test_nothing_is_formatted_but_by_named_styles(written: bytes) -> None:
    body = part(written, "word/document.xml")
    for name, allowed in (("pPr", {"pStyle", "numPr"}), ("rPr", {"rStyle"})):
        said = {etree.QName(child).localname for found in body.iter(W + name) for child in found}
        assert said <= allowed
    used = {found.get(VAL) for found in body.iter(W + "pStyle", W + "rStyle", W + "tblStyle")}
    defined = {style.get(W + "styleId") for style in part(written, "word/styles.xml").iter(W + "style")}
    assert used <= defined
    assert len(used) > 20


def test_no_paragraph_is_empty(written: bytes) -> None:
    assert all(words.strip() for words in printed(written))


def test_tables_have_a_repeated_header_row_no_merged_cells_and_a_description(written: bytes) -> None:
    tables = list(part(written, "word/document.xml").iter(W + "tbl"))
    assert len(tables) == 4
    for table in tables:
        rows = table.findall(W + "tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert not list(table.iter(W + "gridSpan", W + "vMerge"))
        assert len({len(row.findall(W + "tc")) for row in rows}) == 1
        assert table.find(f"{W}tblPr/{W}tblCaption").get(VAL)
        assert table.find(f"{W}tblPr/{W}tblDescription").get(VAL)


def outline(data: bytes) -> list[int]:
    """The levels at which the headings stand in the outline."""
    levels = {
        style.get(W + "styleId"): int(level.get(VAL)) + 1
        for style in part(data, "word/styles.xml").iter(W + "style")
        if (level := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    styles = (found.get(VAL) for found in part(data, "word/document.xml").iter(W + "pStyle"))
    return [levels[style] for style in styles if style in levels]


def test_the_outline_skips_no_level_even_where_the_minutes_do(written: bytes) -> None:
    levels = outline(written)
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    assert max(levels) == 3
    deep = Minutes(
        parts=[
            Part("A", level=4),
            Part("B", level=6),
            Part("C", level=6),
            Part("D", level=5),
            Part("E", level=1),
        ]
    )
    assert outline(write_docx(deep)) == [1, 2, 2, 2, 1]
    assert [said[1] for said in of_source(read_docx(write_docx(deep)))] == [4, 6, 6, 5, 1]


def test_everything_is_twelve_points_or_more_in_a_sans_serif_and_left_aligned() -> None:
    styles = part(HOUSE_STYLE.read_bytes(), "word/styles.xml")
    sizes = [int(size.get(VAL)) / 2 for size in styles.iter(W + "sz")]
    assert sizes
    assert min(sizes) >= 12
    assert {fonts.get(W + "ascii") for fonts in styles.iter(W + "rFonts")} == {"Arial"}
    assert {found.get(VAL) for found in styles.iter(W + "jc")} == {"left"}
    assert not list(styles.iter(W + "caps", W + "smallCaps", W + "vanish"))


def test_the_house_style_is_what_its_script_makes(tmp_path: Path) -> None:
    house_style.make(tmp_path / "made.docx")
    assert (tmp_path / "made.docx").read_bytes() == HOUSE_STYLE.read_bytes()


def test_the_footer_gives_the_title_and_page_x_of_y(written: bytes) -> None:
    footer = part(written, "word/footer1.xml")
    assert [field.get(W + "instr").strip() for field in footer.iter(W + "fldSimple")] == [
        "TITLE",
        "PAGE",
        "NUMPAGES",
    ]
    assert words_of(footer) == "Holding to account meeting, 13 March 2025\tPage 1 of 1"


def test_the_heading_block_gives_office_kind_title_status_and_facts(written: bytes) -> None:
    assert printed(written)[:9] == [
        OFFICE,
        "Minutes",
        "Holding to account meeting, 13 March 2025",
        STATUS,
        "Date:\tThursday 13 March 2025",
        "Time:\t13:30 to 15:20",
        "Place:\tOld Customs House, Port Linnet",
        "Chair:\tMargaret Ellery",
        "Minutes taken by:\tJoan Tully",
    ]


def test_minutes_without_a_title_are_named_by_their_day_and_read_back_without_one() -> None:
    data = write_docx(Minutes(held_on=date(2023, 3, 31), parts=[Part("AOB", lines=[Text("N/A")])]))
    assert styled(data, "TitleGiven") == ["Meeting of 31 March 2023"]
    assert "Title" not in [
        line.text.partition("\t")[0] for line in read_docx(data).lines if line.role == "field"
    ]


def test_heading_numbers_are_plain_text(written: bytes) -> None:
    assert styled(written, "Heading1") == [
        "1.\tMinutes of the last meeting",
        "2.\tActions from earlier meetings",
        "3.\tIndependent Inquiry into Harbour Road",
        "Ref 03/21/06/2023\tAny other business",
    ]
    assert styled(written, "Heading2") == ["3.1\tRecommendation 8: grading within one hour"]


def test_an_action_is_set_off_with_reference_owner_due_date_and_recommendation(written: bytes) -> None:
    assert styled(written, "Action") == [
        "ACTION 4/2025: The force and the council to agree one form for reporting a child missing from care.",
        "ACTION: The young people’s panel’s comments to be brought to the next meeting.",
    ]
    assert styled(written, "ActionDetails") == [
        "Owner: The force. Due 30 May 2025. Recommendation 8.",
        "No owner is named. No date was given.",
    ]
    assert styled(written, "ActionNote") == [
        "Owner: CC. Due 30 June 2025.",
        "Owner: OPCC. Due: before the next meeting. Recommendations 8 and 12.",
    ]


def test_what_the_register_knows_is_printed_instead() -> None:
    minutes = invented_minutes()
    key = next(p.key for part in minutes.parts for line in part.lines for p in line.passages if p.action)
    told = ActionDetails(
        "9/2025", "Chief Constable, Northfold Police", "Northfold Police", date(2025, 7, 1), None, ["12"]
    )
    data = write_docx(minutes, details={key: told})
    assert "Owner: CC – Chief Constable, Northfold Police. Due 1 July 2025. Recommendation 12." in printed(
        data
    )
    assert any("Action 9/2025: CC to count them" in words for words in printed(data))
    assert "Northfold Police" in styled(data, "BlockHeading2")


def test_a_question_nobody_answered_says_so_once(written: bytes) -> None:
    words = printed(written)
    assert words.count("No answer is recorded.") == 1
    assert words[words.index("No answer is recorded.") - 1].startswith("The DPCC asked how the force knows")


def test_a_closing_summary_lists_the_actions_by_whoever_owes_them(written: bytes) -> None:
    words = printed(written)
    assert words[words.index("Actions raised at this meeting") :] == [
        "Actions raised at this meeting",
        *("Police force", "Ref", "Action", "Due", "Concerns"),
        *("–", "CC to count them by 30 June 2025.", "30 June 2025", "None"),
        "4/2025",
        "The force and the council to agree one form for reporting a child missing from care.",
        *("30 May 2025", "Rec. 8"),
        *("Commissioner’s office", "Ref", "Action", "Due", "Concerns"),
        *("–", "OPCC to write to the Home Office.", "Before the next meeting", "Rec. 8, 12"),
        *("Nobody named", "Ref", "Action", "Due", "Concerns"),
        *("–", "The young people’s panel’s comments to be brought to the next meeting.", "No date", "None"),
        "Next meeting",
        "Thursday 15 May 2025, 13:30",
    ]


def test_no_closing_summary_is_added_where_the_minutes_have_one() -> None:
    words = printed(write_docx(invented_minutes(has_summary=True)))
    assert "Summary of actions" in words
    assert "Actions raised at this meeting" not in words


def test_links_in_the_summary_lead_to_the_action(written: bytes) -> None:
    body = part(written, "word/document.xml")
    targets = {link.get(W + "anchor") for link in body.iter(W + "hyperlink")}
    marks = [mark.get(W + "name") for mark in body.iter(W + "bookmarkStart")]
    assert targets <= set(marks)
    assert targets
    assert len(marks) == len(set(marks))
    assert len(list(body.iter(W + "bookmarkEnd"))) == len(marks)


def test_the_next_meeting_is_not_added_where_the_minutes_say_it() -> None:
    minutes = Minutes(next_meeting="TBC", parts=[Part("Date of next meeting", "4", lines=[Text("TBC")])])
    assert styled(write_docx(minutes), "NextMeeting") == []
    assert styled(write_docx(minutes), "Fact") == ["Next meeting:\tTBC"]
    minutes.parts[0].title = "AOB"
    assert styled(write_docx(minutes), "NextMeeting") == ["TBC"]


def test_dates_and_recommendations_do_not_part_at_the_end_of_a_line(written: bytes) -> None:
    xml = etree.tostring(part(written, "word/document.xml"), encoding="unicode")
    assert "30\u00a0June\u00a02025" in xml
    assert "Recommendation\u00a08" in xml
    assert not any("\u00a0" in line.text for line in read_docx(written).lines)


def test_what_word_cannot_hold_does_not_stop_the_file_from_being_written() -> None:
    minutes = Minutes(title="A\x00B", parts=[Part("\x0b", lines=[Text("one\x01two\ud800three")])])
    assert any("one\ufffdtwo\ufffdthree" in words for words in printed(write_docx(minutes)))


def test_minutes_with_nothing_in_them_are_still_a_file() -> None:
    assert printed(write_docx(Minutes())) == ["Minutes", "Minutes of a meeting"]


def test_a_row_or_paragraph_that_somebody_adds_in_word_is_read_as_anybodys(written: bytes) -> None:
    document = docx.Document(io.BytesIO(written))
    document.add_paragraph("ACTION: CC to read this.", style="Normal")
    out = io.BytesIO()
    document.save(out)
    last = read_docx(out.getvalue()).lines[-1]
    assert (last.text, last.role, last.kind) == ("ACTION: CC to read this.", None, None)


@pytest.mark.libreoffice
def test_it_reads_the_same_after_libreoffice_has_saved_it(written: bytes, tmp_path: Path) -> None:
    saved = converted(written, "docx", tmp_path).read_bytes()
    assert list(of_source(read_docx(saved))) == list(of_source(read_docx(written)))
    assert read_docx(saved).has_our_styles


@pytest.mark.libreoffice
@pytest.mark.poppler
def test_libreoffice_prints_every_page_with_its_number_and_no_heading_stands_last(
    written: bytes, tmp_path: Path
) -> None:
    shown = pages(converted(written, "pdf", tmp_path))
    assert len(shown) >= 2
    headings = {*styled(written, "Heading1"), *styled(written, "Heading2"), *styled(written, "BlockHeading")}
    for number, page in enumerate(shown, 1):
        lines = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
        assert lines[-1] == f"Holding to account meeting, 13 March 2025 Page {number} of {len(shown)}"
        assert lines[-2] not in {re.sub(r"\s+", " ", heading) for heading in headings}
