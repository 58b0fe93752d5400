"""Lines that agree the minutes of an earlier meeting."""

from datetime import date

import pytest

from app.documents.agreed_minutes import agrees_minutes, agrees_minutes_of

HELD = date(2023, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "The minutes of the meeting on 31 January 2023 were agreed.",
        "AGREED: the minutes of 31st January 2023 as a true record.",
        "The minutes of 31/01/2023 were approved subject to one amendment.",
        "The notes of 31 January 2023 were agreed, with one word put right.",
        "The PCC signed the minutes of the meeting held on 31 January.",
    ],
)
def test_a_line_that_names_the_day_agrees_those_minutes_alone(text: str) -> None:
    assert agrees_minutes_of(text, HELD, is_next=False)
    assert not agrees_minutes_of(text, date(2023, 3, 31), is_next=True)


def test_a_line_that_names_no_day_agrees_the_minutes_of_the_last_meeting() -> None:
    text = "The minutes of the last meeting were accepted."
    assert agrees_minutes_of(text, HELD, is_next=True)
    assert not agrees_minutes_of(text, HELD, is_next=False)


@pytest.mark.parametrize(
    "text",
    [
        "The minutes of 31 January 2023 are to be agreed at the next meeting.",
        "The minutes of 31 January 2023 were not agreed.",
        "The CC spoke for ten minutes. It was agreed to pause.",
        "The PCC asked whether the minutes had been confirmed.",
        "The minutes were circulated.",
    ],
)
def test_minutes_that_are_only_spoken_of_are_not_agreed(text: str) -> None:
    assert not agrees_minutes(text)
