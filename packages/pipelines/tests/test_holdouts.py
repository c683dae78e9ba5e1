"""Held-out rows: stored whole, in the target's own units, and refused where they aren't."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.classifier import Classifier
from azuraforge_pipelines.builtin.forecaster import Forecaster
from azuraforge_pipelines.builtin.forecaster_config import ForecasterConfig
from azuraforge_pipelines.builtin.gradient_boosting import GradientBoosting
from azuraforge_pipelines.builtin.linear import Linear
from azuraforge_pipelines.builtin.linear_config import LinearConfig
from azuraforge_pipelines.builtin.neural_network import NeuralNetwork
from azuraforge_pipelines.builtin.random_forest import RandomForest
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.holdouts import holdout_problem, pack_holdout, unpack_holdout
from azuraforge_pipelines.interface import AnyPipeline, Holdout
from azuraforge_pipelines.testing import RecordingContext, conformance_data, frame_data, sample_data
from sklearn.datasets import load_diabetes
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def held_out(pipeline: AnyPipeline, data: TrainingData, seed: int = 5, **settings: object) -> Holdout:
    config = pipeline.config_model(**settings)
    return pipeline.train(RecordingContext(seed=seed), data, config).holdout


def airline() -> TrainingData:
    """A series whose methods learn its logarithm: it grows, and its season with it."""
    frame = pd.read_csv(Path(__file__).parent / "data" / "airline.csv", parse_dates=["month"])
    return frame_data(frame, {"month": "datetime", "passengers": "integer"}, "passengers", "month")


def assert_same(one: Holdout, two: Holdout) -> None:
    for name in ("rows", "actual", "predicted", "folds", "probabilities"):
        first, second = getattr(one, name), getattr(two, name)
        assert (first is None) == (second is None), name
        if first is not None:
            np.testing.assert_array_equal(first, second)
    assert one.classes == two.classes
    assert (one.forecast is None) == (two.forecast is None)
    if one.forecast is not None and two.forecast is not None:
        for name in ("origins", "steps", "lower", "upper"):
            np.testing.assert_array_equal(getattr(one.forecast, name), getattr(two.forecast, name))
        assert one.forecast.level == two.forecast.level


@pytest.mark.parametrize(
    ("pipeline", "data", "settings"),
    [
        (Linear(), sample_data("diabetes"), {}),
        (Linear(), sample_data("diabetes"), {"cv": "k-fold", "cv_folds": 3}),
        (Classifier(), conformance_data("classification"), {"max_iter": 5}),
        (Forecaster(), airline(), {"method": "theta", "horizon": 6, "interval_level": 0.8}),
    ],
)
def test_stored_rows_come_back_whole(
    pipeline: AnyPipeline, data: TrainingData, settings: dict[str, object]
) -> None:
    holdout = held_out(pipeline, data, **settings)
    assert holdout_problem(holdout, data) is None
    back = unpack_holdout(pack_holdout(holdout))
    assert_same(holdout, back)
    if back.forecast is not None:
        assert back.forecast.level == 0.8


@pytest.mark.parametrize(
    ("pipeline", "plain"),
    [
        (Linear(), make_pipeline(StandardScaler(), Ridge(alpha=1.0))),
        (
            GradientBoosting(),
            HistGradientBoostingRegressor(max_iter=40, random_state=5, early_stopping=False),
        ),
        (RandomForest(), RandomForestRegressor(n_estimators=40, random_state=5)),
    ],
)
def test_predictions_are_those_of_an_independent_refit(pipeline: AnyPipeline, plain: object) -> None:
    """In plain scikit-learn, on the target as it is: a transformed one would be far off."""
    settings = {"linear": {"alpha": 1.0}, "gradient-boosting": {"max_iter": 40}}
    holdout = held_out(pipeline, sample_data("diabetes"), **settings.get(pipeline.info.id, {}))
    features, target = load_diabetes(return_X_y=True, scaled=False)
    train_x, test_x, train_y, test_y = train_test_split(features, target, test_size=0.2, random_state=5)
    predicted = plain.fit(train_x, train_y).predict(test_x)  # type: ignore[attr-defined]
    np.testing.assert_array_equal(holdout.actual, test_y)
    if pipeline.info.id == "linear":
        np.testing.assert_allclose(holdout.predicted, predicted, rtol=1e-8)
    else:  # trees draw their samples in another order: the same model up to its chance
        assert np.corrcoef(holdout.predicted, predicted)[0, 1] > 0.9
        assert np.abs(holdout.predicted - predicted).mean() < 0.25 * test_y.std()


def test_a_scaled_target_is_given_back_in_its_units() -> None:
    """The network learns its target centred and scaled: its errors have to be in the target's units."""
    thousands = sample_data("diabetes").frame().assign(progression=lambda f: f["progression"] * 1000)
    types = {c.name: c.dtype for c in sample_data("diabetes").dataset.columns}
    data = frame_data(thousands, types, "progression")
    holdout = held_out(NeuralNetwork(), data)
    assert holdout_problem(holdout, data) is None
    assert np.corrcoef(holdout.actual, holdout.predicted)[0, 1] > 0.5
    assert holdout.predicted.mean() == pytest.approx(holdout.actual.mean(), rel=0.2)


@pytest.mark.parametrize("method", ["autoregression", "ets", "theta", "trees"])
def test_what_was_forecast_by_its_logarithm_is_given_back_in_passengers(method: str) -> None:
    data = airline()
    result = Forecaster().train(
        RecordingContext(), data, ForecasterConfig(method=method, horizon=12, test_windows=1, tree_rounds=30)
    )
    holdout, steps = result.holdout, result.holdout.forecast
    assert holdout_problem(holdout, data) is None
    passengers = data.frame()["passengers"].to_numpy(np.float64)
    np.testing.assert_array_equal(holdout.actual, passengers[-12:])
    # Three to six hundred passengers: their logarithms are about six.
    last_year = passengers[-24:-12]
    assert np.abs(holdout.predicted - passengers[-12:]).mean() < np.abs(last_year - passengers[-12:]).mean()
    assert steps is not None
    assert np.all((steps.upper - steps.lower > 10) & (steps.upper - steps.lower < 400))


def test_an_unknown_unit_is_refused() -> None:
    """A pipeline that learns the logarithm and forgets to take it back, or gives other rows' values."""
    data = sample_data("diabetes")
    sound = held_out(Linear(), data)
    logged = replace(sound, actual=np.log(sound.actual), predicted=np.log(np.abs(sound.predicted)))
    for wrong, why in (
        (logged, "transformed back"),
        (replace(sound, rows=np.roll(sound.rows, 1)), "not those of column 'progression'"),
        (replace(sound, predicted=sound.predicted[:-1]), "differ in number"),
        (replace(sound, rows=sound.rows + 442), "doesn't have"),
        (replace(sound, predicted=np.where(sound.rows == sound.rows[0], np.nan, 0.0)), "not finite"),
        (Holdout(sound.rows[:0], sound.actual[:0], sound.predicted[:0]), "no rows"),
    ):
        assert why in str(holdout_problem(wrong, data))


def test_classes_of_other_rows_are_refused() -> None:
    data = conformance_data("classification")
    sound = held_out(Classifier(), data, max_iter=5)
    assert holdout_problem(replace(sound, actual=(sound.actual + 1) % 3), data) is not None
    assert holdout_problem(replace(sound, classes=("a", "b", "c")), data) is not None


def test_a_linear_model_of_the_logarithm_equals_its_refit_after_taking_it_back() -> None:
    """The whole way a pipeline with a log target has to go, against scikit-learn's own."""
    features, target = load_diabetes(return_X_y=True, scaled=False)
    frame = sample_data("diabetes").frame().copy()
    frame["log_target"] = np.log(frame["progression"])
    types = {**{c.name: c.dtype for c in sample_data("diabetes").dataset.columns}, "log_target": "number"}
    config = LinearConfig(alpha=1.0, exclude_columns=["progression"])
    logged = Linear().train(RecordingContext(seed=5), frame_data(frame, types, "log_target"), config).holdout
    in_units = replace(
        logged, actual=frame["progression"].to_numpy(float)[logged.rows], predicted=np.exp(logged.predicted)
    )
    data = sample_data("diabetes")
    assert holdout_problem(in_units, data) is None
    assert holdout_problem(logged, data) is not None
    train_x, test_x, train_y, _ = train_test_split(features, target, test_size=0.2, random_state=5)
    plain = make_pipeline(StandardScaler(), Ridge(alpha=1.0)).fit(train_x, np.log(train_y))
    np.testing.assert_allclose(in_units.predicted, np.exp(plain.predict(test_x)), rtol=1e-8)


def test_probabilities_need_a_column_for_each_class() -> None:
    data = conformance_data("classification")
    sound = held_out(Classifier(), data, max_iter=5)
    assert sound.probabilities is not None
    wrong = replace(sound, probabilities=sound.probabilities[:, :-1])
    assert holdout_problem(sound, data) is None
    assert "number of columns" in (holdout_problem(wrong, data) or "")
