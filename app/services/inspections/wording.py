"""The clock in words, for the page, the first page and the Word file."""

from datetime import date, timedelta

from app.documents.working_days import is_working_day
from app.models.inspections import PERIOD, Clock
from app.services.inspections.gathering import Response


def _say(day: date) -> str:
    return f"{day.day}\N{NO-BREAK SPACE}{day:%B}\N{NO-BREAK SPACE}{day.year}"


def _days(number: int) -> str:
    return f"{number}\N{NO-BREAK SPACE}day{'' if number == 1 else 's'}"


def how_long(response: Response) -> str:
    """In a few words: "44 days left", "Last day", "5 days overdue", "Published in time"."""
    clock = response.clock
    if response.is_not_ours:
        return "Nothing to publish"
    if clock is None:
        return "No day of publication"
    if response.published_on is not None:
        late = (response.published_on - clock.last_on).days
        return f"Published {_days(late)} late" if late > 0 else "Published in time"
    if not clock.has_begun:
        return "Not begun"
    if clock.is_over:
        return f"{_days(clock.days_over)} overdue"
    return "Last day" if clock.days_left == 0 else f"{_days(clock.days_left)} left"


def is_loud(response: Response) -> bool:
    """Something that the Act asks for is late."""
    clock = response.clock
    if clock is None or response.is_not_ours:
        return False
    if response.published_on is not None:
        return not clock.is_in_time(response.published_on)
    return clock.is_over


def about_clock(response: Response) -> str:
    """The sentence that stands first."""
    clock = response.clock
    if response.inspection is not None and response.is_not_ours:
        return "This report does not concern the force, so nothing has to be published."
    if clock is None:
        return "The day on which the report was published is not known: without it no clock can be counted."
    if response.published_on is not None:
        return _published(clock, response.published_on)
    by = f"by {_say(clock.last_on)}, which is day {PERIOD}"
    if not clock.has_begun:
        return f"The report is to be published on {_say(clock.published_on)}: that is day 1. The response is due {by}."
    if clock.is_over:
        return f"The response is {_days(clock.days_over)} overdue: it had to be published {by}."
    if clock.days_left == 0:
        return (
            f"Today is day {PERIOD} of {PERIOD}, the last day on which the response can be published in time."
        )
    left = f"Today is day {clock.day} of {PERIOD}: {_days(clock.days_left)} left."
    return f"{left} Publish the response {by}.{_hint(clock)}"


def _published(clock: Clock, on: date) -> str:
    day = (on - clock.published_on).days + 1
    said = f"The response was published on {_say(on)}, day {day} of {PERIOD}"
    late = (on - clock.last_on).days
    return f"{said}: {_days(late)} late." if late > 0 else f"{said}."


def _hint(clock: Clock) -> str:
    """Where the last day is no working day: the last one before it. The clock itself does not stop for that."""
    if is_working_day(clock.last_on):
        return ""
    before = clock.last_on
    while not is_working_day(before):
        before -= timedelta(days=1)
    return f" That is no working day; the last one before it is {before:%A}\N{NO-BREAK SPACE}{_say(before)}."
