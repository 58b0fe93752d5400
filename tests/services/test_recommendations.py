"""Recommendations: found by what minutes call them, loaded from CSV, and none doubled."""

import csv
import io
from datetime import date

import pytest
from sqlmodel import Session, select

from app.errors import EditConflict, RuleBroken
from app.models.people import User
from app.models.recommendations import Acceptance, Part, Recommendation
from app.models.trackers import Tracks
from app.services import recommendations, trackers
from app.services.trackers import Looked


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


def load(session: Session, text: str, *, by: User | None, tracks: Tracks = Tracks.RECOMMENDATIONS) -> Looked:
    """What became of a file of rows."""
    source = recommendations.find_or_create_source(session, "IIHR", by=by)
    return trackers.load(
        session, text.encode(), name="r.csv", source=source, tracks=tracks, today=date(2025, 5, 14), by=by
    )


def counts(looked: Looked) -> tuple[int, int, int]:
    return tuple(looked.changes.count(fate) for fate in ("new", "changed", "known"))  # type: ignore[return-value]


def test_columns_are_known_in_any_order(session: Session, by: User) -> None:
    looked = load(session, CSV, by=by)
    assert (counts(looked), looked.changes.errors, looked.columns.unused) == ((2, 0, 0), [], ["Colour"])
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
    assert counts(load(session, CSV, by=by)) == (1, 1, 0), "one that minutes named is described, not added"
    assert counts(load(session, CSV, by=by)) == (0, 0, 2)
    assert len(session.exec(select(Recommendation)).all()) == 2


def test_the_same_list_with_its_columns_in_another_order_doubles_nothing(session: Session, by: User) -> None:
    load(session, CSV, by=by)
    rows = list(csv.reader(io.StringIO(CSV)))
    turned = io.StringIO()
    csv.writer(turned).writerows([row[::-1] for row in [rows[0], *rows[:0:-1]]])
    assert counts(load(session, turned.getvalue(), by=by)) == (0, 0, 2)
    assert len(session.exec(select(Recommendation)).all()) == 2


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("Accepted, at no cost to the force", Acceptance.ACCEPTED),
        ("No", Acceptance.NOT),
        ("Not accepted", Acceptance.NOT),
        ("Accepted in part", Acceptance.PARTLY),
    ],
)
def test_an_answer_is_read_as_a_person_would(
    session: Session, by: User, words: str, answered: Acceptance
) -> None:
    load(session, f'ref,title,accepted\n1,One,"{words}"\n', by=by)
    assert recommendations.by_reference(session, "1")[0].acceptance == answered


def test_a_row_that_cannot_be_read_is_named_and_the_others_go_in(session: Session, by: User) -> None:
    text = "ref;title;target\n1;One;\n;Nothing;\n1;Twice;\n3;Three;soon\n\n4;Four;2025-01-31\n"
    looked = load(session, text, by=by)
    assert counts(looked) == (2, 0, 0)
    assert looked.changes.errors == [
        "Row 3: It has no reference. Give it one, such as 8 or 41.3.",
        "Row 4: Recommendation 1 already stands in row 2.",
        "Row 5: “soon” is not a date. Write it like 31 March 2023, or leave the cell empty.",
    ]


def test_what_was_answered_the_officers_and_what_it_is_part_of_are_read(session: Session, by: User) -> None:
    text = (
        "Recommendation,Lead agency,Lead officers,Accepted?,Response,Part of\n"
        "IBI-11d,NP; NCC,Ann Lee; Bo Finch,Accepted in part,We will.,IBI-11\n"
        "IBI-11,NP,,Yes,,\nIBI-9,NP,,No,,IBI-77\n"
    )
    looked = load(session, text, by=by)
    assert looked.changes.errors == ["Row 4: There is no recommendation IBI-77 for it to be part of."]
    part, whole = (recommendations.by_reference(session, one)[0] for one in ("IBI-11d", "IBI-11"))
    assert (part.acceptance, part.response, part.parent_id) == (Acceptance.PARTLY, "We will.", whole.id)
    assert [one.lead_officer for one in part.responsibilities] == ["Ann Lee", "Bo Finch"]
    assert whole.acceptance == Acceptance.ACCEPTED
    assert counts(load(session, text, by=by)) == (0, 0, 2)


def test_a_table_without_references_asks_for_them(session: Session) -> None:
    with pytest.raises(RuleBroken, match="references"):
        load(session, "title,wording\nA,B\n", by=None)


def test_a_reference_stands_where_a_person_would_look_for_it() -> None:
    shuffled = ["IBI-11d", "41.10", "9", "IBI-2", "8", "IBI-11", "41.3"]
    wanted = ["8", "9", "41.3", "41.10", "IBI-2", "IBI-11", "IBI-11d"]
    assert sorted(shuffled, key=Recommendation.order_of) == wanted


def test_what_somebody_else_wrote_of_a_recommendation_is_not_overwritten(session: Session, by: User) -> None:
    one = recommendations.find_or_create(session, source="IIHR", reference="8")
    facts = recommendations.Facts(title="Grading", bodies=[recommendations.Body("NP", Part.LEAD, "Ann Lee")])
    recommendations.describe(session, one, facts, seen=1, by=by)
    assert one.revision == 2
    recommendations.describe(session, one, facts, seen=1, by=by)
    assert one.revision == 2, "the same again changes nothing"
    with pytest.raises(EditConflict, match="Somebody else"):
        recommendations.describe(session, one, recommendations.Facts(title="Counting"), seen=1, by=by)
    assert one.title == "Grading"


def test_a_recommendation_is_no_part_of_its_own_part(session: Session, by: User) -> None:
    source = recommendations.find_or_create_source(session, "IIHR", by=by)
    recommendations.add(session, source, reference="8", facts=recommendations.Facts(title="Whole"), by=by)
    part = recommendations.Facts(title="Part", parent="8")
    recommendations.add(session, source, reference="8.1", facts=part, by=by)
    eight = recommendations.by_reference(session, "8")[0]
    with pytest.raises(RuleBroken, match="not part of itself"):
        recommendations.describe(
            session, eight, recommendations.Facts(parent="8.1"), seen=eight.revision, by=by
        )
    with pytest.raises(RuleBroken, match="here already"):
        recommendations.add(session, source, reference="Rec. 8", facts=recommendations.Facts(), by=by)
