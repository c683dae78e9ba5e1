"""Taking a season out of a series before a method that knows none, and putting it back."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting import libraries

_CRITICAL = 1.645  # 90 % of a normal distribution: the M competitions' test of seasonality
_STL_FROM = 25


@dataclass(frozen=True)
class Season:
    """Additive terms or multiplicative factors, one per phase; the next point has phase `following`."""

    pattern: tuple[float, ...]
    following: int
    multiplicative: bool

    def restore(self, forecast: FloatArray) -> FloatArray:
        """Give a seasonally adjusted forecast its season back."""
        phases = (self.following + np.arange(len(forecast))) % len(self.pattern)
        pattern = np.array(self.pattern)[phases]
        restored: FloatArray = forecast * pattern if self.multiplicative else forecast + pattern
        return restored

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `Season(**state)`."""
        return asdict(self)


def autocorrelation(values: FloatArray, lag: int) -> float:
    """The autocorrelation at this lag; 0 for a constant series."""
    centred = values - values.mean()
    total = float(centred @ centred)
    return float(centred[lag:] @ centred[:-lag]) / total if total > 0 else 0.0


def is_seasonal(values: FloatArray, season: int) -> bool:
    """Whether the autocorrelation at the season is significant (Fiorucci et al. 2016, as in M4's theta)."""
    fewest = 3 if season < _STL_FROM else 2
    if season < 2 or len(values) < fewest * season:
        return False
    lags = np.array([autocorrelation(values, lag) for lag in range(1, season + 1)])
    limit = _CRITICAL * np.sqrt((1 + 2 * np.sum(lags[:-1] ** 2)) / len(values))
    return bool(abs(lags[-1]) > limit)


def take_season_out(values: FloatArray, season: int, *, multiplicative: bool) -> tuple[FloatArray, Season]:
    """The seasonally adjusted series and its season; there must be two whole seasons.

    Long seasons (weeks of a year) are taken out by STL, whose season may change; short ones by the classical
    decomposition.
    """
    logged = np.log(values) if multiplicative else values
    if season >= _STL_FROM:
        parts = libraries.seasonal().STL(logged, period=season, seasonal=13, robust=False).fit()
        pattern = parts.seasonal[-season:]
        following = 0
        adjusted = logged - parts.seasonal
    else:
        parts = libraries.seasonal().seasonal_decompose(logged, model="additive", period=season)
        pattern = parts.seasonal[:season]
        following = len(values) % season
        adjusted = logged - parts.seasonal
    if multiplicative:
        adjusted, pattern = np.exp(adjusted), np.exp(pattern)
    return adjusted, Season(tuple(float(term) for term in pattern), following, multiplicative)
