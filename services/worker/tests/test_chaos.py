"""Hours of bad luck in a minute: kills, an emptied broker and cancels at random moments."""

import random
import time
from typing import Any

import pytest
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.testing import BrokerServer
from azuraforge_dbmodels.job_state import JobNotCancellableError

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

JOBS = 200
KILLS = 10
BROKER_RESTARTS = 5


def test_two_hundred_jobs_through_kills_and_an_emptied_broker(
    make_world: Any, own_broker: BrokerServer
) -> None:
    own_broker.start()
    world = make_world(own_broker.url)
    lucky = random.Random(7)  # noqa: S311 - repeatable bad luck
    rmses = [float(n) for n in range(JOBS)]
    configs = [{"rmse": rmse, "seconds": lucky.uniform(0.05, 0.4)} for rmse in rmses]
    batch_id = world.add_batch("test-slow", configs)
    workers = [world.start_worker(sweep_seconds="2") for _ in range(2)]
    # The bad luck is spread over the batch: it strikes whenever another share of the jobs is done.
    for number in range(KILLS):
        share = (number + 1) * JOBS // (KILLS + 2)
        world.wait_for(lambda share=share: world.states_of(batch_id).count(JobState.SUCCEEDED) >= share, 120)
        workers.pop(lucky.randrange(2)).kill()
        if number % 2 < BROKER_RESTARTS * 2 / KILLS:
            own_broker.stop()
            own_broker.start()
        workers.append(world.start_worker(sweep_seconds="2"))
    settling = time.monotonic()
    world.wait_for_batch(batch_id, 120)
    assert time.monotonic() - settling <= 60

    jobs = world.jobs_of(batch_id)
    assert [job.state for job in jobs] == [JobState.SUCCEEDED] * JOBS
    results = [world.result(job.id) for job in jobs]
    assert [result.metrics["rmse"] for result in results] == rmses
    assert all(world.store.exists(result.model_key) for result in results if result.model_key)
    for job in jobs:
        log = world.log_of(job.id)
        assert [event.id for event in log] == sorted({event.id for event in log})
        assert [event.data for event in log if event.type == "state"][-1] == {"state": "succeeded"}
        assert [event.type for event in log].count("result") == 1


def test_a_hundred_cancels_at_random_moments(world: Any) -> None:
    lucky = random.Random(11)  # noqa: S311 - repeatable bad luck
    world.start_worker()
    job_ids = [
        *world.add_runs("test-slow", [{"seconds": 0.1}] * 90, None),
        *world.add_runs("test-stubborn", [{"ignore_signals": n % 2 == 0} for n in range(10)], None),
    ]
    lucky.shuffle(job_ids)
    raced = []
    for job_id in job_ids:
        time.sleep(lucky.uniform(0, 0.1))
        if world.state(job_id) in (JobState.QUEUED, JobState.RUNNING):
            try:
                world.cancel(job_id)
            except JobNotCancellableError:
                raced.append(job_id)  # it ended in this very moment
    assert len(raced) < len(job_ids) / 2
    world.wait_for(lambda: all(world.state(job_id) not in ("queued", "running") for job_id in job_ids), 240)
    for job_id in job_ids:
        assert world.state(job_id) in (JobState.SUCCEEDED, JobState.CANCELLED)
        assert (world.result(job_id) is not None) == (world.state(job_id) is JobState.SUCCEEDED)
