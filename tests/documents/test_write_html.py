"""Minutes as HTML to paste: clean, and the words of the Word file."""

import re
from itertools import pairwise

from lxml import etree, html

from app.documents.write_docx import write_docx
from app.documents.write_html import whole_page, write_html
from tests.documents.edited_word import EditedWord, W
from tests.documents.invented_minutes import invented_minutes

OFFICE, STATUS = "Office of the PCC", "Agreed as a true record on 15 May 2025."


def written() -> str:
    return write_html(invented_minutes(), office=OFFICE, status=STATUS)


def words_of(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text.replace("\u00a0", " ")))


def test_html_to_paste_has_no_classes_styles_or_scripts() -> None:
    tree = html.fromstring(f"<div>{written()}</div>")
    assert {name for one in tree.iter() for name in one.attrib} <= {"id", "href", "scope"}
    allowed = {
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "ul",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert {one.tag for one in tree.iter()} <= allowed | {"strong", "a", "dl", "dt", "dd"}


def test_html_to_paste_says_what_the_word_file_says() -> None:
    word = EditedWord(write_docx(invented_minutes(), office=OFFICE, status=STATUS))
    said = " ".join(text.text or "" for text in word.tree.iter(W + "t"))
    tree = html.fromstring(f"<div>{written()}</div>")
    for caption in tree.iter("caption"):
        caption.text = ""
    there = " ".join(tree.itertext())
    assert set(words_of(there)) == set(words_of(said))


def test_headings_skip_no_level_and_the_first_is_the_title() -> None:
    tree = html.fromstring(f"<div>{written()}</div>")
    levels = [int(one.tag[1]) for one in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_lists_are_lists_and_tables_have_their_heads() -> None:
    tree = html.fromstring(f"<div>{written()}</div>")
    assert tree.xpath("//ul/li/ul/li"), "a point below a point"
    for table in tree.iter("table"):
        assert table.find("caption").text
        assert [one.get("scope") for one in table.xpath("thead/tr/th")] == ["col"] * len(
            table.xpath("thead/tr/th")
        )
    targets = {one.get("id") for one in tree.iter() if one.get("id")}
    assert {one.get("href")[1:] for one in tree.iter("a")} <= targets


def test_words_that_look_like_html_stay_words() -> None:
    minutes = invented_minutes()
    minutes.parts[0].lines[0].text = "<script>alert(1)</script> & more"
    assert "<script>" not in write_html(minutes)
    page = whole_page(minutes, title="A & B")
    assert page.startswith("<!doctype html>")
    assert etree.HTML(page).findtext(".//title") == "A & B"
