"""A classifier's curves against scikit-learn, on real data and on made-up classes."""

from typing import Any

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve


def test_of_two_classes_the_second_is_scikit_learns(cancer: Any) -> None:
    holdout, found = cancer.holdout, cancer.analysis
    truth, scores = holdout.actual == 1, holdout.probabilities[:, 1]
    assert found.confusion == metrics.confusion_matrix(holdout.actual, holdout.predicted).tolist()
    assert found.accuracy == pytest.approx(metrics.accuracy_score(holdout.actual, holdout.predicted))
    [roc], [curve], [calibration] = found.roc, found.precision_recall, found.calibration
    assert roc.class_ == found.classes[1]
    assert roc.auc == pytest.approx(metrics.roc_auc_score(truth, scores))
    assert curve.average_precision == pytest.approx(metrics.average_precision_score(truth, scores))
    false_rate, true_rate, _ = metrics.roc_curve(truth, scores, drop_intermediate=False)
    assert roc.false_positive_rate == pytest.approx(false_rate)
    assert roc.true_positive_rate == pytest.approx(true_rate)
    observed, predicted = calibration_curve(truth, scores, n_bins=10)
    assert calibration.observed == pytest.approx(observed)
    assert calibration.predicted == pytest.approx(predicted)
    assert sum(calibration.rows) == len(truth)


def test_points_say_how_sure_the_model_was(cancer: Any) -> None:
    order = np.argsort(cancer.holdout.rows)
    points = cancer.analysis.probabilities
    assert points.index == cancer.holdout.rows[order].tolist()
    assert points.confidence == pytest.approx(cancer.holdout.probabilities.max(axis=1)[order])
    assert points.actual == cancer.holdout.actual[order].astype(int).tolist()


def test_the_worst_rows_are_those_whose_class_was_unlikely(cancer: Any) -> None:
    holdout = cancer.holdout
    likely = holdout.probabilities[np.arange(len(holdout.rows)), holdout.actual.astype(int)]
    worst = cancer.analysis.worst
    assert [one.probability for one in worst] == pytest.approx(np.sort(likely)[:20])
    labels = cancer.data.frame()[cancer.data.target]
    assert [one.actual for one in worst] == [str(labels.iloc[one.row]) for one in worst]


def test_many_rows_and_classes_are_bounded(analysed: Any) -> None:
    random = np.random.default_rng(5)
    rows, size = 20_000, 14
    actual = random.choice(size, rows, p=np.arange(1, size + 1) / np.arange(1, size + 1).sum())
    scores = random.random((rows, size)) + 2 * np.eye(size)[actual] * random.random((rows, 1))
    probabilities = scores / scores.sum(axis=1, keepdims=True)
    predicted = probabilities.argmax(axis=1)
    columns = {f"probability_{place}": probabilities[:, place] for place in range(size)}
    names = [f"class {place}" for place in range(size)]
    found = analysed(actual, predicted, classes=names, **columns)
    assert [one.class_ for one in found.roc] == [f"class {place}" for place in range(size - 1, 3, -1)]
    for roc, curve in zip(found.roc, found.precision_recall, strict=True):
        position = names.index(roc.class_)
        truth = actual == position
        assert len(roc.false_positive_rate) <= 200
        assert len(curve.recall) <= 200
        assert (roc.false_positive_rate[-1], roc.true_positive_rate[-1]) == (1.0, 1.0)
        assert (curve.recall[0], curve.recall[-1]) == (0.0, 1.0)
        assert roc.auc == pytest.approx(metrics.roc_auc_score(truth, probabilities[:, position]))
        # What is drawn is nearly the whole curve.
        assert np.trapezoid(roc.true_positive_rate, roc.false_positive_rate) == pytest.approx(
            roc.auc, abs=0.001
        )
    target = found.by_feature[0]
    assert [one.label for one in target.segments][-1] is None  # twelve classes and the others
    wrong = actual != predicted
    assert target.segments[0].error == pytest.approx(wrong[actual == size - 1].mean())


def test_without_probabilities_there_are_no_curves(analysed: Any) -> None:
    actual = np.array([0, 0, 0, 1, 1, 1, 0, 0] * 5)
    predicted = np.array([0, 0, 0, 0, 0, 1, 0, 0] * 5)
    found = analysed(actual, predicted, classes=["no", "yes"])
    assert (found.roc, found.precision_recall, found.calibration) == ([], [], [])
    assert {one.row for one in found.worst} == {*range(3, 40, 8), *range(4, 40, 8)}
    assert found.worst[0].probability is None
    [told] = found.headline
    assert told.code == "confuses"
    assert told.values == {"actual": "yes", "predicted": "no", "rows": 10, "of": 15}


def test_a_class_that_never_comes_has_no_area(analysed: Any) -> None:
    probabilities = {f"probability_{place}": np.full(10, 1 / 3) for place in range(3)}
    found = analysed(np.arange(10) % 2, np.arange(10) % 2, classes=["a", "b", "never"], **probabilities)
    assert next(one.auc for one in found.roc if one.class_ == "never") is None
    assert next(one.average_precision for one in found.precision_recall if one.class_ == "never") is None


def test_overconfidence_is_told(analysed: Any) -> None:
    random = np.random.default_rng(2)
    actual = random.integers(0, 2, 500)
    predicted = np.where(random.random(500) < 0.7, actual, 1 - actual)
    sure = np.where(predicted == 1, 0.95, 0.05)
    found = analysed(actual, predicted, classes=["a", "b"], probability_0=1 - sure, probability_1=sure)
    told = {one.code: one.values for one in found.headline}
    assert told["overconfident"]["predicted"] == pytest.approx(0.95)
    assert told["overconfident"]["observed"] == pytest.approx((actual == predicted).mean())
