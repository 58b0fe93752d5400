"""What a form about recommendations refuses is said in one place: at the top, with a way to the field."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import now
from app.models.inspections import Inspection
from app.models.people import User
from app.models.recommendations import ProgressUpdate, Responsibility, Source, SourceKind
from app.services import progress_reports
from tests.conftest import Office
from tests.page import Client, Page
from tests.story import Story


@pytest.fixture
def places(engine: Engine, office: Office) -> dict[str, int]:
    """The ids of an inspection report, of one recommendation, an update on it and a progress report."""
    with Session(engine) as session:
        by = session.get_one(User, office.minute_taker.id)
        story = Story(session, by)
        eight = story.recommendation("8")
        source = session.get_one(Source, eight.source_id)
        source.kind, source.published_on = SourceKind.INSPECTION, date(2025, 3, 4)
        heading = story.section(story.meeting(date(2025, 4, 1)), "2", source.short_name)
        heading.source_id = source.id
        update = ProgressUpdate(
            recommendation_id=eight.id or 0, organisation_id=office.force.id, made_on=date(2025, 3, 1),
            text="Two teams trained.", rating="Under way", recorded_at=now(),
        )  # fmt: skip
        session.add_all(
            [
                update,
                Responsibility(recommendation_id=eight.id or 0, organisation_id=office.force.id or 0),
                Inspection(source_id=source.id or 0, begun_at=now(), comments="Theirs"),
            ]
        )
        report = progress_reports.begin(
            session, source, title="", from_on=date(2025, 2, 1), until_on=date(2025, 5, 31), at=now(), by=by
        )
        session.commit()
        return {
            "source": source.id or 0,
            "eight": eight.id or 0,
            "update": update.id or 0,
            "report": report.id or 0,
            "section": heading.id or 0,
        }


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "a report without a name": ("/sources/new", {"short_name": ""}),
    "a review without its day": (
        "/sources/{source}/edit",
        {"short_name": "IIHR", "review_on": ["2025-01-01", "soon"], "review_words": ["One", "Two"]},
    ),
    "a heading tied to no number": ("/sources/{source}/sections/{section}/tie", {"references": "eight"}),
    "a recommendation without a reference": ("/sources/{source}/recommendations/new", {"title": "No number"}),
    "a recommendation for no day": ("/recommendations/{eight}/edit", {"target_on": "soon"}),
    "a step of nothing": ("/recommendations/{eight}/steps/new", {"wording": ""}),
    "a report on nothing": ("/progress-reports/new", {}),
    "a period that ends before it begins": (
        "/progress-reports/{report}/edit",
        {"from_on": "2025-05-01", "until_on": "2025-04-01"},
    ),
    "words at a place somebody else wrote in": (
        "/progress-reports/{report}/passages",
        {"place": "next steps", "text": "Mine", "revision": "7"},
    ),
    "an answer that is both": (
        "/inspections/{source}/answers/{eight}",
        {"action": "Train.", "why_none": "None is needed.", "revision": "0"},
    ),
    "a day that is none": ("/inspections/{source}/steps", {"kind": "received", "done_on": "soon"}),
    "words over somebody else’s": ("/inspections/{source}/words", {"comments": "Mine", "revision": "7"}),
    "a query without a question": ("/progress-updates/{update}/query", {"question": ""}),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_a_problem_stands_at_the_top_and_leads_to_its_field(
    minute_taker: Client, places: dict[str, int], refused: str
) -> None:
    address, sent = REFUSED[refused]
    reply = minute_taker.post(address.format_map(places), data=sent)
    assert reply.status_code in (409, 422)
    page = Page(reply.text, whole=True)
    title = page.tree.css_first("title")
    assert title is not None
    assert title.text().startswith("Error: ")
    first = page.css("main .wide > *, main .read > *")[1]
    assert first.attributes.get("role") == "alert", "it stands above everything else"
    links = [str(link.attributes["href"]) for link in first.css("a")]
    assert links
    for link in links:
        field = page.tree.css_first(f"[id='{link.removeprefix('#')}']")
        assert field is not None, link
        assert field.tag in ("input", "textarea", "select", "fieldset", "form"), link


def test_a_problem_of_a_body_s_update_stands_at_the_top_too(
    force_officer: Client, places: dict[str, int]
) -> None:
    page = force_officer.post_page(
        f"/recommendations/{places['eight']}/updates/give", {"text": "", "revision": "0"}, status=422
    )
    first = page.css("main .rec > *")[1]
    assert first.attributes.get("role") == "alert"
    assert [link.attributes["href"] for link in first.css("a")] == ["#text"]
