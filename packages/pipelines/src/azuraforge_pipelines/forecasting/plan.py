"""Horizon, season, held-out windows and inner origins of one run, from its settings and the series."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.forecasting.frequency import Frequency
from azuraforge_pipelines.forecasting.history import fill_gaps
from azuraforge_pipelines.forecasting.rolling import inner_ends
from azuraforge_pipelines.forecasting.seasonal import autocorrelation, is_seasonal
from azuraforge_pipelines.forecasting.series import Series

MIN_TRAIN = 8
_MOST_HELD_OUT = 0.5
_HORIZON_SHARE = 5
_GUESSED_SEASONS = (4, 7, 12, 24, 52, 168)
_CLEAR_CORRELATION = 0.3

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """`windows` stretches of `horizon` points each are held out at the end of `points` points."""

    points: int
    horizon: int
    season: int
    windows: int

    @property
    def train_end(self) -> int:
        """The number of points before the first held-out one."""
        return self.points - self.windows * self.horizon

    @property
    def window_ends(self) -> list[int]:
        """The held-out origins: how many points are known at each."""
        return [self.train_end + window * self.horizon for window in range(self.windows)]

    def inner_ends(self, smallest: int) -> list[int]:
        """The origins inside the training part, for choosing and for intervals."""
        first = max(smallest, self.train_end // 2, min(2 * self.season + 4, self.train_end - 1))
        last = self.train_end - self.horizon
        if last - first < 3 * max(1, self.horizon // 4):
            last = self.train_end - (self.horizon + 1) // 2
        most = 12 if self.train_end <= 1000 else 6 if self.train_end <= 4000 else 5
        return inner_ends(first, last, self.horizon, most)


def make_plan(series: Series, horizon: int | None, season: int | None, windows: int, warn: Say) -> Plan:
    """Settle what the settings left open; `warn` hears where they had to give way.

    Raises `DataError("too_few_rows")`.
    """
    points = len(series)
    wanted = horizon or min(default_horizon(series.frequency), max(1, points // _HORIZON_SHARE))
    room = points - MIN_TRAIN
    if room < wanted:
        raise DataError(
            "too_few_rows",
            f"The series has {points} points; a horizon of {wanted} needs {wanted + MIN_TRAIN} or more."
            " Choose a shorter horizon or add earlier values.",
        )
    most = max(1, min(room // wanted, int(_MOST_HELD_OUT * points) // wanted))
    length = _season(series, points - min(windows, most) * wanted, season, warn)
    while most > 1 and points - min(windows, most) * wanted < 3 * length:
        most -= 1
    if most < windows:
        warn(f"The series is short: {most} of {windows} test windows are held out.")
    plan = Plan(points, wanted, length, min(windows, most))
    if length > 1 and plan.train_end < 2 * length:
        warn(f"The training part has {plan.train_end} points, less than two seasons of {length}: no season.")
        return Plan(points, wanted, 1, min(windows, most))
    return plan


def default_horizon(frequency: Frequency) -> int:
    """About what the M competitions ask for at this frequency."""
    season = frequency.season or 1
    return {1: 6, 2: 6, 4: 8, 5: 10, 7: 14, 12: 12, 24: 48, 52: 13}.get(season, max(6, min(48, season)))


def _season(series: Series, train_end: int, chosen: int | None, warn: Say) -> int:
    if chosen is not None:
        if chosen > 1 and train_end < 2 * chosen:
            raise DataError(
                "too_few_rows",
                f"A season of {chosen} needs {2 * chosen} training points, there are {train_end}."
                " Choose a shorter season, or leave it empty.",
            )
        return chosen
    natural = series.frequency.seasons
    if natural:
        return next((season for season in natural if train_end >= 2 * season), natural[0])
    values = fill_gaps(series.values[:train_end], 1)
    fitting = [season for season in _GUESSED_SEASONS if is_seasonal(values, season)]
    strength = {season: autocorrelation(np.diff(values), season) for season in fitting}
    best = max(strength, key=strength.__getitem__, default=1)
    if best == 1 or strength[best] < _CLEAR_CORRELATION:
        return 1
    warn(f"The time column doesn't tell a season; one of {best} points was found in the values.")
    return best
