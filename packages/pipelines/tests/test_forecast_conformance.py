"""The suite must find what a forecasting pipeline does wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from azuraforge_pipelines.builtin.forecaster import Forecaster
from azuraforge_pipelines.builtin.forecaster_config import ForecasterConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.interface import Forecast, TrainingResult
from azuraforge_pipelines.testing import check_conformance

CONFIG = ForecasterConfig(method="seasonal-naive", horizon=6, test_windows=2)


class Changed(Forecaster):
    """A sound forecaster whose result is tampered with; `change` gets the result and the training data."""

    def __init__(self, change: Callable[[TrainingResult, TrainingData], TrainingResult]) -> None:
        self._change = change

    def train(self, context: RunContext, data: TrainingData, config: ForecasterConfig) -> TrainingResult:
        return self._change(super().train(context, data, config), data)


def found(change: Callable[[TrainingResult, TrainingData], TrainingResult]) -> set[str]:
    return {violation.rule for violation in check_conformance(Changed(change), config=CONFIG)}


def with_predictions(result: TrainingResult, predicted: Any) -> TrainingResult:
    steps = result.holdout.forecast
    assert steps is not None
    wide = replace(steps, lower=predicted - 1e9, upper=predicted + 1e9)
    return replace(result, holdout=replace(result.holdout, predicted=predicted, forecast=wide))


def test_untouched_it_passes() -> None:
    assert found(lambda result, _: result) == set()


def test_a_forecast_that_has_seen_what_follows_its_origin_is_a_leak() -> None:
    def mean_of_everything(result: TrainingResult, data: TrainingData) -> TrainingResult:
        mean = np.nanmean(data.target_values())
        return with_predictions(result, np.full(len(result.holdout.rows), mean))

    assert found(mean_of_everything) == {"leak"}


def test_a_leak_of_the_last_window_alone_is_found() -> None:
    def last_window(result: TrainingResult, data: TrainingData) -> TrainingResult:
        predicted = result.holdout.predicted.copy()
        predicted[-6:] = data.target_values()[result.holdout.rows[-1]]
        return with_predictions(result, predicted)

    assert found(last_window) == {"leak"}


def test_intervals_that_know_the_errors_they_should_cover_are_a_leak() -> None:
    def knowing(result: TrainingResult, data: TrainingData) -> TrainingResult:
        steps, holdout = result.holdout.forecast, result.holdout
        assert steps is not None
        half = np.abs(holdout.actual - holdout.predicted).max()
        exact = replace(steps, lower=holdout.predicted - half, upper=holdout.predicted + half)
        return replace(result, holdout=replace(holdout, forecast=exact))

    assert found(knowing) == {"leak"}


@pytest.mark.parametrize("broken", ["missing", "short", "swapped", "steps", "origins"])
def test_held_out_rows_that_are_not_forecasts_are_found(broken: str) -> None:
    def change(result: TrainingResult, data: TrainingData) -> TrainingResult:
        steps = result.holdout.forecast
        assert steps is not None
        changed = {
            "missing": None,
            "short": replace(steps, lower=steps.lower[:-1]),
            "swapped": replace(steps, lower=steps.upper, upper=steps.lower),
            "steps": replace(steps, steps=steps.steps - 1),
            "origins": replace(steps, origins=result.holdout.rows),
        }[broken]
        return replace(result, holdout=replace(result.holdout, forecast=changed))

    assert "result" in found(change)


class Model:
    """A stand-in around a sound model, with one thing changed."""

    def __init__(self, sound: Any, change: Callable[[Forecast], Forecast]) -> None:
        self._sound = sound
        self._change = change

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sound, name)

    def forecast(self, horizon: int) -> Forecast:
        return self._change(self._sound.forecast(horizon))


@pytest.mark.parametrize(
    "change",
    [
        lambda made: replace(made, times=made.times - 1e16),
        lambda made: replace(made, predicted=made.predicted * np.nan),
        lambda made: replace(made, upper=made.lower - 1),
        lambda made: replace(made, predicted=made.predicted + 1e-9),
    ],
    ids=["past", "not a number", "outside", "not what was stored"],
)
def test_models_that_forecast_wrongly_are_found(change: Callable[[Forecast], Forecast]) -> None:
    assert found(lambda result, _: replace(result, model=Model(result.model, change))) == {"model"}
