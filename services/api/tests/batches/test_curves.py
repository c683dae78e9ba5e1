"""Thinned curves and their quartiles: pure functions, hard data."""

import pytest
from azuraforge_api.batches.curves import RunCurves, band, choose_curve, curves_answer, thin
from azuraforge_api.batches.errors import UnknownCurveError


def test_a_short_curve_stays_as_it_is() -> None:
    points = [[step, float(step)] for step in range(400)]
    assert thin(points) == points


def test_a_long_curve_keeps_its_ends_and_its_extremes() -> None:
    points = [[step, 0.0] for step in range(10_000)]
    points[4_321][1], points[7_000][1] = 9.0, -9.0
    thinned = list(thin(points, 100))
    assert len(thinned) <= 100
    assert (thinned[0], thinned[-1]) == ([0, 0.0], [9_999, 0.0])
    assert [4_321, 9.0] in thinned
    assert [7_000, -9.0] in thinned
    assert [point[0] for point in thinned] == sorted({point[0] for point in thinned})


def test_a_stretch_without_values_stays_a_gap() -> None:
    points = [[step, None if 2_000 <= step < 4_000 else 1.0] for step in range(10_000)]
    thinned = thin(points, 100)
    assert any(value is None and 2_000 <= step < 4_000 for step, value in thinned)
    assert len(thinned) <= 100


def test_quartiles_are_of_the_runs_that_still_ran() -> None:
    found = band([[[1, 1.0], [2, 2.0], [3, 3.0]], [[1, 3.0], [2, 4.0]], [[1, 5.0]]])
    assert found == {
        "steps": [1, 2, 3],
        "lower": [2.0, 2.5, 3.0],
        "median": [3.0, 3.0, 3.0],
        "upper": [4.0, 3.5, 3.0],
        "counts": [3, 2, 1],
    }


def test_a_run_counts_with_its_newest_value_between_its_steps() -> None:
    found = band([[[0, 1.0], [10, 3.0]], [[5, 9.0], [10, 5.0]]])
    assert found is not None
    assert found["steps"] == [0, 5, 10]
    assert found["median"] == [1.0, 5.0, 4.0]
    assert found["counts"] == [1, 2, 2]


def test_a_value_that_was_no_number_does_not_count() -> None:
    found = band([[[1, None], [2, None]], [[1, 4.0], [2, None]]])
    assert found is not None
    assert (found["steps"], found["median"], found["counts"]) == ([1], [4.0], [1])
    assert band([[[1, None]]]) is None
    assert band([]) is None


def test_a_band_of_long_curves_has_few_steps_and_reaches_the_end() -> None:
    found = band([[[step, 1.0] for step in range(5_000)]])
    assert found is not None
    assert len(found["steps"]) == 200
    assert (found["steps"][0], found["steps"][-1]) == (0, 4_999)


def test_the_curve_chosen_tells_most_of_the_objective() -> None:
    names = ["train_rmse", "validation_mae", "validation_rmse", "rmse"]
    assert choose_curve(None, names, "rmse") == "validation_rmse"
    assert choose_curve(None, ["train_rmse", "rmse"], "rmse") == "rmse"
    assert choose_curve(None, ["train_loss", "validation_loss"], "rmse") == "validation_loss"
    assert choose_curve(None, ["loss"], "rmse") == "loss"
    assert choose_curve(None, [], "rmse") is None
    assert choose_curve("train_rmse", names, "rmse") == "train_rmse"
    assert choose_curve("gone", [], "rmse") is None
    with pytest.raises(UnknownCurveError, match="train_rmse, validation_mae"):
        choose_curve("gone", names, "rmse")


def test_a_run_without_the_curve_is_shown_without_points() -> None:
    runs = [
        RunCurves("a", 1, "succeeded", {"loss": [[1, 2.0]]}),
        RunCurves("b", 2, "succeeded", {}),
    ]
    answer = curves_answer("loss", runs, runs)
    assert [run["points"] for run in answer["runs"]] == [[[1, 2.0]], ()]
    assert (answer["run_count"], answer["names"]) == (1, ["loss"])
