"""Training a network epoch by epoch: live losses, early stopping, and the best epoch's weights kept."""

import math
import time
from dataclasses import dataclass

import numpy as np

from azuraforge_pipelines.builtin.network import Adam, Array, Network, dropout_masks
from azuraforge_pipelines.builtin.neural_network_config import NeuralNetworkConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.errors import TrainingDivergedError

CURVE_POINTS = 200
_PROGRESS_EVERY_S = 0.25


@dataclass(frozen=True)
class Examples:
    """Scaled inputs (rows x inputs) and targets."""

    rows: Array
    target: Array


@dataclass(frozen=True)
class Trained:
    """The network as it was after its best epoch, counted from 1."""

    network: Network
    best_epoch: int
    epochs: int


def train_network(
    context: RunContext, config: NeuralNetworkConfig, train: Examples, validation: Examples, unit: float
) -> Trained:
    """Train until the epochs or the patience run out, or the search gives the run up.

    `unit` is what one unit of the scaled target is in the target's own. Raises `Stopped` and
    `TrainingDivergedError`.
    """
    random = np.random.default_rng(context.seed)
    network = Network.initial(train.rows.shape[1], config.hidden_layers, config.activation, random)
    epochs = _Epochs(config, network, random)
    report = _Report(context, config.max_epochs, unit)
    best, best_loss, best_epoch = network.copy(), math.inf, 0
    epoch = 0
    for epoch in range(1, config.max_epochs + 1):
        # Numbers beyond the range are told by the check below.
        with np.errstate(over="ignore", invalid="ignore"):
            train_loss = epochs.run(context, train)
            errors = network.predict(validation.rows) - validation.target
            loss = float(np.mean(errors**2))
        if not (math.isfinite(train_loss) and math.isfinite(loss)):
            raise TrainingDivergedError(epoch, config.learning_rate)
        report.epoch(epoch, train_loss, loss)
        if loss < best_loss:
            best, best_loss, best_epoch = network.copy(), loss, epoch
        out_of_patience = config.patience is not None and epoch - best_epoch >= config.patience
        if out_of_patience or context.finish_requested():
            break
    report.last()
    return Trained(best, best_epoch, epoch)


class _Epochs:
    """One optimiser over many epochs."""

    def __init__(self, config: NeuralNetworkConfig, network: Network, random: np.random.Generator) -> None:
        self._config = config
        self._network = network
        self._random = random
        self._adam = Adam(network, config.learning_rate, config.weight_decay)

    def run(self, context: RunContext, train: Examples) -> float:
        """Pass over all rows once, in a new order; the mean loss on the way."""
        order = self._random.permutation(len(train.target))
        total = 0.0
        for start in range(0, len(order), self._config.batch_size):
            context.check_stop()
            batch = order[start : start + self._config.batch_size]
            masks = dropout_masks(self._network, len(batch), self._config.dropout, self._random)
            loss, gradients = self._network.gradients(train.rows[batch], train.target[batch], masks)
            self._adam.step(gradients)
            total += loss * len(batch)
        return total / len(order)


class _Report:
    """Puts losses on the curves in the target's unit, thinned out where there are many epochs."""

    def __init__(self, context: RunContext, max_epochs: int, unit: float) -> None:
        self._context = context
        self._max_epochs = max_epochs
        self._unit = unit
        self._stride = math.ceil(max_epochs / CURVE_POINTS)
        self._unreported: tuple[int, float, float] | None = None
        self._progress_at = 0.0

    def epoch(self, epoch: int, train_loss: float, validation_loss: float) -> None:
        """Tell of one more epoch."""
        self._unreported = (epoch, train_loss, validation_loss)
        if epoch == 1 or epoch % self._stride == 0:
            self.last()
        now = time.monotonic()
        if now - self._progress_at >= _PROGRESS_EVERY_S:
            self._progress_at = now
            self._context.progress(epoch / self._max_epochs, f"Epoch {epoch} of {self._max_epochs}")

    def last(self) -> None:
        """Put the last epoch on the curves, unless it is there."""
        if self._unreported is None:
            return
        epoch, train_loss, validation_loss = self._unreported
        self._unreported = None
        self._context.metric(
            epoch,
            train_rmse=math.sqrt(train_loss) * self._unit,
            validation_rmse=math.sqrt(validation_loss) * self._unit,
        )
