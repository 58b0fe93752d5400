"""Short forms: a sensible built-in set, and everybody's own, edited on screen."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.documents.interpret import LineContext, read_line
from app.documents.minutes import Kind
from app.services import short_forms
from tests.conftest import Office
from tests.page import Client


def forms(engine: Engine, office: Office, who: str = "minute_taker") -> dict[str, str]:
    with Session(engine) as session:
        return {one.short: one.words for one in short_forms.of_user(session, office.users[who])}


def test_pa_becomes_the_pcc_asked(engine: Engine, office: Office) -> None:
    assert forms(engine, office)["pa"] == "The PCC asked"


@pytest.mark.parametrize(
    ("short", "rest", "kind"),
    [
        ("pa", "how many homes there are.", Kind.QUESTION),
        ("psr", "homes are visited.", Kind.QUESTION),
        ("cs", "there are three.", Kind.STATEMENT),
        ("ac", "report by 30 June.", Kind.ACTION),
        ("ao", "write to the council.", Kind.ACTION),
        ("rs", "the plan be agreed.", Kind.DECISION),
    ],
)
def test_what_a_built_in_short_form_becomes_is_read_by_the_grammar(short: str, rest: str, kind: Kind) -> None:
    words = f"{dict(short_forms.BUILT_IN)[short]} {rest}"
    assert read_line(words, LineContext())[0].kind == kind


def test_letters_of_the_built_in_set_stand_once() -> None:
    letters = [short for short, _ in short_forms.BUILT_IN]
    assert len(set(letters)) == len(letters)


def test_a_typist_writes_a_short_form_of_her_own_that_nobody_else_has(
    minute_taker: Client, engine: Engine, office: Office
) -> None:
    minute_taker.post("/short-forms", data={"short": "HMIC", "words": "HM Inspectorate  of Constabulary"})
    assert "HM Inspectorate of Constabulary" in minute_taker.get("/short-forms").text
    assert forms(engine, office)["hmic"] == "HM Inspectorate of Constabulary"
    assert "hmic" not in forms(engine, office, "publisher")


def test_her_own_words_stand_in_the_place_of_the_built_in_ones_until_she_takes_them_away(
    minute_taker: Client, engine: Engine, office: Office
) -> None:
    minute_taker.post("/short-forms", data={"short": "pa", "words": "The Commissioner asked"})
    minute_taker.post("/short-forms", data={"short": "pa", "words": "The Commissioner asked"})
    assert forms(engine, office)["pa"] == "The Commissioner asked"
    page = minute_taker.get("/short-forms?change=pa")
    assert 'value="The Commissioner asked"' in page.text
    minute_taker.post("/short-forms/1/remove")
    minute_taker.post("/short-forms/1/remove")
    assert forms(engine, office)["pa"] == "The PCC asked"


def test_a_built_in_short_form_can_be_switched_off(
    minute_taker: Client, engine: Engine, office: Office
) -> None:
    minute_taker.post("/short-forms/off", data={"short": "pa"})
    assert "pa" not in forms(engine, office)
    assert "Switched off" in minute_taker.get("/short-forms").text


@pytest.mark.parametrize(
    ("short", "words", "said"),
    [
        ("p a", "The PCC asked", "without a space"),
        ("", "x", "without a space"),
        ("pa", " ", "Write the words"),
    ],
)
def test_a_short_form_that_cannot_be_comes_back_as_it_was_typed(
    minute_taker: Client, short: str, words: str, said: str
) -> None:
    answer = minute_taker.post("/short-forms", data={"short": short, "words": words})
    assert answer.status_code == 422
    assert said in answer.text


def test_nobody_removes_the_short_form_of_somebody_else(
    minute_taker: Client, sign_in: Callable[[str], Client], engine: Engine, office: Office
) -> None:
    minute_taker.post("/short-forms", data={"short": "zz", "words": "Last"})
    assert sign_in("publisher").post("/short-forms/1/remove").status_code == 404
    assert forms(engine, office)["zz"] == "Last"
