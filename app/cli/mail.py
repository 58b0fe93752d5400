"""`hta mail`: letters by e-mail, for whoever runs them from cron."""

import typer

from app.errors import RuleBroken
from app.settings import read_settings

mail = typer.Typer(help="Letters by e-mail.", no_args_is_help=True)


@mail.command("send")
def send() -> None:
    """Make the letters that are due and send them; publish minutes whose hour has come. The server does the same every
    minute; both may.

    Example: HTA_SMTP_HOST=mail.example.org HTA_SMTP_SENDER=no-reply@example.org hta mail send
    """
    from app.cli.database import engine_of, ensure_migrated
    from app.ticker import tick

    settings = read_settings()
    settings.make_data_dir()
    with engine_of(settings) as engine:
        ensure_migrated(engine)
        account = tick(engine, settings)
    if settings.sends_letters:
        print(f"Sent {account.sent}, to be tried again {account.put_off}, given up {account.given_up}.")
    else:
        print(f"HTA_SMTP_HOST is not set: {account.kept} kept in the outbox, none sent.")
    if account.reason:
        raise RuleBroken(account.reason)


def add_to(command: typer.Typer) -> None:
    command.add_typer(mail, name="mail")
