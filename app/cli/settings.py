"""`hta settings`: what is set, and where each value would be changed."""

import typer

from app.settings import Settings, read_settings


def show() -> None:
    """Print every setting with its value and what it is for.

    Example: HTA_PORT=8001 hta settings
    """
    settings = read_settings()
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        print(f"HTA_{name.upper()}={_without_password(str(value))}\n    {field.description}")


def _without_password(value: str) -> str:
    """An address such as postgresql://hta:secret@host/hta with its password masked."""
    address, at, host = value.rpartition("@")
    scheme, slashes, user = address.partition("://")
    if not (at and slashes and ":" in user):
        return value
    return f"{scheme}://{user.partition(':')[0]}:***@{host}"


def add_to(command: typer.Typer) -> None:
    command.command("settings")(show)
