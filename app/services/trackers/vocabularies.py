"""What columns can hold, and the headings under which people write it. Written to be read and extended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.models.trackers import Tracks


@dataclass(frozen=True)
class Vocabulary:
    """The columns of one sort of tracker. `key` is the column it cannot do without, "
    "and `asks_for_key` says so."""

    holds: type[StrEnum]
    names: Mapping[StrEnum, str]
    headings: Mapping[StrEnum, str]
    key: StrEnum
    asks_for_key: str
    instead: Mapping[StrEnum, StrEnum] = field(default_factory=dict)
    """What a column is rather than this, where only references stand in it."""

    @property
    def nothing(self) -> StrEnum:
        return self.holds("")

    @cached_property
    def by_heading(self) -> dict[str, StrEnum]:
        """What each heading means."""
        return {
            heading.strip(): holds for holds, words in self.headings.items() for heading in words.split(",")
        }


class Holds(StrEnum):
    """What a column can hold."""

    NOTHING = ""
    REFERENCE = "reference"
    WORDING = "wording"
    OWNER = "owner"
    ORGANISATION = "organisation"
    RECOMMENDATION = "recommendation"
    RAISED = "raised"
    DUE = "due"
    DUE_WORDS = "due words"
    STATUS = "status"
    SETTLED = "settled"
    REMARK = "remark"


NAMES: dict[StrEnum, str] = {
    Holds.NOTHING: "Not brought in",
    Holds.REFERENCE: "Reference",
    Holds.WORDING: "What is to be done",
    Holds.OWNER: "Owner",
    Holds.ORGANISATION: "Owner’s organisation",
    Holds.RECOMMENDATION: "Recommendation",
    Holds.RAISED: "Day it was raised",
    Holds.DUE: "Due date",
    Holds.DUE_WORDS: "Due date in words",
    Holds.STATUS: "Status",
    Holds.SETTLED: "Day it was closed",
    Holds.REMARK: "Update or comment",
}
"""What a person chooses from."""

_HEADINGS: dict[StrEnum, str] = {
    Holds.REFERENCE: "ref, reference, ref no, reference no, reference number, action ref, "
    "action reference, action no, "
    "action number, no, number, id, action id, unique reference, unique ref, item, item no, ap, ap no, "
    "log no",
    Holds.WORDING: "action, actions, action agreed, agreed action, action required, action point, "
    "action points, "
    "action description, description, description of action, detail, details, action detail, "
    "action details, wording, "
    "task, action to be taken, what, actions agreed, agreed actions, action text",
    Holds.OWNER: "owner, owners, action owner, lead, lead officer, action lead, responsible, "
    "responsible officer, "
    "person responsible, responsible person, responsibility, by whom, who, assigned to, assigned, "
    "assignee, officer, "
    "action by, owned by, sro, lead person, named officer, allocated to",
    Holds.ORGANISATION: "organisation, organization, agency, body, force, department, owners organisation, "
    "owner organisation, lead organisation, lead agency, responsible body, team, directorate",
    Holds.RECOMMENDATION: "recommendation, recommendations, rec, recs, rec no, recommendation no, "
    "recommendation number, linked recommendation, linked recommendations, inquiry recommendation, "
    "report recommendation",
    Holds.RAISED: "raised, date raised, raised on, day raised, date of meeting, meeting date, meeting, "
    "date set, "
    "date agreed, date opened, opened, created, date created, date action raised, start date, "
    "date of action, date, "
    "date added, date given",
    Holds.DUE: "due, due date, date due, by when, when, deadline, target, target date, "
    "target completion date, "
    "expected completion, timescale, timescales, due by, due on, review date, to be completed by, "
    "completion due, "
    "deadline date, date for completion, timeline, complete by",
    Holds.DUE_WORDS: "due as agreed",
    Holds.STATUS: "status, state, rag, rag status, current status, open closed, open or closed, "
    "action status, "
    "complete",
    Holds.SETTLED: "settled, closed, date closed, closed on, date completed, completed, completed on, "
    "date of closure, "
    "closure date, date discharged, discharged, completion date, date complete, closed date, completed date",
    Holds.REMARK: "update, updates, latest update, progress, progress update, comments, comment, notes, "
    "note, "
    "response, narrative, remarks, latest position, outcome, outcome update, commentary, latest response",
}

ACTIONS = Vocabulary(Holds, NAMES, _HEADINGS, Holds.WORDING, "Say which column holds what is to be done.")


class OfRecommendation(StrEnum):
    """What a column of a list of recommendations can hold."""

    NOTHING = ""
    REFERENCE = "reference"
    TITLE = "title"
    WORDING = "wording"
    LEAD = "lead"
    PARTNERS = "partners"
    OFFICER = "officer"
    ACCEPTANCE = "acceptance"
    RESPONSE = "response"
    RESPONDED = "responded"
    OUTCOME = "outcome"
    EVIDENCE = "evidence"
    TARGET = "target"
    PARENT = "parent"


RECOMMENDATIONS = Vocabulary(
    OfRecommendation,
    {
        OfRecommendation.NOTHING: "Not brought in",
        OfRecommendation.REFERENCE: "Reference",
        OfRecommendation.TITLE: "Title",
        OfRecommendation.WORDING: "Full wording",
        OfRecommendation.LEAD: "Body that leads",
        OfRecommendation.PARTNERS: "Partners",
        OfRecommendation.OFFICER: "Lead officer",
        OfRecommendation.ACCEPTANCE: "Accepted, partly or not",
        OfRecommendation.RESPONSE: "What was answered",
        OfRecommendation.RESPONDED: "Day it was answered",
        OfRecommendation.OUTCOME: "What should come of it",
        OfRecommendation.EVIDENCE: "What would show it",
        OfRecommendation.TARGET: "To be carried out by",
        OfRecommendation.PARENT: "Part of recommendation",
    },
    {
        OfRecommendation.REFERENCE: "ref, reference, ref no, reference no, reference number, no, "
        "number, id, rec, rec no, "
        "rec ref, recommendation no, recommendation number, recommendation ref, recommendation reference, "
        "recommendation id, unique reference",
        OfRecommendation.TITLE: "title, heading, name, short title, recommendation title, subject, "
        "theme, topic",
        OfRecommendation.WORDING: "wording, text, full text, full wording, recommendation, recommendations, "
        "recommendation text, recommendation wording, description, detail, details, "
        "recommendation description, text of recommendation",
        OfRecommendation.LEAD: "lead, lead organisation, lead organization, lead body, lead bodies, "
        "lead agency, lead agencies, "
        "responsible, responsible organisation, responsible body, organisation, agency, body, owner, accountable, "
        "directed to, "
        "addressed to, for",
        OfRecommendation.PARTNERS: "partners, partner, partner organisations, partner agencies, supporting, "
        "supporting agencies, supporting organisations, other agencies, with, joint with",
        OfRecommendation.OFFICER: "lead officer, lead officers, officer, responsible officer, sro, "
        "senior responsible officer, "
        "named officer, lead person, action owner",
        OfRecommendation.ACCEPTANCE: "accepted, acceptance, accepted or not, "
        "accepted partly accepted or not, agreed, "
        "accept, position, response status",
        OfRecommendation.RESPONSE: "response, our response, force response, management response, "
        "answer, comments, comment, "
        "reply, formal response",
        OfRecommendation.RESPONDED: "responded on, response date, date of response, answered on, "
        "date accepted",
        OfRecommendation.OUTCOME: "expected outcome, outcome, expected outcomes, intended outcome, "
        "desired outcome, "
        "what should come of it, success looks like, benefit",
        OfRecommendation.EVIDENCE: "evidence needed, evidence, evidence required, "
        "evidence of completion, measure, "
        "measures of success, evidence to demonstrate, what would show it",
        OfRecommendation.TARGET: "target, target date, target on, due, due date, date due, deadline, "
        "by when, timescale, "
        "completion date, to be carried out by, implement by",
        OfRecommendation.PARENT: "parent, part of, parent recommendation, main recommendation, parent ref",
    },
    OfRecommendation.REFERENCE,
    "Say which column holds the recommendations’ references, such as 8 or 41.3.",
    {OfRecommendation.WORDING: OfRecommendation.REFERENCE},
)


class OfStep(StrEnum):
    """What a column of an action plan can hold."""

    NOTHING = ""
    RECOMMENDATION = "recommendation"
    REFERENCE = "reference"
    WORDING = "wording"
    LEAD = "lead"
    PARTNERS = "partners"
    OFFICER = "officer"
    OUTCOME = "outcome"
    EVIDENCE = "evidence"
    DUE = "due"
    STATE = "state"
    DONE = "done"


STEPS = Vocabulary(
    OfStep,
    {
        OfStep.NOTHING: "Not brought in",
        OfStep.RECOMMENDATION: "Recommendation it carries out",
        OfStep.REFERENCE: "Reference",
        OfStep.WORDING: "What is to be done",
        OfStep.LEAD: "Body that leads",
        OfStep.PARTNERS: "Partners",
        OfStep.OFFICER: "Lead officer",
        OfStep.OUTCOME: "What should come of it",
        OfStep.EVIDENCE: "What would show it",
        OfStep.DUE: "Due date",
        OfStep.STATE: "How far it is",
        OfStep.DONE: "Day it was done",
    },
    {
        OfStep.RECOMMENDATION: "recommendation, recommendations, rec, rec no, rec ref, recommendation no, "
        "recommendation number, recommendation ref, recommendation reference, linked recommendation, "
        "inquiry recommendation, ref of recommendation, ref of rec",
        OfStep.REFERENCE: "ref, reference, ref no, reference no, reference number, no, number, id, "
        "action no, action ref, "
        "action reference, action number, action id, step, step no, step ref, item, unique reference",
        OfStep.WORDING: "action, actions, single action, action required, action to be taken, "
        "action description, description, "
        "wording, task, activity, what, detail, details, actions required, step to take, milestone, "
        "detail of action, details of action, action detail, action details",
        OfStep.LEAD: "lead, lead organisation, lead agency, lead body, agency, organisation, body, "
        "responsible body, "
        "responsible organisation, lead agencies, accountable",
        OfStep.PARTNERS: "partners, partner, supporting, supporting agencies, partner agencies, "
        "other agencies, with, "
        "joint with",
        OfStep.OFFICER: "lead officer, lead officers, officer, owner, responsible officer, sro, "
        "named officer, action owner, "
        "lead person, responsible person",
        OfStep.OUTCOME: "expected outcome, outcome, expected outcomes, intended outcome, "
        "desired outcome, benefit",
        OfStep.EVIDENCE: "evidence needed, evidence, evidence required, evidence of completion, measure, "
        "evidence to demonstrate, evidence needed to demonstrate",
        OfStep.DUE: "due, due date, date due, target, target date, deadline, by when, timescale, "
        "timescales, completion date, "
        "target completion date, due by",
        OfStep.STATE: "status, state, progress, rag, rag status, current status, action status, stage",
        OfStep.DONE: "done, done on, date completed, completed, completed on, date complete, "
        "date of completion, "
        "actual completion date, closed on",
    },
    OfStep.WORDING,
    "Say which column holds what is to be done.",
)

VOCABULARIES = {Tracks.ACTIONS: ACTIONS, Tracks.RECOMMENDATIONS: RECOMMENDATIONS, Tracks.STEPS: STEPS}
