"""Regression by the nearest rows: how many of them is chosen while you watch."""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from azuraforge_pipelines.config import setting
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.cross_validation import train_tabular
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.features import Encoding
from azuraforge_pipelines.folds import Fold
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult
from azuraforge_pipelines.regression import REGRESSION_METRICS, REGRESSION_OBJECTIVE
from azuraforge_pipelines.tabular import Fitted, TabularModel, load_tabular_model, predict_held_out
from azuraforge_pipelines.tabular_config import TabularConfig
from sklearn.impute import SimpleImputer
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class NeighborsConfig(TabularConfig):
    most: int = setting(
        15, title="Most neighbours", description="From 1 to this many are tried.",
        tr=("En çok komşu", "1'den bu sayıya kadar denenir."), ge=1, le=500,
    )  # fmt: skip


class Neighbors:
    info = PipelineInfo(
        id="example-neighbors", name="Nearest neighbours", task="regression", version="0.1.0",
        description="The mean of the nearest rows; a validation part chooses how many.",
        metrics=REGRESSION_METRICS, default_objective=REGRESSION_OBJECTIVE, live_curve=True,
        i18n={"tr": {"name": "En yakın komşular", "description": "En yakın satırların ortalaması."}},
    )  # fmt: skip
    config_model = NeighborsConfig

    def train(self, context: RunContext, data: TrainingData, config: NeighborsConfig) -> TrainingResult:
        return train_tabular(context, data, config, Encoding(times="cycles"), partial(_fit, most=config.most))

    def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
        return load_tabular_model(files, trusted=("numpy.dtype",))


def _model(neighbors: int) -> Any:
    nearest = KNeighborsRegressor(neighbors, algorithm="brute")
    return make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler(), nearest)


def _fit(context: RunContext, fold: Fold, most: int) -> Fitted:
    began, errors, given_up = time.perf_counter(), [], False
    seen = len(fold.train_y) * 3 // 4  # the other training rows choose the number of neighbours
    for neighbors in range(1, min(most, seen) + 1):
        context.check_stop()
        model = _model(neighbors).fit(fold.train_x[:seen], fold.train_y[:seen])
        residuals = fold.train_y[seen:] - model.predict(fold.train_x[seen:])
        errors.append(float(np.sqrt(np.mean(residuals**2))))
        context.metric(neighbors, validation_rmse=errors[-1])
        context.progress(neighbors / most, f"{neighbors} neighbours")
        if given_up := context.finish_requested():
            break
    best = int(np.argmin(errors)) + 1
    model = _model(best).fit(fold.train_x, fold.train_y)
    predicted = predict_held_out(fold, model.predict)
    seconds, details = time.perf_counter() - began, {"neighbors": best, "validation_rmse": errors[best - 1]}
    return Fitted(TabularModel(fold.encoder, model), predicted, seconds, given_up, details)
