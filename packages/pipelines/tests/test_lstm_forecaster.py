"""The LSTM forecaster: where PyTorch is installed, and where it isn't."""

from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.lstm_forecaster import LstmForecaster
from azuraforge_pipelines.builtin.lstm_forecaster_config import LstmForecasterConfig
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import PipelineUnavailableError
from azuraforge_pipelines.interface import ENTRY_POINT_GROUP
from azuraforge_pipelines.registry import discover, load_pipeline, missing_extras
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, frame_data

PIPELINE = LstmForecaster()
HAS_TORCH = find_spec("torch") is not None

with_torch = pytest.mark.skipif(not HAS_TORCH, reason="needs the extra azuraforge-pipelines[torch]")
without_torch = pytest.mark.skipif(HAS_TORCH, reason="PyTorch is installed")


def wave(points: int = 400) -> TrainingData:
    """A trend and two cycles that the seasonal naive forecast can't know."""
    random = np.random.RandomState(0)
    at = np.arange(points)
    y = 50 + 0.1 * at + 10 * np.sin(2 * np.pi * at / 17) + random.normal(0, 0.5, points)
    frame = pd.DataFrame({"day": pd.date_range("2020-01-01", periods=points), "y": y})
    return frame_data(frame, {"day": "datetime", "y": "number"}, "y", "day")


@without_torch
def test_without_torch_it_is_not_offered_and_says_what_to_install() -> None:
    assert "lstm-forecaster" not in {entry.id for entry in discover()}
    with pytest.raises(PipelineUnavailableError, match=r"pip install 'azuraforge-pipelines\[torch\]'"):
        load_pipeline("lstm-forecaster")


def test_an_entry_point_that_needs_an_extra_says_which() -> None:
    (point,) = entry_points(group=ENTRY_POINT_GROUP, name="lstm-forecaster")
    assert missing_extras(point) == ([] if HAS_TORCH else ["azuraforge-pipelines[torch]"])
    assert missing_extras(EntryPoint("own", "module:Class [torch]", ENTRY_POINT_GROUP)) == []


@with_torch
def test_with_torch_it_is_offered() -> None:
    assert load_pipeline("lstm-forecaster").info.task == "forecasting"


@with_torch
def test_it_conforms() -> None:
    config = LstmForecasterConfig(horizon=4, epochs=3, hidden=4, test_windows=2, season_length=1, window=6)
    assert_conformant(PIPELINE, wave(120), config, languages=("tr",))


@with_torch
def test_it_learns_a_cycle_the_baseline_does_not_know() -> None:
    context = RecordingContext(seed=1)
    config = LstmForecasterConfig(horizon=7, window=34, epochs=40, test_windows=4)
    result = PIPELINE.train(context, wave(), config)
    assert result.metrics["mase"] < 0.5 * result.baseline_metrics["mase"]
    validation = [value for _, value in context.curve("validation_loss")]
    assert len(validation) == 40
    assert min(validation) < 0.7 * validation[0]
    assert len(result.model.forecast(20).predicted) == 20
