"""What every template can rely on."""

from datetime import UTC, date, datetime, time

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response
from jinja2 import UndefinedError

from app.models.actions import Action, ActionState
from app.templating import (
    clock,
    count,
    day,
    environment,
    fragment,
    go_to,
    moment,
    paragraphs,
    short_day,
    size,
    static_url,
    weekday,
)
from tests.page import Client

SHAPES = """
    question planned answer action decision statement asked asked_planned answered open response returned
    closed withdrawn overdue assured partly not_assured tick dot document offline
"""


def shown(template: str, **context: object) -> str:
    """The words of a template, white space folded."""
    return " ".join(environment.from_string(template).render(**context).split())


def test_a_date_is_written_as_people_write_it_and_never_breaks() -> None:
    assert day(date(2023, 3, 31)) == "31\xa0March\xa02023"
    assert short_day(date(2023, 3, 1)) == "1\xa0Mar"
    assert weekday(date(2023, 3, 31)) == "Friday\xa031\xa0March\xa02023"


def test_a_moment_is_told_in_the_offices_own_time() -> None:
    assert moment(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)) == "1\xa0July\xa02025 at\xa000:30"
    assert moment(datetime(2025, 1, 31, 9, 5, tzinfo=UTC)) == "31\xa0January\xa02025 at\xa009:05"
    assert clock(time(14, 2)) == "14:02"


def test_numbers_agree_with_their_nouns() -> None:
    assert count(1, "action") == "1\xa0action"
    assert count(0, "action") == "0\xa0actions"
    assert count(2, "body", "bodies") == "2\xa0bodies"
    assert [size(n) for n in (12, 49_152, 1_300_000)] == ["12\xa0bytes", "48\xa0KB", "1.2\xa0MB"]


def test_what_somebody_typed_is_shown_and_never_run() -> None:
    assert str(paragraphs("<b>one</b>\ntwo")) == "&lt;b&gt;one&lt;/b&gt;<br>two"
    assert shown("{{ words }}", words="<script>") == "&lt;script&gt;"


@pytest.mark.parametrize(
    "template",
    [
        "{{ nobody }}",
        "{% if nobody %}x{% endif %}",
        "{{ thing.colour }}",
        "{% for x in nobody %}{% endfor %}",
    ],
)
def test_a_name_nobody_gave_is_an_error_and_not_a_gap(template: str) -> None:
    with pytest.raises(UndefinedError):
        shown(template, thing=object())


def test_a_parameter_left_out_of_a_govuk_macro_is_empty() -> None:
    button = (
        "{% from 'govuk_frontend_jinja/components/button/macro.html' import govukButton %}"
        "{{ govukButton({'text': 'Save'}) }}"
    )
    assert "Save" in shown(button)


def test_every_shape_of_mark_can_be_drawn_and_an_unknown_one_is_an_error() -> None:
    draw = "{% from 'macros/marks.html' import mark %}{{ mark(name, label=label) }}"
    for name in SHAPES.split():
        drawn = shown(draw, name=name, label="A name")
        assert 'role="img" aria-label="A name"' in drawn
        assert "currentColor" in drawn
        assert 'aria-hidden="true"' in shown(draw, name=name, label="").partition(">")[0]
    with pytest.raises(ValueError, match="no mark called 'spinner'"):
        shown(draw, name="spinner", label="")


@pytest.mark.parametrize("state", list(ActionState))
def test_every_state_of_an_action_has_a_word_and_a_shape(state: ActionState) -> None:
    action = Action(reference="1/2025", raised_on=date(2025, 1, 1), wording="Do it", state=state)
    drawn = shown(
        "{% from 'macros/marks.html' import action_status %}{{ action_status(action) }}", action=action
    )
    assert state.value.capitalize() in drawn
    assert "<svg" in drawn


def test_lateness_is_said_in_days_and_only_when_there_is_any() -> None:
    late = "{% from 'macros/marks.html' import late %}{{ late(action, today) }}"
    action = Action(reference="1/2025", raised_on=date(2025, 1, 1), wording="Do it", due_on=date(2025, 1, 31))
    assert shown(late, action=action, today=date(2025, 1, 31)) == ""
    assert "1 day overdue" in shown(late, action=action, today=date(2025, 2, 1))
    assert "28 days overdue" in shown(late, action=action, today=date(2025, 2, 28))


def test_a_field_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    html = shown(
        "{% from 'macros/forms.html' import field %}"
        "{{ field('title', 'Title', value='<x>', errors={'title': 'Give it a title.'}) }}"
    )
    assert 'value="&lt;x&gt;"' in html
    assert 'aria-describedby="title-error" aria-invalid="true"' in html
    assert "Give it a title." in html


def test_the_address_of_a_style_changes_with_its_bytes() -> None:
    assert static_url("sign.svg").startswith("/static/sign.svg?v=")
    assert static_url("not-there.css") == "/static/not-there.css"


@pytest.fixture
def with_fragments(app: FastAPI, public: Client) -> Client:
    """The product and two routes more, that answer with a fragment."""

    @app.post("/fragments/{status}")
    def answer(request: Request, status: int) -> Response:
        problem = {"heading": "One", "sentence": "What was typed", "link": ""}
        return fragment(request, "_problem.html", problem, otherwise="/help", status=status)

    @app.post("/elsewhere")
    def elsewhere(request: Request) -> Response:
        return go_to(request, "/help")

    public.follow_redirects = False
    return public


def test_htmx_gets_a_fragment_and_a_plain_browser_is_sent_on(with_fragments: Client) -> None:
    htmx = with_fragments.post("/fragments/200", headers={"HX-Request": "true"})
    assert htmx.text.startswith("<div")
    plain = with_fragments.post("/fragments/200")
    assert (plain.status_code, plain.headers["location"]) == (303, "/help")


@pytest.mark.parametrize("status", [409, 422])
def test_a_plain_browser_gets_a_refused_fragment_on_a_page_of_its_own(
    with_fragments: Client, status: int
) -> None:
    page = with_fragments.post_page(f"/fragments/{status}", status=status)
    assert "What was typed" in page.text
    assert page.css("h1")[0].text() == "This was not saved"
    htmx = with_fragments.post(f"/fragments/{status}", headers={"HX-Request": "true"})
    assert htmx.status_code == status
    assert "<html" not in htmx.text


def test_one_is_sent_to_another_page_with_and_without_htmx(with_fragments: Client) -> None:
    assert with_fragments.post("/elsewhere").headers["location"] == "/help"
    assert with_fragments.post("/elsewhere", headers={"HX-Request": "true"}).headers["hx-redirect"] == "/help"
