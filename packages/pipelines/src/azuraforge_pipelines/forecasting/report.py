"""From held-out windows to the result: metrics beside the baseline's, coverage, errors by step."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.forecasting.model import ForecastModel
from azuraforge_pipelines.forecasting.plan import Plan
from azuraforge_pipelines.forecasting.scores import forecast_metrics, seasonal_scale
from azuraforge_pipelines.forecasting.selection import Choice
from azuraforge_pipelines.forecasting.series import Series
from azuraforge_pipelines.interface import ForecastSteps, Holdout, RowCounts, TrainingResult

if TYPE_CHECKING:
    from azuraforge_pipelines.forecasting.run import Window

_BASELINE = "seasonal-naive"


def result_of(
    data: TrainingData,
    series: Series,
    plan: Plan,
    windows: "Sequence[Window]",
    model: ForecastModel,
    *,
    stopped_early: bool,
    seconds: float,
    details: dict[str, Any],
) -> TrainingResult:
    """Judge the windows; raises `DataError("too_few_rows")` when none of their points can be scored."""
    holdout = _holdout(series, windows)
    if not len(holdout.rows):
        raise DataError(
            "too_few_rows",
            "None of the held-out points has a value of its own to be scored against; choose more test"
            " windows.",
        )
    scale = seasonal_scale(series.values[: plan.train_end], plan.season)
    baseline = np.concatenate([window.origin.forecasts[_BASELINE] for window in windows])
    scored = series.rows[plan.train_end :] >= 0
    train = int(np.isfinite(series.values[: plan.train_end]).sum())
    return TrainingResult(
        metrics=forecast_metrics(holdout.actual, holdout.predicted, scale),
        baseline_metrics=forecast_metrics(holdout.actual, baseline[scored], scale),
        holdout=holdout,
        row_counts=RowCounts(train, len(holdout.rows), data.dataset.row_count - train - len(holdout.rows)),
        model=model,
        stopped_early=stopped_early,
        fit_seconds=seconds,
        details=details,
    )


def _holdout(series: Series, windows: "Sequence[Window]") -> Holdout:
    start = windows[0].origin.end
    steps = np.concatenate([np.arange(1, len(window.predicted) + 1) for window in windows])
    origins = np.concatenate(
        [np.full(len(window.predicted), _last_row(series, window.origin.end)) for window in windows]
    )
    scored = np.flatnonzero(series.rows[start:] >= 0)

    def joined(name: str) -> FloatArray:
        values: FloatArray = np.concatenate([getattr(window, name) for window in windows])
        return values[scored]

    return Holdout(
        rows=series.rows[start:][scored],
        actual=series.values[start:][scored],
        predicted=joined("predicted"),
        forecast=ForecastSteps(
            origins[scored], steps[scored], joined("lower"), joined("upper"), windows[0].level
        ),
    )


def _last_row(series: Series, end: int) -> int:
    """The dataset's row of the last known value before `end`."""
    return int(series.rows[:end][series.rows[:end] >= 0][-1])


def details(
    series: Series,
    plan: Plan,
    choice: Choice,
    windows: "Sequence[Window]",
    model: ForecastModel,
    level: float,
    left_out: Mapping[str, str],
) -> dict[str, Any]:
    """What the run's page shows beside the metrics, as plain JSON."""
    return {
        "series": series.findings(),
        "season_length": plan.season,
        "horizon": plan.horizon,
        "test_windows": plan.windows,
        "chosen": choice.name,
        "weights": dict(choice.weights),
        "candidates": [
            {"name": name, "validation_mae": error if np.isfinite(error) else None}
            for name, error in sorted(choice.errors.items(), key=lambda item: item[1])
        ],
        "left_out": dict(left_out),
        "methods": model.blend.describe(),
        "interval": {"level": level, "coverage": _coverage(windows)},
        "by_step": _by_step(windows, plan.horizon),
    }


def _coverage(windows: "Sequence[Window]") -> float | None:
    """The share of the known held-out values inside their interval."""
    inside = [
        (window.lower <= window.origin.actual) & (window.origin.actual <= window.upper) for window in windows
    ]
    known = np.concatenate([np.isfinite(window.origin.actual) for window in windows])
    return float(np.concatenate(inside)[known].mean()) if known.any() else None


def _by_step(windows: "Sequence[Window]", horizon: int) -> list[dict[str, Any]]:
    """Mean absolute error of the forecast and of the baseline, and the coverage, for every step ahead."""
    rows: list[dict[str, Any]] = []
    for step in range(horizon):
        known = [window for window in windows if np.isfinite(window.origin.actual[step])]
        if not known:
            rows.append({"step": step + 1, "mae": None, "baseline_mae": None, "coverage": None})
            continue
        actual = np.array([window.origin.actual[step] for window in known])
        predicted = np.array([window.predicted[step] for window in known])
        naive = np.array([window.origin.forecasts[_BASELINE][step] for window in known])
        half = np.array([window.half[step] for window in known])
        rows.append(
            {
                "step": step + 1,
                "mae": float(np.abs(actual - predicted).mean()),
                "baseline_mae": float(np.abs(actual - naive).mean()),
                "coverage": float((np.abs(actual - predicted) <= half).mean()),
            }
        )
    return rows
