"""The register as a spreadsheet, and an old spreadsheet brought in, as people meet them."""

import csv
import io
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine
from sqlmodel import Session

from app.models.lines import Outcome
from app.models.people import User
from tests.conftest import Office
from tests.documents.office_suite import pages
from tests.page import Client
from tests.story import Story

MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)
HOSTILE = '=HYPERLINK("https://elsewhere.example";"Count")'

Tell = Callable[[Callable[[Story], object]], None]


@pytest.fixture
def story(engine: Engine, office: Office, app: object) -> Tell:
    """Writes a story in a transaction of its own."""

    def write(tell: Callable[[Story], object]) -> None:
        with Session(engine, expire_on_commit=False) as session:
            tell(Story(session, session.get_one(User, office.minute_taker.id)))
            session.commit()

    return write


def two_actions(story: Story) -> None:
    section = story.section(story.meeting(MARCH, shared=True), "3", "Rec 8", story.recommendation("8"))
    homes = story.raises(section, "Count the homes", "Northfold Police", due_on=JUNE)
    story.reviews(story.section(story.meeting(JUNE), "1", "Actions"), homes, Outcome.CARRIED, "Half done.")
    story.raises(section, HOSTILE, "NCC", due_on=JUNE)
    story.raises(section, "@sum of everything\twith a tab", "+44 owner")


def sheet_of(data: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_register_is_a_spreadsheet_with_real_days_filters_and_a_header_that_stays(
    minute_taker: Client, story: Tell
) -> None:
    story(two_actions)
    address = minute_taker.get_page("/actions").links()["Spreadsheet"]
    reply = minute_taker.get(address)
    assert reply.headers["content-disposition"].startswith('attachment; filename="actions-open-')
    sheet = sheet_of(reply.content)
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))
    assert (row["Reference"], row["Action"], row["Times carried"]) == ("1/2023", "Count the homes", 1)
    assert (row["Raised"], row["Due"]) == (datetime(2023, 3, 31), datetime(2023, 6, 30))  # noqa: DTZ001 (as openpyxl reads days)
    assert (row["Recommendation"], row["Organisation"]) == ("IIHR 8", "Northfold Police")
    assert sheet["F2"].is_date
    assert sheet["F2"].number_format == "d mmm yyyy"
    link = sheet["A2"].hyperlink
    assert link is not None
    assert link.target == "https://testserver/actions/1"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:M4")
    assert sheet.column_dimensions["B"].width > 40


def test_the_spreadsheet_prints_in_landscape_as_wide_as_a_page_with_its_header_on_each(
    minute_taker: Client, story: Tell
) -> None:
    story(two_actions)
    sheet = sheet_of(minute_taker.get("/actions.xlsx").content)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.print_title_rows == "$1:$1"


def test_what_is_typed_is_never_a_formula_in_a_spreadsheet(minute_taker: Client, story: Tell) -> None:
    story(two_actions)
    sheet = sheet_of(minute_taker.get("/actions.xlsx").content)
    assert (sheet["B3"].value, sheet["B3"].data_type) == (HOSTILE, "s")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    text = minute_taker.get("/actions.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[2][1] == f"'{HOSTILE}"
    assert rows[3][1:3] == ["'@sum of everything\twith a tab", "'+44 owner"]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_both_files_hold_what_the_register_on_screen_holds(
    minute_taker: Client, force_officer: Client, other_force_officer: Client, story: Tell
) -> None:
    story(two_actions)

    def references(client: Client, address: str) -> list[str]:
        rows = list(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"), newline="")))
        sheet = sheet_of(client.get(address.replace(".csv", ".xlsx")).content)
        assert [row[0] for row in rows] == [cell.value for cell in sheet["A"]]
        return [row[0] for row in rows[1:]]

    assert references(minute_taker, "/actions.csv?words=homes") == ["1/2023"]
    assert references(minute_taker, "/actions.csv?status=closed") == []
    assert references(minute_taker, "/actions.csv?status=all&sort=reference&order=down") == [
        "3/2023",
        "2/2023",
        "1/2023",
    ]
    assert references(force_officer, "/actions.csv?status=all") == ["1/2023"], "a body sees its own alone"
    assert references(other_force_officer, "/actions.csv?status=all") == ["2/2023"]


@pytest.mark.calc
@pytest.mark.poppler
def test_a_spreadsheet_program_opens_it_and_prints_it(
    minute_taker: Client, story: Tell, tmp_path: Path
) -> None:
    story(two_actions)
    file = tmp_path / "actions.xlsx"
    file.write_bytes(minute_taker.get("/actions.xlsx").content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    [printed] = pages(tmp_path / "actions.pdf")
    for words in ("Count the homes", "31 Mar 2023", "30 Jun 2023", "=HYPERLINK", "Page 1 of 1"):
        assert words in printed


# --- an old tracker brought in -----------------------------------------------------------------------------

OLD = b"Old ref,Task,Who,By when\r\n1/2019,Count the homes,CC,30 June 2019\r\n2/2019,,CC,\r\n"


def test_an_old_tracker_is_sent_looked_at_corrected_and_added_without_scripts(minute_taker: Client) -> None:
    assert minute_taker.get_page("/actions").links()["Bring in a tracker"] == "/trackers/new"
    page = minute_taker.post_page("/trackers/new", files={"file": ("old.csv", OLD, "text/csv")})
    assert "1 new action would be made" in page.text
    assert "Row 3. It does not say what is to be done." in page.text
    assert "0 actions" not in page.text
    corrected = {
        "sheet": "The file",
        "header": "1",
        "column-0": "reference",
        "column-1": "wording",
        "column-2": "",
    }
    page = minute_taker.post_page("/trackers/1/columns", corrected)
    assert "New , 1/2019" in page.text
    assert "These columns are not brought in: Who" in page.text
    page = minute_taker.post_page("/trackers/1/add")
    assert "1 action was added." in page.text
    assert "Count the homes" in minute_taker.get_page("/actions").text
    again = minute_taker.post_page("/trackers/1/add")
    assert "Here already: 1/2019" in again.text
    assert "old.csv" in minute_taker.get_page("/trackers/new").text


def test_what_is_no_tracker_is_refused_on_the_form(minute_taker: Client) -> None:
    page = minute_taker.post_page("/trackers/new", files={"file": ("a.pdf", b"%PDF-1.7", "")}, status=422)
    assert "a.pdf is no spreadsheet" in page.text
    page = minute_taker.post_page("/trackers/new", status=422, files={"file": ("", b"", "")})
    assert "Choose the file of the tracker." in page.text
    unnamed = b"x,y\r\nCount the homes,CC"
    page = minute_taker.post_page("/trackers/new", files={"file": ("a.csv", unnamed, "text/csv")})
    assert "Say which column holds what is to be done." in page.text
    minute_taker.post_page("/trackers/1/add", status=422)


def test_only_who_writes_brings_trackers_in(commissioner: Client, force_officer: Client) -> None:
    for client in (commissioner, force_officer):
        assert "Bring in a tracker" not in client.get_page("/actions").text
        client.get_page("/trackers/new", status=403)
        client.post_page("/trackers/new", files={"file": ("a.csv", OLD, "text/csv")}, status=403)
