"""Gradient-boosted trees for regression: scikit-learn's HistGradientBoostingRegressor."""

import time
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from sklearn._loss import HalfSquaredError
from sklearn.ensemble import HistGradientBoostingRegressor

from azuraforge_pipelines.builtin.boosting import TRUSTED_TYPES, boost, encoding_for
from azuraforge_pipelines.builtin.boosting_config import BoostingConfig
from azuraforge_pipelines.builtin.boosting_watch import RMSE_CURVE
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.cross_validation import train_tabular
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.folds import Fold
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult
from azuraforge_pipelines.regression import REGRESSION_METRICS, REGRESSION_OBJECTIVE
from azuraforge_pipelines.tabular import Fitted, TabularModel, load_tabular_model, predict_held_out


class GradientBoostingConfig(BoostingConfig):
    """Settings of the gradient boosting pipeline."""


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
        live_curve=True,
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
        return train_tabular(context, data, config, encoding_for(config), partial(_fit, config=config))

    def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
        """See `Pipeline.load_model`."""
        return load_tabular_model(files, TRUSTED_TYPES)


def _fit(context: RunContext, fold: Fold, config: GradientBoostingConfig) -> Fitted:
    done = boost(context, fold, config, HistGradientBoostingRegressor, HalfSquaredError(), RMSE_CURVE)
    # The fit left its prediction of the rows it watched behind.
    predicted = (
        predict_held_out(fold, done.estimator.predict) if done.watched is None else done.watched[:, 0].copy()
    )
    seconds = time.perf_counter() - done.began
    model = TabularModel(fold.encoder, done.estimator)
    return Fitted(model, predicted, seconds, done.stopped_early, {"rounds": done.rounds})
