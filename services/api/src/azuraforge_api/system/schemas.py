"""Bodies of the operations on the installation itself."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Health(BaseModel):
    """The process answers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})
    status: Literal["ok"] = "ok"


class Check(BaseModel):
    """One part the installation needs."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ok": True, "detail": "1 worker"}]})
    ok: bool
    detail: str = Field(description="What was found, or what is wrong.")


class Readiness(BaseModel):
    """What works; `degraded` = requests are served, but queued work waits."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "degraded",
                    "database": {"ok": True, "detail": "at revision 0001"},
                    "redis": {"ok": True, "detail": "answers"},
                    "workers": {"ok": False, "detail": "no worker for llm; compute: 1 worker, 2 slots"},
                }
            ]
        }
    )
    status: Literal["ok", "degraded", "down"]
    database: Check
    redis: Check
    workers: Check


class Limits(BaseModel):
    """The most this installation accepts."""

    max_upload_bytes: int
    max_body_bytes: int
    max_batch_jobs: int
    max_queued_jobs: int = Field(description="Of one user.")
    max_sockets: int = Field(description="Of one user.")
    default_run_seconds: int | None = Field(description="Time limit of runs that name none; null = none.")
    max_run_seconds: int | None = Field(description="Highest time limit a run may name; null = any.")
    default_run_memory_mb: int | None = Field(
        description="Memory limit of runs that name none; null = the worker's."
    )
    max_run_memory_mb: int | None = Field(description="Highest memory limit a run may name; null = any.")


class Sandbox(BaseModel):
    """Whether generated code can be run in isolation."""

    available: bool
    detail: str


class SystemInfo(BaseModel):
    """The installation: its version, limits and abilities."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": "0.1.0",
                    "limits": {
                        "max_upload_bytes": 1073741824,
                        "max_body_bytes": 1048576,
                        "max_batch_jobs": 10000,
                        "max_queued_jobs": 50000,
                        "max_sockets": 200,
                        "default_run_seconds": 600,
                        "max_run_seconds": 3600,
                        "default_run_memory_mb": None,
                        "max_run_memory_mb": 4096,
                    },
                    "sandbox": {
                        "available": False,
                        "detail": "This version runs no generated code.",
                    },
                }
            ]
        }
    )
    version: str
    limits: Limits
    sandbox: Sandbox
