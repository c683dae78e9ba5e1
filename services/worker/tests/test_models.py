"""Orphaned model files are swept, those in use are not."""

from typing import Any

from azuraforge_dbmodels.testing import claim_job
from azuraforge_worker.training.models import BatchModels, Ranking, model_key, sweep_models


def test_only_files_nobody_can_refer_to_are_swept(world: Any, bench: Any) -> None:
    done = world.add_run("test-quick")
    bench.lifecycle.run_until_idle()
    running = world.add_run("test-quick")
    with world.database.write() as session:
        claim = claim_job(session)
    kept = {world.result(done).model_key, model_key(running, claim.token)}
    orphans = {model_key(done, "earlier"), model_key(running, "earlier"), model_key("deleted-job", "token")}
    for key in (*kept, *orphans):
        world.store.put_bytes(key, b"model")
    assert sweep_models(world.database, world.store) == len(orphans)
    assert set(world.store.keys("models")) == kept


def test_a_single_experiment_always_keeps_its_model() -> None:
    assert BatchModels().is_wanted(None, None)


def test_ranking_follows_the_objectives_direction() -> None:
    assert Ranking("b", "rmse", minimize=True).better(1.0, 2.0)
    assert Ranking("b", "r2", minimize=False).better(2.0, 1.0)
    assert not Ranking("b", "rmse", minimize=True).better(1.0, 1.0)
