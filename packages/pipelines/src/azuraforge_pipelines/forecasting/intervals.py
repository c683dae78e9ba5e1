"""Prediction intervals from the errors of earlier forecasts, conformal style.

The errors of rolling origins are divided by what the series usually changes until then and by a power of the
step ahead; a quantile of what remains, corrected for how few errors there are, gives the half-width.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting.blend import Weights, weighted_mean
from azuraforge_pipelines.forecasting.rolling import Origin
from azuraforge_pipelines.forecasting.scores import seasonal_scale

# The power of the step by which the errors of a random walk grow.
_RANDOM_WALK = 0.5


@dataclass(frozen=True)
class Errors:
    """Forecast errors of one origin; `scale` is `usual_change` there, NaN errors are gaps."""

    scale: float
    absolute: FloatArray


@dataclass(frozen=True)
class Spread:
    """Half-widths relative to the usual change: `quantile * step ** growth`."""

    quantile: float
    growth: float

    def half_widths(self, horizon: int, scale: float) -> FloatArray:
        """One half-width per step ahead, in the target's unit."""
        half: FloatArray = scale * self.quantile * np.arange(1.0, horizon + 1) ** self.growth
        return half

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `Spread(**state)`."""
        return asdict(self)


def lower_bound(predicted: FloatArray, half: FloatArray, floor: float | None) -> FloatArray:
    """The lower end of the intervals, not below `floor`."""
    return predicted - half if floor is None else np.maximum(predicted - half, floor)


def usual_change(observed: FloatArray, season: int) -> float:
    """The mean absolute change from season to season so far; from value to value, or 1, without any."""
    for lag in (season, 1):
        scale = seasonal_scale(observed, lag)
        if np.isfinite(scale):
            return scale
    return 1.0


def fit_spread(errors: Sequence[Errors], level: float) -> Spread | None:
    """The spread at which a share `level` of these errors is covered; None without any error."""
    relative, steps = [], []
    for origin in errors:
        known = np.flatnonzero(np.isfinite(origin.absolute))
        relative.append(origin.absolute[known] / origin.scale)
        steps.append(known + 1.0)
    pooled, at = np.concatenate(relative or [np.empty(0)]), np.concatenate(steps or [np.empty(0)])
    if not len(pooled):
        return None
    growth = _growth(pooled, at)
    return Spread(_quantile(pooled / at**growth, level, len(errors)), growth)


class Calibration:
    """Learns the errors of one weighted forecast, origin after origin."""

    def __init__(
        self, observed: FloatArray, season: int, weights: Weights, floor: float | None, level: float
    ) -> None:
        self._observed = observed
        self._season = season
        self._weights = weights
        self._floor = floor
        self._level = level
        self._errors: list[Errors] = []

    def learn(self, origins: Sequence[Origin]) -> None:
        """Remember the errors of these origins."""
        for origin in origins:
            predicted = weighted_mean(origin.forecasts, self._weights, self._floor)
            scale = usual_change(self._observed[: origin.end], self._season)
            self._errors.append(Errors(scale, np.abs(origin.actual - predicted)))

    def spread(self, end: int) -> Spread:
        """The spread after what was learned; without any error, that of the naive forecast before `end`."""
        return fit_spread(self._errors, self._level) or _spread_of_changes(
            self._observed[:end], self._season, self._level
        )


def _spread_of_changes(observed: FloatArray, season: int, level: float) -> Spread:
    """For a training part too short for origins of its own: as wide as the naive forecast's errors."""
    changes = np.abs(observed[season:] - observed[:-season])
    known = changes[np.isfinite(changes)]
    scale = usual_change(observed, season)
    return Spread(float(np.quantile(known, level)) / scale if len(known) else 1.0, _RANDOM_WALK)


def _growth(errors: FloatArray, steps: FloatArray) -> float:
    """The power of the step by which errors grow: between what was seen (0 to 1) and a random walk's."""
    different = np.unique(steps)
    means = np.array([errors[steps == step].mean() for step in different])
    counts = np.array([(steps == step).sum() for step in different])
    usable = means > 0
    if usable.sum() < 3:
        return _RANDOM_WALK
    x, y, weight = np.log(different[usable]), np.log(means[usable]), counts[usable]
    x, y = x - np.average(x, weights=weight), y - np.average(y, weights=weight)
    seen = float(np.clip(np.sum(weight * x * y) / np.sum(weight * x * x), 0.0, 1.0))
    return (seen + _RANDOM_WALK) / 2


def _quantile(values: FloatArray, level: float, origins: int) -> float:
    """The conformal quantile; the errors of one origin go together, so origins count, not errors."""
    independent = min(len(values), 2 * origins)
    corrected = min(1.0, level * (1 + 1 / independent))
    return float(np.quantile(values, corrected, method="higher"))
