"""The gradient boosting pipeline against plain scikit-learn on real data."""

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.boosting_watch import CURVE_POINTS
from azuraforge_pipelines.builtin.gradient_boosting import GradientBoosting, GradientBoostingConfig
from azuraforge_pipelines.errors import Stopped
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, frame_data, sample_data
from sklearn.datasets import load_diabetes
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder

PIPELINE = GradientBoosting()


def test_it_conforms() -> None:
    assert_conformant(PIPELINE, config=GradientBoostingConfig(max_iter=20), languages=("tr",))


def test_it_conforms_with_early_stopping_and_random_features() -> None:
    config = GradientBoostingConfig(max_iter=60, early_stopping=True, n_iter_no_change=3, max_features=0.5)
    assert_conformant(PIPELINE, config=config)


def test_metrics_are_those_of_plain_scikit_learn() -> None:
    config = GradientBoostingConfig(learning_rate=0.05, max_leaf_nodes=7, l2_regularization=1.0)
    result = PIPELINE.train(RecordingContext(seed=3), sample_data("diabetes"), config)

    features, target = load_diabetes(return_X_y=True, scaled=False)
    train_x, test_x, train_y, test_y = train_test_split(features, target, test_size=0.2, random_state=3)
    plain = HistGradientBoostingRegressor(
        learning_rate=0.05, max_leaf_nodes=7, l2_regularization=1.0, early_stopping=False, random_state=3
    ).fit(train_x, train_y)
    predicted = plain.predict(test_x)

    np.testing.assert_array_equal(result.holdout.predicted, predicted)
    np.testing.assert_array_equal(result.holdout.actual, test_y)
    assert result.metrics["rmse"] == pytest.approx(root_mean_squared_error(test_y, predicted), rel=1e-12)
    assert result.metrics["mae"] == pytest.approx(mean_absolute_error(test_y, predicted), rel=1e-12)
    assert result.metrics["r2"] == pytest.approx(r2_score(test_y, predicted), rel=1e-12)
    baseline = np.full(len(test_y), train_y.mean())
    assert result.baseline_metrics["rmse"] == pytest.approx(root_mean_squared_error(test_y, baseline))
    assert result.baseline_metrics["r2"] == pytest.approx(r2_score(test_y, baseline))


def test_categories_and_missing_values_are_native() -> None:
    result = PIPELINE.train(RecordingContext(seed=0), sample_data("fertility"), GradientBoostingConfig())

    frame = sample_data("fertility").frame()
    frame = frame[frame["births_per_woman"].notna()]
    target = frame.pop("births_per_woman")
    train, test = train_test_split(np.arange(len(frame)), test_size=0.2, random_state=0)
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    frame["country"] = codes.fit(frame.iloc[train][["country"]]).transform(frame[["country"]])[:, 0]
    plain = HistGradientBoostingRegressor(
        categorical_features=[True, False, False], early_stopping=False, random_state=0
    )
    features = frame.to_numpy(dtype=float)
    plain.fit(features[train], target.iloc[train])

    # Another order of codes may break ties of splits in another way, hence not exactly equal.
    score = plain.score(features[test], target.iloc[test])
    assert result.metrics["r2"] == pytest.approx(score, abs=0.003)
    assert result.row_counts.dropped == 1542
    assert np.isnan(features[train]).any()


def test_curve_ends_at_the_final_metric_and_is_thinned() -> None:
    context = RecordingContext(seed=0)
    config = GradientBoostingConfig(max_iter=101)
    result = PIPELINE.train(context, sample_data("diabetes"), config)

    steps = [step for step, _ in context.metrics]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, 101)
    assert len(steps) <= CURVE_POINTS + 2
    assert context.curve("validation_rmse")[-1][1] == pytest.approx(result.metrics["rmse"], rel=1e-9)
    assert context.curve("validation_rmse")[0][1] == pytest.approx(result.baseline_metrics["rmse"], rel=1e-9)
    train_curve = [value for _, value in context.curve("train_rmse")]
    assert train_curve == sorted(train_curve, reverse=True)


def test_early_stopping_is_told_and_never_looks_at_held_out_rows() -> None:
    context = RecordingContext(seed=0)
    config = GradientBoostingConfig(max_iter=500, early_stopping=True, n_iter_no_change=5)
    result = PIPELINE.train(context, sample_data("diabetes"), config)

    assert result.stopped_early
    assert context.metrics[-1][0] == result.details["rounds"] < 500
    assert context.curve("validation_rmse")[-1][1] != pytest.approx(result.metrics["rmse"], rel=1e-3)


def test_early_stopping_stops_where_scikit_learn_does() -> None:
    config = GradientBoostingConfig(max_iter=500, early_stopping=True, n_iter_no_change=5)
    result = PIPELINE.train(RecordingContext(seed=4), sample_data("diabetes"), config)

    features, target = load_diabetes(return_X_y=True, scaled=False)
    train_x, test_x, train_y, _ = train_test_split(features, target, test_size=0.2, random_state=4)
    order = np.random.RandomState(4).permutation(len(train_y))
    fit, validation = order[:-36], order[-36:]
    plain = HistGradientBoostingRegressor(
        max_iter=500, early_stopping=True, n_iter_no_change=5, random_state=4
    ).fit(train_x[fit], train_y[fit], X_val=train_x[validation], y_val=train_y[validation])
    assert result.details["rounds"] == plain.n_iter_
    np.testing.assert_array_equal(result.holdout.predicted, plain.predict(test_x))


def test_a_stop_is_obeyed_in_the_next_round() -> None:
    context = RecordingContext(seed=0, stop_when=lambda context: context.stop_questions >= 30)
    with pytest.raises(Stopped):
        PIPELINE.train(context, sample_data("diabetes"), GradientBoostingConfig(max_iter=10_000))
    assert context.stop_questions == 30


def test_more_categories_than_bins_are_merged() -> None:
    count = 4000
    random = np.random.RandomState(0)
    group = random.zipf(1.3, count) % 900
    frame = pd.DataFrame({"group": [f"g{n}" for n in group], "y": (group % 7) + random.normal(0, 0.1, count)})
    data = frame_data(frame, {"group": "category", "y": "number"}, "y")
    assert data.dataset.column("group").distinct > 255

    result = PIPELINE.train(RecordingContext(), data, GradientBoostingConfig(max_bins=64, min_samples_leaf=2))
    assert result.metrics["r2"] > 0.5
    assert result.dropped_columns == {}


def test_a_column_of_another_run_of_the_sweep_is_not_changed() -> None:
    data = sample_data("diabetes")
    small, large = GradientBoostingConfig(max_iter=5), GradientBoostingConfig(max_iter=50)
    alone = PIPELINE.train(RecordingContext(seed=0), sample_data("diabetes"), small)
    PIPELINE.train(RecordingContext(seed=0), data, large)
    shared = PIPELINE.train(RecordingContext(seed=0), data, small)
    np.testing.assert_array_equal(alone.holdout.predicted, shared.holdout.predicted)


@pytest.mark.parametrize("early_stopping", [False, True])
def test_given_up_it_is_the_model_of_so_many_rounds(early_stopping: bool) -> None:
    config = {"learning_rate": 0.05, "max_leaf_nodes": 7, "early_stopping": early_stopping}
    context = RecordingContext(seed=3, finish_when=lambda context: len(context.metrics) >= 5)
    data = sample_data("diabetes")
    given_up = PIPELINE.train(context, data, GradientBoostingConfig(max_iter=200, **config))
    rounds = given_up.details["rounds"]
    assert given_up.stopped_early
    assert rounds == context.metrics[-1][0] < 100
    whole = PIPELINE.train(
        RecordingContext(seed=3),
        data,
        GradientBoostingConfig(max_iter=rounds, n_iter_no_change=999, **config),
    )
    np.testing.assert_array_equal(given_up.holdout.predicted, whole.holdout.predicted)
    assert given_up.metrics == whole.metrics
