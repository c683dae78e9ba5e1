"""The analysis of a run's errors is stored beside its model, by whoever keeps that."""

from typing import Any

import orjson
from azuraforge_contracts.run_files import analysis_key


def analysis_of(world: Any, job_id: str) -> Any:
    with world.store.open(analysis_key(world.result(job_id).model_key)) as file:
        return orjson.loads(file.read())


def test_a_run_is_analysed_when_its_model_is_stored(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-quick")
    bench.lifecycle.run_until_idle()
    found = analysis_of(world, job_id)
    assert (found["task"], found["experiment_id"], found["target"]) == ("regression", job_id, "y")
    # Of 0, 2, ..., 18 each is predicted as their mean.
    assert found["residuals"]["mae"] == 5.0
    assert found["actual_vs_predicted"]["index"] == list(range(10))
    assert [one["name"] for one in found["by_feature"]] == ["y", "x"]
    assert found["worst"][0]["inputs"] == {"x": 0.0}


def test_runs_of_a_batch_are_analysed_where_their_models_are_kept(world: Any, bench: Any) -> None:
    batch_id = world.add_batch("test-quick", [{"rmse": float(n), "fit_seconds": 0.1} for n in range(12)])
    bench.lifecycle.run_until_idle()
    kept = {job.id for job in world.jobs_of(batch_id) if world.result(job.id).model_key}
    assert len(kept) == 10
    assert {analysis_of(world, job_id)["experiment_id"] for job_id in kept} == kept
    assert len(list(world.store.keys("analyses"))) == 10


def test_a_target_left_transformed_is_not_analysed(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-log-target")
    bench.lifecycle.run_until_idle()
    assert any("transformed back" in message for message in world.messages(job_id))
    assert list(world.store.keys("analyses")) == []


def test_an_analysis_that_fails_leaves_the_run_its_model(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-elsewhere")
    bench.lifecycle.run_until_idle()
    result = world.result(job_id)
    assert world.state(job_id) == "succeeded"
    assert world.store.exists(result.model_key)
    assert world.store.exists(result.holdout_key)
    assert list(world.store.keys("analyses")) == []
    assert any(message.startswith("The errors are not analysed: ") for message in world.messages(job_id))
    assert not any("Traceback" in message or ".py" in message for message in world.messages(job_id))
