"""The theta method (Assimakopoulos and Nikolopoulos 2000), winner of M3: statsmodels' ThetaModel.

The season is taken out by classical decomposition where a test finds one. statsmodels estimates the drift and
the smoothing; the forecast follows Hyndman and Billah (2003).
"""

import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import orjson
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting import libraries
from azuraforge_pipelines.forecasting.history import History
from azuraforge_pipelines.forecasting.seasonal import Season, is_seasonal, take_season_out

_STATE = "theta.json"
_MOST_POINTS = 2500


@dataclass(frozen=True)
class FittedTheta:
    """Drift, smoothing and the one-step forecast of the seasonally adjusted series."""

    drift: float
    alpha: float
    one_step: float
    points: int
    season: Season | None

    def forecast(self, horizon: int) -> FloatArray:
        """See `Fitted.forecast`; half the drift (theta = 2) on top of exponential smoothing."""
        steps = np.arange(horizon, dtype=np.float64)
        warm = (1 - (1 - self.alpha) ** self.points) / self.alpha if self.alpha > 0 else float(self.points)
        path: FloatArray = self.one_step + 0.5 * self.drift * (steps + warm)
        return path if self.season is None else self.season.restore(path)

    def describe(self) -> dict[str, Any]:
        """See `Fitted.describe`."""
        kind = None if self.season is None else "multiplicative" if self.season.multiplicative else "additive"
        return {"drift": self.drift, "alpha": self.alpha, "season": kind}

    def to_files(self) -> dict[str, bytes]:
        """See `Fitted.to_files`."""
        return {_STATE: json_bytes(asdict(self))}


class Theta:
    """See the module."""

    name = "theta"
    tried_from = 0

    def unfit_reason(self, points: int, season: int) -> str | None:  # noqa: ARG002 - see Method
        """See `Method.unfit_reason`."""
        return None if points >= 6 else "needs 6 points"

    def tuned(self, history: History) -> "Theta":  # noqa: ARG002 - see Method
        """See `Method.tuned`."""
        return self

    def fit(self, history: History) -> FittedTheta:
        """See `Method.fit`."""
        values, season = history.values[-_MOST_POINTS:], None
        if is_seasonal(values, history.season):
            positive = bool(values.min() > 0)
            values, season = take_season_out(values, history.season, multiplicative=positive)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # the smoothing of a flat series needs no optimum
            fitted = libraries.theta().ThetaModel(values, period=1, deseasonalize=False).fit()
        drift, alpha = (float(value) for value in fitted.params)
        one_step = float(np.asarray(fitted._one_step)[0])  # noqa: SLF001 - shown nowhere else
        return FittedTheta(drift, alpha, one_step, len(values), season)

    def load(self, files: Mapping[str, bytes]) -> FittedTheta:
        """See `Method.load`."""
        state = orjson.loads(files[_STATE])
        season = state["season"]
        state["season"] = season and Season(**{**season, "pattern": tuple(season["pattern"])})
        return FittedTheta(**state)
