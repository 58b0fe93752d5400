"""Progress updates in a browser: what a body sees of its recommendations, and what the office does with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.dependencies import get_moment, get_today
from app.models.people import User
from app.models.progress_updates import ProgressDraft
from app.models.recommendations import Part, ProgressUpdate, Recommendation, Responsibility, UpdateState
from tests.conftest import Office, Statements
from tests.page import Client, Page
from tests.story import Story

TODAY = date(2025, 5, 12)
AT = datetime(2025, 5, 12, 15, 41, tzinfo=UTC)
PDF = b"%PDF-1.7\nfigures"


@pytest.fixture(autouse=True)
def today(app: FastAPI) -> None:
    app.dependency_overrides[get_today] = lambda: TODAY
    app.dependency_overrides[get_moment] = lambda: AT


def of_the_force(session: Session, office: Office, *references: str) -> list[Recommendation]:
    story = Story(session, session.get_one(User, office.minute_taker.id))
    found = [story.recommendation(one) for one in references]
    for one in found:
        session.add(Responsibility(recommendation_id=one.id or 0, organisation_id=office.force.id or 0))
    session.commit()
    return found


@pytest.fixture
def address(engine: Engine, office: Office, app: object) -> str:
    """The page of the updates on recommendation 8, which the force leads; 9 is nobody's."""
    with Session(engine, expire_on_commit=False) as session:
        Story(session, session.get_one(User, office.minute_taker.id)).recommendation("9")
        return f"/recommendations/{of_the_force(session, office, '8')[0].id}/updates"


def filled(page: Page, **more: str) -> dict[str, str]:
    """The form as a browser without scripts would send it."""
    form = page.css("#response")[0]
    sent = {
        field.attributes["name"]: field.attributes.get("value") or ""
        for field in form.css("input[type=hidden]")
    }
    sent["text"] = form.css("textarea[name=text]")[0].text().strip()
    return sent | more


def give(client: Client, address: str, text: str = "Two teams trained.", rating: str = "Under way") -> Page:
    form = filled(client.get_page(address), text=text, rating=rating)
    return client.post_page(f"{address}/give", form)


def number(page: Page) -> str:
    return str(page.css("section.tr--u")[0].attributes["id"]).removeprefix("update-")


def test_a_body_posts_an_update_with_evidence_and_the_office_verifies_it(
    force_officer: Client, minute_taker: Client, address: str
) -> None:
    form = filled(force_officer.get_page(address), text="Two teams trained.", rating="Complete")
    force_officer.post(f"{address}/files", data=form, files={"file": ("plan.pdf", PDF, "application/pdf")})
    page = force_officer.get_page(address)
    assert "plan.pdf" in page.text
    assert page.css("textarea[name=text]")[0].text().strip() == "Two teams trained."
    assert "plan.pdf" not in minute_taker.get_page(address).text
    page = force_officer.post_page(f"{address}/give", filled(page, rating="Complete"))
    assert "Neither verified nor queried yet" in page.text
    waiting = minute_taker.get_page("/progress-updates")
    assert "1 update waits to be verified or queried" in waiting.text
    assert "Northfold Police on recommendation 8: complete" in waiting.text
    page = minute_taker.get_page(address)
    file = page.links()["plan.pdf"]
    assert minute_taker.get(file).content == PDF
    assert minute_taker.get(file).headers["content-disposition"].startswith("attachment")
    minute_taker.post_page(f"/progress-updates/{number(page)}/verify", {"remark": ""})
    assert "Verified by the Commissioner’s office" in force_officer.get_page(address).text
    assert "Every update that a body has sent was verified or queried" in (
        minute_taker.get_page("/progress-updates").text
    )


def test_a_body_sees_the_recommendations_it_leads_or_shares_and_no_other(
    force_officer: Client, other_force_officer: Client, address: str, engine: Engine
) -> None:
    page = force_officer.get_page("/progress-updates")
    assert "Northfold Police leads or shares 1 recommendation. Nothing was said yet of 1." in page.text
    assert "IIHR 9" not in page.text
    with Session(engine) as session:
        nine = session.exec(select(Recommendation).where(Recommendation.reference == "9")).one().id
    for client, there in (
        (force_officer, f"/recommendations/{nine}/updates"),
        (other_force_officer, address),
    ):
        client.get_page(there, status=404)
        for part in ("", "/give"):
            reply = client.post(f"{there}{part}", data={"text": "Mine", "rating": "Complete"})
            assert reply.status_code == 404
        reply = client.post(f"{there}/files", files={"file": ("a.pdf", PDF, "application/pdf")})
        assert reply.status_code == 404


def test_a_partner_does_not_read_what_the_lead_said(
    force_officer: Client, other_force_officer: Client, address: str, engine: Engine, office: Office
) -> None:
    with Session(engine) as session:
        eight = session.exec(select(Recommendation).where(Recommendation.reference == "8")).one()
        session.add(
            Responsibility(
                recommendation_id=eight.id or 0, organisation_id=office.council.id or 0, part=Part.PARTNER
            )
        )
        session.commit()
    give(force_officer, address, "The force’s own words.")
    assert "The force’s own words." not in other_force_officer.get_page(address).text
    assert "Partner" in other_force_officer.get_page("/progress-updates").text


def test_a_queried_update_says_what_was_asked_and_is_answered_by_another(
    force_officer: Client, minute_taker: Client, address: str
) -> None:
    give(force_officer, address)
    update = number(minute_taker.get_page(address))
    page = minute_taker.post_page(f"/progress-updates/{update}/query", {"question": " "}, status=422)
    assert "Write what you ask." in page.text
    minute_taker.post_page(f"/progress-updates/{update}/query", {"question": "And Sallow?"})
    assert "“And Sallow?”" in force_officer.get_page(address).text
    assert "Answer" in force_officer.get_page("/progress-updates").text
    page = give(force_officer, address, "Sallow too.")
    assert page.text.index("Sallow too.") < page.text.index("Two teams trained.")


def test_what_was_typed_is_kept_when_an_update_cannot_be_sent(force_officer: Client, address: str) -> None:
    form = filled(force_officer.get_page(address), text="Half of it", rating="")
    page = force_officer.post_page(f"{address}/give", form, status=422)
    assert "Choose how far it has come." in page.text
    assert page.css("textarea[name=text]")[0].text().strip() == "Half of it"
    assert "Half of it" in force_officer.get_page(address).css("textarea[name=text]")[0].text()


def test_a_draft_is_saved_as_it_is_typed_and_only_its_body_knows_of_it(
    force_officer: Client, minute_taker: Client, address: str, engine: Engine
) -> None:
    form = filled(force_officer.get_page(address), text="Half of it")
    reply = force_officer.post(address, data=form, headers={"HX-Request": "true"})
    assert "Draft saved 16:41" in reply.text
    with Session(engine) as session:
        assert session.exec(select(ProgressDraft)).one().text == "Half of it"
        assert not session.exec(select(ProgressUpdate)).all()
    for there in (address, "/progress-updates", address.removesuffix("/updates")):
        assert "Half of it" not in minute_taker.get_page(there).text


def test_both_texts_stand_there_when_a_colleague_was_faster(force_officer: Client, address: str) -> None:
    first, second = force_officer.get_page(address), force_officer.get_page(address)
    force_officer.post(address, data=filled(first, text="Hers"))
    page = force_officer.post_page(address, filled(second, text="His"), status=409)
    assert "A colleague saved another draft while you were writing" in page.text
    assert "Hers" in page.css("blockquote")[0].text()
    assert page.css("textarea[name=text]")[0].text().strip() == "His"


def test_words_that_look_like_markup_stay_words(
    force_officer: Client, minute_taker: Client, address: str
) -> None:
    give(force_officer, address, "<script>alert(1)</script> & more")
    for client in (force_officer, minute_taker):
        assert "<script>alert(1)" not in client.get_page(address).html
        assert "<script>alert(1)</script> & more" in client.get_page(address).text


@pytest.mark.parametrize("who", ["minute_taker", "force_officer"])
def test_its_pages_ask_the_database_equally_often_for_3_updates_and_for_300(
    who: str,
    sign_in: Callable[[str], Client],
    address: str,
    engine: Engine,
    office: Office,
    statements: Statements,
) -> None:
    client = sign_in(who)

    def fill(some: range) -> None:
        with Session(engine, expire_on_commit=False) as session:
            eight = session.exec(select(Recommendation).where(Recommendation.reference == "8")).one()
            others = of_the_force(session, office, *(f"20.{at}" for at in some))
            for one in (*others, *[eight] * len(some)):
                session.add(
                    ProgressUpdate(
                        recommendation_id=one.id or 0, organisation_id=office.force.id, made_on=TODAY,
                        text="Said.", rating="Complete", recorded_at=AT, writer=f"{one.id}",
                        by_id=office.users["force_officer"].id, state=UpdateState.GIVEN,
                    )
                )  # fmt: skip
            session.commit()

    counted = []
    for some in (range(3), range(3, 300)):
        fill(some)
        statements.seen.clear()
        client.get_page(address)
        client.get_page("/progress-updates")
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_a_query_stands_on_the_page_of_what_is_owed_and_an_update_on_the_office_s_first_page(
    force_officer: Client, minute_taker: Client, address: str
) -> None:
    assert "Say how 1 recommendation that you lead or share goes" in force_officer.get_page("/owed").text
    give(force_officer, address)
    home = minute_taker.get_page("/")
    assert "One progress update waits to be read." in home.text
    assert "Northfold Police on recommendation 8: under way" in home.text
    update = number(minute_taker.get_page(address))
    minute_taker.post_page(f"/progress-updates/{update}/query", {"question": "And Sallow?"})
    page = force_officer.get_page("/owed")
    assert "One thing awaits an answer." in page.text
    assert "“And Sallow?”" in page.text
    assert "progress update" not in minute_taker.get_page("/").text
