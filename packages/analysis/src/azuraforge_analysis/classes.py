"""What is only to be said of classifiers: confusion, curves and calibration."""

import numpy as np
from numpy.typing import NDArray

from azuraforge_analysis.held_out import FloatArray, HeldOut, IntArray
from azuraforge_analysis.schemas import Calibration, ClassPoints, PrecisionRecallCurve, RocCurve

MOST_CLASSES = 10
MOST_PLACES = 200
BINS = 10


def confusion(held_out: HeldOut) -> IntArray:
    """Rows by true class (first) and predicted class (second)."""
    size = len(held_out.classes or ())
    actual, predicted = held_out.codes
    return np.bincount(actual * size + predicted, minlength=size * size).reshape(size, size)


def shown_classes(held_out: HeldOut) -> list[int]:
    """Positions of the ten commonest classes; of two the second, as the first's curves say the same."""
    size = len(held_out.classes or ())
    if size == 2:
        return [1]
    counts = np.bincount(held_out.codes[0], minlength=size)
    return [int(place) for place in np.argsort(-counts, kind="stable")[:MOST_CLASSES]]


def curves(
    held_out: HeldOut,
) -> tuple[list[RocCurve], list[PrecisionRecallCurve], list[Calibration]]:
    """ROC, precision and recall, and calibration of the classes shown; nothing without probabilities."""
    roc, precision_recall, calibrations = [], [], []
    if held_out.probabilities is not None and held_out.classes is not None:
        actual = held_out.codes[0]
        for position in shown_classes(held_out):
            label, truth = held_out.classes[position], actual == position
            scores = np.ascontiguousarray(held_out.probabilities[:, position])
            hits, chosen = _cumulated(truth, scores)
            roc.append(_roc(label, hits, chosen))
            precision_recall.append(_precision_recall(label, hits, chosen))
            calibrations.append(_calibration(label, truth, scores))
    return roc, precision_recall, calibrations


def _cumulated(truth: NDArray[np.bool_], scores: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Of each threshold, the highest first: rows of the class among those chosen, and rows chosen."""
    order = np.argsort(-scores, kind="stable")
    sorted_scores = scores[order]
    last = np.append(np.flatnonzero(np.diff(sorted_scores)), len(scores) - 1)
    hits = np.cumsum(truth[order])[last]
    return hits.astype(np.float64), (last + 1).astype(np.float64)


def _roc(label: str, hits: FloatArray, chosen: FloatArray) -> RocCurve:
    positives, negatives = hits[-1], chosen[-1] - hits[-1]
    defined = positives > 0 and negatives > 0
    true_rate = np.append(0.0, hits / max(positives, 1.0))
    false_rate = np.append(0.0, (chosen - hits) / max(negatives, 1.0))
    area = float(np.trapezoid(true_rate, false_rate)) if defined else None
    keep = _places(true_rate + false_rate)
    return RocCurve.model_validate(
        {
            "class": label,
            "false_positive_rate": false_rate[keep].tolist(),
            "true_positive_rate": true_rate[keep].tolist(),
            "auc": area,
        }
    )


def _precision_recall(label: str, hits: FloatArray, chosen: FloatArray) -> PrecisionRecallCurve:
    positives = hits[-1]
    recall = np.append(0.0, hits / max(positives, 1.0))
    precision = np.append(1.0, hits / chosen)
    average = float(np.dot(np.diff(recall), precision[1:])) if positives > 0 else None
    # Along the curve in rows chosen: precision moves while recall stands still.
    keep = _places(np.append(0.0, chosen / chosen[-1]) + recall)
    return PrecisionRecallCurve.model_validate(
        {
            "class": label,
            "recall": recall[keep].tolist(),
            "precision": precision[keep].tolist(),
            "average_precision": average,
        }
    )


def _places(way: FloatArray) -> IntArray:
    """Up to 200 places of a curve, evenly along the way, both ends included."""
    if len(way) <= MOST_PLACES:
        return np.arange(len(way))
    wanted = np.linspace(way[0], way[-1], MOST_PLACES - 1)
    return np.unique(np.append(np.searchsorted(way, wanted), len(way) - 1).clip(0, len(way) - 1))


def _calibration(label: str, truth: NDArray[np.bool_], scores: FloatArray) -> Calibration:
    bins = np.minimum((scores * BINS).astype(np.int64), BINS - 1).clip(0)
    rows = np.bincount(bins, minlength=BINS)
    filled = rows > 0
    said = np.bincount(bins, scores, minlength=BINS)[filled] / rows[filled]
    was = np.bincount(bins, truth, minlength=BINS)[filled] / rows[filled]
    return Calibration.model_validate(
        {
            "class": label,
            "predicted": said.tolist(),
            "observed": was.tolist(),
            "rows": rows[filled].tolist(),
        }
    )


def confidences(held_out: HeldOut) -> FloatArray:
    """The probability of each row's predicted class; NaN without probabilities."""
    _, predicted = held_out.codes
    if held_out.probabilities is None:
        return np.full(len(predicted), np.nan)
    found: FloatArray = held_out.probabilities[np.arange(len(predicted)), predicted]
    return found


def class_points(held_out: HeldOut, places: IntArray) -> ClassPoints:
    """The points of a classification."""
    actual, predicted = held_out.codes
    return ClassPoints(
        actual=actual[places].tolist(),
        predicted=predicted[places].tolist(),
        confidence=confidences(held_out)[places].tolist(),
        index=held_out.rows[places].tolist(),
    )
