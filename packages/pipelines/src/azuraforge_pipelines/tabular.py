"""A toolkit for tabular pipelines: the stored model, the result, and the way from data to result."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.errors import ModelRefusedError
from azuraforge_pipelines.features import FeatureEncoder, dataset_of_inputs
from azuraforge_pipelines.folds import Fold
from azuraforge_pipelines.interface import FittedModel, Holdout, InputColumn, RowCounts, TrainingResult
from azuraforge_pipelines.model_store import dump_skops, load_skops

_ENCODER_FILE = "encoder.json"
_CLASSES_FILE = "classes.json"
_ESTIMATOR_FILE = "estimator.skops"


@dataclass(frozen=True)
class TabularModel:
    """A scikit-learn regressor behind a feature encoder."""

    encoder: FeatureEncoder
    estimator: Any

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """See `FittedModel.inputs`."""
        return self.encoder.inputs

    def predict(self, rows: pa.Table) -> FloatArray:
        """See `FittedModel.predict`."""
        predicted: FloatArray = self.estimator.predict(self.matrix(rows))
        return predicted

    def matrix(self, rows: pa.Table) -> FloatArray:
        """The encoded rows; raises `ModelInputError`."""
        return self.encoder.transform(dataset_of_inputs(self.inputs, rows))

    def to_files(self) -> dict[str, bytes]:
        """See `FittedModel.to_files`."""
        return {**encoder_file(self.encoder), _ESTIMATOR_FILE: dump_skops(self.estimator)}


@dataclass(frozen=True)
class TabularClassifier(TabularModel):
    """A scikit-learn classifier of the codes 0, 1... behind a feature encoder; see `FittedClassifier`."""

    classes: tuple[str, ...]

    def predict(self, rows: pa.Table) -> FloatArray:
        """See `FittedModel.predict`."""
        return likeliest(self.predict_probabilities(rows))

    def predict_probabilities(self, rows: pa.Table) -> FloatArray:
        """See `FittedClassifier.predict_probabilities`."""
        probabilities: FloatArray = self.estimator.predict_proba(self.matrix(rows))
        return probabilities

    def to_files(self) -> dict[str, bytes]:
        """See `FittedModel.to_files`."""
        return {**super().to_files(), _CLASSES_FILE: json_bytes(self.classes)}


def likeliest(probabilities: FloatArray) -> FloatArray:
    """The position of the likeliest class of each row."""
    return np.asarray(probabilities.argmax(axis=1), dtype=np.float64)


def encoder_file(encoder: FeatureEncoder) -> dict[str, bytes]:
    """The encoder as a model's file."""
    return {_ENCODER_FILE: json_bytes(encoder.to_json())}


def read_encoder(files: Mapping[str, bytes]) -> FeatureEncoder:
    """Read `encoder_file`; raises `ModelRefusedError`."""
    try:
        return FeatureEncoder.from_json(orjson.loads(files[_ENCODER_FILE]))
    except (KeyError, TypeError, ValueError) as error:
        raise incomplete_model() from error


def incomplete_model() -> ModelRefusedError:
    """The refusal of a model whose files are missing or damaged."""
    return ModelRefusedError("model_unreadable", "The model's files are not complete.")


def load_tabular_model(files: Mapping[str, bytes], trusted: Collection[str]) -> TabularModel:
    """Read `TabularModel.to_files`; types beyond skops' safe list must be in `trusted`."""
    encoder = read_encoder(files)
    if _ESTIMATOR_FILE not in files:
        raise incomplete_model()
    estimator = load_skops(files[_ESTIMATOR_FILE], trusted)
    if _CLASSES_FILE not in files:
        return TabularModel(encoder, estimator)
    try:
        classes = tuple(str(label) for label in orjson.loads(files[_CLASSES_FILE]))
    except (TypeError, ValueError) as error:
        raise incomplete_model() from error
    return TabularClassifier(encoder, estimator, classes)


@dataclass(frozen=True)
class Fitted:
    """What fitting on a fold gave.

    `predicted` are the held-out rows' numbers or, in a classification, probabilities (rows x classes).
    """

    model: FittedModel
    predicted: FloatArray
    seconds: float
    stopped_early: bool
    details: dict[str, Any]


Fit = Callable[[RunContext, Fold], Fitted]


def predict_held_out(fold: Fold, predict: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Predict a fold's held-out rows; estimators refuse a matrix without rows, which gives no predictions."""
    if len(fold.holdout_y):
        return predict(fold.holdout_x)
    classes = fold.target.classes
    return np.empty(0) if classes is None else np.empty((0, len(classes)))


def build_result(fold: Fold, fitted: Fitted) -> TrainingResult:
    """Judge the held-out predictions beside the task's baseline."""
    task = fold.task
    baseline = task.baseline(fold.train_y, fold.target, len(fold.holdout_y))
    return TrainingResult(
        metrics=task.score(fold.holdout_y, fitted.predicted),
        baseline_metrics=task.score(fold.holdout_y, baseline),
        holdout=make_holdout(fold, fitted.predicted),
        row_counts=RowCounts(len(fold.train_y), len(fold.holdout_y), fold.split.dropped),
        model=fitted.model,
        stopped_early=fitted.stopped_early,
        dropped_columns=fold.dropped_columns,
        fit_seconds=fitted.seconds,
        details=fitted.details,
    )


def make_holdout(fold: Fold, predicted: FloatArray) -> Holdout:
    """The held-out rows of a fold beside their predictions."""
    if fold.target.classes is None:
        return Holdout(fold.split.holdout, fold.holdout_y, predicted)
    return Holdout(
        fold.split.holdout,
        fold.holdout_y,
        likeliest(predicted),
        classes=fold.target.classes,
        probabilities=predicted,
    )
