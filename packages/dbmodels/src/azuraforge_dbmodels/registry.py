"""The model registry: names, their versions with where each came from, and aliases that point at versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, UtcDateTime, json_type, new_id, utc_now


class RegisteredModel(SQLModel, table=True):
    """A name under which versions of a model are kept."""

    __tablename__ = "registered_model"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        Index("ix_registered_model_owner_id_created_at_id", "owner_id", "created_at", "id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    owner_id: str = Field(foreign_key="user_account.id", max_length=ID_LENGTH)
    name: str = Field(max_length=100)
    last_number: int = Field(default=0, description="Numbers of deleted versions are not given again.")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class ModelVersion(SQLModel, table=True):
    """A registered model. It refers to nothing that may be deleted: what it came from is written down here,
    and its file is a copy of its own."""

    __tablename__ = "model_version"
    __table_args__ = (UniqueConstraint("model_id", "number"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    model_id: str = Field(foreign_key="registered_model.id", ondelete="CASCADE", max_length=ID_LENGTH)
    number: int = Field(description="Within its model, from 1.")
    notes: str = Field(default="")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    model_key: str = Field(max_length=255, description="Where its file is.")
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: str = Field(max_length=64, description="Of the file.")
    inputs: list[dict[str, Any]] = Field(sa_type=json_type(), description="`ModelInput` objects.")
    experiment_id: str = Field(max_length=ID_LENGTH, index=True)
    experiment_name: str = Field(max_length=255)
    experiment_number: int | None = Field(default=None)
    batch_id: str | None = Field(default=None, max_length=ID_LENGTH)
    batch_name: str | None = Field(default=None, max_length=255)
    dataset_id: str = Field(max_length=ID_LENGTH)
    dataset_name: str = Field(max_length=255)
    pipeline: str = Field(max_length=64)
    pipeline_version: str = Field(max_length=64)
    task: str | None = Field(default=None, max_length=16, description="A `TaskType`; null = not known.")
    target: str = Field(max_length=1024)
    time_column: str | None = Field(default=None, max_length=1024)
    config: dict[str, Any] = Field(sa_type=json_type())
    seed: int
    metrics: dict[str, Any] = Field(sa_type=json_type())
    baseline_metrics: dict[str, Any] = Field(sa_type=json_type())
    metric_specs: list[dict[str, Any]] = Field(sa_type=json_type(), description="`MetricSpec` objects.")
    row_counts: dict[str, Any] = Field(sa_type=json_type(), description="train, holdout, dropped.")
    provenance: dict[str, Any] = Field(
        sa_type=json_type(), description="dataset_sha256, code and package versions."
    )


class ModelAlias(SQLModel, table=True):
    """A word such as `champion` that points at one version; the version can't be deleted meanwhile."""

    __tablename__ = "model_alias"

    model_id: str = Field(
        foreign_key="registered_model.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH
    )
    alias: str = Field(primary_key=True, max_length=64)
    version_id: str = Field(foreign_key="model_version.id", index=True, max_length=ID_LENGTH)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
