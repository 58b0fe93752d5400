"""Corrections: proposed on a line of a circulated draft, settled by the office, entered into the history."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from app.db import OFFICE_TIME, now
from app.errors import EditConflict, MinutesFixed, NotAllowed, NotFound, RuleBroken
from app.models.actions import Action
from app.models.changes import Change
from app.models.circulations import DraftLink
from app.models.corrections import Correction, CorrectionState
from app.models.letters import Letter
from app.models.lines import Entry, Kind, Line, LineRevision
from app.models.meetings import Meeting, MeetingStatus, Presence
from app.models.people import User
from app.models.withholdings import Withheld, Withholding
from app.services import circulations, corrections, lines, meetings, planned_questions
from app.services.corrections import Proposer
from app.services.lines import LineConflict
from tests.conftest import Office
from tests.story import Story

TODAY = now().astimezone(OFFICE_TIME).date()
"""Links expire by the clock."""
CLOSES = TODAY + timedelta(days=14)


class Circulated:
    """A draft out for correction, with the Chief Constable's link to it."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session = session
        self.by = office.minute_taker
        self.force_user = office.users["force_officer"]
        self.story = Story(session, self.by)
        self.meeting = self.story.meeting(date(2025, 5, 8))
        self.chief = self.story.attends(self.meeting, "Nasreen Qadir", "CC", "Chief Constable", office.force)
        self.section = self.story.section(self.meeting, "1", "Homes")
        self.line = lines.add(
            session,
            self.section,
            text="The PCC asked about 14 homes. ACTION: CC to count the homes.",
            by=self.by,
        )
        self.other = lines.add(session, self.section, text="The CC said that it was done.", by=self.by)
        [made] = self.circulate()
        self.link, self.secret = made.link, made.secret
        session.commit()

    def circulate(self, closes_on: date = CLOSES) -> list[circulations.NewLink]:
        return circulations.circulate(
            self.session, self.meeting, chosen={self.chief.id or 0: ""}, closes_on=closes_on, today=TODAY,
            sends_letters=False, by=self.by,
        )  # fmt: skip

    @property
    def holder(self) -> Proposer:
        return Proposer(link=self.link)

    def propose(
        self,
        text: str,
        *,
        line: Line | None = None,
        by: Proposer | None = None,
        today: date = TODAY,
        why: str = "A slip.",
    ) -> Correction:
        line = line or self.line
        draft = circulations.draft_of(self.session, self.meeting, for_the_office=False)
        seen = draft.line(line.id)
        return corrections.propose(
            self.session, self.meeting, line_id=line.id, text=text, why=why,
            seen_revision=seen.revision if seen else 0, by=by or self.holder, today=today,
        )  # fmt: skip

    def accept(self, correction: Correction, text: str | None = None) -> Correction:
        return corrections.accept(
            self.session, correction, text=text, seen_revision=self.line.revision, by=self.by
        )


@pytest.fixture
def out(session: Session, office: Office) -> Circulated:
    return Circulated(session, office)


BETTER = "The PCC asked about 41 homes. ACTION: CC to count the homes."


# --- links -----------------------------------------------------------------------------------------------


def test_each_link_is_a_secret_of_which_only_the_hash_is_kept(session: Session, out: Circulated) -> None:
    assert len(out.secret) >= 40
    assert out.secret not in str(session.exec(select(DraftLink)).one().model_dump())
    link, attendance, meeting = circulations.by_secret(session, out.secret, at=now())
    assert (link.id, attendance.name, meeting.id) == (out.link.id, "Nasreen Qadir", out.meeting.id)


def test_a_wrong_an_expired_and_a_revoked_link_are_told_the_same(session: Session, out: Circulated) -> None:
    said = set()
    with pytest.raises(NotFound) as wrong:
        circulations.by_secret(session, out.secret + "x", at=now())
    said.add(str(wrong.value))
    with pytest.raises(NotFound) as expired:
        circulations.by_secret(session, out.secret, at=out.link.expires_at)
    said.add(str(expired.value))
    circulations.revoke(session, out.link, by=out.by)
    with pytest.raises(NotFound) as revoked:
        circulations.by_secret(session, out.secret, at=now())
    assert said | {str(revoked.value)} == {circulations.LEADS_NOWHERE}


def test_circulating_twice_gives_nobody_a_second_link(session: Session, out: Circulated) -> None:
    assert out.circulate() == []
    assert len(session.exec(select(DraftLink)).all()) == 1


def test_a_link_made_anew_replaces_the_old_one_and_keeps_what_was_proposed(
    session: Session, out: Circulated
) -> None:
    out.propose(BETTER)
    made = circulations.renew(session, out.link, sends_letters=False, by=out.by)
    with pytest.raises(NotFound):
        circulations.by_secret(session, out.secret, at=now())
    link, _, meeting = circulations.by_secret(session, made.secret, at=now())
    draft = circulations.draft_of(session, meeting, for_the_office=False)
    assert list(corrections.proposed_by(session, meeting, Proposer(link=link), draft)) == [out.line.id]


def test_who_sent_apologies_gets_no_link(session: Session, out: Circulated, office: Office) -> None:
    absent = out.story.attends(out.meeting, "Leonie Hart", "DCC", "Deputy Chief Constable", office.force)
    absent.presence = Presence.APOLOGIES
    session.flush()
    assert [one.name for one in circulations.who_can_get_one(session, out.meeting)] == ["Nasreen Qadir"]
    made = circulations.circulate(
        session, out.meeting, chosen={absent.id or 0: "a@b.example"}, closes_on=CLOSES, today=TODAY,
        sends_letters=False, by=out.by,
    )  # fmt: skip
    assert made == []


def test_where_mail_is_set_a_letter_waits_and_no_secret_is_kept_or_shown(
    session: Session, out: Circulated
) -> None:
    circulations.revoke(session, out.link, by=out.by)
    [made] = circulations.circulate(
        session, out.meeting, chosen={out.chief.id or 0: "cc@force.example"}, closes_on=CLOSES, today=TODAY,
        sends_letters=True, by=out.by,
    )  # fmt: skip
    assert (made.secret, made.link.secret_hash) == ("", None)
    letter = session.exec(select(Letter)).one()
    assert (letter.draft_link_id, letter.user_id, letter.words) == (made.link.id, None, "")


@pytest.mark.parametrize("email", ["nobody", "a b@c.example", "a@b", "<a@b.example>"])
def test_what_is_no_address_is_refused(session: Session, out: Circulated, email: str) -> None:
    circulations.revoke(session, out.link, by=out.by)
    with pytest.raises(RuleBroken, match="no e-mail address"):
        circulations.circulate(
            session, out.meeting, chosen={out.chief.id or 0: email}, closes_on=CLOSES, today=TODAY,
            sends_letters=True, by=out.by,
        )  # fmt: skip


def test_a_draft_without_lines_or_people_says_why_it_is_not_circulated(session: Session, by: User) -> None:
    meeting = Story(session, by).meeting(date(2025, 5, 8))
    with pytest.raises(RuleBroken, match=r"no lines yet.*names nobody"):
        circulations.circulate(
            session, meeting, chosen={}, closes_on=CLOSES, today=TODAY, sends_letters=False, by=by
        )
    session.rollback()


# --- what is read ----------------------------------------------------------------------------------------


def test_outsiders_read_the_minutes_and_nothing_of_the_offices_own(session: Session, out: Circulated) -> None:
    planned_questions.plan(session, out.meeting, text="Why was nobody told?", by=out.by)
    draft = circulations.draft_of(session, out.meeting, for_the_office=False)
    assert "Why was nobody told?" not in repr(draft)
    assert [line.text for line in draft.sections[0].lines] == [out.line.text, out.other.text]
    assert draft.present == ["Nasreen Qadir, Chief Constable"]


def _withhold(session: Session, out: Circulated, subject: Withheld, number: str, *, words: str = "") -> None:
    """All of a thing, or those words of the line."""
    at = out.line.text.find(words) if words else None
    session.add(
        Withholding(
            meeting_id=out.meeting.id, subject=subject, subject_id=number, by_id=out.by.id or 0, at=now(),
            starts=at, ends=at + len(words) if at is not None else None, anchor=out.line.text if words else "",
        )
    )  # fmt: skip
    session.flush()


def test_a_withheld_passage_is_shown_as_withheld_to_outsiders_and_whole_to_the_office(
    session: Session, out: Circulated
) -> None:
    _withhold(session, out, Withheld.LINE, out.line.id, words="14 homes")
    draft = circulations.draft_of(session, out.meeting, for_the_office=False)
    assert draft.sections[0].lines[0].text.startswith("The PCC asked about [withheld]. ACTION")
    assert "14 homes" not in repr(draft.sections)
    whole = circulations.draft_of(session, out.meeting, for_the_office=True)
    assert whole.sections[0].lines[0].text == out.line.text


def test_a_withheld_line_section_or_name_is_not_in_the_draft(session: Session, out: Circulated) -> None:
    _withhold(session, out, Withheld.LINE, out.other.id)
    _withhold(session, out, Withheld.ATTENDANCE, str(out.chief.id))
    draft = circulations.draft_of(session, out.meeting, for_the_office=False)
    assert draft.sections[0].lines[1].is_withheld
    assert draft.line(out.other.id) is None
    assert "Qadir" not in repr((draft.present, draft.sections))
    _withhold(session, out, Withheld.SECTION, str(out.section.id))
    draft = circulations.draft_of(session, out.meeting, for_the_office=False)
    assert [(one.heading, one.lines) for one in draft.sections] == [("[withheld]", [])]


def test_a_withheld_line_takes_no_correction(session: Session, out: Circulated) -> None:
    _withhold(session, out, Withheld.LINE, out.line.id)
    with pytest.raises(NotFound):
        out.propose(BETTER)


def test_a_correction_beside_a_withheld_passage_keeps_it(session: Session, out: Circulated) -> None:
    _withhold(session, out, Withheld.LINE, out.line.id, words="14 homes")
    with pytest.raises(RuleBroken, match="Leave"):
        out.propose("The PCC asked about them. ACTION: CC to count the homes.")
    made = out.propose("The DPCC asked about [withheld]. ACTION: CC to count the homes.")
    assert "14" not in made.old_text
    out.accept(made)
    assert out.line.text == "The DPCC asked about 14 homes. ACTION: CC to count the homes."


# --- proposing -------------------------------------------------------------------------------------------


def test_whoever_holds_a_link_proposes_a_correction_and_sees_what_became_of_it(
    session: Session, out: Circulated
) -> None:
    made = out.propose(BETTER, why="It was 41.")
    assert (made.old_text, made.new_text, made.why) == (out.line.text, BETTER, "It was 41.")
    corrections.decline(session, made, reason="The recording says 14.", by=out.by)
    draft = circulations.draft_of(session, out.meeting, for_the_office=False)
    [own] = corrections.proposed_by(session, out.meeting, out.holder, draft)[out.line.id]
    assert (own.correction.state, own.correction.reason) == (
        CorrectionState.DECLINED,
        "The recording says 14.",
    )
    assert own.shows_words


def test_somebody_of_the_force_who_signs_in_proposes_too_and_sees_only_their_own(
    session: Session, out: Circulated
) -> None:
    mine = out.propose(BETTER, by=Proposer(user=out.force_user))
    out.propose(BETTER)
    draft = circulations.draft_of(session, out.meeting, for_the_office=False)
    found = corrections.proposed_by(session, out.meeting, Proposer(user=out.force_user), draft)
    assert [one.correction.id for one in found[out.line.id]] == [mine.id]


def test_only_bodies_that_were_at_the_meeting_may_propose(
    session: Session, out: Circulated, office: Office
) -> None:
    assert circulations.was_there(session, out.meeting, office.users["force_officer"])
    assert circulations.was_there(session, out.meeting, office.users["commissioner"])
    assert not circulations.was_there(session, out.meeting, office.users["other_force_officer"])
    assert not circulations.was_there(session, out.meeting, office.users["administrator"])


def test_proposing_the_same_twice_is_proposing_it_once(session: Session, out: Circulated) -> None:
    assert out.propose(BETTER).id == out.propose(BETTER).id


def test_after_the_closing_date_proposals_are_refused_until_the_office_opens_the_draft_again(
    session: Session, out: Circulated
) -> None:
    late = CLOSES + timedelta(days=1)
    out.propose(BETTER, today=CLOSES)
    with pytest.raises(RuleBroken, match=rf"until {CLOSES.day} {CLOSES:%B %Y}.*Ask the office"):
        out.propose("Other words.", today=late)
    circulations.set_closing_date(session, out.meeting, closes_on=late, today=late, by=out.by)
    assert out.propose("Other words.", today=late).is_open


def test_a_line_changed_meanwhile_is_not_corrected_blindly(session: Session, out: Circulated) -> None:
    seen = out.line.revision
    lines.save_text(session, out.line, text="The PCC asked.", seen_revision=seen, writer="", by=out.by)
    with pytest.raises(EditConflict, match="changed after you opened it"):
        corrections.propose(
            session, out.meeting, line_id=out.line.id, text=BETTER, why="", seen_revision=seen, by=out.holder,
            today=TODAY,
        )  # fmt: skip


def test_no_correction_of_a_line_of_another_meeting_or_that_changes_nothing(
    session: Session, out: Circulated
) -> None:
    with pytest.raises(RuleBroken, match="already"):
        out.propose(out.line.text)
    story = Story(session, out.by)
    other = story.line(story.section(story.meeting(date(2025, 3, 1)), "1", "x"), Kind.STATEMENT, "y")
    with pytest.raises(NotFound):
        out.propose("z", line=session.get_one(Line, other.line_id))


# --- settling --------------------------------------------------------------------------------------------


def test_an_accepted_correction_enters_the_history_of_its_line(session: Session, out: Circulated) -> None:
    action = session.exec(select(Action)).one()
    entries = {one.id for one in session.exec(select(Entry).where(Entry.line_id == out.line.id))}
    made = out.accept(out.propose(BETTER))
    assert made.state == CorrectionState.ACCEPTED
    assert out.line.text == BETTER
    spells = session.exec(select(LineRevision.text).where(LineRevision.line_id == out.line.id)).all()
    assert spells[-1] == BETTER
    assert "14 homes" in spells[0]
    assert {one.id for one in session.exec(select(Entry).where(Entry.line_id == out.line.id))} == entries
    assert session.exec(select(Action)).one().id == action.id
    verbs = session.exec(select(Change.verb).where(Change.subject == "correction")).all()
    assert verbs == ["proposed", "accepted"]


def test_accepting_twice_changes_the_line_once(session: Session, out: Circulated) -> None:
    made = out.propose(BETTER)
    out.accept(made)
    revision = out.line.revision
    again = corrections.accept(session, made, seen_revision=revision - 1, by=out.by)
    assert (again.state, out.line.revision) == (CorrectionState.ACCEPTED, revision)
    with pytest.raises(RuleBroken, match="accepted already"):
        corrections.decline(session, made, reason="No.", by=out.by)


def test_an_adapted_correction_says_so(session: Session, out: Circulated) -> None:
    made = out.accept(out.propose(BETTER), text="The PCC asked about some 40 homes.")
    assert (made.state, out.line.text) == (CorrectionState.ADAPTED, "The PCC asked about some 40 homes.")


def test_declining_needs_a_reason_and_leaves_the_line(session: Session, out: Circulated) -> None:
    made = out.propose(BETTER)
    with pytest.raises(RuleBroken, match="why"):
        corrections.decline(session, made, reason=" ", by=out.by)
    corrections.decline(session, made, reason="It was 14.", by=out.by)
    assert "14 homes" in out.line.text


def test_a_correction_of_a_line_that_has_changed_since_is_adapted_not_accepted(
    session: Session, out: Circulated
) -> None:
    made = out.propose(BETTER)
    lines.save_text(
        session,
        out.line,
        text="The PCC asked about 14 houses.",
        seen_revision=out.line.revision,
        writer="",
        by=out.by,
    )
    [shown] = corrections.of_meeting(session, out.meeting)
    assert shown.is_changed
    assert not shown.can_be_accepted
    with pytest.raises(EditConflict, match="adapt it"):
        out.accept(made)
    with pytest.raises(LineConflict):
        corrections.accept(session, made, text="Mine.", seen_revision=1, by=out.by)
    out.accept(made, text="The PCC asked about 41 houses.")
    assert out.line.text == "The PCC asked about 41 houses."


def test_a_line_can_be_asked_to_be_taken_out(session: Session, out: Circulated) -> None:
    out.accept(out.propose("", why="It was not said."))
    assert out.line.removed_at is not None


def test_the_office_sees_corrections_side_by_side_with_who_and_why(session: Session, out: Circulated) -> None:
    out.propose(BETTER, why="It was 41.")
    out.propose("The CC said it was not.", line=out.other, by=Proposer(user=out.force_user))
    first, second = corrections.of_meeting(session, out.meeting)
    assert (first.who, first.correction.why, first.proposed) == ("Nasreen Qadir", "It was 41.", BETTER)
    assert [piece.words for piece in first.pieces if piece.what != "same"] == ["14", "41"]
    assert (second.who, second.line.text) == ("Force officer", out.other.text)


# --- confirming ------------------------------------------------------------------------------------------


def test_minutes_with_a_correction_to_settle_or_an_action_without_owner_are_not_confirmed(
    session: Session, out: Circulated, office: Office
) -> None:
    made = out.propose(BETTER)
    out.story.raises(out.section, "to report.", reference="12/2026")
    out.story.raises(out.section, "to tell.", reference="14/2026")
    commissioner = office.users["commissioner"]
    with pytest.raises(RuleBroken) as refused:
        meetings.confirm(session, out.meeting, by=commissioner)
    assert "Actions 12/2026 and 14/2026 have no owner." in str(refused.value)
    assert "One proposed correction is not settled." in str(refused.value)
    assert out.meeting.status == MeetingStatus.CIRCULATED
    corrections.decline(session, made, reason="No.", by=out.by)
    steps = {one.status: one for one in meetings.steps_of(session, out.meeting)}
    assert steps[MeetingStatus.CONFIRMED].why_not == ["Actions 12/2026 and 14/2026 have no owner."]


def test_minutes_published_elsewhere_may_keep_an_action_without_owner(
    session: Session, out: Circulated
) -> None:
    out.story.raises(out.section, "to report.", reference="12/2026")
    out.meeting.published_elsewhere = True
    reasons = meetings.reasons_to_confirm(session, out.meeting)
    assert (reasons.why_not, reasons.first) == ([], ["Action 12/2026 has no owner."])


def test_each_step_is_told_with_who_and_when(session: Session, out: Circulated, office: Office) -> None:
    meetings.confirm(session, out.meeting, by=office.users["commissioner"])
    steps = {one.status: one for one in meetings.steps_of(session, out.meeting)}
    assert steps[MeetingStatus.CIRCULATED].by == "Minute taker"
    assert steps[MeetingStatus.CONFIRMED].by == "Commissioner"
    assert steps[MeetingStatus.CONFIRMED].at is not None


def test_after_confirming_nothing_is_proposed_or_accepted_any_more(
    session: Session, out: Circulated, office: Office
) -> None:
    meetings.confirm(session, out.meeting, by=office.users["publisher"])
    with pytest.raises(MinutesFixed):
        out.propose(BETTER)


class TestAgreedLater:
    """Minutes recorded as agreed in a later meeting's minutes, linked both ways."""

    def _later(self, out: Circulated, words: str, held_on: date = date(2025, 7, 10)) -> tuple[Meeting, Line]:
        meeting = out.story.meeting(held_on)
        entry = out.story.line(out.story.section(meeting, "1", "Minutes"), Kind.DECISION, words)
        return meeting, out.session.get_one(Line, entry.line_id)

    def test_a_line_that_agrees_the_minutes_is_offered(self, session: Session, out: Circulated) -> None:
        later, line = self._later(out, "The minutes of the meeting on 8 May 2025 were agreed.")
        self._later(out, "The minutes of the meeting on 10 July 2025 were agreed.", date(2025, 9, 11))
        found = [(one.meeting.id, one.line_id) for one in meetings.offered(session, out.meeting)]
        assert found[0] == (later.id, line.id)
        assert [number for number, line_id in found[1:] if line_id] == []

    def test_a_line_that_names_no_day_means_the_meeting_before(
        self, session: Session, out: Circulated
    ) -> None:
        _, line = self._later(out, "The minutes of the last meeting were approved as a true record.")
        self._later(out, "The minutes of the last meeting were approved.", date(2025, 9, 11))
        assert [one.line_id for one in meetings.offered(session, out.meeting) if one.line_id] == [line.id]

    def test_both_minutes_say_where_they_were_agreed(
        self, session: Session, out: Circulated, office: Office
    ) -> None:
        later, line = self._later(out, "The minutes of the meeting on 8 May 2025 were agreed.")
        by = office.users["commissioner"]
        meetings.confirm(session, out.meeting, by=by)
        meetings.record_agreement(session, out.meeting, later, line_id=line.id, by=by)
        meetings.record_agreement(session, out.meeting, later, line_id=line.id, by=by)
        there = meetings.agreed_at(session, out.meeting)
        assert there is not None
        assert (there.meeting.id, there.line_id) == (later.id, line.id)
        [here] = meetings.agreed_here(session, later)
        assert (here.meeting.id, here.line_id) == (out.meeting.id, line.id)
        told = session.exec(select(Change.meeting_id).where(Change.verb == "noted to agree earlier minutes"))
        assert told.all() == [later.id]

    def test_minutes_are_agreed_later_and_by_those_who_may(
        self, session: Session, out: Circulated, office: Office
    ) -> None:
        by = office.users["publisher"]
        meetings.confirm(session, out.meeting, by=by)
        earlier = out.story.meeting(date(2025, 1, 9))
        with pytest.raises(RuleBroken, match="later"):
            meetings.record_agreement(session, out.meeting, earlier, by=by)
        later, _ = self._later(out, "The minutes were agreed.")
        with pytest.raises(NotAllowed):
            meetings.record_agreement(session, out.meeting, later, by=out.by)
        with pytest.raises(RuleBroken, match="line"):
            meetings.record_agreement(session, out.meeting, later, line_id=out.line.id, by=by)
        planned = out.story.meeting(date(2025, 9, 9))
        planned.status = MeetingStatus.PLANNED
        with pytest.raises(RuleBroken, match="not begun"):
            meetings.record_agreement(session, out.meeting, planned, by=by)
