"""Fitting scikit-learn's HistGradientBoosting on a fold, watched and stoppable, for numbers and classes."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from azuraforge_pipelines.builtin.boosting_config import BoostingConfig
from azuraforge_pipelines.builtin.boosting_watch import BoostingWatch, Curve, watched
from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import SEED_RANGE
from azuraforge_pipelines.features import Encoding
from azuraforge_pipelines.folds import Fold, validation_rows
from azuraforge_pipelines.threads import boosting_threads

# Beside the trees: how scikit-learn wraps the check of its numeric columns when there are categories.
TRUSTED_TYPES = (
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "functools.partial",
    "sklearn.utils.validation.check_array",
)


@dataclass(frozen=True)
class Boosted:
    """A fitted estimator, as scikit-learn alone would have made it.

    `watched` is the raw prediction of the held-out rows that the fit left behind, None with early stopping.
    """

    estimator: Any
    rounds: int
    stopped_early: bool
    watched: FloatArray | None
    began: float


def encoding_for(config: BoostingConfig) -> Encoding:
    """How these trees want their matrix."""
    return Encoding(times="parts", max_categories=config.max_bins)


def boost(
    context: RunContext,
    fold: Fold,
    config: BoostingConfig,
    estimator_type: type[Any],
    loss: Any,
    curve: Curve,
    **options: Any,
) -> Boosted:
    """Fit `estimator_type` on a fold; `loss` is its loss function, which the watch listens in to."""
    watch = BoostingWatch(context, config.max_iter, curve, every_round=config.early_stopping)
    fit_x, fit_y, watched_x, watched_y = _watched_rows(fold, config, context.seed)
    model = _estimator(estimator_type, config, _categorical(fold, fit_x), context.seed, options)
    plain_loss = model.loss
    watch.finish = lambda: model.set_params(n_iter_no_change=1)
    model.set_params(loss=watched(loss, watch))
    began = time.perf_counter()
    with boosting_threads(fit_x.size):
        model.fit(fit_x, fit_y, X_val=watched_x, y_val=watched_y)
    watch.report()
    # Without the watching loss only scikit-learn's own types are stored.
    model.set_params(loss=plain_loss)
    model._loss = loss  # noqa: SLF001 - what fitting with the plain loss leaves there
    rounds = int(model.n_iter_)
    seen_all = not config.early_stopping and len(fold.holdout_y) > 0
    left_behind = watch.validation_prediction if seen_all else None
    return Boosted(model, rounds, rounds < config.max_iter, left_behind, began)


def _watched_rows(
    fold: Fold, config: BoostingConfig, seed: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """The rows to fit and those to watch.

    Early stopping takes its own out of the training rows. Without it the held-out rows are watched, which
    changes nothing in the fit; where there are none, a single training row keeps the watch going.
    """
    if not config.early_stopping:
        if len(fold.holdout_y):
            return fold.train_x, fold.train_y, fold.holdout_x, fold.holdout_y
        return fold.train_x, fold.train_y, fold.train_x[:1], fold.train_y[:1]
    train, validation = validation_rows(fold, config.validation_fraction, seed)
    fit_x = fold.train_x[train]
    # A column with values in validation rows only can't be binned; constant, it is ignored.
    fit_x[:, np.isnan(fit_x).all(axis=0)] = 0.0
    return fit_x, fold.train_y[train], fold.train_x[validation], fold.train_y[validation]


def _estimator(
    estimator_type: type[Any],
    config: BoostingConfig,
    categorical: NDArray[np.bool_],
    seed: int,
    options: dict[str, Any],
) -> Any:
    return estimator_type(
        learning_rate=config.learning_rate,
        max_iter=config.max_iter,
        max_leaf_nodes=config.max_leaf_nodes,
        max_depth=config.max_depth,
        min_samples_leaf=config.min_samples_leaf,
        l2_regularization=config.l2_regularization,
        max_features=config.max_features,
        max_bins=config.max_bins,
        categorical_features=categorical,
        early_stopping=True,
        # One more than there are rounds: watched to the end, never stopped.
        n_iter_no_change=config.n_iter_no_change if config.early_stopping else config.max_iter + 1,
        random_state=seed % SEED_RANGE,
        **options,
    )


def _categorical(fold: Fold, fit_x: FloatArray) -> NDArray[np.bool_]:
    """Which columns to split as categories.

    A single category beside missing values is left to be split as a number, which says the same: scikit-learn
    1.9 sends its rows down the wrong branch when it predicts.
    """
    categorical = fold.encoder.categorical
    for column in np.flatnonzero(categorical):
        codes = fit_x[:, column]
        categorical[column] = len(np.unique(codes[~np.isnan(codes)])) > 1
    return categorical
