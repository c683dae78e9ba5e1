"""Linear regression with a penalty: ridge, lasso or elastic net."""

import time
import warnings
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet, Lasso, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder

from azuraforge_pipelines.builtin.linear_config import LinearConfig
from azuraforge_pipelines.builtin.scaled_columns import (
    SCALED_ENCODING,
    TRUSTED_TYPES,
    check_range,
    scaled_columns,
)
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.cross_validation import train_tabular
from azuraforge_pipelines.data import SEED_RANGE, TrainingData
from azuraforge_pipelines.features import FeatureEncoder
from azuraforge_pipelines.folds import Fold
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult
from azuraforge_pipelines.regression import REGRESSION_METRICS, REGRESSION_OBJECTIVE
from azuraforge_pipelines.tabular import Fitted, TabularModel, load_tabular_model, predict_held_out
from azuraforge_pipelines.threads import one_blas_thread

_LOGGED_COEFFICIENTS = 10
_KEPT_COEFFICIENTS = 200


class Linear:
    """Penalised linear regression on imputed, scaled and one-hot encoded columns."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="linear",
        name="Linear model",
        task="regression",
        description="Ridge, lasso or elastic net. Numbers are imputed (median, with an indicator) and scaled,"
        " categories one-hot encoded. Fast, and its coefficients can be read.",
        version="1.0.0",
        metrics=REGRESSION_METRICS,
        default_objective=REGRESSION_OBJECTIVE,
        i18n={
            "tr": {
                "name": "Doğrusal model",
                "description": "Ridge, lasso ya da elastik ağ. Sayıların eksikleri ortancayla doldurulur (bir"
                " göstergeyle) ve ölçeklenir, kategoriler tekil kodlanır. Hızlıdır, katsayıları okunabilir.",
            }
        },
    )
    config_model: ClassVar[type[PipelineConfig]] = LinearConfig

    def train(self, context: RunContext, data: TrainingData, config: LinearConfig) -> TrainingResult:
        """See `Pipeline.train`."""
        return train_tabular(context, data, config, SCALED_ENCODING, partial(_fit, config=config))

    def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
        """See `Pipeline.load_model`."""
        return load_tabular_model(files, TRUSTED_TYPES)


def _fit(context: RunContext, fold: Fold, config: LinearConfig) -> Fitted:
    check_range(fold.encoder)
    context.progress(0.1, "Fitting")
    began = time.perf_counter()
    columns = scaled_columns(fold.encoder, config.max_categories)
    model = make_pipeline(columns, _regressor(config, context.seed % SEED_RANGE))
    with warnings.catch_warnings(record=True) as caught, one_blas_thread():
        warnings.simplefilter("always")
        model.fit(fold.train_x, fold.train_y)
        predicted = predict_held_out(fold, model.predict)
    for warning in caught:
        _log_warning(context, warning)
    seconds = time.perf_counter() - began
    context.check_stop()
    coefficients = _coefficients(model, fold.encoder)
    _log_coefficients(context, coefficients)
    details = {
        "intercept": float(model[-1].intercept_),
        "coefficient_count": len(coefficients),
        "coefficients": coefficients[:_KEPT_COEFFICIENTS],
    }
    kept = TabularModel(fold.encoder, model)
    return Fitted(kept, predicted, seconds, stopped_early=False, details=details)


def _regressor(config: LinearConfig, seed: int) -> Any:
    if config.penalty == "ridge":
        return Ridge(alpha=config.alpha, solver="cholesky")
    shared = {"alpha": config.alpha, "max_iter": config.max_iter, "random_state": seed}
    if config.penalty == "lasso":
        return Lasso(**shared)
    return ElasticNet(l1_ratio=config.l1_ratio, **shared)


def _log_warning(context: RunContext, warning: warnings.WarningMessage) -> None:
    if issubclass(warning.category, ConvergenceWarning):
        context.log(
            "warning",
            "The fit did not converge: raise the number of iterations or alpha, or scale the target.",
        )
    else:
        context.log("warning", str(warning.message))


def _coefficients(model: Pipeline, encoder: FeatureEncoder) -> list[dict[str, Any]]:
    """Name and weight of every input of the regressor, the strongest first."""
    names = _input_names(model[0], encoder)
    weights = model[-1].coef_
    order = np.argsort(-np.abs(weights), kind="stable")
    return [{"name": names[i], "value": float(weights[i])} for i in order]


def _input_names(columns: ColumnTransformer, encoder: FeatureEncoder) -> list[str]:
    features = np.array(encoder.feature_names, dtype=object)
    numeric, categorical = features[~encoder.categorical], features[encoder.categorical]
    imputer = columns.named_transformers_["number"]
    names = [str(name) for name in imputer.get_feature_names_out(numeric)] if len(numeric) else []
    one_hot = columns.named_transformers_["category"]
    known = [column.categories for column in encoder.inputs if column.categories is not None]
    for position, (feature, categories) in enumerate(zip(categorical, known, strict=True)):
        names += [f"{feature}={label}" for label in _labels(one_hot, position, categories)]
    return names


def _labels(one_hot: OneHotEncoder, position: int, known: tuple[str, ...]) -> list[str]:
    """What the one-hot columns of one category column stand for."""
    rare = one_hot.infrequent_categories_[position]
    shared = set() if rare is None else {float(code) for code in rare if not np.isnan(code)}
    missing_is_shared = rare is not None and np.isnan(rare.astype(float)).any()
    labels = []
    for code in one_hot.categories_[position]:
        if np.isnan(code):
            labels += [] if missing_is_shared else ["(missing)"]
        elif float(code) not in shared:
            labels.append(known[int(code)])
    return labels + (["(rare)"] if rare is not None else [])


def _log_coefficients(context: RunContext, coefficients: list[dict[str, Any]]) -> None:
    strongest = ", ".join(f"{c['name']} {c['value']:+.4g}" for c in coefficients[:_LOGGED_COEFFICIENTS])
    context.log("info", f"Strongest coefficients (inputs scaled): {strongest}.")
