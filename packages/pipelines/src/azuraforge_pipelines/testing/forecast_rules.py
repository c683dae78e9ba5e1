"""Rules on forecasting pipelines: what they hold out, what their model forecasts, what it may know."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.interface import AnyPipeline, Forecast, TrainingResult
from azuraforge_pipelines.model_store import load_model, pack_model
from azuraforge_pipelines.testing.data import with_other_rows
from azuraforge_pipelines.testing.violations import Violation

_HORIZON = 7

Train = Callable[[TrainingData], TrainingResult]


def forecast_result_violations(data: TrainingData, result: TrainingResult) -> Iterator[Violation]:
    """Every held-out row names an earlier origin, a step ahead and an interval around its prediction."""
    holdout, steps = result.holdout, result.holdout.forecast
    if steps is None:
        yield Violation("result", "`holdout.forecast` is missing: origins, steps and intervals of the rows")
        return
    if (
        not len(holdout.rows)
        == len(steps.origins)
        == len(steps.steps)
        == len(steps.lower)
        == len(steps.upper)
    ):
        yield Violation("result", "`holdout.forecast` differs in length from the held-out rows")
        return
    times = data.time_values()
    if not np.all(times[steps.origins] < times[holdout.rows]) or steps.steps.min() < 1:
        yield Violation("result", "a held-out row lies not after the origin it was forecast from")
    if not np.all((steps.lower <= holdout.predicted) & (holdout.predicted <= steps.upper)):
        yield Violation("result", "a prediction lies outside its own interval")


def forecast_leak_violations(data: TrainingData, first: TrainingResult, train: Train) -> Iterator[Violation]:
    """Values at or after an origin must not change what was forecast from it, nor from earlier ones."""
    steps = first.holdout.forecast
    if steps is None:
        return
    times = data.time_values()
    origin_times = times[steps.origins]
    for origin in {float(origin_times.min()), float(origin_times.max())}:
        later = first.holdout.rows[times[first.holdout.rows] > origin]
        other = train(with_other_rows(data, later))
        if not np.array_equal(first.holdout.rows, other.holdout.rows):
            yield Violation("leak", "which rows are held out depends on the values they hold")
            return
        early = origin_times <= origin
        changed = [
            what for what, one, two in _forecasts(first, other) if not np.array_equal(one[early], two[early])
        ]
        if changed:
            yield Violation(
                "leak", f"values after an origin change the {changed[0]} forecast from it: it has seen them"
            )
            return


def forecast_model_violations(
    pipeline: AnyPipeline, data: TrainingData, result: TrainingResult
) -> Iterator[Violation]:
    """Stored and loaded again, the model forecasts the same, and what it forecasts lies ahead."""
    forecast = getattr(result.model, "forecast", None)
    if forecast is None:
        yield Violation("model", "a forecasting pipeline's model needs the method `forecast(horizon)`")
        return
    made: Forecast = forecast(_HORIZON)
    again: Forecast = load_model(pack_model(result.model, pipeline, data.target), pipeline).forecast(_HORIZON)  # type: ignore[attr-defined] # a Forecaster
    parts = {name: getattr(made, name) for name in ("times", "predicted", "lower", "upper")}
    if any(len(values) != _HORIZON or not np.isfinite(values).all() for values in parts.values()):
        yield Violation("model", f"its forecast of {_HORIZON} steps is not {_HORIZON} finite numbers each")
    elif made.times.min() <= np.nanmax(data.time_values()) or not np.all(np.diff(made.times) > 0):
        yield Violation("model", "it forecasts times that don't follow the series")
    elif not np.all((made.lower <= made.predicted) & (made.predicted <= made.upper)):
        yield Violation("model", "its forecast lies outside its own interval")
    if any(not np.array_equal(values, getattr(again, name)) for name, values in parts.items()):
        yield Violation("model", "stored and loaded again, it forecasts something else")


def _forecasts(
    one: TrainingResult, two: TrainingResult
) -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
    yield "values", one.holdout.predicted, two.holdout.predicted
    first, second = one.holdout.forecast, two.holdout.forecast
    if first is not None and second is not None:
        yield "lower bounds", first.lower, second.lower
        yield "upper bounds", first.upper, second.upper
