"""Exponential smoothing: statsmodels' ETS, its variant chosen by AICc.

The taxonomy is that of Hyndman, Koehler, Ord and Snyder (2008): error, trend and season may each be absent,
additive or multiplicative (trends additive only, damped or not, as the other ones forecast badly).
"""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import orjson
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting import libraries
from azuraforge_pipelines.forecasting.history import History
from azuraforge_pipelines.forecasting.methods.base import CheckStop, never_stop
from azuraforge_pipelines.forecasting.seasonal import Season, is_seasonal, take_season_out

Kind = Literal["add", "mul"]
Trend = Literal["none", "additive", "damped"]

_STATE = "ets.json"
_LONGEST_SEASON = 24
_MOST_POINTS = 2500


@dataclass(frozen=True)
class Variant:
    """One model of the taxonomy."""

    error: Kind
    trend: Trend
    season: Kind | None

    @property
    def label(self) -> str:
        """As in the literature: `ETS(M,Ad,M)`."""
        letters = {"add": "A", "mul": "M", None: "N", "none": "N", "additive": "A", "damped": "Ad"}
        return f"ETS({letters[self.error]},{letters[self.trend]},{letters[self.season]})"


@dataclass(frozen=True)
class FittedEts:
    """The smoothing parameters and the final state; `seasonal` is the last season, oldest first."""

    variant: str
    parameters: dict[str, float]
    level: float
    slope: float
    damping: float
    seasonal: tuple[float, ...]
    multiplicative: bool
    adjusted: Season | None

    def forecast(self, horizon: int) -> FloatArray:
        """See `Fitted.forecast`."""
        path: FloatArray = self.level + self.slope * np.cumsum(self.damping ** np.arange(1, horizon + 1))
        if self.seasonal:
            season = np.resize(np.array(self.seasonal), horizon)
            path = path * season if self.multiplicative else path + season
        return path if self.adjusted is None else self.adjusted.restore(path)

    def describe(self) -> dict[str, Any]:
        """See `Fitted.describe`."""
        return {"variant": self.variant, "parameters": self.parameters}

    def to_files(self) -> dict[str, bytes]:
        """See `Fitted.to_files`."""
        return {_STATE: json_bytes(asdict(self))}


class Ets:
    """Exponential smoothing; `tuned` has chosen the variant, so that later origins fit its parameters only.

    Seasons longer than a day of hours are taken out by STL first.
    """

    name = "ets"
    tried_from = 0

    def __init__(self, variant: Variant | None = None, check_stop: CheckStop = never_stop) -> None:
        self.variant = variant
        self._check_stop = check_stop

    def unfit_reason(self, points: int, season: int) -> str | None:  # noqa: ARG002 - see Method
        """See `Method.unfit_reason`."""
        return None if points >= 8 else "needs 8 points"

    def tuned(self, history: History) -> "Ets":
        """See `Method.tuned`."""
        values, season, _ = _prepare(history)
        return Ets(choose_variant(values, season, self._check_stop), self._check_stop)

    def fit(self, history: History) -> FittedEts:
        """See `Method.fit`."""
        values, season, adjusted = _prepare(history)
        variant = self.variant or choose_variant(values, season, self._check_stop)
        if (variant.season and season == 1) or (
            "mul" in {variant.error, variant.season} and not history.positive
        ):
            variant = choose_variant(
                values, season, self._check_stop
            )  # chosen on another history, which had what this lacks
        return _final_state(variant, _fit(variant, values, season), season, adjusted)

    def load(self, files: Mapping[str, bytes]) -> FittedEts:
        """See `Method.load`."""
        state = orjson.loads(files[_STATE])
        season = state["adjusted"]
        state["adjusted"] = season and Season(**{**season, "pattern": tuple(season["pattern"])})
        return FittedEts(**{**state, "seasonal": tuple(state["seasonal"])})


def _prepare(history: History) -> tuple[FloatArray, int, Season | None]:
    """The values to smooth, their season (1 = none) and the season that was taken out before."""
    values, season = history.values[-_MOST_POINTS:], history.season
    if season <= _LONGEST_SEASON:
        return values, season if season > 1 and len(values) >= 2 * season + 4 else 1, None
    if not is_seasonal(values, season):
        return values, 1, None
    adjusted, taken = take_season_out(values, season, multiplicative=False)
    return adjusted, 1, taken


def choose_variant(values: FloatArray, season: int, check_stop: CheckStop = never_stop) -> Variant:
    """The variant with the least AICc; undamped trends are tried for the best damped or trendless one."""

    def criterion(variant: Variant) -> float:
        check_stop()
        return _aicc(variant, values, season)

    tried = {variant: criterion(variant) for variant in _variants(values, season)}
    best = min(tried, key=tried.__getitem__)
    with_trend = Variant(best.error, "additive", best.season)
    return with_trend if criterion(with_trend) < tried[best] else best


def _variants(values: FloatArray, season: int) -> Iterator[Variant]:
    positive = bool(values.min() > 0)
    errors: tuple[Kind, ...] = ("add", "mul") if positive else ("add",)
    trends: tuple[Trend, ...] = ("none", "damped")
    for error in errors:
        for trend in trends:
            yield Variant(error, trend, None)
            if season > 1:
                yield Variant(error, trend, "add")
                if error == "mul":
                    yield Variant(error, trend, "mul")


def _fit(variant: Variant, values: FloatArray, season: int) -> Any:
    model = libraries.ets().ETSModel(
        values,
        error=variant.error,
        trend=None if variant.trend == "none" else "add",
        damped_trend=variant.trend == "damped",
        seasonal=variant.season,
        seasonal_periods=season if variant.season else None,
        # Estimating the initial states as well takes ten to a hundred times longer; the heuristic has a least
        # number of points.
        initialization_method="heuristic" if len(values) >= 10 + 2 * (season // 2) else "estimated",
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a fit that did not converge shows in its likelihood
        return model.fit(disp=False)


def _aicc(variant: Variant, values: FloatArray, season: int) -> float:
    """Akaike's criterion, corrected for short series; initial states count as parameters."""
    try:
        fitted = _fit(variant, values, season)
    except (ValueError, ZeroDivisionError, np.linalg.LinAlgError):
        return float("inf")
    states = 1 + (variant.trend != "none") + (season - 1 if variant.season else 0)
    count = len(fitted.params) + states + 1
    spare = len(values) - count - 1
    value = -2 * float(fitted.llf) + 2 * count + (2 * count * (count + 1) / spare if spare > 0 else np.inf)
    return value if np.isfinite(value) else float("inf")


def _final_state(variant: Variant, fitted: Any, season: int, adjusted: Season | None) -> FittedEts:
    named = dict(zip(fitted.model.param_names, np.asarray(fitted.params), strict=False))
    trend = variant.trend != "none"
    return FittedEts(
        variant=variant.label,
        parameters={
            name: float(value) for name, value in named.items() if name.startswith(("smooth", "damp"))
        },
        level=float(fitted.level[-1]),
        slope=float(fitted.slope[-1]) if trend else 0.0,
        damping=float(named["damping_trend"]) if variant.trend == "damped" else 1.0,
        seasonal=tuple(fitted.season[-season:].tolist()) if variant.season else (),
        multiplicative=variant.season == "mul",
        adjusted=adjusted,
    )
