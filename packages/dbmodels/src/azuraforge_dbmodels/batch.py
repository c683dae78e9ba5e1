"""Batches: many jobs that try, to be compared."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, UtcDateTime, json_type, new_id, utc_now


class Batch(SQLModel, table=True):
    """A search: what was asked for. Its state and counts are derived from its jobs."""

    __tablename__ = "batch"
    __table_args__ = (Index("ix_batch_owner_id_created_at_id", "owner_id", "created_at", "id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    owner_id: str = Field(foreign_key="user_account.id", max_length=ID_LENGTH)
    kind: str = Field(max_length=16, description="A `JobKind`: experiment or generation.")
    name: str = Field(max_length=255)
    notes: str | None = Field(default=None, sa_type=Text)
    pipeline: str | None = Field(default=None, max_length=64)
    dataset_id: str | None = Field(default=None, foreign_key="dataset.id", index=True, max_length=ID_LENGTH)
    request: dict[str, Any] = Field(
        sa_type=json_type(), description="As accepted: target, time_column, config, search, seed."
    )
    objective_metric: str = Field(max_length=64)
    objective_direction: str = Field(max_length=16)
    job_count: int
    parallelism: int | None = Field(default=None, description="Most of its jobs at a time; null = no limit.")
    cancel_requested: bool = Field(default=False)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
