"""What is kept out of every published form, what was looked at before publishing, and how the office wants it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint, false, true
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of


class Withheld(StrEnum):
    """What is kept out: with `starts` and `ends` the passage of a line or heading, else the whole of it."""

    LINE = "line"
    """Also a heading that was typed as a line: it is known by the line's id, whichever of both it is now."""
    HEADING = "heading"
    """The words of a heading; what stands under it stays."""
    SECTION = "section"
    """A heading and everything under it, deeper headings too."""
    ASSURANCE = "assurance"
    """The words of the Commissioner's judgement on a section."""
    ATTENDANCE = "attendance"
    """The name of somebody on the attendance list, wherever it stands."""
    PAPER = "paper"
    EVIDENCE = "evidence"


class Ground(StrEnum):
    """Why; for the office alone. Sections of the Freedom of Information Act 2000 that minutes of this kind
    meet, and Schedule 12A to the Local Government Act 1972.
    """

    UNSAID = ""
    """Pressed with a key while typing: still to be chosen, and nothing is published before."""
    FOIA_30 = "foia 30"
    FOIA_31 = "foia 31"
    FOIA_38 = "foia 38"
    FOIA_40 = "foia 40"
    FOIA_41 = "foia 41"
    FOIA_42 = "foia 42"
    SCHEDULE_12A = "schedule 12a"
    OTHER = "other"


GROUNDS = {
    Ground.FOIA_40: "FOIA section 40: personal information",
    Ground.FOIA_30: "FOIA section 30: investigations and proceedings",
    Ground.FOIA_31: "FOIA section 31: law enforcement",
    Ground.FOIA_38: "FOIA section 38: health and safety",
    Ground.FOIA_41: "FOIA section 41: given in confidence",
    Ground.FOIA_42: "FOIA section 42: legal professional privilege",
    Ground.SCHEDULE_12A: "Schedule 12A to the Local Government Act 1972",
    Ground.OTHER: "Another ground",
}
"""In the order they are offered."""


class Withholding(SQLModel, table=True):
    """Something kept out of every published form. It holds from the moment it is proposed until it is lifted.

    `anchor` is the text as it stood when somebody last looked, in which `starts` and `ends` count characters:
    where the passage stands now is worked out from it, and if it cannot be found the whole line is kept out.
    """

    __tablename__ = "withholding"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True, ondelete="CASCADE")
    """None for evidence of an action that no meeting raised."""
    subject: Withheld = Field(sa_type=one_of(Withheld))
    subject_id: str = Field(index=True)
    starts: int | None = None
    ends: int | None = None
    anchor: str = Field(default="", sa_column_kwargs={"server_default": ""})
    lines: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    """Of a section: the ids of the lines that stood under it when somebody last looked."""
    ground: Ground = Field(default=Ground.UNSAID, sa_type=one_of(Ground))
    ground_words: str = Field(default="", sa_column_kwargs={"server_default": ""})
    by_id: int = Field(foreign_key="user_account.id")
    """Who proposed it, which whoever decides may do in one."""
    at: datetime = Field(sa_type=Instant)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    lifted_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)
    lifted_because: str = Field(default="", sa_column_kwargs={"server_default": ""})

    @property
    def holds(self) -> bool:
        """Proposed or decided, and not lifted."""
        return self.lifted_at is None

    @property
    def is_proposed(self) -> bool:
        """Kept out meanwhile, but somebody who may has still to decide."""
        return self.holds and self.decided_at is None

    @property
    def state(self) -> str:
        """In a word, for the screen."""
        if self.holds:
            return "withheld" if self.decided_at else "proposed"
        return "lifted" if self.decided_at else "declined"

    @property
    def ground_name(self) -> str:
        """For the office: "FOIA section 40: personal information"."""
        if self.ground == Ground.UNSAID:
            return "no ground chosen yet"
        name = GROUNDS[self.ground]
        return f"{name}: {self.ground_words}" if self.ground_words else name


class SeenFinding(SQLModel, table=True):
    """Somebody looked at what the check before publishing found in a text, and it may stay.

    Known by its kind, its words and the text it stands in, all by `mark`: another text is asked about again.
    """

    __tablename__ = "seen_finding"
    __table_args__ = (UniqueConstraint("meeting_id", "mark"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    mark: str = Field(max_length=64)
    """A SHA-256, in hexadecimal: what was found is not kept a second time."""
    by_id: int = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_type=Instant)


class SignedCheck(SQLModel, table=True):
    """Somebody checked minutes before publishing: for exactly the text that `sha256` names."""

    __tablename__ = "signed_check"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    sha256: str = Field(max_length=64)
    """Of what could be published then, in hexadecimal."""
    by_id: int = Field(foreign_key="user_account.id")
    at: datetime = Field(sa_type=Instant)


class PublishingChoice(SQLModel, table=True):
    """How the office wants what is withheld to be printed, and its protective markings: one row, or none yet."""

    __tablename__ = "publishing_choice"

    id: int = Field(default=1, primary_key=True)
    says_withheld: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """A neutral placeholder stands where something is withheld; otherwise nothing does."""
    uses_markings: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    markings: list[str] = Field(default_factory=list, sa_type=JSON)
    """The words, in rising order."""
    sensitive: list[str] = Field(default_factory=list, sa_type=JSON)
    """Those of them that keep minutes from being published."""
