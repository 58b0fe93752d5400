"""An old tracker brought in: whatever its columns are called, looked at first, nothing doubled, nothing hostile."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import transaction
from app.errors import RuleBroken, UnreadableDocument
from app.models.actions import Action, ActionState
from app.models.people import User
from app.models.trackers import Tracker
from app.services import actions, trackers
from app.services.trackers import Fate, Holds
from tests.conftest import Office
from tests.story import Story

TODAY = date(2025, 5, 14)
MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)


def book(*rows: list[Any], title: str = "Tracker", before: bool = False) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    if before:
        workbook.create_sheet("Read me").append(["How to fill this in"])
    sheet = workbook.create_sheet(title)
    for row in rows:
        sheet.append(row)
    stored = io.BytesIO()
    workbook.save(stored)
    return stored.getvalue()


def comma_separated(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8-sig")


def sent(session: Session, data: bytes, by: User, name: str = "tracker.xlsx") -> Tracker:
    return trackers.begin(session, data, name=name, by=by)


def planned(session: Session, data: bytes, by: User) -> trackers.Looked:
    return trackers.look(session, sent(session, data, by), today=TODAY)


OFFICE_TRACKER: list[list[Any]] = [
    ["Northfold: holding to account action tracker"],
    [],
    [
        "RAG",
        "Deadline",
        "Lead",
        "Action agreed",
        "Ref.",
        "Date of meeting",
        "Latest update",
        "Inspector's view",
    ],
    [
        "Open",
        datetime.combine(JUNE, time()),
        "CC",
        "Count the homes",
        "3/2019",
        datetime.combine(date(2019, 3, 5), time()),
        "Begun.",
        "Good",
    ],
    [
        "Complete",
        "end of June 2019",
        "ACC Mabey; L Hart",
        "Count the beds",
        "04 / 2019",
        "5 March 2019",
        None,
        None,
    ],
    ["Amber", "TBC", None, "Count the stars", None, "05/03/2019", None, None],
]


def test_columns_in_any_order_and_under_any_names_are_recognised(session: Session, by: User) -> None:
    looked = planned(session, book(*OFFICE_TRACKER, before=True), by)
    assert looked.columns.sheet.name == "Tracker", "the sheet that looks like a tracker, not the first"
    assert looked.columns.header == 3
    assert [holds.value for _, _, holds in looked.columns.headings] == [
        "status", "due", "owner", "wording", "reference", "raised", "remark", "",
    ]  # fmt: skip
    assert looked.columns.unused == ["Inspector's view"]


def test_looking_first_changes_nothing(session: Session, by: User) -> None:
    looked = planned(session, book(*OFFICE_TRACKER), by)
    assert looked.plan.count(Fate.NEW) == 3
    assert session.exec(select(Action)).all() == []


def test_rows_become_actions_without_minutes_with_all_they_say(
    session: Session, by: User, office: Office
) -> None:
    tracker = sent(session, book(*OFFICE_TRACKER), by)
    assert trackers.add(session, tracker, today=TODAY, by=by) == {"added": 3, "left": 0}
    homes, beds, stars = session.exec(select(Action).order_by(col(Action.id))).all()
    assert (homes.reference, homes.raised_on, homes.due_on, homes.meeting_id) == (
        "3/2019", date(2019, 3, 5), JUNE, None,
    )  # fmt: skip
    assert [owner.words for owner in homes.present_owners] == ["CC"]
    assert "Begun." in [event.remark for event in actions.events(session, homes)]
    assert (beds.reference, beds.state, beds.due_on) == ("4/2019", ActionState.CLOSED, date(2019, 6, 30))
    assert [owner.words for owner in beds.present_owners] == ["ACC Mabey", "L Hart"]
    assert (stars.reference, stars.due_on, stars.due_words) == ("5/2019", None, "TBC")
    rows = actions.register(session, actions.Filters("all"), today=TODAY, user=by).rows
    assert len(rows) == 3


def test_the_same_file_again_doubles_nothing_with_references_or_without(session: Session, by: User) -> None:
    without = [[*row[:4], None, *row[5:]] if len(row) > 4 else row for row in OFFICE_TRACKER]
    for data in (book(*OFFICE_TRACKER), book(*without)):
        trackers.add(session, sent(session, data, by), today=TODAY, by=by)
        before = len(session.exec(select(Action)).all())
        assert trackers.add(session, sent(session, data, by), today=TODAY, by=by)["added"] == 0
        assert len(session.exec(select(Action)).all()) == before
    assert before == 3, "and wording and day are enough to know them again"


def test_what_the_register_gave_out_comes_back_as_what_is_here_already(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Rec 8", story.recommendation("8"))
    story.raises(section, "=Count the homes", "Northfold Police", due_on=JUNE)
    story.raises(section, "@Count the beds", "NCC")
    rows = actions.register(session, actions.Filters("all"), today=TODAY, user=by, page=None).rows
    for data in (
        trackers.as_csv(rows),
        trackers.as_xlsx(rows, title="Register", link=lambda _: "https://x.example"),
    ):
        looked = planned(session, data, by)
        assert [row.fate for row in looked.plan.rows] == [Fate.KNOWN, Fate.KNOWN]
        assert [row.notes for row in looked.plan.rows] == [[], []]
        assert not [
            holds
            for holds in (Holds.WORDING, Holds.DUE, Holds.STATUS)
            if holds not in looked.columns.holds.values()
        ]


@pytest.fixture
def story(session: Session, by: User) -> Story:
    return Story(session, by)


def test_rows_are_matched_to_actions_of_the_minutes_by_reference_or_by_wording(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    homes = story.raises(section, "CC to count the homes in every district", "CC", due_on=JUNE)
    beds = story.raises(section, "Report the number of beds to the next meeting", "CC")
    looked = planned(
        session,
        comma_separated(
            "Ref,Action,Raised,Due,Status",
            "1/2023,Count the homes (every district),,1 July 2023,Closed",
            ",Report the number of the beds to the next meeting.,31/03/2023,,Open",
            ",Report the number of beds to the next meeting,30/06/2023,,Open",
        ),
        by,
    )
    first, second, third = looked.plan.rows
    assert (first.fate, first.action_id) == (Fate.KNOWN, homes.id)
    assert first.notes == [
        "The file says closed; here it is open.",
        "The file says due 1 July 2023; here it is 30 June 2023.",
    ]
    assert (second.fate, second.action_id) == (Fate.KNOWN, beds.id)
    assert third.fate == Fate.NEW, "the same words agreed at another meeting are another action"


OTHER_WORDS = (
    "Action 1/2023 is here with other words: “Count the homes”. Correct the reference, or leave it empty to give the "
    "action a new one."
)


def test_errors_are_said_by_row_in_plain_words_and_the_other_rows_go_in(
    session: Session, story: Story, by: User
) -> None:
    section = story.section(story.meeting(MARCH), "1", "Homes")
    story.raises(section, "Count the homes", "CC")
    gone = story.raises(section, "Count the sheep", "CC")
    actions.remove(session, gone, meeting=session.get_one(type(story.meeting(JUNE)), gone.meeting_id), by=by)
    tracker = sent(
        session,
        comma_separated(
            "Reference,Action,Raised,Status",
            "1/2023,Buy forty new police cars by Christmas,,",
            "2/2023,Count the sheep,,",
            "8/2022,,,Open",
            "9/2022,Count the lambs,some time in spring,Open",
            "10/2022,Count the cows,1 May 2022,Paused",
            "10/2022,Count the calves,1 May 2022,Open",
            ",Count the hens,1 May 2022,Open",
            ",Count the hens,1 May 2022,Open",
        ),
        by,
        "tracker.csv",
    )
    looked = trackers.look(session, tracker, today=TODAY)
    said = {row.number: (row.fate.value, row.notes[0] if row.notes else "") for row in looked.plan.rows}
    assert said == {
        2: ("wrong", OTHER_WORDS),
        3: ("wrong", "Action 2/2023 was removed from the register. Restore it in its minutes first."),
        4: ("wrong", "It does not say what is to be done."),
        5: ("wrong", "“some time in spring” does not say which day it was raised. Write it like 31 March 2023."),
        6: ("new", "The status “Paused” is not known here: taken as open."),
        7: ("wrong", "Row 6 has the same reference, 10/2022."),
        8: ("new", ""),
        9: ("repeated", "Row 8 says the same."),
    }  # fmt: skip
    assert trackers.add(session, tracker, today=TODAY, by=by)["added"] == 2


def test_a_person_corrects_what_was_recognised(session: Session, by: User) -> None:
    tracker = sent(
        session, comma_separated("A,B,C", "x1,Count the homes,CC", "x2,Count the beds,NCC"), by, "a.csv"
    )
    looked = trackers.look(session, tracker, today=TODAY)
    assert looked.problem == "Say which column holds what is to be done."
    with pytest.raises(RuleBroken, match="Say which column"):
        trackers.add(session, tracker, today=TODAY, by=by)
    trackers.choose(
        session, tracker, sheet="The file", header=1, holds={0: "reference", 1: "wording", 2: "owner"}, by=by
    )
    looked = trackers.look(session, tracker, today=TODAY)
    assert [(row.reference, row.wording) for row in looked.plan.rows] == [
        ("x1", "Count the homes"),
        ("x2", "Count the beds"),
    ]
    trackers.choose(session, tracker, sheet="The file", header=0, holds={}, by=by)
    assert len(trackers.look(session, tracker, today=TODAY).columns.sheet.rows) == 3


def test_recommendations_are_tied_where_it_is_clear_which_is_meant(
    session: Session, story: Story, by: User
) -> None:
    eight, nine, other = (
        story.recommendation("8"),
        story.recommendation("9"),
        story.recommendation("8", "HMI"),
    )
    looked = planned(
        session,
        comma_separated(
            "Action;Recommendation", "One;IIHR 8 & HMI 8", "Two;Rec 9", "Three;8", "Four;77", "Five;None"
        ),
        by,
    )
    one, two, three, four, five = looked.plan.rows
    assert sorted(one.recommendations) == sorted([eight.id or 0, other.id or 0])
    assert two.recommendations == [nine.id]
    assert three.notes == ["Recommendation 8 stands in several reports: name the report too."]
    assert four.notes == ["There is no recommendation 77 here: the action is not tied to it."]
    assert (five.recommendations, five.notes) == ([], [])


def test_organisations_are_found_by_their_names_and_unknown_ones_said(
    session: Session, by: User, office: Office
) -> None:
    looked = planned(
        session,
        comma_separated(
            "Action,Owner,Organisation", "One,L Hart,NCC", "Two,Northfold Police,", "Three,X,Elsewhere"
        ),
        by,
    )
    one, two, three = looked.plan.rows
    assert one.owners[0] | {"words": "L Hart", "organisation_id": office.council.id} == one.owners[0]
    assert two.owners[0]["organisation_id"] == office.force.id
    assert three.notes == ["The organisation “Elsewhere” is not known here."]


def test_a_long_tracker_goes_in_by_portions(session: Session, by: User) -> None:
    rows = [[f"{at}/2019", f"Count the homes of district {at}"] for at in range(1, trackers.AT_ONCE + 6)]
    tracker = sent(session, book(["Ref", "Action"], *rows), by)
    assert trackers.add(session, tracker, today=TODAY, by=by) == {"added": trackers.AT_ONCE, "left": 5}
    assert tracker.added_at is None
    assert trackers.add(session, tracker, today=TODAY, by=by) == {"added": len(rows), "left": 0}
    assert tracker.added_at is not None


def test_two_who_add_the_same_file_at_once_add_it_once(engine: Engine, office: Office) -> None:
    data = book(["Action"], *[[f"Count the homes of district {at}"] for at in range(20)])
    with Session(engine) as session:
        numbers = [sent(session, data, session.get_one(User, office.minute_taker.id)).id for _ in range(2)]
        session.commit()

    def add(number: int | None) -> int:
        with transaction(engine) as session:
            report = trackers.add(session, trackers.by_id(session, number or 0), today=TODAY, by=None)
            session.commit()
            return int(report["added"])

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(add, numbers)) == [0, 20]
    with Session(engine) as session:
        assert len(session.exec(select(Action)).all()) == 20


# --- hostile files ---------------------------------------------------------------------------------------


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The same archive with parts changed or added."""
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changed}:
            new.writestr(name, changed.get(name) or old.read(name))
    return stored.getvalue()


PLAIN = book(["Ref", "Action"], ["1/2019", "Count the homes"])
BOMB = b"<worksheet>" + b" " * 70_000_000 + b"</worksheet>"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"   \r\n", "is empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"%PDF-1.7 and so on", "no spreadsheet"),
        (b"\xd0\xcf\x11\xe0 old Excel", "old Excel file"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"a\0b\0c" * 10, "no spreadsheet"),
        (PLAIN[: len(PLAIN) // 2], "damaged"),
        (repacked(PLAIN, {"xl/vbaProject.bin": b"Sub Auto_Open()"}), "holds macros"),
        (repacked(PLAIN, {"xl/worksheets/sheet9.xml": BOMB}), "unpacks to far more"),
        (repacked(PLAIN, {f"xl/{at}.xml": b"<a/>" for at in range(600)}), "unpacks to far more"),
        (repacked(PLAIN, {"xl/worksheets/sheet1.xml": ENTITIES}), "not as Excel writes"),
        (repacked(PLAIN, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}), "damaged"),
        (book(["Ref", "Action"], *[[at, "Count"] for at in range(3100)]), "more than 3,000 rows"),
        (book([None], [None]), "nothing in this"),
        (b'Ref,Action\r\n"' + b"x" * 200_000, "comma-separated"),
    ],
    # Not by size: how small a workbook packs depends on the second it was made in.
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_hostile_or_no_tracker_is_refused_in_a_sentence(
    session: Session, by: User, data: bytes, sentence: str
) -> None:
    with pytest.raises(UnreadableDocument, match=sentence):
        sent(session, data, by)
    assert session.exec(select(Tracker)).all() == []


def test_a_document_that_is_no_workbook_is_refused(session: Session, by: User) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnreadableDocument, match="no Excel workbook"):
        sent(session, stored.getvalue(), by)


def test_a_formula_is_never_computed_and_one_without_a_saved_result_is_said(
    session: Session, by: User
) -> None:
    looked = planned(
        session, book(["Ref", "Action", "Days"], ["1/2019", '=HYPERLINK("https://x.example")', "=1+1"]), by
    )
    [row] = looked.plan.rows
    assert row.fate == Fate.WRONG
    assert row.notes[0].startswith("Cell B2 holds a formula whose result is not saved.")


def test_words_that_look_like_a_formula_stay_words_and_are_harmless_when_they_go_out(
    session: Session, by: User
) -> None:
    tracker = sent(session, comma_separated("Action", "=cmd|' /C calc'!A0"), by, "a.csv")
    trackers.add(session, tracker, today=TODAY, by=by)
    rows = actions.register(session, actions.Filters(), today=TODAY, user=by).rows
    assert rows[0].action.wording == "=cmd|' /C calc'!A0"
    assert b",'=cmd" in trackers.as_csv(rows)


def test_several_owners_of_a_row_are_parted_and_a_temporary_rank_is_not(session: Session, by: User) -> None:
    looked = planned(
        session,
        comma_separated(
            "Action,Owner", "One,T/CC Qadir", "Two,ACC Mabey and L Hart", "Three,CC / PCC; DPCC", "Four,N/A"
        ),
        by,
    )
    assert [[owner["words"] for owner in row.owners] for row in looked.plan.rows] == [
        ["T/CC Qadir"],
        ["ACC Mabey", "L Hart"],
        ["CC", "PCC", "DPCC"],
        [],
    ]
