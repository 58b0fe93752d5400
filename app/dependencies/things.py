"""The things that addresses name. Each is fetched and authorised: a route cannot hold what its user may not see."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session, col, or_, select

from app.dependencies.asking import CurrentUser, MinuteTaker, Reviewer, SessionDep
from app.errors import NotFound
from app.models.actions import Action, Owner
from app.models.lines import Entry, Line
from app.models.meetings import Attendance, Meeting, Paper, PlannedQuestion, Section
from app.models.people import May, User
from app.models.progress_updates import ProgressEvidence
from app.models.recommendations import ProgressUpdate, Recommendation, Source, Step
from app.models.responses import Evidence, Response
from app.services import (
    attendances,
    lines,
    papers,
    planned_questions,
    progress_updates,
    questions,
    recommendations,
    responses,
    sections,
    steps,
)
from app.services.audience import Audience, follows_as


def get_meeting(meeting_id: int, session: SessionDep, user: CurrentUser) -> Meeting:
    """The meeting in the address. Raises NotFound also when the user may not know of it."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or not (user.is_of_the_office or _took_part(session, meeting, user)):
        raise NotFound("There is no such meeting, or it has not been shared with you.")
    return meeting


def _took_part(session: Session, meeting: Meeting, user: User) -> bool:
    """Shared, and the user's organisation was there or owes one of its actions."""
    if meeting.shared_at is None or not user.may(May.RESPOND):
        return False
    there = select(Attendance.id).where(
        Attendance.meeting_id == meeting.id, Attendance.organisation_id == user.organisation_id
    )
    owes = (
        select(Owner.id)
        .join(Action, col(Action.id) == Owner.action_id)
        .where(Action.meeting_id == meeting.id, Owner.organisation_id == user.organisation_id)
    )
    return session.exec(select(or_(there.exists(), owes.exists()))).one()


MeetingDep = Annotated[Meeting, Depends(get_meeting)]


@dataclass(frozen=True)
class Following:
    """A meeting whose minutes are being taken, and who follows it as whom."""

    meeting: Meeting
    user: User
    audience: Audience


def get_following(meeting_id: int, session: SessionDep, user: CurrentUser) -> Following:
    """The meeting in the address, for whoever types or may follow. Raises NotFound to everybody else."""
    meeting = session.get(Meeting, meeting_id)
    audience = follows_as(user.role, user.organisation.kind, meeting) if meeting is not None else None
    if meeting is None or audience is None:
        raise NotFound("There is no such meeting, or you may not follow it.")
    return Following(meeting, user, audience)


LiveMeeting = Annotated[Following, Depends(get_following)]


def get_draft_meeting(meeting: MeetingDep, _user: MinuteTaker) -> Meeting:
    """A meeting whose minutes this user may change. Raises RuleBroken once they are confirmed."""
    meeting.refuse_if_fixed()
    return meeting


DraftMeeting = Annotated[Meeting, Depends(get_draft_meeting)]


def get_action(action_id: int, session: SessionDep, user: CurrentUser) -> Action:
    """The action in the address. Raises NotFound also when the user may not know of it."""
    action = session.get(Action, action_id)
    if action is None or not (user.is_of_the_office or _was_shared(session, action, user)):
        raise NotFound("There is no such action, or it has not been shared with you.")
    return action


def _was_shared(session: Session, action: Action, user: User) -> bool:
    """Shared with its owners' organisations, and the user's is one of them now."""
    if not user.may(May.RESPOND) or action.removed_at is not None:
        return False
    if all(owner.organisation_id != user.organisation_id for owner in action.present_owners):
        return False
    if action.shared_at is not None:
        return True
    meeting = session.get(Meeting, action.meeting_id) if action.meeting_id else None
    return meeting is not None and meeting.shared_at is not None


ActionDep = Annotated[Action, Depends(get_action)]


def get_recommendation(recommendation_id: int, session: SessionDep, user: CurrentUser) -> Recommendation:
    """The recommendation in the address, for the office and bodies responsible for it. Raises NotFound."""
    found = session.get(Recommendation, recommendation_id)
    answers_for_it = found is not None and any(
        one.organisation_id == user.organisation_id for one in found.responsibilities
    )
    if found is None or not (user.is_of_the_office or (user.may(May.RESPOND) and answers_for_it)):
        raise NotFound(
            "There is no such recommendation, or it is not one that your organisation answers for."
        )
    return found


RecommendationDep = Annotated[Recommendation, Depends(get_recommendation)]


def get_source(source_id: int, session: SessionDep, _user: CurrentUser) -> Source:
    """The report in the address. Raises NotFound."""
    return recommendations.source_by_id(session, source_id)


SourceDep = Annotated[Source, Depends(get_source)]


def get_step(step_id: int, session: SessionDep, _user: MinuteTaker) -> Step:
    """A step of a plan, for whoever may change it. Raises NotFound."""
    return steps.by_id(session, step_id)


StepDep = Annotated[Step, Depends(get_step)]


def get_attendance(attendance_id: int, session: SessionDep, _user: MinuteTaker) -> Attendance:
    """Somebody on an attendance list, for whoever may change it."""
    return attendances.by_id(session, attendance_id)


AttendanceDep = Annotated[Attendance, Depends(get_attendance)]


def get_section(section_id: int, session: SessionDep, _user: MinuteTaker) -> Section:
    """A section, for whoever may change it."""
    return sections.by_id(session, section_id)


SectionDep = Annotated[Section, Depends(get_section)]


def get_line(line_id: str, session: SessionDep, _user: MinuteTaker) -> Line:
    """A line, for whoever may change it."""
    return lines.by_id(session, line_id)


LineDep = Annotated[Line, Depends(get_line)]


def get_entry(entry_id: int, session: SessionDep, _user: MinuteTaker) -> Entry:
    """A passage of a line, for whoever may change it."""
    return lines.entry_by_id(session, entry_id)


EntryDep = Annotated[Entry, Depends(get_entry)]


def get_paper(paper_id: int, session: SessionDep, user: CurrentUser) -> Paper:
    """A paper of a meeting that the user may see. Raises NotFound when it was removed, but for the office."""
    paper = papers.by_id(session, paper_id)
    get_meeting(paper.meeting_id, session, user)
    if paper.removed_at is not None and not user.is_of_the_office:
        raise NotFound("There is no such paper, or it has not been shared with you.")
    return paper


PaperDep = Annotated[Paper, Depends(get_paper)]


def get_owed_question(question_id: int, session: SessionDep, user: CurrentUser) -> Entry:
    """A question that awaits a written answer, for the office and the body that owes it. Raises NotFound."""
    return responses.question_by_id(session, question_id, user=user)


OwedQuestion = Annotated[Entry, Depends(get_owed_question)]


def get_response(response_id: int, session: SessionDep, user: CurrentUser) -> Response:
    """A response, for the office once it was given, and for its own organisation. Raises NotFound."""
    return responses.by_id(session, response_id, user=user)


ResponseDep = Annotated[Response, Depends(get_response)]


def get_evidence(evidence_id: int, session: SessionDep, user: CurrentUser) -> Evidence:
    """A file of a response that the user may read. Raises NotFound."""
    return responses.evidence_by_id(session, evidence_id, user=user)


EvidenceDep = Annotated[Evidence, Depends(get_evidence)]


def get_progress_update(update_id: int, session: SessionDep, _user: Reviewer) -> ProgressUpdate:
    """A progress update, for whoever may verify or query it. Raises NotFound."""
    return progress_updates.by_id(session, update_id)


ProgressUpdateDep = Annotated[ProgressUpdate, Depends(get_progress_update)]


def get_progress_evidence(
    progress_evidence_id: int, session: SessionDep, user: CurrentUser
) -> ProgressEvidence:
    """A file of a progress update that the user may read. Raises NotFound."""
    return progress_updates.evidence_by_id(session, progress_evidence_id, user=user)


ProgressEvidenceDep = Annotated[ProgressEvidence, Depends(get_progress_evidence)]


def get_user_of_the_office(user: CurrentUser) -> User:
    """For what the office keeps for itself. To anybody else there is no such page: raises NotFound."""
    if not user.is_of_the_office:
        raise NotFound("There is no such page.")
    return user


OfficeUser = Annotated[User, Depends(get_user_of_the_office)]


def get_meeting_of_the_office(meeting_id: int, session: SessionDep, user: OfficeUser) -> Meeting:
    """A meeting, for what the office keeps beside it for itself."""
    return get_meeting(meeting_id, session, user)


OfficeMeeting = Annotated[Meeting, Depends(get_meeting_of_the_office)]


def get_planned_question(planned_id: int, session: SessionDep, _user: OfficeUser) -> PlannedQuestion:
    """A planned question, for the office."""
    return planned_questions.by_id(session, planned_id)


PlannedQuestionDep = Annotated[PlannedQuestion, Depends(get_planned_question)]


def get_question(question_id: int, session: SessionDep, _user: OfficeUser) -> Entry:
    """A question of any minutes, for the office."""
    return questions.by_id(session, question_id)


QuestionDep = Annotated[Entry, Depends(get_question)]
