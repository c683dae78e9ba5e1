"""A toolkit for tabular regressions: the encoded fold, the stored model, the result."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import pyarrow as pa
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import Split, TrainingData
from azuraforge_pipelines.errors import ModelRefusedError
from azuraforge_pipelines.features import Encoding, FeatureEncoder, dataset_of_inputs, fit_encoder
from azuraforge_pipelines.interface import Holdout, InputColumn, RowCounts, TrainingResult
from azuraforge_pipelines.model_store import dump_skops, load_skops
from azuraforge_pipelines.regression import RegressionConfig, mean_baseline, regression_metrics

_ENCODER_FILE = "encoder.json"
_ESTIMATOR_FILE = "estimator.skops"


@dataclass(frozen=True)
class Fold:
    """One seeded split, encoded: the encoder saw the training rows only. Its arrays are read-only."""

    split: Split
    encoder: FeatureEncoder
    dropped_columns: dict[str, str]
    train_x: FloatArray
    train_y: FloatArray
    holdout_x: FloatArray
    holdout_y: FloatArray

    @property
    def nbytes(self) -> int:
        """Bytes of the encoded rows."""
        return self.train_x.nbytes + self.holdout_x.nbytes + self.train_y.nbytes + self.holdout_y.nbytes


def prepare_fold(
    context: RunContext, data: TrainingData, config: RegressionConfig, encoding: Encoding
) -> Fold:
    """Check, split and encode; the runs of a sweep that share all of this share one fold.

    Raises `DataError` for data that can't be trained on.
    """
    data.check_regression(config.exclude_columns)
    excluded = tuple(sorted(config.exclude_columns))
    key = (data.target, data.time_column, config.test_size, context.seed, excluded, encoding)
    fold = data.dataset.remember(
        key, lambda: _make_fold(data, config, context.seed, encoding), lambda made: made.nbytes
    )
    for name, reason in fold.dropped_columns.items():
        context.log("warning", f"Column {name!r} is left out: {reason}.")
    if fold.split.dropped:
        context.log("warning", f"{fold.split.dropped} rows without a target or time are left out.")
    context.log(
        "info",
        f"{len(fold.train_y)} training rows, {len(fold.holdout_y)} held-out rows,"
        f" {fold.train_x.shape[1]} features from {len(fold.encoder.inputs)} columns.",
    )
    context.check_stop()
    return fold


def _make_fold(data: TrainingData, config: RegressionConfig, seed: int, encoding: Encoding) -> Fold:
    split = data.split(config.test_size, seed)
    hidden = {data.target, *config.exclude_columns}
    candidates = [column for column in data.dataset.columns if column.name not in hidden]
    encoder, dropped = fit_encoder(data.dataset, candidates, split.train, encoding)
    target = data.target_values()
    parts = (
        encoder.transform(data.dataset, split.train),
        target[split.train],
        encoder.transform(data.dataset, split.holdout),
        target[split.holdout],
    )
    for part in parts:
        part.flags.writeable = False
    return Fold(split, encoder, dropped, *parts)


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
        dataset = dataset_of_inputs(self.inputs, rows)
        predicted: FloatArray = self.estimator.predict(self.encoder.transform(dataset))
        return predicted

    def to_files(self) -> dict[str, bytes]:
        """See `FittedModel.to_files`."""
        return {
            _ENCODER_FILE: json_bytes(self.encoder.to_json()),
            _ESTIMATOR_FILE: dump_skops(self.estimator),
        }


def load_tabular_model(files: Mapping[str, bytes], trusted: Collection[str]) -> TabularModel:
    """Read `TabularModel.to_files`; types beyond skops' safe list must be in `trusted`."""
    try:
        encoder = FeatureEncoder.from_json(orjson.loads(files[_ENCODER_FILE]))
        estimator = files[_ESTIMATOR_FILE]
    except (KeyError, TypeError, ValueError) as error:
        raise ModelRefusedError("model_unreadable", "The model's files are not complete.") from error
    return TabularModel(encoder, load_skops(estimator, trusted))


@dataclass(frozen=True)
class Fitted:
    """What fitting on a fold gave."""

    estimator: Any
    predicted: FloatArray
    seconds: float
    stopped_early: bool
    details: dict[str, Any]


def build_result(fold: Fold, fitted: Fitted) -> TrainingResult:
    """Judge the held-out predictions beside the mean baseline."""
    return TrainingResult(
        metrics=regression_metrics(fold.holdout_y, fitted.predicted),
        baseline_metrics=mean_baseline(fold.train_y, fold.holdout_y),
        holdout=Holdout(fold.split.holdout, fold.holdout_y, fitted.predicted),
        row_counts=RowCounts(len(fold.train_y), len(fold.holdout_y), fold.split.dropped),
        model=TabularModel(fold.encoder, fitted.estimator),
        stopped_early=fitted.stopped_early,
        dropped_columns=fold.dropped_columns,
        fit_seconds=fitted.seconds,
        details=fitted.details,
    )
