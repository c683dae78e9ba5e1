"""What runs take is counted, and those that take too much are ended, with a real child."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from azuraforge_contracts.errors import JobFailedError
from azuraforge_contracts.jobs import JobState
from azuraforge_worker.executor import frames
from azuraforge_worker.executor.errors import ChildNotStartedError
from azuraforge_worker.executor.escalation import Limits
from azuraforge_worker.executor.process import ChildProcess
from azuraforge_worker.executor.stop import StopReason, StopRequest

Make = Callable[..., dict[str, Any]]
MIB = 1024**2
WIDE = Limits(grace_seconds=0.3, kill_seconds=0.8, time_seconds=None, memory_bytes=8 * 1024**3)
PATIENT = replace(WIDE, grace_seconds=60, kill_seconds=60)
LONG = 60.0


def test_each_run_is_told_what_it_took_itself(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest
) -> None:
    def use(**what: Any) -> Any:
        done = child.exchange(frames.RUN, "a", training_request("test-use", **what), sink, stop)
        assert done["status"] == "ok"
        return sink.usage

    before = use()
    large = use(cpu_seconds=0.3, memory_mb=300)
    after = use()
    assert 0.3 <= large.cpu_seconds < 0.3 + 2.0
    assert before.cpu_seconds < 0.3
    assert after.cpu_seconds < 0.3
    assert large.peak_memory_bytes >= before.peak_memory_bytes + 280 * MIB
    assert after.peak_memory_bytes < large.peak_memory_bytes - 200 * MIB, "what it gave back isn't the next's"


def test_a_failed_run_is_told_what_it_took(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest
) -> None:
    child.exchange(frames.RUN, "a", training_request("test-quick", raises="value"), sink, stop)
    assert sink.usage.peak_memory_bytes > 50 * MIB


def test_a_run_past_its_time_is_asked_to_stop_and_leaves_its_process_warm(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest
) -> None:
    request = training_request("test-use", seconds=LONG, cpu_seconds=0.2)
    with pytest.raises(JobFailedError) as failed:
        child.exchange(frames.RUN, "a", request, sink, stop, PATIENT.within(1, None))
    assert failed.value.code == "time_limit"
    assert "its time limit of 1 s" in failed.value.message
    assert "limits.seconds" in failed.value.message
    assert child.alive
    assert sink.data_of("metric") == [{"step": 1, "loss": 0.5}]
    assert sink.usage.cpu_seconds >= 0.2
    again = child.exchange(frames.RUN, "b", training_request("test-quick"), sink, stop)
    assert again["status"] == "ok"


@pytest.mark.parametrize("ignore_signals", [False, True])
def test_a_run_past_its_time_that_does_not_stop_is_killed(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest, ignore_signals: bool
) -> None:
    limits = replace(WIDE, time_seconds=0.2)
    request = training_request("test-stubborn", ignore_signals=ignore_signals)
    with pytest.raises(JobFailedError, match="AZURAFORGE_WORKER_TIME_LIMIT_SECONDS") as failed:
        child.exchange(frames.RUN, "a", request, sink, stop, limits)
    assert failed.value.code == "time_limit"
    assert not child.alive
    assert sink.usage is not None


def test_a_run_that_is_being_cancelled_is_not_called_too_slow(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest
) -> None:
    stop.request(StopReason.CANCELLED)
    limits = replace(WIDE, time_seconds=0.1)
    with pytest.raises(Exception, match=StopReason.CANCELLED.name):
        child.exchange(frames.RUN, "a", training_request("test-stubborn"), sink, stop, limits)


@pytest.mark.parametrize(
    ("limits", "use", "told"),
    [
        (WIDE.within(None, 512), {"memory_mb": 600}, "limits.memory_mb"),
        (WIDE.within(None, 512), {"helper_mb": 600}, "limits.memory_mb"),
        (replace(WIDE, memory_bytes=512 * MIB), {"memory_mb": 600}, "AZURAFORGE_WORKER_MEMORY_LIMIT_MB"),
    ],
)
def test_a_run_and_what_it_starts_are_ended_past_their_memory(
    child: ChildProcess,
    training_request: Make,
    sink: Any,
    stop: StopRequest,
    limits: Limits,
    use: dict[str, int],
    told: str,
) -> None:
    with pytest.raises(JobFailedError, match="its memory limit of 512 MiB") as failed:
        child.exchange(frames.RUN, "a", training_request("test-use", seconds=LONG, **use), sink, stop, limits)
    assert failed.value.code == "out_of_memory"
    assert told in failed.value.message
    assert not child.alive
    assert sink.usage.peak_memory_bytes > 512 * MIB
    assert sink.usage.cpu_seconds > 0


def test_what_an_earlier_run_left_in_memory_fails_no_later_one(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest
) -> None:
    """A process too full for the next run steps down before the run begins, and another takes over."""
    child.exchange(frames.RUN, "a", training_request("test-use", memory_mb=300, leak=True), sink, stop)
    done = child.exchange(frames.RUN, "b", training_request("test-use"), sink, stop)
    assert done["status"] == "ok", "where it has room it goes on"
    with pytest.raises(ChildNotStartedError):
        child.exchange(frames.RUN, "c", training_request("test-use"), sink, stop, WIDE.within(None, 640))
    assert not child.alive


def test_the_tighter_limit_counts() -> None:
    worker = Limits(1, 1, time_seconds=100, memory_bytes=1024 * MIB)
    assert worker.within(None, None) == worker
    assert worker.within(200, 2048) == worker
    run = worker.within(50, 512)
    assert (run.time_seconds, run.memory_bytes) == (50, 512 * MIB)
    assert (run.own_time, run.own_memory) == (True, True)


@pytest.mark.one_database
def test_a_run_over_its_limit_is_a_coded_failure_and_the_slot_goes_on(world: Any, bench: Any) -> None:
    slow = world.add_run("test-use", limits=(1, None), seconds=LONG)
    greedy = world.add_run("test-use", limits=(None, 512), memory_mb=600, seconds=LONG)
    fine = world.add_run("test-use", limits=(100, 2048), cpu_seconds=0.1)
    bench.lifecycle.run_until_idle()
    for job_id, code in ((slow, "time_limit"), (greedy, "out_of_memory")):
        job = world.job(job_id)
        assert (job.state, job.error_code) == ("failed", code)
        assert job.peak_memory_bytes > 50 * MIB
        assert job.cpu_seconds is not None
        kinds = [event.type for event in world.log_of(job_id)]
        assert kinds == ["state", "metric", "log", "error", "state"], "what it said stays readable"
    job = world.job(fine)
    assert job.state == JobState.SUCCEEDED
    assert job.cpu_seconds >= 0.1
    assert job.peak_memory_bytes > 50 * MIB


@pytest.mark.one_database
def test_a_run_over_its_limit_takes_no_neighbour_with_it(world: Any) -> None:
    world.start_worker(slots="2")
    neighbour = world.add_run("test-slow", seconds=10 * LONG)
    world.wait_for_state(neighbour, JobState.RUNNING, seconds=120)
    greedy = world.add_run("test-use", limits=(None, 512), memory_mb=600, seconds=LONG)
    following = world.add_run("test-quick")
    world.wait_for_state(greedy, JobState.RUNNING)
    # Processes may take their time to start; only the order of things matters.
    assert world.wait_for_state(greedy, seconds=120).error_code == "out_of_memory"
    world.wait_for_state(following, JobState.SUCCEEDED, seconds=120)
    assert world.state(neighbour) is JobState.RUNNING
    world.cancel(neighbour)
    world.wait_for_state(neighbour, JobState.CANCELLED)
