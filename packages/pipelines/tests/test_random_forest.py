"""The random forest against plain scikit-learn on real data."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from azuraforge_pipelines.builtin import random_forest
from azuraforge_pipelines.builtin.random_forest import CURVE_POINTS, RandomForest
from azuraforge_pipelines.builtin.random_forest_config import RandomForestConfig
from azuraforge_pipelines.errors import DataError, Stopped
from azuraforge_pipelines.model_store import load_model, pack_model
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, frame_data, sample_data
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import train_test_split

PIPELINE = RandomForest()


@pytest.mark.parametrize("config", [{"max_features": 0.5}, {"cv": "k-fold", "cv_folds": 3}])
def test_it_conforms(config: dict[str, Any]) -> None:
    assert_conformant(PIPELINE, config=RandomForestConfig(n_estimators=8, **config), languages=("tr",))


def plain_forest() -> tuple[RandomForestRegressor, Any, Any]:
    features, target = load_diabetes(return_X_y=True, scaled=False)
    train_x, test_x, train_y, test_y = train_test_split(features, target, test_size=0.2, random_state=3)
    forest = RandomForestRegressor(
        n_estimators=60, min_samples_leaf=3, max_features=0.4, oob_score=True, random_state=3
    ).fit(train_x, train_y)
    return forest, (train_x, train_y), (test_x, test_y)


def test_trees_and_out_of_bag_error_are_those_of_plain_scikit_learn() -> None:
    config = RandomForestConfig(n_estimators=60, max_features=0.4)
    result = PIPELINE.train(RecordingContext(seed=3), sample_data("diabetes"), config)

    forest, (_, train_y), (test_x, test_y) = plain_forest()
    np.testing.assert_array_equal(result.holdout.predicted, forest.predict(test_x))
    assert result.metrics["rmse"] == pytest.approx(root_mean_squared_error(test_y, forest.predict(test_x)))
    assert result.details["oob_rmse"] == pytest.approx(
        root_mean_squared_error(train_y, forest.oob_prediction_)
    )
    assert result.details["trees"] == 60
    assert result.metrics["rmse"] < 0.85 * result.baseline_metrics["rmse"]


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    results = []
    for threads in (1, 3):
        monkeypatch.setattr(random_forest, "_openmp_effective_n_threads", lambda threads=threads: threads)
        results.append(
            PIPELINE.train(RecordingContext(seed=1), sample_data("wine"), RandomForestConfig(n_estimators=40))
        )
    one, three = results
    assert one.metrics == three.metrics
    table = sample_data("wine").dataset.table
    np.testing.assert_array_equal(one.model.predict(table), three.model.predict(table))


def test_curves_follow_the_trees_and_end_at_the_result() -> None:
    context = RecordingContext(seed=0)
    result = PIPELINE.train(context, sample_data("diabetes"), RandomForestConfig(n_estimators=101))
    steps = [step for step, _ in context.metrics]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (1, 101)
    assert len(steps) <= CURVE_POINTS + 15
    validation, out_of_bag = context.curve("validation_rmse"), context.curve("oob_rmse")
    assert validation[-1][1] == pytest.approx(result.metrics["rmse"])
    assert out_of_bag[-1][1] == pytest.approx(result.details["oob_rmse"])
    assert validation[-1][1] < validation[0][1]
    fractions = [fraction for fraction, _ in context.progresses]
    assert fractions == sorted(fractions)  # type: ignore[type-var]


def test_missing_values_and_categories_are_taken_on_real_data() -> None:
    config = RandomForestConfig(n_estimators=30)
    result = PIPELINE.train(RecordingContext(), sample_data("fertility"), config)
    assert result.metrics["rmse"] < 0.35 * result.baseline_metrics["rmse"]
    assert {column.name for column in result.model.inputs} == {"country", "year", "births_10_years_before"}


def test_a_stop_is_obeyed_within_a_few_trees() -> None:
    context = RecordingContext(stop_when=lambda context: len(context.metrics) >= 3)
    with pytest.raises(Stopped):
        PIPELINE.train(context, sample_data("diabetes"), RandomForestConfig(n_estimators=5000))
    assert len(context.metrics) <= 4


def test_given_up_it_ends_with_the_trees_it_has() -> None:
    context = RecordingContext(finish_when=lambda context: len(context.metrics) >= 3)
    result = PIPELINE.train(context, sample_data("diabetes"), RandomForestConfig(n_estimators=4000))
    assert result.stopped_early
    assert result.details["trees"] == context.metrics[-1][0] < 4000
    assert context.curve("validation_rmse")[-1][1] == pytest.approx(result.metrics["rmse"])


def test_values_beyond_single_precision_are_refused_by_column() -> None:
    x = np.random.RandomState(0).normal(size=100)
    data = frame_data(pd.DataFrame({"x": x * 1e300, "y": x}), {"x": "number", "y": "number"}, "y")
    with pytest.raises(DataError, match="'x'") as caught:
        PIPELINE.train(RecordingContext(), data, RandomForestConfig(n_estimators=2))
    assert caught.value.code == "values_too_large"


def test_values_beyond_single_precision_are_predicted_as_the_largest() -> None:
    x = np.random.RandomState(0).normal(size=100)
    frame = pd.DataFrame({"x": x, "y": x})
    data = frame_data(frame, {"x": "number", "y": "number"}, "y")
    result = PIPELINE.train(RecordingContext(), data, RandomForestConfig(n_estimators=5))
    loaded = load_model(pack_model(result.model, PIPELINE, "y"), PIPELINE)
    huge, large = loaded.predict(pa.table({"x": [1e300, 1e30]}))
    assert huge == large > 1.0
