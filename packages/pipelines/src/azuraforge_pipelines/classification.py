"""What every classification shares: metrics, the majority baseline, the stratified split, and the task."""

from collections.abc import Sequence

import numpy as np
from azuraforge_contracts.datasets import FEWEST_CLASS_ROWS
from azuraforge_contracts.manifest import MetricSpec, Objective
from numpy.typing import NDArray

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.data import SEED_RANGE, Split, TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.task import Target

CLASSIFICATION_METRICS = (
    MetricSpec(name="log_loss", direction="minimize"),
    MetricSpec(name="accuracy", direction="maximize"),
    MetricSpec(name="f1", direction="maximize"),
    MetricSpec(name="roc_auc", direction="maximize"),
)
CLASSIFICATION_OBJECTIVE = Objective(metric="log_loss", direction="minimize")


def classification_metrics(actual: FloatArray, probabilities: FloatArray) -> dict[str, float]:
    """Log loss, accuracy, macro F1 and ROC-AUC of predicted probabilities (rows x classes).

    `actual` are the positions of the true classes; the predicted class is the likeliest one. F1 is the mean
    over the classes that occur or are predicted. ROC-AUC is that of the second class where there are two,
    otherwise the mean over the classes, each against the rest (Hand and Till 2001 call it OvR); NaN where a
    class doesn't occur among the rows, or nothing but one does.
    """
    codes = actual.astype(np.int64)
    predicted = probabilities.argmax(axis=1)
    likelihoods = probabilities[np.arange(len(codes)), codes]
    smallest = np.finfo(probabilities.dtype).eps
    return {
        "log_loss": float(-np.log(np.clip(likelihoods, smallest, 1.0)).mean()),
        "accuracy": float((predicted == codes).mean()),
        "f1": _macro_f1(codes, predicted, probabilities.shape[1]),
        "roc_auc": _roc_auc(codes, probabilities),
    }


def _macro_f1(actual: NDArray[np.int64], predicted: NDArray[np.int64], classes: int) -> float:
    hits = np.bincount(actual[actual == predicted], minlength=classes)
    named = np.bincount(actual, minlength=classes) + np.bincount(predicted, minlength=classes)
    met = named > 0
    return float((2 * hits[met] / named[met]).mean())


def _roc_auc(actual: NDArray[np.int64], probabilities: FloatArray) -> float:
    classes = range(probabilities.shape[1])
    judged = [1] if len(classes) == 2 else classes
    return float(np.mean([_binary_auc(actual == code, probabilities[:, code]) for code in judged]))


def _binary_auc(positive: NDArray[np.bool_], score: FloatArray) -> float:
    """The share of (positive, negative) pairs in the right order, ties by half: Mann and Whitney's U."""
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if not positives or not negatives:
        return float("nan")
    _, group, sizes = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(sizes) - (sizes - 1) / 2)[group]
    return float((ranks[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def stratified_part(
    codes: NDArray[np.int64], share: float, seed: int, *, fewest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of the rows to keep and of those to set aside, in a seeded order.

    Each class gives its share, rounded, at least `fewest` rows and never its last one.
    """
    aside = np.zeros(len(codes), dtype=bool)
    shuffled = np.random.RandomState(seed % SEED_RANGE).permutation(len(codes))
    for code in np.unique(codes):
        members = shuffled[codes[shuffled] == code]
        count = min(max(round(share * len(members)), fewest), len(members) - 1)
        aside[members[:count]] = True
    return shuffled[~aside[shuffled]], shuffled[aside[shuffled]]


class Classification:
    """See `Task`: the target is a class; the baseline always says how frequent each was in training."""

    name = "classification"
    objective = CLASSIFICATION_OBJECTIVE

    def check(self, data: TrainingData, excluded: Sequence[str]) -> None:
        """See `Task.check`."""
        data.check_classification(excluded)

    def target(self, data: TrainingData) -> Target:
        """See `Task.target`. Classes are those of the usable rows; raises `DataError` for too rare ones."""
        column = data.class_values()
        usable = np.full(len(column.codes), -1, dtype=np.int64)
        rows = data.usable_rows()
        usable[rows] = column.codes[rows]
        counts = np.bincount(usable[rows], minlength=len(column.values))
        occurring = np.flatnonzero(counts)
        if len(occurring) < 2:
            raise DataError(
                "target_constant", f"Only one class of {data.target!r} has usable rows: nothing to learn."
            )
        rarest = occurring[counts[occurring].argmin()]
        if counts[rarest] < FEWEST_CLASS_ROWS:
            raise rare_class(data, column.values[rarest], int(counts[rarest]), FEWEST_CLASS_ROWS)
        position = np.full(len(column.values) + 1, np.nan)
        position[occurring] = np.arange(len(occurring))
        return Target(position[usable], tuple(column.values[code] for code in occurring))

    def split(self, data: TrainingData, target: Target, test_size: float, seed: int) -> Split:
        """See `Task.split`: by time where there is a time column, otherwise every class is on both sides."""
        if data.time_column is not None:
            return data.split(test_size, seed)
        rows = data.usable_rows()
        train, holdout = stratified_part(target.values[rows].astype(np.int64), test_size, seed, fewest=1)
        return Split(rows[train], rows[holdout], data.dataset.row_count - len(rows))

    def score(self, actual: FloatArray, predicted: FloatArray) -> dict[str, float]:
        """See `Task.score`."""
        return classification_metrics(actual, predicted)

    def baseline(self, train_y: FloatArray, target: Target, rows: int) -> FloatArray:
        """See `Task.baseline`."""
        counts = np.bincount(train_y.astype(np.int64), minlength=len(target.classes or ()))
        return np.tile(counts / len(train_y), (rows, 1))


def rare_class(data: TrainingData, label: str, rows: int, fewest: int) -> DataError:
    """The refusal of a class with too few rows."""
    return DataError(
        "class_too_rare",
        f"Class {label!r} of target column {data.target!r} has {rows} usable"
        f" row{'' if rows == 1 else 's'}; at least {fewest} are needed."
        " Take its rows out, or merge it with another class.",
    )


CLASSIFICATION = Classification()
