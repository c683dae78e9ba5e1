"""Worker processes as the supervisor starts them: batches, drains, kills and outages."""

import signal
import time
from typing import Any

import orjson
import psutil
import pytest
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_contracts.settings import CoreSettings
from azuraforge_contracts.testing import BrokerServer
from azuraforge_contracts.transport.queue import WakeUps, celery_app
from azuraforge_dbmodels.testing import end_wait, expire_lease

FINE = JobState.SUCCEEDED


def child_pids(worker: Any) -> list[int]:
    return [child.pid for child in psutil.Process(worker.process.pid).children()]


def streamed_logs(world: Any, job_id: str) -> list[str]:
    """Log lines from the live stream, as the log waits for the next poll."""
    with world.redis() as client:
        events = [
            event
            for _, fields in client.xrange(f"azf:events:{job_id}")
            for event in orjson.loads(fields[b"e"])
        ]
    return [event["data"]["message"] for event in events if event["type"] == "log"]


def pid_of_run(world: Any, job_id: str) -> int:
    """The child that runs a `test-slow` job, which logs it."""
    lines = world.wait_for(lambda: [m for m in streamed_logs(world, job_id) if m.startswith("process ")])
    return int(lines[-1].removeprefix("process "))


def assert_each_ran_to_one_result(world: Any, batch_id: str, rmses: list[float]) -> None:
    jobs = world.jobs_of(batch_id)
    assert [job.state for job in jobs] == [FINE] * len(rmses)
    assert [world.result(job.id).metrics["rmse"] for job in jobs] == rmses
    for job in jobs:
        log = world.log_of(job.id)
        assert [event.type for event in log].count("result") == 1
        assert [event.id for event in log] == sorted({event.id for event in log})


def test_runs_a_batch_and_leaves_cleanly(world: Any) -> None:
    worker = world.start_worker()
    rmses = [float(n) for n in range(24)]
    batch_id = world.add_batch("test-quick", [{"rmse": rmse} for rmse in rmses])
    world.wait_for_batch(batch_id)
    assert_each_ran_to_one_result(world, batch_id, rmses)
    assert [job.attempt for job in world.jobs_of(batch_id)] == [1] * 24
    kept = [
        world.result(job.id).objective for job in world.jobs_of(batch_id) if world.result(job.id).model_key
    ]
    assert kept == rmses[:10]

    [node] = world.nodes()
    assert (node.queue, node.slots, node.pid) == ("compute", 2, worker.process.pid)
    children = child_pids(worker)
    assert worker.stop() == 0
    assert world.nodes() == []
    assert not [pid for pid in children if psutil.pid_exists(pid)]


@pytest.mark.slow
def test_a_wake_up_over_the_broker_starts_a_job_at_once(world: Any) -> None:
    world.start_worker(sweep_seconds="600")
    warm = world.add_run("test-quick")
    app = celery_app(CoreSettings(redis_url=world.broker_url))
    wakes = WakeUps(app)
    wakes.send(Queue.COMPUTE)
    world.wait_for_state(warm)
    job_id = world.add_run("test-quick")
    wakes.send(Queue.COMPUTE)
    world.wait_for_state(job_id)
    app.close()


@pytest.mark.one_database
def test_cancels(world: Any) -> None:
    """Queued, obeying, ignoring; a freed slot takes its next job."""
    world.start_worker(slots="1", poll_seconds="30", sweep_seconds="0.3")
    obeying = world.add_run("test-slow")
    pid = pid_of_run(world, obeying)
    queued, following = world.add_run("test-slow"), world.add_run("test-slow", seconds=0.0)
    world.cancel(queued)
    assert world.state(queued) is JobState.CANCELLED

    world.cancel(obeying)  # seen by its nudge: the poll is far off
    world.wait_for_state(obeying, JobState.CANCELLED)
    world.wait_for_state(following, FINE)
    assert pid_of_run(world, following) == pid  # the warm child went on

    ignoring = world.add_run("test-stubborn", ignore_signals=True)
    helper = world.wait_for(lambda: [m for m in streamed_logs(world, ignoring) if m.startswith("helper ")])
    world.cancel(ignoring)
    world.wait_for_state(ignoring, JobState.CANCELLED)
    world.wait_for(lambda: not alive(int(helper[0].removeprefix("helper "))))


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.one_database
def test_a_drain_finishes_what_it_can_and_gives_back_the_rest(world: Any) -> None:
    worker = world.start_worker(drain_seconds="2")
    short, long = world.add_run("test-slow", seconds=1.5), world.add_run("test-slow")
    waiting = world.add_run("test-quick")
    world.wait_for(lambda: {world.state(short), world.state(long)} == {JobState.RUNNING})
    pid_of_run(world, short)
    pid_of_run(world, long)
    assert worker.stop() == 0
    assert world.state(short) is FINE
    assert world.state(waiting) is JobState.QUEUED
    given_back = world.job(long)
    assert (given_back.state, given_back.losses) == ("queued", 0)


@pytest.mark.slow
def test_a_second_signal_gives_back_at_once(world: Any) -> None:
    worker = world.start_worker(drain_seconds="600")
    job_id = world.add_run("test-slow", seconds=600)
    pid = pid_of_run(world, job_id)
    worker.send(signal.SIGTERM)
    world.wait_for(lambda: worker.logged("draining"))
    worker.send(signal.SIGINT)
    assert worker.process.wait(20) == 0
    assert world.state(job_id) is JobState.QUEUED
    assert not alive(pid)


def test_killing_a_worker_and_emptying_the_broker_loses_and_doubles_nothing(world: Any) -> None:
    first = world.start_worker()
    rmses = [float(n) for n in range(16)]
    configs = [{"rmse": rmse, "seconds": 0.1} for rmse in rmses]
    batch_id = world.add_batch("test-slow", configs)
    world.wait_for(lambda: world.states_of(batch_id).count(FINE) >= 4)
    first.kill()
    with world.redis() as client:
        client.flushall()
    interrupted = [job.id for job in world.jobs_of(batch_id) if job.state == "running"]
    second = world.start_worker()
    with world.database.write() as session:
        for job_id in interrupted:
            expire_lease(session, job_id)
    world.wait_for(lambda: not set(interrupted) & {j.id for j in world.jobs_of(batch_id) if j.losses == 0})
    with world.database.write() as session:
        for job_id in interrupted:
            end_wait(session, job_id)
    world.wait_for_batch(batch_id)
    assert_each_ran_to_one_result(world, batch_id, rmses)
    referred = {world.result(job.id).model_key for job in world.jobs_of(batch_id)} - {None}
    assert len(referred) == 10
    assert referred <= set(world.store.keys("models"))
    assert second.stop() == 0


@pytest.mark.slow
def test_a_worker_that_sleeps_past_its_lease_leaves_one_result(world: Any) -> None:
    sleeper = world.start_worker(slots="1")
    job_id = world.add_run("test-slow", seconds=1.0)
    pid = pid_of_run(world, job_id)
    sleeper.send(signal.SIGSTOP)
    with world.database.write() as session:
        expire_lease(session, job_id)
    world.start_worker(slots="1")
    world.wait_for(lambda: world.job(job_id).losses == 1)
    with world.database.write() as session:
        end_wait(session, job_id)
    world.wait_for_state(job_id, FINE)
    assert world.result(job_id).attempt == 2
    events = len(world.log_of(job_id))
    sleeper.send(signal.SIGCONT)
    fresh = world.add_run("test-quick")
    world.wait_for_state(fresh)
    world.wait_for(lambda: sleeper.logged("job_no_longer_ours"))
    assert (world.result(job_id).attempt, len(world.log_of(job_id))) == (2, events)
    assert not alive(pid) or sleeper.process.pid == psutil.Process(pid).ppid()


def test_jobs_run_without_a_broker_and_over_its_return(make_world: Any, own_broker: BrokerServer) -> None:
    world = make_world(own_broker.url)
    worker = world.start_worker()
    alone = world.add_run("test-quick")
    world.wait_for_state(alone, FINE)
    assert worker.log.read_text().count("outage_began") == 1

    own_broker.start()
    world.wait_for(lambda: worker.logged("outage_ended"))
    after = world.add_run("test-quick")
    world.wait_for_state(after, FINE)
    began = time.monotonic()
    assert worker.stop() == 0
    assert time.monotonic() - began < 15


@pytest.mark.slow
def test_an_llm_worker_idles_and_stops(world: Any) -> None:
    worker = world.start_worker("llm")
    world.wait_for(lambda: [node.queue for node in world.nodes()] == ["llm"])
    assert child_pids(worker) == []
    assert worker.stop() == 0


@pytest.mark.one_database
def test_a_wrong_setting_is_named(world: Any) -> None:
    worker = world.start_worker(ready=False, slots="none")
    assert worker.process.wait(30) != 0
    assert worker.logged("AZURAFORGE_WORKER_SLOTS")
