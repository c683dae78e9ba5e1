"""The comparison of runs picked from several batches."""

import json
from typing import Any

import pytest
from azuraforge_api.batches.comparison import RunRow, Wording
from azuraforge_api.batches.picked import PickedRun, choose_objective, compare_picked
from azuraforge_api.batches.schemas import ComparisonOut

RMSE, R2, LOSS = (
    {"name": "rmse", "direction": "minimize"},
    {"name": "r2", "direction": "maximize"},
    {"name": "log_loss", "direction": "minimize"},
)
WORDINGS = {
    "trees": Wording({"depth": "Depth"}, frozenset({"rate"}), (RMSE, R2)),
    "linear": Wording({"alpha": "Alpha"}, frozenset(), (R2, RMSE)),
    "classes": Wording({}, frozenset(), (LOSS,)),
}


def run(pipeline: str, config: dict[str, Any], metrics: dict[str, Any] | None, **changes: Any) -> PickedRun:
    number = len(json.dumps(config))
    state = "failed" if metrics is None else "succeeded"
    stored = None if metrics is None else json.dumps(metrics)
    row = RunRow(f"{pipeline}-{number}", 1, state, 1.0, json.dumps(config), stored, 0.5, 2**20, None)
    origins = (f"{pipeline} sweep", pipeline, "data", "y", None, 0)
    return PickedRun(row, pipeline, None, origins, **{"objective": ("rmse", "minimize"), **changes})


def columns(answer: dict[str, Any]) -> dict[str, list[Any]]:
    return {dimension["name"]: dimension["values"] for dimension in answer["dimensions"]}


def test_the_columns_are_those_of_any_run() -> None:
    answer = compare_picked(
        [
            run("trees", {"rate": 0.1, "depth": 3, "share": 0.2}, {"rmse": 1.5, "r2": 0.5}),
            run("linear", {"alpha": 2.0, "share": 0.2}, {"rmse": 1.0, "r2": None}),
            run("trees", {"rate": 0.2, "depth": None, "share": 0.2}, None),
        ],
        {name: WORDINGS[name] for name in ("trees", "linear")},
    )
    ComparisonOut.model_validate(answer)
    assert columns(answer) == {
        "@batch": ["trees sweep", "linear sweep", "trees sweep"],
        "@pipeline": ["trees", "linear", "trees"],
        "rate": [0.1, None, 0.2],
        "depth": [3, None, "null"],
        "alpha": [None, 2.0, None],
        "rmse": [1.5, 1.0, None],
        "r2": [0.5, None, None],
        "run_seconds": [1.0, 1.0, None],
        "cpu_seconds": [0.5, 0.5, None],
        "peak_memory": [1.0, 1.0, None],
    }
    assert answer["constants"] == {"@dataset": "data", "@target": "y", "@seed": 0, "share": 0.2}
    kinds = {dimension["name"]: (dimension["type"], dimension["scale"]) for dimension in answer["dimensions"]}
    assert kinds["rate"] == ("number", "log")
    assert kinds["depth"][0] == "category"
    assert answer["batch_id"] is None


@pytest.mark.parametrize(
    ("pipelines", "objectives", "expected"),
    [
        (["trees", "linear"], [("rmse", "minimize"), ("rmse", "minimize")], ("rmse", "minimize")),
        (["trees", "trees"], [("r2", "maximize"), None], ("r2", "maximize")),
        (["trees", "linear"], [None, None], ("rmse", "minimize")),
        (["linear", "trees"], [("own", "minimize"), None], ("r2", "maximize")),
        (["trees", "classes"], [("rmse", "minimize"), None], ("run_seconds", "minimize")),
    ],
)
def test_the_objective_is_one_that_all_can_be_ranked_by(
    pipelines: list[str], objectives: list[tuple[str, str] | None], expected: tuple[str, str]
) -> None:
    runs = [
        run(pipeline, {}, {}, objective=objective)
        for pipeline, objective in zip(pipelines, objectives, strict=True)
    ]
    assert choose_objective(runs, WORDINGS) == expected
