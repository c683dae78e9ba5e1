"""What batch requests take and answer."""

from datetime import datetime
from typing import Annotated, Any, Literal

from azuraforge_contracts.jobs import BatchState, EarlyEnd, JobState
from azuraforge_contracts.manifest import Direction
from pydantic import BaseModel, ConfigDict, Discriminator, Field, FiniteFloat, Tag

from azuraforge_api.batches.examples import BATCH, CHANGE, COMPARISON, CREATE, CURVES, EXTEND, PREVIEW
from azuraforge_api.experiments.limits import RunLimits
from azuraforge_api.experiments.schemas import MAX_SEED
from azuraforge_api.tags.texts import TAGS_TAKE, Notes, Tags

MAX_PARALLELISM = 100_000
_Input = ConfigDict(extra="forbid")


class RangeSpace(BaseModel):
    """Numbers from `low` to `high`.

    `step` is added or, with `log`, multiplied. A grid needs it; random and TPE searches draw any number
    without it, with `log` evenly over the orders of magnitude.
    """

    model_config = _Input

    low: FiniteFloat
    high: FiniteFloat
    step: FiniteFloat | None = None
    log: bool = False


def _kind_of_values(value: Any) -> str | None:
    if isinstance(value, list):
        return "values"
    return "range" if isinstance(value, (dict, RangeSpace)) else None


Values = Annotated[
    Annotated[list[Any], Tag("values")] | Annotated[RangeSpace, Tag("range")],
    Discriminator(
        _kind_of_values,
        custom_error_type="values_or_range",
        custom_error_message="has to be a list of values, or a range such as {low, high, step}",
    ),
]


class Search(BaseModel):
    """What to vary, and how."""

    model_config = _Input

    strategy: Literal["grid", "random", "tpe"] = "grid"
    space: dict[str, Values] = Field(
        description="For each setting to vary, the values to try or a range. A setting that itself takes a "
        "list has lists as its values."
    )
    max_runs: int | None = Field(
        default=None,
        ge=1,
        description="Random and TPE: how many runs, 50 if left out (fewer where the space has no more "
        "combinations). Grid: one of more runs is refused.",
    )
    seed: int | None = Field(default=None, ge=0, le=MAX_SEED, description="Of what is drawn at random.")
    pruner: Literal["successive-halving"] | None = Field(
        default=None,
        description="Ends runs whose live curve is not among the best third at the same step (the first "
        "three there go on); they succeed with `stopped_early` and the `stop_reason` `pruned`. Only for "
        "pipelines with a `live_curve`; cross-validated runs need 7 folds or more.",
    )


class ObjectiveIn(BaseModel):
    """What the best run is chosen by."""

    model_config = _Input

    metric: str = Field(max_length=64)
    direction: Direction | None = Field(default=None, description="The metric's own if left out.")


class BatchCreate(BaseModel):
    """A search of many training runs."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": CREATE})

    kind: Literal["experiment"] = "experiment"
    name: str = Field(min_length=1, max_length=255)
    pipeline: str = Field(max_length=64)
    dataset_id: str = Field(max_length=64)
    target: str = Field(max_length=1024)
    time_column: str | None = Field(default=None, max_length=1024)
    config: dict[str, Any] = Field(
        default_factory=dict,
        description="Settings that stay the same; one that is also in the space is varied.",
    )
    search: Search
    objective: ObjectiveIn | None = Field(default=None, description="The pipeline's default if left out.")
    seed: int | None = Field(
        default=None,
        ge=0,
        le=MAX_SEED,
        description="Of every run, so that they are compared on the same rows.",
    )
    parallelism: int | None = Field(
        default=None, ge=1, le=MAX_PARALLELISM, description="Most runs of the batch at a time; null = any."
    )
    limits: RunLimits | None = Field(
        default=None, description="Of every run; the operator's defaults if left out."
    )
    tags: Tags | None = Field(default=None, description=f"To find it again. {TAGS_TAKE}")
    notes: Notes | None = Field(default=None, description="What is worth knowing of it, as plain text.")


class BatchExtend(BaseModel):
    """More runs: more values of a grid, or `max_runs` more from the space sampled from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXTEND})

    search: Search


class BatchChange(BaseModel):
    """What to change of a batch; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": CHANGE})

    name: str | None = Field(default=None, min_length=1, max_length=255, description="Null = as it is.")
    parallelism: int | None = Field(
        default=None,
        ge=1,
        le=MAX_PARALLELISM,
        description="Most runs of the batch at a time from now on; null = any. Running ones run on.",
    )
    notes: Notes | None = Field(default=None, description='Plain text. Null = as they are; "" clears.')
    tags: Tags | None = Field(
        default=None, description=f"Instead of those it has. Null = as they are; [] clears. {TAGS_TAKE}"
    )


class AxisOut(BaseModel):
    """A setting and the values it takes."""

    name: str
    values: list[Any] = Field(description="Empty for a range that is sampled.")
    range: RangeSpace | None = Field(
        default=None, description="What values are drawn from; only there if it is not a list."
    )


class BatchPreviewOut(BaseModel):
    """What a request would queue."""

    model_config = ConfigDict(json_schema_extra={"example": PREVIEW})

    job_count: int
    axes: list[AxisOut]


class ObjectiveOut(BaseModel):
    """What the best run is chosen by."""

    metric: str
    direction: Direction


class BestRun(BaseModel):
    """The best run so far."""

    job_id: str
    number: int | None
    metric: str
    value: float


class BatchOut(BaseModel):
    """A batch: what was asked for, and how far it is."""

    model_config = ConfigDict(json_schema_extra={"example": BATCH})

    id: str
    kind: Literal["experiment", "generation"]
    name: str
    notes: str | None
    tags: list[str]
    state: BatchState
    counts: dict[JobState, int] = Field(description="Runs in each state.")
    job_count: int
    best: BestRun | None
    best_trace: list[float] = Field(
        description="The best value after each succeeded run, in order of finishing; of more than 200 runs, "
        "200 evenly spread ones."
    )
    progress: float = Field(description="0 to 1, parts of running runs included.")
    eta_seconds: float | None = Field(
        description="Seconds until all runs have ended: from the times of ended and the progress of running "
        "ones, shared out over the slots that are up as the queue will; null while nothing is known of the "
        "runs' times, and without workers."
    )
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    cancel_requested: bool
    pipeline: str | None
    dataset_id: str | None
    dataset_name: str | None
    target: str
    time_column: str | None
    config: dict[str, Any] = Field(description="What all runs share, defaults filled in.")
    search: Search
    objective: ObjectiveOut
    seed: int
    parallelism: int | None = Field(description="Most runs of the batch at a time; null = any.")
    limits: RunLimits = Field(
        default_factory=RunLimits, description="Of every run; null = only the workers' own limits."
    )


class DimensionOut(BaseModel):
    """One axis of the comparison: a value for each run."""

    name: str
    label: str
    role: Literal["parameter", "metric"]
    type: Literal["number", "category"]
    scale: Literal["linear", "log"]
    direction: Direction | None = Field(description="Which way is better; null for parameters.")
    unit: str | None
    values: list[float | str | bool | None] = Field(
        description='Null = no value. Lists and null as values of a parameter are text: "[64,32]", "null".'
    )


class ImportanceOut(BaseModel):
    """How much a parameter explains of the objective."""

    name: str
    value: float


class ComparisonOut(BaseModel):
    """Everything the comparison draws, column by column; the n-th entries belong to the same run."""

    model_config = ConfigDict(json_schema_extra={"example": COMPARISON})

    batch_id: str | None = Field(description="Null for runs picked from several batches.")
    kind: Literal["experiment", "generation"]
    objective: ObjectiveOut
    job_ids: list[str]
    numbers: list[int | None]
    states: list[JobState]
    stop_reasons: list[EarlyEnd | None] = Field(
        description="Why a run succeeded before its last step; null for every other run."
    )
    dimensions: list[DimensionOut] = Field(
        description="Parameters that vary, then metrics. The objective is exact, other metrics have 7 digits."
    )
    constants: dict[str, Any] = Field(description="Parameters that are the same in all runs.")
    importance: list[ImportanceOut] | None = Field(
        description="Most important first, summing to 1; null until it was worked out, and where the results "
        "don't tell (from 10 on they may). It is worked out again when there are more."
    )
    importance_runs: int | None = Field(description="How many results the importance is from.")


class RunCurveOut(BaseModel):
    """One run's curve."""

    job_id: str
    number: int | None
    state: JobState
    points: list[tuple[float, float | None]] = Field(
        description="[step, value]; null where the value was not a number."
    )


class CurveBandOut(BaseModel):
    """Quartiles over the runs, step by step."""

    steps: list[float]
    lower: list[float] = Field(description="A quarter of the runs are below.")
    median: list[float]
    upper: list[float] = Field(description="A quarter of the runs are above.")
    counts: list[int] = Field(description="How many runs each step's quartiles are of.")


class CurvesOut(BaseModel):
    """One learning curve of several runs over the quartiles of all."""

    model_config = ConfigDict(json_schema_extra={"example": CURVES})

    batch_id: str | None = Field(description="Null for runs picked from several batches.")
    names: list[str] = Field(description="The curves there are.")
    name: str | None = Field(description="The one in this answer; null where no run has recorded any.")
    run_count: int = Field(description="Runs that have it.")
    runs: list[RunCurveOut]
    band: CurveBandOut | None
