"""The first lines of minutes, in the many ways in which offices write them: when, where, who took the chair."""

from dataclasses import dataclass
from datetime import date, time

import pytest

from app.documents.interpret import interpret
from app.documents.minutes import Reading
from app.documents.source import read_source

BODY = """
Present: Ann Lee (AL), Bo Finch (BF), Cy Marsh (CM)

1. Matters arising
None.

2. Custody
AL asked how many were held overnight. BF said nine.
"""


@dataclass(frozen=True)
class Head:
    text: str
    held_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    venue: str | None = None
    chair: str | None = None
    minute_taker: str | None = None
    name: str = "minutes.txt"
    doubted: bool = False
    """Whether the day must be in doubt."""

    def read(self) -> Reading:
        return interpret(read_source((self.text + "\n" + BODY).encode(), self.name))


HEADS = [
    Head("Date: Friday 31 March 2023, 10:00 am", date(2023, 3, 31), time(10)),
    Head("Date: 31/03/2023", date(2023, 3, 31)),
    Head("Date: 01/02/2021", date(2021, 2, 1)),
    Head("Date - 1.2.21", date(2021, 2, 1)),
    Head("Board minutes 31.03.23", date(2023, 3, 31)),
    Head("Minutes of the meeting held on the 8th of October 2024", date(2024, 10, 8)),
    Head("Minutes of the meeting held on Tuesday 8th October, 2024 at 2pm", date(2024, 10, 8), time(14)),
    Head("Meeting of October 8th, 2024", date(2024, 10, 8)),
    Head("HELD ON TUESDAY 8TH OCTOBER 2024", date(2024, 10, 8)),
    Head("Date: Tues 8 Oct 2024", date(2024, 10, 8)),
    Head("Date: 2024-10-08\nTime: 14.00 - 15.30", date(2024, 10, 8), time(14), time(15, 30)),
    Head("Date: 8 October 2024\nTime: 2.00pm to 3.30pm", date(2024, 10, 8), time(14), time(15, 30)),
    Head("Date: 8 October 2024\nTime: 1400 hours", date(2024, 10, 8), time(14)),
    Head("Date and time: 8 October 2024, 12 noon", date(2024, 10, 8), time(12)),
    Head("8 October 2024 | 14:00 | Room 3", date(2024, 10, 8), time(14)),
    Head("Date: 8 October 2O24", date(2024, 10, 8), doubted=True),
    Head("Wednesday 21st June, 14:30-17:00", None, time(14, 30), time(17), doubted=True),
    Head("Wednesday 8 October 2024", date(2024, 10, 8), doubted=True),
    Head("Weekly meeting", date(2024, 10, 8), name="weekly-2024-10-08.txt", doubted=True),
    Head("Weekly meeting", date(2024, 10, 8), name="Minutes 8 October 2024.txt", doubted=True),
    Head("Weekly meeting", None, doubted=True),
    Head(
        "Minutes of 8 October 2024\nVenue: Kings Hall, Sallow", date(2024, 10, 8), venue="Kings Hall, Sallow"
    ),
    Head("Minutes of 8 October 2024\nLocation - Kings Hall", date(2024, 10, 8), venue="Kings Hall"),
    Head("Minutes of 8 October 2024\nPlace: by telephone", date(2024, 10, 8), venue="by telephone"),
    Head(
        "Minutes of 8 October 2024\nVenue Kings Hall, Sallow", date(2024, 10, 8), venue="Kings Hall, Sallow"
    ),
    Head(
        "Minutes of 8 October 2024\nChair: Ann Lee\nMinutes: Cy Marsh",
        date(2024, 10, 8),
        chair="Ann Lee",
        minute_taker="Cy Marsh",
    ),
    Head(
        "Minutes of 8 October 2024\nChair – Ann Lee, Police and Crime Commissioner",
        date(2024, 10, 8),
        chair="Ann Lee",
    ),
    Head(
        "Minutes of 8 October 2024\nChaired by: Ann Lee\nMinutes taken by: Cy Marsh",
        date(2024, 10, 8),
        chair="Ann Lee",
        minute_taker="Cy Marsh",
    ),
    Head(
        "Minutes of 8 October 2024\nChairperson: Ann Lee\nNotes by: Cy Marsh",
        date(2024, 10, 8),
        chair="Ann Lee",
        minute_taker="Cy Marsh",
    ),
    Head(
        "Minutes of 8 October 2024\nIn the chair: Ann Lee\nMinute taker: Cy Marsh",
        date(2024, 10, 8),
        chair="Ann Lee",
        minute_taker="Cy Marsh",
    ),
    Head(
        "Minutes of 8 October 2024\nChair: Ann Lee | Secretary: Cy Marsh", date(2024, 10, 8), chair="Ann Lee"
    ),
    Head("OFFICIAL\nMinutes of 8 October 2024", date(2024, 10, 8)),
    Head("Draft minutes, subject to approval\n8 October 2024", date(2024, 10, 8)),
    Head("Meeting: 8 October 2024 (previous meeting: 3 September 2024)", date(2024, 10, 8)),
    Head("Published: 1 November 2024\nMeeting date: 8 October 2024", date(2024, 10, 8)),
    Head(
        "Date of issue: 1 November 2024\n\nMinutes of the meeting held on 8 October 2024", date(2024, 10, 8)
    ),
]


NOT_YET: set[str] = {
    "Date of issue: 1 November 2024\n\nMinutes of the meeting held on 8 October 2024",
}
"""Heads that the reader does not understand so far."""


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.text.replace("\n", " / ") + " / " + head.name)
def test_the_head_of_minutes_is_read(head: Head, request: pytest.FixtureRequest) -> None:
    if head.text in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason="the reader cannot do this so far", strict=False))
    reading = head.read()
    minutes = reading.minutes
    assert minutes.held_on == head.held_on
    if head.starts_at:
        assert minutes.starts_at == head.starts_at
    if head.ends_at:
        assert minutes.ends_at == head.ends_at
    if head.venue:
        assert minutes.venue == head.venue
    if head.chair:
        assert minutes.chair == head.chair
    if head.minute_taker:
        assert minutes.minute_taker == head.minute_taker
    assert any(doubt.subject == "held_on" for doubt in reading.doubts) is head.doubted
    assert [person.name for person in minutes.attendances] == ["Ann Lee", "Bo Finch", "Cy Marsh"]
    assert [part.title for part in minutes.parts if part.title] == ["Matters arising", "Custody"]
