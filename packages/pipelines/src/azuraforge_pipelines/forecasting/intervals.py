"""Prediction intervals from the errors of earlier forecasts, conformal style.

The errors of rolling origins are divided by a power of the step ahead and by the root of what the series
usually changed until then: halfway between errors in the target's unit and relative ones, as a series may or
may not swing wider when it grows. A quantile of what remains, corrected for how few errors there are, gives
the width.
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
class Spread:
    """Half-widths in the target's unit: `width * step ** growth`, times `swing` at the origin."""

    width: float
    growth: float

    def half_widths(self, horizon: int, swing: float) -> FloatArray:
        """One half-width per step ahead of an origin with this `swing`."""
        half: FloatArray = swing * self.width * np.arange(1.0, horizon + 1) ** self.growth
        return half

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `Spread(**state)`."""
        return asdict(self)


def lower_bound(predicted: FloatArray, half: FloatArray, floor: float | None) -> FloatArray:
    """The lower end of the intervals, not below `floor`."""
    return predicted - half if floor is None else np.maximum(predicted - half, floor)


def swing_of(observed: FloatArray, season: int) -> float:
    """The root of the mean absolute change, from season to season or else from value to value; never 0."""
    for lag in (season, 1):
        change = seasonal_scale(observed, lag)
        if np.isfinite(change):
            return float(np.sqrt(change))
    return 1.0


def fit_spread(errors: Sequence[FloatArray], level: float) -> Spread | None:
    """The spread at which a share `level` of these errors is covered; None without any error.

    One array of absolute errors per origin, by step ahead and divided by the `swing_of` the past; NaN where
    nothing was known to compare with.
    """
    pooled = np.concatenate(errors or [np.empty(0)])
    steps = np.concatenate([np.arange(1.0, len(origin) + 1) for origin in errors] or [np.empty(0)])
    known = np.isfinite(pooled)
    pooled, steps = pooled[known], steps[known]
    if not len(pooled):
        return None
    growth = _growth(pooled, steps)
    return Spread(_quantile(pooled / steps**growth, level, len(errors)), growth)


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
        self._errors: list[FloatArray] = []

    def learn(self, origins: Sequence[Origin]) -> None:
        """Remember the errors of these origins."""
        for origin in origins:
            predicted = weighted_mean(origin.forecasts, self._weights, self._floor)
            self._errors.append(np.abs(origin.actual - predicted) / self.swing(origin.end))

    def swing(self, end: int) -> float:
        """The `swing_of` what was known at this origin."""
        return swing_of(self._observed[:end], self._season)

    def spread(self, end: int) -> Spread:
        """The spread after what was learned; without any error, that of the naive forecast before `end`."""
        return fit_spread(self._errors, self._level) or self._spread_of_changes(self._observed[:end])

    def _spread_of_changes(self, known: FloatArray) -> Spread:
        """For a training part too short for origins of its own: as wide as the naive forecast's errors."""
        changes = np.abs(known[self._season :] - known[: -self._season])
        changes = changes[np.isfinite(changes)]
        widest = float(np.quantile(changes, self._level)) if len(changes) else 0.0
        return Spread(widest / swing_of(known, self._season), _RANDOM_WALK)


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
