"""The section 55 clock: pure arithmetic of calendar days, tried at its edges."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.inspections import PERIOD, Clock


def clock(published_on: date, days_later: int) -> Clock:
    return Clock(published_on, published_on + timedelta(days=days_later))


def test_the_day_of_publication_is_day_1() -> None:
    first = clock(date(2025, 3, 4), 0)
    assert (first.day, first.days_left, first.is_over) == (1, 55, False)


def test_day_56_is_the_last_day_and_the_day_after_is_overdue() -> None:
    last = clock(date(2025, 3, 4), 55)
    assert (last.today, last.day, last.days_left, last.is_over) == (date(2025, 4, 28), 56, 0, False)
    assert last.last_on == last.today
    after = clock(date(2025, 3, 4), 56)
    assert (after.day, after.days_left, after.days_over, after.is_over) == (57, -1, 1, True)


def test_the_day_before_publication_is_before_the_period() -> None:
    before = clock(date(2025, 3, 4), -1)
    assert (before.day, before.has_begun, before.days_over) == (0, False, 0)
    assert not before.is_in_time(date(2025, 3, 3))


def test_publishing_is_in_time_on_exactly_56_days() -> None:
    one = clock(date(2025, 3, 4), 0)
    days = [one.published_on + timedelta(days=number) for number in range(-3, 70)]
    assert sum(one.is_in_time(day) for day in days) == PERIOD == 56


@pytest.mark.parametrize(
    ("published_on", "last_on"),
    [
        (date(2024, 1, 5), date(2024, 2, 29)),  # ends on the leap day
        (date(2024, 2, 29), date(2024, 4, 24)),  # begins on it
        (date(2024, 2, 1), date(2024, 3, 27)),  # runs over it
        (date(2023, 2, 1), date(2023, 3, 28)),  # the same days of a year without one
        (date(2100, 2, 1), date(2100, 3, 28)),  # 2100 is no leap year
        (date(2000, 2, 1), date(2000, 3, 27)),  # 2000 was one
        (date(2025, 11, 10), date(2026, 1, 4)),  # over the turn of the year
    ],
)
def test_leap_years_and_the_turn_of_the_year_are_counted_day_by_day(
    published_on: date, last_on: date
) -> None:
    assert Clock(published_on, published_on).last_on == last_on


def test_bank_holidays_and_weekends_do_not_stop_the_clock() -> None:
    over_easter = Clock(
        date(2025, 4, 1), date(2025, 4, 1)
    )  # Good Friday, Easter Monday and two in May within it
    assert over_easter.last_on == date(2025, 5, 26)  # itself a bank holiday, and still the last day
    over_christmas = Clock(date(2025, 12, 1), date(2025, 12, 1))
    assert over_christmas.last_on == date(2026, 1, 25)  # a Sunday


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 3, 29, 23, 59, tzinfo=UTC), 26),  # still winter time
        (datetime(2025, 3, 30, 0, 59, tzinfo=UTC), 27),  # the hour before the clocks go forward
        (datetime(2025, 3, 30, 1, 0, tzinfo=UTC), 27),  # the hour that is not there
        (datetime(2025, 3, 30, 22, 59, tzinfo=UTC), 27),
        (datetime(2025, 3, 30, 23, 0, tzinfo=UTC), 28),  # midnight in London, an hour early by UTC
    ],
)
def test_the_day_is_the_day_in_england_when_the_clocks_go_forward(moment: datetime, day: int) -> None:
    assert Clock.at(date(2025, 3, 4), moment).day == day


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (datetime(2025, 10, 25, 22, 59, tzinfo=UTC), 1),
        (datetime(2025, 10, 25, 23, 0, tzinfo=UTC), 0),  # the last day begins at midnight, summer time
        (datetime(2025, 10, 26, 0, 30, tzinfo=UTC), 0),  # half past one, for the first time
        (datetime(2025, 10, 26, 1, 30, tzinfo=UTC), 0),  # half past one, for the second time
        (datetime(2025, 10, 26, 23, 59, tzinfo=UTC), 0),  # its twenty-fifth hour
        (datetime(2025, 10, 27, 0, 0, tzinfo=UTC), -1),
    ],
)
def test_the_last_day_has_all_its_hours_when_the_clocks_go_back(moment: datetime, left: int) -> None:
    assert Clock.at(date(2025, 9, 1), moment).days_left == left


@given(st.dates(date(1997, 1, 1), date(2199, 1, 1)), st.integers(-30, 200))
def test_day_and_days_left_always_make_56(published_on: date, later: int) -> None:
    one = clock(published_on, later)
    assert one.day + one.days_left == PERIOD
    assert one.is_over == (one.day > PERIOD)
    assert one.is_in_time(one.today) == (1 <= one.day <= PERIOD)
