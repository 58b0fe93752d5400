"""An exported file, edited in Word's own XML, brought back: each difference is accepted or not."""

import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.db import now
from app.documents.differences import What
from app.documents.withholding import PASSAGE, PASSAGE_WITHIN
from app.errors import RuleBroken
from app.models.lines import Line, LineRevision
from app.models.meetings import Meeting
from app.models.people import User
from app.models.returns import Decision, ReturnedFile
from app.models.withholdings import Ground, Withheld
from app.services import amendments, documents, lines, meetings, publications, returns, withholdings
from app.services.returns import published
from tests.conftest import Office
from tests.documents.edited_word import BESIDE, EditedWord, Element
from tests.documents.test_differences import Editor

SAMPLES = Path(__file__).resolve().parents[2] / "sample_minutes"
pytestmark = pytest.mark.both_databases


@pytest.fixture
def meeting(session: Session, by: User) -> Meeting:
    path = SAMPLES / "northfold-2024-09-19.docx"
    found = documents.import_file(session, path.read_bytes(), path.name, by=by).meeting
    assert found is not None
    session.commit()
    return found


Edit = Callable[[EditedWord], object]


def brought_back(session: Session, meeting: Meeting, by: User, *edits: Edit) -> ReturnedFile:
    word = EditedWord(documents.as_word(session, meeting))
    for edit in edits:
        edit(word)
    returned = returns.bring_back(session, meeting, returns.read_edited(word.saved(), "Edited.docx"), by=by)
    session.commit()
    return returned


def reword(word: EditedWord) -> None:
    line = next(one for one in word.lines() if " the " in word.words(one))
    word.replace(line, " the ", " that very ")


def waiting(session: Session, returned: ReturnedFile) -> dict[int, int]:
    return {one.row.position: one.seen for one in returns.shown(session, returned).waiting}


def accept_all(session: Session, returned: ReturnedFile, by: User) -> list[str]:
    chosen = waiting(session, returned)
    refused = returns.decide(session, returned, chosen, decision=Decision.ACCEPTED, by=by)
    session.commit()
    session.expire_all()
    return [one.why for one in refused]


def texts(session: Session, meeting: Meeting) -> list[str]:
    out = []
    for section in meetings.whole(session, meeting).sections:
        out += [section.section.words] if section.section.words else []
        out += [line.line.text for line in section.lines]
    return out


def test_a_file_that_nobody_edited_is_settled_at_once(session: Session, meeting: Meeting, by: User) -> None:
    returned = brought_back(session, meeting, by)
    assert returned.is_settled
    assert returns.shown(session, returned).waiting == []


def test_words_changed_in_word_become_a_revision_of_the_line(
    session: Session, meeting: Meeting, by: User
) -> None:
    returned = brought_back(session, meeting, by, reword)
    (one,) = returns.shown(session, returned).waiting
    assert one.row.kind == What.LINE_CHANGED
    assert [piece.words for piece in one.pieces if piece.what == "added"] == ["that very"]
    line = session.get_one(Line, one.row.subject)
    was = line.text
    assert accept_all(session, returned, by) == []
    session.refresh(line)
    assert line.text == was.replace(" the ", " that very ", 1)
    kept = session.exec(select(LineRevision.text).where(LineRevision.line_id == line.id)).all()
    assert {was, line.text} <= set(kept)
    assert returned.is_settled


def test_lines_and_headings_added_removed_and_moved_stand_as_in_the_file(
    session: Session, meeting: Meeting, by: User
) -> None:
    def edit(word: EditedWord) -> None:
        lines, headings = word.lines(), word.headings()
        word.move_after(lines[8], lines[1])
        word.remove(lines[5])
        first = word.add_after(lines[2], "Cake was served to all who had come along that day.", "Statement")
        word.add_after(first, "It was lemon cake, and nobody had asked for the recipe.", "Statement")
        word.add_after(lines[12], "A heading of Word", "Heading 2")
        word.replace(headings[2], word.words(headings[2]).split("\t")[-1][-6:], " in Word")

    returned = brought_back(session, meeting, by, edit)
    again = EditedWord(documents.as_word(session, meeting))
    edit(again)
    wanted = [block.words for block in returns.read_edited(again.saved(), "").outline.blocks]
    assert accept_all(session, returned, by) == []
    assert [" ".join(text.split()) for text in texts(session, meeting)] == wanted
    assert brought_back(session, meeting, by).is_settled


def test_another_owner_and_date_go_to_the_action(session: Session, meeting: Meeting, by: User) -> None:
    def edit(word: EditedWord) -> None:
        beside = next(one for one in word.paragraphs() if word.style(one) in BESIDE)
        said = word.words(beside)
        due = said.split("Due ")[1].split(".")[0]
        word.replace(beside, f"Due {due}", "Due 20 December 2024")
        owner = said.split("Owner: ")[1].split(" – ")[0].split(".")[0]
        word.replace(beside, f"Owner: {owner}", "Owner: DCC")

    returned = brought_back(session, meeting, by, edit)
    assert [one.row.kind for one in returns.shown(session, returned).waiting] == [What.OWNER, What.DUE]
    assert accept_all(session, returned, by) == []
    raised = meetings.whole(session, meeting).raised
    assert [str(one.due_on) for one in raised].count("2024-12-20") == 1
    assert [owner.words for one in raised for owner in one.present_owners].count("DCC") >= 1
    assert brought_back(session, meeting, by).is_settled


def test_an_action_removed_in_word_leaves_the_register(session: Session, meeting: Meeting, by: User) -> None:
    def edit(word: EditedWord) -> None:
        line = next(one for one in word.lines() if len(word.with_details(one)) > 1)
        word.remove(line)

    before = len(meetings.whole(session, meeting).raised)
    returned = brought_back(session, meeting, by, edit)
    (one,) = returns.shown(session, returned).waiting
    assert one.row.kind == What.LINE_REMOVED
    assert one.row.more["actions"]
    assert accept_all(session, returned, by) == []
    assert len(meetings.whole(session, meeting).raised) == before - len(one.row.more["actions"])


def test_what_is_declined_changes_nothing(session: Session, meeting: Meeting, by: User) -> None:
    before = texts(session, meeting)
    returned = brought_back(session, meeting, by, lambda word: word.remove(word.lines()[3]))
    returns.decide(session, returned, waiting(session, returned), decision=Decision.DECLINED, by=by)
    session.commit()
    assert texts(session, meeting) == before
    assert returned.is_settled


def test_a_line_changed_here_meanwhile_is_not_overwritten_unseen(
    session: Session, meeting: Meeting, by: User
) -> None:
    returned = brought_back(session, meeting, by, reword)
    seen = waiting(session, returned)
    row = returns.shown(session, returned).waiting[0].row
    line = session.get_one(Line, row.subject)
    lines.save_text(session, line, text="Something else.", seen_revision=line.revision, writer="", by=by)
    session.commit()
    (refused,) = returns.decide(session, returned, seen, decision=Decision.ACCEPTED, by=by)
    assert "changed here meanwhile" in refused.why
    (one,) = returns.shown(session, returned).waiting
    assert one.meanwhile == "Something else."
    assert accept_all(session, returned, by) == []
    assert session.get_one(Line, row.subject).text == row.new


def test_confirmed_minutes_take_no_difference(session: Session, meeting: Meeting, by: User) -> None:
    returned = brought_back(session, meeting, by, lambda word: word.remove(word.lines()[3]))
    meeting.confirm(now(), by.id or 0)
    session.add(meeting)
    session.commit()
    with pytest.raises(RuleBroken, match="confirmed"):
        returns.decide(session, returned, waiting(session, returned), decision=Decision.ACCEPTED, by=by)


def test_confirmed_minutes_take_differences_in_an_amendment(
    session: Session, meeting: Meeting, by: User, office: Office
) -> None:
    publisher = office.users["publisher"]
    meeting.confirm(now(), publisher.id or 0)
    session.add(meeting)
    session.commit()
    returned = brought_back(session, meeting, by, reword)
    amendments.open_one(session, meeting, reason="A slip in the minutes.", by=publisher)
    session.commit()
    assert accept_all(session, returned, publisher) == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_edited_the_record_says_it_once_all_is_accepted(
    session: Session, meeting: Meeting, by: User, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    exported = documents.as_word(session, meeting)
    plain = {one.said for one in returns.read_edited(exported, "").outline.blocks if not one.label}
    editor = Editor(exported, plain, chance)
    for kind in chance.choices(["change", "remove", "add", "move"], k=8):
        editor.edit(kind)
    edited = returns.read_edited(editor.word.saved(), "Edited.docx")
    returned = returns.bring_back(session, meeting, edited, by=by)
    session.commit()
    assert accept_all(session, returned, by) == []
    assert [" ".join(text.split()) for text in texts(session, meeting)] == [
        block.words for block in edited.outline.blocks
    ]


def test_a_file_of_other_minutes_is_refused(session: Session, meeting: Meeting, by: User) -> None:
    path = SAMPLES / "northfold-2023-11-09.docx"
    other = documents.import_file(session, path.read_bytes(), path.name, by=by).meeting
    assert other is not None
    word = documents.as_word(session, other)
    with pytest.raises(RuleBroken, match="holds other minutes"):
        returns.bring_back(session, meeting, returns.read_edited(word, "Other.docx"), by=by)


def test_tracked_changes_are_read_as_accepted_and_comments_are_said(
    session: Session, meeting: Meeting, by: User
) -> None:
    def edit(word: EditedWord) -> None:
        line = word.lines()[3]
        for run in list(line.iter(W + "r")):
            wrapped = run.makeelement(W + "del", {W + "id": "1", W + "author": "Sam"})
            run.addprevious(wrapped)
            wrapped.append(run)
            for text in run.iter(W + "t"):
                text.tag = W + "delText"

    returned = brought_back(session, meeting, by, edit)
    assert "read as if" in returned.remarks[0]
    assert [one.row.kind for one in returns.shown(session, returned).waiting] == [What.LINE_REMOVED]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_words_that_the_program_prints_are_named_and_not_taken(
    session: Session, meeting: Meeting, by: User
) -> None:
    def edit(word: EditedWord) -> None:
        heading = next(one for one in word.paragraphs() if word.style(one) == "Subtitle")
        word.replace(heading, "Draft", "Final")

    returned = brought_back(session, meeting, by, edit)
    assert returned.is_settled
    assert any("Final" in remark for remark in returned.remarks)


def test_people_and_facts_are_put_right(session: Session, meeting: Meeting, by: User) -> None:
    def edit(word: EditedWord) -> None:
        rows = list(word.tree.iter(W + "tr"))
        name = word.words(next(rows[1].iter(W + "p")))
        word.replace(rows[1], name, f"{name} Smith")
        rows[2].getparent().remove(rows[2])
        title = next(one for one in word.paragraphs() if word.style(one).startswith("Title"))
        word.replace(title, word.words(title)[:7], "Renamed")

    returned = brought_back(session, meeting, by, edit)
    kinds = [one.row.kind for one in returns.shown(session, returned).waiting]
    assert kinds == [What.FACT, What.PERSON_CHANGED, What.PERSON_REMOVED]
    assert accept_all(session, returned, by) == []
    assert brought_back(session, meeting, by).is_settled


MINUTES = """Holding to account
31 March 2023
Present: Ann Ellery (PCC), Ben Nair (CC)

1. Homicide
The figures for homicide were down by a third on the year before, and were noted.
The board thanked the team for its work on the three cases of the spring.

2. Fraud
The fraud desk had moved to the second floor and was now fully staffed again.
ACTION: CC to print more leaflets for the libraries of the county by 30 June 2023.

3. Burglary
Burglary had risen in two districts, and patrols had been doubled at night there.
A van with locks was touring the markets on Thursdays and on Saturday mornings.
"""


@pytest.fixture
def typed(session: Session, by: User) -> Meeting:
    found = documents.import_file(session, MINUTES.encode(), "march.txt", by=by).meeting
    assert found is not None
    session.commit()
    return found


def section_of(word: EditedWord, title: str) -> list[Element]:
    """A heading and everything below it."""
    heading = next(one for one in word.headings() if title in word.words(one))
    out = [heading]
    while (after := out[-1].getnext()) is not None and after not in word.headings():
        if word.style(after) == "Block Heading":
            break
        out.append(after)
    return out


def test_a_section_moved_whole_is_moved_with_its_lines(session: Session, typed: Meeting, by: User) -> None:
    def edit(word: EditedWord) -> None:
        group = section_of(word, "Burglary")
        first = section_of(word, "Homicide")[0]
        for one in group:
            first.addprevious(one)

    returned = brought_back(session, typed, by, edit)
    assert [one.row.kind for one in returns.shown(session, returned).waiting] == [What.SECTION_MOVED]
    assert accept_all(session, returned, by) == []
    headings = [one.section.title for one in meetings.whole(session, typed).sections if one.section.title]
    assert headings == ["Burglary", "Homicide", "Fraud"]
    assert brought_back(session, typed, by).is_settled


def test_a_heading_removed_leaves_its_lines_under_the_one_before(
    session: Session, typed: Meeting, by: User
) -> None:
    returned = brought_back(
        session, typed, by, lambda word: word.body.remove(section_of(word, "Burglary")[0])
    )
    assert [one.row.kind for one in returns.shown(session, returned).waiting] == [What.HEADING_REMOVED]
    assert accept_all(session, returned, by) == []
    said = texts(session, typed)
    assert "3. Burglary" not in said
    assert said[-1].startswith("A van with locks")
    assert brought_back(session, typed, by).is_settled


def test_recommendations_printed_beside_an_action_are_taken(
    session: Session, typed: Meeting, by: User
) -> None:
    def edit(word: EditedWord) -> None:
        beside = next(one for one in word.paragraphs() if word.style(one) in BESIDE)
        text = list(beside.iter(W + "t"))[-1]
        text.text = (text.text or "") + " Recommendations 8 and 12."

    returned = brought_back(session, typed, by, edit)
    assert [one.row.kind for one in returns.shown(session, returned).waiting] == [What.RECOMMENDATIONS]
    assert accept_all(session, returned, by) == []
    (action,) = meetings.whole(session, typed).raised
    tied = meetings.whole(session, typed).action_recommendations.get(action.id or 0, [])
    assert [one.reference for one in tied] == ["8", "12"]


def test_somebody_added_to_the_table_is_put_on_the_list(session: Session, meeting: Meeting, by: User) -> None:
    def edit(word: EditedWord) -> None:
        rows = list(word.tree.iter(W + "tr"))
        copy = deepcopy(rows[1])
        rows[1].addnext(copy)
        next(copy.iter(W + "t")).text = "Wilhelmina Featherstone"

    returned = brought_back(session, meeting, by, edit)
    assert [one.row.kind for one in returns.shown(session, returned).waiting] == [What.PERSON_ADDED]
    assert accept_all(session, returned, by) == []
    there = [one.name for one in meetings.whole(session, meeting).attendances]
    assert "Wilhelmina Featherstone" in there


def test_a_file_made_for_publishing_gives_back_what_was_edited_and_nothing_that_is_withheld(
    session: Session, meeting: Meeting, office: Office
) -> None:
    by = office.users["publisher"]
    whole = [line.line for section in meetings.whole(session, meeting).sections for line in section.lines]
    within, all_of_it = [line for line in whole if len(line.text) > 80][:2]
    for line, words in ((within, (10, 30)), (all_of_it, None)):
        withholdings.withhold(
            session, meeting, subject=Withheld.LINE, subject_id=line.id, words=words, ground=Ground.FOIA_31, by=by
        )  # fmt: skip
    session.commit()
    before = texts(session, meeting)
    prepared = publications.prepare(session, meeting)
    word = EditedWord(documents.as_word_of(session, prepared.minutes, status=prepared.status))
    as_it_was = returns.bring_back(session, meeting, returns.read_edited(word.saved(), "Web.docx"), by=by)
    assert as_it_was.is_settled
    assert as_it_was.remarks[0] == published.NOT_COMPARED
    cut = next(one for one in word.lines() if PASSAGE_WITHIN in word.words(one))
    word.replace(cut, PASSAGE_WITHIN, f"{PASSAGE_WITHIN} so")
    placeholder = next(one for one in word.lines() if PASSAGE in word.words(one))
    word.add_after(placeholder, "The website’s editor added this.")
    returned = returns.bring_back(session, meeting, returns.read_edited(word.saved(), "Web.docx"), by=by)
    session.commit()
    assert [one.row.kind for one in returns.shown(session, returned).waiting] == [What.LINE_ADDED]
    assert any("so it was not taken" in remark for remark in returned.remarks)
    assert accept_all(session, returned, by) == []
    after = texts(session, meeting)
    assert [one for one in after if one not in before] == ["The website’s editor added this."]
    assert [one for one in after if one in before] == before
    assert after.index("The website’s editor added this.") > after.index(within.text)
