"""A real mail server for tests: it takes letters, or refuses them as it is told."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.settings import Settings

CERTIFICATE = Path(__file__).with_name("mail_server.pem")
"""For localhost, signed by itself; its key is known to everybody and good for nothing else."""

SENDER = "no-reply@northfold.example"


class Letterbox:
    """What came in, as the server took it. `says` answers each letter; "250 …" takes it."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.tries = 0
        self.says: Callable[[str], str] = lambda _to: "250 taken"
        self.says_of_reader: Callable[[str], str] = lambda _to: "250 known"
        self.signed_in: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 (its interface)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answer = self.says_of_reader(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        else:
            self.tries += 1
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the same)
        self.tries += 1
        answer = self.says(envelope.rcpt_tos[0])
        if answer.startswith("2"):
            self.raw.append(envelope.content)
            self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        return answer

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == b"quiet words"
        if right:
            self.signed_in.append(given.login)
        return AuthResult(success=right, handled=False)

    @property
    def letters(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        return [message_from_bytes(raw, policy=default) for raw in self.raw]

    @property
    def texts(self) -> list[str]:
        """The words of each letter."""
        return [letter.get_content() for letter in self.letters]


@contextmanager
def mail_server(
    security: Literal["none", "starttls", "tls"] = "none", *, signs_in: bool = False
) -> Iterator[tuple[Letterbox, Settings]]:
    """A server on a free port, and settings that lead to it."""
    box = Letterbox()
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0, "server_hostname": "localhost"}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    if security == "tls":
        options["ssl_context"] = context
    elif security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if signs_in:
        options |= {"authenticator": box.authenticate, "auth_required": True}
        options["auth_require_tls"] = security == "starttls"
    controller = _Controller(box, **options)
    controller.start()
    try:
        yield (
            box,
            Settings(
                site_address="https://minutes.northfold.example",
                smtp_host="localhost",
                smtp_port=controller.taken_port,
                smtp_security=security,
                smtp_sender=SENDER,
                smtp_timeout_seconds=5,
            ),
        )
    finally:
        controller.stop()


class _Controller(Controller):
    """Takes a free port and says which."""

    @property
    def taken_port(self) -> int:
        assert isinstance(self.server, asyncio.Server)
        return int(self.server.sockets[0].getsockname()[1])

    def _trigger_server(self) -> None:
        self.port = self.taken_port
        super()._trigger_server()  # type: ignore[no-untyped-call]
