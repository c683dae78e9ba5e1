"""Linear autoregression on recent lags, the season's lag and differences: least squares, orders by AICc.

What ARIMA catches and smoothing doesn't: cycles of irregular length, slow returns to a mean.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import orjson
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting.history import History
from azuraforge_pipelines.forecasting.methods.base import CheckStop, never_stop
from azuraforge_pipelines.forecasting.seasonal import Season, is_seasonal, take_season_out
from azuraforge_pipelines.forecasting.spread import spread_grows_with_level

_STATE = "autoregression.json"
_MOST_POINTS = 3000
_MOST_LAGS = 24
# How much better (in AICc) a model must be that returns to a fixed level: few series do so for long.
_FIXED_LEVEL_HANDICAP = 6.0


@dataclass(frozen=True)
class Order:
    """The lags of the differenced series, how often it is differenced, and whether it has a constant."""

    lags: tuple[int, ...]
    differences: int
    constant: bool


@dataclass(frozen=True)
class FittedAutoregression:
    """Coefficients, the last values (as modelled, oldest first) and the way back to the target's scale."""

    order: Order
    intercept: float
    coefficients: tuple[float, ...]
    last: tuple[float, ...]
    logged: bool
    season: Season | None

    def forecast(self, horizon: int) -> FloatArray:
        """See `Fitted.forecast`."""
        levels = list(self.last)
        known = np.diff(levels).tolist() if self.order.differences else levels.copy()
        for _ in range(horizon):
            step = self.intercept + sum(
                weight * known[-lag] for weight, lag in zip(self.coefficients, self.order.lags, strict=True)
            )
            known.append(step)
            levels.append(levels[-1] + step if self.order.differences else step)
        path = np.array(levels[-horizon:])
        if self.season is not None:
            path = self.season.restore(path)
        return np.exp(path) if self.logged else path

    def describe(self) -> dict[str, Any]:
        """See `Fitted.describe`."""
        return {
            "lags": list(self.order.lags),
            "coefficients": list(self.coefficients),
            "intercept": self.intercept,
            "differences": self.order.differences,
            "logarithm": self.logged,
            "seasonally_adjusted": self.season is not None,
        }

    def to_files(self) -> dict[str, bytes]:
        """See `Fitted.to_files`."""
        return {_STATE: json_bytes(asdict(self))}


class Autoregression:
    """See the module. `most_lags` bounds the recent lags tried."""

    name = "autoregression"
    tried_from = 0

    def __init__(self, most_lags: int | None = None, check_stop: CheckStop = never_stop) -> None:
        self.most_lags = most_lags
        self._check_stop = check_stop

    def unfit_reason(self, points: int, season: int) -> str | None:  # noqa: ARG002 - see Method
        """See `Method.unfit_reason`."""
        return None if points >= 16 else "needs 16 points"

    def tuned(self, history: History) -> "Autoregression":  # noqa: ARG002 - see Method
        """See `Method.tuned`."""
        return self

    def fit(self, history: History) -> FittedAutoregression:
        """See `Method.fit`."""
        values, season = history.values[-_MOST_POINTS:], None
        logged = history.positive and spread_grows_with_level(values, history.season)
        if logged:
            values = np.log(values)
        if is_seasonal(values, history.season):
            values, season = take_season_out(values, history.season, multiplicative=False)
        most = min(self.most_lags or _MOST_LAGS, max(1, len(values) // 5))
        order, intercept, coefficients = _best(values, most, history.season, self._check_stop)
        needed = max(order.lags, default=0) + order.differences + 1
        return FittedAutoregression(
            order, intercept, coefficients, tuple(values[-needed:].tolist()), logged, season
        )

    def load(self, files: Mapping[str, bytes]) -> FittedAutoregression:
        """See `Method.load`."""
        state = orjson.loads(files[_STATE])
        season = state["season"]
        return FittedAutoregression(
            order=Order(**{**state["order"], "lags": tuple(state["order"]["lags"])}),
            intercept=state["intercept"],
            coefficients=tuple(state["coefficients"]),
            last=tuple(state["last"]),
            logged=state["logged"],
            season=season and Season(**{**season, "pattern": tuple(season["pattern"])}),
        )


def _best(
    values: FloatArray, most: int, season: int, check_stop: CheckStop
) -> tuple[Order, float, tuple[float, ...]]:
    """The stable order with the least AICc, all of them judged on the same points."""
    first = most + 1
    best: tuple[float, Order, FloatArray] | None = None
    for order in _orders(most, season):
        check_stop()
        if max(order.lags, default=0) > most:
            continue
        fitted = _least_squares(values, order, first)
        if fitted is None or not _is_stable(order, fitted[1]):
            continue
        criterion = fitted[0] + (0.0 if order.differences else _FIXED_LEVEL_HANDICAP)
        if best is None or criterion < best[0]:
            best = (criterion, order, fitted[1])
    if best is None:
        return Order((), 1, constant=False), 0.0, ()
    _, order, weights = best
    intercept = float(weights[-1]) if order.constant else 0.0
    return order, intercept, tuple(weights[: len(order.lags)].tolist())


def _orders(most: int, season: int) -> Iterator[Order]:
    for differences in (0, 1):
        for count in range(most + 1):
            recent = tuple(range(1, count + 1))
            for lags in {recent, (*recent, season)} if season > count + 1 else {recent}:
                for constant in (True, False) if differences else (True,):
                    yield Order(lags, differences, constant)


def _least_squares(values: FloatArray, order: Order, first: int) -> tuple[float, FloatArray] | None:
    """AICc and weights (lags, then the constant)."""
    series = np.diff(values) if order.differences else values
    start = first - order.differences
    target = series[start:]
    columns = [series[start - lag : len(series) - lag] for lag in order.lags]
    if order.constant:
        columns.append(np.ones(len(target)))
    count = len(columns) + 1 + order.differences
    if len(target) - count - 1 <= 0:
        return None
    weights: FloatArray = np.zeros(0)
    residual = target
    if columns:
        design = np.column_stack(columns)
        weights = np.asarray(np.linalg.lstsq(design, target, rcond=None)[0], dtype=np.float64)
        residual = target - design @ weights
    variance = max(float(residual @ residual) / len(target), 1e-300)
    criterion = len(target) * np.log(variance) + 2 * count * len(target) / (len(target) - count - 1)
    return float(criterion), weights


def _is_stable(order: Order, weights: FloatArray) -> bool:
    if not order.lags:
        return True
    longest = max(order.lags)
    companion = np.eye(longest, k=-1)
    companion[0, [lag - 1 for lag in order.lags]] = weights[: len(order.lags)]
    return bool(np.abs(np.linalg.eigvals(companion)).max() < 1.0)
