"""Experiments: one training run each, and its result."""

from typing import Any

from sqlalchemy import Text, false
from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, json_type


class Experiment(SQLModel, table=True):
    """What a training run was asked to do; its life is the job of the same id."""

    __tablename__ = "experiment"

    job_id: str = Field(foreign_key="job.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    pipeline: str = Field(max_length=64, index=True)
    dataset_id: str = Field(foreign_key="dataset.id", index=True, max_length=ID_LENGTH)
    target: str = Field(max_length=1024)
    time_column: str | None = Field(default=None, max_length=1024)
    config: dict[str, Any] = Field(sa_type=json_type(), description="Complete: defaults filled in.")
    params: dict[str, Any] = Field(
        sa_type=json_type(), description="The part of the config that the search varied."
    )
    seed: int
    notes: str | None = Field(default=None, sa_type=Text)


class ExperimentResult(SQLModel, table=True):
    """The result of a succeeded run: one per job, inserted in the transaction that ends it."""

    __tablename__ = "experiment_result"

    job_id: str = Field(foreign_key="job.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    attempt: int
    pipeline_version: str = Field(max_length=64)
    objective: float | None = Field(
        default=None, description="The batch's objective, for ranking; null = no value."
    )
    metrics: dict[str, Any] = Field(sa_type=json_type())
    baseline_metrics: dict[str, Any] = Field(sa_type=json_type())
    metric_specs: list[dict[str, Any]] = Field(sa_type=json_type(), description="`MetricSpec` objects.")
    curves: dict[str, Any] = Field(sa_type=json_type(), description="name -> [[step, value], ...]")
    row_counts: dict[str, Any] = Field(sa_type=json_type(), description="train, holdout, dropped.")
    stopped_early: bool = Field(default=False)
    stop_reason: str | None = Field(default=None, max_length=16, description="An `EarlyEnd`, if it was one.")
    model_key: str | None = Field(
        default=None, max_length=255, description="Where the model is kept, if it is."
    )
    holdout_key: str | None = Field(
        default=None,
        max_length=255,
        description="Where the held-out rows are kept beside the model, if they are.",
    )
    pinned: bool = Field(
        default=False,
        sa_column_kwargs={"server_default": false()},
        description="Asked for by its user: not dropped when better runs come.",
    )
    fit_seconds: float | None = Field(default=None)
    provenance: dict[str, Any] = Field(
        sa_type=json_type(), description="dataset_sha256, code and package versions."
    )
    details: dict[str, Any] = Field(
        default_factory=dict, sa_type=json_type(), description="What else the pipeline tells of the run."
    )
    dropped_columns: dict[str, str] = Field(
        default_factory=dict, sa_type=json_type(), description="Columns left out: name -> reason."
    )


class Refit(SQLModel, table=True):
    """A job that trains a run again to keep what was not kept of it; its life is the job of the same id."""

    __tablename__ = "refit"

    job_id: str = Field(foreign_key="job.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    experiment_id: str = Field(foreign_key="job.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH)
