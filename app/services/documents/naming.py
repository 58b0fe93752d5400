"""Which report the headings of minutes speak of: the one whose recommendations they number, or only name."""

import re

from sqlmodel import Session

from app.documents.interpret.reported_on import titles_of
from app.documents.minutes import Minutes, Part
from app.models.people import User
from app.models.recommendations import Source
from app.services import changes, recommendations


class Naming:
    """Remembers the reports that are known and those that the minutes introduce with their title."""

    def __init__(self, session: Session, minutes: Minutes, *, by: User | None) -> None:
        self.session, self.by = session, by
        self.titles: dict[str, str] = {}
        for part in minutes.parts:
            for words in _texts(part):
                self.titles = titles_of(words) | self.titles
        self.known = [one.short_name for one in recommendations.sources(session)]

    def source_of(self, part: Part) -> Source | None:
        """The report a heading and what stands under it speak of; made when it is new and recommends something."""
        name = part.source or self._named(part)
        if name is None:
            return None
        title = self.titles.get(name, "")
        source = recommendations.find_or_create_source(self.session, name, title=title, by=self.by)
        if title and source.title == source.short_name:
            source.title = title
            self.session.add(source)
            changes.record(self.session, "changed", "source", source.id, by=self.by)
        return source

    def _named(self, part: Part) -> str | None:
        text = "\n".join(_texts(part))
        named = [name for name in titles_of(text) if re.search(r"\brecommend", text, re.I)]
        named += [
            name
            for name in self.known
            if sum(letter.isupper() for letter in name) > 1
            and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        ]
        return next((name for name in named if name != recommendations.UNNAMED), None)


def _texts(part: Part) -> list[str]:
    return [part.title or "", *(line.text for line in part.lines)]
