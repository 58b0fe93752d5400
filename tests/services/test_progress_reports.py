"""Progress reports: facts of a period and of nothing else, words that nobody loses, and what was issued stays."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from docx import Document
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from app.errors import EditConflict, NotAllowed, NotFound, RuleBroken
from app.models.lines import Outcome
from app.models.meetings import Assurance
from app.models.people import User
from app.models.progress_reports import ProgressReport
from app.models.recommendations import (
    Part,
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Source,
    UpdateState,
)
from app.models.withholdings import Withheld, Withholding
from app.services import documents, progress_reports, recommendations
from app.services.progress_reports import Progress, Report
from tests.conftest import Office
from tests.story import Story

JANUARY, MARCH, MAY, JUNE = date(2025, 1, 16), date(2025, 3, 13), date(2025, 5, 15), date(2025, 6, 30)
FROM, UNTIL = date(2025, 2, 1), date(2025, 5, 31)
AT = datetime(2025, 6, 2, 9, tzinfo=UTC)
TODAY = date(2025, 6, 2)


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


@pytest.fixture
def publisher(office: Office) -> User:
    return office.users["publisher"]


@pytest.fixture
def source(session: Session, story: Story, office: Office) -> Source:
    """8 led by the force with the council, 9 by the council, 10 by nobody."""
    for reference, leads, partners in (
        ("8", [office.force], [office.council]),
        ("9", [office.council], []),
        ("10", [], []),
    ):
        found = story.recommendation(reference)
        for some, part in ((leads, Part.LEAD), (partners, Part.PARTNER)):
            for body in some:
                session.add(
                    Responsibility(recommendation_id=found.id or 0, organisation_id=body.id or 0, part=part)
                )
    session.commit()
    there = recommendations.find_source(session, "IIHR")
    assert there is not None
    return there


def told(session: Session, source: Source, **more: Any) -> Report:
    """A report begun and gathered again."""
    given: dict[str, Any] = {"title": "", "from_on": FROM, "until_on": UNTIL, "at": AT} | more
    return progress_reports.report(session, progress_reports.begin(session, source, **given))


def about(report: Report, reference: str) -> Progress:
    return next(one for one in report.facts.progress if one.reference == reference)


def says(
    session: Session, office: Office, reference: str, on: date, text: str, **more: Any
) -> ProgressUpdate:
    found = recommendations.by_reference(session, reference)[0]
    update = ProgressUpdate(
        recommendation_id=found.id or 0, organisation_id=office.force.id, made_on=on, text=text,
        recorded_at=AT, **more,
    )  # fmt: skip
    session.add(update)
    session.flush()
    return update


def test_a_report_says_what_was_done_asked_promised_and_achieved_in_its_period(
    session: Session, story: Story, source: Source, office: Office, by: User
) -> None:
    eight = story.recommendation("8")
    before = story.section(story.meeting(JANUARY), "2", "Grading", eight)
    old = story.raises(before, "Count the grades", "Northfold Police", due_on=MARCH)
    story.asks(before, "The PCC asked who counts.", "Nobody.")
    section = story.section(story.meeting(MARCH), "4", "Grading", eight)
    story.asks(section, "The PCC asked how many were graded wrongly.")
    story.asks(section, "The PCC asked who trains.", "The college.")
    story.reviews(section, old, Outcome.CLOSED, "Counted.")
    new = story.raises(section, "Train the teams", "Northfold Police", due_on=JUNE)
    section.assurance = Assurance.PARTLY
    session.add(section)
    says(session, office, "8", MARCH, "Two teams trained.", rating="Under way")
    says(
        session, office, "8", JANUARY, "Begun.", rating="Under way", state=UpdateState.VERIFIED,
        settled_at=datetime(2025, 3, 1, tzinfo=UTC), settled_by_id=by.id, remark="Seen on site.",
    )  # fmt: skip
    says(session, office, "8", JUNE, "All of them.", rating="Complete")
    found = about(told(session, source, by=by), "8")
    assert [(one.words, one.rating, one.verified) for one in found.done] == [
        ("Two teams trained.", "Under way", False)
    ]
    assert [(one.words, one.answer) for one in found.asked] == [
        ("The PCC asked how many were graded wrongly.", "unanswered"),
        ("The PCC asked who trains.", "answered"),
    ]
    assert [(one.reference, one.due_on, one.is_open) for one in found.promised] == [
        (new.reference, JUNE, True)
    ]
    assert [one.kind for one in found.achieved] == ["verified", "closed", "judged"]
    assert [one.reference for one in found.still_open] == [new.reference]


def test_what_happened_after_the_period_was_still_open_in_it(
    session: Session, story: Story, source: Source, by: User
) -> None:
    eight = story.recommendation("8")
    section = story.section(story.meeting(MARCH), "4", "Grading", eight)
    action = story.raises(section, "Train the teams", "Northfold Police", due_on=date(2025, 4, 1))
    later = story.section(story.meeting(JUNE), "4", "Grading", eight)
    story.reviews(later, action, Outcome.CLOSED, "Done.")
    report = told(session, source, by=by)
    found = about(report, "8")
    assert [(one.reference, one.is_overdue) for one in found.still_open] == [(action.reference, True)]
    assert found.achieved == []
    assert (report.facts.open_actions, report.facts.overdue_actions) == (1, 1)


def test_progress_stands_by_body_with_its_figures(
    session: Session, source: Source, office: Office, by: User
) -> None:
    says(session, office, "8", MARCH, "Done.", rating="Complete")
    report = told(session, source, by=by)
    assert [(body.name, [one.reference for one in body.progress]) for body in report.facts.bodies] == [
        (office.force.name, ["8"]),
        (office.council.name, ["9"]),
        ("Nobody named", ["10"]),
    ]
    figures = {one.words: one.count for one in report.facts.figures}
    assert figures["Reported on"] == 1
    assert figures["Nothing of these"] == 2
    assert about(report, "8").partners == [office.council.name]


def test_risks_and_next_steps_are_proposed_from_the_record(
    session: Session, story: Story, source: Source, office: Office, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "4", "Grading", story.recommendation("8"))
    late = story.raises(section, "Count the grades", "Northfold Police", due_on=date(2025, 4, 1))
    ahead = story.raises(section, "Train the teams", "Northfold Police", due_on=JUNE)
    undated = story.raises(section, "Say who trains them", "Northfold Police")
    story.asks(section, "The PCC asked how many.")
    says(session, office, "8", MARCH, "Done.", rating="Complete")
    report = told(session, source, by=by)
    risks, steps = report.at("risks").text, report.at("next steps").text
    assert f"1 action was overdue when the period ended: {late.reference}." in risks
    assert "Nothing was reported, asked or agreed in the period about recommendations 9, 10." in risks
    assert "Said to be complete and not verified: recommendation 8." in risks
    assert "1 question has no answer yet." in risks
    assert steps.splitlines() == [
        f"{ahead.reference}, due 30 June 2025: Train the teams",
        f"{undated.reference}, without a date: Say who trains them",
    ]
    assert "from 1 February 2025 to 31 May 2025" in report.at("purpose").text


def test_what_is_withheld_stands_nowhere_in_a_report(
    session: Session, story: Story, source: Source, office: Office, by: User
) -> None:
    meeting = story.meeting(MARCH)
    section = story.section(meeting, "4", "Grading", story.recommendation("8"))
    hidden = story.asks(section, "The PCC asked about operation Heron.")
    story.asks(section, "The PCC asked what Dana Field saw.")
    story.asks(section, "The PCC asked what Ms Field heard.")
    story.asks(section, "The PCC asked who trains.")
    action = story.raises(section, "Report on operation Heron", "Northfold Police")
    there = story.attends(meeting, "Dana Field", "DF", "Witness", office.force)
    says(session, office, "8", MARCH, "Dana Field was heard.")
    raised = f"m{section.meeting_id}l"
    lines = [hidden.line_id, *_lines_of(session, action.id, raised)]
    for subject, number in [(Withheld.ATTENDANCE, str(there.id)), *((Withheld.LINE, one) for one in lines)]:
        session.add(
            Withholding(meeting_id=meeting.id, subject=subject, subject_id=number, by_id=by.id or 0, at=AT)
        )
    session.flush()
    report = told(session, source, by=by)
    found = about(report, "8")
    assert [one.words for one in found.asked] == ["The PCC asked who trains."]
    assert (found.promised, found.still_open, found.done) == ([], [], [])
    assert report.facts.left_out == 5
    words = _words(progress_reports.as_word(report, office="Office"))
    assert "Heron" not in words
    assert "Field" not in words


def test_a_judgement_and_a_question_under_a_withheld_heading_stand_nowhere_either(
    session: Session, story: Story, source: Source, by: User
) -> None:
    meeting = story.meeting(MARCH)
    eight = story.recommendation("8")
    above = story.section(meeting, "4", "Operation Heron", eight)
    below = story.section(meeting, "4.1", "Its cost", eight, level=2)
    story.asks(below, "The PCC asked what it cost.")
    judged = story.section(meeting, "5", "Grading", eight)
    above.assurance = below.assurance = judged.assurance = Assurance.NOT
    for subject, section in ((Withheld.SECTION, above), (Withheld.ASSURANCE, judged)):
        session.add(section)
        session.add(
            Withholding(
                meeting_id=meeting.id, subject=subject, subject_id=str(section.id), by_id=by.id or 0, at=AT
            )
        )
    session.flush()
    found = about(told(session, source, by=by), "8")
    assert (found.asked, found.achieved) == ([], [])


def _lines_of(session: Session, action_id: int | None, prefix: str) -> list[str]:
    from app.models.lines import Entry

    found = session.exec(select(Entry).where(Entry.action_id == action_id)).all()
    return [one.line_id for one in found if one.line_id.startswith(prefix)]


def _words(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\N{NO-BREAK SPACE}", " ")


def test_a_report_in_word_has_a_chart_with_words_for_who_cannot_see_it_and_the_same_in_a_table(
    session: Session, source: Source, office: Office, by: User
) -> None:
    says(session, office, "8", MARCH, "Done.", rating="Complete")
    data = progress_reports.as_word(told(session, source, by=by), office="Office")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        chart, body = (
            package.read(name).decode() for name in ("word/charts/chart1.xml", "word/document.xml")
        )
    assert re.findall(r"<c:v>([^<]*)</c:v>", chart) == [
        "Reported on", "Asked about", "Action agreed", "Action closed", "Update verified", "Assurance given",
        "Nothing of these", "1", "0", "0", "0", "0", "0", "2",
    ]  # fmt: skip
    assert 'descr="Bars: of 3 recommendations, reported on 1, asked about 0' in body
    table = Document(io.BytesIO(data)).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["Reported on", "1"]


def test_words_are_not_saved_over_a_colleague_s(session: Session, source: Source, by: User) -> None:
    report = told(session, source, by=by).report
    progress_reports.save_passage(session, report, "risks", "Hers", seen=1, at=AT, by=by)
    with pytest.raises(EditConflict):
        progress_reports.save_passage(session, report, "risks", "His", seen=1, at=AT, by=by)
    place = about(progress_reports.report(session, report), "8").place
    progress_reports.save_passage(session, report, place, "It goes well.", seen=0, at=AT, by=by)
    again = progress_reports.report(session, report)
    assert (again.at("risks").text, again.at(place).text) == ("Hers", "It goes well.")
    with pytest.raises(RuleBroken, match="no such part"):
        progress_reports.save_passage(session, report, "elsewhere", "Words", seen=0, at=AT, by=by)


def test_an_issued_report_stays_as_it_was_whatever_the_record_says_later(
    session: Session, story: Story, source: Source, office: Office, by: User, publisher: User
) -> None:
    says(session, office, "8", MARCH, "Two teams trained.", rating="Under way")
    report = told(session, source, by=by).report
    with pytest.raises(NotAllowed):
        progress_reports.issue(session, report, office="Office", today=TODAY, at=AT, by=by)
    issued = progress_reports.issue(session, report, office="Office", today=TODAY, at=AT, by=publisher)
    file_id = issued.file_id
    assert (
        progress_reports.issue(session, report, office="Office", today=TODAY, at=AT, by=publisher) is issued
    )
    says(session, office, "8", MARCH, "A later thought.")
    story.recommendation("11")
    session.commit()
    session.expire_all()
    shown = progress_reports.report(session, session.get_one(ProgressReport, report.id))
    assert [one.words for one in about(shown, "8").done] == ["Two teams trained."]
    assert [one.reference for one in shown.facts.progress] == ["8", "9", "10"]
    assert shown.report.file_id == file_id
    for act in (
        lambda: progress_reports.save_passage(session, report, "risks", "More", seen=1, at=AT, by=by),
        lambda: progress_reports.redate(
            session, report, title="Other", from_on=FROM, until_on=UNTIL, seen=1, by=by
        ),
        lambda: progress_reports.discard(session, report, by=by),
    ):
        with pytest.raises(RuleBroken, match="was issued, so it stays as it is"):
            act()
    kept = _words(documents.content(session, documents.file_by_id(session, file_id or 0)))
    assert "Two teams trained." in kept
    assert "A later thought." not in kept


def test_a_report_is_not_issued_before_its_period_has_ended(
    session: Session, source: Source, by: User, publisher: User
) -> None:
    report = told(session, source, by=by, until_on=TODAY).report
    with pytest.raises(RuleBroken, match="has not ended yet"):
        progress_reports.issue(session, report, office="O", today=MAY, at=AT, by=publisher)
    with pytest.raises(RuleBroken, match="before its first"):
        progress_reports.redate(session, report, title="", from_on=UNTIL, until_on=FROM, seen=1, by=by)


def test_a_draft_thrown_away_is_gone_and_its_words_stay_in_the_history(
    session: Session, source: Source, by: User
) -> None:
    report = told(session, source, by=by).report
    number = report.id or 0
    progress_reports.discard(session, report, by=by)
    with pytest.raises(NotFound):
        progress_reports.by_id(session, number)


def test_the_statements_do_not_grow_with_what_there_is_to_say(
    engine: Engine, session: Session, story: Story, source: Source, office: Office, by: User
) -> None:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: seen.append(statement))
    section = story.section(story.meeting(MARCH), "4", "Grading", story.recommendation("8"))
    report = told(session, source, by=by).report

    def count(fill: Callable[[], None]) -> int:
        fill()
        session.flush()
        session.expire_all()
        seen.clear()
        progress_reports.report(session, session.get_one(ProgressReport, report.id))
        return len(seen)

    def some(numbers: range) -> None:
        for number in numbers:
            session.add(
                Recommendation(source_id=source.id or 0, reference=f"20.{number}", sort_key=f"20.{number:06}")
            )
            story.asks(section, f"The PCC asked about {number}.", "Yes.")
            says(session, office, "8", MARCH, f"Said {number}.")
        for number in range(numbers.start, min(numbers.stop, numbers.start + 10)):
            story.raises(section, f"Do {number}", "Northfold Police")

    assert count(lambda: some(range(3))) == count(lambda: some(range(3, 60)))
