"""Settings every service shares, read from `AZURAFORGE_*` variables and refused with their names."""

from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ENV_PREFIX = "AZURAFORGE_"
_DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
_REDIS_SCHEMES = ("redis", "rediss", "unix", "redis+socket")


class SettingsError(SystemExit):
    """A setting has a value that cannot work: the process ends with the message and status 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CoreSettings(BaseSettings):
    """Where the data, the database, the broker and the artifacts are."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(default=Path("var"), description="Folder of everything one machine keeps.")
    database_url: SecretStr | None = Field(default=None, description="Default: SQLite in the data folder.")
    redis_url: SecretStr = Field(default=SecretStr("redis://127.0.0.1:6379/0"))
    artifacts_url: str | None = Field(default=None, description="Default: a folder in the data folder.")

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        path = value.expanduser().resolve()
        if path.exists() and not path.is_dir():
            raise ValueError(f"{path} is a file; give a folder")
        return path

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and urlsplit(value.get_secret_value()).scheme not in _DATABASE_SCHEMES:
            raise ValueError("give sqlite:////path/to/file.db or postgresql://user:password@host/name")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: SecretStr) -> SecretStr:
        if urlsplit(value.get_secret_value()).scheme not in _REDIS_SCHEMES:
            raise ValueError("give redis://[:password@]host:port/db, rediss://... or unix:///path/to/socket")
        return value

    @field_validator("artifacts_url")
    @classmethod
    def _known_store(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme != "file" or not urlsplit(value).path):
            raise ValueError("give file:///path/to/folder")
        return value

    @model_validator(mode="after")
    def _sqlite_folder_is_local(self) -> Self:
        if self.database_dsn.startswith("sqlite:") and not self.database_dsn.startswith("sqlite:///"):
            raise ValueError("database_url: an SQLite address has three slashes and a path")
        return self

    @property
    def database_dsn(self) -> str:
        """The SQLAlchemy URL, with psycopg 3 as PostgreSQL's driver."""
        if self.database_url is None:
            return f"sqlite:///{self.data_dir / 'azuraforge.db'}"
        url = self.database_url.get_secret_value()
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def artifacts_root(self) -> Path:
        """The folder of the local artifact store."""
        if self.artifacts_url is None:
            return self.data_dir / "artifacts"
        return Path(urlsplit(self.artifacts_url).path)

    @property
    def redis_client_url(self) -> str:
        """The broker's URL in redis-py's spelling."""
        url = self.redis_url.get_secret_value()
        return url.replace("redis+socket://", "unix://", 1)

    @property
    def celery_broker_url(self) -> str:
        """The broker's URL in Celery's spelling."""
        url = self.redis_url.get_secret_value()
        if not url.startswith(("unix://", "redis+socket://")):
            return url
        return f"redis+socket://{urlsplit(url).path}?virtual_host=0"


SettingsType = TypeVar("SettingsType", bound=BaseSettings)


def load_settings(settings: type[SettingsType]) -> SettingsType:
    """Read the settings from the environment, or raise `SettingsError` naming each wrong variable."""
    try:
        return settings()
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_input=False, include_url=False):
            where = "_".join(str(part) for part in problem["loc"])
            name = f"{ENV_PREFIX}{where.upper()}" if where else "AzuraForge settings"
            lines.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
        raise SettingsError("\n".join(lines)) from None
