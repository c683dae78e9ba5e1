"""Watching a gradient boosting fit from inside: live losses and a stop at every round.

scikit-learn's HistGradientBoostingRegressor has no callbacks. It does accept a loss object, and with
`early_stopping` it asks that object for the training and the validation loss after every round. A loss that
also reports gives a live curve and a cooperative stop within one fit: the trees are bit for bit those of a
plain fit, while fitting in chunks by `warm_start` would bin the data again for every chunk.
"""

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn._loss import HalfSquaredError

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext

CURVE_POINTS = 40
_PROGRESS_EVERY_S = 0.25


class BoostingWatch:
    """Follows the rounds of one fit; round 0 is the model before its first tree.

    Losses are half mean squared errors. Unless `every_round` (early stopping needs them all), they are
    worked out only for the rounds that are reported, about `CURVE_POINTS` of them.
    """

    def __init__(self, context: RunContext, max_iter: int, *, every_round: bool) -> None:
        self._context = context
        self._max_iter = max_iter
        self._every_round = every_round
        self._stride = max(1, math.ceil(max_iter / CURVE_POINTS))
        self._round = -1
        self._train_loss = 0.0
        self._unreported: tuple[float, float] | None = None
        self._progress_at = 0.0
        self.validation_prediction: FloatArray = np.empty(0)

    def _reported(self) -> bool:
        return self._round % self._stride == 0 or self._round == self._max_iter

    def training_loss(self, loss: Callable[[], float]) -> float:
        """Begin the next round; raises `Stopped` when a stop was asked for."""
        self._context.check_stop()
        self._round += 1
        self._train_loss = loss() if self._every_round or self._reported() else 0.0
        return self._train_loss

    def validation_loss(self, prediction: FloatArray, loss: Callable[[], float]) -> float:
        """End a round: `prediction` (rows x 1) is the array the fit adds every new tree to."""
        self.validation_prediction = prediction
        if not (self._every_round or self._reported()):
            return 0.0
        value = loss()
        self._unreported = (self._train_loss, value)
        if self._reported():
            self.report()
        return value

    def report(self) -> None:
        """Put the last evaluated round on the curve, unless it is there."""
        if self._unreported is None:
            return
        train, validation = self._unreported
        self._unreported = None
        self._context.metric(
            self._round, train_rmse=math.sqrt(2 * train), validation_rmse=math.sqrt(2 * validation)
        )
        now = time.monotonic()
        if now - self._progress_at >= _PROGRESS_EVERY_S:
            self._progress_at = now
            self._context.progress(self._round / self._max_iter, f"Round {self._round} of {self._max_iter}")


class WatchedSquaredError(HalfSquaredError):  # type: ignore[misc] # scikit-learn ships no types
    """Half the squared error that shows every evaluation to a watch: training, validation, training..."""

    def __init__(self, watch: BoostingWatch) -> None:
        super().__init__()
        self._watch = watch
        self._training_turn = True

    def __call__(self, y_true: FloatArray, raw_prediction: FloatArray, *args: Any, **kwargs: Any) -> float:
        """The mean loss, or 0 for a round nobody looks at."""

        def loss() -> float:
            return float(HalfSquaredError.__call__(self, y_true, raw_prediction, *args, **kwargs))

        training, self._training_turn = self._training_turn, not self._training_turn
        if training:
            return self._watch.training_loss(loss)
        return self._watch.validation_loss(raw_prediction, loss)
