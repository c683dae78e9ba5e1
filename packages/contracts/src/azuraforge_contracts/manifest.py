"""What a pipeline and a sample dataset say of themselves.

Workers publish these through the database, so the API offers and validates work for plug-ins it never
imports.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from azuraforge_contracts.datasets import ColumnSchema

Direction = Literal["minimize", "maximize"]
TaskType = Literal["regression", "forecasting", "classification"]


class MetricSpec(BaseModel):
    """A metric's name, which way is better, and its unit (`target` = the target column's own unit)."""

    model_config = ConfigDict(extra="forbid")
    name: str
    direction: Direction
    unit: str | None = None


class Objective(BaseModel):
    """What a search optimises."""

    model_config = ConfigDict(extra="forbid")
    metric: str
    direction: Direction


class PipelineManifest(BaseModel):
    """A pipeline as the catalogue stores it."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)
    name: str
    task: TaskType
    description: str
    version: str
    config_schema: dict[str, Any]
    metrics: list[MetricSpec]
    default_objective: Objective
    live_curve: bool = False
    """Whether it reports a curve while it trains, and ends where its search gives it up."""
    i18n: dict[str, dict[str, str]] = Field(default_factory=dict)


class SampleSuggestion(BaseModel):
    """A first experiment that makes sense on a sample."""

    model_config = ConfigDict(extra="forbid")
    target: str
    pipeline: str
    time_column: str | None = None


class SampleManifest(BaseModel):
    """A real dataset that ships with a library in use."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)
    name: str
    description: str
    source: str
    license: str
    row_count: int
    columns: list[ColumnSchema]
    sha256: str
    size_bytes: int
    suggested: SampleSuggestion
    i18n: dict[str, dict[str, str]] = Field(default_factory=dict)
