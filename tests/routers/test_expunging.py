"""Taking words out of the record, as an administrator does it."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app import ticker
from app.db import now
from app.models.documents import StoredFile
from app.models.lines import Line
from app.models.progress_reports import ProgressReport, ReportState
from app.services import lines, meetings, sections
from tests.conftest import Office
from tests.page import Client
from tests.small_world import store_one_of_each

NAME = "Zebulon Quaggash"


@pytest.fixture
def written(session: Session, office: Office) -> Line:
    by = office.minute_taker
    meeting = meetings.create(session, facts=meetings.Facts(title="Held", held_on=date(2025, 3, 13)), by=by)
    section = sections.add(session, meeting, title="Homes", by=by)
    line = lines.add(session, section, text=f"The PCC thanked {NAME} for coming.", by=by)
    session.commit()
    return line


def test_words_are_shown_where_they_stand_and_taken_out_for_good_with_a_reason(
    administrator: Client, minute_taker: Client, written: Line, engine: Engine
) -> None:
    assert "Nothing has been taken out." in administrator.get_page("/expunging").text
    found = administrator.post("/expunging/look", data={"words": NAME})
    assert found.status_code == 200
    assert f"<mark>{NAME}</mark>" in found.text
    assert "Lines of minutes" in found.text
    again = administrator.post("/expunging", data={"words": NAME, "reason": " "})
    assert again.status_code == 422
    assert "Say why" in again.text
    done = administrator.post("/expunging", data={"words": NAME, "reason": "A child was named."})
    assert done.status_code == 200
    shown = administrator.get_page("/expunging").text
    assert "A child was named." in shown
    assert "within minutes" in shown
    assert NAME not in shown
    minutes = minute_taker.get(f"/meetings/{written.meeting_id}").text
    assert NAME not in minutes
    assert "thanked [taken out] for coming" in minutes
    assert NAME not in minute_taker.get(f"/meetings/{written.meeting_id}/history").text
    ticker.clean(engine, at=now())
    assert "was written over" in administrator.get_page("/expunging").text


def test_words_that_stand_nowhere_are_said_to_and_a_letter_alone_is_refused(
    administrator: Client, written: Line
) -> None:
    assert "stands nowhere" in administrator.post("/expunging/look", data={"words": "Nobody Atall"}).text
    short = administrator.post("/expunging/look", data={"words": "a"})
    assert short.status_code == 422
    assert "in full" in short.text


def test_a_page_that_still_has_the_words_is_told_to_let_go_of_them(
    administrator: Client, minute_taker: Client, written: Line
) -> None:
    administrator.post("/expunging", data={"words": NAME, "reason": "A child was named."})
    page = minute_taker.get(f"/meetings/{written.meeting_id}/live").text
    assert f'data-taken-out="{written.id}:2 "' in page
    answer = minute_taker.post(
        f"/meetings/{written.meeting_id}/live/lines/{written.id}",
        data={"text": f"The PCC thanked {NAME} for coming today.", "revision": "1", "writer": "a-page"},
    )
    assert answer.status_code == 409
    assert answer.json()["taken_out"] is True
    fresh = minute_taker.post(
        f"/meetings/{written.meeting_id}/live/lines/{written.id}",
        data={"text": "The PCC thanked a boy for coming.", "revision": "2", "writer": "a-page"},
    )
    assert fresh.status_code == 200


def test_a_note_is_given_out_as_the_text_it_is_wherever_a_file_was(
    administrator: Client, publisher: Client, office: Office, session: Session
) -> None:
    names = store_one_of_each(session, force=office.force)
    report = session.get_one(ProgressReport, int(names["report_id"]))
    every = [str(one) for one in session.exec(select(StoredFile.id)).all()]
    report.state, report.file_id = ReportState.ISSUED, int(every[0])
    session.commit()
    administrator.post(
        "/expunging", data={"words": "Independent Inquiry", "reason": "A child.", "file": every}
    )
    addresses = [
        "/evidence/{evidence_id}",
        "/progress-evidence/{progress_evidence_id}",
        "/inspections/{source_id}/published",
        "/progress-reports/{report_id}/word",
        "/papers/{paper_id}",
    ]
    for address in addresses:
        note = publisher.get(address.format(**names))
        assert note.status_code == 200, address
        assert note.headers["content-type"] == "text/plain; charset=utf-8", address
        assert note.headers["content-disposition"].endswith(".txt"), address
        assert note.text.endswith("Reason: A child.\n"), address
