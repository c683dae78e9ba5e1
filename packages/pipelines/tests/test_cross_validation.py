"""Cross-validation against scikit-learn's own, and what it must never do."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.gradient_boosting import GradientBoosting, GradientBoostingConfig
from azuraforge_pipelines.builtin.linear import Linear
from azuraforge_pipelines.builtin.linear_config import LinearConfig
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import DataError, Stopped
from azuraforge_pipelines.interface import TrainingResult
from azuraforge_pipelines.testing import (
    RecordingContext,
    check_conformance,
    conformance_data,
    frame_data,
    sample_data,
)
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(data: TrainingData, context: RecordingContext | None = None, **config: Any) -> TrainingResult:
    return Linear().train(context or RecordingContext(seed=5), data, LinearConfig(**config))


def test_folds_scores_and_predictions_are_those_of_scikit_learn() -> None:
    result = train(sample_data("diabetes"), cv="k-fold", cv_folds=5)

    features, target = load_diabetes(return_X_y=True, scaled=False)
    folds = KFold(5, shuffle=True, random_state=5)
    plain = make_pipeline(StandardScaler(), Ridge(alpha=1.0))
    scores = cross_val_score(plain, features, target, cv=folds, scoring="neg_root_mean_squared_error")
    rmse = result.details["cv"]["metrics"]["rmse"]
    np.testing.assert_allclose(rmse["values"], -scores, rtol=1e-9)
    assert rmse["mean"] == pytest.approx(-scores.mean())
    assert rmse["std"] == pytest.approx(scores.std(ddof=1))
    assert result.metrics["rmse"] == rmse["mean"]
    assert (result.details["cv"]["folds"], result.details["cv"]["kind"]) == (5, "k-fold")

    order = np.argsort(result.holdout.rows)
    np.testing.assert_array_equal(result.holdout.rows[order], np.arange(442))
    expected = cross_val_predict(plain, features, target, cv=folds)
    np.testing.assert_allclose(result.holdout.predicted[order], expected, rtol=1e-9)
    assert result.holdout.folds is not None
    for number, (_, held) in enumerate(folds.split(features), 1):
        assert set(result.holdout.rows[result.holdout.folds == number]) == set(held)


def test_the_kept_model_is_fitted_on_all_rows() -> None:
    data = sample_data("diabetes")
    result = train(data, cv="k-fold")
    features, target = load_diabetes(return_X_y=True, scaled=False)
    plain = make_pipeline(StandardScaler(), Ridge(alpha=1.0)).fit(features, target)
    np.testing.assert_allclose(result.model.predict(data.dataset.table), plain.predict(features), rtol=1e-9)
    assert (result.row_counts.train, result.row_counts.holdout) == (442, 442)
    assert result.details["intercept"] == pytest.approx(target.mean())


@pytest.mark.parametrize("config", [{"cv": "k-fold"}, {"cv": "group", "cv_group": "color", "cv_folds": 3}])
def test_it_conforms(config: dict[str, Any]) -> None:
    assert check_conformance(Linear(), config=LinearConfig(**config)) == []


def test_it_conforms_by_time() -> None:
    data = conformance_data()
    by_time = TrainingData(data.dataset, data.target, "built")
    assert check_conformance(Linear(), by_time, LinearConfig(cv="time", cv_folds=3)) == []


def test_boosting_conforms_with_folds_that_stop_early() -> None:
    config = GradientBoostingConfig(cv="k-fold", cv_folds=3, max_iter=10, early_stopping=True)
    assert check_conformance(GradientBoosting(), config=config) == []


def test_groups_are_never_divided_and_never_learned_from() -> None:
    data = sample_data("investment")
    result = train(data, cv="group", cv_group="firm", cv_folds=4)
    firms = np.array(data.dataset.table.column("firm").to_pylist())
    assert result.holdout.folds is not None
    folds_of = {
        firm: set(result.holdout.folds[firms[result.holdout.rows] == firm]) for firm in np.unique(firms)
    }
    assert all(len(folds) == 1 for folds in folds_of.values())
    assert "firm" not in {column.name for column in result.model.inputs}
    assert result.dropped_columns == {"firm": "names the groups of the cross-validation"}


def test_time_folds_train_on_the_past_only_and_keep_equal_times_together() -> None:
    data = sample_data("fertility", time_column="year")
    result = train(data, cv="time", cv_folds=4)
    assert result.holdout.folds is not None
    years = data.dataset.numbers("year")[result.holdout.rows]
    spans = [
        (years[result.holdout.folds == number].min(), years[result.holdout.folds == number].max())
        for number in range(1, 5)
    ]
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    usable = data.usable_rows()
    assert data.dataset.numbers("year")[usable].min() < spans[0][0]
    assert len(result.holdout.rows) < len(usable)
    assert result.row_counts.train == len(usable)


def test_its_curve_is_the_mean_so_far_and_progress_never_goes_back() -> None:
    context = RecordingContext(seed=0)
    config = GradientBoostingConfig(cv="k-fold", cv_folds=4, max_iter=50)
    result = GradientBoosting().train(context, sample_data("diabetes"), config)
    values = result.details["cv"]["metrics"]["rmse"]["values"]
    assert context.curve("fold_rmse") == [(n, pytest.approx(v)) for n, v in enumerate(values, 1)]
    assert context.curve("validation_rmse")[-1] == (4, pytest.approx(result.metrics["rmse"]))
    fractions = [fraction for fraction, _ in context.progresses]
    assert fractions == sorted(fractions)  # type: ignore[type-var]
    assert any(message.startswith("Fold 2 of 4: ") for _, message in context.progresses)
    assert any(message.startswith("All rows: ") for _, message in context.progresses)


def test_a_run_given_up_ends_with_the_folds_it_has() -> None:
    context = RecordingContext(seed=0, finish_when=lambda context: len(context.metrics) >= 2)
    result = train(sample_data("diabetes"), context, cv="k-fold", cv_folds=5)
    assert result.stopped_early
    assert result.details["cv"]["folds"] == len(result.details["cv"]["metrics"]["rmse"]["values"]) == 2
    assert result.holdout.folds is not None
    assert set(result.holdout.folds) == {1, 2}
    assert result.metrics["rmse"] == pytest.approx(np.mean(result.details["cv"]["metrics"]["rmse"]["values"]))


def test_a_stop_is_obeyed_within_a_fold() -> None:
    context = RecordingContext(seed=0, stop_when=lambda context: context.stop_questions >= 150)
    config = GradientBoostingConfig(cv="k-fold", max_iter=100)
    with pytest.raises(Stopped):
        GradientBoosting().train(context, sample_data("diabetes"), config)
    assert context.stop_questions == 150
    assert len(context.metrics) == 1


def test_another_seed_makes_other_folds_and_the_same_seed_the_same() -> None:
    one, again, other = (
        train(sample_data("diabetes"), RecordingContext(seed=seed), cv="k-fold") for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.holdout.rows, again.holdout.rows)
    assert one.metrics == again.metrics
    assert not np.array_equal(one.holdout.rows, other.holdout.rows)


def test_a_time_column_ignored_is_told() -> None:
    context = RecordingContext()
    train(sample_data("co2", time_column="date"), context, cv="k-fold", cv_folds=2)
    assert any(level == "warning" and "mixes earlier and later" in text for level, text in context.logs)


SMALL = pd.DataFrame({"x": np.arange(12.0), "g": ["a", "b"] * 6, "y": np.arange(12.0) ** 2})


@pytest.mark.parametrize(
    ("config", "time_column", "code"),
    [
        ({"cv": "k-fold", "cv_folds": 7}, None, "too_few_rows"),
        ({"cv": "group"}, None, "cv_group_missing"),
        ({"cv": "group", "cv_group": "nowhere"}, None, "cv_group_missing"),
        ({"cv": "group", "cv_group": "y"}, None, "cv_group_is_target"),
        ({"cv": "group", "cv_group": "g"}, None, "too_few_groups"),
        ({"cv": "time"}, None, "cv_needs_time"),
        ({"cv": "time", "cv_folds": 2}, "t", "too_few_times"),
    ],
)
def test_rows_that_cannot_be_divided_so_have_a_code(
    config: dict[str, Any], time_column: str | None, code: str
) -> None:
    frame = SMALL.assign(t=np.repeat([1.0, 2.0], 6))
    data = frame_data(frame, {"x": "number", "g": "category", "t": "number", "y": "number"}, "y", time_column)
    with pytest.raises(DataError) as caught:
        train(data, **config)
    assert caught.value.code == code


def test_rows_without_a_group_are_held_out_together() -> None:
    frame = SMALL.assign(g=["a", None, "b", None, "c", None] * 2)
    data = frame_data(frame, {"x": "number", "g": "category", "y": "number"}, "y")
    result = train(data, cv="group", cv_group="g", cv_folds=2)
    assert result.holdout.folds is not None
    without = np.isin(result.holdout.rows, [1, 3, 5, 7, 9, 11])
    assert len(set(result.holdout.folds[without])) == 1
