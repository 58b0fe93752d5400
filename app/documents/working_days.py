"""Working days in England and Wales: Monday to Friday without bank holidays.

From the list that comes with the package govuk-bank-holidays; the network is never asked.
"""

from datetime import date, timedelta
from functools import cache

BEYOND = "bank holidays of that year are not known yet"


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday of England and Wales in the package's own list."""
    from govuk_bank_holidays.bank_holidays import BankHolidays  # it brings a whole web client along

    known = BankHolidays(use_cached_holidays=True)
    return frozenset(one["date"] for one in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a known bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays()


def after_working_days(day: date, count: int) -> tuple[date, str | None]:
    """The last of so many working days that follow a day; and, outside the list's years, the reason for doubt."""
    last = day
    while count > 0:
        last += timedelta(days=1)
        count -= is_working_day(last)
    years = {one.year for one in bank_holidays()}
    return last, None if min(years) <= day.year and last.year <= max(years) else BEYOND
