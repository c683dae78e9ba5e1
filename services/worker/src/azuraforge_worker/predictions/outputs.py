"""What models say as tables; see `azuraforge_contracts.prediction_files.ResultColumn`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.prediction_files import ResultColumn
from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.interface import FittedClassifier, FittedModel, Forecast


def predict_rows(model: FittedModel, rows: pa.Table, first: int) -> pa.Table:
    """The predictions for these rows, of which the first has this number."""
    numbers = pa.array(np.arange(first, first + rows.num_rows, dtype=np.int64))
    if isinstance(model, FittedClassifier):
        return _classified(model, rows, numbers)
    predicted = _checked(model.predict(rows), (rows.num_rows,))
    return pa.table({ResultColumn.ROW: numbers, ResultColumn.PREDICTION: _numbers(predicted)})


def _classified(model: FittedClassifier, rows: pa.Table, numbers: pa.Array) -> pa.Table:
    classes = model.classes
    probabilities = _checked(model.predict_probabilities(rows), (rows.num_rows, len(classes)))
    likeliest = pa.array(classes, pa.string()).take(pa.array(probabilities.argmax(axis=1)))
    columns = {ResultColumn.ROW: numbers, ResultColumn.PREDICTION: likeliest}
    for position, label in enumerate(classes):
        columns[f"{ResultColumn.PROBABILITY}{label}"] = _numbers(probabilities[:, position])
    return pa.table(columns)


def forecast_steps(model: FittedModel, horizon: int) -> pa.Table:
    """The forecast of so many steps; raises `JobFailedError` where the model makes none."""
    forecast: Callable[[int], Forecast] | None = getattr(model, "forecast", None)
    if forecast is None:
        raise JobFailedError(JobErrorCode.PIPELINE_ERROR, "The pipeline's model has no method `forecast`.")
    made = forecast(horizon)
    columns = {
        ResultColumn.PREDICTION: made.predicted,
        ResultColumn.LOWER: made.lower,
        ResultColumn.UPPER: made.upper,
    }
    shown = {name: _numbers(_checked(values, (horizon,))) for name, values in columns.items()}
    times = _times(_checked(made.times, (horizon,)), model.inputs[0].dtype if model.inputs else "number")
    return pa.table({ResultColumn.TIME: times, **shown})


def _times(values: FloatArray, dtype: str) -> pa.Array:
    if dtype == "datetime":
        return pa.array(np.round(values).astype(np.int64)).cast(pa.timestamp("us"))
    if dtype == "integer" and np.array_equal(values, np.round(values)):
        return pa.array(values.astype(np.int64))
    return _numbers(values)


def _numbers(values: FloatArray) -> pa.Array:
    """With nulls for what is no finite number."""
    return pa.array(values, mask=~np.isfinite(values))


def _checked(values: Any, shape: tuple[int, ...]) -> FloatArray:
    found = np.ascontiguousarray(values, dtype=np.float64)
    if found.shape != shape:
        raise JobFailedError(
            JobErrorCode.PIPELINE_ERROR,
            f"The pipeline's model answered with numbers of shape {found.shape} where {shape} is due.",
        )
    return found
