"""The comparison's numbers: pure functions, hard data."""

import json
from typing import Any

from azuraforge_api.batches.comparison import Head, Rows, RunRow, Wording, compare

HEAD = Head("b", "experiment", "rmse", "minimize", {"share": 0.2})
WORDING = Wording(
    {"rate": "Rate"},
    frozenset({"rate"}),
    ({"name": "rmse", "direction": "minimize", "unit": "target"}, {"name": "r2", "direction": "maximize"}),
)


def run(
    params: dict[str, Any], metrics: dict[str, Any] | None, seconds: float | None = 1.0
) -> tuple[Any, ...]:
    state = "failed" if metrics is None else "succeeded"
    return state, seconds, json.dumps(params), None if metrics is None else json.dumps(metrics)


def compared(*runs: tuple[Any, ...], wording: Wording = WORDING) -> dict[str, Any]:
    rows = [
        RunRow(f"job-{number}", number, state, seconds, params, metrics, None, None, None)
        for number, (state, seconds, params, metrics) in enumerate(runs, 1)
    ]
    return compare(HEAD, Rows.of_runs(rows), wording)


def dimensions(*runs: tuple[Any, ...], wording: Wording = WORDING) -> dict[str, dict[str, Any]]:
    return {dimension["name"]: dimension for dimension in compared(*runs, wording=wording)["dimensions"]}


def test_columns_line_up_and_failed_runs_have_null_metrics() -> None:
    found = dimensions(
        run({"rate": 0.1}, {"rmse": 2.0, "r2": 0.5}, 1.23456),
        run({"rate": 0.2}, None, 9.0),
        run({"rate": 0.3}, {"rmse": 1.0, "r2": None}),
    )
    assert {name: dimension["values"] for name, dimension in found.items()} == {
        "rate": [0.1, 0.2, 0.3],
        "rmse": [2.0, None, 1.0],
        "r2": [0.5, None, None],
        "run_seconds": [1.235, None, 1.0],
    }
    assert [found[name]["role"] for name in found] == ["parameter", "metric", "metric", "metric"]
    assert [found[name]["direction"] for name in found] == [None, "minimize", "maximize", "minimize"]
    assert (found["rate"]["label"], found["rmse"]["unit"]) == ("Rate", "target")


def test_parameters_that_never_vary_are_constants() -> None:
    answer = compared(run({"rate": 0.1, "depth": None}, {}), run({"rate": 0.2, "depth": None}, {}))
    assert answer["constants"] == {"share": 0.2, "depth": None}
    assert [dimension["name"] for dimension in answer["dimensions"]] == ["rate", "rmse", "r2", "run_seconds"]


def test_one_run_has_constants_only() -> None:
    answer = compared(run({"rate": 0.1}, {"rmse": 2.0, "r2": 0.5}))
    assert answer["constants"] == {"share": 0.2, "rate": 0.1}
    assert [dimension["values"] for dimension in answer["dimensions"]] == [[2.0], [0.5], [1.0]]
    assert (list(answer["job_ids"]), list(answer["numbers"])) == (["job-1"], [1])


def test_no_run_at_all() -> None:
    answer = compared()
    assert (list(answer["job_ids"]), answer["constants"]) == ([], {"share": 0.2})
    assert [dimension["values"] for dimension in answer["dimensions"]] == [[], [], []]


def test_zero_is_a_value_and_no_metric_at_all_is_fine() -> None:
    found = dimensions(run({"rate": 0.1}, {"rmse": 0.0, "r2": 0}), run({"rate": 1.0}, {}))
    assert found["rmse"]["values"] == [0.0, None]
    assert found["r2"]["values"] == [0, None]


def test_categories() -> None:
    found = dimensions(
        run({"a": "x", "b": True, "c": [64, 32], "d": 3, "e": 1}, {}),
        run({"a": "y", "b": False, "c": [64], "d": None, "e": True}, {}),
    )
    assert {name: (found[name]["type"], found[name]["values"]) for name in "abcde"} == {
        "a": ("category", ["x", "y"]),
        "b": ("category", [True, False]),
        "c": ("category", ["[64,32]", "[64]"]),
        "d": ("category", [3, "null"]),
        "e": ("category", [1, True]),
    }


def test_scales() -> None:
    def scale_of(name: str, *values: float | None) -> str:
        runs = [run({name: value}, {"rmse": value}) for value in values]
        scale: str = dimensions(*runs)[name]["scale"]
        return scale

    assert scale_of("other", 0.01, 1.0) == "log"
    assert scale_of("other", 0.011, 1.0) == "linear"
    assert scale_of("other", 0, 100) == "linear"
    assert scale_of("other", -1, 100) == "linear"
    assert scale_of("rate", 0.1, 0.2) == "log"
    assert scale_of("rate", 0.0, 0.2) == "linear"
    assert scale_of("rmse", 1, 1000) == "log"
    assert scale_of("rmse", 1, None, 50) == "linear"


def test_the_objective_is_exact_and_other_metrics_have_seven_digits() -> None:
    value = 0.12345678901234567
    found = dimensions(run({"rate": 1}, {"rmse": value, "r2": value}), run({"rate": 2}, {"rmse": 1, "r2": 1}))
    assert found["rmse"]["values"] == [value, 1]
    assert found["r2"]["values"] == [0.1234568, 1]


def test_metrics_the_catalogue_doesnt_know_are_shown_too() -> None:
    found = dimensions(
        run({}, {"rmse": 1, "mape": 0.5}), run({}, {"rmse": 2}), wording=Wording({}, frozenset(), ())
    )
    assert list(found) == ["rmse", "mape", "run_seconds"]
    assert (found["mape"]["values"], found["mape"]["direction"]) == ([0.5, None], None)
    assert found["rmse"]["direction"] == "minimize"


def test_a_metric_that_is_no_number_is_no_value() -> None:
    assert dimensions(run({}, {"rmse": "NaN", "r2": True}))["rmse"]["values"] == [None]
    assert dimensions(run({}, {"rmse": "NaN", "r2": True}))["r2"]["values"] == [None]


def test_a_setting_that_an_extension_varied_is_as_configured_before() -> None:
    answer = compared(run({"rate": 0.1}, {}), run({"rate": 0.1, "share": 0.4}, {}))
    assert {one["name"]: one["values"] for one in answer["dimensions"] if one["role"] == "parameter"} == {
        "share": [0.2, 0.4]
    }
    assert answer["constants"] == {"rate": 0.1}
