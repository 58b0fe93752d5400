"""A recommendation's page as a Word file, in the same house style as minutes."""

from collections.abc import Iterator
from datetime import date, datetime

from app.db import OFFICE_TIME
from app.documents.word.names import OVERDUE, QUIET, STRONG
from app.documents.word.xml import Words
from app.documents.write_brief import BriefText, Bullets, Cell, Heading, Prose, Table, write_brief
from app.models.lines import Kind
from app.models.recommendations import Part, Recommendation
from app.services.standings import Standing, Verified, say_day
from app.services.trails.parts import Judged, Raised, Reviewed, Spoken, Told, Trail, TrailMeeting

_WIDTHS = (43, 101, 24)
"""Millimetres: the day, what happened, and the meeting's item."""
_THREE = (56, 56, 56)
_STATES = {
    "accepted": "Accepted by the office.",
    "returned": "Returned with a question.",
    "verified": "Verified by the office.",
    "queried": "Queried by the office.",
}


def as_word(
    trail: Trail, standing: Standing, *, made_at: datetime, office: str, oldest_first: bool = True,
    style: bytes | None = None,
) -> bytes:  # fmt: skip
    """The bytes of a Word file (.docx)."""
    recommendation = trail.recommendation
    moment = made_at.astimezone(OFFICE_TIME)
    name = f"Recommendation {recommendation.reference}, {recommendation.source.short_name}"
    text = BriefText(
        head=f"{office}. Made {say_day(moment.date())}, {moment:%H:%M}",
        kind=f"Recommendation {recommendation.reference} of {recommendation.source.title}",
        title=recommendation.title or f"Recommendation {recommendation.reference}",
        name=name,
        blocks=[*_asked(recommendation), *_stands(trail, standing), *_trail(trail, oldest_first)],
    )
    return write_brief(text, style=style)


def word_name(recommendation: Recommendation) -> str:
    """ "IIHR recommendation 8.docx"."""
    return f"{recommendation.source.short_name} recommendation {recommendation.reference}.docx".replace(
        "/", "-"
    )


def _asked(recommendation: Recommendation) -> Iterator[Prose]:
    for words in recommendation.wording.splitlines():
        if words.strip():
            yield Prose([(words.strip(), "")])
    bodies = {
        part: "; ".join(
            one.organisation.name + (f", {one.lead_officer}" if one.lead_officer else "")
            for one in recommendation.responsibilities
            if one.part == part
        )
        for part in Part
    }
    said = f"Lead: {bodies[Part.LEAD]}." if bodies[Part.LEAD] else "Nobody is named as responsible."
    if bodies[Part.PARTNER]:
        said += f" With {bodies[Part.PARTNER]}."
    if recommendation.acceptance is not None:
        on = f", {say_day(recommendation.responded_on)}" if recommendation.responded_on else ""
        said += f" {recommendation.acceptance.value.capitalize()}{on}."
    yield Prose([(said, QUIET)])


def _stands(trail: Trail, standing: Standing) -> Iterator[Heading | Prose | Table]:
    yield Heading("Where it stands")
    yield Prose([(trail.in_short, STRONG)])
    yield Table(
        ["What the bodies say", "What the office has verified", "The Commissioner’s assurance"],
        [[_said(standing), _verified(standing), _judged(standing)]],
        _THREE,
        name="Where it stands",
        about="What each body says, what the office has verified, and the Commissioner's latest judgement.",
    )
    if standing.due:
        due = standing.due[0]
        late: Words = [(" overdue", OVERDUE)] if standing.is_overdue else []
        yield Prose([("Next due: ", STRONG), (f"{due.words}, {say_day(due.on)}", ""), *late])


def _said(standing: Standing) -> Cell:
    said: Cell = [
        [(f"{one.word} ", STRONG), (f"{one.name}, {_since(one.since, one.made_on)}", "")]
        for one in standing.said
    ]
    said += [[(f"{name} has given no progress update", QUIET)] for name in standing.silent]
    return said or [[("Nothing has been reported", QUIET)]]


def _since(since: date, last: date) -> str:
    return say_day(last) if since == last else f"since {say_day(since)}, last said {say_day(last)}"


def _verified(standing: Standing) -> Cell:
    word = "Verified: " if standing.is_verified == Verified.YES else "In part: "
    shown: Cell = [[(word, STRONG), (f"{one.words}, {say_day(one.on)}", "")] for one in standing.verified[:3]]
    shown += [[("Not yet: ", STRONG), (one.words, "")] for one in standing.waiting[:3]]
    return shown or [[("Nothing: no evidence has been given", QUIET)]]


def _judged(standing: Standing) -> Cell:
    judgement = standing.judgement
    if judgement is None:
        return [[("Not judged yet", QUIET)]]
    said = f", {_since(judgement.since, judgement.on)}"
    return [[(judgement.assurance.value.capitalize(), STRONG), (said, "")]]


def _trail(trail: Trail, oldest_first: bool) -> Iterator[Heading | Prose | Table | Bullets]:
    yield Heading("The trail")
    in_order = trail.in_order if oldest_first else trail.in_order[::-1]
    rows = [row for one in in_order for row in _rows(one)]
    published_on = trail.recommendation.source.published_on
    if published_on is not None:
        made = [[(f"{trail.recommendation.source.title} was published and made this recommendation.", QUIET)]]
        first: list[Cell] = [[[(say_day(published_on), "")]], made, [[("", "")]]]
        rows.insert(0 if oldest_first else len(rows), first)
    if not rows:
        yield Prose([("Nothing has been asked, agreed or reported about it.", QUIET)])
        return
    yield Table(
        ["Day", "What happened", "Where"],
        rows,
        _WIDTHS,
        name="The trail",
        about="Everything that was asked, answered, agreed, reported, judged and published about it, by day.",
        may_split=True,
    )


def _rows(one: TrailMeeting | Told) -> list[list[Cell]]:
    """A row for each thing that happened, so that a meeting of which much is told goes on over the page."""
    if isinstance(one, Told):
        return [[[[(say_day(one.dated_on), "")]], _told(one), [[("", "")]]]]
    happened: list[Cell] = [list(_happened(what)) for what in one.happened]
    happened += [[[("Planned: ", QUIET), (planned.text, QUIET)]] for planned in one.planned]
    if one.is_silent:
        happened.append([[("It was spoken of. No question was asked and no action agreed.", QUIET)]])
    item = f"Meeting, {one.item}" if one.item else "Meeting"
    return [
        [[[(say_day(one.meeting.held_on), QUIET if at else "")]], cell, [[(item, QUIET if at else "")]]]
        for at, cell in enumerate(happened or [[[("On the agenda.", QUIET)]]])
    ]


def _happened(what: Spoken | Raised | Reviewed | Judged) -> Iterator[Words]:
    match what:
        case Spoken():
            kind = {Kind.QUESTION: "Question. ", Kind.ANSWER: "Answer. "}.get(what.kind, "Decision. ")
            yield [(kind, QUIET), (what.words, "")]
            if what.kind == Kind.QUESTION and not what.is_answered:
                due = what.answer_due_on
                yield [
                    (f"An answer in writing is due by {say_day(due)}.", QUIET)
                    if due
                    else ("No answer is recorded.", OVERDUE)
                ]
        case Raised():
            owners = " and ".join(owner.words for owner in what.action.present_owners) or "nobody named"
            state = f" Owner: {owners}. Now {what.action.state.value}."
            yield [(f"Action {what.action.reference}. ", STRONG), (what.action.wording, ""), (state, QUIET)]
        case Reviewed():
            due_on = f" to {say_day(what.due_on)}" if what.due_on else ""
            yield [(f"Action {what.action.reference} {what.became}{due_on}. ", STRONG), (what.remark, "")]
        case Judged():
            said = f" “{what.statement}”" if what.statement else ""
            yield [(f"{what.assurance.value.capitalize()}.", STRONG), (said, "")]


def _told(told: Told) -> Cell:
    who = told.organisation.name if told.organisation else "A body not named"
    files = ", ".join(one.title for one in told.evidence)
    evidence: Cell = [[(f"Evidence: {files}.", QUIET)]] if files else []
    if told.update is not None:
        rating = f": {told.update.rating.lower()}" if told.update.rating else ""
        settled: Cell = [[(_STATES[told.update.state], QUIET)]] if told.update.state in _STATES else []
        return [[(f"{who} reports{rating}. ", STRONG), (_line(told.update.text), "")], *evidence, *settled]
    if told.answered is not None:
        response = told.answered.response
        closing = f"{who} reports: {told.answered.to} can be closed. "
        said = closing if response.proposes_closure else f"{who} answers {told.answered.to}. "
        settled = [[(_STATES[response.state], QUIET)]] if response.state in _STATES else []
        return [[(said, STRONG), (_line(response.text), "")], *evidence, *settled]
    if told.published is not None:
        became = "withdrawn from the public pages" if told.published.withdrawn else "published"
        version = f", version {told.published.version}" if told.published.version > 1 else ""
        return [[(f"Minutes of {say_day(told.published.meeting.held_on)} {became}{version}.", "")]]
    return list(_happened(told.review)) if told.review else [[("", "")]]


def _line(words: str) -> str:
    """A table's cell holds it as one paragraph."""
    return " ".join(words.split())
