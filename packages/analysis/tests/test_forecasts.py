"""Forecasts of a real series: horizon, intervals and times, worked out again with pandas."""

from typing import Any

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def frame(sunspots: Any) -> pd.DataFrame:
    """The held-out rows in the order of rows and steps."""
    steps = sunspots.holdout.forecast
    frame = pd.DataFrame(
        {
            "row": sunspots.holdout.rows,
            "step": steps.steps,
            "origin": steps.origins,
            "residual": sunspots.holdout.actual - sunspots.holdout.predicted,
            "within": (sunspots.holdout.actual >= steps.lower) & (sunspots.holdout.actual <= steps.upper),
        }
    )
    return frame.sort_values(["row", "step"], kind="stable", ignore_index=True)


def test_errors_by_horizon(sunspots: Any, frame: pd.DataFrame) -> None:
    found = sunspots.analysis.by_horizon
    grouped = frame.groupby("step")
    assert [one.step for one in found] == list(range(1, 7))
    assert [one.rows for one in found] == grouped.size().tolist()
    assert [one.error for one in found] == pytest.approx(grouped["residual"].apply(lambda r: r.abs().mean()))
    assert [one.bias for one in found] == pytest.approx(grouped["residual"].mean())
    assert [one.coverage for one in found] == pytest.approx(grouped["within"].mean())


def test_intervals_are_judged_by_their_aim(sunspots: Any, frame: pd.DataFrame) -> None:
    found = sunspots.analysis.coverage
    assert found.target == sunspots.holdout.forecast.level
    assert found.actual == pytest.approx(frame["within"].mean())
    assert found.rows == len(frame)


def test_points_know_their_time_step_and_origin(sunspots: Any, frame: pd.DataFrame) -> None:
    found = sunspots.analysis.forecast
    assert found.step == frame["step"].tolist()
    assert found.origin == frame["origin"].tolist()
    assert sunspots.analysis.actual_vs_predicted.index == frame["row"].tolist()
    assert found.time == sunspots.data.frame()["year"].to_numpy()[frame["row"]].tolist()


def test_times_are_those_of_the_dataset(monthly: Any) -> None:
    dates = monthly.data.frame()["month"]
    wanted = [dates.iloc[row].isoformat() for row in monthly.analysis.actual_vs_predicted.index]
    assert monthly.analysis.forecast.time == wanted
    month = next(one for one in monthly.analysis.by_feature if one.name == "month")
    assert month.kind == "time"
    assert [one.label for one in month.segments] == [f"month:{number}" for number in range(1, 13)]
    codes = [dates.iloc[row].month - 1 for row in monthly.analysis.actual_vs_predicted.index]
    assert month.codes == codes


def forecast_columns(rows: int, steps: int) -> dict[str, Any]:
    return {
        "origin": np.arange(rows) // steps,
        "step": np.arange(rows) % steps + 1,
        "lower": np.full(rows, -1.0),
        "upper": np.full(rows, 1.0),
    }


def test_narrow_intervals_and_a_growing_error_are_told(analysed: Any) -> None:
    random = np.random.default_rng(3)
    columns = forecast_columns(480, 12)
    predicted = random.normal(0, 100, 480)
    errors = random.normal(size=480) * columns["step"]
    columns |= {"lower": predicted - 1, "upper": predicted + 1}
    found = analysed(predicted + errors, predicted, level=0.9, **columns)
    told = {one.code: one.values for one in found.headline}
    assert told["intervals_too_narrow"] == {"actual": found.coverage.actual, "target": 0.9}
    assert told["horizon_grows"]["first"] == pytest.approx(np.abs(errors[columns["step"] <= 3]).mean())
    assert told["horizon_grows"]["last"] == pytest.approx(np.abs(errors[columns["step"] >= 10]).mean())


def test_without_intervals_nothing_is_said_of_them(analysed: Any) -> None:
    columns = forecast_columns(24, 12) | {"lower": np.full(24, np.nan), "upper": np.full(24, np.nan)}
    found = analysed(np.arange(24.0), np.zeros(24), **columns)
    assert found.coverage is None
    assert [one.coverage for one in found.by_horizon] == [None] * 12
