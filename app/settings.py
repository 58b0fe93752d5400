"""Every environment variable that the product reads, typed, in one class; nothing else reads any."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    session_hours: Annotated[int, Field(ge=1, le=24 * 31)] = Field(
        12, description="Hours without a request after which a sign-in ends."
    )
    upload_limit_mb: Annotated[int, Field(ge=1, le=500)] = Field(
        25, description="Largest file that can be brought in, in megabytes."
    )
    log_level: str = Field("info", description="critical, error, warning, info or debug.")

    @field_validator("log_level")
    @classmethod
    def _known_log_level(cls, value: str) -> str:
        if value.lower() not in {"critical", "error", "warning", "info", "debug"}:
            raise ValueError("must be critical, error, warning, info or debug")
        return value.lower()

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
        name = "HTA_" + "_".join(str(part) for part in first["loc"]).upper()
        raise RuleBroken(
            f"The setting {name} is wrong: {first['msg'].removeprefix('Value error, ')}."
        ) from wrong
