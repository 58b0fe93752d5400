"""Reports about recommendations: what they report on is one thing, whatever their headings abbreviate."""

from app.documents.interpret import interpret
from app.documents.source import source_from_text

REPORT = """Borough of Sallow

Progress report on the inquiry

Lead Director:	Ann Lee
Report Author:	Bo Finch

1.0 Progress

The council has met the inquiry's chair twice.

Recommendation 1 – Establish a joint CSE review group

The group has met once.

Recommendation 2 – Quality of CSE inspection

A plan was agreed, as the IIHR report asked.

Integrated Care System (ICS) recommendations

Recommendation 3 – Sexual health screening

Screening is offered in three clinics.
"""


def test_every_recommendation_of_a_report_belongs_to_the_one_report_it_is_about() -> None:
    minutes = interpret(source_from_text(REPORT)).minutes
    assert {part.source for part in minutes.parts if part.recommendations} == {"IIHR"}
    assert [one.reference for one in minutes.recommendations] == ["1", "2", "3"]


def test_facts_in_two_columns_are_no_title() -> None:
    title = interpret(source_from_text(REPORT)).minutes.title
    assert title is not None
    assert "Lead Director" not in title
    assert title.endswith("Progress report on the inquiry")
