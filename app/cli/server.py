"""`hta serve` and `hta demo`: the web server."""

import errno
import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated, Any

import typer

from app.errors import RuleBroken
from app.settings import Settings, read_settings

Host = Annotated[
    str | None, typer.Option(help="Address to serve on, instead of HTA_HOST.", show_default=False)
]
Port = Annotated[int | None, typer.Option(help="Port to serve on, instead of HTA_PORT.", show_default=False)]


def serve(host: Host = None, port: Port = None) -> None:
    """Serve an office's own database, which `hta migrate` has brought up to date.

    Example: HTA_DATABASE_URL=postgresql+psycopg://hta@localhost/hta hta serve
    """
    from app.cli.database import engine_of, ensure_migrated
    from app.cli.demo import ensure_nobody_of_the_demo

    settings = read_settings(**_given(host=host, port=port))
    listening = listen(settings)
    settings.make_data_dir()
    with engine_of(settings) as engine:
        ensure_migrated(engine)
        if not settings.demo:
            ensure_nobody_of_the_demo(engine)
    run(settings, listening)


def demo(host: Host = None, port: Port = None) -> None:
    """Serve a demo: set up the database, load the samples if it is empty, say whom to sign in as.

    Example: HTA_PORT=8001 hta demo
    """
    from app.cli.database import engine_of, move_to
    from app.cli.demo import OFFICE_NAME, load_samples_if_empty, whom_to_sign_in_as

    settings = read_settings(demo=True, **_given(host=host, port=port))
    if "office_name" not in settings.model_fields_set:
        settings = settings.model_copy(update={"office_name": OFFICE_NAME})
    listening = listen(settings)
    settings.make_data_dir()
    with engine_of(settings) as engine:
        move_to(engine, "head")
        load_samples_if_empty(engine, settings)
        for line in whom_to_sign_in_as(engine, settings):
            print(line)
    if not ip_address(listening.getsockname()[0]).is_loopback:
        print("Whoever can reach this machine can sign in with that password: keep nothing real in the demo.")
    run(settings, listening)


def listen(settings: Settings) -> socket.socket:
    """A socket on the address and port of the settings, taken before anything else is done.

    RuleBroken when it cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(2048)
    except OSError as refusal:
        listening.close()
        if refusal.errno == errno.EADDRINUSE:
            raise RuleBroken(
                f"Port {settings.port} on {settings.host} is in use already: stop what uses it, "
                f"or set HTA_PORT to another, such as HTA_PORT={settings.port % 65535 + 1}."
            ) from refusal
        raise RuleBroken(
            f"Cannot serve on {settings.host}, port {settings.port} ({refusal.strerror or refusal}): "
            "set HTA_HOST or HTA_PORT to another."
        ) from refusal
    return listening


def run(settings: Settings, listening: socket.socket) -> None:
    """Serve until stopped."""
    import uvicorn

    from app.main import create_app

    class Server(uvicorn.Server):
        """Ends the streams of open pages first: they would never end by themselves."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await app.state.feed.stop()
            await super().shutdown(sockets)

    app = create_app(settings)
    host, port = listening.getsockname()[:2]
    print(f"Holding to Account is served on http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)
    server = Server(
        uvicorn.Config(
            app,
            log_level="warning" if settings.demo and settings.log_level == "info" else settings.log_level,
            proxy_headers=bool(settings.trusted_proxy),
            forwarded_allow_ips=settings.trusted_proxy or None,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
    )
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it
        server.run(sockets=[listening])


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def add_to(command: typer.Typer) -> None:
    command.command("serve")(serve)
    command.command("demo")(demo)
