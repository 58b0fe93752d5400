"""One of each thing that an address can name, stored as rows, so that every route leads somewhere."""

from datetime import date, timedelta
from hashlib import sha256

from pydantic import TypeAdapter
from sqlmodel import Session, select

from app.db import now
from app.documents import as_json
from app.documents import minutes as read
from app.documents.write_docx import house_style
from app.models.actions import Action, Owner
from app.models.calendars import Calendar
from app.models.circulations import DraftLink
from app.models.corrections import Correction
from app.models.documents import FileBytes, StoredFile, StoredReading
from app.models.house_styles import HouseStyle
from app.models.inspections import Inspection, InspectionStep, StepKind
from app.models.letters import Cadence, Letter
from app.models.lines import Doubt, Entry, Kind, Line, LineRevision, Mention, SetBy
from app.models.meetings import Attendance, Meeting, MeetingStatus, Paper, PlannedQuestion, Section
from app.models.people import Organisation, Person, Role, User
from app.models.progress_reports import ProgressReport
from app.models.progress_updates import ProgressEvidence
from app.models.publications import Publication, PublicMeeting, PublicPaper, PublishedAction
from app.models.recommendations import (
    ProgressUpdate,
    Recommendation,
    Responsibility,
    Source,
    SourceKind,
    Step,
)
from app.models.responses import Evidence, Response, ResponseState
from app.models.returns import ReturnedFile
from app.models.trackers import Tracker, Tracks
from app.models.withholdings import Withheld, Withholding

HELD_ON = date(2025, 3, 13)
SECRET = "an-address-that-nobody-guesses"
ADDRESS = "2025-03-13-holding-to-account"
ASKED, AGREED = "The PCC asked about homes. ", "ACTION: CC to report."


def store_one_of_each(session: Session, *, force: Organisation) -> dict[str, str]:
    """Stores them, shared with the force alone; returns what to put for each name in an address."""
    meeting = Meeting(
        title="Holding to account",
        held_on=HELD_ON,
        status=MeetingStatus.DRAFT,
        created_at=now(),
        shared_at=now(),
    )
    file = StoredFile(sha256="0" * 64, name="a.txt", media_type="text/plain", size=5, stored_at=now())
    source = Source(
        short_name="IIHR",
        title="Independent Inquiry into Harbour Road",
        kind=SourceKind.INSPECTION,
        published_on=HELD_ON,
        made_public_at=now(),
    )
    person = Person(name="Nasreen Qadir", organisation_id=force.id)
    session.add_all([meeting, file, source, person])
    session.flush()
    assert meeting.id
    assert file.id
    assert source.id
    meeting.original_file_id = file.id
    session.add(FileBytes(file_id=file.id, data=b"words"))
    section = Section(meeting_id=meeting.id, position=1.0, title="Homes")
    attendance = Attendance(
        meeting_id=meeting.id, person_id=person.id or 0, name="Nasreen Qadir", title="Chief Constable",
        known_as="CC", position=1.0, organisation_id=force.id,
    )  # fmt: skip
    action = Action(
        reference="1/2025",
        year=2025,
        number=1,
        meeting_id=meeting.id,
        raised_on=HELD_ON,
        wording="CC to report.",
    )
    recommendation = Recommendation(source_id=source.id, reference="8", title="Grading", sort_key="8")
    session.add_all([section, attendance, action, recommendation])
    session.flush()
    line = Line(
        id="line-one", meeting_id=meeting.id, section_id=section.id or 0, position=1.0, text=ASKED + AGREED
    )
    session.add(line)
    session.flush()
    entries = [
        Entry(
            line_id=line.id, meeting_id=meeting.id, starts=0, ends=len(ASKED), kind=Kind.QUESTION,
            written_answer_to_follow=True,
        ),
        Entry(
            line_id=line.id, meeting_id=meeting.id, starts=len(ASKED), ends=len(line.text), kind=Kind.ACTION,
            action_id=action.id, mention=Mention.RAISED, set_by=SetBy.GRAMMAR,
        ),
    ]  # fmt: skip
    session.add_all(entries)
    stored = StoredReading(file_id=file.id, reading=_reading(), begun_at=now(), changed_at=now())
    revision = LineRevision(line_id=line.id, revision=1, text=line.text, started_at=now(), ended_at=now())
    session.add(revision)
    paper = Paper(meeting_id=meeting.id, title="The force's report", file_id=file.id)
    planned = PlannedQuestion(meeting_id=meeting.id, text="Why have homes not been counted?")
    doubt = Doubt(
        meeting_id=meeting.id, line_id=line.id, subject="kind", text="CC", guess="action", why="unsure"
    )
    session.add_all(
        [
            Owner(action_id=action.id or 0, words="CC", organisation_id=force.id, from_on=HELD_ON),
            Responsibility(recommendation_id=recommendation.id or 0, organisation_id=force.id or 0),
            stored,
            paper,
            planned,
            doubt,
        ]
    )
    response, evidence = _answer(session, action, force)
    update, filed = _progress(session, recommendation, force, evidence)
    _publish_response(session, source, file)
    report = ProgressReport(
        source_id=source.id, title="Progress", from_on=HELD_ON, until_on=HELD_ON, made_at=now()
    )
    session.add(report)
    session.flush()
    officer = session.exec(select(User).where(User.organisation_id == force.id)).first()
    secret_hash = sha256(SECRET.encode()).hexdigest()
    calendar = Calendar(secret_hash=secret_hash, user_id=(officer and officer.id) or 0, made_at=now())
    letter = Letter(
        user_id=calendar.user_id, cadence=Cadence.AT_ONCE, made_at=now(), next_try_at=now(), message_id="one"
    )
    session.add_all([calendar, letter])
    correction, link = _draft_read(session, meeting, attendance, secret_hash=secret_hash)
    publication, public_paper = _publish(session, meeting, file, paper)
    returned = ReturnedFile(
        meeting_id=meeting.id, file_id=file.id, name="a.docx", brought_at=now(), settled_at=now()
    )
    look = house_style()
    letterhead = StoredFile(
        sha256="4" * 64, name="Letterhead.docx", media_type="x", size=len(look), stored_at=now()
    )
    session.add(letterhead)
    session.flush()
    session.add(FileBytes(file_id=letterhead.id or 0, data=look))
    style = HouseStyle(file_id=letterhead.id or 0, name=letterhead.name, added_at=now())
    session.add_all([returned, style])
    sheet = b"Ref,Action\n99/2025,Count the beds"
    kept = StoredFile(sha256="2" * 64, name="t.csv", media_type="text/csv", size=len(sheet), stored_at=now())
    session.add(kept)
    session.flush()
    session.add(FileBytes(file_id=kept.id or 0, data=sheet))
    tracker = Tracker(file_id=kept.id or 0, name="t.csv", begun_at=now())
    listed = b"Ref,Title\n9,Counting"
    kept = StoredFile(sha256="3" * 64, name="r.csv", media_type="text/csv", size=len(listed), stored_at=now())
    session.add(kept)
    session.flush()
    session.add(FileBytes(file_id=kept.id or 0, data=listed))
    sheet_of_source = Tracker(
        file_id=kept.id or 0, name="r.csv", begun_at=now(), tracks=Tracks.RECOMMENDATIONS, source_id=source.id
    )
    step = Step(recommendation_id=recommendation.id or 0, wording="Count", organisation_id=force.id)
    session.add_all([tracker, sheet_of_source, step])
    session.commit()
    return {
        "withholding_id": _withholding(session, paper, calendar.user_id),
        "calendar_id": str(calendar.id),
        "secret": SECRET,
        "tracker_id": str(tracker.id),
        "sheet_id": str(sheet_of_source.id),
        "step_id": str(step.id),
        "meeting_id": str(meeting.id),
        "returned_id": str(returned.id),
        "style_id": str(style.id),
        "section_id": str(section.id),
        "attendance_id": str(attendance.id),
        "line_id": line.id,
        "entry_id": str(entries[1].id),
        "question_id": str(entries[0].id),
        "planned_id": str(planned.id),
        "action_id": str(action.id),
        "paper_id": str(paper.id),
        "doubt_id": str(doubt.id),
        "source_id": str(source.id),
        "recommendation_id": str(recommendation.id),
        "reading_id": str(stored.id),
        "response_id": str(response.id),
        "evidence_id": str(evidence.id),
        "update_id": str(update.id),
        "report_id": str(report.id),
        "progress_evidence_id": str(filed.id),
        "letter_id": str(letter.id),
        "correction_id": str(correction.id),
        "link_id": str(link.id),
        "row_id": "facts",
        "revision_id": str(revision.id),
        "short_form_id": "1",
        "place": "0",
        "publication_id": str(publication.id),
        "address": ADDRESS,
        "version": "1",
        "public_paper_id": str(public_paper.id),
        "action_reference": action.reference,
        "public_source": "iihr",
        "recommendation_reference": recommendation.reference,
        "duty": "minutes",
    }


def _publish(
    session: Session, meeting: Meeting, file: StoredFile, paper: Paper
) -> tuple[Publication, PublicPaper]:
    """The minutes as a stranger reads them, with their paper."""
    by = session.exec(select(User).where(User.role == Role.PUBLISHER)).one()
    session.flush()
    minutes = read.Minutes(title="Holding to account", held_on=HELD_ON, parts=[read.Part("Homes")])
    publication = Publication(
        meeting_id=meeting.id or 0, version=1, content=as_json.dump(read.Reading(minutes)),
        status="Draft, subject to confirmation.", office="OPCC", is_draft=True, published_at=now(),
        published_by_id=by.id or 0, file_id=file.id or 0, sha256=file.sha256,
    )  # fmt: skip
    session.add(publication)
    session.flush()
    public = PublicMeeting(
        meeting_id=meeting.id or 0, address=ADDRESS, title="Holding to account", kind=meeting.kind,
        held_on=HELD_ON, publication_id=publication.id, changed_at=now(),
    )  # fmt: skip
    session.add(public)
    session.flush()
    public_paper = PublicPaper(
        public_meeting_id=public.id or 0, paper_id=paper.id or 0, title=paper.title, file_id=file.id or 0,
        name="a.txt", media_type=file.media_type, size=file.size, sha256=file.sha256, made_public_at=now(),
        made_public_by_id=by.id or 0,
    )  # fmt: skip
    known = PublishedAction(
        reference="1/2025", year=2025, number=1, wording="CC to report.", raised_on=HELD_ON, changed_at=now()
    )
    session.add_all([public_paper, known])
    session.flush()
    return publication, public_paper


def _draft_read(
    session: Session, meeting: Meeting, attendance: Attendance, *, secret_hash: str
) -> tuple[Correction, DraftLink]:
    """A link that was taken back and one that holds, with what was proposed by it."""

    def made(secret_hash: str | None) -> DraftLink:
        return DraftLink(
            meeting_id=meeting.id or 0, attendance_id=attendance.id or 0, made_at=now(),
            expires_at=now() + timedelta(days=30), secret_hash=secret_hash,
        )  # fmt: skip

    old, link = made(None), made(secret_hash)
    session.add_all([old, link])
    session.flush()
    correction = Correction(
        meeting_id=meeting.id or 0, line_id="line-one", old_text=ASKED + AGREED, new_text=ASKED, link_id=link.id,
        proposed_at=now(),
    )  # fmt: skip
    session.add(correction)
    session.flush()
    return correction, old


def _withholding(session: Session, paper: Paper, user_id: int) -> str:
    """A paper that is proposed to be withheld, by whoever; it was lifted again, so that nothing else is different."""
    held = Withholding(
        meeting_id=paper.meeting_id, subject=Withheld.PAPER, subject_id=str(paper.id), by_id=user_id, at=now(),
        lifted_at=now(), lifted_by_id=user_id,
    )  # fmt: skip
    session.add(held)
    session.commit()
    return str(held.id)


def _answer(session: Session, action: Action, force: Organisation) -> tuple[Response, Evidence]:
    """What the force says about the action, with a file that shows it."""
    of_force = session.exec(select(User).where(User.organisation_id == force.id)).first()
    response = Response(
        action_id=action.id, organisation_id=force.id or 0, text="It was done.", state=ResponseState.SUBMITTED,
        given_by_id=of_force.id if of_force and of_force.id else 0, begun_at=now(), given_at=now(),
    )  # fmt: skip
    data = b"%PDF-1.7 words"
    file = StoredFile(
        sha256="1" * 64, name="a.pdf", media_type="application/pdf", size=len(data), stored_at=now()
    )
    session.add_all([response, file])
    session.flush()
    evidence = Evidence(response_id=response.id or 0, file_id=file.id or 0, title="a.pdf")
    session.add_all([FileBytes(file_id=file.id or 0, data=data), evidence])
    session.flush()
    return response, evidence


def _progress(
    session: Session, recommendation: Recommendation, force: Organisation, evidence: Evidence
) -> tuple[ProgressUpdate, ProgressEvidence]:
    """What the force says of the recommendation, with the same file."""
    update = ProgressUpdate(
        recommendation_id=recommendation.id or 0, organisation_id=force.id, made_on=HELD_ON, text="Begun.",
        rating="Under way", recorded_at=now(), writer="one page",
    )  # fmt: skip
    session.add(update)
    session.flush()
    filed = ProgressEvidence(
        update_id=update.id, file_id=evidence.file_id, title=evidence.title, added_at=now()
    )
    session.add(filed)
    session.flush()
    return update, filed


def _publish_response(session: Session, source: Source, file: StoredFile) -> None:
    """The response to the report, as an inspection asks for one."""
    inspection = Inspection(source_id=source.id or 0, begun_at=now())
    session.add(inspection)
    session.flush()
    step = InspectionStep(
        inspection_id=inspection.id or 0, kind=StepKind.PUBLISHED, done_on=HELD_ON, recorded_at=now(),
        file_id=file.id,
    )  # fmt: skip
    session.add(step)


def _reading() -> str:
    """A reading whose attendee, heading, line and passage are all called 1."""
    line = read.Text(text=ASKED, key=1, source_lines=[3])
    line.passages = [read.Passage(key=1, kind=read.Kind.QUESTION, starts=0, ends=len(ASKED))]
    reading = read.Reading(
        read.Minutes(
            title="Holding to account",
            held_on=HELD_ON,
            attendances=[read.Attendee("Nasreen Qadir", key=1, source_lines=[2])],
            parts=[read.Part("Homes", key=1, lines=[line])],
        ),
        doubts=[read.Doubt(3, ASKED, "a question", "two people may have asked", subject="kind", passage=1)],
        ledger=[read.LedgerRow(1, "Skip to main content", ["residue"])],
    )
    return TypeAdapter(read.Reading).dump_json(reading).decode()
