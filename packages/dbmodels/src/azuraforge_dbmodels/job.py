"""The job, its numbered events, and the keys that make accepting it repeatable."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, UtcDateTime, json_type, new_id, utc_now


def _turn_index(name: str, *columns: str) -> Index:
    """An index over claimed jobs only: smaller, and never mistaken for one that finds queued jobs."""
    claimed = text("turn IS NOT NULL")
    return Index(name, *columns, sqlite_where=claimed, postgresql_where=claimed)


class Job(SQLModel, table=True):
    """One piece of work of any kind. Only `azuraforge_dbmodels.job_state` writes its state."""

    __tablename__ = "job"
    __table_args__ = (
        # The fair claim walks these: who waits, the oldest of a group (ids sort by time), the last turns.
        Index("ix_job_queue_state_owner_id_batch_id_id", "queue", "state", "owner_id", "batch_id", "id"),
        _turn_index("ix_job_queue_turn", "queue", "turn"),
        _turn_index("ix_job_queue_owner_id_turn", "queue", "owner_id", "turn"),
        _turn_index("ix_job_queue_owner_id_batch_id_turn", "queue", "owner_id", "batch_id", "turn"),
        Index("ix_job_owner_id_created_at_id", "owner_id", "created_at", "id"),
        Index("ix_job_batch_id_state", "batch_id", "state"),
        Index("ix_job_batch_id_number", "batch_id", "number"),
        Index("ix_job_state_lease_until", "state", "lease_until"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    kind: str = Field(max_length=16, description="A `JobKind`.")
    queue: str = Field(default="", max_length=16, description="A `Queue`; its kind's, set by `enqueue`.")
    owner_id: str = Field(foreign_key="user_account.id", max_length=ID_LENGTH)
    batch_id: str | None = Field(default=None, foreign_key="batch.id", max_length=ID_LENGTH)
    number: int | None = Field(default=None, description="Within its batch, from 1.")
    name: str = Field(default="", max_length=255)
    state: str = Field(default="queued", max_length=16, description="A `JobState`.")
    cancel_requested: bool = Field(default=False)
    progress: float | None = Field(default=None)
    attempt: int = Field(
        default=0, description="Claims so far that counted; the running or last attempt's number."
    )
    losses: int = Field(
        default=0, description="Attempts that ended with a lost worker since the last (re)queue by a user."
    )
    turn: int | None = Field(
        default=None,
        sa_type=BigInteger,
        description="Place of its last claim in the queue's order of claims.",
    )
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    queued_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    available_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="Not to be claimed before; null = at once."
    )
    published_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="Last wake-up sent for it."
    )
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    worker_id: str | None = Field(default=None, max_length=ID_LENGTH)
    claim_token: str | None = Field(
        default=None, max_length=64, description="Fences off everyone but the claimer."
    )
    lease_epoch: str | None = Field(
        default=None, max_length=64, description="Which clock the lease counts on."
    )
    lease_until: float | None = Field(default=None, description="Seconds on the lease's clock.")
    error_code: str | None = Field(default=None, max_length=64)
    error_message: str | None = Field(default=None)
    limit_seconds: int | None = Field(default=None, description="Longest attempt; null = the worker's own.")
    limit_memory_mb: int | None = Field(default=None, description="In MiB; null = the worker's own.")
    cpu_seconds: float | None = Field(
        default=None, description="User and system time of the last attempt that ended."
    )
    peak_memory_bytes: int | None = Field(
        default=None, sa_type=BigInteger, description="Most resident memory of the last attempt that ended."
    )


class JobEventRow(SQLModel, table=True):
    """A stored event; see `azuraforge_contracts.events`."""

    __tablename__ = "job_event"

    job_id: str = Field(foreign_key="job.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    attempt: int
    type: str = Field(max_length=16)
    at: datetime = Field(sa_type=UtcDateTime)
    data: dict[str, Any] = Field(sa_type=json_type())


class IdempotencyKey(SQLModel, table=True):
    """Remembers what a request with an `Idempotency-Key` made, in the transaction that made it."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("owner_id", "key"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    owner_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", max_length=ID_LENGTH)
    key: str = Field(max_length=255)
    body_hash: str = Field(max_length=64, description="SHA-256 of method, path and body.")
    resource_id: str = Field(max_length=ID_LENGTH)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)


class WorkerNode(SQLModel, table=True):
    """A worker process that is (or was) up; readiness and wake-ups look at its heartbeat."""

    __tablename__ = "worker_node"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    queue: str = Field(max_length=16)
    host: str = Field(max_length=255)
    pid: int
    slots: int
    busy: int = Field(default=0)
    version: str = Field(max_length=64)
    started_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    lease_epoch: str = Field(max_length=64)
    lease_until: float = Field(description="Seconds on the lease's clock; past it the worker counts as gone.")
    stopping: bool = Field(default=False)
