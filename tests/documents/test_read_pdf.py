"""PDFs that have a text layer, made by LibreOffice from Word files and texts."""

import random
import subprocess
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfWriter

from app.documents.interpret import interpret
from app.documents.read_pdf import read_pdf
from app.documents.source import SourceLine, read_source
from app.errors import UnreadableDocument

SAMPLES = Path(__file__).parents[2] / "sample_minutes"


def as_pdf(source: Path, folder: Path) -> bytes:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]  # noqa: RUF005 (reads better)
        + ["--convert-to", "pdf", "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"{source.stem}.pdf").read_bytes()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[SourceLine]:
    """The first sample, printed."""
    return read_pdf(as_pdf(SAMPLES / "northfold-2023-11-09.docx", tmp_path_factory.mktemp("pdf"))).lines


@pytest.mark.libreoffice
def test_a_table_whose_cells_run_over_lines_has_its_rows_again(printed: list[SourceLine]) -> None:
    rows = [line.cells for line in printed if line.table == 1]
    assert rows[0] == ["Name", "Role", "Known as", "Organisation"]
    assert ["Tom Ashdown", "Deputy Police and Crime Commissioner", "DPCC", "OPCC"] in rows


@pytest.mark.libreoffice
def test_printed_lines_are_paragraphs_again(printed: list[SourceLine]) -> None:
    sentences = [
        line.text for line in printed if line.text.startswith("The PCC asked who in the force decides")
    ]
    assert len(sentences) == 1
    assert sentences[0].endswith(".")
    assert "\n" not in sentences[0]


@pytest.mark.libreoffice
def test_headings_stay_apart_from_what_follows_them(printed: list[SourceLine]) -> None:
    heading = next(line for line in printed if line.text == "1. Welcome and apologies")
    assert [(span.starts, span.ends, span.bold) for span in heading.spans] == [(0, len(heading.text), True)]


@pytest.mark.libreoffice
def test_page_heads_in_the_middle_of_a_sentence_are_furniture(tmp_path: Path) -> None:
    word = Document()
    word.sections[0].header.paragraphs[0].text = "Northfold minutes, 9 November 2023"
    # Words that do not repeat, so that nothing but the head looks like one.
    words = [f"{a}{b}{c}" for a in ("ba", "de", "mi", "so") for b in ("na", "ru", "le") for c in "tkmsl"] * 4
    for number in range(6):
        random.Random(number).shuffle(words)  # noqa: S311 (only to mix them)
        word.add_paragraph(f"{' '.join(words)} item {number}.")
    word.save(str(tmp_path / "long.docx"))
    made = read_pdf(as_pdf(tmp_path / "long.docx", tmp_path)).lines
    paragraphs = [line.text for line in made if line.role != "furniture"]
    heads = [line.text for line in made if line.role == "furniture"]
    assert [text.rsplit(" ", 2)[1:] for text in paragraphs] == [["item", f"{number}."] for number in range(6)]
    assert len(heads) > 1
    assert set(heads) == {"Northfold minutes, 9 November 2023"}


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["northfold-2024-07-11.txt", "northfold-2024-09-19.docx"])
def test_what_is_printed_keeps_its_headings(name: str, tmp_path: Path) -> None:
    sample = SAMPLES / name
    headings = [part.title for part in interpret(read_source(sample.read_bytes(), name)).minutes.parts]
    pdf = interpret(read_source(as_pdf(sample, tmp_path), f"{sample.stem}.pdf")).minutes
    assert [part.title for part in pdf.parts] == headings


def test_pages_that_are_only_pictures_are_refused_in_a_sentence(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "blank.pdf")
    with pytest.raises(UnreadableDocument, match="pictures of pages and no text"):
        read_pdf((tmp_path / "blank.pdf").read_bytes())


def test_a_pdf_with_a_password_is_refused_in_a_sentence(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read_pdf((tmp_path / "locked.pdf").read_bytes())


@pytest.mark.parametrize(
    "data", [b"%PDF-", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>", b"%PDF-1.4" + b"\0" * 999]
)
def test_a_damaged_pdf_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"^This PDF .*\.$"):
        read_pdf(data)
