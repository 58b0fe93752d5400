"""Progress updates: drafted by colleagues, given once, verified or queried once, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import transaction
from app.errors import DomainError, EditConflict, NotAllowed, NotFound, RuleBroken
from app.models.changes import Change
from app.models.people import User
from app.models.progress_updates import ProgressDraft, ProgressEvidence
from app.models.recommendations import ProgressUpdate, Recommendation, Responsibility, UpdateState
from app.services import progress_updates
from app.services.progress_updates import DraftConflict, Typed
from tests.conftest import Office
from tests.story import Story

TODAY = date(2025, 5, 12)
AT = datetime(2025, 5, 12, 15, 41, tzinfo=UTC)
PDF = b"%PDF-1.7\nfigures"


@pytest.fixture
def eight(session: Session, by: User, office: Office) -> Recommendation:
    """The force leads it; the council has no part in it."""
    found = Story(session, by).recommendation("8")
    session.add(Responsibility(recommendation_id=found.id or 0, organisation_id=office.force.id or 0))
    session.commit()
    return found


def save(session: Session, eight: Recommendation, text: str, by: User, **more: Any) -> ProgressDraft | None:
    given: dict[str, Any] = {"seen": 0, "writer": f"page of {by.id}", "at": AT} | more
    return progress_updates.save_draft(session, eight, Typed(text=text, rating="Under way"), by=by, **given)


def give(session: Session, eight: Recommendation, text: str, by: User, **more: Any) -> ProgressUpdate:
    given: dict[str, Any] = {"seen": 0, "writer": f"page of {by.id}", "at": AT, "today": TODAY} | more
    typed = Typed(text=text, rating=given.pop("rating", "Under way"))
    return progress_updates.give(session, eight, typed, by=by, **given)


def test_an_update_given_twice_by_one_page_is_given_once(
    session: Session, eight: Recommendation, dunn: User
) -> None:
    first = give(session, eight, "Two teams trained.", dunn)
    again = give(session, eight, "Two teams trained.", dunn)
    assert first.id == again.id
    assert session.exec(select(ProgressUpdate)).all() == [first]
    assert session.exec(select(ProgressDraft)).all() == []


def test_two_colleagues_who_give_at_the_same_moment_give_one_update_and_lose_no_words(
    engine: Engine, session: Session, eight: Recommendation, dunn: User, lacey: User
) -> None:
    draft = save(session, eight, "One draft", dunn)
    assert draft is not None
    session.commit()
    together = Barrier(2)

    def press(by: User) -> str:
        together.wait()
        try:
            with transaction(engine) as own:
                give(own, own.get_one(Recommendation, eight.id), f"By {by.name}", by, seen=1)
                own.commit()
        except DraftConflict as met:
            return str(met)
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(press, (dunn, lacey)))
    assert said[0] == ""
    assert "A colleague sent this update while you were writing" in said[1]
    assert len(session.exec(select(ProgressUpdate)).all()) == 1


def test_a_colleague_s_draft_is_not_saved_over(
    session: Session, eight: Recommendation, dunn: User, lacey: User
) -> None:
    save(session, eight, "Hers", dunn)
    with pytest.raises(DraftConflict) as met:
        save(session, eight, "His", lacey)
    assert met.value.theirs.text == "Hers"
    over = save(session, eight, "Both", lacey, seen=1)
    assert over is not None
    assert over.text == "Both"
    kept = [one.details.get("was") for one in session.exec(select(Change)) if one.verb == "changed"]
    assert kept == ["Hers"]


def test_one_page_s_own_saves_never_conflict(session: Session, eight: Recommendation, dunn: User) -> None:
    for text in ("T", "Tw", "Two"):
        save(session, eight, text, dunn)
    draft = progress_updates.draft_of(session, eight, dunn.organisation_id)
    assert draft is not None
    assert (draft.text, draft.revision) == ("Two", 3)


def test_a_body_that_answers_for_it_no_more_can_neither_draft_nor_give(
    session: Session, eight: Recommendation, dunn: User, office: Office
) -> None:
    council = office.users["other_force_officer"]
    for act in (save, give):
        with pytest.raises(NotAllowed, match="does not answer for this recommendation any more"):
            act(session, eight, "Ours too", council)
    eight.responsibilities.clear()
    session.flush()
    with pytest.raises(NotAllowed):
        give(session, eight, "Too late", dunn)


def test_an_update_needs_words_and_how_far_it_has_come(
    session: Session, eight: Recommendation, dunn: User
) -> None:
    with pytest.raises(RuleBroken, match="Say what has been done"):
        give(session, eight, "  ", dunn)
    with pytest.raises(RuleBroken, match="how far it has come"):
        give(session, eight, "Done", dunn, rating="")
    with pytest.raises(RuleBroken, match="how far it has come"):
        give(session, eight, "Done", dunn, rating="Wonderful")


def test_files_go_with_the_update_and_those_taken_out_do_not(
    session: Session, eight: Recommendation, dunn: User, by: User
) -> None:
    draft = progress_updates.begun(session, eight, at=AT, by=dunn)
    kept = progress_updates.attach(session, draft, PDF, name="grades.exe", at=AT, by=dunn)
    out = progress_updates.attach(session, draft, PDF + b"2", name="b.pdf", at=AT, by=dunn)
    assert kept.title == "grades.pdf"
    assert progress_updates.attach(session, draft, PDF, name="again.pdf", at=AT, by=dunn).id == kept.id
    with pytest.raises(NotFound):
        progress_updates.evidence_by_id(session, kept.id or 0, user=by)
    progress_updates.remove(session, out, at=AT, by=dunn)
    given = give(session, eight, "See the file.", dunn, seen=1)
    session.expire_all()
    files = session.exec(select(ProgressEvidence)).all()
    assert [(one.title, one.update_id, one.draft_id) for one in files] == [("grades.pdf", given.id, None)]
    assert progress_updates.evidence_by_id(session, kept.id or 0, user=by).id == kept.id
    with pytest.raises(RuleBroken, match="was sent"):
        progress_updates.remove(session, kept, at=AT, by=dunn)


def test_what_is_no_evidence_is_refused_as_it_is_for_responses(
    session: Session, eight: Recommendation, dunn: User
) -> None:
    draft = progress_updates.begun(session, eight, at=AT, by=dunn)
    for data in (b"", b"MZ\x90 a program", b"<html><script>", b"PK\x03\x04 damaged"):
        with pytest.raises(RuleBroken):
            progress_updates.attach(session, draft, data, name="report.pdf", at=AT, by=dunn)


def test_the_office_verifies_once_and_a_colleague_who_was_slower_is_told(
    session: Session, eight: Recommendation, dunn: User, by: User, office: Office
) -> None:
    given = give(session, eight, "Done.", dunn)
    with pytest.raises(RuleBroken, match="without evidence: say what you looked at"):
        progress_updates.verify(session, given, remark=" ", at=AT, by=by)
    for _ in range(2):
        progress_updates.verify(session, given, remark="Seen on site.", at=AT, by=by)
    assert (given.state, given.remark, given.settled_by_id) == (UpdateState.VERIFIED, "Seen on site.", by.id)
    with pytest.raises(EditConflict, match="Minute taker has already verified this update"):
        progress_updates.query(session, given, question="Where?", at=AT, by=office.users["commissioner"])
    verbs = [one.verb for one in session.exec(select(Change).where(Change.subject == "progress update"))]
    assert verbs == ["given", "verified"]


def test_with_evidence_no_words_are_needed_to_verify(
    session: Session, eight: Recommendation, dunn: User, by: User
) -> None:
    draft = progress_updates.begun(session, eight, at=AT, by=dunn)
    progress_updates.attach(session, draft, PDF, name="a.pdf", at=AT, by=dunn)
    given = give(session, eight, "Done.", dunn, seen=1, rating="Complete")
    progress_updates.verify(session, given, remark="", at=AT, by=by)
    assert given.state == UpdateState.VERIFIED


def test_two_of_the_office_who_settle_at_the_same_moment_do_it_once(
    engine: Engine, session: Session, eight: Recommendation, dunn: User, by: User, office: Office
) -> None:
    given = give(session, eight, "Done.", dunn)
    session.commit()
    together = Barrier(2)

    def settle(verifies: bool) -> str:
        together.wait()
        with transaction(engine) as own:
            update = own.get_one(ProgressUpdate, given.id)
            try:
                if verifies:
                    progress_updates.verify(own, update, remark="Seen.", at=AT, by=by)
                else:
                    progress_updates.query(
                        own, update, question="Where?", at=AT, by=office.users["publisher"]
                    )
                own.commit()
            except DomainError as met:
                return type(met).__name__
        return ""

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(settle, (True, False))) == ["", "EditConflict"]


def test_a_query_is_answered_by_another_update_and_both_stay_as_they_were(
    session: Session, eight: Recommendation, dunn: User, by: User
) -> None:
    first = give(session, eight, "Done.", dunn, writer="one")
    with pytest.raises(RuleBroken, match="Write what you ask"):
        progress_updates.query(session, first, question="", at=AT, by=by)
    progress_updates.query(session, first, question="In both divisions?", at=AT, by=by)
    seen = progress_updates.updates(session, eight, user=dunn)
    assert seen.queried is not None
    assert seen.queried.update.remark == "In both divisions?"
    give(session, eight, "In both.", dunn, writer="two")
    seen = progress_updates.updates(session, eight, user=dunn)
    assert [one.update.text for one in seen.given] == ["In both.", "Done."]
    assert seen.queried is None


def test_what_was_verified_by_mistake_is_taken_back_and_stays_in_the_history(
    session: Session, eight: Recommendation, dunn: User, by: User
) -> None:
    given = give(session, eight, "Done.", dunn)
    progress_updates.verify(session, given, remark="Seen.", at=AT, by=by)
    progress_updates.take_back(session, given, by=by)
    assert (given.state, given.remark, given.settled_at) == (UpdateState.GIVEN, "", None)
    last = session.exec(select(Change).where(Change.verb == "taken back")).one()
    assert last.details == {"was": "verified", "words": "Seen.", "by": by.id}


def test_a_body_reads_its_own_updates_only_and_the_office_everybody_s(
    session: Session, eight: Recommendation, dunn: User, by: User, office: Office
) -> None:
    council = office.users["other_force_officer"]
    session.add(Responsibility(recommendation_id=eight.id or 0, organisation_id=office.council.id or 0))
    session.flush()
    give(session, eight, "The force’s", dunn)
    give(session, eight, "The council’s", council)

    def texts(user: User) -> set[str]:
        return {one.update.text for one in progress_updates.updates(session, eight, user=user).given}

    assert texts(dunn) == {"The force’s"}
    assert texts(council) == {"The council’s"}
    assert texts(by) == {"The force’s", "The council’s"}
    assert progress_updates.to_read_count(session) == 2
    assert [one.who for one in progress_updates.to_read(session)] == [office.force.name, office.council.name]
    assert [one.recommendation.id for one in progress_updates.standings(session, dunn)] == [eight.id]
