"""What the API takes and answers. Written by `make client` from the OpenAPI document."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from azuraforge_client.base import Model

BatchState = Literal["queued", "running", "succeeded", "failed", "cancelled", "mixed"]
"""A batch's state is derived from its jobs' states, never stored."""


class BestRun(Model):
    """The best run so far."""

    job_id: str
    metric: str
    value: float
    number: int | None = None


JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]
"""queued -> running -> succeeded | failed | cancelled; see `azuraforge_dbmodels.job_state`."""


class ObjectiveOut(Model):
    """What the best run is chosen by."""

    direction: Literal["minimize", "maximize"]
    metric: str


class RunLimits(Model):
    """Bounds of one run, past which it fails with `time_limit` or `out_of_memory`."""

    memory_mb: int | None = None
    """Most resident memory in MiB of the run's process and all it starts, its libraries (some 250 MiB)
    and the dataset included; the operator's default if left out."""
    seconds: int | None = None
    """Longest run time; the operator's default if left out."""


class RangeSpace(Model):
    """Numbers from `low` to `high`. `step` is added or, with `log`, multiplied. A grid needs it; random
    and TPE searches draw any number without it, with `log` evenly over the orders of magnitude."""

    high: float
    low: float
    log: bool = False
    step: float | None = None


class Search(Model):
    """What to vary, and how."""

    space: dict[str, list[Any] | RangeSpace]
    """For each setting to vary, the values to try or a range. A setting that itself takes a list has
    lists as its values."""
    max_runs: int | None = None
    """Random and TPE: how many runs, 50 if left out (fewer where the space has no more combinations).
    Grid: one of more runs is refused."""
    pruner: Literal["successive-halving"] | None = None
    """Ends runs whose live curve is not among the best third at the same step (the first three there go
    on); they succeed with `stopped_early` and the `stop_reason` `pruned`. Only for pipelines with a
    `live_curve`; cross-validated runs need 7 folds or more."""
    seed: int | None = None
    """Of what is drawn at random."""
    strategy: Literal["grid", "random", "tpe"] = "grid"


class BatchOut(Model):
    """A batch: what was asked for, and how far it is."""

    best_trace: list[float]
    """The best value after each succeeded run, in order of finishing; of more than 200 runs, 200 evenly
    spread ones."""
    cancel_requested: bool
    config: dict[str, Any]
    """What all runs share, defaults filled in."""
    counts: dict[JobState, int]
    """Runs in each state."""
    created_at: datetime
    id: str
    job_count: int
    kind: Literal["experiment", "generation"]
    name: str
    objective: ObjectiveOut
    progress: float
    """0 to 1, parts of running runs included."""
    search: Search
    seed: int
    state: BatchState
    tags: list[str]
    target: str
    best: BestRun | None = None
    dataset_id: str | None = None
    dataset_name: str | None = None
    eta_seconds: float | None = None
    """Seconds until all runs have ended: from the times of ended and the progress of running ones,
    shared out over the slots that are up as the queue will; null while nothing is known of the runs'
    times, and without workers."""
    finished_at: datetime | None = None
    limits: RunLimits | None = None
    """Of every run; null = only the workers' own limits."""
    notes: str | None = None
    parallelism: int | None = None
    """Most runs of the batch at a time; null = any."""
    pipeline: str | None = None
    started_at: datetime | None = None
    time_column: str | None = None


class AxisOut(Model):
    """A setting and the values it takes."""

    name: str
    values: list[Any]
    """Empty for a range that is sampled."""
    range: RangeSpace | None = None
    """What values are drawn from; only there if it is not a list."""


class BatchPreviewOut(Model):
    """What a request would queue."""

    axes: list[AxisOut]
    job_count: int


class Calibration(Model):
    """Of one class: how likely the model said it was, how often it was, in ten bins without empty ones."""

    class_: str = Field(alias="class")
    observed: list[float]
    predicted: list[float]
    rows: list[int]


class ClassPoints(Model):
    """The points of a classification."""

    actual: list[int]
    """Per point the true class's position in `classes`."""
    confidence: list[float | None]
    """The probability of the predicted class."""
    index: list[int]
    """Rows of the dataset."""
    predicted: list[int]


class Headline(Model):
    """A sentence about the errors, to be worded by whoever shows it. The values by code:
    `under_predicts_above`, `over_predicts_above` {from, rows, of}; `under_predicts_below`,
    `over_predicts_below` {to, rows, of}; `biased` {mean, std}; `segment_worse` {column, kind, label,
    low, high, error, overall, ratio, rows}; `heavy_tails` {side: lower | upper | both}; `skewed`
    {skew}; `intervals_too_narrow`, `intervals_too_wide` {actual, target}; `horizon_grows` {first,
    last}; `confuses` {actual, predicted, rows, of}; `overconfident` {predicted, observed}; none for
    `unbiased` and `no_pattern`."""

    code: Literal[
        "under_predicts_above",
        "over_predicts_below",
        "under_predicts_below",
        "over_predicts_above",
        "biased",
        "unbiased",
        "segment_worse",
        "heavy_tails",
        "skewed",
        "intervals_too_narrow",
        "intervals_too_wide",
        "horizon_grows",
        "confuses",
        "overconfident",
        "no_pattern",
    ]
    values: dict[str, int | float | str | None]


class PrecisionRecallCurve(Model):
    """Of one class against the rest."""

    class_: str = Field(alias="class")
    precision: list[float]
    recall: list[float]
    average_precision: float | None = None


class RocCurve(Model):
    """Of one class against the rest."""

    class_: str = Field(alias="class")
    false_positive_rate: list[float]
    true_positive_rate: list[float]
    auc: float | None = None


class Segment(Model):
    """Held-out rows that have something in common, and how wrong the model is on them."""

    rows: int
    bias: float | None = None
    """Mean residual; null for classes."""
    error: float | None = None
    """Mean absolute error; of classes the error rate."""
    error_high: float | None = None
    """The error's 95 % interval, upper end."""
    error_low: float | None = None
    """The error's 95 % interval, lower end."""
    high: float | None = None
    """A range's upper end, exclusive but for the last range."""
    label: str | None = None
    """A category; `month:7` (1-12), `weekday:0` (Monday) or `hour:13` of a time; null for a range and
    for the rest of the categories together."""
    low: float | None = None
    """A range's lower end, inclusive."""


class Segmenting(Model):
    """The held-out rows by the values of one column; the target itself first, then the most telling."""

    codes: list[int]
    """Per point, its segment's position; -1 = the value is missing."""
    kind: Literal["category", "range", "time"]
    name: str
    segments: list[Segment]


class DifferingInput(Model):
    """What sets a row apart from the other held-out rows."""

    name: str
    score: float | None = None
    """Of a number its distance to the median in robust standard deviations; else how rare the value is,
    as minus the logarithm to base 2 of its share."""
    typical: Any = None
    """The median of a number, the commonest of other values."""
    value: Any = None
    """The row's value, as JSON."""


class WorstClassRow(Model):
    """One of the rows whose true class the model held for least likely."""

    actual: str
    differs: list[DifferingInput]
    """At most 3, the most unusual first."""
    inputs: dict[str, Any]
    predicted: str
    row: int
    probability: float | None = None
    """Of the true class; null where the model gives none."""


class ClassificationAnalysis(Model):
    """Where a classifier is wrong."""

    by_feature: list[Segmenting]
    calibration: list[Calibration]
    classes: list[str]
    confusion: list[list[int]]
    """Rows by true class (first) and predicted class (second)."""
    experiment_id: str
    headline: list[Headline]
    """At most 3, the most telling first."""
    point_count: int
    precision_recall: list[PrecisionRecallCurve]
    probabilities: ClassPoints
    roc: list[RocCurve]
    """Of the ten commonest classes; of two classes the second; empty without probabilities."""
    row_count: int
    """Held-out rows; a forecast's rows once for each time they were forecast."""
    sampled: bool
    """Whether the points are a sample."""
    target: str
    task: Literal["classification"]
    truncated_columns: int
    """Columns left out of `by_feature` as there were too many."""
    worst: list[WorstClassRow]
    accuracy: float | None = None


class DimensionOut(Model):
    """One axis of the comparison: a value for each run."""

    label: str
    name: str
    role: Literal["parameter", "metric"]
    scale: Literal["linear", "log"]
    type: Literal["number", "category"]
    values: list[float | str | bool | None]
    """Null = no value. Lists and null as values of a parameter are text: "[64,32]", "null"."""
    direction: Literal["minimize", "maximize"] | None = None
    """Which way is better; null for parameters."""
    unit: str | None = None


EarlyEnd = Literal["early_stopping", "pruned"]
"""Why a run succeeded before its last step: by its own rule, or because the search gave it up."""


class ImportanceOut(Model):
    """How much a parameter explains of the objective."""

    name: str
    value: float


class ComparisonOut(Model):
    """Everything the comparison draws, column by column; the n-th entries belong to the same run."""

    constants: dict[str, Any]
    """Parameters that are the same in all runs."""
    dimensions: list[DimensionOut]
    """Parameters that vary, then metrics. The objective is exact, other metrics have 7 digits."""
    job_ids: list[str]
    kind: Literal["experiment", "generation"]
    numbers: list[int | None]
    objective: ObjectiveOut
    states: list[JobState]
    stop_reasons: list[EarlyEnd | None]
    """Why a run succeeded before its last step; null for every other run."""
    batch_id: str | None = None
    """Null for runs picked from several batches."""
    importance: list[ImportanceOut] | None = None
    """Most important first, summing to 1; null until it was worked out, and where the results don't
    tell (from 10 on they may). It is worked out again when there are more."""
    importance_runs: int | None = None
    """How many results the importance is from."""


class CurveBandOut(Model):
    """Quartiles over the runs, step by step."""

    counts: list[int]
    """How many runs each step's quartiles are of."""
    lower: list[float]
    """A quarter of the runs are below."""
    median: list[float]
    steps: list[float]
    upper: list[float]
    """A quarter of the runs are above."""


class RunCurveOut(Model):
    """One run's curve."""

    job_id: str
    points: list[tuple[float, float | None]]
    """[step, value]; null where the value was not a number."""
    state: JobState
    number: int | None = None


class CurvesOut(Model):
    """One learning curve of several runs over the quartiles of all."""

    names: list[str]
    """The curves there are."""
    run_count: int
    """Runs that have it."""
    runs: list[RunCurveOut]
    band: CurveBandOut | None = None
    batch_id: str | None = None
    """Null for runs picked from several batches."""
    name: str | None = None
    """The one in this answer; null where no run has recorded any."""


class ColumnSchema(Model):
    """One column: its inferred type, and how many of its cells are missing and distinct."""

    distinct: int
    """Distinct values, missing cells left out."""
    dtype: Literal["number", "integer", "category", "text", "datetime", "boolean"]
    """The inferred type."""
    missing: int
    """Cells without a value."""
    name: str
    """The column's header, as in the file."""
    rarest: int | None = None
    """Cells with the rarest of the values; left out where there are too many for classes."""


class DatasetOut(Model):
    """A dataset: a file that was parsed into a table."""

    columns: list[ColumnSchema]
    """In the file's order. Distinct values are counted exactly up to 100,000; from there on the count
    is a lower bound."""
    created_at: datetime
    format: Literal["csv", "tsv", "parquet"]
    """The form it was uploaded in."""
    id: str
    name: str
    row_count: int
    sha256: str
    """Of the uploaded file's bytes."""
    size_bytes: int
    """Of the uploaded file."""
    sample_key: str | None = None
    """The sample it was imported from."""


class DatasetPreviewOut(Model):
    """The first rows of a dataset."""

    columns: list[str]
    """The columns' names."""
    rows: list[list[Any]]
    """A list of cells each, in the columns' order; null = missing, times in ISO 8601. Text is cut after
    500 characters."""


class ComparedErrors(Model):
    """One run's errors on the rows that all compared runs held out."""

    histogram_counts: list[int]
    """Residuals between the edges; empty for classes."""
    job_id: str
    name: str
    quantiles: dict[str, float | None]
    """Of the residual: 0.1, 0.25, 0.5, 0.75, 0.9; empty for classes."""
    batch_id: str | None = None
    bias: float | None = None
    """Mean residual (actual - predicted)."""
    error: float | None = None
    """Mean absolute error; of classes the error rate."""
    number: int | None = None
    """Its number within its batch."""
    rmse: float | None = None
    """Null for classes, as the next two."""


class MissingRun(Model):
    """A run that can't be compared, and why."""

    code: Literal["analysis_not_kept", "not_finished", "other_rows"]
    job_id: str


class PairedTest(Model):
    """Whether the best run is better than this one, or only luckier with the rows that were held out."""

    against: str
    """The best run."""
    job_id: str
    method: Literal["paired_t", "diebold_mariano", "mcnemar"]
    verdict: Literal["better", "noise"]
    """`better`: the best run's advantage is more than chance at the 5 % level."""
    better_rows: float | None = None
    """Share of rows on which the best run is closer."""
    high: float | None = None
    """The difference's 95 % interval, upper end."""
    low: float | None = None
    """The difference's 95 % interval, lower end."""
    mean_difference: float | None = None
    """Mean loss of this run minus that of the best; of squared errors in squares of the target's unit."""
    p_value: float | None = None
    """Two-sided, corrected for the number of tests (Holm)."""
    p_value_raw: float | None = None


class SharedPoints(Model):
    """Shared rows with every run's prediction; of classes, positions in `classes`."""

    actual: list[float | None]
    index: list[int]
    """Rows of the dataset."""
    predicted: dict[str, list[float | None]]
    """By the run's id."""
    sampled: bool


class ErrorComparison(Model):
    """Runs by their errors on the rows that all of them held out."""

    best: str
    """The run with the least mean loss."""
    histogram_edges: list[float]
    """Shared by all runs; empty for classes."""
    loss: Literal["absolute_error", "squared_error", "zero_one"]
    missing: list[MissingRun]
    points: SharedPoints
    runs: list[ComparedErrors]
    shared_rows: int
    target: str
    task: Literal["regression", "forecasting", "classification"]
    tests: list[PairedTest]
    classes: list[str] | None = None
    """Of a classification."""


class ErrorData(Model):
    """Why the job failed."""

    code: str
    message: str


class ErrorEvent(Model):
    """See `ErrorData`."""

    at: datetime
    attempt: int
    data: ErrorData
    id: int
    job_id: str
    type: Literal["error"]


class LogData(Model):
    """A line for the person who reads the run's log."""

    level: Literal["debug", "info", "warning", "error"]
    message: str


class LogEvent(Model):
    """See `LogData`."""

    at: datetime
    attempt: int
    data: LogData
    id: int
    job_id: str
    type: Literal["log"]


class MetricData(Model):
    """Values of one step (epoch, boosting round): `{step, name: value...}`."""

    model_config = ConfigDict(extra="allow")

    step: int


class MetricEvent(Model):
    """See `MetricData`."""

    at: datetime
    attempt: int
    data: MetricData
    id: int
    job_id: str
    type: Literal["metric"]


class ProgressData(Model):
    """How much is done (0..1, null when unknown) and what is going on, in words."""

    fraction: float | None = None
    message: str = ""


class ProgressEvent(Model):
    """See `ProgressData`."""

    at: datetime
    attempt: int
    data: ProgressData
    id: int
    job_id: str
    type: Literal["progress"]


class ResetData(Model):
    """The job starts again: what was shown of earlier attempts no longer holds."""

    attempt: int


class ResetEvent(Model):
    """See `ResetData`."""

    at: datetime
    attempt: int
    data: ResetData
    id: int
    job_id: str
    type: Literal["reset"]


class ResultEvent(Model):
    """A summary of the result."""

    at: datetime
    attempt: int
    data: dict[str, Any]
    id: int
    job_id: str
    type: Literal["result"]


class SnapshotData(Model):
    """The text so far, sent when the live stream was lost."""

    offset: int
    text: str


class SnapshotEvent(Model):
    """See `SnapshotData`."""

    at: datetime
    attempt: int
    data: SnapshotData
    id: int
    job_id: str
    type: Literal["snapshot"]


class StateData(Model):
    """The job changed its state."""

    state: JobState


class StateEvent(Model):
    """See `StateData`."""

    at: datetime
    attempt: int
    data: StateData
    id: int
    job_id: str
    type: Literal["state"]


class TokenData(Model):
    """The next piece of a generated text."""

    text: str


class TokenEvent(Model):
    """See `TokenData`."""

    at: datetime
    attempt: int
    data: TokenData
    id: int
    job_id: str
    type: Literal["token"]


class EventLog(Model):
    """Stored events of a job in order."""

    items: list[
        Annotated[
            StateEvent
            | ProgressEvent
            | MetricEvent
            | TokenEvent
            | LogEvent
            | ResultEvent
            | ErrorEvent
            | ResetEvent
            | SnapshotEvent,
            Field(discriminator="type"),
        ]
    ]
    last_id: int
    """Give it as `after` to go on; `after` itself when nothing is new."""


class JobError(Model):
    """Why a job failed."""

    code: str
    """A stable word for programs, such as `worker_lost`."""
    message: str
    """What went wrong, for people."""


JobKind = Literal["experiment", "refit", "prediction", "generation", "explanation", "check", "job_run"]
"""Every kind of work shares one life; the kind says which table holds its own fields."""


class MetricSpec(Model):
    """A metric's name, which way is better, and its unit (`target` = the target column's own unit)."""

    direction: Literal["minimize", "maximize"]
    name: str
    unit: str | None = None


class Provenance(Model):
    """What made a result."""

    model_config = ConfigDict(extra="allow")

    dataset_sha256: str
    package_versions: dict[str, str]
    code_version: str | None = None
    python_version: str | None = None


class RunUsage(Model):
    """What the last attempt took of its machine."""

    cpu_s: float
    """User and system time of its process and of what that started."""
    peak_memory_bytes: int
    """Most resident memory at a time, libraries included."""


class Timings(Model):
    """Seconds a run took."""

    fit_s: float | None = None
    """Of these, fitting the model."""
    queued_s: float | None = None
    """From being queued to its start."""
    run_s: float | None = None
    """From its start to its end."""


class ExperimentOut(Model):
    """A training run with its result."""

    attempt: int
    """The running or last attempt, from 1; 0 before the first."""
    baseline_metrics: dict[str, float | None]
    """The same without learning: by the training rows' mean, by how frequent each class is, or by the
    last season repeated."""
    cancel_requested: bool
    config: dict[str, Any]
    """Complete: defaults are filled in."""
    created_at: datetime
    curves: dict[str, list[tuple[float, float | None]]]
    """name -> [[step, value], ...]; of a run that failed or was cancelled, as far as it came. While it
    runs they are in its events only."""
    dataset_id: str
    dataset_name: str
    details: dict[str, Any]
    """What else the pipeline tells of the run, such as coefficients or rounds."""
    dropped_columns: dict[str, str]
    """Columns that were left out: name -> reason."""
    id: str
    """The job's id, and the id of what it is the job of."""
    kind: JobKind
    limits: RunLimits
    """What applies to this run; null = only the worker's own limits."""
    metric_specs: list[MetricSpec]
    """What the metrics are and which way is better."""
    metrics: dict[str, float | None]
    """Of the held-out rows; null = not defined."""
    model_kept: bool
    name: str
    params: dict[str, Any]
    """The part of the config that the batch's search varied."""
    pipeline: str
    seed: int
    state: JobState
    stopped_early: bool
    tags: list[str]
    target: str
    timings: Timings
    batch_id: str | None = None
    error: JobError | None = None
    finished_at: datetime | None = None
    notes: str | None = None
    number: int | None = None
    """Its number within its batch, from 1."""
    pipeline_version: str | None = None
    """Null before it succeeded, like other parts of the result."""
    progress: float | None = None
    """0 to 1; null when unknown."""
    provenance: Provenance | None = None
    """Null before it succeeded."""
    queue_position: int | None = None
    """About which place in the queue, from 1; null unless queued."""
    row_counts: dict[str, int] | None = None
    """Rows trained on, held out and dropped."""
    started_at: datetime | None = None
    """When the last attempt started."""
    stop_reason: EarlyEnd | None = None
    """Why it stopped early: it no longer improved (`early_stopping`), or the batch's `pruner` gave it
    up (`pruned`). Null for a run that went to its end."""
    time_column: str | None = None
    usage: RunUsage | None = None
    """Null until an attempt ended, and where it isn't known."""


class ActualVsPredicted(Model):
    """The points."""

    actual: list[float | None]
    index: list[int]
    """Rows of the dataset."""
    predicted: list[float | None]


class Coverage(Model):
    """How often the truth was within the prediction intervals."""

    rows: int
    actual: float | None = None
    target: float | None = None
    """How often it should be."""


class ForecastPoints(Model):
    """What a forecast adds to the points."""

    lower: list[float | None]
    origin: list[int]
    """Per point the row of the last value known to the forecast."""
    step: list[int]
    """Per point how many steps ahead it was forecast."""
    time: list[str | float | None]
    """Per point its time as in the dataset (ISO 8601, or a number); empty without one."""
    upper: list[float | None]
    level: float | None = None
    """The share of values that the intervals are meant to hold."""


class HorizonStep(Model):
    """The forecasts so many steps ahead."""

    rows: int
    step: int
    bias: float | None = None
    """Mean residual."""
    coverage: float | None = None
    """Share of values within their intervals."""
    error: float | None = None
    """Mean absolute error."""
    error_high: float | None = None
    """The error's 95 % interval, upper end."""
    error_low: float | None = None
    """The error's 95 % interval, lower end."""


class NormalQuantiles(Model):
    """Quantiles of the standardised residuals against those of a normal distribution, extremes
    included."""

    observed: list[float | None]
    theoretical: list[float | None]


class PointDensity(Model):
    """How many rows lie in each cell of actual (first) and predicted (second), for more rows than
    points."""

    actual_edges: list[float]
    counts: list[list[int]]
    predicted_edges: list[float]


class ResidualBand(Model):
    """The residuals along the predictions: of neighbours, the median and the band that holds 80 %."""

    high: list[float | None]
    low: list[float | None]
    median: list[float | None]
    predicted: list[float | None]


class ResidualHistogram(Model):
    """How many residuals lie between one edge and the next (10 to 60 bins)."""

    counts: list[int]
    edges: list[float]


class ResidualSummary(Model):
    """The residuals in a few numbers."""

    quantiles: dict[str, float | None]
    """0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95 and 0.99."""
    kurtosis: float | None = None
    """The fourth standardised moment minus 3, 0 for a normal distribution."""
    mae: float | None = None
    mean: float | None = None
    rmse: float | None = None
    skew: float | None = None
    """The third standardised moment."""
    std: float | None = None
    """With n - 1 degrees of freedom."""


class WorstRow(Model):
    """One of the rows with the largest residuals."""

    differs: list[DifferingInput]
    """At most 3, the most unusual first."""
    inputs: dict[str, Any]
    row: int
    actual: float | None = None
    predicted: float | None = None
    residual: float | None = None
    sigma: float | None = None
    """The residual in standard deviations of all residuals."""


class ForecastingAnalysis(Model):
    """Where a forecast is wrong."""

    actual_vs_predicted: ActualVsPredicted
    by_feature: list[Segmenting]
    by_horizon: list[HorizonStep]
    experiment_id: str
    forecast: ForecastPoints
    headline: list[Headline]
    """At most 3, the most telling first."""
    point_count: int
    qq: NormalQuantiles
    residual_histogram: ResidualHistogram
    residual_vs_predicted: ResidualBand
    residuals: ResidualSummary
    row_count: int
    """Held-out rows; a forecast's rows once for each time they were forecast."""
    sampled: bool
    """Whether the points are a sample."""
    target: str
    task: Literal["forecasting"]
    truncated_columns: int
    """Columns left out of `by_feature` as there were too many."""
    worst: list[WorstRow]
    coverage: Coverage | None = None
    """Null without prediction intervals."""
    density: PointDensity | None = None
    """Only when the points are a sample."""


class Health(Model):
    """The process answers."""

    status: Literal["ok"]


Role = Literal["admin", "member"]
"""Admins manage users and endpoints; members do their own work."""


class User(Model):
    """A user as administrators see one."""

    created_at: datetime
    disabled: bool
    has_password: bool
    id: str
    name: str
    role: Role


class Invite(Model):
    """A user and a one-time code: the link to send them is the server's address with `/#code=<code>`."""

    code: str
    """Works once, until it expires; shown in this answer only."""
    expires_at: datetime
    user: User


JobEvent = Annotated[
    StateEvent
    | ProgressEvent
    | MetricEvent
    | TokenEvent
    | LogEvent
    | ResultEvent
    | ErrorEvent
    | ResetEvent
    | SnapshotEvent,
    Field(discriminator="type"),
]


class JobOut(Model):
    """A job of any kind."""

    attempt: int
    """The running or last attempt, from 1; 0 before the first."""
    cancel_requested: bool
    created_at: datetime
    id: str
    """The job's id, and the id of what it is the job of."""
    kind: JobKind
    name: str
    """What its owner called it; may be empty."""
    state: JobState
    batch_id: str | None = None
    error: JobError | None = None
    finished_at: datetime | None = None
    number: int | None = None
    """Its number within its batch, from 1."""
    progress: float | None = None
    """0 to 1; null when unknown."""
    queue_position: int | None = None
    """About which place in the queue, from 1; null unless queued."""
    started_at: datetime | None = None
    """When the last attempt started."""


class Me(Model):
    """The user who calls."""

    has_password: bool
    """Whether the user can sign in by password."""
    id: str
    name: str
    role: Role


class ModelVersionItem(Model):
    """A version in a list. What it came from is as it was when it was registered."""

    aliases: list[str]
    """The aliases that point at it."""
    baseline_metrics: dict[str, float | None]
    """Of the same rows without a model, to compare with."""
    created_at: datetime
    dataset_id: str
    dataset_name: str
    experiment_exists: bool
    """Whether the run is still there."""
    experiment_id: str
    experiment_name: str
    metric_specs: list[MetricSpec]
    metrics: dict[str, float | None]
    """Of the run's held-out rows."""
    model: str
    """The model's name."""
    notes: str
    pipeline: str
    pipeline_version: str
    size_bytes: int
    """Of the stored file."""
    target: str
    version: int
    batch_id: str | None = None
    batch_name: str | None = None
    experiment_number: int | None = None
    task: Literal["regression", "forecasting", "classification"] | None = None
    time_column: str | None = None


class ModelDetail(Model):
    """A registered model with its versions."""

    aliases: dict[str, int]
    """alias -> the version it points at"""
    created_at: datetime
    latest: ModelVersionItem
    name: str
    updated_at: datetime
    """When a version or an alias last changed."""
    version_count: int
    versions: list[ModelVersionItem]
    """Newest first."""


class ModelInput(Model):
    """A column a model reads. `categories` are the values seen in training, `minimum` and `maximum` the
    range seen (booleans as 0 and 1, times as microseconds since 1970); null where it doesn't apply."""

    dtype: Literal["number", "integer", "category", "text", "datetime", "boolean"]
    name: str
    categories: list[str] | None = None
    """The values seen in training."""
    maximum: float | None = None
    """The greatest value seen in training."""
    minimum: float | None = None
    """The least value seen in training; times in microseconds since 1970."""


class ModelVersionOut(Model):
    """A version with all that is known of where it came from."""

    aliases: list[str]
    """The aliases that point at it."""
    baseline_metrics: dict[str, float | None]
    """Of the same rows without a model, to compare with."""
    config: dict[str, Any]
    created_at: datetime
    dataset_id: str
    dataset_name: str
    experiment_exists: bool
    """Whether the run is still there."""
    experiment_id: str
    experiment_name: str
    inputs: list[ModelInput]
    """The columns it reads."""
    metric_specs: list[MetricSpec]
    metrics: dict[str, float | None]
    """Of the run's held-out rows."""
    model: str
    """The model's name."""
    notes: str
    pipeline: str
    pipeline_version: str
    provenance: Provenance
    row_counts: dict[str, int]
    seed: int
    sha256: str
    """Of the stored file."""
    size_bytes: int
    """Of the stored file."""
    target: str
    version: int
    batch_id: str | None = None
    batch_name: str | None = None
    experiment_number: int | None = None
    task: Literal["regression", "forecasting", "classification"] | None = None
    time_column: str | None = None


class ExperimentItem(Model):
    """A training run in a list."""

    attempt: int
    """The running or last attempt, from 1; 0 before the first."""
    baseline_metrics: dict[str, float | None]
    """The same without learning: by the training rows' mean, by how frequent each class is, or by the
    last season repeated."""
    cancel_requested: bool
    config: dict[str, Any]
    """Complete: defaults are filled in."""
    created_at: datetime
    dataset_id: str
    dataset_name: str
    id: str
    """The job's id, and the id of what it is the job of."""
    kind: JobKind
    metric_specs: list[MetricSpec]
    """What the metrics are and which way is better."""
    metrics: dict[str, float | None]
    """Of the held-out rows; null = not defined."""
    model_kept: bool
    name: str
    params: dict[str, Any]
    """The part of the config that the batch's search varied."""
    pipeline: str
    seed: int
    state: JobState
    stopped_early: bool
    tags: list[str]
    target: str
    timings: Timings
    batch_id: str | None = None
    error: JobError | None = None
    finished_at: datetime | None = None
    number: int | None = None
    """Its number within its batch, from 1."""
    pipeline_version: str | None = None
    """Null before it succeeded, like other parts of the result."""
    progress: float | None = None
    """0 to 1; null when unknown."""
    queue_position: int | None = None
    """About which place in the queue, from 1; null unless queued."""
    row_counts: dict[str, int] | None = None
    """Rows trained on, held out and dropped."""
    started_at: datetime | None = None
    """When the last attempt started."""
    stop_reason: EarlyEnd | None = None
    """Why it stopped early: it no longer improved (`early_stopping`), or the batch's `pruner` gave it
    up (`pruned`). Null for a run that went to its end."""
    time_column: str | None = None


class ModelOut(Model):
    """A registered model."""

    aliases: dict[str, int]
    """alias -> the version it points at"""
    created_at: datetime
    latest: ModelVersionItem
    name: str
    updated_at: datetime
    """When a version or an alias last changed."""
    version_count: int


class PredictionModel(Model):
    """The registered model that was asked for, as it was then."""

    name: str
    version: int
    alias: str | None = None
    """The alias it was asked for by, if it was."""


PredictionSource = Literal["rows", "dataset", "horizon"]
"""What is predicted for."""


class PredictionItem(Model):
    """A prediction in a list."""

    attempt: int
    """The running or last attempt, from 1; 0 before the first."""
    cancel_requested: bool
    created_at: datetime
    experiment_id: str
    """The run that trained the model; it may have been deleted since."""
    id: str
    """The job's id, and the id of what it is the job of."""
    kind: JobKind
    name: str
    pipeline: str
    resumable: bool
    """Whether `continue` goes on after the rows done."""
    row_count: int
    """Rows asked for."""
    rows_done: int
    """Rows that are predicted and stored."""
    source: PredictionSource
    state: JobState
    target: str
    task: Literal["regression", "forecasting", "classification"]
    batch_id: str | None = None
    dataset_id: str | None = None
    """Null unless `source` is `dataset`, and once that is deleted."""
    dataset_name: str | None = None
    error: JobError | None = None
    finished_at: datetime | None = None
    horizon: int | None = None
    model: PredictionModel | None = None
    """Null where a run's model was asked for."""
    number: int | None = None
    """Its number within its batch, from 1."""
    progress: float | None = None
    """0 to 1; null when unknown."""
    queue_position: int | None = None
    """About which place in the queue, from 1; null unless queued."""
    started_at: datetime | None = None
    """When the last attempt started."""


class Token(Model):
    """A personal access token as it can be seen later: without its secret."""

    created_at: datetime
    hint: str
    """Its last four characters."""
    id: str
    name: str
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    """To about ten minutes."""


class Objective(Model):
    """What a search optimises."""

    direction: Literal["minimize", "maximize"]
    metric: str


class PipelineOut(Model):
    """A pipeline: what it does, its settings as a JSON Schema, and what it measures."""

    description: str
    i18n: dict[str, dict[str, str]]
    id: str
    live_curve: bool
    """Whether it reports a live curve, so that a batch's `pruner` can give its runs up early."""
    metrics: list[MetricSpec]
    name: str
    ok: bool
    """Whether it can be used."""
    config_schema: dict[str, Any] | None = None
    """JSON Schema 2020-12 with titles, descriptions, defaults and bounds. `x-sweepable: false` = a
    search can't vary it, `x-scale: log` = best seen on a logarithmic scale, `x-i18n` = other languages."""
    default_objective: Objective | None = None
    error: str | None = None
    """Why not."""
    task: Literal["regression", "forecasting", "classification"] | None = None
    """Null for a broken plug-in, like what else is not known of it."""
    version: str | None = None


class PipelineList(Model):
    """All pipelines."""

    items: list[PipelineOut]


WarningCode = Literal["unseen_category", "below_range", "above_range", "missing_value", "unreadable_value"]
"""What is unusual about the values of a column, seen by what the model was trained on."""


class ColumnWarning(Model):
    """Something unusual about a column's values, seen by the rows the model was trained on."""

    code: WarningCode
    column: str
    examples: list[float | str]
    """Up to five of the values."""
    rows: int
    """In how many of the rows done."""
    maximum: float | None = None
    """The greatest value seen in training."""
    minimum: float | None = None
    """The least value seen in training; times in microseconds since 1970."""


class Matching(Model):
    """How the columns given meet those the model reads: by name."""

    extra: list[str]
    """Columns that were given and are not read."""
    used: list[str]
    """The columns the model reads."""
    warnings: list[ColumnWarning]
    """What is unusual, column by column, in the rows done."""


class PredictionProvenance(Model):
    """What made a result."""

    package_versions: dict[str, str]
    python_version: str
    code_version: str | None = None


class Histogram(Model):
    """How values spread: `counts[i]` of them lie between `edges[i]` and `edges[i + 1]`."""

    counts: list[int]
    edges: list[float]


class PredictionSummary(Model):
    """All predictions in a few numbers: of classes how often each is predicted, else the others."""

    classes: dict[str, int] | None = None
    """class -> rows, the most frequent first"""
    histogram: Histogram | None = None
    max: float | None = None
    mean: float | None = None
    min: float | None = None
    std: float | None = None


class SeriesEnd(Model):
    """The end of the series that a forecast goes on from."""

    time: list[str | float]
    value: list[float | None]


class PredictionOut(Model):
    """A prediction with the first of its rows and what is worth knowing of all of them."""

    attempt: int
    """The running or last attempt, from 1; 0 before the first."""
    cancel_requested: bool
    columns: list[str]
    """Of the result; those of the classes once a row is done."""
    created_at: datetime
    experiment_id: str
    """The run that trained the model; it may have been deleted since."""
    id: str
    """The job's id, and the id of what it is the job of."""
    kind: JobKind
    matching: Matching
    name: str
    pipeline: str
    preview: list[dict[str, Any]]
    """The first 50 rows of the result."""
    resumable: bool
    """Whether `continue` goes on after the rows done."""
    row_count: int
    """Rows asked for."""
    rows_done: int
    """Rows that are predicted and stored."""
    source: PredictionSource
    state: JobState
    target: str
    task: Literal["regression", "forecasting", "classification"]
    batch_id: str | None = None
    dataset_id: str | None = None
    """Null unless `source` is `dataset`, and once that is deleted."""
    dataset_name: str | None = None
    error: JobError | None = None
    finished_at: datetime | None = None
    history: SeriesEnd | None = None
    """Of a forecast that succeeded: up to 200 values before it, if the dataset is still there."""
    horizon: int | None = None
    model: PredictionModel | None = None
    """Null where a run's model was asked for."""
    number: int | None = None
    """Its number within its batch, from 1."""
    progress: float | None = None
    """0 to 1; null when unknown."""
    provenance: PredictionProvenance | None = None
    """Null before it succeeded."""
    queue_position: int | None = None
    """About which place in the queue, from 1; null unless queued."""
    started_at: datetime | None = None
    """When the last attempt started."""
    summary: PredictionSummary | None = None
    """Null before it succeeded."""


class PredictionResultOut(Model):
    """The predicted rows."""

    columns: list[str]
    rows: list[dict[str, Any]]


class FieldError(Model):
    """What is wrong with one field: where (`loc`, as in a JSON path) and what (`message`)."""

    loc: list[str | int]
    message: str


class Problem(Model):
    """Why a request was refused (RFC 9457)."""

    code: str
    """A stable word for programs."""
    detail: str
    """What went wrong with this request, and how to mend it."""
    status: int
    """The HTTP status."""
    title: str
    """The kind of problem, in words."""
    type: str
    """A URI for this kind of problem."""
    errors: list[FieldError] | None = None
    """Field by field, when it is a 422."""


class Check(Model):
    """One part the installation needs."""

    detail: str
    """What was found, or what is wrong."""
    ok: bool


class Readiness(Model):
    """What works; `degraded` = requests are served, but queued work waits."""

    database: Check
    redis: Check
    status: Literal["ok", "degraded", "down"]
    workers: Check


class RegressionAnalysis(Model):
    """Where a regression is wrong."""

    actual_vs_predicted: ActualVsPredicted
    by_feature: list[Segmenting]
    experiment_id: str
    headline: list[Headline]
    """At most 3, the most telling first."""
    point_count: int
    qq: NormalQuantiles
    residual_histogram: ResidualHistogram
    residual_vs_predicted: ResidualBand
    residuals: ResidualSummary
    row_count: int
    """Held-out rows; a forecast's rows once for each time they were forecast."""
    sampled: bool
    """Whether the points are a sample."""
    target: str
    task: Literal["regression"]
    truncated_columns: int
    """Columns left out of `by_feature` as there were too many."""
    worst: list[WorstRow]
    density: PointDensity | None = None
    """Only when the points are a sample."""


class SampleSuggestion(Model):
    """A first experiment that makes sense on a sample."""

    pipeline: str
    target: str
    time_column: str | None = None


class SampleOut(Model):
    """A real dataset that comes with a library in use."""

    column_count: int
    description: str
    i18n: dict[str, dict[str, str]]
    """Name and description in other languages."""
    key: str
    license: str
    name: str
    row_count: int
    source: str
    suggested: SampleSuggestion
    """A first experiment that makes sense on it."""


class SampleList(Model):
    """All samples."""

    items: list[SampleOut]


class RegisteredAs(Model):
    """A version by its model's name and its number."""

    model: str
    version: int


class StoredModelOut(Model):
    """The model a run left: what it reads, and what it was made with."""

    experiment_id: str
    experiment_name: str
    inputs: list[ModelInput]
    """The columns it reads."""
    package_versions: dict[str, str]
    pipeline: str
    pipeline_version: str
    python_version: str
    registered: list[RegisteredAs]
    """The versions made of it, newest first."""
    size_bytes: int
    target: str
    task: Literal["regression", "forecasting", "classification"] | None = None


class Limits(Model):
    """The most this installation accepts."""

    max_batch_jobs: int
    max_body_bytes: int
    max_queued_jobs: int
    """Of one user."""
    max_sockets: int
    """Of one user."""
    max_upload_bytes: int
    default_run_memory_mb: int | None = None
    """Memory limit of runs that name none; null = the worker's."""
    default_run_seconds: int | None = None
    """Time limit of runs that name none; null = none."""
    max_run_memory_mb: int | None = None
    """Highest memory limit a run may name; null = any."""
    max_run_seconds: int | None = None
    """Highest time limit a run may name; null = any."""


class Sandbox(Model):
    """Whether generated code can be run in isolation."""

    available: bool
    detail: str


class SystemInfo(Model):
    """The installation: its version, limits and abilities."""

    limits: Limits
    sandbox: Sandbox
    version: str


class TagCount(Model):
    """A tag, and how many have it."""

    count: int
    name: str
    """As most of them spell it."""


class TagList(Model):
    """The tags there are."""

    items: list[TagCount]
    """Most used first, at most 200."""


class TokenCreated(Model):
    """A new token with its secret, shown this once."""

    created_at: datetime
    hint: str
    """Its last four characters."""
    id: str
    name: str
    token: str
    """Send it as `Authorization: Bearer af_...`."""
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    """To about ten minutes."""
