"""Gradient-boosted trees for regression: scikit-learn's HistGradientBoostingRegressor."""

import time
from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn._loss import HalfSquaredError
from sklearn.ensemble import HistGradientBoostingRegressor

from azuraforge_pipelines.builtin.boosting_watch import BoostingWatch, WatchedSquaredError
from azuraforge_pipelines.builtin.gradient_boosting_config import GradientBoostingConfig
from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import SEED_RANGE, TrainingData
from azuraforge_pipelines.features import Encoding
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult
from azuraforge_pipelines.regression import REGRESSION_METRICS, REGRESSION_OBJECTIVE
from azuraforge_pipelines.tabular import (
    Fitted,
    Fold,
    TabularModel,
    build_result,
    load_tabular_model,
    prepare_fold,
)

# Beside the trees: how scikit-learn wraps the check of its numeric columns when there are categories.
TRUSTED_TYPES = (
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "functools.partial",
    "sklearn.utils.validation.check_array",
)


class GradientBoosting:
    """Histogram gradient boosting with native categories and missing values."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="gradient-boosting",
        name="Gradient boosting",
        task="regression",
        description="Gradient-boosted trees (scikit-learn's HistGradientBoosting). Takes numbers, categories,"
        " booleans, dates and missing values as they are; strong on most tables.",
        version="1.0.0",
        metrics=REGRESSION_METRICS,
        default_objective=REGRESSION_OBJECTIVE,
        i18n={
            "tr": {
                "name": "Gradyan artırma",
                "description": "Gradyan artırmalı ağaçlar (scikit-learn HistGradientBoosting). Sayıları,"
                " kategorileri, mantıksal değerleri, tarihleri ve eksik değerleri olduğu gibi alır; çoğu"
                " tabloda güçlüdür.",
            }
        },
    )
    config_model: ClassVar[type[PipelineConfig]] = GradientBoostingConfig

    def train(
        self, context: RunContext, data: TrainingData, config: GradientBoostingConfig
    ) -> TrainingResult:
        """See `Pipeline.train`. The same request gives the same trees, bit for bit."""
        fold = prepare_fold(context, data, config, Encoding(times="parts", max_categories=config.max_bins))
        fitted = _fit(context, fold, config, by_time=data.time_column is not None)
        context.progress(1.0, "Done")
        return build_result(fold, fitted)

    def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
        """See `Pipeline.load_model`."""
        return load_tabular_model(files, TRUSTED_TYPES)


def _fit(context: RunContext, fold: Fold, config: GradientBoostingConfig, *, by_time: bool) -> Fitted:
    watch = BoostingWatch(context, config.max_iter, every_round=config.early_stopping)
    # Without early stopping the held-out rows are watched: this changes nothing in the fit.
    fit_x, fit_y, watched_x, watched_y = fold.train_x, fold.train_y, fold.holdout_x, fold.holdout_y
    if config.early_stopping:
        train, validation = _validation_rows(len(fit_y), config, context.seed, by_time=by_time)
        fit_x, fit_y = fold.train_x[train], fold.train_y[train]
        # A column with values in validation rows only can't be binned; constant, it is ignored.
        fit_x[:, np.isnan(fit_x).all(axis=0)] = 0.0
        watched_x, watched_y = fold.train_x[validation], fold.train_y[validation]
    model = _estimator(config, _categorical(fold, fit_x), context.seed)
    model.set_params(loss=WatchedSquaredError(watch))
    began = time.perf_counter()
    model.fit(fit_x, fit_y, X_val=watched_x, y_val=watched_y)
    watch.report()
    _make_plain(model)
    # The fit left its prediction of the rows it watched behind.
    predicted: FloatArray = (
        model.predict(fold.holdout_x) if config.early_stopping else watch.validation_prediction[:, 0].copy()
    )
    seconds = time.perf_counter() - began
    rounds = int(model.n_iter_)
    return Fitted(model, predicted, seconds, rounds < config.max_iter, {"rounds": rounds})


def _estimator(
    config: GradientBoostingConfig, categorical: NDArray[np.bool_], seed: int
) -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(
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


def _validation_rows(
    count: int, config: GradientBoostingConfig, seed: int, *, by_time: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Divide the training rows (the latest last, when by time) into fitted and early-stopping rows."""
    rows = np.arange(count) if by_time else np.random.RandomState(seed % SEED_RANGE).permutation(count)
    held = max(1, int(np.ceil(config.validation_fraction * count)))
    return rows[:-held], rows[-held:]


def _make_plain(model: HistGradientBoostingRegressor) -> None:
    """Take the watching loss out of the fitted model, so that only scikit-learn's own types are stored."""
    model.set_params(loss="squared_error")
    model._loss = HalfSquaredError()  # noqa: SLF001 - what fitting with "squared_error" leaves there
