"""Runs of random and TPE searches get their settings when they start, once, whoever starts them."""

from typing import Any

import pytest
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.testing import end_wait, expire_lease
from azuraforge_worker.running import RunningJob

FINE = JobState.SUCCEEDED
RMSE = {"low": 0.5, "high": 9.0, "step": None, "log": True}


def params_of(world: Any, batch_id: str) -> list[dict[str, Any]]:
    return [experiment.params for experiment in world.experiments_of(batch_id)]


def run_again(world: Any, bench: Any, job_id: str) -> None:
    """The worker of a running job is lost; the job runs again."""
    with world.database.write() as session:
        expire_lease(session, job_id)
        job_state.sweep(session)
        end_wait(session, job_id)
    bench.lifecycle.run_until_idle()


@pytest.mark.parametrize("strategy", ["random", "tpe"])
def test_settings_are_stored_with_each_run_and_used(world: Any, bench: Any, strategy: str) -> None:
    batch_id = world.add_search("test-quick", 14, {"rmse": RMSE, "steps": [1, 2]}, strategy, prints="")
    bench.lifecycle.run_until_idle()
    found = world.experiments_of(batch_id)
    for experiment in found:
        assert experiment.config == {**experiment.params, "prints": ""}
        assert sorted(experiment.params) == ["rmse", "steps"]
        result = world.result(experiment.job_id)
        assert result.objective == pytest.approx(experiment.params["rmse"])
        assert result.curves["loss"][-1][0] == experiment.params["steps"]
    assert len({experiment.params["rmse"] for experiment in found}) == 14


def test_one_slot_and_one_seed_make_one_sequence(world: Any, bench: Any) -> None:
    space = {"rmse": RMSE, "steps": [1, 2]}
    first = world.add_search("test-quick", 14, space)
    bench.lifecycle.run_until_idle()
    second = world.add_search("test-quick", 14, space)
    bench.lifecycle.run_until_idle()
    assert params_of(world, first) == params_of(world, second)


def test_a_failed_run_keeps_its_settings_when_it_is_retried(world: Any, bench: Any) -> None:
    batch_id = world.add_search("test-quick", 2, {"rmse": RMSE}, raises="value")
    bench.lifecycle.run_until_idle()
    before = params_of(world, batch_id)
    [job, _] = world.jobs_of(batch_id)
    assert (job.state, len(before[0])) == ("failed", 1)
    with world.database.write() as session:
        job_state.retry(session, session.get_one(Job, job.id))
    bench.lifecycle.run_until_idle()
    assert world.job(job.id).attempt == 2
    assert params_of(world, batch_id) == before


def test_a_worker_that_dies_before_it_asks_leaves_no_settings(world: Any, bench: Any) -> None:
    batch_id = world.add_search("test-quick", 1, {"rmse": RMSE})
    with world.database.write() as session:
        claim = job_state.claim(session, Queue.COMPUTE, "doomed")
    assert params_of(world, batch_id) == [{}]
    run_again(world, bench, claim.job_id)
    assert world.state(claim.job_id) is FINE
    assert len(params_of(world, batch_id)[0]) == 1


def test_a_worker_that_dies_after_it_asked_leaves_its_settings(world: Any, bench: Any) -> None:
    batch_id = world.add_search("test-quick", 2, {"rmse": RMSE})
    with world.database.write() as session:
        claim = job_state.claim(session, Queue.COMPUTE, "doomed")
    doomed = RunningJob(claim, bench.relay, 0.0)
    request = bench.handler.prepare(doomed, bench.slots._all[0])
    doomed.stop.close()
    run_again(world, bench, claim.job_id)
    job = world.job(claim.job_id)
    assert (job.state, job.attempt) == ("succeeded", 2)
    assert world.experiments_of(batch_id)[0].config == request["config"]
    assert world.result(claim.job_id).objective == pytest.approx(request["config"]["rmse"])


def test_a_narrowed_space_holds_from_the_next_run_on(world: Any, bench: Any) -> None:
    batch_id = world.add_search("test-quick", 2, {"rmse": [7.0, 8.0]})
    bench.lifecycle.run_until_idle()
    with world.database.write() as session:
        batch = session.get_one(Batch, batch_id)
        sampling = {**batch.request["sampling"], "space": {"rmse": {**RMSE, "high": 1.0}}}
        batch.request = {**batch.request, "sampling": sampling}
        session.add(batch)
    world.add_runs("test-quick", [{}] * 3, batch_id)
    bench.lifecycle.run_until_idle()
    values = sorted(params["rmse"] for params in params_of(world, batch_id))
    assert values[3:] == [7.0, 8.0]
    assert values[2] <= 1.0


def test_a_pipeline_that_left_the_catalogue_fails_the_run(world: Any, bench: Any) -> None:
    batch_id = world.add_search("test-quick", 1, {"rmse": RMSE})
    with world.database.write() as session:
        session.delete(session.get_one(PipelineEntry, "test-quick"))
    bench.lifecycle.run_until_idle()
    [job] = world.jobs_of(batch_id)
    assert (job.state, job.error_code) == ("failed", "pipeline_missing")


def test_two_workers_try_every_combination_once(world: Any) -> None:
    """24 runs, 24 combinations: any two that asked without seeing each other would leave one out."""
    workers = [world.start_worker(ready=False) for _ in range(2)]
    world.wait_for(lambda: all(worker.logged("worker_started") for worker in workers))
    space = {"rmse": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "steps": [1, 2, 3, 4]}
    for strategy in ("random", "tpe"):
        batch_id = world.add_search("test-quick", 24, space, strategy)
        world.wait_for_batch(batch_id)
        assert world.states_of(batch_id) == [FINE] * 24
        assert len({str(params) for params in params_of(world, batch_id)}) == 24
        for experiment in world.experiments_of(batch_id):
            assert world.result(experiment.job_id).objective == experiment.params["rmse"]


def test_killing_a_worker_amid_a_search_loses_and_doubles_no_settings(world: Any) -> None:
    first = world.start_worker()
    space = {"rmse": [1.0, 2.0, 3.0, 4.0], "seconds": [0.04, 0.05, 0.06, 0.07]}
    batch_id = world.add_search("test-slow", 16, space)
    world.wait_for(lambda: world.states_of(batch_id).count(FINE) >= 4)
    first.kill()
    given = {experiment.job_id: experiment.config for experiment in world.experiments_of(batch_id)}
    interrupted = [job.id for job in world.jobs_of(batch_id) if job.state == "running"]
    with world.database.write() as session:
        for job_id in interrupted:
            expire_lease(session, job_id)
        job_state.sweep(session)
        for job_id in interrupted:
            end_wait(session, job_id)
    world.start_worker()
    world.wait_for_batch(batch_id)
    assert world.states_of(batch_id) == [FINE] * 16
    found = world.experiments_of(batch_id)
    assert len({str(experiment.params) for experiment in found}) == 16
    assert all(given[one.job_id] in ({}, one.config) for one in found)
