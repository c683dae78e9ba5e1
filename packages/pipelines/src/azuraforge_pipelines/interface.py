"""The plug-in interface: what a pipeline is, what it is given and what it returns.

A plug-in publishes its pipeline (a class or an instance) under the entry-point group
`azuraforge.pipelines`; the entry's name is the pipeline's id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar, runtime_checkable

import numpy as np
import pyarrow as pa
from azuraforge_contracts.datasets import ColumnType
from azuraforge_contracts.manifest import MetricSpec, Objective, TaskType
from numpy.typing import NDArray

from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import TrainingData

ENTRY_POINT_GROUP = "azuraforge.pipelines"

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class PipelineInfo:
    """What the catalogue shows of a pipeline; `i18n` maps a language to its `name` and `description`.

    `live_curve` says that `train` reports a curve as it goes and obeys `finish_requested`: only then can a
    search give its runs up early.
    """

    id: str
    name: str
    task: TaskType
    description: str
    version: str
    metrics: tuple[MetricSpec, ...]
    default_objective: Objective
    live_curve: bool = False
    i18n: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class InputColumn:
    """A column a stored model reads.

    `categories` are the values seen in training, `minimum` and `maximum` the range seen (numbers and
    booleans as floats, times as microseconds since 1970); None where it doesn't apply.
    """

    name: str
    dtype: ColumnType
    categories: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None


class FittedModel(Protocol):
    """A trained model that knows its inputs and how to store itself in native formats, never pickle."""

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """The columns `predict` needs, matched by name."""

    def predict(self, rows: pa.Table) -> FloatArray:
        """Predict one number per row, in the target's unit; extra columns and their order don't matter.

        A classifier answers the position of the likeliest class in its `classes`. Raises `ModelInputError`
        when an input column is missing or can't be read as its type.
        """

    def to_files(self) -> dict[str, bytes]:
        """The model as named files, to be read back by its pipeline's `load_model`."""


@runtime_checkable
class FittedClassifier(FittedModel, Protocol):
    """A trained model that tells classes apart."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The target's values as text (`true` and `false` for booleans)."""

    def predict_probabilities(self, rows: pa.Table) -> FloatArray:
        """The probability of each class (rows x classes); a row adds up to 1. Raises as `predict` does."""


@dataclass(frozen=True)
class Forecast:
    """What follows a series: one entry per step.

    `times` are in the time column's own terms (microseconds since 1970 for datetimes); `lower` and `upper`
    are the prediction interval.
    """

    times: FloatArray
    predicted: FloatArray
    lower: FloatArray
    upper: FloatArray


class Forecaster(FittedModel, Protocol):
    """The fitted model of a forecasting pipeline; its only input is the time."""

    def forecast(self, horizon: int) -> Forecast:
        """The `horizon` steps after the end of the series it was trained on."""


@dataclass(frozen=True)
class ForecastSteps:
    """What a forecast adds to the held-out rows, one entry per row.

    `origins` are the dataset rows of the last value known to the forecast, `steps` how many steps ahead of
    it the row lies (from 1), `lower` and `upper` the prediction interval, `level` the share of values it is
    meant to hold (0.9, say; None = not told).
    """

    origins: IntArray
    steps: IntArray
    lower: FloatArray
    upper: FloatArray
    level: float | None = None


@dataclass(frozen=True)
class Holdout:
    """The rows that were judged; none of them took part in the fit its prediction comes from.

    `rows` are 0-based rows of the dataset, `actual` and `predicted` the true and the predicted target. In a
    classification both are positions in `classes`, and `probabilities` (rows x classes) stands beside them.
    `folds` says in which fold of a cross-validation, from 1 on, each row was held out; without it all of them
    were predicted by the kept model itself.
    """

    rows: IntArray
    actual: FloatArray
    predicted: FloatArray
    folds: IntArray | None = None
    classes: tuple[str, ...] | None = None
    probabilities: FloatArray | None = None
    forecast: ForecastSteps | None = None


@dataclass(frozen=True)
class RowCounts:
    """Rows the kept model was fitted on, rows judged, and rows left out for want of a target (or of a time).

    After a cross-validation a row is in both of the first two: each was held out in its turn, and the kept
    model is fitted on all of them.
    """

    train: int
    holdout: int
    dropped: int = 0


@dataclass(frozen=True)
class TrainingResult:
    """What a run ends with.

    `metrics` and `baseline_metrics` have the names of the manifest; NaN says "undefined". `details` is
    plain JSON for the run's page (coefficients, rounds done...).
    """

    metrics: dict[str, float]
    baseline_metrics: dict[str, float]
    holdout: Holdout
    row_counts: RowCounts
    model: FittedModel
    stopped_early: bool = False
    dropped_columns: dict[str, str] = field(default_factory=dict)
    fit_seconds: float | None = None
    details: dict[str, Any] = field(default_factory=dict)


ConfigT_contra = TypeVar("ConfigT_contra", bound=PipelineConfig, contravariant=True)


class Pipeline(Protocol[ConfigT_contra]):
    """A pipeline. `train` must be a pure function of data, config and the context's seed."""

    info: ClassVar[PipelineInfo]
    config_model: ClassVar[type[PipelineConfig]]

    def train(self, context: RunContext, data: TrainingData, config: ConfigT_contra) -> TrainingResult:
        """Fit on a training part of the rows and judge on the held-out rest.

        Raises `DataError` for data it can't train on and `Stopped` when the context asks for a stop.
        """

    def load_model(self, files: Mapping[str, bytes]) -> FittedModel:
        """Read back what `FittedModel.to_files` wrote; raises `ModelRefusedError`."""


AnyPipeline = Pipeline[Any]
