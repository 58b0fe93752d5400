"""The section 55 clock: what the law asks of a commissioner once an inspection report of the force is published.

Police Act 1996, section 55, as amended by the Policing and Crime Act 2017, section 37:

- (4) the local policing body invites the chief officer to submit comments before a date that it names;
- (5), (5A) its own comments, with any of the chief officer and any response to those, are published "before the
  end of the period of 56 days beginning with the day on which the report is published";
- (5B) where the report includes a recommendation, they explain the action taken or proposed in response to it,
  or why none is taken or proposed;
- (6) a copy goes to the inspectors of constabulary and to the Secretary of State.

"Beginning with" counts the day of publication as day 1, so that day 56 is 55 days later. The Act counts days, not
working days: weekends and bank holidays do not stop the clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import OFFICE_TIME, Instant, one_of

PERIOD = 56
"""Days, the first and the last included."""


@dataclass(frozen=True)
class Clock:
    """The period for one report, seen from a day. Pure arithmetic of calendar days."""

    published_on: date
    today: date

    @classmethod
    def at(cls, published_on: date, moment: datetime) -> "Clock":
        """Seen from a moment: the law's day is the day in England, also when the clocks have changed."""
        return cls(published_on, moment.astimezone(OFFICE_TIME).date())

    @property
    def last_on(self) -> date:
        """The last day on which publishing is in time."""
        return self.published_on + timedelta(days=PERIOD - 1)

    @property
    def day(self) -> int:
        """1 on the day of publication, 56 on the last day; 0 and less before the report is out."""
        return (self.today - self.published_on).days + 1

    @property
    def days_left(self) -> int:
        """Days after today on which publishing is still in time; 0 on the last day, less than 0 after it."""
        return (self.last_on - self.today).days

    @property
    def has_begun(self) -> bool:
        return self.day >= 1

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def days_over(self) -> int:
        return max(0, -self.days_left)

    def is_in_time(self, day: date) -> bool:
        """Whether what is published on that day is published within the period."""
        return self.published_on <= day <= self.last_on


class StepKind(StrEnum):
    """What is recorded on the way, in the order of the Act."""

    INVITED = "invited"
    RECEIVED = "received"
    DRAFTED = "drafted"
    PUBLISHED = "published"
    INSPECTORATE = "sent to the inspectorate"
    HOME_SECRETARY = "sent to the Home Secretary"


class Inspection(SQLModel, table=True):
    """The response to one inspection report; the report itself is a source, and the day it was published is its.

    `revision` rises with every save of the words that concern the report as a whole.
    """

    __tablename__ = "inspection"

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", unique=True, ondelete="CASCADE")
    comments: str = ""
    """The Commissioner's on the report as a whole."""
    chief_comments: str = ""
    reply: str = ""
    """The Commissioner's response to the Chief Constable's comments."""
    not_ours_because: str = ""
    """Why nothing has to be published: the report does not concern this force."""
    revision: int = 1
    begun_at: datetime = Field(sa_type=Instant)


class InspectionAnswer(SQLModel, table=True):
    """What is said of one recommendation: the action taken or proposed, or why none."""

    __tablename__ = "inspection_answer"
    __table_args__ = (UniqueConstraint("inspection_id", "recommendation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True, ondelete="CASCADE")
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True, ondelete="CASCADE")
    action: str = ""
    why_none: str = ""
    chief_comments: str = ""
    reply: str = ""
    revision: int = 1

    @property
    def is_given(self) -> bool:
        """Section 55(5B): an action, or why none."""
        return bool(self.action.strip() or self.why_none.strip())


class InspectionStep(SQLModel, table=True):
    """Something was done on the way: on which day, and who recorded it when."""

    __tablename__ = "inspection_step"
    __table_args__ = (UniqueConstraint("inspection_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True, ondelete="CASCADE")
    kind: StepKind = Field(sa_type=one_of(StepKind))
    done_on: date
    until_on: date | None = None
    """By when comments were asked for; only of an invitation."""
    remark: str = ""
    """Where it was published, or to whom it was sent."""
    by_id: int | None = Field(default=None, foreign_key="user_account.id")
    recorded_at: datetime = Field(sa_type=Instant)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    """The response as it was published, a Word file."""
