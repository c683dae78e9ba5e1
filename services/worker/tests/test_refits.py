"""A run whose model dropped out is trained again, must be the same, and is then kept for good."""

import threading
from typing import Any

import pytest
from azuraforge_contracts.run_files import analysis_key, files_of_run, job_of
from azuraforge_dbmodels.experiment import ExperimentResult, Refit
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.testing import claim_job
from azuraforge_worker.training.models import delete_unused, sweep_models
from sqlmodel import delete, select


@pytest.fixture
def dropped(world: Any, bench: Any) -> str:
    """The worst of eleven runs, whose model isn't kept."""
    batch_id = world.add_batch("test-quick", [{"rmse": float(n), "fit_seconds": 0.1} for n in range(11)])
    bench.lifecycle.run_until_idle()
    [job_id] = [job.id for job in world.jobs_of(batch_id) if world.result(job.id).model_key is None]
    return str(job_id)


def test_what_was_not_kept_is_kept_after_it(world: Any, bench: Any, dropped: str) -> None:
    refit = world.add_refit(dropped)
    bench.lifecycle.run_until_idle()
    assert world.state(refit) == "succeeded"
    result = world.result(dropped)
    assert job_of(result.model_key) == dropped
    assert all(world.store.exists(key) for key in files_of_run(result.model_key))
    assert result.holdout_key == files_of_run(result.model_key)[1]
    said = next(event.data for event in world.log_of(refit) if event.type == "result")
    assert said == {"experiment_id": dropped, "metrics": result.metrics}


def test_better_runs_do_not_push_it_out_nor_does_it_push_out_others(
    world: Any, bench: Any, dropped: str
) -> None:
    world.add_refit(dropped)
    bench.lifecycle.run_until_idle()
    batch_id = world.job(dropped).batch_id
    world.add_runs("test-quick", [{"rmse": -float(n), "fit_seconds": 0.1} for n in range(1, 11)], batch_id)
    bench.lifecycle.run_until_idle()
    kept = [job.id for job in world.jobs_of(batch_id) if world.result(job.id).model_key]
    assert dropped in kept
    assert len(kept) == 11
    assert len(list(world.store.keys("models"))) == 11


def test_files_of_before_are_replaced(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-quick")
    bench.lifecycle.run_until_idle()
    before = world.result(job_id).model_key
    world.store.delete(analysis_key(before))  # a run of a time before analyses
    world.add_refit(job_id)
    bench.lifecycle.run_until_idle()
    after = world.result(job_id).model_key
    assert after != before
    assert {key for folder in ("models", "holdouts", "analyses") for key in world.store.keys(folder)} == set(
        files_of_run(after)
    )


def test_a_run_that_comes_out_otherwise_is_not_kept(world: Any, bench: Any) -> None:
    batch_id = world.add_batch("test-unsteady", [{}])
    bench.lifecycle.run_until_idle()
    [run] = world.jobs_of(batch_id)
    before = world.result(run.id).model_key
    refit = world.add_refit(run.id)
    bench.lifecycle.run_until_idle()
    job = world.job(refit)
    assert (job.state, job.error_code) == ("failed", "refit_differs")
    assert "rmse is " in job.error_message
    assert world.result(run.id).model_key == before
    assert not world.result(run.id).pinned


def test_where_there_is_nothing_to_analyse_it_fails_and_leaves_nothing(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-elsewhere")
    bench.lifecycle.run_until_idle()
    kept = set(world.store.keys("models"))
    refit = world.add_refit(job_id)
    bench.lifecycle.run_until_idle()
    assert world.job(refit).error_code == "analysis_failed"
    assert set(world.store.keys("models")) == kept


def test_it_is_cancelled_like_any_job(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-slow", seconds=0.1)
    bench.lifecycle.run_until_idle()
    with world.database.write() as session:
        # Long enough to be cancelled; the metrics don't depend on it.
        session.connection().exec_driver_sql("UPDATE experiment SET config = '{\"seconds\": 600}'")
    refit = world.add_refit(job_id)
    slot = threading.Thread(target=bench.lifecycle.run_until_idle)
    slot.start()
    world.wait_for(lambda: bench.jobs.find(refit) is not None and bench.jobs.find(refit).progress == 0.5)
    world.cancel(refit)
    slot.join(30)
    assert world.state(refit) == "cancelled"
    assert not world.result(job_id).pinned


def test_a_run_deleted_meanwhile_leaves_no_files(world: Any, bench: Any, dropped: str) -> None:
    refit = world.add_refit(dropped)
    with world.database.write() as session:
        session.execute(delete(Job).where(Job.id == dropped))
        assert session.exec(select(Refit)).first() is None
    bench.lifecycle.run_until_idle()
    assert world.job(refit).error_code == "run_deleted"


def test_files_about_to_be_referred_to_are_not_swept(world: Any, dropped: str) -> None:
    refit = world.add_refit(dropped)
    with world.database.write() as session:
        claim = claim_job(session)
    assert claim.job_id == refit
    before = set(world.store.keys("models"))
    key = f"models/{dropped}/{claim.token}"
    world.store.put_bytes(key, b"model")
    assert sweep_models(world.database, world.store, lambda: False) == 0
    assert set(world.store.keys("models")) == before | {key}
    assert delete_unused(world.database, world.store, [f"models/{dropped}/another"]) == 1
    with world.database.read() as session:
        assert session.get_one(ExperimentResult, dropped).model_key is None
