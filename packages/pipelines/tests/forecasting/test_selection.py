"""Choosing by rolling origins, and intervals from their errors."""

import numpy as np
import pytest
from azuraforge_pipelines.forecasting.intervals import Calibration, fit_spread
from azuraforge_pipelines.forecasting.rolling import Origin, inner_ends
from azuraforge_pipelines.forecasting.selection import choose


def origins(errors: dict[str, float], count: int = 6) -> list[Origin]:
    actual = np.array([10.0, 20.0])
    return [Origin(20 + n, actual, {k: actual + error for k, error in errors.items()}) for n in range(count)]


def test_good_methods_are_combined_and_much_worse_ones_left_out() -> None:
    found = origins({"seasonal-naive": 1.2, "ets": 1.0, "theta": -1.0, "trees": 5.0})
    choice = choose(found, list(found[0].forecasts), alone=True, floor=None, seasonal=False)
    assert choice.name == "combination"
    assert choice.weights == {"ets": 0.5, "theta": 0.5}
    assert choice.errors == pytest.approx(
        {"seasonal-naive": 1.2, "ets": 1.0, "theta": 1.0, "trees": 5.0, "combination": 0.0}
    )


def test_a_method_that_is_clearly_better_stands_alone_unless_the_combination_is_asked_for() -> None:
    found = origins({"seasonal-naive": 0.1, "ets": 1.0, "theta": 1.0})
    names = list(found[0].forecasts)
    assert choose(found, names, alone=True, floor=None, seasonal=False).weights == {"seasonal-naive": 1.0}
    assert choose(found, names, alone=False, floor=None, seasonal=False).weights == {"ets": 0.5, "theta": 0.5}


def test_few_origins_leave_nobody_out_and_none_weigh_equally() -> None:
    found = origins({"ets": 1.0, "theta": 4.0}, count=2)
    assert choose(found, ["ets", "theta"], alone=False, floor=None, seasonal=False).weights == {
        "ets": 0.8,
        "theta": 0.2,
    }
    names = ["seasonal-naive", "ets"]
    assert choose([], names, alone=True, floor=None, seasonal=False).weights == {"ets": 1.0}
    assert choose([], names, alone=True, floor=None, seasonal=True).weights == dict.fromkeys(names, 0.5)


def test_a_perfect_method_is_no_division_by_zero() -> None:
    found = origins({"ets": 0.0, "theta": 0.0, "trees": 1.0})
    weights = choose(found, ["ets", "theta", "trees"], alone=False, floor=None, seasonal=False).weights
    assert sum(weights.values()) == pytest.approx(1)


def test_inner_origins_end_where_they_must_and_spread_over_what_there_is() -> None:
    assert inner_ends(50, 100, 12, 6) == [50, 60, 70, 80, 90, 100]
    assert inner_ends(90, 100, 12, 6) == [91, 94, 97, 100]
    assert inner_ends(101, 100, 12, 6) == []


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_intervals_cover_random_walks_as_they_say(level: float) -> None:
    random = np.random.RandomState(0)
    inside, steps, horizon = [], np.arange(1, 9), 8
    for _ in range(150):
        walk = random.normal(0, 3, 140).cumsum()
        calibration = Calibration(walk, 1, {"naive": 1.0}, None, level)
        for end in range(40, 125, 7):
            forecast = np.full(horizon, walk[end - 1])
            calibration.learn([Origin(end, walk[end : end + horizon], {"naive": forecast})])
        half = calibration.spread(132).half_widths(horizon, calibration.swing(132))
        assert np.all(np.diff(half) > 0)
        inside.append(np.abs(walk[131 + steps] - walk[131]) <= half)
    assert np.mean(inside) == pytest.approx(level, abs=0.05)


def test_without_errors_there_is_no_spread_but_the_naive_one() -> None:
    assert fit_spread([], 0.9) is None
    calibration = Calibration(np.array([1.0, 2.0, 5.0, 1.0]), 1, {"ets": 1.0}, None, 1.0)
    half = calibration.spread(4).half_widths(4, calibration.swing(4))
    np.testing.assert_allclose(half, 4.0 * np.sqrt([1, 2, 3, 4]))
