"""Orphaned model files are swept, those in use are not."""

from typing import Any

from azuraforge_contracts.run_files import files_of_run, model_key
from azuraforge_dbmodels.testing import claim_job
from azuraforge_worker.training.models import BatchModels, Ranking, sweep_models


def test_only_files_nobody_can_refer_to_are_swept(world: Any, bench: Any) -> None:
    done = world.add_run("test-quick")
    bench.lifecycle.run_until_idle()
    running = world.add_run("test-quick")
    with world.database.write() as session:
        claim = claim_job(session)
    kept = {world.result(done).model_key, model_key(running, claim.token)}
    orphans = {model_key(done, "earlier"), model_key(running, "earlier"), model_key("deleted-job", "token")}
    files = {file for key in kept for file in files_of_run(key)}
    for file in files | {file for key in orphans for file in files_of_run(key)}:
        world.store.put_bytes(file, b"content")
    assert sweep_models(world.database, world.store, lambda: False) == len(orphans)
    left = {key for folder in ("models", "holdouts", "analyses") for key in world.store.keys(folder)}
    assert left == files


def ids_of(world: Any, batch_id: str) -> list[str]:
    return [job.id for job in world.jobs_of(batch_id)]


def kept_of(world: Any, batch_id: str) -> list[float]:
    results = [world.result(job.id) for job in world.jobs_of(batch_id)]
    return sorted(result.objective for result in results if result and result.model_key)


def test_models_of_quick_runs_are_stored_once_the_slot_is_idle(world: Any, bench: Any) -> None:
    configs = [{"rmse": float(n), "fit_seconds": 0.1} for n in range(14, 0, -1)]
    batch_id = world.add_batch("test-quick", configs)
    with_slow = world.add_runs("test-quick", [{"rmse": 0.5, "fit_seconds": 5.0}], None)
    bench.lifecycle.run_until_idle()
    assert kept_of(world, batch_id) == [float(n) for n in range(1, 11)]
    assert world.result(with_slow[0]).model_key
    referred = {world.result(job.id).model_key for job in world.jobs_of(batch_id)} - {None}
    assert set(world.store.keys("models")) == referred | {world.result(with_slow[0]).model_key}
    held_out = {world.result(job_id).holdout_key for job_id in ids_of(world, batch_id) + with_slow} - {None}
    assert set(world.store.keys("holdouts")) == held_out
    assert len(held_out) == 11


def test_what_is_held_out_in_other_units_than_the_datasets_is_not_kept(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-log-target")
    bench.lifecycle.run_until_idle()
    result = world.result(job_id)
    assert world.store.exists(result.model_key)
    assert result.holdout_key is None
    assert any("transformed back" in message for message in world.messages(job_id))
    assert list(world.store.keys("holdouts")) == []


def test_later_runs_push_out_stored_models(world: Any, bench: Any) -> None:
    batch_id = world.add_batch("test-quick", [{"rmse": 10.0 + n, "fit_seconds": 0.1} for n in range(10)])
    bench.lifecycle.run_until_idle()
    world.add_runs("test-quick", [{"rmse": float(n), "fit_seconds": 0.1} for n in (5, 30)], batch_id)
    bench.lifecycle.run_until_idle()
    assert kept_of(world, batch_id) == [5.0, *(10.0 + n for n in range(9))]
    assert len(list(world.store.keys("models"))) == 10


def test_models_lost_with_their_child_leave_no_reference(world: Any, bench: Any) -> None:
    batch_id = world.add_batch("test-quick", [{"rmse": 1.0, "fit_seconds": 0.1}])
    world.add_runs("test-crash", [{}], batch_id)
    bench.lifecycle.run_until_idle()
    assert [job.state for job in world.jobs_of(batch_id)] == ["succeeded", "failed"]
    assert kept_of(world, batch_id) == []
    assert list(world.store.keys("models")) == []


def test_a_single_experiment_always_keeps_its_model() -> None:
    assert BatchModels().is_wanted(None, None)


def test_ranking_follows_the_objectives_direction() -> None:
    assert Ranking("b", "rmse", minimize=True).better(1.0, 2.0)
    assert Ranking("b", "r2", minimize=False).better(2.0, 1.0)
    assert not Ranking("b", "rmse", minimize=True).better(1.0, 1.0)
