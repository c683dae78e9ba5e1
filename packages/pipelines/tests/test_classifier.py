"""The classifier against plain scikit-learn on real data, and the targets it takes and refuses."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.classifier import Classifier, ClassifierConfig
from azuraforge_pipelines.classification import classification_metrics, stratified_part
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.interface import FittedClassifier, TrainingResult
from azuraforge_pipelines.model_store import load_model, pack_model
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, frame_data, sample_data
from sklearn.datasets import load_wine
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, f1_score, log_loss, roc_auc_score

PIPELINE = Classifier()


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"early_stopping": True, "n_iter_no_change": 3, "class_weight": "balanced"},
        {"cv": "k-fold", "cv_folds": 3},
        {"cv": "group", "cv_group": "color", "cv_folds": 3},
    ],
)
def test_it_conforms(config: dict[str, Any]) -> None:
    assert_conformant(PIPELINE, config=ClassifierConfig(max_iter=10, **config), languages=("tr",))


def expected_metrics(actual: Any, probabilities: Any) -> dict[str, float]:
    predicted = probabilities.argmax(axis=1)
    scores = probabilities[:, 1] if probabilities.shape[1] == 2 else probabilities
    return {
        "log_loss": log_loss(actual, probabilities, labels=range(probabilities.shape[1])),
        "accuracy": accuracy_score(actual, predicted),
        "f1": f1_score(actual, predicted, average="macro"),
        "roc_auc": roc_auc_score(actual, scores, multi_class="ovr"),
    }


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_metrics_are_those_of_scikit_learn(classes: int) -> None:
    random = np.random.RandomState(classes)
    actual = random.randint(0, classes, 500)
    scores = random.rand(500, classes).round(2) + 0.5 * np.eye(classes)[actual]
    probabilities = scores / scores.sum(axis=1, keepdims=True)
    metrics = classification_metrics(actual.astype(float), probabilities)
    assert metrics == pytest.approx(expected_metrics(actual, probabilities), rel=1e-12)


def test_roc_auc_of_a_missing_class_is_not_defined() -> None:
    metrics = classification_metrics(np.array([0.0, 1.0]), np.array([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1]]))
    assert np.isnan(metrics["roc_auc"])
    assert (metrics["accuracy"], metrics["f1"]) == (1.0, 1.0)


def test_it_is_plain_scikit_learn_on_real_wine() -> None:
    data = sample_data("wine", "cultivar")
    context = RecordingContext(seed=3)
    config = ClassifierConfig(learning_rate=0.05, min_samples_leaf=5)
    result = PIPELINE.train(context, data, config)

    features, target = load_wine(return_X_y=True)
    held = result.holdout.rows
    train, aside = stratified_part(target, 0.2, 3, fewest=1)
    np.testing.assert_array_equal(held, aside)
    assert (np.bincount(target[held]) / np.bincount(target)).round(1).tolist() == [0.2, 0.2, 0.2]
    assert result.holdout.classes == ("A", "B", "C")
    np.testing.assert_array_equal(result.holdout.actual, target[held])
    plain = HistGradientBoostingClassifier(
        learning_rate=0.05, min_samples_leaf=5, early_stopping=False, random_state=3
    ).fit(features[train], target[train])
    expected = plain.predict_proba(features[held])
    assert result.holdout.probabilities is not None
    np.testing.assert_array_equal(result.holdout.probabilities, expected)
    assert result.metrics == pytest.approx(
        expected_metrics(result.holdout.actual, result.holdout.probabilities)
    )
    dummy = DummyClassifier(strategy="prior").fit(features[train], target[train])
    assert result.baseline_metrics == pytest.approx(
        expected_metrics(target[held], dummy.predict_proba(features[held]))
    )
    assert result.metrics["accuracy"] > 0.9
    assert result.baseline_metrics["accuracy"] < 0.5
    assert result.metrics["log_loss"] < 0.3 * result.baseline_metrics["log_loss"]
    assert context.curve("validation_log_loss")[-1][1] == pytest.approx(result.metrics["log_loss"])
    assert context.curve("train_log_loss")[-1][1] < context.curve("train_log_loss")[0][1]


def test_two_real_classes_are_told_apart_and_cross_validated() -> None:
    data = sample_data("breast-cancer")
    assert data.target == "diagnosis"
    result = PIPELINE.train(RecordingContext(seed=1), data, ClassifierConfig(max_iter=40))
    assert result.holdout.classes == ("benign", "malignant")
    assert result.metrics["roc_auc"] > 0.97
    assert result.metrics["accuracy"] > 0.92
    assert result.baseline_metrics["accuracy"] < 0.7
    folds = PIPELINE.train(RecordingContext(seed=1), data, ClassifierConfig(max_iter=20, cv="k-fold"))
    assert folds.details["cv"]["metrics"]["accuracy"]["mean"] == folds.metrics["accuracy"] > 0.92
    assert folds.details["cv"]["metrics"]["accuracy"]["std"] < 0.05
    assert sorted(folds.holdout.rows) == list(range(569))


def frame_with(target: Any, dtype: Any) -> Any:
    count = len(target)
    frame = pd.DataFrame({"x": np.random.RandomState(0).normal(size=count), "y": target})
    return frame_data(frame, {"x": "number", "y": dtype}, "y")


def trained(data: Any, **config: Any) -> TrainingResult:
    return PIPELINE.train(RecordingContext(), data, ClassifierConfig(max_iter=5, **config))


@pytest.mark.parametrize(
    ("target", "dtype", "classes"),
    [
        ([True, False] * 20, "boolean", ("false", "true")),
        ([10, 9, 2, 100] * 10, "integer", ("2", "9", "10", "100")),
        ([0.5, 1.0, np.nan, 12.0] * 10, "number", ("0.5", "1", "12")),
        (["b", "a", None, "c"] * 10, "category", ("a", "b", "c")),
        (["yes", "no"] * 20, "text", ("no", "yes")),
    ],
)
def test_classes_of_any_type_are_in_their_natural_order(
    target: list[Any], dtype: str, classes: tuple[str, ...]
) -> None:
    data = frame_with(target, dtype)
    result = trained(data)
    assert result.holdout.classes == classes
    assert result.row_counts.dropped == (10 if len(classes) == 3 else 0)
    loaded = load_model(pack_model(result.model, PIPELINE, "y"), PIPELINE)
    assert isinstance(loaded, FittedClassifier)
    assert loaded.classes == classes
    probabilities = loaded.predict_probabilities(data.dataset.table)
    assert probabilities.shape == (40, len(classes))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)


@pytest.mark.parametrize(
    ("target", "dtype", "code", "message"),
    [
        (["a"] * 20 + ["b"], "category", "class_too_rare", "'b'.* 1 usable row;"),
        ([f"t{n}" for n in range(150)], "text", "too_many_classes", "150 different values"),
        (list(np.arange(30) / 7), "number", "too_many_classes", "Use a regression"),
        (["a"] * 20, "category", "target_constant", "same value"),
        (pd.date_range("2024-01-01", periods=20), "datetime", "target_not_classes", "times"),
        (["a", "b"] * 4, "category", "too_few_rows", "Only 8 rows"),
    ],
)
def test_targets_without_classes_to_learn_are_refused(
    target: Any, dtype: str, code: str, message: str
) -> None:
    with pytest.raises(DataError, match=message) as caught:
        trained(frame_with(target, dtype))
    assert caught.value.code == code


def test_a_class_needs_a_row_in_every_fold() -> None:
    data = frame_with(["a"] * 20 + ["b"] * 4, "category")
    with pytest.raises(DataError, match=r"'b'.* 4 usable rows; at least 5") as caught:
        trained(data, cv="k-fold")
    assert caught.value.code == "class_too_rare"


def test_a_class_of_the_latest_rows_only_is_refused() -> None:
    frame = pd.DataFrame({"t": np.arange(50.0), "y": ["a", "b"] * 22 + ["c"] * 6})
    data = frame_data(frame, {"t": "number", "y": "category"}, "y", "t")
    with pytest.raises(DataError, match="'c'") as caught:
        trained(data)
    assert caught.value.code == "class_not_in_training"


def test_the_rarest_class_is_on_both_sides_of_every_division() -> None:
    codes = np.array([0] * 95 + [1] * 3 + [2] * 2)
    for seed in range(10):
        kept, aside = stratified_part(codes, 0.2, seed, fewest=1)
        assert np.bincount(codes[aside]).tolist() == [19, 1, 1]
        assert sorted([*kept, *aside]) == list(range(100))


def test_balanced_weights_find_the_rare_class_more_often() -> None:
    random = np.random.RandomState(0)
    x = random.normal(size=2000)
    rare = random.rand(2000) < 0.1 / (1 + np.exp(-2 * x))
    frame = pd.DataFrame({"x": x, "y": np.where(rare, "rare", "common")})
    data = frame_data(frame, {"x": "number", "y": "category"}, "y")
    plain, balanced = (trained(data, class_weight=weight) for weight in ("none", "balanced"))
    assert (balanced.holdout.predicted == 1).sum() > (plain.holdout.predicted == 1).sum()


def test_given_up_it_ends_with_the_rounds_it_has() -> None:
    context = RecordingContext(finish_when=lambda context: len(context.metrics) >= 3)
    result = PIPELINE.train(context, sample_data("wine", "cultivar"), ClassifierConfig(max_iter=1000))
    assert result.stopped_early
    assert result.details["rounds"] == context.metrics[-1][0] < 100
    assert context.curve("validation_log_loss")[-1][1] == pytest.approx(result.metrics["log_loss"])
