"""Predictions: a model applied to rows, a dataset or the future, and what came of it."""

from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, json_type


class Prediction(SQLModel, table=True):
    """What a prediction was asked to do; its life is the job of the same id.

    Of run, model and dataset it holds what has to outlive them.
    """

    __tablename__ = "prediction"

    job_id: str = Field(foreign_key="job.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    source: str = Field(max_length=16, description="A `PredictionSource`.")
    experiment_id: str = Field(max_length=ID_LENGTH, index=True, description="The run the model is of.")
    version_id: str | None = Field(
        default=None, max_length=ID_LENGTH, description="The registered version that was asked for, if any."
    )
    model_name: str | None = Field(default=None, max_length=100, index=True)
    model_version: int | None = Field(default=None)
    model_alias: str | None = Field(default=None, max_length=64)
    model_key: str = Field(max_length=255, description="Where the model was when it was asked for.")
    pipeline: str = Field(max_length=64)
    task: str = Field(max_length=16, description="A `TaskType`.")
    target: str = Field(max_length=1024)
    time_column: str | None = Field(default=None, max_length=1024)
    trained_on: str = Field(max_length=ID_LENGTH, description="The dataset the model has learned from.")
    dataset_id: str | None = Field(
        default=None,
        foreign_key="dataset.id",
        ondelete="SET NULL",
        index=True,
        max_length=ID_LENGTH,
        description="What is predicted for; null once it is deleted.",
    )
    dataset_name: str | None = Field(default=None, max_length=255)
    horizon: int | None = Field(default=None)
    row_count: int = Field(sa_type=BigInteger, description="Rows asked for.")
    used: list[str] = Field(sa_type=json_type(), description="The columns the model reads.")
    extra: list[str] = Field(sa_type=json_type(), description="Columns that were given and aren't read.")
    round: int = Field(
        default=1,
        description="Grows when everything is to be predicted anew; parts of other rounds are void.",
    )


class PredictionResult(SQLModel, table=True):
    """What a succeeded prediction found, beside its rows: one per job, inserted in the transaction that ends
    it."""

    __tablename__ = "prediction_result"

    job_id: str = Field(foreign_key="job.id", ondelete="CASCADE", primary_key=True, max_length=ID_LENGTH)
    attempt: int
    summary: dict[str, Any] = Field(sa_type=json_type(), description="Of numbers or of classes.")
    history: dict[str, Any] | None = Field(
        default=None, sa_type=json_type(), description="The end of the series a forecast goes on from."
    )
    provenance: dict[str, Any] = Field(sa_type=json_type(), description="code and package versions.")
