"""Handing letters to the mail server (SMTP): encrypted, signed in, within time, one connection for several."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from app.models.letters import Letter
from app.models.people import User
from app.services.letters.wording import CHOICES, Wording
from app.settings import Settings

_POLICY = SMTP.clone(cte_type="7bit", max_line_length=120)
_FOR_EVER = 500
"""From this reply code on a mail server means "never"; from 400 on "not now"."""


class Refused(Exception):  # noqa: N818 (it is named after what happened)
    """A letter could not be handed over; the message says why, for a person.

    `for_ever`: trying again cannot help. `of_server`: it is not this letter's fault, others would fare alike.
    """

    def __init__(self, reason: str, *, for_ever: bool = False, of_server: bool = False) -> None:
        super().__init__(reason)
        self.for_ever = for_ever
        self.of_server = of_server


def as_message(
    letter: Letter, wording: Wording, user: User, *, settings: Settings, at: datetime
) -> EmailMessage:
    """The letter as mail. Raises Refused when the reader's address is none that mail can go to."""
    words = wording.text(reader=user.name, office=settings.office_name, site=settings.site)
    message = addressed(
        letter,
        name=user.name,
        email=user.email,
        heading=wording.subject,
        words=words,
        settings=settings,
        at=at,
    )
    message["List-Unsubscribe"] = f"<{settings.site}{CHOICES}>"
    return message


def addressed(
    letter: Letter, *, name: str, email: str, heading: str, words: str, settings: Settings, at: datetime
) -> EmailMessage:
    """Words as mail to one address. Raises Refused when it is none that mail can go to."""
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = _address(settings.office_name, settings.smtp_sender)
        message["To"] = _address(name, email)
    except (HeaderParseError, ValueError, IndexError) as wrong:
        raise Refused(f"Mail cannot be addressed to “{email}”.", for_ever=True) from wrong
    message["Subject"] = _header(heading)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.message_id}@{settings.smtp_sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(words)
    return message


def _address(name: str, address: str) -> Address:
    found = Address(display_name=_header(name), addr_spec=address)
    if found.addr_spec != address:
        raise ValueError("A part of the address is a comment: the letter would go to somebody else.")
    return found


def _header(words: str) -> str:
    """Words that fit into one header, whatever somebody typed: no line ends, nothing that is not seen."""
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())[:200]


class Post:
    """A way to the mail server of the settings; opened with the first letter, closed at the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._close()

    def send(self, message: EmailMessage, *, to: str) -> None:
        """Returns when the mail server has taken it. Raises Refused."""
        server = self._server or self._open()
        try:
            server.send_message(message, from_addr=self._settings.smtp_sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as refused:
            code, reply = next(iter(refused.recipients.values()))
            raise Refused(
                f"The mail server refused the address {to}: {_said(code, reply)}.", for_ever=code >= _FOR_EVER
            ) from refused
        except smtplib.SMTPDataError as refused:
            raise Refused(
                f"The mail server refused the letter: {_said(refused.smtp_code, refused.smtp_error)}.",
                for_ever=refused.smtp_code >= _FOR_EVER,
            ) from refused
        except smtplib.SMTPNotSupportedError as refused:
            raise Refused(f"The mail server cannot write to {to}.", for_ever=True) from refused
        except (smtplib.SMTPException, OSError) as refused:
            self._close()
            raise _of_server(refused) from refused

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        here, timeout = urlsplit(settings.site).hostname or "localhost", settings.smtp_timeout_seconds
        trusted = ssl.create_default_context()
        host, port = settings.smtp_host, settings.smtp_port
        try:
            if settings.smtp_security == "tls":
                self._server = smtplib.SMTP_SSL(
                    host, port, local_hostname=here, timeout=timeout, context=trusted
                )
            else:
                self._server = smtplib.SMTP(host, port, local_hostname=here, timeout=timeout)
                if settings.smtp_security == "starttls":
                    self._server.starttls(context=trusted)
            if settings.smtp_user:
                self._server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except (smtplib.SMTPException, OSError) as refused:
            self._close()
            raise _of_server(refused) from refused
        return self._server

    def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()


def _of_server(refused: Exception) -> Refused:
    if isinstance(refused, ssl.SSLCertVerificationError):
        why = f"its certificate is not trusted ({refused.verify_message})"
    elif isinstance(refused, smtplib.SMTPNotSupportedError):
        why = "it does not offer what HTA_SMTP_SECURITY or HTA_SMTP_USER asks for"
    elif isinstance(refused, smtplib.SMTPAuthenticationError):
        why = "it refused HTA_SMTP_USER with that password"
    elif isinstance(refused, smtplib.SMTPResponseException):
        why = f"it said {_said(refused.smtp_code, refused.smtp_error)}"
    elif isinstance(refused, TimeoutError) or isinstance(refused.__context__, TimeoutError):
        why = "it did not answer in time"
    else:
        why = f"{refused}" or type(refused).__name__
    return Refused(f"The mail server cannot be used: {_header(why)}.", of_server=True)


def _said(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return _header(f"{code} {words}").rstrip(".")
