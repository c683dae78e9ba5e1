"""The analysis of a run's errors as the API answers it and the worker stores it.

Every number may be null where it is not defined (of one row, say, or of constant residuals). A residual is
`actual - predicted`, in the target's own units; rows are 0-based rows of the dataset. Arrays "per point" are
aligned with each other: the points are the held-out rows in the order of their rows or, above 5,000, a seeded
sample of them. Everything else is worked out of all held-out rows.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Number = float | None

HeadlineCode = Literal[
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


class Headline(BaseModel):
    """A sentence about the errors, to be worded by whoever shows it.

    The values by code: `under_predicts_above`, `over_predicts_above` {from, rows, of};
    `under_predicts_below`, `over_predicts_below` {to, rows, of}; `biased` {mean, std}; `segment_worse`
    {column, kind, label, low, high, error, overall, ratio, rows}; `heavy_tails` {side: lower | upper | both};
    `skewed` {skew}; `intervals_too_narrow`, `intervals_too_wide` {actual, target}; `horizon_grows` {first,
    last}; `confuses` {actual, predicted, rows, of}; `overconfident` {predicted, observed}; none for
    `unbiased` and `no_pattern`.
    """

    code: HeadlineCode
    values: dict[str, int | float | str | None]


class Segment(BaseModel):
    """Held-out rows that have something in common, and how wrong the model is on them."""

    label: str | None = Field(
        description="A category; `month:7` (1-12), `weekday:0` (Monday) or `hour:13` of a time; null for a"
        " range and for the rest of the categories together."
    )
    low: Number = Field(description="A range's lower end, inclusive.")
    high: Number = Field(description="A range's upper end, exclusive but for the last range.")
    rows: int
    error: Number = Field(description="Mean absolute error; of classes the error rate.")
    error_low: Number = Field(description="The error's 95 % interval, lower end.")
    error_high: Number = Field(description="The error's 95 % interval, upper end.")
    bias: Number = Field(description="Mean residual; null for classes.")


class Segmenting(BaseModel):
    """The held-out rows by the values of one column; the target itself first, then the most telling."""

    name: str
    kind: Literal["category", "range", "time"]
    segments: list[Segment]
    codes: list[int] = Field(description="Per point, its segment's position; -1 = the value is missing.")


class DifferingInput(BaseModel):
    """What sets a row apart from the other held-out rows."""

    name: str
    value: Any = Field(description="The row's value, as JSON.")
    typical: Any = Field(description="The median of a number, the commonest of other values.")
    score: Number = Field(
        description="Of a number its distance to the median in robust standard deviations; else how rare the"
        " value is, as minus the logarithm to base 2 of its share."
    )


class WorstRow(BaseModel):
    """One of the rows with the largest residuals."""

    row: int
    actual: Number
    predicted: Number
    residual: Number
    sigma: Number = Field(description="The residual in standard deviations of all residuals.")
    inputs: dict[str, Any]
    differs: list[DifferingInput] = Field(description="At most 3, the most unusual first.")


class WorstClassRow(BaseModel):
    """One of the rows whose true class the model held for least likely."""

    row: int
    actual: str
    predicted: str
    probability: Number = Field(description="Of the true class; null where the model gives none.")
    inputs: dict[str, Any]
    differs: list[DifferingInput] = Field(description="At most 3, the most unusual first.")


class ResidualSummary(BaseModel):
    """The residuals in a few numbers."""

    mean: Number
    std: Number = Field(description="With n - 1 degrees of freedom.")
    skew: Number = Field(description="The third standardised moment.")
    kurtosis: Number = Field(
        description="The fourth standardised moment minus 3, 0 for a normal distribution."
    )
    quantiles: dict[str, Number] = Field(description="0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95 and 0.99.")
    mae: Number
    rmse: Number


class ResidualHistogram(BaseModel):
    """How many residuals lie between one edge and the next (10 to 60 bins)."""

    edges: list[float]
    counts: list[int]


class ActualVsPredicted(BaseModel):
    """The points."""

    actual: list[Number]
    predicted: list[Number]
    index: list[int] = Field(description="Rows of the dataset.")


class ResidualBand(BaseModel):
    """The residuals along the predictions: of neighbours, the median and the band that holds 80 %."""

    predicted: list[Number]
    median: list[Number]
    low: list[Number]
    high: list[Number]


class NormalQuantiles(BaseModel):
    """Quantiles of the standardised residuals against those of a normal distribution, extremes included."""

    theoretical: list[Number]
    observed: list[Number]


class PointDensity(BaseModel):
    """How many rows lie in each cell of actual (first) and predicted (second), for more rows than points."""

    actual_edges: list[float]
    predicted_edges: list[float]
    counts: list[list[int]]


class ForecastPoints(BaseModel):
    """What a forecast adds to the points."""

    level: Number = Field(description="The share of values that the intervals are meant to hold.")
    time: list[str | float | None] = Field(
        description="Per point its time as in the dataset (ISO 8601, or a number); empty without one."
    )
    step: list[int] = Field(description="Per point how many steps ahead it was forecast.")
    origin: list[int] = Field(description="Per point the row of the last value known to the forecast.")
    lower: list[Number]
    upper: list[Number]


class Coverage(BaseModel):
    """How often the truth was within the prediction intervals."""

    target: Number = Field(description="How often it should be.")
    actual: Number
    rows: int


class HorizonStep(BaseModel):
    """The forecasts so many steps ahead."""

    step: int
    rows: int
    error: Number = Field(description="Mean absolute error.")
    error_low: Number = Field(description="The error's 95 % interval, lower end.")
    error_high: Number = Field(description="The error's 95 % interval, upper end.")
    bias: Number = Field(description="Mean residual.")
    coverage: Number = Field(description="Share of values within their intervals.")


class RocCurve(BaseModel):
    """Of one class against the rest."""

    class_: str = Field(alias="class", serialization_alias="class")
    false_positive_rate: list[float]
    true_positive_rate: list[float]
    auc: Number


class PrecisionRecallCurve(BaseModel):
    """Of one class against the rest."""

    class_: str = Field(alias="class", serialization_alias="class")
    recall: list[float]
    precision: list[float]
    average_precision: Number


class Calibration(BaseModel):
    """Of one class: how likely the model said it was, how often it was, in ten bins without empty ones."""

    class_: str = Field(alias="class", serialization_alias="class")
    predicted: list[float]
    observed: list[float]
    rows: list[int]


class ClassPoints(BaseModel):
    """The points of a classification."""

    actual: list[int] = Field(description="Per point the true class's position in `classes`.")
    predicted: list[int]
    confidence: list[Number] = Field(description="The probability of the predicted class.")
    index: list[int] = Field(description="Rows of the dataset.")


class AnalysisFields(BaseModel):
    """What the analyses of all tasks share."""

    experiment_id: str
    target: str
    row_count: int = Field(
        description="Held-out rows; a forecast's rows once for each time they were forecast."
    )
    sampled: bool = Field(description="Whether the points are a sample.")
    point_count: int
    truncated_columns: int = Field(description="Columns left out of `by_feature` as there were too many.")
    headline: list[Headline] = Field(description="At most 3, the most telling first.")
    by_feature: list[Segmenting]


class ResidualAnalysis(AnalysisFields):
    """What the analyses of numbers share."""

    residuals: ResidualSummary
    residual_histogram: ResidualHistogram
    actual_vs_predicted: ActualVsPredicted
    residual_vs_predicted: ResidualBand
    qq: NormalQuantiles
    density: PointDensity | None = Field(description="Only when the points are a sample.")
    worst: list[WorstRow]


class RegressionAnalysis(ResidualAnalysis):
    """Where a regression is wrong."""

    task: Literal["regression"] = "regression"


class ForecastingAnalysis(ResidualAnalysis):
    """Where a forecast is wrong."""

    task: Literal["forecasting"] = "forecasting"
    forecast: ForecastPoints
    coverage: Coverage | None = Field(description="Null without prediction intervals.")
    by_horizon: list[HorizonStep]


class ClassificationAnalysis(AnalysisFields):
    """Where a classifier is wrong."""

    task: Literal["classification"] = "classification"
    classes: list[str]
    confusion: list[list[int]] = Field(description="Rows by true class (first) and predicted class (second).")
    accuracy: Number
    roc: list[RocCurve] = Field(
        description="Of the ten commonest classes; of two classes the second; empty without probabilities."
    )
    precision_recall: list[PrecisionRecallCurve]
    calibration: list[Calibration]
    probabilities: ClassPoints
    worst: list[WorstClassRow]


Analysis = Annotated[
    RegressionAnalysis | ForecastingAnalysis | ClassificationAnalysis, Field(discriminator="task")
]
