"""What a sampler suggests, given a batch's past."""

import math
import subprocess
import sys
from typing import Any

import pytest
from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.errors import JobFailedError
from azuraforge_contracts.jobs import JobState
from azuraforge_worker.search.study import BatchStudy, Past, Recipe, Suggestion

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "rate": {"type": "number", "exclusiveMinimum": 0, "maximum": 1, "default": 0.1},
        "rounds": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
        "layers": {"type": "array", "items": {"type": "integer"}, "default": [32]},
        "depth": {"type": ["integer", "null"], "minimum": 1, "default": None},
    },
}
RATE = {"low": 0.0001, "high": 1.0, "step": None, "log": True}
ROUNDS = {"low": 10, "high": 500, "step": None, "log": False}
SPACE = {"rate": RATE, "rounds": ROUNDS, "layers": [[8], [8, 4]], "depth": [None, 3]}
FINE, FAILED, RUNNING = JobState.SUCCEEDED, JobState.FAILED, JobState.RUNNING


def study(
    strategy: str = "random",
    space: dict[str, Any] | None = None,
    *,
    seed: int = 0,
    minimize: bool = True,
    schema: dict[str, Any] = SCHEMA,
    **base: Any,
) -> BatchStudy:
    recipe = Recipe(strategy, SPACE if space is None else space, seed, base, minimize)
    return BatchStudy(recipe, ConfigSchema(schema))


def run(asked: BatchStudy, number: int, objective: float | None, state: JobState = FINE) -> Suggestion:
    """Ask for a run's settings and tell how it ended."""
    suggestion = asked.ask(number)
    asked.took(f"run {number}", suggestion)
    asked.learn(Past(f"run {number}", state, suggestion.config, objective))
    return suggestion


def loss(params: dict[str, Any]) -> float:
    return abs(math.log10(params["rate"]) + 2) + abs(params["rounds"] - 300) / 100 + len(params["layers"])


def sequence(asked: BatchStudy, count: int) -> list[dict[str, Any]]:
    found = []
    for number in range(1, count + 1):
        suggestion = asked.ask(number)
        asked.took(f"run {number}", suggestion)
        asked.learn(Past(f"run {number}", FINE, suggestion.config, loss(suggestion.params)))
        found.append(suggestion.params)
    return found


@pytest.mark.parametrize("strategy", ["random", "tpe"])
def test_settings_are_of_the_space_and_of_their_types(strategy: str) -> None:
    found = sequence(study(strategy), 40)
    for params in found:
        assert 0.0001 <= params["rate"] <= 1
        assert type(params["rounds"]) is int
        assert 10 <= params["rounds"] <= 500
        assert params["layers"] in ([8], [8, 4])
        assert params["depth"] in (None, 3)
    assert len({tuple(map(str, params.values())) for params in found}) == 40
    assert {str(params["depth"]) for params in found} == {"None", "3"}
    logs = [math.log10(params["rate"]) for params in sequence(study("random"), 200)]
    assert sum(value < -2 for value in logs) == pytest.approx(100, abs=25)  # even over orders


def test_a_config_is_whole_and_in_the_schemas_order() -> None:
    config = study(space={"rounds": [5]}, rate=0.3, layers=[2]).ask(1).config
    assert config == {"rate": 0.3, "rounds": 5, "layers": [2]}
    assert list(config) == ["rate", "rounds", "layers"]


def test_steps_are_exact() -> None:
    space = {
        "rate": {"low": 0.1, "high": 0.9, "step": 0.1, "log": False},
        "rounds": {"low": 1, "high": 8, "step": 2, "log": True},
    }
    found = sequence_of(study(space=space), 36)
    assert {params["rate"] for params in found} == {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}
    assert {params["rounds"] for params in found} == {1, 2, 4, 8}
    assert {type(params["rounds"]) for params in found} == {int}


def sequence_of(asked: BatchStudy, count: int) -> list[dict[str, Any]]:
    return [run(asked, number, 1.0).params for number in range(1, count + 1)]


@pytest.mark.parametrize("strategy", ["random", "tpe"])
def test_the_same_seed_gives_the_same_sequence(strategy: str) -> None:
    first = sequence(study(strategy, seed=5), 25)
    assert sequence(study(strategy, seed=5), 25) == first
    assert sequence(study(strategy, seed=6), 25) != first


@pytest.mark.parametrize("strategy", ["random", "tpe"])
def test_a_process_that_begins_in_the_middle_suggests_the_same(strategy: str) -> None:
    whole = study(strategy)
    first = [run(whole, number, float(number % 7)) for number in range(1, 21)]
    fresh = study(strategy)
    for number, suggestion in enumerate(first, start=1):
        fresh.learn(Past(f"run {number}", FINE, suggestion.config, float(number % 7)))
    assert fresh.ask(21).params == whole.ask(21).params


def test_a_long_past_is_cut_down_to_the_same_in_every_process() -> None:
    """Only so many results are kept for the sampler; what runs and what was tried is not forgotten."""
    space = {"rate": {"low": 0.1, "high": 0.9, "step": 0.1, "log": False}, "rounds": list(range(1, 101))}
    whole, fresh = study("tpe", space=space), study("tpe", space=space)
    waiting = whole.ask(0)
    pasts = [Past("waiting", RUNNING, waiting.config, None)]
    for number in range(1, 700):
        config = {"rate": round(0.1 * (number % 9 + 1), 1), "rounds": 1 + number // 9}
        pasts.append(Past(f"{number}", FINE, config, abs(config["rate"] - 0.5) + config["rounds"]))
    whole.drop(waiting)
    for asked in (whole, fresh):
        for past in pasts:
            asked.learn(past)
    left = [run(whole, number, 50.0).params for number in range(700, 720)]
    assert [run(fresh, number, 50.0).params for number in range(700, 720)] == left
    tried = {str(past.config) for past in pasts}
    assert not tried & {str(params) for params in left}
    whole.learn(Past("waiting", FINE, waiting.config, 1.0))


@pytest.mark.parametrize("minimize", [True, False])
def test_tpe_learns_what_is_good(minimize: bool) -> None:
    sign = 1 if minimize else -1

    def best(strategy: str, seed: int) -> float:
        asked = study(strategy, seed=seed, minimize=minimize)
        losses = []
        for number in range(1, 41):
            suggestion = asked.ask(number)
            losses.append(loss(suggestion.params))
            asked.learn(Past(f"{number}", FINE, suggestion.config, sign * losses[-1]))
        return min(losses[20:])

    assert sum(best("tpe", seed) < best("random", seed) for seed in range(4)) >= 3


def test_failed_runs_and_null_objectives_teach_nothing_but_are_not_repeated() -> None:
    space = {"rounds": [1, 2, 3], "layers": [[1], [2]]}
    asked = study("tpe", space=space)
    outcomes = [(FAILED, None), (FINE, None), (FINE, 1.0), (JobState.CANCELLED, None), (FAILED, None)]
    found = [run(asked, n, value, state).params for n, (state, value) in enumerate(outcomes, start=1)]
    found.append(run(asked, 6, 1.0).params)
    assert len({str(params) for params in found}) == 6
    assert run(asked, 7, 1.0).params in found  # nothing new is left


def test_runs_under_way_are_kept_away_from() -> None:
    asked = study("tpe", space={"rounds": [1, 2, 3, 4]})
    found = []
    for number in range(1, 5):
        suggestion = asked.ask(number)
        asked.took(f"{number}", suggestion)
        found.append(suggestion.params["rounds"])
    assert sorted(found) == [1, 2, 3, 4]


def test_a_retried_run_may_end_twice() -> None:
    asked = study("tpe")
    suggestion = run(asked, 1, None, FAILED)
    assert asked.is_news("run 1", RUNNING)
    asked.learn(Past("run 1", RUNNING, suggestion.config, None))
    asked.learn(Past("run 1", FINE, suggestion.config, 2.0))
    assert not asked.is_news("run 1", FINE)


def test_what_could_not_be_stored_is_forgotten() -> None:
    asked = study("tpe", space={"rounds": [1, 2]})
    first = asked.ask(1)
    asked.drop(first)
    assert asked.ask(1).params == first.params


def test_runs_outside_of_a_narrowed_space_do_not_count() -> None:
    narrow = study("tpe", space={"rate": {**RATE, "low": 0.1}, "rounds": ROUNDS})
    for number in range(30):
        narrow.learn(Past(f"{number}", FINE, {"rate": 0.001, "rounds": 20}, 0.0))
    assert (
        narrow.ask(31).params
        == study("tpe", space={"rate": {**RATE, "low": 0.1}, "rounds": ROUNDS}).ask(31).params
    )


def test_rules_across_settings_draw_again() -> None:
    rule = {"not": {"properties": {"rounds": {"const": 1}, "depth": {"const": 3}}, "required": ["rounds"]}}
    space = {"rounds": [1, 2], "depth": [3, 4]}
    found = sequence_of(study(space=space, schema={**SCHEMA, "allOf": [rule]}), 3)
    assert sorted((params["rounds"], params["depth"]) for params in found) == [(1, 4), (2, 3), (2, 4)]
    never = {**SCHEMA, "allOf": [rule]}
    with pytest.raises(JobFailedError, match="No combination"):
        study(space={"rounds": [1], "depth": [3]}, schema=never).ask(1)


def test_values_that_the_schema_refuses_are_drawn_again() -> None:
    schema = {"properties": {"rounds": {"type": "integer", "multipleOf": 7}}}
    found = sequence_of(study(space={"rounds": {"low": 0, "high": 70}}, schema=schema), 11)
    assert sorted(params["rounds"] for params in found) == list(range(0, 71, 7))


def test_a_worker_starts_without_optuna() -> None:
    """Its second of imports is paid by the first run that needs it."""
    code = "import sys, azuraforge_worker.worker; print('optuna' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
