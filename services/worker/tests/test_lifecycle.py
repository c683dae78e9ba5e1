"""Jobs from claim to end, with a real child: results, logs, streams, stops and lost claims."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import pytest
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.run_files import files_of_run, model_key
from azuraforge_contracts.transport.event_stream import event_stream_key, feed_stream_key
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.testing import expire_lease
from sqlalchemy.exc import OperationalError


@contextmanager
def running(bench: Any) -> Iterator[None]:
    """Work in another thread, as a slot does."""
    thread = threading.Thread(target=bench.lifecycle.run_until_idle)
    thread.start()
    yield
    thread.join(30)
    assert not thread.is_alive()


def streamed(world: Any, job_id: str) -> list[dict[str, Any]]:
    with world.redis() as client:
        return [
            event
            for _, fields in client.xrange(event_stream_key(job_id))
            for event in orjson.loads(fields[b"e"])
        ]


def feed(world: Any) -> list[dict[str, Any]]:
    with world.redis() as client:
        return [
            item
            for _, fields in client.xrange(feed_stream_key(world.owner.id))
            for item in orjson.loads(fields[b"f"])
        ]


def test_a_run_leaves_its_whole_result(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-quick", rmse=0.5)
    bench.lifecycle.run_until_idle()

    job = world.job(job_id)
    assert (job.state, job.attempt, job.progress, job.error_code) == ("succeeded", 1, 1.0, None)
    result = world.result(job_id)
    assert result.metrics == {"rmse": 0.5}
    assert result.baseline_metrics == {"rmse": 9.0}
    assert result.curves == {"loss": [[1, 1.0], [2, 0.5], [3, 1 / 3]]}
    assert result.row_counts == {"train": 10, "holdout": 0, "dropped": 0}
    assert result.provenance["dataset_sha256"] == world.dataset.sha256
    assert result.provenance["code_version"]
    assert "numpy" in result.provenance["package_versions"]
    assert result.provenance["python_version"]
    assert world.store.exists(result.model_key)


def test_the_log_and_the_stream_tell_the_same_without_holes(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-quick", prints="hello")
    bench.lifecycle.run_until_idle()

    log = world.log_of(job_id)
    assert [event.id for event in log] == [event_id(1, n) for n in range(1, len(log) + 1)]
    kinds = [event.type for event in log]
    assert (kinds[0], kinds[-2], kinds[-1]) == ("state", "result", "state")
    assert kinds.count("metric") == 3
    assert "hello" in world.messages(job_id)
    assert log[-2].data["metrics"] == {"rmse": 1.0}

    world.wait_for(lambda: len(streamed(world, job_id)) == len(log))
    assert [event["id"] for event in streamed(world, job_id)] == [event.id for event in log]
    assert [event["data"] for event in streamed(world, job_id)] == [event.data for event in log]


def test_the_feed_shows_every_jobs_states(world: Any, bench: Any) -> None:
    batch_id = world.add_batch("test-quick", [{"rmse": 2.0}, {"rmse": 1.0}, {"raises": "value"}])
    bench.lifecycle.run_until_idle()

    def ends_of_jobs() -> list[tuple[str, str]] | None:
        shown = [
            [item["state"] for item in feed(world) if item["id"] == job.id] for job in world.jobs_of(batch_id)
        ]
        ends = [(states[0], states[-1]) for states in shown if states]
        return ends if len(ends) == 3 and all(last != "running" for _, last in ends) else None

    assert world.wait_for(ends_of_jobs) == [
        ("running", "succeeded"),
        ("running", "succeeded"),
        ("running", "failed"),
    ]


def test_nan_metrics_are_null_and_rank_nowhere(world: Any, bench: Any) -> None:
    batch_id = world.add_batch("test-quick", [{"rmse": None}])
    bench.lifecycle.run_until_idle()
    result = world.result(world.jobs_of(batch_id)[0].id)
    assert result.metrics == {"rmse": None}
    assert (result.objective, result.model_key) == (None, None)


def test_a_batch_keeps_the_models_of_its_ten_best(world: Any, bench: Any) -> None:
    batch_id = world.add_batch("test-quick", [{"rmse": float(n)} for n in (*range(12, 0, -1), 20)])
    bench.lifecycle.run_until_idle()
    results = [world.result(job.id) for job in world.jobs_of(batch_id)]
    kept = sorted(result.objective for result in results if result.model_key)
    assert kept == [float(n) for n in range(1, 11)]
    assert set(world.store.keys("models")) == {result.model_key for result in results} - {None}
    assert set(world.store.keys("holdouts")) == {result.holdout_key for result in results} - {None}
    assert [result.holdout_key is None for result in results] == [
        result.model_key is None for result in results
    ]


def test_a_failure_is_told_and_the_next_job_runs(world: Any, bench: Any) -> None:
    failing, crashing, fine = (
        world.add_run("test-quick", raises="coded"),
        world.add_run("test-crash"),
        world.add_run("test-quick"),
    )
    bench.lifecycle.run_until_idle()
    assert (world.job(failing).error_code, world.job(failing).error_message) == (
        "target_constant",
        "The target never changes.",
    )
    assert world.job(crashing).error_code == "process_died"
    assert "SIGSEGV" in world.job(crashing).error_message
    assert {"about to crash", "last words"} <= set(world.messages(crashing))
    assert world.log_of(crashing)[-2].type == "error"
    assert world.state(fine) is JobState.SUCCEEDED


def test_a_killed_child_fails_its_run_only(world: Any, bench: Any) -> None:
    victim, fine = world.add_run("test-slow"), world.add_run("test-quick")
    with running(bench):
        [line] = world.wait_for(lambda: world.messages(victim))
        os.kill(int(line.removeprefix("process ")), signal.SIGKILL)
    job = world.job(victim)
    assert (job.state, job.error_code) == ("failed", "process_died")
    assert "SIGKILL" in job.error_message
    assert world.state(fine) is JobState.SUCCEEDED


def test_a_missing_dataset_file_is_a_clear_failure(world: Any, bench: Any) -> None:
    world.store.delete(f"datasets/{world.dataset.sha256}.parquet")
    job_id = world.add_run("test-quick")
    bench.lifecycle.run_until_idle()
    assert world.job(job_id).error_code == "dataset_unreadable"
    assert world.dataset.name in world.job(job_id).error_message


def test_a_running_job_shows_progress_and_log_before_it_ends(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-slow")
    with running(bench):
        world.wait_for(lambda: world.job(job_id).progress == 0.5)
        world.wait_for(lambda: world.messages(job_id))
        world.wait_for(lambda: 0.5 in [item["progress"] for item in feed(world)])
        assert world.state(job_id) is JobState.RUNNING
        world.cancel(job_id)
        bench.housekeeper.poke()
    assert world.state(job_id) is JobState.CANCELLED
    log = world.log_of(job_id)
    assert [event.id for event in log] == [event_id(1, n) for n in range(1, len(log) + 1)]


def test_the_lease_is_renewed_while_a_job_runs(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-slow")
    with running(bench):
        first = world.wait_for(lambda: world.job(job_id).lease_until)
        world.wait_for(lambda: (world.job(job_id).lease_until or 0) > first)
        world.cancel(job_id)
        bench.housekeeper.poke()


def test_a_job_taken_away_is_left_without_a_trace(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-slow")
    with running(bench):
        world.wait_for(lambda: world.job(job_id).progress == 0.5)
        with world.database.write() as session:
            expire_lease(session, job_id)
            assert job_state.sweep(session).requeued
    job = world.job(job_id)
    assert (job.state, job.losses) == ("queued", 1)
    assert [event.data["state"] for event in world.log_of(job_id) if event.type == "state"] == [
        "running",
        "queued",
    ]
    assert not bench.jobs.all()


def test_a_result_that_comes_too_late_is_not_stored_and_its_model_goes(world: Any, bench: Any) -> None:
    bench.housekeeper.close()  # a worker that slept: it learns of its loss only as it finishes
    job_id = world.add_run("test-slow", seconds=0.5)
    with running(bench):
        claim = world.wait_for(lambda: bench.jobs.find(job_id)).claim
        bench.lifecycle.drain()
        with world.database.write() as session:
            expire_lease(session, job_id)
            assert job_state.sweep(session).requeued
    assert world.state(job_id) is JobState.QUEUED
    assert world.result(job_id) is None
    assert not any(map(world.store.exists, files_of_run(model_key(job_id, claim.token))))


def test_giving_back_counts_as_no_loss(world: Any, bench: Any) -> None:
    job_id, waiting = world.add_run("test-slow"), world.add_run("test-quick")
    with running(bench):
        world.wait_for(lambda: world.job(job_id).progress == 0.5)
        bench.lifecycle.drain()
        bench.lifecycle.give_back_all()
    job = world.job(job_id)
    assert (job.state, job.losses, job.attempt) == ("queued", 0, 1)
    assert world.state(waiting) is JobState.QUEUED


def test_a_drain_lets_the_running_job_finish_and_takes_no_other(world: Any, bench: Any) -> None:
    job_id, waiting = world.add_run("test-slow", seconds=0.3), world.add_run("test-quick")
    with running(bench):
        world.wait_for(lambda: world.state(job_id) is JobState.RUNNING)
        bench.lifecycle.drain()
    assert world.state(job_id) is JobState.SUCCEEDED
    assert world.state(waiting) is JobState.QUEUED


def test_a_second_attempt_begins_with_a_reset(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-quick", raises="value")
    bench.lifecycle.run_until_idle()
    with world.database.write() as session:
        job_state.retry(session, session.get_one(Job, job_id))
    bench.lifecycle.run_until_idle()
    second = [event for event in world.log_of(job_id) if event.attempt == 2]
    assert [event.type for event in second[:2]] == ["reset", "state"]
    assert [event.id for event in second] == [event_id(2, n) for n in range(1, len(second) + 1)]


def test_a_result_waits_for_a_database_that_is_away(
    world: Any, bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_write, away = world.database.write, threading.Event()

    def write() -> Any:
        if away.is_set():
            raise OperationalError("COMMIT", None, Exception("away"))
        return really_write()

    monkeypatch.setattr(world.database, "write", write)
    job_id, next_id = world.add_run("test-slow", seconds=0.3), world.add_run("test-quick")
    with running(bench):
        job = world.wait_for(lambda: bench.jobs.find(job_id))
        away.set()
        world.wait_for(lambda: job.over)
        assert world.result(job_id) is None
        away.clear()
    assert world.state(job_id) is JobState.SUCCEEDED
    assert world.result(job_id).attempt == 1
    assert [event.type for event in world.log_of(job_id)].count("result") == 1
    assert world.state(next_id) is JobState.SUCCEEDED


def test_a_slot_survives_a_database_that_is_away_at_the_claim(
    world: Any, bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> Any:
        raise OperationalError("BEGIN", None, Exception("away"))

    job_id = world.add_run("test-quick")
    with monkeypatch.context() as patched:
        patched.setattr(world.database, "write", write)
        bench.lifecycle.run_until_idle()
        assert bench.slots.free == 1
    bench.lifecycle.run_until_idle()
    assert world.state(job_id) is JobState.SUCCEEDED


def test_an_unknown_kind_of_job_fails_by_itself(world: Any, bench: Any) -> None:
    job_id = world.add_run("test-quick")
    with world.database.write() as session:
        job = session.get_one(Job, job_id)
        job.kind = "prediction"
    bench.lifecycle.run_until_idle()
    assert world.job(job_id).error_code == "internal_error"
