"""The forecaster on classic and made-up series."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.forecaster import Forecaster
from azuraforge_pipelines.builtin.forecaster_config import ForecasterConfig
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import DataError, ModelInputError, Stopped
from azuraforge_pipelines.interface import TrainingResult
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, frame_data, sample_data

PIPELINE = Forecaster()
MONTHLY = {"month": "datetime", "passengers": "integer"}


def airline() -> TrainingData:
    """Box and Jenkins' monthly totals of international airline passengers, 1949-1960."""
    frame = pd.read_csv(Path(__file__).parent / "data" / "airline.csv", parse_dates=["month"])
    return frame_data(frame, {"month": "datetime", "passengers": "integer"}, "passengers", "month")


def train(data: TrainingData, **settings: object) -> TrainingResult:
    return PIPELINE.train(RecordingContext(), data, ForecasterConfig(**settings))


def test_it_conforms() -> None:
    assert_conformant(PIPELINE, languages=("tr",))


@pytest.mark.parametrize("method", ["seasonal-naive", "theta"])
def test_one_method_alone_conforms(method: str) -> None:
    assert_conformant(PIPELINE, config=ForecasterConfig(method=method, horizon=6, test_windows=2))


@pytest.mark.parametrize("steps", ["recursive", "direct"])
def test_trees_conform(steps: str) -> None:
    config = ForecasterConfig(method="trees", multi_step=steps, horizon=3, test_windows=1, tree_rounds=5)
    assert_conformant(PIPELINE, config=config)


def test_airline_beats_seasonal_naive() -> None:
    result = train(airline())
    assert result.row_counts.holdout == 36
    assert result.metrics["mase"] < 0.75 * result.baseline_metrics["mase"]
    assert result.metrics["rmse"] < 0.75 * result.baseline_metrics["rmse"]


def test_sunspots_beat_seasonal_naive() -> None:
    result = train(sample_data("sunspots", time_column="year"), test_windows=5)
    assert result.metrics["mae"] < 0.5 * result.baseline_metrics["mae"]


def test_monthly_co2_beats_seasonal_naive() -> None:
    weekly = sample_data("co2").frame().set_index("date")["co2"]
    monthly = weekly.resample("MS").mean().reset_index()
    result = train(frame_data(monthly, {"date": "datetime", "co2": "number"}, "co2", "date"))
    assert result.metrics["mase"] < 0.5 * result.baseline_metrics["mase"]
    assert "gaps" in result.details["series"]


def test_metrics_are_what_their_definitions_say() -> None:
    result = train(airline(), horizon=12, test_windows=2)
    values = airline().target_values()
    training, actual = values[:-24], values[-24:]
    scale = np.mean([abs(training[at] - training[at - 12]) for at in range(12, len(training))])
    naive = np.concatenate([values[-36:-24], values[-24:-12]])
    for metrics, predicted in (
        (result.metrics, result.holdout.predicted),
        (result.baseline_metrics, naive),
    ):
        errors = [abs(a - p) for a, p in zip(actual, predicted, strict=True)]
        smape = [200 * e / (a + p) for e, a, p in zip(errors, actual, predicted, strict=True)]
        assert metrics["mase"] == pytest.approx(np.mean(errors) / scale)
        assert metrics["mae"] == pytest.approx(np.mean(errors))
        assert metrics["rmse"] == pytest.approx(np.sqrt(np.mean(np.square(errors))))
        assert metrics["smape"] == pytest.approx(np.mean(smape))
    np.testing.assert_array_equal(result.holdout.rows, np.arange(120, 144))
    np.testing.assert_array_equal(result.holdout.actual, actual)


def test_held_out_rows_know_their_origin_step_and_interval() -> None:
    result = train(airline(), horizon=6, test_windows=3)
    steps = result.holdout.forecast
    assert steps is not None
    np.testing.assert_array_equal(steps.origins, np.repeat([125, 131, 137], 6))
    np.testing.assert_array_equal(steps.steps, np.tile(np.arange(1, 7), 3))
    assert [row["step"] for row in result.details["by_step"]] == [1, 2, 3, 4, 5, 6]
    inside = (steps.lower <= result.holdout.actual) & (result.holdout.actual <= steps.upper)
    assert result.details["interval"] == {"level": 0.9, "coverage": pytest.approx(inside.mean())}


def test_the_kept_model_forecasts_the_months_that_follow() -> None:
    model = train(airline()).model
    forecast = model.forecast(15)
    times = pd.to_datetime(forecast.times, unit="us")
    assert list(times) == list(pd.date_range("1961-01-01", periods=15, freq="MS"))
    assert 400 < forecast.predicted.min() < forecast.predicted.max() < 750
    assert np.argmax(forecast.predicted[:12]) in {6, 7}
    widths = forecast.upper - forecast.lower
    assert np.all(np.diff(widths) >= 0)
    rows = frame_data(pd.DataFrame({"month": times[[3, 0]], "passengers": 0}), MONTHLY, "passengers")
    np.testing.assert_array_equal(model.predict(rows.dataset.table), forecast.predicted[[3, 0]])
    with pytest.raises(ModelInputError, match="after the end"):
        model.predict(airline().dataset.table)


def test_the_log_tells_what_was_found() -> None:
    context = RecordingContext()
    frame = airline().frame().drop(index=[50]).assign(note="x")
    data = frame_data(frame, {**MONTHLY, "note": "category"}, "passengers", "month")
    PIPELINE.train(context, data, ForecasterConfig(test_windows=1))
    log = "\n".join(message for _, message in context.logs)
    for said in ("every month", "season of 12", "1 times are missing", "ignored: note", "Chosen by"):
        assert said in log


def test_a_short_series_still_works_and_a_shorter_one_is_refused() -> None:
    values = pd.DataFrame({"year": np.arange(1990, 2010), "y": np.arange(20) ** 1.3})
    types = {"year": "integer", "y": "number"}
    result = train(frame_data(values, types, "y", "year"))
    assert result.metrics["mae"] < result.baseline_metrics["mae"]
    for rows, settings in ((9, {}), (20, {"horizon": 15})):
        with pytest.raises(DataError) as refused:
            train(frame_data(values.iloc[:rows], types, "y", "year"), **settings)
        assert refused.value.code == "too_few_rows"


def test_a_series_that_was_never_negative_is_not_forecast_below_zero() -> None:
    random = np.random.RandomState(0)
    sold = pd.DataFrame({"day": np.arange(120), "sold": random.poisson(0.4, 120)})
    result = train(frame_data(sold, {"day": "integer", "sold": "integer"}, "sold", "day"))
    steps = result.holdout.forecast
    assert steps is not None
    assert result.holdout.predicted.min() >= 0
    assert steps.lower.min() >= 0
    assert result.model.forecast(10).lower.min() >= 0


def test_a_stop_is_obeyed_within_one_small_fit() -> None:
    """On a long series, too: wherever it is asked for, no second fit begins."""
    random = np.random.RandomState(0)
    long = pd.DataFrame({"n": np.arange(1200), "y": random.normal(0, 1, 1200).cumsum()})
    data = frame_data(long, {"n": "integer", "y": "number"}, "y", "n")
    for questions in (3, 15, 60, 200):
        context = RecordingContext(stop_when=lambda context, most=questions: context.stop_questions >= most)
        with pytest.raises(Stopped):
            PIPELINE.train(context, data, ForecasterConfig())
        assert context.stop_questions == questions


def test_a_run_given_up_by_its_search_ends_with_what_it_has() -> None:
    context = RecordingContext(finish_when=lambda context: len(context.metrics) >= 2)
    result = PIPELINE.train(context, airline(), ForecasterConfig(horizon=6, test_windows=1))
    assert result.stopped_early
    assert len(context.metrics) == 2
    assert np.isfinite(result.metrics["mase"])


def test_the_live_curve_shows_every_candidate() -> None:
    context = RecordingContext()
    PIPELINE.train(context, airline(), ForecasterConfig(horizon=6, test_windows=1))
    for name in ("seasonal-naive", "ets", "theta", "autoregression", "validation"):
        assert len(context.curve(f"{name}_mae")) == len(context.metrics) > 5
    mae, mase = context.curve("validation_mae"), context.curve("validation_mase")
    assert mae[-1][1] / mase[-1][1] == pytest.approx(mae[0][1] / mase[0][1])
    fractions = [fraction for fraction, _ in context.progresses]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


def test_without_a_time_column_it_is_refused() -> None:
    data = airline()
    with pytest.raises(DataError) as refused:
        train(TrainingData(data.dataset, data.target))
    assert refused.value.code == "time_column_required"
