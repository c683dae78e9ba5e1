"""What a method may see at an origin: the past values, gaps filled from the past alone."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting.frequency import Frequency, IntArray


@dataclass(frozen=True)
class History:
    """The series up to an origin. `observed` is NaN at gaps, `values` has them filled."""

    observed: FloatArray
    frequency: Frequency
    season: int

    def __len__(self) -> int:
        return len(self.observed)

    @cached_property
    def values(self) -> FloatArray:
        """Without gaps."""
        return fill_gaps(self.observed, self.season)

    @cached_property
    def positive(self) -> bool:
        """Whether multiplicative models make sense."""
        return bool(self.values.min() > 0)

    def times(self, positions: IntArray) -> FloatArray:
        """See `Frequency.times`."""
        return self.frequency.times(positions)


def fill_gaps(observed: FloatArray, season: int) -> FloatArray:
    """Lines between the neighbours of a gap, drawn on the seasonally adjusted series where that is known."""
    known = np.flatnonzero(np.isfinite(observed))
    if len(known) == len(observed):
        return observed
    at = np.arange(len(observed))
    line = np.interp(at, known, observed[known])
    if season < 2 or len(observed) < 2 * season:
        return line
    pattern = phase_means(line - moving_average(line, season), season)[at % season]
    adjusted = np.interp(at, known, observed[known] - pattern[known]) + pattern
    return np.where(np.isfinite(observed), observed, adjusted)


def moving_average(values: FloatArray, season: int) -> FloatArray:
    """The centred average over one season (2 x m for even m); the ends repeat the nearest full one."""
    weights = np.full(season, 1.0) if season % 2 else np.r_[0.5, np.full(season - 1, 1.0), 0.5]
    middle = np.convolve(values, weights / weights.sum(), mode="valid")
    before = len(weights) // 2
    return np.pad(middle, (before, len(values) - len(middle) - before), mode="edge")


def phase_means(values: FloatArray, season: int) -> FloatArray:
    """The mean of every phase of the season, ignoring NaN; phases without values are 0."""
    phases = np.arange(len(values)) % season
    known = np.isfinite(values)
    counts = np.bincount(phases[known], minlength=season)
    totals = np.bincount(phases[known], weights=values[known], minlength=season)
    return np.divide(totals, counts, out=np.zeros(season), where=counts > 0)
