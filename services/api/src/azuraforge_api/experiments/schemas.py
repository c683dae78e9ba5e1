"""What experiment requests take and answer."""

from typing import Any

from azuraforge_contracts.jobs import EarlyEnd
from azuraforge_contracts.manifest import MetricSpec
from pydantic import BaseModel, ConfigDict, Field

from azuraforge_api.experiments.examples import CHANGE, CREATE, EXPERIMENT, EXPERIMENT_ITEM
from azuraforge_api.experiments.limits import RunLimits
from azuraforge_api.jobs.schemas import JobFields
from azuraforge_api.tags.texts import TAGS_TAKE, Notes, Tags

MAX_SEED = 2**31 - 1


class ExperimentCreate(BaseModel):
    """One training run to queue."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": CREATE})

    pipeline: str = Field(max_length=64, description="A pipeline's id.")
    dataset_id: str = Field(max_length=64)
    target: str = Field(max_length=1024, description="The column to predict.")
    time_column: str | None = Field(
        default=None, max_length=1024, description="Hold out the latest rows by this column, not random ones."
    )
    config: dict[str, Any] = Field(
        default_factory=dict, description="Settings by the pipeline's schema; defaults stand in for the rest."
    )
    seed: int | None = Field(default=None, ge=0, le=MAX_SEED, description="0 if left out.")
    name: str | None = Field(default=None, max_length=255)
    limits: RunLimits | None = Field(default=None, description="The operator's defaults if left out.")
    tags: Tags | None = Field(default=None, description=f"To find it again. {TAGS_TAKE}")
    notes: Notes | None = Field(default=None, description="What is worth knowing of it, as plain text.")


class ExperimentChange(BaseModel):
    """What to change of a training run; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": CHANGE})

    name: str | None = Field(default=None, min_length=1, max_length=255, description="Null = as it is.")
    notes: Notes | None = Field(default=None, description='Plain text. Null = as they are; "" clears.')
    tags: Tags | None = Field(
        default=None, description=f"Instead of those it has. Null = as they are; [] clears. {TAGS_TAKE}"
    )


class Timings(BaseModel):
    """Seconds a run took."""

    queued_s: float | None = Field(description="From being queued to its start.")
    run_s: float | None = Field(description="From its start to its end.")
    fit_s: float | None = Field(description="Of these, fitting the model.")


class RunUsage(BaseModel):
    """What the last attempt took of its machine."""

    cpu_s: float = Field(description="User and system time of its process and of what that started.")
    peak_memory_bytes: int = Field(description="Most resident memory at a time, libraries included.")


class Provenance(BaseModel):
    """What made a result."""

    model_config = ConfigDict(extra="allow")

    dataset_sha256: str
    code_version: str | None = None
    package_versions: dict[str, str]
    python_version: str | None = None


class ExperimentItem(JobFields):
    """A training run in a list."""

    model_config = ConfigDict(json_schema_extra={"example": EXPERIMENT_ITEM})

    name: str
    tags: list[str]
    pipeline: str
    pipeline_version: str | None = Field(
        description="Null before it succeeded, like other parts of the result."
    )
    dataset_id: str
    dataset_name: str
    target: str
    time_column: str | None
    config: dict[str, Any] = Field(description="Complete: defaults are filled in.")
    params: dict[str, Any] = Field(description="The part of the config that the batch's search varied.")
    seed: int
    metrics: dict[str, float | None] = Field(description="Of the held-out rows; null = not defined.")
    baseline_metrics: dict[str, float | None] = Field(
        description="The same without learning: by the training rows' mean, by how frequent each class is, or"
        " by the last season repeated."
    )
    metric_specs: list[MetricSpec] = Field(description="What the metrics are and which way is better.")
    stopped_early: bool
    stop_reason: EarlyEnd | None = Field(
        description="Why it stopped early: it no longer improved (`early_stopping`), or the batch's `pruner` "
        "gave it up (`pruned`). Null for a run that went to its end."
    )
    model_kept: bool
    row_counts: dict[str, int] | None = Field(description="Rows trained on, held out and dropped.")
    timings: Timings


class ExperimentOut(ExperimentItem):
    """A training run with its result."""

    model_config = ConfigDict(json_schema_extra={"example": EXPERIMENT})

    notes: str | None
    curves: dict[str, list[tuple[float, float | None]]] = Field(
        description="name -> [[step, value], ...]; of a run that failed or was cancelled, as far as it came. "
        "While it runs they are in its events only."
    )
    provenance: Provenance | None = Field(description="Null before it succeeded.")
    details: dict[str, Any] = Field(
        description="What else the pipeline tells of the run, such as coefficients or rounds."
    )
    limits: RunLimits = Field(description="What applies to this run; null = only the worker's own limits.")
    usage: RunUsage | None = Field(description="Null until an attempt ended, and where it isn't known.")
    dropped_columns: dict[str, str] = Field(description="Columns that were left out: name -> reason.")
