"""A worker process as the supervisor starts it, against a real broker."""

from typing import Any

from azuraforge_contracts.jobs import JobState


def test_runs_a_batch_and_leaves_cleanly(world: Any) -> None:
    worker = world.start_worker()
    batch_id = world.add_batch("test-quick", [{"rmse": float(n)} for n in range(24)])
    world.wait_for_batch(batch_id)

    jobs = world.jobs_of(batch_id)
    assert [job.state for job in jobs] == [JobState.SUCCEEDED] * 24
    assert [job.attempt for job in jobs] == [1] * 24
    assert [world.result(job.id).metrics for job in jobs] == [{"rmse": float(n)} for n in range(24)]
    kept = [n for n, job in enumerate(jobs) if world.result(job.id).model_key]
    assert kept == list(range(10))

    assert worker.stop() == 0
    assert world.nodes() == []
