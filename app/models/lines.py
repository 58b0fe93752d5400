"""Lines: the minutes exactly as typed; and entries: the passages of a line that mean something."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, Relationship, SQLModel

from app.db import Instant, one_of
from app.documents.minutes import Kind, Mention, Outcome

__all__ = [
    "AlsoReplies",
    "Doubt",
    "Entry",
    "Kind",
    "Line",
    "LineRevision",
    "Mention",
    "Outcome",
    "SetBy",
    "Speaker",
]

from enum import StrEnum


class SetBy(StrEnum):
    """Whether the grammar read it or a person set it; what a person set is not overruled while its passage
    lives.
    """

    GRAMMAR = "grammar"
    HAND = "hand"


class Line(SQLModel, table=True):
    """One paragraph or bullet. Its id is made by the page that wrote it, so that sending twice makes one
    line.

    `position` is fractional: a new line between two never renumbers the others. `revision` rises with every
    change of the words (0 is "not yet stored"); `writer` is the token of the page that wrote it last and
    `base` the revision from which that page has been the only writer.
    """

    __tablename__ = "line"

    id: str = Field(primary_key=True, max_length=40)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    section_id: int = Field(foreign_key="section.id", index=True, ondelete="CASCADE")
    position: float
    text: str
    bullet: bool = False
    depth: int = 0
    label: str = ""
    """A printed list number such as "a)"."""
    revision: int = 1
    writer: str = ""
    base: int = 0
    removed_at: datetime | None = Field(default=None, sa_type=Instant)

    entries: list["Entry"] = Relationship(
        back_populates="line",
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "Entry.starts",
            "cascade": "all, delete-orphan",
            "foreign_keys": "Entry.line_id",
        },
    )


class LineRevision(SQLModel, table=True):
    """The words of a line after one spell of typing by one writer."""

    __tablename__ = "line_revision"

    id: int | None = Field(default=None, primary_key=True)
    line_id: str = Field(foreign_key="line.id", index=True, ondelete="CASCADE")
    revision: int
    text: str
    writer: str = ""
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime = Field(sa_type=Instant)


class Entry(SQLModel, table=True):
    """A passage `line.text[starts:ends]` that means something; the entries of a line cover it, in order.

    An entry keeps its row while its passage lives, through every change of the words, so that what is tied
    to it (an action, an answer, a link) stays what it was.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_line_id_kind", "line_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    line_id: str = Field(foreign_key="line.id", ondelete="CASCADE")
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    starts: int
    ends: int
    kind: Kind = Field(sa_type=one_of(Kind))
    set_by: SetBy = Field(default=SetBy.GRAMMAR, sa_type=one_of(SetBy))
    replies_to_id: int | None = Field(default=None, foreign_key="entry.id", index=True, ondelete="SET NULL")
    arises_from_id: int | None = Field(default=None, foreign_key="entry.id", ondelete="SET NULL")
    written_answer_to_follow: bool = False
    """Of a question: an answer in writing was promised at the meeting."""
    written_answer_due_on: date | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)
    mention: Mention | None = Field(default=None, sa_type=one_of(Mention))
    outcome: Outcome | None = Field(default=None, sa_type=one_of(Outcome))

    line: Line = Relationship(
        back_populates="entries",
        sa_relationship_kwargs={"lazy": "raise_on_sql", "foreign_keys": "Entry.line_id"},
    )
    speakers: list["Speaker"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "Speaker.position",
            "cascade": "all, delete-orphan",
        }
    )

    def words_in(self, text: str) -> str:
        """The passage's words in its line's text, without surrounding space."""
        return text[self.starts : self.ends].strip()


class AlsoReplies(SQLModel, table=True):
    """A further question that an answer replies to: two were asked before it. `replies_to_id` is the last of them."""

    __tablename__ = "also_replies"

    answer_id: int = Field(foreign_key="entry.id", primary_key=True, ondelete="CASCADE")
    question_id: int = Field(foreign_key="entry.id", primary_key=True, index=True, ondelete="CASCADE")


class Speaker(SQLModel, table=True):
    """Who speaks in an entry: the words used, and what they resolve to. "The force" speaks too."""

    __tablename__ = "speaker"

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="entry.id", index=True, ondelete="CASCADE")
    position: int = 0
    words: str
    """As printed; a pronoun is already resolved to the form the attendance list uses."""
    attendance_id: int | None = Field(
        default=None, foreign_key="attendance.id", index=True, ondelete="SET NULL"
    )
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")


class Doubt(SQLModel, table=True):
    """Something the reader was not sure of when minutes were brought in; marked until somebody settles it."""

    __tablename__ = "doubt"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    line_id: str | None = Field(default=None, foreign_key="line.id", ondelete="CASCADE")
    entry_id: int | None = Field(default=None, foreign_key="entry.id", ondelete="SET NULL")
    subject: str
    text: str
    guess: str
    why: str
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by_id: int | None = Field(default=None, foreign_key="user_account.id")
