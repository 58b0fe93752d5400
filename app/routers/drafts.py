"""Drafts that a body's people write together: saved as they are typed, with files, never over a colleague's words."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Self, TypeVar

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from app.errors import EditConflict, RuleBroken
from app.models.people import User
from app.templating import go_to, is_htmx
from app.uploads import Upload


class DraftFields(BaseModel):
    """What stands in the form; `revision` and `writer` say what the page had seen, and which page it is."""

    text: str = ""
    revision: str = ""
    writer: str = ""
    over: str = ""
    """The revision of a colleague's draft over which this is written knowingly, after a conflict."""

    @property
    def seen(self) -> int:
        return number_of(self.over or self.revision)

    @property
    def page(self) -> str:
        return self.writer[:40]

    @classmethod
    def sent_with_file(cls, sent: Mapping[str, str]) -> Self:
        """The same from a form that came with a file."""
        return cls(**{name: sent.get(name, "") for name in cls.model_fields})


def number_of(words: str) -> int:
    """A number in an address or a field; 0 for what is none."""
    return int(words) if words.isdecimal() and len(words) < 10 else 0


Fields = TypeVar("Fields", bound=DraftFields)


@dataclass(frozen=True)
class Drafting(ABC, Generic[Fields]):
    """Somebody of a body who writes something at this moment."""

    request: Request
    session: Session
    user: User
    today: date
    at: datetime

    @property
    @abstractmethod
    def address(self) -> str:
        """The page on which it is written."""

    @abstractmethod
    def save(self, form: Fields) -> None:
        """Keep what stands in the form. Raises EditConflict when a colleague was faster."""

    @abstractmethod
    def attach(self, upload: Upload) -> None:
        """Put the file with the draft, begun if need be. Raises RuleBroken."""

    @abstractmethod
    def page(self, form: Fields, *, status: int, **refused: Any) -> Response:
        """The page again, with everything that was typed."""

    @abstractmethod
    def saved(self, form: Fields, *, status: int = 200, **refused: Any) -> Response:
        """Whether the draft is kept, for the foot of the box in which it is typed."""

    @abstractmethod
    def as_typed(self, form: Fields) -> Any:
        """What was typed, as the service takes it."""

    def keeping(self, form: Fields, then: Callable[[], Response]) -> Response:
        """Keep what stands in the form, then answer; where a colleague was faster, both texts."""
        try:
            self.save(form)
        except EditConflict as met:
            return self.conflict(form, met)
        return then()

    def conflict(self, form: Fields, met: EditConflict) -> Response:
        """Both texts: the colleague's as it stands, and what was typed here, still in its box."""
        self.session.rollback()
        if is_htmx(self.request):
            return self.saved(form, status=409, typed=self.as_typed(form), seen=form.seen, conflict=met)
        return self.page(form, status=409, seen=form.seen, conflict=met)

    def change_files(self, form: Fields, change: Callable[[], object]) -> Response:
        """Keep what stands in the form, change the files beside it, and show them."""

        def changed() -> Response:
            change()
            return go_to(self.request, f"{self.address}#files")

        return self.keeping(form, changed)

    def add_file(self, form: Fields, upload: Upload) -> Response:
        """Put a file with it; the words that came with it are kept either way."""

        def attached() -> Response:
            problem = upload.problem or ("" if upload.data else "Choose the file.") or self._why_not(upload)
            if problem:
                return self.page(form, status=422, errors={"file": problem})
            return go_to(self.request, f"{self.address}#files")

        return self.keeping(form, attached)

    def _why_not(self, upload: Upload) -> str:
        """Why the file was not taken; "" when it was."""
        try:
            with self.session.begin_nested():
                self.attach(upload)
        except RuleBroken as refused:
            return str(refused)
        return ""
