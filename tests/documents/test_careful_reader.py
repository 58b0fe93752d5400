"""The comparison that judges the reader complains where a person would: its silence means something."""

from typing import Any

import pytest

from app.documents.minutes import Minutes, Reading
from tests.documents.careful_reader import (
    about_actions,
    about_headings,
    about_people,
    about_questions,
    about_the_meeting,
    misquotations,
)

READ: dict[str, Any] = {
    "held_on": "2024-03-14",
    "attendances": [
        {
            "name": "Ada Moyles",
            "title": "Assistant PCC",
            "known_as": "APCC",
            "organisation": None,
            "organisation_kind": "commissioner",
            "presence": "present",
        }
    ],
    "sections": [
        {"number": "1", "title": "Custody", "level": 1, "recommendations": [], "source": None},
        {"number": None, "title": "Recommendation 8", "level": 2, "recommendations": ["8"], "source": "IIHR"},
    ],
    "questions": [
        {
            "text": "The APCC asked why.",
            "asked_by": ["APCC"],
            "section": "Custody",
            "answered": True,
            "answers": [],
        }
    ],
    "actions": [
        {
            "text": "CC to report.",
            "reference": None,
            "owner": "CC",
            "owner_organisation_kind": "force",
            "section": "Recommendation 8",
            "recommendations": ["8"],
            "due_on": None,
            "restated_as": [],
        }
    ],
}
RIGHT: dict[str, Any] = {
    "date": "2024-03-14",
    "attendees": [{"name": "Ada Moyles", "initials": "APCC"}],
    "headings_in_order": ["Custody", "Recommendation 8"],
    "below": {"Recommendation 8": "Custody"},
    "questions": [
        {"contains": "asked why", "ends": "why.", "asked_by": "APCC", "section": "Custody", "answered": True}
    ],
    "actions": [
        {
            "text": "CC to report.",
            "owner": "CC",
            "due_on": None,
            "recommendations": ["8"],
            "section": "Custody",
        }
    ],
}


def complaints_about(labels: dict[str, Any]) -> list[str]:
    return [
        *about_the_meeting(labels, READ),
        *about_people(labels, READ),
        *about_headings(labels, READ),
        *about_questions(labels, READ),
        *about_actions(labels, READ, Reading(Minutes())),
    ]


def test_there_is_nothing_to_say_about_what_was_read_right() -> None:
    assert complaints_about(RIGHT) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2024-03-15"},
        {"attendees": []},
        {"attendees": [{"name": "Ada Moyles", "initials": "AM"}]},
        {"attendees": [{"name": "Ada Moyles", "presence": "part"}]},
        {"attendees": [{"name": "Ada Moyles"}, {"name": "Gwyn Harries"}]},
        {"headings_in_order": ["Recommendation 8", "Custody"]},
        {"below": {"Custody": "Recommendation 8"}},
        {"numbers": {"Custody": "2"}},
        {"recommendations_discussed": []},
        {"report": "FRRC"},
        {"questions": []},
        {"questions": [*RIGHT["questions"], {"contains": "asked when"}]},
        {"questions": [{**RIGHT["questions"][0], "answered": False}]},
        {"questions": [{**RIGHT["questions"][0], "asked_by": "PCC"}]},
        {"questions": [{**RIGHT["questions"][0], "ends": "because."}]},
        {"questions": [{**RIGHT["questions"][0], "section": "Recommendation 8"}]},
        {"actions": []},
        {"actions": [{"text": "CC to resign."}]},
        {"actions": [{**RIGHT["actions"][0], "owner": None}]},
        {"actions": [{**RIGHT["actions"][0], "due_on": "2024-06-30"}]},
        {"actions": [{**RIGHT["actions"][0], "recommendations": []}]},
        {"actions": [{**RIGHT["actions"][0], "restated_in_summary_as": "CC to report again."}]},
    ],
    ids=str,
)
def test_whatever_was_read_otherwise_is_complained_of(wrong: dict[str, Any]) -> None:
    assert complaints_about(RIGHT | wrong)


def test_a_label_that_misquotes_the_document_is_found() -> None:
    words = b"The APCC asked why."
    assert misquotations(words, "minutes.txt", {"questions": [{"contains": "asked why"}]}) == []
    assert misquotations(words, "minutes.txt", {"questions": [{"contains": "asked when"}]}) == ["asked when"]
