"""What trees see of a series: lags, rolling statistics and the calendar, relative to the recent level.

Trees can't extrapolate. So the target and everything in its unit is measured from the mean of the last season
before the origin: a level that moves with the series, and with the forecast.
"""

from dataclasses import dataclass, replace

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting.frequency import Frequency, IntArray
from azuraforge_pipelines.times import TIME_FEATURES, expand_times

_PARTS = ("month", "day", "day_of_week", "day_of_year", "hour")
_SHORTEST_LEVEL = 4


@dataclass(frozen=True)
class FeatureMaker:
    """Makes one row per origin from the values before it."""

    frequency: Frequency
    season: int
    lags: int
    offset: int = 0

    def shifted(self, offset: int) -> "FeatureMaker":
        """For values whose first one has this position."""
        return replace(self, offset=offset)

    @property
    def level_points(self) -> int:
        """How many values the level is the mean of."""
        return max(self.season, _SHORTEST_LEVEL)

    @property
    def seasonal_lags(self) -> tuple[int, ...]:
        """Lags around one and two seasons before, as far as the recent lags don't hold them."""
        if self.season < 2:
            return ()
        around = (self.season - 1, self.season, self.season + 1, 2 * self.season)
        week = 7 * self.season if self.season == 24 else 0  # hours know the week as well
        return tuple(lag for lag in (*around, week) if lag > self.lags)

    @property
    def windows(self) -> tuple[int, ...]:
        """Lengths of the rolling means and deviations."""
        return tuple(sorted({3, self.level_points, 2 * self.level_points}))

    @property
    def reach(self) -> int:
        """How many values before an origin are looked at."""
        return max(self.lags, *self.windows, *self.seasonal_lags, 2)

    def levels(self, values: FloatArray, origins: IntArray) -> FloatArray:
        """The mean of the last `level_points` values before each origin."""
        return _rolling_mean(values, origins, self.level_points)

    def rows(self, values: FloatArray, origins: IntArray, step: int) -> FloatArray:
        """The features of `step` (from 1) ahead of each origin; an origin is the number of values known.

        No value at or after an origin is read.
        """
        levels = self.levels(values, origins)
        columns = [values[origins - lag] - levels for lag in (*range(1, self.lags + 1), *self.seasonal_lags)]
        if self.season > 1 and step > 1:
            back = self.season * (-(-step // self.season))  # the same phase, the last time it was known
            columns.append(values[origins + step - 1 - back] - levels)
        for window in self.windows:
            mean = _rolling_mean(values, origins, window)
            square = _rolling_mean(values**2, origins, window)
            columns += [mean - levels, np.sqrt(np.maximum(square - mean**2, 0.0))]
        return np.column_stack([*columns, self._calendar(self.offset + origins + step - 1)])

    def _calendar(self, positions: IntArray) -> FloatArray:
        """What the time of these positions says; numbered series know their phase only."""
        phase = (positions % max(self.season, 1)).astype(np.float64)[:, None]
        if self.frequency.unit == "number":
            return phase
        parts = expand_times(self.frequency.times(positions), "parts")
        wanted = [TIME_FEATURES["parts"].index(part) for part in _PARTS]
        return np.column_stack([phase, parts[:, wanted]])


def _rolling_mean(values: FloatArray, origins: IntArray, window: int) -> FloatArray:
    totals = np.concatenate([[0.0], np.cumsum(values)])
    means: FloatArray = (totals[origins] - totals[origins - window]) / window
    return means
