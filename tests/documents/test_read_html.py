"""Web pages and clipboards, read into lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.read_html import read_html
from app.documents.source import SourceLine, read_source, source_from_pasted
from app.errors import UnreadableDocument


def lines(html: str) -> list[SourceLine]:
    return read_html(html).lines


def shapes(html: str) -> list[tuple[str | None, str]]:
    return [(line.role, line.text) for line in lines(html)]


def test_headings_paragraphs_and_bullets_are_told_apart() -> None:
    assert shapes(
        "<h2>2. Rural crime</h2><p>The PCC asked\n why.</p><ul><li>One<ul><li>Inner</li></ul></li></ul>"
    ) == [
        ("heading", "2. Rural crime"),
        (None, "The PCC asked why."),
        ("bullet", "One"),
        ("bullet", "Inner"),
    ]
    assert [line.level for line in lines("<ul><li>One<ul><li>Inner</li></ul></li></ul>")] == [0, 1]


def test_what_a_site_puts_around_its_text_is_furniture() -> None:
    page = (
        "<body><a href='#main'>Skip to main content</a><nav><a href='/'>Home</a></nav>"
        "<div class='cookie-banner'>We use cookies</div><main><h1>Minutes</h1><p>Said.</p></main>"
        "<footer>Contact us</footer></body>"
    )
    assert [role for role, _ in shapes(page)] == [
        "furniture",
        "furniture",
        "furniture",
        "heading",
        None,
        "furniture",
    ]


def test_an_ordered_list_keeps_the_numbers_it_shows() -> None:
    assert [
        (line.label, line.text) for line in lines("<ol start='3'><li><p>Third</p></li><li>Fourth</li></ol>")
    ] == [
        ("3.", "Third"),
        ("4.", "Fourth"),
    ]
    assert [line.label for line in lines("<ol type='a'><li>x</li><li>y</li></ol>")] == ["a)", "b)"]


def test_a_line_break_begins_a_line_of_the_same_paragraph() -> None:
    first, second = lines("<p>Chair: Ann Hale<br>Minutes: Bo Lund</p>")
    assert (first.text, second.text, second.blank_before) == ("Chair: Ann Hale", "Minutes: Bo Lund", False)


def test_bold_words_are_known() -> None:
    (line,) = lines("<p><strong>ACTION:</strong> <span style='font-weight:700'>CC</span> to write</p>")
    assert [(line.text[span.starts : span.ends]) for span in line.spans] == ["ACTION: CC"]


def test_a_table_gives_rows_with_cells() -> None:
    head, row = lines(
        "<table><tr><th>No.</th><th>Action</th></tr><tr><td>1</td><td>CC to\n write</td></tr></table>"
    )
    assert head.is_header_row
    assert row.cells == ["1", "CC to write"]


def test_a_table_that_only_lays_the_page_out_is_no_table() -> None:
    (heading, line) = lines(
        "<table><tr><td><h2>4.</h2></td><td><h2>Vetting</h2><p>Said.</p></td></tr></table>"
    )
    assert (heading.role, heading.label, heading.text, line.role) == ("heading", "4.", "Vetting", None)


def test_lists_that_word_puts_on_the_clipboard_are_lists() -> None:
    word = (
        "<html><body><!--StartFragment--><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>"
        "<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Inner</p>"
        "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>"
        "<span style='mso-list:Ignore'>2.</span>Second</p>"
        "<!--EndFragment--></body></html>"
    )
    assert [(line.role, line.level, line.label, line.text) for line in lines(word)] == [
        ("bullet", 1, None, "Inner"),
        (None, 0, "2.", "Second"),
    ]


def test_what_was_pasted_is_read_from_its_html_and_else_from_its_text() -> None:
    assert source_from_pasted("Said.", "<h1>Minutes</h1><p>Said.</p>").lines[0].role == "heading"
    assert [line.text for line in source_from_pasted("Minutes\n\nSaid.", None).lines] == ["Minutes", "Said."]


def test_a_page_is_told_from_its_content_whatever_its_name() -> None:
    assert read_source(b"<!doctype html><title>x</title><p>Said.</p>", "minutes.txt").format == "html"


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<nav>Home</nav>", "<div>" * 5000 + "x"])
def test_a_page_without_minutes_is_refused_in_a_sentence(page: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"^This page .*\.$"):
        read_html(page)


@given(st.text(st.sampled_from("<>/pliulohtrdab123 =\"'&;!-[]\n"), max_size=300))
def test_no_markup_raises_anything_but_a_refusal(html: str) -> None:
    try:
        made = read_html(html)
    except UnreadableDocument:
        return
    assert all(line.text for line in made.lines)
