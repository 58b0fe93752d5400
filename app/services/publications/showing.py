"""What the public pages are made from: written when a version is shown, and gone when it no longer is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, Text, delete, insert
from sqlmodel import Session, col, select

from app.documents import anchors, as_json
from app.documents.minutes import Kind, Mention, Minutes, Part, Passage
from app.models.publications import (
    Publication,
    PublicMeeting,
    PublishedPassage,
    PublishedPassageRecommendation,
)
from app.models.recommendations import Recommendation, Source
from app.services.publications import register
from app.services.publications.preparing import Prepared

search_published = Table(
    "search_published",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("public_meeting_id", Integer, nullable=False),
    Column("publication_id", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""The words of the shown versions, for searching; beside the models, as the office's own are: nothing here is a
fact, and all of it can be made again.
"""

_ON_THE_TRAIL = (Kind.QUESTION, Kind.ANSWER, Kind.ACTION, Kind.DECISION, Kind.REVIEW)


@dataclass(frozen=True)
class _Place:
    """A passage where it stands."""

    part: Part
    number: int
    """Of the part, from 0."""
    line: int
    words: str
    passage: Passage


def show(
    session: Session, public: PublicMeeting, publication: Publication, prepared: Prepared, *, at: datetime
) -> None:
    """Show this version and no other: its passages, its words and what it says of actions become public."""
    before = hide(session, public)
    public.publication_id, public.withdrawn_at, public.withdrawal_reason = publication.id, None, ""
    public.is_announced, public.changed_at = False, at
    session.add(public)
    session.flush()
    minutes = prepared.minutes
    names = anchors.of(minutes)
    _write_passages(session, public, publication, prepared, names)
    session.execute(insert(search_published), list(_words(public, publication, minutes, names)))
    register.bring_up_to_date(session, before | _references(minutes), at=at)


def hide(session: Session, public: PublicMeeting) -> set[str]:
    """Take what is shown off the public pages. Returns the references of the actions that it spoke of, whose
    rows in the public register are to be brought up to date.
    """
    mine = col(PublishedPassage.public_meeting_id) == public.id
    spoken_of = register.references_at(session, public)
    ids = select(PublishedPassage.id).where(mine)
    session.execute(
        delete(PublishedPassageRecommendation).where(col(PublishedPassageRecommendation.passage_id).in_(ids))
    )
    session.execute(delete(PublishedPassage).where(mine))
    session.execute(delete(search_published).where(search_published.c.public_meeting_id == public.id))
    public.publication_id = None
    session.add(public)
    session.flush()
    return spoken_of


def reindex(session: Session) -> None:
    """Make the words for searching again from the versions that are shown."""
    session.execute(delete(search_published))
    shown = select(PublicMeeting, Publication).join(
        Publication, col(Publication.id) == col(PublicMeeting.publication_id)
    )
    for public, publication in session.exec(shown).all():
        minutes = as_json.load(publication.content).minutes
        session.execute(
            insert(search_published), list(_words(public, publication, minutes, anchors.of(minutes)))
        )


def _references(minutes: Minutes) -> set[str]:
    return {
        place.passage.action.reference
        for place in _places(minutes)
        if place.passage.action is not None and place.passage.action.reference
    }


def _places(minutes: Minutes) -> Iterator[_Place]:
    for number, part in enumerate(minutes.parts):
        for at, line in enumerate(part.lines):
            for passage in line.passages:
                yield _Place(part, number, at, line.words_of(passage), passage)


def _write_passages(
    session: Session,
    public: PublicMeeting,
    publication: Publication,
    prepared: Prepared,
    names: anchors.Anchors,
) -> None:
    concerned = _Concerned(session, prepared)
    rows: list[dict[str, Any]] = []
    about: list[list[int]] = []
    common: dict[str, Any] = {
        "publication_id": publication.id,
        "public_meeting_id": public.id,
        "dated_on": public.held_on,
        "is_draft": publication.is_draft,
    }
    places = list(_places(prepared.minutes))
    actions = register.rows_of(session, _references(prepared.minutes), at=publication.published_at)
    for place in places:
        action = place.passage.action
        reference = (action.reference or "") if action else ""
        recommendations = concerned.by(place)
        if not reference and not (recommendations and place.passage.kind in _ON_THE_TRAIL):
            continue
        rows.append(
            {
                **common,
                "position": len(rows),
                "published_action_id": actions.get(reference),
                "anchor": names.actions.get(place.passage.key) or names.lines[place.number, place.line],
                "heading": _heading(place.part),
                "kind": place.passage.kind.value,
                "mention": action.mention.value if action else "",
                "outcome": place.passage.outcome.value if place.passage.outcome else "",
                "words": action.words if action and action.mention == Mention.RAISED else place.words,
                "speakers": ", ".join(place.passage.speakers),
                "owners": (action.owner or "") if action else "",
                "due_on": action.due_on if action else None,
                "due_words": (action.due_words or "") if action else "",
            }
        )
        about.append(recommendations)
    for number, part in enumerate(prepared.minutes.parts):
        if part.assurance and concerned.of_part(number):
            rows.append(
                {
                    **common,
                    "position": len(rows),
                    "published_action_id": None,
                    "anchor": names.part(number),
                    "heading": _heading(part),
                    "kind": "assurance",
                    "mention": "",
                    "outcome": part.assurance,
                    "words": part.assurance_statement,
                    "speakers": "",
                    "owners": "",
                    "due_on": None,
                    "due_words": "",
                }
            )
            about.append(concerned.of_part(number))
    if not rows:
        return
    # The table itself: through the model, rows with and without a date would go one by one.
    session.execute(insert(PublishedPassage.metadata.tables["published_passage"]), rows)
    ids = session.exec(
        select(PublishedPassage.id)
        .where(PublishedPassage.publication_id == publication.id)
        .order_by(col(PublishedPassage.position))
    ).all()
    links = [
        {"passage_id": passage_id, "recommendation_id": one}
        for passage_id, some in zip(ids, about, strict=True)
        for one in dict.fromkeys(some)
    ]
    if links:
        session.execute(insert(PublishedPassageRecommendation), links)


class _Concerned:
    """Which recommendations passages concern: those their action is tied to, else those of the headings above."""

    def __init__(self, session: Session, prepared: Prepared) -> None:
        self._of_actions = prepared.recommendations
        parts = prepared.minutes.parts
        wanted = {reference for part in parts for reference in part.recommendations}
        ids: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, reference, source in session.exec(
            select(Recommendation.id, Recommendation.reference, Source.short_name)
            .join(Source, col(Source.id) == col(Recommendation.source_id))
            .where(col(Recommendation.reference).in_(wanted))
        ).all():
            ids[reference].append((source, number or 0))
        self._of_parts: list[list[int]] = []
        above: list[tuple[int, list[int]]] = []
        for part in parts:
            own = [one for reference in part.recommendations for one in _only(ids[reference], part.source)]
            above = [one for one in above if one[0] < part.level]
            here = own or (above[-1][1] if above else [])
            above.append((part.level, here))
            self._of_parts.append(here)

    def of_part(self, number: int) -> list[int]:
        return self._of_parts[number]

    def by(self, place: _Place) -> list[int]:
        return self._of_actions.get(place.passage.key) or self.of_part(place.number)


def _only(found: list[tuple[str, int]], source: str | None) -> list[int]:
    """The recommendation of that report; of any where just one has the reference."""
    return [number for name, number in found if name == source] or [
        number for _, number in found if len(found) == 1
    ]


def _heading(part: Part) -> str:
    number = f"{part.number}." if part.number and part.number.isdecimal() else part.number or ""
    return f"{number} {part.title or ''}".strip()


def _words(
    public: PublicMeeting, publication: Publication, minutes: Minutes, names: anchors.Anchors
) -> Iterable[dict[str, Any]]:
    common = {
        "public_meeting_id": public.id,
        "publication_id": publication.id,
        "dated_on": public.held_on,
    }
    there = ", ".join(one.name for one in minutes.attendances)
    yield {
        **common,
        "kind": "meeting",
        "anchor": "",
        "place": public.title,
        "title": f"{public.title} {public.kind}",
        "body": f"{public.venue} {there}".strip(),
    }
    for number, part in enumerate(minutes.parts):
        heading = _heading(part)
        if heading:
            yield {
                **common,
                "kind": "section",
                "anchor": names.part(number),
                "place": public.title,
                "title": heading,
                "body": part.assurance_statement,
            }
        for at, line in enumerate(part.lines):
            if not line.text.strip():
                continue
            kinds = [passage.kind.value for passage in line.passages]
            own = next((names.actions[one.key] for one in line.passages if one.key in names.actions), "")
            yield {
                **common,
                "kind": next((kind for kind in ("action", "decision", "question") if kind in kinds), "line"),
                "anchor": own or names.lines[number, at],
                "place": heading or public.title,
                "title": "",
                "body": line.text,
            }
