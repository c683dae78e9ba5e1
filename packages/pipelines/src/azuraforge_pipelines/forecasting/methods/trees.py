"""Gradient-boosted trees (scikit-learn's HistGradientBoosting) on features that move with the forecast.

Recursive: one model of the next step, fed with its own forecasts. Direct: one model for every step ahead, up
to `MOST_MODELS`; longer horizons go on from the forecasts of the first ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import orjson
from azuraforge_contracts.numbers import json_bytes
from sklearn._loss import HalfSquaredError
from sklearn.ensemble import HistGradientBoostingRegressor

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.data import SEED_RANGE
from azuraforge_pipelines.forecasting.frequency import Frequency
from azuraforge_pipelines.forecasting.history import History
from azuraforge_pipelines.forecasting.methods.base import CheckStop
from azuraforge_pipelines.forecasting.methods.tree_features import FeatureMaker
from azuraforge_pipelines.forecasting.spread import spread_grows_with_level
from azuraforge_pipelines.model_store import dump_skops, load_skops
from azuraforge_pipelines.threads import boosting_threads

MOST_MODELS = 24
FEWEST_ROWS = 60
TRUSTED_TYPES = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",)

_STATE = "trees.json"
_MOST_LAGS = 24
_MOST_POINTS = 20_000


@dataclass(frozen=True)
class TreeSettings:
    """See `ForecasterConfig`."""

    steps: Literal["recursive", "direct"]
    rounds: int
    learning_rate: float
    lags: int | None
    horizon: int


@dataclass(frozen=True)
class FittedTrees:
    """One estimator per step ahead, and the last values they look back to (as modelled)."""

    features: FeatureMaker
    estimators: tuple[Any, ...]
    position: int
    last: FloatArray
    logged: bool

    def forecast(self, horizon: int) -> FloatArray:
        """See `Fitted.forecast`."""
        known = len(self.last)
        values = np.concatenate([self.last, np.zeros(horizon)])
        features = self.features.shifted(self.position - known)
        for done in range(horizon):
            step = done % len(self.estimators)
            origin = np.array([known + done - step])
            row = features.rows(values, origin, step + 1)
            level = features.levels(values, origin)[0]
            with boosting_threads(row.size):
                values[known + done] = level + self.estimators[step].predict(row)[0]
        path = values[known:]
        return np.exp(path) if self.logged else path

    def describe(self) -> dict[str, Any]:
        """See `Fitted.describe`."""
        return {
            "models": len(self.estimators),
            "rounds": int(self.estimators[0].n_iter_),
            "lags": self.features.lags,
            "logarithm": self.logged,
        }

    def to_files(self) -> dict[str, bytes]:
        """See `Fitted.to_files`."""
        state = {
            "frequency": self.features.frequency.to_json(),
            "season": self.features.season,
            "lags": self.features.lags,
            "position": self.position,
            "last": self.last.tolist(),
            "logged": self.logged,
            "models": len(self.estimators),
        }
        stored = {f"trees-{step}.skops": dump_skops(model) for step, model in enumerate(self.estimators, 1)}
        return {_STATE: json_bytes(state), **stored}


class Trees:
    """See the module. `check_stop` is called in every boosting round."""

    name = "trees"
    tried_from = 200

    def __init__(self, settings: TreeSettings, seed: int, check_stop: CheckStop) -> None:
        self._settings = settings
        self._seed = seed
        self._check_stop = check_stop

    def unfit_reason(self, points: int, season: int) -> str | None:
        """See `Method.unfit_reason`."""
        needed = FEWEST_ROWS + max(2 * season, 8)
        return None if points >= needed else f"needs {needed} points"

    def tuned(self, history: History) -> "Trees":  # noqa: ARG002 - see Method
        """See `Method.tuned`."""
        return self

    def fit(self, history: History) -> FittedTrees:
        """See `Method.fit`."""
        values = history.values
        logged = history.positive and spread_grows_with_level(values, history.season)
        if logged:
            values = np.log(values)
        features = FeatureMaker(history.frequency, history.season, self._lags(history))
        count = 1
        if self._settings.steps == "direct":
            count = min(self._settings.horizon, MOST_MODELS, max(1, len(values) // 4))
        estimators = tuple(self._fit_step(features, values, step) for step in range(1, count + 1))
        return FittedTrees(features, estimators, len(values), values[-features.reach - 1 :].copy(), logged)

    def _lags(self, history: History) -> int:
        wanted = self._settings.lags or min(_MOST_LAGS, max(history.season, 7))
        return max(1, min(wanted, len(history) // 6))

    def _fit_step(self, features: FeatureMaker, values: FloatArray, step: int) -> Any:
        first = max(features.reach, len(values) - _MOST_POINTS)
        origins = np.arange(first, len(values) - step + 1)
        target = values[origins + step - 1] - features.levels(values, origins)
        model = HistGradientBoostingRegressor(
            loss=_LossThatStops(self._check_stop),
            learning_rate=self._settings.learning_rate,
            max_iter=self._settings.rounds,
            max_leaf_nodes=15,
            min_samples_leaf=int(np.clip(len(origins) // 20, 3, 20)),
            l2_regularization=1.0,
            early_stopping=False,
            random_state=self._seed % SEED_RANGE,
        )
        rows = features.rows(values, origins, step)
        with boosting_threads(rows.size):
            model.fit(rows, target)
        model.set_params(loss="squared_error")
        model._loss = HalfSquaredError()  # noqa: SLF001 - what fitting with "squared_error" leaves there
        return model

    def load(self, files: Mapping[str, bytes]) -> FittedTrees:
        """See `Method.load`."""
        state = orjson.loads(files[_STATE])
        frequency = Frequency(**state["frequency"])
        return FittedTrees(
            FeatureMaker(frequency, state["season"], state["lags"]),
            tuple(
                load_skops(files[f"trees-{step}.skops"], TRUSTED_TYPES)
                for step in range(1, state["models"] + 1)
            ),
            state["position"],
            np.array(state["last"]),
            state["logged"],
        )


class _LossThatStops(HalfSquaredError):  # type: ignore[misc] # noqa: N818 - scikit-learn's name
    """Half the squared error that asks for a stop whenever a round needs its gradient."""

    def __init__(self, check_stop: CheckStop) -> None:
        super().__init__()
        self._check_stop = check_stop

    def gradient(self, *args: Any, **kwargs: Any) -> Any:
        """See scikit-learn's BaseLoss."""
        self._check_stop()
        return super().gradient(*args, **kwargs)
