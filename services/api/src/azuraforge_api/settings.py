"""The API's settings: the shared ones and its own, read from `AZURAFORGE_*` variables.

A wrong value ends the process at start with the variable's name and what to give instead.
"""

import re
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from azuraforge_contracts.settings import ENV_PREFIX, CoreSettings
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

TOKEN_PATTERN = re.compile(r"af_[A-Za-z0-9_-]{32,}")
MIB = 1024 * 1024
MIN_RUN_MEMORY_MB = 256
"""A run's process takes about this much before it has done anything."""


class ApiSettings(CoreSettings):
    """Where the API listens, who may call it, and how much it accepts."""

    host: str = Field(default="127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        default=None, description="The address people open, where it isn't the one listened on."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="More origins whose pages may call with a cookie, separated by commas."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Proxies whose X-Forwarded-* headers are believed: addresses, with commas."
    )
    dashboard_dir: Path = Field(default=Path("dashboard/dist"), description="The built dashboard.")
    secure_cookies: Literal["auto", "always"] = Field(
        default="auto", description="auto: Secure unless the page came over plain http."
    )
    admin_token: SecretStr | None = Field(
        default=None, description="A personal access token the first admin shall have, for automation."
    )
    log_format: Literal["console", "json"] = Field(default="console", description="How logs are written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info")

    session_days: int = Field(default=30, ge=1, le=365, description="Days a session lives unused.")
    max_body_bytes: int = Field(default=MIB, ge=1024, description="Largest request body, uploads aside.")
    max_upload_bytes: int = Field(default=1024 * MIB, ge=1024, description="Largest uploaded file.")
    max_batch_jobs: int = Field(default=10_000, ge=1, le=1_000_000, description="Most jobs of one batch.")
    max_queued_jobs: int = Field(default=50_000, ge=1, description="Most queued jobs of one user.")
    max_sockets: int = Field(default=200, ge=1, description="Most open sockets of one user.")
    default_run_seconds: int | None = Field(
        default=None, ge=1, description="Longest run where its request names no limit; default: none."
    )
    max_run_seconds: int | None = Field(
        default=None, ge=1, description="Highest time limit a request may name; default: any."
    )
    default_run_memory_mb: int | None = Field(
        default=None,
        ge=MIN_RUN_MEMORY_MB,
        description="Memory of a run (MiB) where its request names no limit; default: the worker's.",
    )
    max_run_memory_mb: int | None = Field(
        default=None,
        ge=MIN_RUN_MEMORY_MB,
        description="Highest memory limit (MiB) a request may name; default: any.",
    )

    @field_validator("admin_token")
    @classmethod
    def _well_formed_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN_PATTERN.fullmatch(value.get_secret_value()):
            raise ValueError("give af_ followed by 32 or more of the characters A-Z a-z 0-9 _ -")
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        _require_web_address(value)
        return value.rstrip("/")

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        origins = tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        for origin in origins:
            _require_web_address(origin)
            if urlsplit(origin).path:
                raise ValueError(f"{origin}: an origin has no path, as in https://host:port")
        return origins

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        addresses = tuple(part.strip() for part in value.split(",") if part.strip())
        for address in addresses:
            try:
                ip_network(address)
            except ValueError:
                raise ValueError(f"{address}: give IP addresses or networks, as in 10.0.0.0/8") from None
        return addresses

    @field_validator("max_run_seconds", "max_run_memory_mb")
    @classmethod
    def _most_is_at_least_the_default(cls, value: int | None, info: ValidationInfo) -> int | None:
        default_name = str(info.field_name).replace("max_", "default_")
        default = info.data.get(default_name)
        if value is not None and default is not None and default > value:
            raise ValueError(f"is below {ENV_PREFIX}{default_name.upper()}, which is {default}")
        return value

    @field_validator("dashboard_dir")
    @classmethod
    def _absolute_folder(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def address(self) -> str:
        """The address people open."""
        if self.public_url:
            return self.public_url
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @cached_property
    def trusted_origins(self) -> frozenset[str]:
        """Origins whose pages may call with a cookie, beside the one the request itself names as host."""
        own = urlsplit(self.address)
        return frozenset({f"{own.scheme}://{own.netloc}", *self.allowed_origins})


def _require_web_address(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"{value!r}: give an address such as https://azuraforge.example")
