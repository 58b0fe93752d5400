"""The protective marking of a meeting and its sections, in what is written as Word."""

import io
from datetime import date

import pytest
from docx import Document
from sqlmodel import Session

from app.models.lines import Kind
from app.models.withholdings import PublishingChoice
from app.services import documents, markings
from tests.conftest import Office
from tests.story import Story

pytestmark = pytest.mark.both_databases


def test_the_highest_marking_of_a_meeting_and_its_sections_stands_on_every_page(
    session: Session, office: Office
) -> None:
    story = Story(session, office.minute_taker)
    meeting = story.meeting(date(2025, 3, 13))
    section = story.section(meeting, "1", "Homes")
    story.line(section, Kind.STATEMENT, "The PCC spoke of homes.")
    session.add(PublishingChoice(uses_markings=True, markings=["LOW", "MIDDLE", "HIGH"], sensitive=["HIGH"]))
    session.flush()

    def printed() -> tuple[str, str]:
        page = Document(io.BytesIO(documents.as_word(session, meeting))).sections[0]
        head, foot = page.header.paragraphs, page.footer.paragraphs
        return head[0].text if head else "", foot[-1].text if foot[-1].style.name == "Marking" else ""

    assert markings.of_document(session, meeting) == ""
    assert printed() == ("", "")
    markings.mark(session, meeting, "MIDDLE", by=office.minute_taker)
    session.flush()
    assert printed() == ("MIDDLE", "MIDDLE")
    markings.mark(session, section, "HIGH", by=office.minute_taker)
    session.flush()
    assert printed() == ("HIGH", "HIGH")
    markings.mark(session, section, "LOW", by=office.minute_taker)
    session.flush()
    assert printed() == ("MIDDLE", "MIDDLE")
