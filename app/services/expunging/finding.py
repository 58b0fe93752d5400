"""Where words stand, before they are taken out."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as choose

from app.documents.expunged import pattern_of, stands_in
from app.models.documents import FileBytes, StoredFile
from app.models.publications import Publication
from app.services.expunging.texts import KEPT_AS_JSON, name_of, texts

_AROUND = 40
"""Characters shown on each side."""
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Place:
    """One place where the words stand, with what is around them."""

    where: str
    before: str
    words: str
    after: str


@dataclass
class Found:
    """What there is of the words."""

    counts: Counter[str] = field(default_factory=Counter)
    """How often, by place."""
    shown: list[Place] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    """Files that hold them."""
    published: list[StoredFile] = field(default_factory=list)
    """The Word files of published versions that do: they are written again."""
    unsure: list[StoredFile] = field(default_factory=list)
    """Files of which nobody can tell, such as pictures."""

    @property
    def total(self) -> int:
        return self.counts.total() + len(self.files) + len(self.published)


def find(session: Session, words: str) -> Found:
    """Every place that holds the words, in rows and in files. Raises RuleBroken when they are too short."""
    pattern, found = pattern_of(words), Found()
    for table, columns in texts():
        for row in session.execute(select(*columns), execution_options={"yield_per": 500}):
            for column, value in zip(columns, row, strict=True):
                kept = json.loads(value) if (table.name, column.name) in KEPT_AS_JSON else value
                for text in _strings(kept):
                    for match in pattern.finditer(text):
                        found.counts[name_of(table)] += 1
                        if len(found.shown) < _MOST_SHOWN:
                            starts, ends = match.span()
                            around = text[max(0, starts - _AROUND) : starts], text[ends : ends + _AROUND]
                            found.shown.append(Place(name_of(table), around[0], match[0], around[1]))
    published = set(session.exec(choose(Publication.file_id)).all())
    for file in session.exec(choose(StoredFile).order_by(col(StoredFile.id))).all():
        holds = stands_in(_bytes_of(session, file), pattern)
        if holds:
            (found.published if file.id in published else found.files).append(file)
        elif holds is None:
            found.unsure.append(file)
    return found


def _bytes_of(session: Session, file: StoredFile) -> bytes:
    return session.exec(choose(FileBytes.data).where(FileBytes.file_id == file.id)).one_or_none() or b""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _strings(key)
            yield from _strings(one)
