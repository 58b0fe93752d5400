"""The response as a Word file: what the Act asks to be published, and nothing that the office keeps for itself."""

from collections.abc import Iterator
from datetime import date

from app.documents.word.names import QUIET, STRONG
from app.documents.write_brief import Block, BriefText, Heading, Prose, write_brief
from app.models.inspections import InspectionAnswer
from app.models.recommendations import Recommendation, Source
from app.services.inspections.gathering import Answered, Response

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_word(response: Response, *, office: str, style: bytes | None = None) -> bytes:
    """The bytes of a Word file (.docx)."""
    source = response.source
    made_by = f", made by {source.made_by}" if source.made_by else ""
    published = f" Published on {_day(source.published_on)}." if source.published_on else ""
    when = f"Published on {_day(response.published_on)}. " if response.published_on else "Draft. "
    text = BriefText(
        head=office,
        kind=f"{when}Comments under section 55 of the Police Act 1996",
        title=f"Response to {source.title}",
        name=f"Response to {source.title}",
        blocks=[
            Prose(
                [(f"This is the response to the inspection report “{source.title}”{made_by}.{published}", "")]
            ),
            *_whole(response),
            *_each(response),
        ],
    )
    return write_brief(text, style=style)


def word_name(source: Source) -> str:
    """ "2025-03-04 Response to PEEL.docx": by the day on which the report was published."""
    day = f"{source.published_on:%Y-%m-%d} " if source.published_on else ""
    return f"{day}Response to {source.short_name}.docx"


def _whole(response: Response) -> Iterator[Block]:
    inspection = response.inspection
    yield Heading("The Commissioner’s comments")
    yield from _paragraphs(inspection.comments if inspection else "", "None.")
    yield Heading("The Chief Constable’s comments")
    yield from _paragraphs(
        inspection.chief_comments if inspection else "",
        "The Chief Constable submitted none on the report as a whole.",
    )
    if inspection and inspection.reply:
        yield Heading("The Commissioner’s response to the Chief Constable’s comments")
        yield from _paragraphs(inspection.reply, "")


def _each(response: Response) -> Iterator[Block]:
    yield Heading("The recommendations")
    if not response.answers:
        yield Prose([("The report makes no recommendation.", "")])
    for one in response.answers:
        yield Heading(_title(one.recommendation), 2)
        if one.recommendation.wording:
            yield Prose([(one.recommendation.wording, QUIET)])
        yield from _answer(one)


def _title(recommendation: Recommendation) -> str:
    title = f": {recommendation.title}" if recommendation.title else ""
    return f"Recommendation {recommendation.reference}{title}"


def _answer(one: Answered) -> Iterator[Block]:
    answer = one.answer or InspectionAnswer(inspection_id=0, recommendation_id=0)
    if answer.why_none:
        yield from _labelled("No action is taken or proposed, because: ", answer.why_none)
    else:
        yield from _labelled("Action taken or proposed: ", answer.action or "Not said yet.")
    if answer.chief_comments:
        yield from _labelled("The Chief Constable’s comments: ", answer.chief_comments)
    if answer.reply:
        yield from _labelled("The Commissioner’s response to them: ", answer.reply)


def _labelled(label: str, words: str) -> Iterator[Block]:
    first, *rest = [line for line in words.splitlines() if line.strip()]
    yield Prose([(label, STRONG), (first, "")])
    for line in rest:
        yield Prose([(line, "")])


def _paragraphs(words: str, otherwise: str) -> Iterator[Block]:
    lines = [line for line in words.splitlines() if line.strip()]
    if not lines:
        yield Prose([(otherwise, QUIET)])
    for line in lines:
        yield Prose([(line, "")])


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
