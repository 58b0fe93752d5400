"""Draft minutes out for correction: links, the draft without signing in, proposals, settling, confirming, amending."""

import re
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from app.db import OFFICE_TIME, now
from app.models.circulations import DraftLink
from app.models.corrections import Correction
from app.models.lines import Kind, Line
from app.models.meetings import Meeting
from app.models.withholdings import Ground, Withheld
from app.routers.live.telling import tell
from app.services import attendances, changes, lines, planned_questions, withholdings
from app.services.audience import Audience
from tests.conftest import Office, Statements
from tests.page import Client
from tests.story import Story

TODAY = now().astimezone(OFFICE_TIME).date()
CLOSES = TODAY + timedelta(days=14)
BETTER = "The PCC asked about 41 homes."


class Draft:
    """Minutes that are written up and not yet circulated."""

    def __init__(self, session: Session, office: Office) -> None:
        story = Story(session, office.minute_taker)
        self.meeting = story.meeting(date(2025, 5, 8))
        self.chief = story.attends(self.meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
        self.section = story.section(self.meeting, "1", "Homes")
        self.line = lines.add(
            session, self.section, text="The PCC asked about 14 homes.", by=office.minute_taker
        )
        planned_questions.plan(session, self.meeting, text="Who hid the figures?", by=office.minute_taker)
        session.commit()
        self.page = f"/meetings/{self.meeting.id}"


@pytest.fixture
def draft(session: Session, office: Office) -> Draft:
    return Draft(session, office)


def corrections_in(session: Session) -> list[Correction]:
    """All of them, read in a transaction of their own, so that no lock is left behind."""
    found = session.exec(select(Correction).order_by(col(Correction.id))).all()
    session.commit()
    return list(found)


def links_in(session: Session) -> list[DraftLink]:
    found = session.exec(select(DraftLink).order_by(col(DraftLink.id))).all()
    session.commit()
    return list(found)


def circulate(minute_taker: Client, draft: Draft, closes_on: date = CLOSES) -> str:
    """Circulates it; returns the path of the Chief Constable's link."""
    form = {
        "closes_on": closes_on.isoformat(),
        "chosen": draft.chief.id,
        "person": draft.chief.id,
        "email": "",
    }
    page = minute_taker.post_page(f"{draft.page}/circulate", form)
    [found] = [re.search(r"/drafts/\S+", one.text()) for one in page.css(".secret")]
    assert found
    return found.group()


def propose(client: Client, address: str, draft: Draft, text: str = BETTER, *, status: int = 200) -> str:
    form = {"line": draft.line.id, "revision": draft.line.revision, "text": text, "why": "It was 41."}
    return client.post_page(address, form, status=status).text


def test_a_withheld_name_in_the_title_or_the_place_is_not_read_by_the_holder_of_a_link(
    minute_taker: Client, public: Client, draft: Draft, session: Session, office: Office
) -> None:
    Story(session, office.minute_taker).attends(
        draft.meeting, "Zed Quaggash", "ZQ", "Inspector", office.force
    )
    draft.meeting.title, draft.meeting.venue = "Meeting with Zed Quaggash", "The house of Zed Quaggash"
    session.add(draft.meeting)
    session.commit()
    address = circulate(minute_taker, draft)
    assert "Quaggash" in public.get(address).text
    [zed] = [one for one in attendances.of_meeting(session, draft.meeting) if one.known_as == "ZQ"]
    withholdings.withhold(
        session, draft.meeting, subject=Withheld.ATTENDANCE, subject_id=str(zed.id), ground=Ground.FOIA_40,
        by=office.users["publisher"],
    )  # fmt: skip
    session.commit()
    shown = public.get_page(address).text
    assert "Quaggash" not in shown
    assert "Meeting with [withheld]" in shown


def test_a_draft_is_circulated_read_without_signing_in_and_corrected(
    minute_taker: Client, public: Client, draft: Draft, session: Session
) -> None:
    assert "Nasreen Qadir" in minute_taker.get_page(f"{draft.page}/circulate").text
    address = circulate(minute_taker, draft)
    page = public.get_page(address)
    assert "The PCC asked about 14 homes." in page.text
    assert "This draft is for Nasreen Qadir" in page.text
    assert "Who hid the figures?" not in page.html
    [link] = [where for words, where in page.links().items() if words.startswith("Propose a correction")]
    assert "How the line should read" in public.get_page(link).text
    assert "The office has not decided yet" in propose(public, address, draft)
    [made] = corrections_in(session)
    seen = minute_taker.get_page(f"{draft.page}/corrections").text
    assert "Nasreen Qadir" in seen
    assert "It was 41." in seen
    minute_taker.post_page(f"/corrections/{made.id}/accept", {"revision": draft.line.revision})
    assert BETTER in minute_taker.get_page(draft.page).text
    assert "Accepted" in public.get_page(address).text


def test_a_draft_circulated_to_nobody_says_that_nobody_has_a_link(
    minute_taker: Client, draft: Draft, session: Session
) -> None:
    form = {"closes_on": CLOSES.isoformat(), "person": draft.chief.id, "email": "n.qadir@example.org"}
    page = minute_taker.post_page(f"{draft.page}/circulate", form)
    assert "The draft is circulated, and nobody has a link to it." in page.text
    assert not links_in(session)
    circulate(minute_taker, draft)
    again = minute_taker.get_page(f"{draft.page}/circulate").text
    assert "Nobody has a link" not in again
    form = {"closes_on": (CLOSES + timedelta(days=1)).isoformat()}
    assert "Nobody was given another link." in minute_taker.post_page(f"{draft.page}/circulate", form).text


def test_what_is_wrong_stands_atop_the_page_and_leads_to_its_field(
    minute_taker: Client, draft: Draft, session: Session
) -> None:
    def wrong(address: str, form: dict[str, object], *, status: int = 422) -> tuple[str, str]:
        """The sentence and the field it leads to."""
        page = minute_taker.post_page(address, form, status=status)
        assert page.css("title")[0].text().startswith("Error: ")
        [link] = page.css("main [role=alert] li a")
        [field] = page.css(link.attributes["href"] or "")
        assert field.attributes.get("aria-invalid") == "true"
        return link.text(), field.attributes.get("name") or ""

    closes = {"closes_on": CLOSES.isoformat(), "chosen": draft.chief.id, "person": draft.chief.id}
    said, field = wrong(f"{draft.page}/circulate", {**closes, "email": "qadir at example"})
    assert "no e-mail address" in said
    assert field == "email"
    assert wrong(f"{draft.page}/circulate", {"closes_on": "soon"})[1] == "closes_on"
    address = circulate(minute_taker, draft)
    propose(minute_taker, f"{draft.page}/draft", draft)
    [made] = corrections_in(session)
    assert wrong(f"/corrections/{made.id}/decline", {"reason": " "})[1] == "reason"
    line = {"line": draft.line.id, "revision": draft.line.revision, "text": draft.line.text}
    assert wrong(address, line)[1] == "text"


def test_the_address_is_shown_once(minute_taker: Client, draft: Draft) -> None:
    address = circulate(minute_taker, draft)
    assert address not in minute_taker.get_page(f"{draft.page}/circulate").html


def test_wrong_expired_and_revoked_addresses_get_the_same_page(
    minute_taker: Client, public: Client, draft: Draft, session: Session
) -> None:
    address = circulate(minute_taker, draft)
    wrong = public.get(f"{address}x")
    [link] = links_in(session)
    link.expires_at = now()
    session.add(link)
    session.commit()
    expired = public.get(address)
    link.expires_at, link.revoked_at = now() + timedelta(days=9), now()
    session.add(link)
    session.commit()
    revoked = public.get(address)
    assert {wrong.status_code, expired.status_code, revoked.status_code} == {404}
    assert wrong.text == expired.text == revoked.text
    assert {one: wrong.headers[one] for one in wrong.headers if one != "content-length"}.keys() == (
        {one: expired.headers[one] for one in expired.headers if one != "content-length"}.keys()
    )
    typed = {"line": draft.line.id, "text": "x"}
    assert public.post(address, data=typed).text == public.post(f"{address}x", data=typed).text


def test_a_link_is_kept_by_no_cache_named_to_no_site_and_found_by_no_search(
    minute_taker: Client, public: Client, draft: Draft
) -> None:
    headers = public.get(circulate(minute_taker, draft)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]


def test_a_link_opens_its_own_draft_and_nothing_else(
    minute_taker: Client, public: Client, draft: Draft
) -> None:
    public.get(circulate(minute_taker, draft))
    for elsewhere in (draft.page, f"{draft.page}/draft", f"{draft.page}/corrections"):
        assert "/sign-in" in str(public.get(elsewhere).url)


def test_a_link_made_anew_or_revoked_ends_the_old_one(
    minute_taker: Client, public: Client, draft: Draft, session: Session
) -> None:
    address = circulate(minute_taker, draft)
    [link] = links_in(session)
    page = minute_taker.post_page(f"/draft-links/{link.id}/renew")
    assert page.css(".secret")
    assert public.get(address).status_code == 404
    newest = links_in(session)[-1]
    minute_taker.post_page(f"/draft-links/{newest.id}/revoke")
    assert "Links given out" not in minute_taker.get_page(f"{draft.page}/circulate").text


def test_somebody_of_the_force_who_signs_in_proposes_from_the_draft_and_no_other_body_may(
    minute_taker: Client, force_officer: Client, other_force_officer: Client, draft: Draft
) -> None:
    assert force_officer.get(f"{draft.page}/draft").status_code == 422
    circulate(minute_taker, draft)
    assert "14 homes" in force_officer.get_page(f"{draft.page}/draft").text
    assert "has not decided yet" in propose(force_officer, f"{draft.page}/draft", draft)
    assert f"{draft.page}/draft" in force_officer.get_page("/owed").links().values()
    assert f"{draft.page}/draft" not in other_force_officer.get_page("/owed").links().values()
    assert other_force_officer.get(f"{draft.page}/draft").status_code == 404


def test_a_refused_proposal_keeps_what_was_typed(minute_taker: Client, public: Client, draft: Draft) -> None:
    address = circulate(minute_taker, draft)
    said = propose(public, address, draft, "The PCC asked about 14 homes.", status=422)
    assert "what the line says already" in said
    assert "It was 41." in said


def test_after_the_closing_date_a_sentence_says_so_until_the_office_opens_it_again(
    minute_taker: Client, public: Client, draft: Draft, session: Session
) -> None:
    address = circulate(minute_taker, draft)
    meeting = session.get_one(Meeting, draft.meeting.id, populate_existing=True)
    meeting.corrections_close_on = TODAY - timedelta(days=1)
    session.add(meeting)
    session.commit()
    page = public.get_page(address)
    assert "Ask the office to open the draft again" in page.text
    assert "Propose a correction" not in page.text
    assert "could be proposed until" in propose(public, address, draft, status=422)
    minute_taker.post_page(f"{draft.page}/circulate", {"closes_on": CLOSES.isoformat()})
    assert "Propose a correction" in public.get_page(address).text


def test_the_office_adapts_or_declines_with_a_reason(
    minute_taker: Client, public: Client, draft: Draft, session: Session
) -> None:
    address = circulate(minute_taker, draft)
    propose(public, address, draft)
    propose(public, address, draft, "The PCC asked nothing.")
    first, second = corrections_in(session)
    refused = minute_taker.post_page(f"/corrections/{second.id}/decline", {"reason": " "}, status=422)
    assert "Say why you decline it" in refused.text
    minute_taker.post_page(f"/corrections/{second.id}/decline", {"reason": "She did ask."})
    adapted = {"revision": draft.line.revision, "adapts": "true", "text": "The PCC asked about 40 homes."}
    minute_taker.post_page(f"/corrections/{first.id}/accept", adapted)
    said = public.get_page(address).text
    assert "She did ask." in said
    assert "Accepted in other words" in said
    assert "40 homes" in said


def test_a_conflict_is_told_and_what_was_typed_is_kept(
    minute_taker: Client, public: Client, draft: Draft, session: Session
) -> None:
    propose(public, circulate(minute_taker, draft), draft)
    [made] = corrections_in(session)
    minute_taker.post(
        f"/lines/{draft.line.id}/edit", data={"text": "Other words.", "revision": 1, "writer": "w"}
    )
    page = minute_taker.get_page(f"{draft.page}/corrections")
    assert "Changed since this was proposed" in page.text
    form = {"revision": 1, "adapts": "true", "text": "My own words."}
    refused = minute_taker.post_page(f"/corrections/{made.id}/accept", form, status=409)
    assert "Somebody else changed this line" in refused.text
    assert "My own words." in refused.text
    assert "Other words." in refused.text


def test_accepting_twice_by_a_double_click_does_it_once(
    minute_taker: Client, public: Client, draft: Draft, session: Session
) -> None:
    propose(public, circulate(minute_taker, draft), draft)
    [made] = corrections_in(session)
    for _ in range(2):
        minute_taker.post_page(f"/corrections/{made.id}/accept", {"revision": draft.line.revision})
    assert session.get_one(Line, draft.line.id, populate_existing=True).revision == 2


def test_the_meetings_page_says_who_took_each_step_when_and_why_the_next_is_not_possible_yet(
    minute_taker: Client, draft: Draft, session: Session, office: Office
) -> None:
    story = Story(session, office.minute_taker)
    for reference in ("12/2026", "14/2026"):
        story.raises(draft.section, "to report.", reference=reference)
    session.commit()
    circulate(minute_taker, draft)
    said = minute_taker.get_page(draft.page).text
    assert "Actions 12/2026 and 14/2026 have no owner." in said
    assert re.search(r"Circulated \d+ \w+ \d{4} at \d\d:\d\d, Minute taker", said)


def test_what_stands_against_confirming_is_said_and_confirming_refused(
    minute_taker: Client, commissioner: Client, public: Client, draft: Draft
) -> None:
    propose(public, circulate(minute_taker, draft), draft)
    page = commissioner.get_page(f"{draft.page}/confirm")
    assert "One proposed correction is not settled." in page.text
    assert not page.css("form[action$=confirm]")
    assert "not settled" in commissioner.post_page(f"{draft.page}/confirm", status=422).text


def test_minutes_are_confirmed_at_a_later_meeting_and_both_pages_say_so(
    commissioner: Client, draft: Draft, session: Session, office: Office
) -> None:
    story = Story(session, office.minute_taker)
    later = story.meeting(date(2025, 7, 10))
    words = "The minutes of the meeting on 8 May 2025 were agreed."
    entry = story.line(story.section(later, "1", "Minutes"), Kind.DECISION, words)
    session.commit()
    assert words in commissioner.get_page(f"{draft.page}/confirm").text
    page = commissioner.post_page(f"{draft.page}/confirm", {"agreed": f"{later.id}-{entry.line_id}"})
    assert page.links()["meeting of 10 July 2025"] == f"/meetings/{later.id}#line-{entry.line_id}"
    there = commissioner.get_page(f"/meetings/{later.id}")
    assert there.links()["The minutes of 8 May 2025"] == draft.page


def test_where_minutes_were_agreed_is_recorded_afterwards_too(
    publisher: Client, draft: Draft, session: Session, office: Office
) -> None:
    later = Story(session, office.minute_taker).meeting(date(2025, 7, 10))
    session.commit()
    publisher.post_page(f"{draft.page}/confirm")
    assert "If a later meeting agreed them" in publisher.get_page(f"{draft.page}/confirm").text
    page = publisher.post_page(f"{draft.page}/confirm", {"agreed": str(later.id)})
    assert "meeting of 10 July 2025" in page.links()
    assert publisher.post(f"{draft.page}/confirm", data={"agreed": "999"}).status_code == 404


def test_after_confirming_the_link_shows_what_became_of_proposals_and_no_minutes(
    minute_taker: Client, commissioner: Client, public: Client, draft: Draft, session: Session
) -> None:
    address = circulate(minute_taker, draft)
    propose(public, address, draft)
    [made] = corrections_in(session)
    minute_taker.post_page(f"/corrections/{made.id}/decline", {"reason": "It was 14."})
    commissioner.post_page(f"{draft.page}/confirm")
    page = public.get_page(address)
    assert "These minutes are confirmed" in page.text
    assert "It was 14." in page.text
    assert not page.css(".draftline__t")


def test_confirmed_minutes_are_amended_by_a_reason_and_the_history_tells_all(
    minute_taker: Client, publisher: Client, draft: Draft
) -> None:
    publisher.post_page(f"{draft.page}/confirm")
    edit = {"text": BETTER, "revision": 1, "writer": "w"}
    assert minute_taker.post(f"/lines/{draft.line.id}/edit", data=edit).status_code == 422
    assert minute_taker.post(f"{draft.page}/amendments", data={"reason": "A slip."}).status_code == 403
    refused = publisher.post_page(f"{draft.page}/amendments", {"reason": ""}, status=422)
    assert "Say what was found to be wrong" in refused.text
    page = publisher.post_page(f"{draft.page}/amendments", {"reason": "A wrong figure."})
    assert "These confirmed minutes are being amended. A wrong figure." in page.text
    nothing = publisher.post_page(f"{draft.page}/amendments/finish", status=422)
    assert "Nothing has been changed yet" in nothing.text
    minute_taker.post_page(f"/lines/{draft.line.id}/edit", edit)
    page = publisher.post_page(f"{draft.page}/amendments/finish")
    assert "A wrong figure." in page.text
    assert "The PCC asked about 14 homes." in page.text
    assert "Finished by Publisher" in page.text
    assert (
        minute_taker.post(
            f"/lines/{draft.line.id}/edit", data={**edit, "revision": 2, "text": "x"}
        ).status_code
        == 422
    )
    assert "1 amendment" in minute_taker.get_page(draft.page).text


def test_pages_about_corrections_ask_the_database_no_more_often_with_three_hundred_than_with_three(
    minute_taker: Client, public: Client, draft: Draft, session: Session, statements: Statements
) -> None:
    address = circulate(minute_taker, draft)
    [link] = links_in(session)

    def add(many: int) -> dict[str, int]:
        at = session.exec(select(Line).where(Line.meeting_id == draft.meeting.id)).all()
        for number in range(many):
            name = f"many-{len(at)}-{number}"
            session.add(
                Line(
                    id=name, meeting_id=draft.meeting.id or 0, section_id=draft.section.id or 0,
                    position=100.0 + len(at) + number, text=f"Line {name}.",
                )
            )  # fmt: skip
            session.flush()
            session.add(
                Correction(
                    meeting_id=draft.meeting.id or 0, line_id=name, old_text=f"Line {name}.", new_text="New.",
                    link_id=link.id, proposed_at=now(),
                )
            )  # fmt: skip
        session.commit()
        counts = {}
        for client, where in (
            (public, address),
            (minute_taker, f"{draft.page}/corrections"),
            (minute_taker, f"{draft.page}/amendments"),
            (minute_taker, f"{draft.page}/draft"),
            (minute_taker, f"{draft.page}/circulate"),
        ):
            client.get(where)
            statements.seen.clear()
            assert client.get(where).status_code == 200
            counts[where] = len(statements)
        return counts

    assert add(3) == add(297)


def test_open_pages_hear_of_each_step_in_a_sentence(
    minute_taker: Client, publisher: Client, draft: Draft, session: Session
) -> None:
    def heard(after: int) -> tuple[str, int]:
        meeting = session.get_one(Meeting, draft.meeting.id, populate_existing=True)
        messages = tell(session, meeting, changes.since(session, meeting, after))
        session.commit()
        return b"".join(messages(Audience.FOLLOWERS)).decode(), meeting.change_no

    circulate(minute_taker, draft)
    said, at = heard(draft.meeting.change_no)
    assert "The draft was circulated just now." in said
    assert '"fixed": false' in said
    publisher.post_page(f"{draft.page}/confirm")
    said, at = heard(at)
    assert "These minutes were confirmed just now, so their text is fixed." in said
    assert '"fixed": true' in said
    publisher.post_page(f"{draft.page}/amendments", {"reason": "A slip."})
    said, at = heard(at)
    assert "An amendment was opened just now" in said
    assert "A slip." not in said
