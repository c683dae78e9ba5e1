"""Limits of runs: what a request may ask for, and what the operator grants.

A worker has limits of its own on top (`AZURAFORGE_WORKER_TIME_LIMIT_SECONDS` and so on), which the API can't
know: the tighter one counts.
"""

from azuraforge_contracts.errors import FieldError
from pydantic import BaseModel, ConfigDict, Field

from azuraforge_api.errors import InvalidRequestError
from azuraforge_api.settings import MIN_RUN_MEMORY_MB, ApiSettings


class LimitTooHighError(InvalidRequestError):
    """The operator allows less."""

    code, title = "limit_too_high", "The limit is higher than allowed"


class RunLimits(BaseModel):
    """Bounds of one run, past which it fails with `time_limit` or `out_of_memory`."""

    model_config = ConfigDict(extra="forbid")

    seconds: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="Longest run time; the operator's default if left out."
    )
    memory_mb: int | None = Field(
        default=None,
        ge=MIN_RUN_MEMORY_MB,
        le=2**31 - 1,
        description="Most resident memory in MiB of the run's process and all it starts, its libraries (some "
        "250 MiB) and the dataset included; the operator's default if left out.",
    )


def granted_limits(asked: RunLimits | None, settings: ApiSettings) -> RunLimits:
    """What applies to a run: what was asked for, else the operator's default, else what is allowed at most.

    Raises `LimitTooHighError` where more is asked for than is allowed.
    """
    asked = asked or RunLimits()
    return RunLimits(
        seconds=_granted("seconds", asked.seconds, settings.default_run_seconds, settings.max_run_seconds),
        memory_mb=_granted(
            "memory_mb", asked.memory_mb, settings.default_run_memory_mb, settings.max_run_memory_mb
        ),
    )


def _granted(field: str, asked: int | None, default: int | None, most: int | None) -> int | None:
    if asked is None:
        return most if default is None else default
    if most is not None and asked > most:
        message = f"{asked:,} is more than the {most:,} allowed here; ask for less, or leave it out."
        raise LimitTooHighError(
            f"limits.{field}: {message}", (FieldError(("body", "limits", field), message),)
        )
    return asked
