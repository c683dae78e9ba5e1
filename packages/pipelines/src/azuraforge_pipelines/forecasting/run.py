"""One run: choose inside the training part, judge on the held-out windows, fit to everything."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.forecasting.blend import blend_of, floor_of, weighted_mean
from azuraforge_pipelines.forecasting.intervals import Calibration, lower_bound
from azuraforge_pipelines.forecasting.methods.base import Method
from azuraforge_pipelines.forecasting.model import ForecastModel
from azuraforge_pipelines.forecasting.plan import Plan
from azuraforge_pipelines.forecasting.report import details, result_of
from azuraforge_pipelines.forecasting.rolling import Origin, Roller
from azuraforge_pipelines.forecasting.scores import seasonal_scale
from azuraforge_pipelines.forecasting.selection import COMBINATION, Choice, choose, running_errors
from azuraforge_pipelines.forecasting.series import Series
from azuraforge_pipelines.interface import InputColumn, TrainingResult

BASELINE = "seasonal-naive"
_CHOOSING, _JUDGED = 0.6, 0.95


@dataclass(frozen=True)
class Window:
    """A held-out stretch: what was forecast for it from its origin."""

    origin: Origin
    predicted: FloatArray
    half: FloatArray
    lower: FloatArray
    upper: FloatArray
    level: float


class ForecastRun:
    """The steps of one run, in their order in `result`."""

    def __init__(
        self, context: RunContext, data: TrainingData, series: Series, plan: Plan, methods: Sequence[Method]
    ) -> None:
        self._context = context
        self._data = data
        self._series = series
        self._plan = plan
        self._all_methods = methods
        self._roller = Roller(context, series.values, series.frequency, plan.season)
        self._baseline = next(method for method in methods if method.name == BASELINE)
        self._left_out: dict[str, str] = {}
        self._given_up = False

    def result(self, method: str, level: float) -> TrainingResult:
        """Forecast by `method` (a method's name, "combination" or "auto") with intervals of this level.

        Raises `DataError`, and `Stopped` when a stop was asked for.
        """
        began = time.perf_counter()
        self._tell_what_was_found()
        methods = self._usable(method)
        inner = self._roll_inside(methods)
        choice = self._choose(methods, inner, alone=method == "auto")
        chosen = [one for one in methods if one.name in choice.weights]
        calibration = Calibration(self._series.values, self._plan.season, choice.weights, self._floor, level)
        calibration.learn(inner)
        windows = self._judge(chosen, choice, calibration, level)
        model = self._fit_to_everything(chosen, choice, calibration)
        self._context.progress(1.0, "Done")
        return result_of(
            self._data,
            self._series,
            self._plan,
            windows,
            model,
            stopped_early=self._given_up,
            seconds=time.perf_counter() - began,
            details=details(self._series, self._plan, choice, windows, model, level, self._left_out),
        )

    def _warn(self, message: str) -> None:
        self._context.log("warning", message)

    @cached_property
    def _floor(self) -> float | None:
        return floor_of(self._series.values[: self._plan.train_end])

    def _usable(self, wanted: str) -> list[Method]:
        """The methods that are wanted and that the training part is long enough for."""
        usable = []
        for method in self._all_methods:
            if wanted not in {"auto", COMBINATION, method.name}:
                continue
            reason = method.unfit_reason(self._plan.train_end, self._plan.season)
            if wanted != method.name and self._plan.train_end < method.tried_from:
                reason = f"is only tried on {method.tried_from} points or more"
            if reason is None:
                usable.append(method)
            else:
                self._left_out[method.name] = reason
                self._warn(f"Method {method.name} is left out: it {reason}.")
        if not usable:
            reasons = "; ".join(f"{name} {reason}" for name, reason in self._left_out.items())
            raise DataError(
                "too_few_rows",
                f"The training part has {self._plan.train_end} points, too few for this method: {reasons}.",
            )
        return usable

    def _tell_what_was_found(self) -> None:
        plan, series = self._plan, self._series
        self._context.log(
            "info",
            f"{len(series)} points, {series.frequency.label}, season of {plan.season};"
            f" {plan.windows} test windows of {plan.horizon} steps, {plan.train_end} points before them.",
        )
        if series.gaps or series.missing:
            self._warn(
                f"{series.gaps} times are missing and {series.missing} rows have no value of"
                f" {self._data.target!r}: filled in for the methods, never scored."
            )
        if series.repeated:
            self._warn(f"{series.repeated} times occur more than once: their mean is used, never scored.")
        if series.without_time:
            self._warn(f"{series.without_time} rows without a time are left out.")
        ignored = [
            column.name
            for column in self._data.dataset.columns
            if column.name not in {self._data.target, self._data.time_column}
        ]
        if ignored:
            self._context.log("info", f"Only time and target are used; ignored: {', '.join(ignored[:20])}.")

    def _roll_inside(self, methods: Sequence[Method]) -> list[Origin]:
        """Forecast from origins inside the training part; the live curve shows the errors so far."""
        ends = self._plan.inner_ends(self._smallest(methods))
        tuned = self._roller.tuned(methods, ends[0]) if ends else []
        scale = seasonal_scale(self._series.values[: self._plan.train_end], self._plan.season)
        origins: list[Origin] = []
        for done, end in enumerate(ends):
            if origins and self._context.finish_requested():
                self._given_up = True
                break
            known = min(self._plan.horizon, self._plan.train_end - end)
            origins.append(self._roller.origin(tuned, end, known))
            self._context.metric(done + 1, **running_errors(origins, self._floor, scale))
            self._context.progress(_CHOOSING * (done + 1) / len(ends), f"Origin {done + 1} of {len(ends)}")
        return origins

    def _smallest(self, methods: Sequence[Method]) -> int:
        """The fewest points that all methods can be fitted to."""
        return next(
            end
            for end in range(1, self._plan.train_end + 1)
            if all(method.unfit_reason(end, self._plan.season) is None for method in methods)
        )

    def _choose(self, methods: Sequence[Method], inner: Sequence[Origin], *, alone: bool) -> Choice:
        names = [method.name for method in methods]
        failed = [name for name in names if any(name not in origin.forecasts for origin in inner)]
        sound = [name for name in names if name not in failed]
        if not sound:
            raise DataError("method_failed", f"{' and '.join(failed)} can't forecast this series.")
        self._left_out |= dict.fromkeys(failed, "failed on a part of the series")
        choice = choose(inner, sound, alone=alone, floor=self._floor, seasonal=self._plan.season > 1)
        weights = ", ".join(f"{name} {weight:.2f}" for name, weight in choice.weights.items())
        self._context.log("info", f"Chosen by {len(inner)} origins: {choice.name} ({weights}).")
        return choice

    def _judge(
        self, methods: Sequence[Method], choice: Choice, calibration: Calibration, level: float
    ) -> list[Window]:
        """Forecast every held-out window from its origin; its errors then count for the next intervals."""
        windows = []
        tuned = self._roller.tuned(methods, self._plan.train_end)
        with_baseline = [*tuned, *([] if BASELINE in choice.weights else [self._baseline])]
        for done, end in enumerate(self._plan.window_ends):
            origin = self._roller.origin(with_baseline, end, self._plan.horizon)
            predicted = weighted_mean(origin.forecasts, choice.weights, self._floor)
            half = calibration.spread(end).half_widths(self._plan.horizon, calibration.swing(end))
            lower = lower_bound(predicted, half, self._floor)
            windows.append(Window(origin, predicted, half, lower, predicted + half, level))
            calibration.learn([origin])
            share = (done + 1) / self._plan.windows
            self._context.progress(
                _CHOOSING + (_JUDGED - _CHOOSING) * share, f"Test window {done + 1} of {self._plan.windows}"
            )
        return windows

    def _fit_to_everything(
        self, methods: Sequence[Method], choice: Choice, calibration: Calibration
    ) -> ForecastModel:
        """The kept model knows the whole series, the held-out windows included: it forecasts the future."""
        values, end = self._series.values, len(self._series)
        history = self._roller.history(end)
        fitted = {
            method.name: self._roller.fit(method, history) for method in self._roller.tuned(methods, end)
        }
        members = {name: member for name, member in fitted.items() if member is not None}
        name = str(self._data.time_column)
        first, last = self._series.frequency.times(np.array([0, end - 1]))
        return ForecastModel(
            time=InputColumn(name, self._data.dataset.column(name).dtype, None, float(first), float(last)),
            frequency=self._series.frequency,
            points=end,
            blend=blend_of(members, choice.weights, floor_of(values)),
            spread=calibration.spread(end),
            swing=calibration.swing(end),
        )
