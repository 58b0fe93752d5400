"""Recommendations: found by what minutes call them, loaded from CSV, and none doubled."""

import pytest
from sqlmodel import Session, select

from app.errors import UnreadableDocument
from app.models.people import User
from app.models.recommendations import Part, Recommendation
from app.services import recommendations


def test_a_recommendation_is_found_whatever_minutes_call_it(session: Session) -> None:
    eight = recommendations.find_or_create(session, source="IIHR", reference="8")
    for words in ("Recommendation 8", "rec. 08", "Rec No. 8", " 8. "):
        assert recommendations.find_or_create(session, source="iihr", reference=words) is eight
    assert recommendations.find_or_create(session, source=None, reference="8") is eight


def test_the_same_number_of_two_reports_is_two_recommendations(session: Session) -> None:
    one = recommendations.find_or_create(session, source="IIHR", reference="8")
    other = recommendations.find_or_create(session, source="Audit", reference="8")
    assert one.id != other.id
    unnamed = recommendations.find_or_create(session, source=None, reference="8")
    assert unnamed.id not in (one.id, other.id), "which of the two is meant is not guessed"
    assert unnamed.source.short_name == "Source not named"


def test_recommendations_stand_in_the_order_a_person_would_read_them(session: Session) -> None:
    for reference in ("41.10", "9", "41.3", "10"):
        recommendations.find_or_create(session, source="IIHR", reference=reference)
    source = recommendations.sources(session)[0]
    assert [one.reference for one in recommendations.of_source(session, source)] == [
        "9",
        "10",
        "41.3",
        "41.10",
    ]


CSV = """Lead body,Recommendation text,No.,Heading,Partners,Target date,Colour
Northfold Police,"Count them, all.",1,Counting,Northfold County Council; Northfold Health Board,31/03/2025,red
Northfold Police,Grade them.,2,Grading,,,
"""


def test_columns_are_known_in_any_order(session: Session, by: User) -> None:
    report = recommendations.import_csv(session, CSV, source="IIHR", by=by)
    assert (report.added, report.errors, report.ignored_columns) == (2, [], ["Colour"])
    one = recommendations.by_reference(session, "1")[0]
    assert (one.title, one.wording, str(one.target_on)) == ("Counting", "Count them, all.", "2025-03-31")
    bodies = [(body.organisation.name, body.part) for body in one.responsibilities]
    assert bodies == [
        ("Northfold Police", Part.LEAD),
        ("Northfold County Council", Part.PARTNER),
        ("Northfold Health Board", Part.PARTNER),
    ]


def test_loading_the_same_file_again_doubles_nothing(session: Session, by: User) -> None:
    recommendations.find_or_create(session, source="IIHR", reference="2")
    first = recommendations.import_csv(session, CSV, source="IIHR", by=by)
    again = recommendations.import_csv(session, CSV, source="IIHR", by=by)
    assert (first.added, first.changed) == (1, 1), "one that minutes named already is described, not added"
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert len(session.exec(select(Recommendation)).all()) == 2


def test_a_row_that_cannot_be_read_is_named_and_the_others_go_in(session: Session, by: User) -> None:
    text = "ref;title;target\n1;One;\n;Nothing;\n1;Twice;\n3;Three;soon\n\n4;Four;2025-01-31\n"
    report = recommendations.import_csv(session, text, source="IIHR", by=by)
    assert report.added == 2
    assert report.errors == [
        "Row 3: it has no reference.",
        "Row 4: recommendation 1 already stands in row 2.",
        "Row 5: “soon” is not a date like 31 March 2023 or 31/03/2023.",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "title,wording\nA,B\n", "\x00\x01\x02", '"'])
def test_a_table_without_references_is_refused_in_one_sentence(session: Session, text: str) -> None:
    with pytest.raises(UnreadableDocument, match="Reference"):
        recommendations.import_csv(session, text, source="IIHR", by=None)


def test_a_file_of_windows_excel_keeps_its_dashes() -> None:
    assert recommendations.decode_csv("Ref\n8 – a".encode("cp1252"), limit=100) == "Ref\n8 – a"
    assert recommendations.decode_csv("Ref\n8".encode("utf-16"), limit=100) == "Ref\n8"
    with pytest.raises(UnreadableDocument, match="too large"):
        recommendations.decode_csv(b"x" * 101, limit=100)
