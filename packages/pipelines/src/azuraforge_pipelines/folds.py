"""Folds: a part of the rows to fit on and a part to judge on, encoded without looking at the second."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from azuraforge_pipelines.classification import stratified_part
from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import SEED_RANGE, Split, TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.features import Encoding, FeatureEncoder, fit_encoder
from azuraforge_pipelines.regression import REGRESSION
from azuraforge_pipelines.tabular_config import HoldoutConfig
from azuraforge_pipelines.task import Target, Task

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Fold:
    """One split, encoded: the encoder saw the training rows only. Its arrays are read-only.

    `by_time` says that the training rows are in the order of their times. The fold a kept model is fitted on
    after a cross-validation has no held-out rows.
    """

    task: Task
    target: Target
    by_time: bool
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


@dataclass(frozen=True)
class FoldMaker:
    """Encodes splits of one run's rows; runs of a sweep that share a split share its fold."""

    data: TrainingData
    target: Target
    config: HoldoutConfig
    seed: int
    encoding: Encoding
    task: Task
    hidden: tuple[str, ...] = ()

    def make(self, split: Split, name: Hashable) -> Fold:
        """The fold of a split; `name` tells it apart from the other splits of this seed."""
        data = self.data
        excluded = tuple(sorted(self.config.exclude_columns))
        shared = (data.target, data.time_column, self.seed, excluded, self.encoding, self.hidden)
        return data.dataset.remember(
            (self.task.name, name, shared), lambda: self._make(split), lambda fold: fold.nbytes
        )

    def _make(self, split: Split) -> Fold:
        data, values = self.data, self.target.values
        self._check_classes(values[split.train])
        hidden = {data.target, *self.config.exclude_columns, *self.hidden}
        candidates = [column for column in data.dataset.columns if column.name not in hidden]
        encoder, dropped = fit_encoder(data.dataset, candidates, split.train, self.encoding)
        parts = (
            encoder.transform(data.dataset, split.train),
            values[split.train],
            encoder.transform(data.dataset, split.holdout),
            values[split.holdout],
        )
        for part in parts:
            part.flags.writeable = False
        return Fold(self.task, self.target, data.time_column is not None, split, encoder, dropped, *parts)

    def _check_classes(self, train_y: FloatArray) -> None:
        classes = self.target.classes or ()
        for code, label in enumerate(classes):
            if not (train_y == code).any():
                raise DataError(
                    "class_not_in_training",
                    f"Class {label!r} of target column {self.data.target!r} occurs among held-out rows only:"
                    " hold out fewer rows or use fewer folds, or merge it with another class.",
                )


def prepare_fold(
    context: RunContext,
    data: TrainingData,
    config: HoldoutConfig,
    encoding: Encoding,
    task: Task = REGRESSION,
) -> Fold:
    """Check, split and encode: the fold of a run without cross-validation.

    Raises `DataError` for data that can't be trained on.
    """
    task.check(data, config.exclude_columns)
    target = task.target(data)
    split = task.split(data, target, config.test_size, context.seed)
    fold = FoldMaker(data, target, config, context.seed, encoding, task).make(
        split, ("hold-out", config.test_size)
    )
    log_fold(context, fold)
    context.check_stop()
    return fold


def log_fold(context: RunContext, fold: Fold) -> None:
    """Tell the reader of the log what is trained on, and what is not."""
    for name, reason in fold.dropped_columns.items():
        context.log("warning", f"Column {name!r} is left out: {reason}.")
    if fold.split.dropped:
        context.log("warning", f"{fold.split.dropped} rows without a target or time are left out.")
    held_out = f", {len(fold.holdout_y)} held-out rows" if len(fold.holdout_y) else ""
    context.log(
        "info",
        f"{len(fold.train_y)} training rows{held_out},"
        f" {fold.train_x.shape[1]} features from {len(fold.encoder.inputs)} columns.",
    )
    if fold.target.classes is not None:
        counts = np.bincount(fold.train_y.astype(np.int64), minlength=len(fold.target.classes))
        most = sorted(zip(counts.tolist(), fold.target.classes, strict=True), reverse=True)[:10]
        context.log("info", "Training rows by class: " + ", ".join(f"{label} {n}" for n, label in most) + ".")


def validation_rows(fold: Fold, share: float, seed: int) -> tuple[Rows, Rows]:
    """Divide the training rows into those to fit and those that tell when to stop.

    The latest tell where the rows have times, otherwise a seeded draw with a share of every class.
    """
    count = len(fold.train_y)
    held = max(1, int(np.ceil(share * count)))
    if fold.target.classes is None:
        by_time = np.arange(count)
        rows = by_time if fold.by_time else np.random.RandomState(seed % SEED_RANGE).permutation(count)
        return rows[:-held], rows[-held:]
    codes = fold.train_y.astype(np.int64)
    if not fold.by_time:
        return stratified_part(codes, share, seed, fewest=0)
    for code, label in enumerate(fold.target.classes):
        if not (codes[:-held] == code).any():
            raise DataError(
                "class_not_in_training",
                f"Class {label!r} occurs only in the latest rows, which are kept aside to tell when to stop:"
                " lower their share or switch early stopping off.",
            )
    return np.arange(count)[:-held], np.arange(count)[-held:]
