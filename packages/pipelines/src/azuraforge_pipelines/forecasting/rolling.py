"""Rolling origins: every method is fitted to the past of an origin and forecasts what follows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.forecasting.frequency import Frequency
from azuraforge_pipelines.forecasting.history import History
from azuraforge_pipelines.forecasting.methods.base import Fitted, Method

_NUMERIC_FAILURES = (ValueError, ArithmeticError, np.linalg.LinAlgError)


@dataclass(frozen=True)
class Origin:
    """`end` values were known; `actual` (NaN at gaps) and the `forecasts` of each method follow them."""

    end: int
    actual: FloatArray
    forecasts: Mapping[str, FloatArray]


@dataclass(frozen=True)
class Roller:
    """Forecasts one series from any of its origins. Nothing after an origin is visible to a fit."""

    context: RunContext
    values: FloatArray
    frequency: Frequency
    season: int

    def history(self, end: int) -> History:
        """The first `end` values."""
        return History(self.values[:end], self.frequency, self.season)

    def tuned(self, methods: Sequence[Method], end: int) -> list[Method]:
        """The methods with their slow choices made on the first `end` values."""
        history = self.history(end)
        tuned = []
        for method in methods:
            self.context.check_stop()
            try:
                tuned.append(method.tuned(history))
            except _NUMERIC_FAILURES:
                tuned.append(method)  # its fits will tell
        return tuned

    def origin(self, methods: Sequence[Method], end: int, horizon: int) -> Origin:
        """Fit every method to the first `end` values and forecast up to `horizon` of those after them."""
        actual = self.values[end : end + horizon]
        history = self.history(end)
        forecasts = {}
        for method in methods:
            fitted = self.fit(method, history)
            forecast = np.full(len(actual), np.nan) if fitted is None else fitted.forecast(len(actual))
            if np.isfinite(forecast).all():
                forecasts[method.name] = forecast
        return Origin(end, actual, forecasts)

    def fit(self, method: Method, history: History) -> Fitted | None:
        """Fit a method; None, and a line in the log, where its numerics fail on this history."""
        self.context.check_stop()
        try:
            return method.fit(history)
        except _NUMERIC_FAILURES as error:
            self.context.log("warning", f"{method.name} failed on {len(history)} points: {error}")
            return None


def inner_ends(first: int, last: int, horizon: int, most: int) -> list[int]:
    """Up to `most` origins from `last` back to `first` known values, a quarter to a whole horizon apart."""
    step = max(1, horizon // 4, min(horizon, (last - first) // max(1, most - 1)))
    count = min(most, (last - first) // step + 1)
    if count < 1:
        return []
    return sorted({int(end) for end in np.rint(np.linspace(last - (count - 1) * step, last, count))})


def mean_absolute_error(origins: Sequence[Origin], forecast: Callable[[Origin], FloatArray]) -> float:
    """Over all known points of these origins; NaN without any."""
    errors = np.concatenate([np.abs(origin.actual - forecast(origin)) for origin in origins] or [np.empty(0)])
    known = errors[np.isfinite(errors)]
    return float(known.mean()) if len(known) else float("nan")
