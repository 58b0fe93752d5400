"""Letters by e-mail: what each tells, to whom, how far it has come, and what everybody chose to get."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import Instant, one_of
from app.models.people import May, Role, User

TELLS = frozenset(
    {
        ("action", "raised"),
        ("action", "owners changed"),
        ("action", "wording changed"),
        ("action", "shared"),
        ("action", "assigned"),
        ("action", "restored"),
        ("action", "reopened"),
        ("meeting", "shared"),
        ("response", "submitted"),
        ("response", "accepted"),
        ("response", "returned"),
        ("response", "left for the meeting"),
    }
)
"""The changes, by subject and verb, that somebody may be told of by letter."""


class NoticeKind(StrEnum):
    """What a letter can tell."""

    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    LEFT = "left for the meeting"
    SEVEN_DAYS = "seven days before"
    ON_THE_DAY = "on the day"
    OVERDUE = "overdue"
    UPDATES_DUE = "updates due"


class Cadence(StrEnum):
    """How soon somebody wants to be told."""

    AT_ONCE = "at once"
    DAILY = "daily"
    NEVER = "never"


class LetterState(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    SENDING = "sending"
    """Claimed by one server until `claimed_until`; after that it may be claimed again."""
    SENT = "sent"
    KEPT = "kept"
    """No mail server was set when it was due: it can be read in the outbox, and is never sent."""
    GIVEN_UP = "given up"
    NOT_NEEDED = "not needed"
    """When it was due, nothing in it concerned its reader any more."""


class Letter(SQLModel, table=True):
    """One e-mail to one person. It gathers notices while it waits.

    It goes to a user, or to the person whose link to a draft it brings: that one gathers nothing.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "uq_letter_gathering",
            "user_id",
            "cadence",
            unique=True,
            sqlite_where=text("state = 'waiting' AND tries = 0"),
            postgresql_where=text("state = 'waiting' AND tries = 0"),
        ),
        Index("ix_letter_state_next_try_at", "state", "next_try_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True, ondelete="CASCADE")
    """None of a letter that brings a link."""
    draft_link_id: int | None = Field(
        default=None, foreign_key="draft_link.id", index=True, ondelete="CASCADE"
    )
    cadence: Cadence = Field(sa_type=one_of(Cadence))
    state: LetterState = Field(default=LetterState.WAITING, sa_type=one_of(LetterState))
    made_at: datetime = Field(sa_type=Instant)
    next_try_at: datetime = Field(sa_type=Instant)
    """Not sent before this moment."""
    message_id: str = Field(unique=True)
    """The part of the Message-ID before the @; the same at every try, so that a mail system knows it again."""
    tries: int = 0
    claim: str = ""
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    refusal: str = ""
    """Why the last try failed, for a person."""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    heading: str = ""
    """Its subject line, and `words` its text, as they were sent or kept; empty until then."""
    words: str = ""


class Notice(SQLModel, table=True):
    """One thing that a letter tells its reader: a kind, a thing and a day. Nobody is told the same twice."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("user_id", "kind", "subject", "subject_id", "dated_on"),)

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True, ondelete="CASCADE")
    user_id: int = Field(foreign_key="user_account.id", ondelete="CASCADE")
    kind: NoticeKind = Field(sa_type=one_of(NoticeKind))
    subject: str
    """A noun of the product: "action", "response", "meeting"."""
    subject_id: int
    dated_on: date
    """The day that makes it another notice: due again after a new date, overdue for another week."""
    made_at: datetime = Field(sa_type=Instant)


class LetterChoice(SQLModel, table=True):
    """How soon somebody wants to be told of one kind of thing; without a row, as `usual` says."""

    __tablename__ = "letter_choice"

    user_id: int = Field(foreign_key="user_account.id", primary_key=True, ondelete="CASCADE")
    kind: NoticeKind = Field(sa_type=one_of(NoticeKind), primary_key=True)
    cadence: Cadence = Field(sa_type=one_of(Cadence))


_OWNERS = (
    NoticeKind.ASSIGNED,
    NoticeKind.SEVEN_DAYS,
    NoticeKind.ON_THE_DAY,
    NoticeKind.OVERDUE,
)
_BODY = (*_OWNERS, NoticeKind.ACCEPTED, NoticeKind.RETURNED, NoticeKind.LEFT, NoticeKind.UPDATES_DUE)


def kinds_for(user: User) -> tuple[NoticeKind, ...]:
    """What this user's role can be told of, in the order in which it is offered."""
    if user.may(May.RESPOND):
        return _BODY
    if user.may(May.WRITE):
        return (NoticeKind.SUBMITTED, *_OWNERS)
    return (NoticeKind.SUBMITTED,) if user.is_of_the_office else ()


def usual(user: User, kind: NoticeKind) -> Cadence:
    """What somebody gets who chose nothing: at once, but the Commissioner once a day."""
    if kind not in kinds_for(user):
        return Cadence.NEVER
    return Cadence.DAILY if user.role == Role.COMMISSIONER else Cadence.AT_ONCE
