"""Published minutes for programs: plain JSON whose every field is described here, and on the page that explains it.

It holds what the page shows and nothing else: what the minutes print, and the structure that can be seen in it.
"""

from datetime import date, datetime, time

from pydantic import BaseModel, ConfigDict, Field

from app.documents import anchors
from app.documents.minutes import Kind, Mention, Minutes, Part, Text
from app.documents.withholding import is_placeholder
from app.services.published.actions import href_of
from app.services.published.meetings import Edition

SCHEMA = "1"
"""Rises when a field is taken away or changes its meaning; new fields may come at any time."""


class Described(BaseModel):
    """Fields that are empty are left out."""

    model_config = ConfigDict(frozen=True)


class PersonThere(Described):
    """Somebody on the attendance list."""

    name: str = Field(description="As printed")
    title: str | None = Field(None, description="Their title that day")
    known_as: str | None = Field(None, description="The short form that the minutes use, such as CC")
    organisation: str | None = Field(None, description="As printed")
    presence: str = Field(description="present, apologies, or part: there for part of the meeting")


class ActionSaid(Described):
    """What a line says of an action."""

    reference: str | None = Field(None, description="Such as 6/2025: the same in all minutes")
    said: str = Field(description="raised; reviewed; or restated, in a summary")
    outcome: str | None = Field(
        None, description="Of a review: closed, progressed, carried, withdrawn, replaced or reopened"
    )
    words: str = Field(description="As printed")
    owner: str | None = Field(None, description="Who must do it, as this meeting decided")
    due_on: date | None = Field(None, description="The day, as this meeting decided")
    due_words: str | None = Field(None, description="The same in the words of the minutes")
    recommendations: list[str] = Field([], description="References of the recommendations it concerns")
    anchor: str | None = Field(None, description="Where it stands on the page, after #")
    address: str | None = Field(None, description="The page that says what became of it")


class Line(Described):
    """A paragraph or a bullet."""

    text: str = Field(description="As printed")
    bullet: bool = Field(False, description="Whether it is a bullet")
    depth: int = Field(0, description="Of a bullet: 0 for the outermost")
    label: str | None = Field(None, description="A printed number or letter")
    withheld: bool = Field(False, description="True where the line only says that something is withheld")
    actions: list[ActionSaid] = Field([], description="Actions that the line raises, reviews or restates")


class SectionSaid(Described):
    """A heading and what stands under it."""

    anchor: str = Field(description="Where it stands on the page, after #; lasts from version to version")
    number: str | None = Field(None, description="As printed")
    title: str | None = Field(None, description="As printed")
    level: int = Field(description="1 for a section, 2 for a part of it, and so on")
    source: str | None = Field(None, description="Short name of the report whose recommendations these are")
    recommendations: list[str] = Field([], description="References of the recommendations it concerns")
    assurance: str | None = Field(
        None, description="The Commissioner’s judgement: assured, partly assured or not assured"
    )
    assurance_statement: str | None = Field(None, description="Why")
    lines: list[Line] = Field(description="In order")


class VersionSaid(Described):
    """Which version this is."""

    number: int = Field(description="1, 2, …")
    published_at: datetime = Field(description="UTC")
    draft: bool = Field(description="Whether it is a draft, subject to confirmation")
    status: str = Field(description="The sentence that the minutes carry")
    reason: str | None = Field(None, description="Why it replaced the version before it")
    current: bool = Field(description="Whether it is the one shown now")
    address: str = Field(description="Its page")
    word: str = Field(description="The same as a Word file")
    word_sha256: str = Field(description="SHA-256 of that file, hexadecimal")


class PublishedMinutes(Described):
    """The minutes of one meeting in one published version."""

    schema_version: str = Field(
        description=f"“{SCHEMA}”; another number means that fields changed their meaning"
    )
    office: str = Field(description="The body whose minutes they are")
    title: str = Field(description="Of the meeting")
    kind: str = Field(description="Meetings of the same kind take up each other’s actions")
    held_on: date = Field(description="The meeting’s day")
    starts_at: time | None = Field(None, description="Local time")
    ends_at: time | None = Field(None, description="Local time")
    venue: str | None = Field(None, description="As printed")
    chair: str | None = Field(None, description="As printed")
    minute_taker: str | None = Field(None, description="As printed")
    next_meeting: str | None = Field(None, description="As printed")
    version: VersionSaid = Field(description="Which version this is")
    attendance: list[PersonThere] = Field(description="As printed")
    sections: list[SectionSaid] = Field(description="In order")


MODELS: tuple[type[Described], ...] = (
    PublishedMinutes, VersionSaid, PersonThere, SectionSaid, Line, ActionSaid,
)  # fmt: skip
"""In the order in which the page explains them."""


def of(edition: Edition, *, site: str) -> PublishedMinutes:
    """A version of published minutes; addresses begin with `site`."""
    minutes, meeting, publication = edition.minutes, edition.meeting, edition.publication
    address = f"{site}{edition.version_href(publication.version)}"
    names = anchors.of(minutes)
    return PublishedMinutes(
        schema_version=SCHEMA,
        office=publication.office,
        title=meeting.title,
        kind=meeting.kind,
        held_on=meeting.held_on,
        starts_at=minutes.starts_at,
        ends_at=minutes.ends_at,
        venue=minutes.venue,
        chair=minutes.chair,
        minute_taker=minutes.minute_taker,
        next_meeting=minutes.next_meeting,
        version=VersionSaid(
            number=publication.version,
            published_at=publication.published_at,
            draft=publication.is_draft,
            status=publication.status,
            reason=publication.reason or None,
            current=edition.is_current,
            address=f"{site}{edition.href}",
            word=f"{address}/minutes.docx",
            word_sha256=publication.sha256,
        ),
        attendance=_attendance(minutes),
        sections=[_section(part, names.part(index), names, site) for index, part in enumerate(minutes.parts)],
    )


def _attendance(minutes: Minutes) -> list[PersonThere]:
    return [
        PersonThere(
            name=one.name,
            title=one.title,
            known_as=one.known_as,
            organisation=one.organisation,
            presence=one.presence,
        )
        for one in minutes.attendances
    ]


def _section(part: Part, anchor: str, names: anchors.Anchors, site: str) -> SectionSaid:
    return SectionSaid(
        anchor=anchor,
        number=part.number,
        title=part.title,
        level=part.level,
        source=part.source,
        recommendations=part.recommendations,
        assurance=part.assurance,
        assurance_statement=part.assurance_statement or None,
        lines=[_line(line, names, site) for line in part.lines],
    )


def _line(line: Text, names: anchors.Anchors, site: str) -> Line:
    return Line(
        text=line.text,
        bullet=line.bullet,
        depth=line.depth,
        label=line.label,
        withheld=is_placeholder(line.text),
        actions=[
            ActionSaid(
                reference=read.reference,
                said=Mention.REVIEWED if passage.kind == Kind.REVIEW else read.mention,
                outcome=passage.outcome,
                words=line.words_of(passage),
                owner=read.owner,
                due_on=read.due_on,
                due_words=read.due_words,
                recommendations=read.recommendations,
                anchor=names.actions.get(passage.key),
                address=f"{site}{href_of(read.reference)}" if read.reference else None,
            )
            for passage in line.passages
            if passage.kind in (Kind.ACTION, Kind.REVIEW) and (read := passage.action) is not None
        ],
    )
