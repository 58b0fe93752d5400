"""Letters are sent from the database once each, through a real mail server, whatever goes wrong on the way."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import ticker
from app.db import make_engine, now, transaction
from app.errors import RuleBroken
from app.models.letters import Letter, LetterState, Notice
from app.models.people import Role, User
from app.services import actions, letters
from app.services.letters import gathering
from app.settings import Settings, read_settings
from tests.conftest import Office
from tests.mail_server import CERTIFICATE, SENDER, mail_server
from tests.story import Story
from tests.test_setup import assert_refused, hta

pytestmark = pytest.mark.both_databases

NOON = datetime(2025, 5, 14, 11, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)
OFFICER = "force_officer@northfold.example"


@pytest.fixture
def queue(engine: Engine, office: Office) -> Callable[..., None]:
    """Puts one letter into the queue for each of so many people of the force; due at LATER."""

    def fill(people: int = 1, at: datetime = NOON) -> None:
        with Session(engine, expire_on_commit=False) as session:
            for number in range(1, people):
                session.add(
                    User(
                        email=f"officer{number}@northfold.example",
                        name=f"Officer {number}",
                        role=Role.BODY,
                        organisation_id=office.force.id or 0,
                        created_at=now(),
                    )
                )
            story = Story(session, office.minute_taker)
            meeting = story.meeting(at.date(), shared=True)
            story.raises(story.section(meeting, "1", "Homes"), "to report", "Northfold Police")
            session.commit()
        ticker.make(engine, at=at)

    return fill


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the test server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def send(engine: Engine, settings: Settings, at: datetime = LATER) -> ticker.Account:
    return ticker.send(engine, settings, clock=lambda: at)


def states(engine: Engine) -> list[LetterState]:
    with Session(engine) as session:
        return [letter.state for letter in session.exec(select(Letter).order_by(col(Letter.id)))]


def only(engine: Engine) -> Letter:
    with Session(engine) as session:
        return session.exec(select(Letter)).one()


# --- a letter --------------------------------------------------------------------------------------------


def test_a_letter_arrives_as_plain_mail_with_all_that_belongs_to_it(
    engine: Engine, queue: Callable[..., None]
) -> None:
    queue()
    with mail_server() as (box, settings):
        account = send(engine, settings)
    assert (account.sent, states(engine)) == (1, [LetterState.SENT])
    assert box.envelopes == [(SENDER, [OFFICER])]
    [letter] = box.letters
    assert letter.get_content_type() == "text/plain"
    assert letter["From"] == f"Office of the Police and Crime Commissioner <{SENDER}>"
    assert letter["To"] == f"Force officer <{OFFICER}>"
    assert letter["Subject"] == "Action 1/2025: assigned to your organisation"
    assert letter["Date"].datetime == LATER
    assert letter["Message-ID"] == f"<{only(engine).message_id}@northfold.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://minutes.northfold.example/letters/choices>"
    assert "https://minutes.northfold.example/actions/1\n" in letter.get_content().replace("\r\n", "\n")
    assert "Choose what you are told of" in letter.get_content()


def test_a_letter_is_sent_once_however_often_one_sends(engine: Engine, queue: Callable[..., None]) -> None:
    queue()
    with mail_server() as (box, settings):
        for minutes in range(0, 4000, 500):
            send(engine, settings, LATER + timedelta(minutes=minutes))
    assert len(box.raw) == 1


def test_a_letter_does_not_go_before_its_time(engine: Engine, queue: Callable[..., None]) -> None:
    queue()
    with mail_server() as (box, settings):
        send(engine, settings, NOON + timedelta(minutes=4))
        assert not box.raw
        send(engine, settings, NOON + timedelta(minutes=5))
    assert len(box.raw) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Ann\r\nBcc: all@elsewhere.example",
        "Ann\nSubject: other",
        'Ann" <x@elsewhere.example>, "B',
        "Siân\u2028O’Neill\x00",
        "N" * 5000,
    ],
)
def test_no_name_can_put_anything_into_the_head_of_a_letter(
    engine: Engine, queue: Callable[..., None], name: str
) -> None:
    queue()
    with Session(engine) as session:
        user = session.exec(select(User).where(User.email == OFFICER)).one()
        user.name = name.replace("\x00", "\x01")
        session.add(user)
        session.commit()
    with mail_server() as (box, settings):
        send(engine, settings)
    [letter] = box.letters
    assert box.envelopes == [(SENDER, [OFFICER])]
    assert [one.addr_spec for one in letter["To"].addresses] == [OFFICER]
    assert letter["Bcc"] is None
    assert letter.get_all("Subject") == ["Action 1/2025: assigned to your organisation"]
    assert not letter.defects


def test_a_printed_reference_cannot_either(engine: Engine, office: Office) -> None:
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, office.minute_taker)
        section = story.section(story.meeting(NOON.date(), shared=True), "1", "Homes")
        story.raises(section, "to report", "Northfold Police", reference="7\r\nBcc: all@elsewhere.example")
        session.commit()
    ticker.make(engine, at=NOON)
    with mail_server() as (box, settings):
        send(engine, settings)
    [letter] = box.letters
    assert letter["Bcc"] is None
    assert box.envelopes == [(SENDER, [OFFICER])]


@pytest.mark.parametrize("email", ["a(b)@c.example", "a,b@c.example", "<a@c.example", "a\x01@c.example"])
def test_what_is_no_address_for_mail_is_given_up_and_never_becomes_another(
    engine: Engine, queue: Callable[..., None], email: str
) -> None:
    queue()
    with Session(engine) as session:
        user = session.exec(select(User).where(User.email == OFFICER)).one()
        user.email = email
        session.add(user)
        session.commit()
    with mail_server() as (box, settings):
        account = send(engine, settings)
    assert account.given_up == 1
    assert "Mail cannot be addressed" in account.reason
    assert not box.tries


def test_nothing_is_sent_when_nothing_in_it_stands_any_more(
    engine: Engine, queue: Callable[..., None]
) -> None:
    queue()
    with Session(engine) as session:
        user = session.exec(select(User).where(User.email == OFFICER)).one()
        user.is_active = False
        session.add(user)
        session.commit()
    with mail_server() as (box, settings):
        assert send(engine, settings).sent == 0
    assert not box.raw
    assert states(engine) == [LetterState.NOT_NEEDED]


# --- the way to the mail server --------------------------------------------------------------------------


def test_letters_go_encrypted_and_signed_in(
    engine: Engine, queue: Callable[..., None], trusted: None
) -> None:
    queue()
    with mail_server("starttls", signs_in=True) as (box, settings):
        send(
            engine, settings.model_copy(update={"smtp_user": "hta", "smtp_password": _secret("quiet words")})
        )
        assert box.signed_in == [b"hta"]
    assert len(box.raw) == 1


def test_letters_go_encrypted_from_the_start(
    engine: Engine, queue: Callable[..., None], trusted: None
) -> None:
    queue()
    with mail_server("tls") as (box, settings):
        send(engine, settings)
    assert len(box.raw) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_not_trusted_stops_letters(
    engine: Engine, queue: Callable[..., None], security: str
) -> None:
    queue()
    with mail_server(security) as (box, settings):  # type: ignore[arg-type]
        account = send(engine, settings)
    assert not box.raw
    assert "certificate is not trusted" in account.reason
    assert states(engine) == [LetterState.WAITING]


def test_a_server_that_offers_no_encryption_gets_nothing(engine: Engine, queue: Callable[..., None]) -> None:
    queue()
    with mail_server() as (box, settings):
        account = send(engine, settings.model_copy(update={"smtp_security": "starttls"}))
    assert not box.raw
    assert "HTA_SMTP_SECURITY" in account.reason


def test_a_wrong_password_is_said(engine: Engine, queue: Callable[..., None], trusted: None) -> None:
    queue()
    with mail_server("starttls", signs_in=True) as (box, settings):
        wrong = settings.model_copy(update={"smtp_user": "hta", "smtp_password": _secret("loud words")})
        account = send(engine, wrong)
    assert not box.raw
    assert "HTA_SMTP_USER" in account.reason
    assert "loud words" not in account.reason


def _secret(words: str) -> object:
    return Settings(smtp_password=words).smtp_password


@pytest.fixture
def silent_server() -> Iterator[int]:
    """Takes connections and never says a word."""
    import socket

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_server_that_never_answers_is_not_waited_for_long(
    engine: Engine, queue: Callable[..., None], silent_server: int
) -> None:
    queue()
    settings = Settings(
        smtp_host="127.0.0.1", smtp_port=silent_server, smtp_sender=SENDER, smtp_timeout_seconds=1
    )
    began = time.monotonic()
    account = send(engine, settings)
    assert time.monotonic() - began < 20
    assert "did not answer in time" in account.reason


# --- refusals --------------------------------------------------------------------------------------------


def test_a_letter_refused_for_now_is_tried_again_later_and_later_and_then_given_up(
    engine: Engine, queue: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    queue()
    tried: list[datetime] = []
    with mail_server() as (box, settings):
        box.says = lambda _to: "451 come back later"
        at = LATER
        for _minute in range(60 * 24 * 4 // 5):
            before = box.tries
            send(engine, settings, at)
            if box.tries > before:
                tried.append(at)
            at += timedelta(minutes=5)
            if states(engine) == [LetterState.GIVEN_UP]:
                break
    assert len(tried) == letters.GIVE_UP_AFTER
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits == sorted(waits)
    assert waits[-1] >= timedelta(days=1)
    assert "451 come back later" in only(engine).refusal
    assert "is given up" in caplog.text


def test_an_address_that_is_refused_for_ever_is_given_up_at_once_and_others_still_go(
    engine: Engine, queue: Callable[..., None]
) -> None:
    queue(3)
    with mail_server() as (box, settings):
        box.says_of_reader = lambda to: "550 nobody here" if to == OFFICER else "250 known"
        account = send(engine, settings)
    assert (account.sent, account.given_up) == (2, 1)
    assert sorted(states(engine)) == [LetterState.GIVEN_UP, LetterState.SENT, LetterState.SENT]
    assert f"refused the address {OFFICER}: 550 nobody here" in account.reason


def test_a_letter_that_was_given_up_goes_when_an_administrator_tries_again(
    engine: Engine, queue: Callable[..., None], office: Office
) -> None:
    queue()
    with mail_server() as (box, settings):
        box.says = lambda _to: "554 no"
        send(engine, settings)
        assert states(engine) == [LetterState.GIVEN_UP]
        with Session(engine) as session:
            number = session.exec(select(Letter.id)).one() or 0
            letters.try_again(session, number, at=LATER, by=office.users["administrator"])
            with pytest.raises(RuleBroken):
                letters.try_again(session, number, at=LATER, by=office.users["administrator"])
            session.commit()
        box.says = lambda _to: "250 taken"
        send(engine, settings)
    assert states(engine) == [LetterState.SENT]


def test_a_server_that_is_away_costs_one_try_a_minute_and_not_one_for_each_letter(
    engine: Engine, queue: Callable[..., None]
) -> None:
    queue(5)
    settings = Settings(smtp_host="127.0.0.1", smtp_port=_a_closed_port(), smtp_sender=SENDER)
    account = send(engine, settings)
    assert account.put_off == 1
    assert "The mail server cannot be used" in account.reason
    with Session(engine) as session:
        assert sum(letter.tries for letter in session.exec(select(Letter))) == 1


def _a_closed_port() -> int:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_without_a_mail_server_letters_are_kept_with_their_words_and_never_sent_later(
    engine: Engine, queue: Callable[..., None]
) -> None:
    queue()
    account = send(engine, Settings(site_address="https://minutes.northfold.example"))
    assert (account.sent, account.kept) == (0, 1)
    kept = only(engine)
    assert kept.state == LetterState.KEPT
    assert "https://minutes.northfold.example/actions/1" in kept.words
    with mail_server() as (box, settings):
        send(engine, settings, LATER + timedelta(days=30))
    assert not box.raw


# --- several servers -------------------------------------------------------------------------------------


def test_several_servers_send_each_letter_once(
    database: str, engine: Engine, queue: Callable[..., None]
) -> None:
    queue(24)
    engines = [make_engine(database) for _ in range(4)]
    with mail_server() as (box, settings), ThreadPoolExecutor(4) as pool:
        accounts = list(pool.map(lambda one: send(one, settings), engines))
    for one in engines:
        one.dispose()
    assert sum(account.sent for account in accounts) == 24
    readers = sorted(to for _sender, [to] in box.envelopes)
    assert len(readers) == len(set(readers)) == 24


def test_several_servers_make_each_letter_once(database: str, engine: Engine, office: Office) -> None:
    with Session(engine, expire_on_commit=False) as session:
        story = Story(session, office.minute_taker)
        section = story.section(story.meeting(NOON.date(), shared=True), "1", "Homes")
        for number in range(30):
            story.raises(section, f"to do thing {number}", "Northfold Police", due_on=NOON.date())
        session.commit()
    engines = [make_engine(database) for _ in range(4)]
    together = threading.Barrier(4)

    def look(one: Engine) -> None:
        together.wait()
        for _ in range(3):
            ticker.make(one, at=NOON)
            ticker.remind(one, at=NOON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, engines))
    for one in engines:
        one.dispose()
    with Session(engine) as session:
        assert len(session.exec(select(Letter)).all()) == 1
        assert len(session.exec(select(Notice)).all()) == 60


def test_what_happens_while_letters_are_sent_is_neither_lost_nor_told_twice(
    database: str, engine: Engine, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "WINDOW", timedelta(0))
    monkeypatch.setattr(gathering, "APART", timedelta(0))
    engines = [make_engine(database) for _ in range(3)]
    done = threading.Event()

    def act() -> None:
        for number in range(30):
            with Session(engines[2], expire_on_commit=False) as session:
                owners = actions.resolve_owners(session, ["Northfold Police"])
                action = actions.add(
                    session, wording=f"{number}", raised_on=NOON.date(), owners=owners, by=None
                )
                actions.share(session, action, at=NOON, today=NOON.date(), by=None)
                session.commit()
            ticker.make(engines[2], at=now())
        done.set()

    def send_on(one: Engine) -> None:
        while not done.is_set():
            ticker.send(one, settings)

    with mail_server() as (box, settings):
        with ThreadPoolExecutor(3) as pool:
            sending = [pool.submit(send_on, one) for one in engines[:2]]
            pool.submit(act).result()
            for under_way in sending:
                under_way.result()
        ticker.send(engine, settings)
    for one in engines:
        one.dispose()
    told = [reference for text in box.texts for reference in re.findall(r"- Action (\S+)", text)]
    assert len(told) == len(set(told)) == 30


_SENDER = """
import sys
from datetime import datetime
from app import ticker
from app.db import make_engine
from app.settings import read_settings
settings = read_settings()
at = datetime.fromisoformat(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(ticker.send(make_engine(settings.database), settings, clock=lambda: at).sent)
"""


def test_two_processes_send_each_letter_once(
    database: str, engine: Engine, queue: Callable[..., None]
) -> None:
    queue(20)
    with mail_server() as (box, settings):
        variables = {
            **os.environ,
            "HTA_DATABASE_URL": database,
            "HTA_SMTP_HOST": "localhost",
            "HTA_SMTP_PORT": str(settings.smtp_port),
            "HTA_SMTP_SECURITY": "none",
            "HTA_SMTP_SENDER": SENDER,
        }
        both = [
            subprocess.Popen(
                [sys.executable, "-c", _SENDER, LATER.isoformat()],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables,
            )
            for _ in range(2)
        ]  # fmt: skip
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in both:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()
        sent = [int(one.communicate(timeout=60)[0]) for one in both]
    assert sum(sent) == 20
    readers = [to for _sender, [to] in box.envelopes]
    assert len(readers) == len(set(readers)) == 20


def test_a_letter_whose_server_died_is_taken_up_again_with_the_same_message_id(
    engine: Engine, queue: Callable[..., None]
) -> None:
    queue()
    with transaction(engine) as session:
        claimed = letters.claim(session, at=LATER)
        session.commit()
    assert claimed is not None
    with mail_server() as (box, settings):
        assert send(engine, settings, LATER + timedelta(minutes=14)).sent == 0, "it may still be sending"
        assert send(engine, settings, LATER + timedelta(minutes=16)).sent == 1
    assert box.letters[0]["Message-ID"] == f"<{claimed.message_id}@northfold.example>"
    with transaction(engine) as session:
        assert not letters.sent(session, claimed, heading="", words="", at=LATER), "its claim had run out"


def test_a_letter_that_kills_every_server_is_given_up(engine: Engine, queue: Callable[..., None]) -> None:
    queue()
    at = LATER
    for _ in range(letters.GIVE_UP_AFTER):
        with transaction(engine) as session:
            assert letters.claim(session, at=at) is not None
            session.commit()
        at += timedelta(hours=1)
    with transaction(engine) as session:
        assert letters.claim(session, at=at) is None
        session.commit()
    assert states(engine) == [LetterState.GIVEN_UP]


def test_no_page_waits_while_the_mail_server_does_not_answer(
    engine: Engine, queue: Callable[..., None], silent_server: int
) -> None:
    queue()
    settings = Settings(
        smtp_host="127.0.0.1", smtp_port=silent_server, smtp_sender=SENDER, smtp_timeout_seconds=10
    )
    sending = threading.Thread(target=send, args=(engine, settings))
    sending.start()
    while LetterState.SENDING not in states(engine):
        assert sending.is_alive()
    began = time.monotonic()
    with transaction(engine) as session:  # as a page that saves something
        session.add(User(email="a@b.example", name="A", role=Role.BODY, organisation_id=1, created_at=now()))
        session.commit()
    assert time.monotonic() - began < 5
    assert sending.is_alive()
    sending.join()


# --- without anybody asking ------------------------------------------------------------------------------


def test_a_server_that_runs_sends_letters_by_itself(engine: Engine, queue: Callable[..., None]) -> None:
    queue(at=now() - timedelta(minutes=30))
    with mail_server() as (box, settings):
        service = ticker.Ticker(engine, settings, every=timedelta(milliseconds=50))
        with service.running():
            until = time.monotonic() + 20
            while not box.raw and time.monotonic() < until:
                time.sleep(0.02)
    assert len(box.raw) == 1


def test_a_fault_in_one_tick_does_not_stop_the_next(
    database: str, engine: Engine, queue: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(at=now() - timedelta(minutes=30))
    faults: list[object] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)
    broken = make_engine("sqlite:////nowhere/at/all.db")
    with mail_server() as (box, settings):
        service = ticker.Ticker(broken, settings, every=timedelta(milliseconds=50))
        with service.running():
            until = time.monotonic() + 20
            while not faults and time.monotonic() < until:
                time.sleep(0.02)
            service._engine = engine
            while not box.raw and time.monotonic() < until:
                time.sleep(0.02)
    assert faults
    assert len(box.raw) == 1


def test_cron_can_send_letters_with_a_command(
    database: str, engine: Engine, queue: Callable[..., None], tmp_path: Path
) -> None:
    queue(at=now() - timedelta(minutes=30))
    here = {"HTA_DATABASE_URL": database, "HTA_DATA_DIR": str(tmp_path)}
    with mail_server() as (box, settings):
        mail = {
            "HTA_SMTP_HOST": "localhost",
            "HTA_SMTP_PORT": str(settings.smtp_port),
            "HTA_SMTP_SECURITY": "none",
            "HTA_SMTP_SENDER": SENDER,
        }
        box.says = lambda _to: "554 no"
        refused = hta("mail", "send", **here, **mail)
        assert refused.returncode == 2
        assert "Sent 0, to be tried again 0, given up 1." in refused.stdout
        assert "554 no" in refused.stderr
    assert "none sent" in hta("mail", "send", **here).stdout


def test_settings_for_mail_that_do_not_go_together_are_refused_in_a_sentence() -> None:
    assert_refused(hta("settings", HTA_SMTP_HOST="mail.example.org"), "HTA_SMTP_SENDER")
    assert_refused(
        hta("settings", HTA_SMTP_USER="a", HTA_SMTP_SECURITY="none"), "HTA_SMTP_USER", "never sent bare"
    )
    assert_refused(hta("settings", HTA_SITE_ADDRESS="minutes.example.org"), "HTA_SITE_ADDRESS")
    assert_refused(hta("settings", HTA_SMTP_SENDER="a\r\nBcc: b@c.example"), "HTA_SMTP_SENDER")
    shown = hta("settings", HTA_SMTP_PASSWORD="quiet words").stdout
    assert "HTA_SMTP_PASSWORD=" in shown
    assert "quiet words" not in shown


def test_links_in_letters_lead_to_where_the_product_is_reached() -> None:
    assert read_settings(site_address="https://minutes.example.org/").site == "https://minutes.example.org"
    assert read_settings(host="127.0.0.1", port=8001).site == "http://127.0.0.1:8001"
