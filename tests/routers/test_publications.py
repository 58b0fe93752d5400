"""Publishing, for the office: the page that leads to it, all versions, and what must be published."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import OFFICE_TIME, now
from app.models.actions import Action
from app.models.documents import StoredFile
from app.models.lines import Entry
from app.models.meetings import Meeting, MeetingStatus, Paper
from app.models.publications import Publication, PublicMeeting, ScheduledPublication
from app.models.withholdings import Ground, Withheld
from app.services import documents, withholdings
from tests.conftest import Office, Statements
from tests.page import Client, Page
from tests.story import Story

MARCH = date(2025, 3, 31)


@pytest.fixture
def meeting(engine: Engine, office: Office) -> Meeting:
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, office.minute_taker)
        meeting = story.meeting(MARCH)
        section = story.section(meeting, "2", "Custody", story.recommendation("8"))
        story.asks(section, "The PCC asked why.", "The CC said because.")
        story.raises(section, "CC to report on custody.", "CC")
        session.commit()
        return meeting


def form_of(page: Page) -> dict[str, str]:
    """What the page's form would send by itself."""
    return {
        str(field.attributes["name"]): str(field.attributes.get("value") or "")
        for field in page.css("form input[type=hidden]")
        if field.attributes.get("name") in {"version", "seen"}
    }


def published(client: Client, meeting: Meeting, **more: str) -> Page:
    address = f"/meetings/{meeting.id}/publishing"
    form = {**form_of(client.get_page(address)), "looked": "yes", "when": "now", **more}
    return client.post_page(address, form)


def test_a_publisher_publishes_after_looking_and_the_public_reads_it(
    publisher: Client, public: Client, meeting: Meeting
) -> None:
    address = f"/meetings/{meeting.id}/publishing"
    page = publisher.get_page(address)
    assert "Nothing of these minutes is public yet" in page.text
    assert "These minutes are not confirmed" in page.text
    refused = publisher.post_page(address, form_of(page), status=422)
    assert "Look at it as it will be" in refused.text

    preview = publisher.get_page(f"{address}/preview")
    page = published(publisher, meeting)
    assert "It is public." in page.text
    (where,) = [link for words, link in page.links().items() if words == "Read it as the public does"]
    read = public.get_page(where)
    main, preview_main = read.css(".pubmain")[0], preview.css(".pubmain")[0]
    assert main.text().split()[:-1] == preview_main.text().split()[:-1], "exactly as it was shown"
    assert publisher.get(f"{address}/word").content[:2] == b"PK"


def test_a_second_version_says_why_and_the_first_can_be_withdrawn(
    publisher: Client, minute_taker: Client, public: Client, meeting: Meeting
) -> None:
    published(publisher, meeting)
    publisher.post(f"/meetings/{meeting.id}/confirm")
    address = f"/meetings/{meeting.id}/publishing"
    form = {**form_of(publisher.get_page(address)), "looked": "yes"}
    refused = publisher.post_page(address, form, status=422)
    assert "Say why it replaces version 1" in refused.text
    assert refused.css("textarea[name=reason][aria-invalid]")
    page = publisher.post_page(address, {**form, "reason": "The minutes are agreed."})
    assert "It replaces version 1 because the minutes are agreed." in page.text

    assert "Withdraw version 1" in publisher.get_page("/publications/1/withdraw").text
    assert "Say why" in publisher.post_page("/publications/1/withdraw", {"reason": ""}, status=422).text
    page = publisher.post_page("/publications/1/withdraw", {"reason": "A date was wrong."})
    assert "A date was wrong." in page.text
    stands = "/published/2025-03-31-holding-to-account"
    assert public.get(f"{stands}/versions/1").status_code == 410
    assert public.get(stands).status_code == 200
    page = publisher.post_page("/publications/2/withdraw", {"reason": "A name was left in."})
    gone = public.get_page(stands, status=410)
    assert "A name was left in" in gone.text
    assert "Withdrawn" in minute_taker.get_page("/publications").text
    kept = minute_taker.get_page("/publications/2")
    assert "CC to report on custody" in kept.text, "the office can still read what it published"
    assert minute_taker.get("/publications/2/word").content[:2] == b"PK"


def test_an_hour_is_set_shown_and_cancelled(publisher: Client, engine: Engine, meeting: Meeting) -> None:
    tomorrow = now().astimezone(OFFICE_TIME).date() + timedelta(days=1)
    address = f"/meetings/{meeting.id}/publishing"
    form = {**form_of(publisher.get_page(address)), "looked": "yes", "when": "later"}
    assert "Choose the day" in publisher.post_page(address, form, status=422).text
    wrong = publisher.post_page(address, {**form, "on": str(tomorrow), "hour": "late"}, status=422)
    assert "such as 09:00" in wrong.text
    assert wrong.css(f'input[name=on][value="{tomorrow}"]'), "what was typed is kept"
    page = publisher.post_page(address, {**form, "on": str(tomorrow), "hour": "09:30"})
    assert re.search(r"Version 1 comes out on .* at 09:30", page.text)
    assert "comes out on" in publisher.get_page("/publications").text
    with Session(engine) as session:
        (scheduled,) = session.exec(select(ScheduledPublication)).all()
        assert f"{scheduled.publish_at.astimezone(OFFICE_TIME):%H:%M}" == "09:30"
    page = publisher.post_page(f"{address}/cancel")
    assert "Nothing comes out" in page.text
    assert "No hour is set" in publisher.post_page(f"{address}/cancel", status=422).text


def test_whoever_looked_at_an_older_text_is_told_and_nothing_is_published(
    publisher: Client, engine: Engine, meeting: Meeting
) -> None:
    address = f"/meetings/{meeting.id}/publishing"
    form = {**form_of(publisher.get_page(address)), "looked": "yes"}
    with Session(engine) as session:
        session.get_one(Meeting, meeting.id).venue = "County Hall"
        session.commit()
    page = publisher.post_page(address, form, status=409)
    assert "The minutes have changed since you looked at them" in page.text
    assert "Nothing of these minutes is public yet" in page.text


def test_a_coming_meeting_is_announced_with_its_papers(
    publisher: Client, public: Client, engine: Engine, meeting: Meeting
) -> None:
    with Session(engine) as session:
        own = session.get_one(Meeting, meeting.id)
        own.status, own.is_public = MeetingStatus.PLANNED, True
        own.held_on = now().date() + timedelta(days=9)
        session.commit()
    address = f"/meetings/{meeting.id}/publishing"
    assert "Announce the meeting" in publisher.get_page(address).text
    page = publisher.post_page(f"{address}/announce")
    (where,) = [link for words, link in page.links().items() if words == "Read it as the public does"]
    assert "Custody" in public.get_page(where).text
    publisher.post(
        f"/meetings/{meeting.id}/papers/new",
        data={"title": "The force's report"},
        files={"file": ("Names inside.pdf", b"%PDF-1.7 words", "application/pdf")},
    )
    assert "report" not in public.get_page(where).text
    page = publisher.post_page("/papers/1/publish")
    assert "the-forces-report.pdf" in page.text
    assert "The force's report" in public.get_page(where).text
    publisher.post_page("/papers/1/take-back")
    assert "The force's report" not in public.get_page(where).text
    publisher.post_page(f"{address}/announce/withdraw")
    assert public.get(where).status_code == 404


def test_what_must_be_published_is_listed_with_the_reason_where_it_will_not_be(
    publisher: Client, minute_taker: Client, engine: Engine, meeting: Meeting
) -> None:
    with Session(engine) as session:
        session.get_one(Meeting, meeting.id).is_public = True
        session.commit()
    page = publisher.get_page("/publications/due")
    assert "3 things have to be published and are not yet" in page.text
    assert "SI 2011/3050" in page.text
    back = publisher.post_page(
        f"/meetings/{meeting.id}/publishing/duties/papers", {"reason": "There were none.", "back": "due"}
    )
    assert "2 things have to be published" in back.text
    assert "There were none." in minute_taker.get_page("/publications/due?show=all").text
    assert "There were none." in minute_taker.get("/publications/due.csv").text
    assert publisher.post(f"/meetings/{meeting.id}/publishing/duties/nothing").status_code == 404


def test_a_report_is_put_on_the_public_site_and_taken_back(
    publisher: Client, public: Client, meeting: Meeting
) -> None:
    assert "Not public." in publisher.get_page("/publications").text
    publisher.post_page("/sources/1/publish")
    assert "IIHR" in public.get_page("/published/recommendations").text
    publisher.post_page("/sources/1/take-back")
    assert "IIHR" not in public.get_page("/published/recommendations").text


def test_whoever_may_not_publish_sees_where_it_stands_and_no_buttons(
    minute_taker: Client, force_officer: Client, meeting: Meeting
) -> None:
    page = minute_taker.get_page(f"/meetings/{meeting.id}/publishing")
    assert "A publisher publishes it" in page.text
    assert not page.css("main form")
    assert force_officer.get(f"/meetings/{meeting.id}/publishing").status_code in {403, 404}


def test_lists_of_publications_take_as_many_statements_for_three_meetings_as_for_three_hundred(
    publisher: Client, engine: Engine, office: Office, statements: Statements, meeting: Meeting
) -> None:
    counts: list[list[int]] = []
    for many in (3, 300):
        with Session(engine) as session:
            _many(session, office, many)
        row = []
        for address in ("/publications", "/publications/due?show=all", f"/meetings/{meeting.id}/publishing"):
            publisher.get(address)
            statements.seen.clear()
            publisher.get_page(address)
            row.append(len(statements))
        counts.append(row)
    assert counts[0] == counts[1]


def _many(session: Session, office: Office, many: int) -> None:
    by = office.users["publisher"]
    digest = f"{many:064d}"
    file = StoredFile(sha256=digest, name="a.docx", media_type="x/y", size=1, stored_at=now())
    session.add(file)
    session.flush()
    for number in range(many):
        meeting = Meeting(
            title="Held", held_on=MARCH, status=MeetingStatus.DRAFT, is_public=True, created_at=now()
        )
        session.add(meeting)
        session.flush()
        version = Publication(
            meeting_id=meeting.id or 0, version=1, content="{}", status="", office="", published_at=now(),
            published_by_id=by.id or 0, file_id=file.id or 0, sha256=digest,
        )  # fmt: skip
        session.add(version)
        session.flush()
        session.add(
            PublicMeeting(
                meeting_id=meeting.id or 0,
                address=f"{many}-{number}",
                title="Held",
                kind="Held",
                held_on=MARCH,
                publication_id=version.id,
                changed_at=now(),
            )
        )
    session.commit()


def test_the_page_of_publishing_takes_as_many_statements_for_three_lines_as_for_three_hundred(
    publisher: Client, engine: Engine, office: Office, statements: Statements, meeting: Meeting
) -> None:
    address = f"/meetings/{meeting.id}/publishing"
    counts: list[int] = []
    for many in (1, 100):
        with Session(engine) as session:
            story = Story(session, office.minute_taker)
            story._positions = count(1000 * many)
            section = story.section(session.get_one(Meeting, meeting.id), "3", "More")
            for number in range(many):
                story.asks(section, f"The PCC asked why {number} waited.", "The CC said because.")
                held = story.raises(section, f"CC to write to somebody {number}.", "CC")
                _withheld_with_its_line(session, held, meeting, office)
                _with_paper(session, meeting, number, many)
            session.commit()
        for page in (address, f"{address}/preview"):
            publisher.get(page)
        statements.seen.clear()
        publisher.get_page(address)
        publisher.get_page(f"{address}/preview")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def _withheld_with_its_line(session: Session, action: Action, meeting: Meeting, office: Office) -> None:
    line = session.exec(select(Entry.line_id).where(Entry.action_id == action.id)).one()
    withholdings.withhold(
        session,
        session.get_one(Meeting, meeting.id),
        subject=Withheld.LINE,
        subject_id=line,
        ground=Ground.FOIA_40,
        by=office.users["publisher"],
    )


def _with_paper(session: Session, meeting: Meeting, number: int, many: int) -> None:
    data = f"{many} {number}".encode()
    file = documents.store_file(session, data, name="a.txt", media_type="text/plain", by=None)
    session.add(Paper(meeting_id=meeting.id or 0, title=f"Paper {number}", file_id=file.id or 0))


def test_signing_in_is_what_it_takes_to_read_about_publishing(
    sign_in: Callable[[str], Client], public: Client
) -> None:
    for address in ("/publications", "/publications/due", "/publications/due.csv"):
        assert public.get(address, follow_redirects=False).status_code in {303, 401}
        assert sign_in("force_officer").get(address).status_code == 403
