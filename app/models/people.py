"""Organisations, people, and those of them who can sign in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.db import Instant, one_of


class OrganisationKind(StrEnum):
    """Whose side of the table: the commissioner's office, the force, or anybody else."""

    COMMISSIONER = "commissioner"
    FORCE = "force"
    OTHER = "other"


class Role(StrEnum):
    """What somebody who signs in is for."""

    ADMINISTRATOR = "administrator"
    MINUTE_TAKER = "minute_taker"
    PUBLISHER = "publisher"
    COMMISSIONER = "commissioner"
    BODY = "body"


class May(StrEnum):
    """What somebody may do; `ALLOWED` says which role may."""

    READ_OFFICE = "read drafts and everything of the office"
    WRITE = "write minutes, actions and recommendations; circulate"
    PLAN = "plan questions, give assurance, keep private notes"
    DECIDE = "close, withdraw or reopen an action outside a meeting; confirm minutes"
    PUBLISH = "withhold, publish, withdraw"
    RESPOND = "respond to what its organisation owes"
    REVIEW = "accept or return what a body answered"
    PROPOSE_CORRECTIONS = "propose corrections to circulated minutes"
    ADMINISTER = "look after people and settings"
    STYLE = "choose how Word files look"


_OFFICE = frozenset({May.READ_OFFICE, May.PLAN, May.REVIEW, May.PROPOSE_CORRECTIONS})

ALLOWED: dict[Role, frozenset[May]] = {
    Role.ADMINISTRATOR: frozenset({May.ADMINISTER, May.STYLE}),
    Role.MINUTE_TAKER: _OFFICE | {May.WRITE},
    Role.PUBLISHER: _OFFICE | {May.WRITE, May.DECIDE, May.PUBLISH, May.STYLE},
    Role.COMMISSIONER: _OFFICE | {May.DECIDE},
    Role.BODY: frozenset({May.RESPOND, May.PROPOSE_CORRECTIONS}),
}

ROLE_NAMES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.MINUTE_TAKER: "Minute-taker",
    Role.PUBLISHER: "Publisher",
    Role.COMMISSIONER: "Commissioner",
    Role.BODY: "Responding body",
}


class Organisation(SQLModel, table=True):
    """The office of the PCC, the force, a council, a health body."""

    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    short_name: str = ""
    kind: OrganisationKind = Field(sa_type=one_of(OrganisationKind))


class Person(SQLModel, table=True):
    """A human being of one organisation. Titles change, so titles stand on the attendance."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)

    organisation: Organisation | None = Relationship(sa_relationship_kwargs={"lazy": "joined"})


class User(SQLModel, table=True):
    """A person who can sign in. `email` is kept in lower case."""

    __tablename__ = "user_account"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=one_of(Role))
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    password_hash: str = ""
    is_active: bool = True
    created_at: datetime = Field(sa_type=Instant)

    organisation: Organisation = Relationship(sa_relationship_kwargs={"lazy": "joined"})

    def may(self, what: May) -> bool:
        """Whether this user's role allows it."""
        return self.is_active and what in ALLOWED[self.role]

    @property
    def is_of_the_office(self) -> bool:
        """Reads everything of the office; everybody else sees only what was shared with them."""
        return self.may(May.READ_OFFICE)

    @property
    def reads_the_record(self) -> bool:
        """Somebody of the office, or of a body that may see what was shared with it."""
        return self.is_of_the_office or self.may(May.RESPOND)

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]


class SignIn(SQLModel, table=True):
    """A session kept on the server. The cookie holds a secret; here stands only its SHA-256, in
    hexadecimal.
    """

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    started_at: datetime = Field(sa_type=Instant)
    last_seen_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    browser: str = ""

    user: User = Relationship(sa_relationship_kwargs={"lazy": "joined"})

    def is_valid(self, at: datetime) -> bool:
        """Whether it still signs its user in at that moment."""
        return self.ended_at is None and at < self.ends_at and self.user.is_active

    @property
    def browser_name(self) -> str:
        """For a person: "Firefox on Windows". A browser names its rivals too, so the order counts."""
        browser = _first_named(_BROWSERS, self.browser)
        system = _first_named(_SYSTEMS, self.browser)
        return f"{browser or 'A browser'} on {system}" if system else browser or "A browser"


class SignInAttempt(SQLModel, table=True):
    """Somebody tried to sign in. Failed ones are forgotten when one succeeds from the same place."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(index=True)
    """The SHA-256 of what was typed as the e-mail address, in hexadecimal: people mistype passwords there."""
    address: str = Field(index=True)
    """The network address it came from; of IPv6 the first 64 bits, which one line of a house shares."""
    at: datetime = Field(sa_type=Instant, index=True)
    succeeded: bool = False


_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def _first_named(names: dict[str, str], text: str) -> str:
    return next((name for sign, name in names.items() if sign in text), "")


class ShortForm(SQLModel, table=True):
    """Somebody's own short form: typed with a space behind it, `short` becomes `words`."""

    __tablename__ = "short_form"
    __table_args__ = (UniqueConstraint("user_id", "short"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    short: str = Field(max_length=20)
    words: str
    """Empty where somebody wants one of the built-in short forms not to be one."""
