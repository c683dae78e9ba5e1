"""The neural network on real data: it learns, keeps its best epoch, stops, diverges aloud, and stores."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.network_training import CURVE_POINTS
from azuraforge_pipelines.builtin.neural_network import NeuralNetwork
from azuraforge_pipelines.builtin.neural_network_config import NeuralNetworkConfig
from azuraforge_pipelines.errors import ModelRefusedError, Stopped, TrainingDivergedError
from azuraforge_pipelines.model_store import load_model, pack_model
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, frame_data, sample_data
from pydantic import ValidationError
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

PIPELINE = NeuralNetwork()


@pytest.mark.parametrize(
    "config", [{"dropout": 0.2, "activation": "tanh"}, {"cv": "k-fold", "cv_folds": 3, "hidden_layers": []}]
)
def test_it_conforms(config: dict[str, Any]) -> None:
    assert_conformant(PIPELINE, config=NeuralNetworkConfig(max_epochs=8, **config), languages=("tr",))


@pytest.mark.parametrize(
    ("sample", "share"), [("diabetes", 0.85), ("wine", 0.75), ("investment", 0.4), ("fertility", 0.5)]
)
def test_it_beats_the_mean_clearly_on_real_data(sample: str, share: float) -> None:
    scores = [
        PIPELINE.train(RecordingContext(seed), sample_data(sample), NeuralNetworkConfig(max_epochs=60))
        for seed in (1, 2)
    ]
    rmse = np.mean([result.metrics["rmse"] for result in scores])
    assert rmse < share * np.mean([result.baseline_metrics["rmse"] for result in scores])


def test_it_is_as_good_as_scikit_learns_on_the_same_rows() -> None:
    features, target = load_diabetes(return_X_y=True, scaled=False)
    ours, theirs = [], []
    for seed in range(4):
        result = PIPELINE.train(RecordingContext(seed), sample_data("diabetes"), NeuralNetworkConfig())
        ours.append(result.metrics["rmse"])
        train_x, test_x, train_y, test_y = train_test_split(
            features, target, test_size=0.2, random_state=seed
        )
        scaler = StandardScaler().fit(train_x)
        plain = MLPRegressor(
            hidden_layer_sizes=(64, 32), learning_rate_init=0.003, batch_size=64, early_stopping=True,
            n_iter_no_change=20, validation_fraction=0.15, random_state=seed,
        )  # fmt: skip
        unit = train_y.std()
        plain.fit(scaler.transform(train_x), (train_y - train_y.mean()) / unit)
        predicted = plain.predict(scaler.transform(test_x)) * unit + train_y.mean()
        theirs.append(np.sqrt(np.mean((predicted - test_y) ** 2)))
    assert np.mean(ours) < 1.05 * np.mean(theirs)


def test_the_best_epoch_is_kept_not_the_last() -> None:
    context = RecordingContext(seed=0)
    data = sample_data("diabetes")
    long = PIPELINE.train(context, data, NeuralNetworkConfig(max_epochs=60, patience=None))
    losses = dict(context.curve("validation_rmse"))
    best = min(losses, key=lambda epoch: losses[epoch])
    assert (long.details["best_epoch"], long.details["epochs"]) == (best, 60)
    assert not long.stopped_early
    assert losses[60] > losses[best]
    short = PIPELINE.train(RecordingContext(seed=0), data, NeuralNetworkConfig(max_epochs=best))
    np.testing.assert_array_equal(long.holdout.predicted, short.holdout.predicted)


def test_patience_ends_training() -> None:
    context = RecordingContext(seed=0)
    result = PIPELINE.train(context, sample_data("diabetes"), NeuralNetworkConfig(patience=5))
    assert result.stopped_early
    assert result.details["epochs"] == result.details["best_epoch"] + 5
    assert context.metrics[-1][0] == result.details["epochs"]


def test_validation_never_looks_at_held_out_rows_and_follows_time() -> None:
    rows = 200
    x = np.linspace(0, 1, rows)
    frame = pd.DataFrame({"t": np.arange(rows), "x": x, "y": 3 * x})
    data = frame_data(frame, {"t": "integer", "x": "number", "y": "number"}, "y", "t")
    context = RecordingContext()
    PIPELINE.train(context, data, NeuralNetworkConfig(max_epochs=3))
    assert any("136 rows to fit, 24 to validate" in message for _, message in context.logs)


def test_the_number_of_threads_changes_nothing() -> None:
    results = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            config = NeuralNetworkConfig(max_epochs=5, hidden_layers=[256, 256], batch_size=300)
            results.append(PIPELINE.train(RecordingContext(), sample_data("marriage"), config).metrics)
    assert results[0] == results[1]


def test_long_curves_are_thinned_and_end_at_the_last_epoch() -> None:
    context = RecordingContext()
    config = NeuralNetworkConfig(max_epochs=501, patience=None, hidden_layers=[4], batch_size=512)
    PIPELINE.train(context, sample_data("wine"), config)
    steps = [step for step, _ in context.metrics]
    assert (steps[0], steps[-1]) == (1, 501)
    assert len(steps) <= CURVE_POINTS + 2
    assert steps == sorted(set(steps))


def test_a_loss_that_is_no_number_fails_and_names_the_learning_rate() -> None:
    config = NeuralNetworkConfig(learning_rate=10.0, hidden_layers=[256] * 8, patience=None, batch_size=16)
    with pytest.raises(TrainingDivergedError, match=r"learning rate of 10 is too large") as caught:
        PIPELINE.train(RecordingContext(), sample_data("diabetes"), config)
    assert caught.value.code == "training_diverged"


def test_a_stop_is_obeyed_within_an_epoch() -> None:
    context = RecordingContext(stop_when=lambda context: context.stop_questions >= 40)
    with pytest.raises(Stopped):
        PIPELINE.train(context, sample_data("doctor-visits"), NeuralNetworkConfig())
    assert context.metrics == []


def test_given_up_it_ends_with_its_best_epoch() -> None:
    context = RecordingContext(finish_when=lambda context: len(context.metrics) >= 3)
    result = PIPELINE.train(context, sample_data("diabetes"), NeuralNetworkConfig())
    assert result.stopped_early
    assert result.details["epochs"] == len(context.metrics) == 3


def test_a_damaged_model_is_refused() -> None:
    result = PIPELINE.train(RecordingContext(), sample_data("wine"), NeuralNetworkConfig(max_epochs=1))
    files = result.model.to_files()
    for name, content in (("weights.npz", b"PK"), ("network.json", b"{}"), ("encoder.json", b"[]")):
        with pytest.raises(ModelRefusedError):
            PIPELINE.load_model({**files, name: content})
    loaded = load_model(pack_model(result.model, PIPELINE, "color_intensity"), PIPELINE)
    assert loaded.inputs == result.model.inputs


@pytest.mark.parametrize("layers", [[0], [2000], [1] * 9, ["64"], 64])
def test_hidden_layers_are_a_bounded_list(layers: Any) -> None:
    with pytest.raises(ValidationError):
        NeuralNetworkConfig.model_validate({"hidden_layers": layers})
