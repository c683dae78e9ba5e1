"""Watching a gradient boosting fit from inside: live losses and a stop at every round.

scikit-learn's HistGradientBoosting has no callbacks. It does accept a loss object, and with
`early_stopping` it asks that object for the training and the validation loss after every round. A loss that
also reports gives a live curve and a cooperative stop within one fit: the trees are bit for bit those of a
plain fit, while fitting in chunks by `warm_start` would bin the data again for every chunk.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext

CURVE_POINTS = 30
_PROGRESS_EVERY_S = 0.25


@dataclass(frozen=True)
class Curve:
    """How a loss is shown: the metric's name, and its value for a mean loss."""

    name: str
    value: Callable[[float], float]


def _root_of_twice(half_squared_error: float) -> float:
    return math.sqrt(2 * half_squared_error)


def _itself(log_loss: float) -> float:
    return log_loss


RMSE_CURVE = Curve("rmse", _root_of_twice)
LOG_LOSS_CURVE = Curve("log_loss", _itself)


class BoostingWatch:
    """Follows the rounds of one fit; round 0 is the model before its first tree.

    Unless `every_round` (early stopping needs them all), losses are worked out only for the rounds that are
    reported, about `CURVE_POINTS` of them. `finish` makes the fit stop once a loss no longer improves.
    """

    def __init__(self, context: RunContext, max_iter: int, curve: Curve, *, every_round: bool) -> None:
        self.finish: Callable[[], object] = lambda: None
        self._curve = curve
        self._context = context
        self._max_iter = max_iter
        self._every_round = every_round
        self._stride = max(1, math.ceil(max_iter / CURVE_POINTS))
        self._round = -1
        self._finishing = False
        self._train_loss = 0.0
        self._unreported: tuple[float, float] | None = None
        self._progress_at = 0.0
        self.validation_prediction: FloatArray = np.empty(0)

    def _evaluated(self) -> bool:
        return self._every_round or self._reported() or self._finishing

    def _reported(self) -> bool:
        return self._round % self._stride == 0 or self._round == self._max_iter

    def training_loss(self, loss: Callable[[], float]) -> float:
        """Begin the next round; raises `Stopped` when a stop was asked for."""
        self._context.check_stop()
        self._round += 1
        self._finishing = self._round > 0 and self._context.finish_requested()
        self._train_loss = loss() if self._evaluated() else 0.0
        return self._train_loss

    def validation_loss(self, prediction: FloatArray, loss: Callable[[], float]) -> float:
        """End a round: `prediction` (rows x 1) is the array the fit adds every new tree to."""
        self.validation_prediction = prediction
        if not self._evaluated():
            return 0.0
        value = loss()
        self._unreported = (self._train_loss, value)
        if self._reported() or self._finishing:
            self.report()
        if not self._finishing:
            return value
        self.finish()
        return math.inf  # which scikit-learn takes for the end of all improvement

    def report(self) -> None:
        """Put the last evaluated round on the curve, unless it is there."""
        if self._unreported is None:
            return
        train, validation = self._unreported
        self._unreported = None
        name, value = self._curve.name, self._curve.value
        self._context.metric(
            self._round, **{f"train_{name}": value(train), f"validation_{name}": value(validation)}
        )
        now = time.monotonic()
        if now - self._progress_at >= _PROGRESS_EVERY_S:
            self._progress_at = now
            self._context.progress(self._round / self._max_iter, f"Round {self._round} of {self._max_iter}")


def watched(loss: Any, watch: BoostingWatch) -> Any:
    """The same loss function, which shows every evaluation to a watch: training, validation, training..."""
    plain = type(loss)
    training_turn = True

    class Watched(plain):  # type: ignore[misc,valid-type] # scikit-learn ships no types
        def __call__(
            self, y_true: FloatArray, raw_prediction: FloatArray, *args: Any, **kwargs: Any
        ) -> float:
            """The mean loss, or 0 for a round nobody looks at."""
            nonlocal training_turn

            def mean_loss() -> float:
                return float(plain.__call__(self, y_true, raw_prediction, *args, **kwargs))

            training, training_turn = training_turn, not training_turn
            if training:
                return watch.training_loss(mean_loss)
            return watch.validation_loss(raw_prediction, mean_loss)

    return Watched(n_classes=loss.n_classes) if loss.is_multiclass else Watched()
