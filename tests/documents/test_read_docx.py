"""What reading keeps of anybody's Word file."""

from app.documents.read_docx import read_docx
from app.documents.source import SourceLine
from tests.documents.word_files import paragraph, run, table, word_file


def lines_of(body: str, **more: dict[str, str]) -> list[SourceLine]:
    return read_docx(word_file(body, **more)).lines  # type: ignore[arg-type]


def texts(body: str, **more: dict[str, str]) -> list[str]:
    return [line.text for line in lines_of(body, **more)]


def shown(body: str) -> list[str]:
    """Each line with the number that Word shows before it."""
    return [f"{line.label or '-'} {line.text}" for line in lines_of(body)]


def test_paragraphs_and_tables_are_read_in_the_order_they_stand_in() -> None:
    body = paragraph("Before") + table(["1", "Welcome"], ["2", "Stop and search"]) + paragraph("After")
    assert texts(body) == ["Before", "1\tWelcome", "2\tStop and search", "After"]


def test_lines_are_numbered_from_one_and_empty_paragraphs_are_not_lines() -> None:
    lines = lines_of(paragraph("One") + paragraph() + paragraph(" \u00a0 ") + paragraph("Two"))
    assert [(line.number, line.text) for line in lines] == [(1, "One"), (2, "Two")]


def test_heading_styles_are_known_by_name_and_by_what_they_are_based_on() -> None:
    body = paragraph("Minutes", style="Title") + paragraph("Welcome", style="Kop1")
    body += paragraph("Figures", style="Kop2") + paragraph("Next item", style="Item")
    assert [(line.role, line.level) for line in lines_of(body)] == [
        ("heading", 1),
        ("heading", 1),
        ("heading", 2),
        ("heading", 1),
    ]


def test_a_paragraph_given_an_outline_level_by_hand_is_a_heading() -> None:
    body = '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>' + run("Budget") + "</w:p>"
    (line,) = lines_of(body)
    assert (line.role, line.level) == ("heading", 2)


def test_numbers_that_word_counts_are_counted_through_all_levels() -> None:
    items = [
        ("Welcome", 0),
        ("Apologies", 1),
        ("Declarations", 1),
        ("first", 2),
        ("second", 2),
        ("deep", 3),
        ("Reports", 0),
    ]
    body = "".join(paragraph(text, listed=(1, depth)) for text, depth in [*items, ("Finance", 1)])
    assert shown(body) == [
        "1. Welcome",
        "1.1 Apologies",
        "1.2 Declarations",
        "a) first",
        "b) second",
        "(i) deep",
        "2. Reports",
        "2.1 Finance",
    ]


def test_a_list_goes_on_counting_after_a_paragraph_and_restarts_where_the_file_says() -> None:
    body = paragraph("One", listed=(1, 0)) + paragraph("Between") + paragraph("Two", listed=(1, 0))
    body += paragraph("Again", listed=(3, 0)) + paragraph("And on", listed=(3, 0))
    assert shown(body) == ["1. One", "- Between", "2. Two", "1. Again", "2. And on"]


def test_an_empty_paragraph_on_a_list_still_counts_as_it_does_in_word() -> None:
    body = paragraph("One", listed=(1, 0)) + paragraph(listed=(1, 0)) + paragraph("Three", listed=(1, 0))
    assert shown(body) == ["1. One", "3. Three"]


def test_letters_go_on_after_z_and_romans_are_romans() -> None:
    from app.documents.word.numbering import letters, ordinal, roman

    assert [letters(n) for n in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]
    assert [roman(n) for n in (4, 9, 14, 40, 99)] == ["iv", "ix", "xiv", "xl", "xcix"]
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "22nd",
        "113th",
    ]


def test_a_numbered_heading_carries_its_number_as_a_label() -> None:
    (line,) = lines_of(paragraph("Welcome", style="Kop1", listed=(1, 0)))
    assert (line.role, line.level, line.label, line.text) == ("heading", 1, "1.", "Welcome")


def test_bullets_have_a_depth_and_no_label() -> None:
    body = (
        paragraph("outer", listed=(2, 0))
        + paragraph("inner", listed=(2, 1))
        + paragraph("styled", style="Dots")
    )
    assert [(line.role, line.level, line.label) for line in lines_of(body)] == [
        ("bullet", 0, None),
        ("bullet", 1, None),
        ("bullet", 0, None),
    ]


def test_bullets_that_somebody_typed_are_bullets() -> None:
    typed = ["• round", "\uf0b7\tsquare", "- dash", "–\tlonger dash", "o\thollow"]
    lines = lines_of("".join(paragraph(text.replace("\t", "</w:t><w:tab/><w:t>")) for text in typed))
    assert [(line.role, line.text) for line in lines] == [
        ("bullet", "round"),
        ("bullet", "square"),
        ("bullet", "dash"),
        ("bullet", "longer dash"),
        ("bullet", "hollow"),
    ]


def test_words_that_begin_like_a_typed_bullet_are_none() -> None:
    lines = lines_of(paragraph("on time") + paragraph("-5% since May") + paragraph("o clock"))
    assert [line.role for line in lines] == [None, None, None]


def test_a_paragraph_taken_off_its_styles_list_has_no_bullet() -> None:
    body = '<w:p><w:pPr><w:pStyle w:val="Dots"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + run(
        "Plain"
    )
    (line,) = lines_of(body + "</w:p>")
    assert line.role is None


def test_tracked_insertions_are_kept_and_deletions_dropped() -> None:
    inner = f'<w:ins w:id="1">{run("will ")}</w:ins>'
    inner += '<w:del w:id="2"><w:r><w:delText>may </w:delText></w:r></w:del>'
    assert texts(paragraph("CC ", inner=inner + run("report."))) == ["CC will report."]


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next() -> None:
    first = f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("The CC ")}</w:p>'
    assert texts(first + paragraph("was reassured.")) == ["The CC was reassured."]


def test_a_deleted_table_row_is_dropped() -> None:
    body = table(["1", "kept"], ["2", "gone"]).replace(
        '<w:tr><w:tc><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">2',
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:pPr></w:pPr><w:r><w:t>2",
    )
    assert texts(body) == ["1\tkept"]


def test_hidden_text_is_not_read_because_it_was_not_printed() -> None:
    assert texts(paragraph("Shown", inner=run(" secret", "<w:vanish/>"))) == ["Shown"]


def test_what_content_controls_hyperlinks_and_fields_wrap_is_read() -> None:
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
    inner = f'<w:hyperlink w:anchor="x">{run("linked")}</w:hyperlink>'
    inner += f'<w:fldSimple w:instr=" DATE ">{run(" 31 March 2023")}</w:fldSimple>'
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run(" seven")
    assert texts(block + paragraph(inner=inner + field)) == ["In a control", "linked 31 March 2023 seven"]


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{paragraph('OFFICIAL')}</w:txbxContent>"
    versions = f'<w:r><mc:AlternateContent xmlns:mc="{mc}">'
    versions += f"<mc:Choice><w:drawing><a>{box}</a></w:drawing></mc:Choice>"
    versions += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    assert texts(paragraph("Minutes", inner=versions) + paragraph("End")) == ["Minutes", "OFFICIAL", "End"]


def test_breaks_within_a_paragraph_part_lines_unless_they_only_wrap_a_sentence() -> None:
    parted = paragraph("Date: 31 March 2023", inner="<w:r><w:br/><w:t>Venue: Hindlip</w:t></w:r>")
    wrapped = paragraph("The PCC asked whether the", inner="<w:r><w:br/><w:t>force was ready.</w:t></w:r>")
    assert texts(parted + wrapped) == [
        "Date: 31 March 2023",
        "Venue: Hindlip",
        "The PCC asked whether the force was ready.",
    ]


def test_soft_hyphens_go_and_hard_hyphens_are_hyphens() -> None:
    inner = "<w:r><w:softHyphen/><w:t>mation on a 15</w:t><w:noBreakHyphen/><w:t>year</w:t></w:r>"
    assert texts(paragraph("infor\u00ad", inner=inner)) == ["information on a 15-year"]


def test_footnotes_follow_the_paragraph_that_refers_to_them() -> None:
    notes = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("Later corrected to 74%.")}</w:footnote>'
    body = paragraph("The figure was 71%.", inner='<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph(
        "End"
    )
    assert texts(body, more={"footnotes": notes}) == ["The figure was 71%.", "Later corrected to 74%.", "End"]


def test_a_header_is_read_last_and_once_and_page_numbers_are_not_read() -> None:
    more = {"header": paragraph("Minutes of 8 October 2024"), "footer": paragraph("Page 1 of 2")}
    lines = lines_of(paragraph("Welcome"), more=more)
    assert [(line.text, line.role) for line in lines] == [
        ("Welcome", None),
        ("Minutes of 8 October 2024", "furniture"),
    ]


def test_bold_words_are_spans_and_bold_from_a_style_counts() -> None:
    body = paragraph(inner=run("ACTION:", "<w:b/>") + run(" CC to ") + run("report", "<w:b/>"))
    body += paragraph("All of it", style="Loud") + paragraph(
        style="Loud", inner=run("Not", '<w:b w:val="0"/>')
    )
    spans = [[(span.starts, span.ends) for span in line.spans] for line in lines_of(body)]
    assert spans == [[(0, 7), (14, 20)], [(0, 9)], []]


def test_a_table_keeps_its_cells_and_says_which_row_is_its_header() -> None:
    two = paragraph("CC to report.") + paragraph("By June.")
    first, second = lines_of(table(["No.", "Action", "Owner"], ["1", two, "JB"], header=True))
    assert (first.is_header_row, first.cells) == (True, ["No.", "Action", "Owner"])
    assert (second.is_header_row, second.cells) == (False, ["1", "CC to report.\nBy June.", "JB"])
    assert (second.role, second.table, second.text) == ("row", 1, "1\tCC to report. By June.\tJB")


def test_numbers_that_word_counts_in_a_tables_cells_are_shown_in_them() -> None:
    number = paragraph(listed=(1, 0))
    lines = lines_of(table([number, "Welcome"], [number, "Finance"]))
    assert [line.cells for line in lines] == [["1.", "Welcome"], ["2.", "Finance"]]


def test_a_table_of_one_column_is_a_frame_around_ordinary_lines() -> None:
    body = table([paragraph("Boxed heading", style="Kop1") + paragraph("Boxed text")])
    assert [(line.text, line.role) for line in lines_of(body)] == [
        ("Boxed heading", "heading"),
        ("Boxed text", None),
    ]


def test_a_table_within_a_cell_follows_the_row_it_stands_in() -> None:
    inner = paragraph("Report") + table(["a", "b"])
    lines = lines_of(table(["1", inner], ["2", "Next"]))
    assert [(line.text, line.table) for line in lines] == [("1\tReport", 1), ("a\tb", 2), ("2\tNext", 1)]


def test_a_table_of_contents_is_furniture() -> None:
    (line, _) = lines_of(paragraph("1 Welcome\t2", style="TOC1") + paragraph("Welcome"))
    assert line.role == "furniture"


def test_a_file_in_the_strict_dialect_reads_the_same() -> None:
    data = word_file(paragraph("Welcome", style="Kop1"))
    main = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(main, strict))
    (line,) = read_docx(out.getvalue()).lines
    assert (line.text, line.role) == ("Welcome", "heading")


def test_somebody_elses_file_is_not_taken_for_ours() -> None:
    assert not read_docx(word_file(paragraph("Welcome"))).has_our_styles
