"""Every environment variable that the product reads, typed, in one class; nothing else reads any."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.appearance import ACCENT, Logo, read_logo, why_unreadable
from app.errors import RuleBroken

_HERE = Path(__file__).resolve().parent


def _beside_or_inside(folder: str) -> Path:
    """A folder that stands beside `app` in a checkout and inside it in an installed wheel."""
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder


MIGRATIONS = _beside_or_inside("migrations")
SAMPLE_MINUTES = _beside_or_inside("sample_minutes")


class Settings(BaseSettings):
    """What an office can set. Each field is the environment variable HTA_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="HTA_", extra="ignore", frozen=True)

    demo: bool = Field(
        False,
        description="Show the invented people one can sign in as, and say so on every page.",
    )
    demo_password: str = Field(
        "harbour-road",
        min_length=8,
        description="The password of everybody in the demo; printed when it starts.",
    )
    data_dir: Path = Field(Path("data"), description="Folder of the embedded database; made if missing.")
    database_url: str = Field(
        "",
        description="SQLAlchemy address of another database, such as postgresql+psycopg://hta@localhost/hta. "
        "Empty: SQLite, the file hta.db in HTA_DATA_DIR.",
    )
    host: str = Field("127.0.0.1", description="Address to serve on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8000, description="Port to serve on; 0 takes one that is free."
    )
    trusted_proxy: str = Field(
        "",
        description="Address of the proxy in front; its X-Forwarded-For and X-Forwarded-Proto are believed.",
    )
    office_name: str = Field(
        "Office of the Police and Crime Commissioner",
        description="The office's name.",
    )
    accent_colour: str = Field(
        ACCENT,
        description="The office's colour for links and marks, such as #14505c; refused where words in it "
        "could not be read on white.",
    )
    logo: Path | None = Field(
        None, description="The office's logo, a PNG or JPEG file, shown above what is published."
    )
    site_address: str = Field(
        "",
        description="The address people reach the product at, such as https://minutes.example.org: "
        "letters and calendars link to it. Empty: where it is served.",
    )
    smtp_host: str = Field(
        "", description="The mail server that takes letters. Empty: letters are kept in the outbox."
    )
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = Field(587, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the connection is encrypted: starttls, tls from the start, or none.",
    )
    smtp_user: str = Field("", description="Whom to sign in as at the mail server; empty: nobody.")
    smtp_password: SecretStr = Field(SecretStr(""), description="The password of HTA_SMTP_USER.")
    smtp_sender: str = Field("", description="The address that letters come from; needed with HTA_SMTP_HOST.")
    smtp_timeout_seconds: Annotated[int, Field(ge=1, le=60)] = Field(
        20, description="How long each answer of the mail server is waited for."
    )
    session_hours: Annotated[int, Field(ge=1, le=24 * 31)] = Field(
        12, description="Hours without a request after which a sign-in ends."
    )
    upload_limit_mb: Annotated[int, Field(ge=1, le=500)] = Field(
        25, description="Largest file that can be brought in, in megabytes."
    )
    soffice: str = Field(
        "",
        description="LibreOffice's program, which makes PDFs. Empty: where the system finds it; none: no PDFs.",
    )
    log_level: str = Field("info", description="critical, error, warning, info or debug.")

    @field_validator("log_level")
    @classmethod
    def _known_log_level(cls, value: str) -> str:
        if value.lower() not in {"critical", "error", "warning", "info", "debug"}:
            raise ValueError("must be critical, error, warning, info or debug")
        return value.lower()

    @field_validator("accent_colour")
    @classmethod
    def _a_readable_colour(cls, value: str) -> str:
        if not re.fullmatch("#[0-9a-fA-F]{6}", value):
            raise ValueError("must be a colour such as #14505c")
        if why_not := why_unreadable(value):
            raise ValueError(why_not)
        return value.lower()

    @field_validator("logo", mode="before")
    @classmethod
    def _none_when_empty(cls, value: object) -> object:
        return value or None

    @field_validator("logo")
    @classmethod
    def _a_picture(cls, value: Path | None) -> Path | None:
        try:
            if value is not None:
                read_logo(value)
        except RuleBroken as why_not:
            raise ValueError(str(why_not)) from why_not
        return value

    @field_validator("site_address")
    @classmethod
    def _an_address_of_the_web(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
            raise ValueError("must be an address such as https://minutes.example.org, or empty")
        return value.rstrip("/")

    @field_validator("smtp_sender")
    @classmethod
    def _an_address_of_mail(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+", value):
            raise ValueError("must be an address such as no-reply@example.org, or empty")
        return value

    @model_validator(mode="after")
    def _mail_is_set_whole(self) -> Self:
        if self.smtp_host and not self.smtp_sender:
            raise PydanticCustomError("mail", "HTA_SMTP_SENDER is needed with HTA_SMTP_HOST")
        if self.smtp_user and self.smtp_security == "none":
            raise PydanticCustomError(
                "mail",
                "HTA_SMTP_USER needs HTA_SMTP_SECURITY to be starttls or tls: a password is never sent bare",
            )
        return self

    @property
    def site(self) -> str:
        """Where links lead that are read outside a request; never ends in a stroke."""
        return self.site_address or f"http://{self.host}:{self.port}"

    @property
    def has_own_colour(self) -> bool:
        return self.accent_colour != ACCENT

    @property
    def office_logo(self) -> Logo | None:
        """Read when the product starts; a file changed later is taken up when it starts again."""
        return read_logo(self.logo) if self.logo else None

    @property
    def sends_letters(self) -> bool:
        """Whether a mail server is set."""
        return bool(self.smtp_host)

    @property
    def database(self) -> str:
        """The SQLAlchemy address that is really used."""
        return self.database_url or f"sqlite:///{self.data_dir / 'hta.db'}"

    @property
    def upload_limit(self) -> int:
        """In bytes."""
        return self.upload_limit_mb * 1024 * 1024

    def make_data_dir(self) -> None:
        """Make the folder of the embedded database. RuleBroken where it cannot be made or written to."""
        if self.database_url:
            return
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            probe = self.data_dir / ".writable"
            probe.touch()
            probe.unlink()
        except OSError as refusal:
            raise RuleBroken(
                f"The folder {self.data_dir} cannot be written to ({refusal.strerror}): "
                "set HTA_DATA_DIR to a folder that can."
            ) from refusal


def read_settings(**given: Any) -> Settings:
    """The settings of this environment, but for those given. RuleBroken names the variable that is wrong."""
    try:
        return Settings(**given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        if not first["loc"]:
            raise RuleBroken(f"The settings do not go together: {first['msg']}.") from wrong
        name = "HTA_" + "_".join(str(part) for part in first["loc"]).upper()
        raise RuleBroken(
            f"The setting {name} is wrong: {first['msg'].removeprefix('Value error, ')}."
        ) from wrong
