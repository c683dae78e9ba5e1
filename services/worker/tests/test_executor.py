"""A child process doing a run: answers, failures, prints, stops and deaths."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from azuraforge_contracts.errors import JobFailedError
from azuraforge_worker.executor import frames
from azuraforge_worker.executor.errors import ChildNotStartedError, RunStoppedError
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.process import ChildProcess
from azuraforge_worker.executor.stop import StopReason, StopRequest

Make = Callable[..., dict[str, Any]]


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def stop_when_running(
    sink: Any, stop: StopRequest, reason: StopReason, kind: str = "log"
) -> threading.Thread:
    """Ask for a stop once the run has said something."""
    return when_running(sink, lambda: stop.request(reason), kind)


def when_running(sink: Any, act: Callable[[], None], kind: str = "log") -> threading.Thread:
    """Do something once the run has said something."""

    def wait_and_act() -> None:
        wait_until(lambda: bool(sink.data_of(kind)), 120)
        act()

    thread = threading.Thread(target=wait_and_act)
    thread.start()
    return thread


def test_answers_with_numbers_and_events(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    done = child.exchange(frames.RUN, "a", training_request("test-quick", rmse=0.5), sink, stop)
    assert done["status"] == "ok"
    result = done["result"]
    assert result["metrics"] == {"rmse": 0.5}
    assert result["baseline_metrics"] == {"rmse": 9.0}
    assert result["metric_specs"][0]["direction"] == "minimize"
    assert result["row_counts"] == {"train": 3, "holdout": 0, "dropped": 0}
    assert result["curves"] == {"loss": [[1, 1.0], [2, 0.5], [3, 1 / 3]]}
    assert result["package_versions"]["worker-test-pipelines"] == "1.0"
    assert "scikit-learn" in result["package_versions"]
    assert [data["step"] for data in sink.data_of("metric")] == [1, 2, 3]
    assert sink.data_of("progress")[-1] == {"fraction": 1.0, "message": "Step 3"}


def test_answers_with_details_and_left_out_columns(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    answer = child.exchange(frames.RUN, "a", training_request("test-quick"), sink, stop)["result"]
    assert answer["details"] == {"steps": 3, "spread": None}
    assert answer["dropped_columns"] == {"notes": "free text"}


def test_details_too_large_to_keep_are_left_out_aloud(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    done = child.exchange(frames.RUN, "a", training_request("test-quick", details="large"), sink, stop)
    assert (done["status"], done["result"]["details"]) == ("ok", {})
    assert "300011 bytes" in sink.data_of("log")[-1]["message"]


def test_details_that_are_not_json_fail_the_run_and_not_the_child(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    done = child.exchange(frames.RUN, "a", training_request("test-quick", details="odd"), sink, stop)
    assert (done["status"], done["code"]) == ("failed", "pipeline_error")
    assert "can't be stored as JSON" in done["message"]
    again = child.exchange(frames.RUN, "b", training_request("test-quick"), sink, stop)
    assert again["status"] == "ok"


def test_the_same_child_serves_run_after_run(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    pids = set()
    for number in range(3):
        request = training_request("test-quick", rmse=float(number))
        done = child.exchange(frames.RUN, str(number), request, sink, stop)
        assert done["result"]["metrics"]["rmse"] == number
        pids.add(child.pid)
    assert len(pids) == 1


def test_nan_is_null(child: ChildProcess, training_request: Make, sink: Any, stop: Any) -> None:
    done = child.exchange(frames.RUN, "a", training_request("test-quick", rmse=None), sink, stop)
    assert done["result"]["metrics"] == {"rmse": None}


def test_prints_are_lines_of_the_run(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    child.exchange(frames.RUN, "a", training_request("test-quick", prints="one\ntwo"), sink, stop)
    assert [line for stream, line in sink.lines if stream == "stdout"] == ["one", "two"]
    assert ("stderr", "warned") in sink.lines


@pytest.mark.parametrize(
    ("raises", "code", "message"),
    [
        ("value", "pipeline_error", "ValueError: this went wrong"),
        ("coded", "target_constant", "The target never changes."),
        ("memory", "out_of_memory", "more memory than there is"),
        ("exit", "pipeline_error", "SystemExit: 3"),
    ],
)
def test_failures_are_coded_and_the_child_lives_on(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any, raises: str, code: str, message: str
) -> None:
    done = child.exchange(frames.RUN, "a", training_request("test-quick", raises=raises), sink, stop)
    assert (done["status"], done["code"]) == ("failed", code)
    assert message in done["message"]
    assert "File" not in done["message"]
    assert "Traceback" in done["traceback"]
    assert child.exchange(frames.RUN, "b", training_request("test-quick"), sink, stop)["status"] == "ok"


@pytest.mark.parametrize(
    ("pipeline", "config", "code"),
    [
        ("test-quick", {"rmse": "high"}, "invalid_config"),
        ("test-quick", {"unknown": 1}, "invalid_config"),
        ("test-broken", {}, "pipeline_error"),
        ("nowhere", {}, "pipeline_missing"),
    ],
)
def test_what_cannot_run_says_why(
    child: ChildProcess,
    training_request: Make,
    sink: Any,
    stop: Any,
    pipeline: str,
    config: dict[str, Any],
    code: str,
) -> None:
    done = child.exchange(frames.RUN, "a", training_request(pipeline, **config), sink, stop)
    assert (done["status"], done["code"]) == ("failed", code)


def test_an_unreadable_dataset_says_so(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    request = training_request("test-quick")
    request["request"]["dataset"] |= {"path": "/nowhere.parquet", "sha256": "other"}
    done = child.exchange(frames.RUN, "a", request, sink, stop)
    assert done["code"] == "dataset_unreadable"


def test_a_cancel_is_obeyed_at_once_and_the_child_stays_warm(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest
) -> None:
    asking = stop_when_running(sink, stop, StopReason.CANCELLED)
    with pytest.raises(RunStoppedError) as stopped:
        child.exchange(frames.RUN, "a", training_request("test-slow"), sink, stop)
    asking.join()
    assert stopped.value.reason is StopReason.CANCELLED
    assert child.alive
    fresh = StopRequest()
    assert child.exchange(frames.RUN, "b", training_request("test-quick"), sink, fresh)["status"] == "ok"
    fresh.close()


@pytest.mark.parametrize("ignore_signals", [False, True])
def test_a_run_that_ignores_its_cancel_dies_with_all_it_started(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest, ignore_signals: bool
) -> None:
    asking = stop_when_running(sink, stop, StopReason.CANCELLED)
    request = training_request("test-stubborn", ignore_signals=ignore_signals)
    with pytest.raises(RunStoppedError):
        child.exchange(frames.RUN, "a", request, sink, stop)
    asking.join()
    helper = int(sink.data_of("log")[0]["message"].removeprefix("helper "))
    assert not child.alive
    wait_until(lambda: gone(child.pid) and gone(helper))


@pytest.mark.parametrize("reason", [StopReason.LOST, StopReason.GIVEN_BACK])
def test_lost_and_given_back_runs_are_killed_at_once(
    child: ChildProcess, training_request: Make, sink: Any, stop: StopRequest, reason: StopReason
) -> None:
    asking = stop_when_running(sink, stop, reason)
    with pytest.raises(RunStoppedError) as stopped:
        child.exchange(frames.RUN, "a", training_request("test-slow"), sink, stop)
    asking.join()
    assert stopped.value.reason is reason
    assert gone(child.pid)


def test_a_crash_names_its_signal(child: ChildProcess, training_request: Make, sink: Any, stop: Any) -> None:
    with pytest.raises(JobFailedError, match=r"signal 11 \(SIGSEGV\)") as failed:
        child.exchange(frames.RUN, "a", training_request("test-crash"), sink, stop)
    assert failed.value.code == "process_died"
    assert ("stdout", "last words") in sink.lines


def test_a_child_that_died_idle_is_told_apart(
    child: ChildProcess, training_request: Make, sink: Any, stop: Any
) -> None:
    os.kill(child.pid, signal.SIGKILL)
    wait_until(lambda: not child.alive)
    with pytest.raises(ChildNotStartedError):
        child.exchange(frames.RUN, "a", training_request("test-quick"), sink, stop)


def test_a_killed_fork_server_is_replaced(
    child_pool: ChildPool, training_request: Make, sink: Any, stop: Any
) -> None:
    child = child_pool.take()
    server = psutil.Process(child.pid).ppid()
    killing = when_running(sink, lambda: os.kill(server, signal.SIGKILL))
    with pytest.raises(JobFailedError, match="SIGKILL") as failed:
        child.exchange(frames.RUN, "a", training_request("test-slow"), sink, stop)
    killing.join()
    assert failed.value.code == "process_died"
    child_pool.discard(child)
    request = training_request("test-quick")
    while True:
        fresh = child_pool.take()
        try:
            done = fresh.exchange(frames.RUN, "b", request, sink, stop)
        except ChildNotStartedError:  # a spare that died with the server
            child_pool.discard(fresh)
        else:
            break
    assert done["status"] == "ok"
    assert psutil.Process(fresh.pid).ppid() != server
    child_pool.put_back(fresh)


def test_children_die_with_a_killed_worker(child_pool: ChildPool) -> None:
    program = """
import os, sys, threading
from pathlib import Path
from azuraforge_worker.executor.escalation import Limits
from azuraforge_worker.executor.forks import ChildSpec, ForkServer
from azuraforge_worker.executor.process import ChildProcess
child = ChildProcess(ForkServer(ChildSpec(dict(os.environ), Path("."), Limits(1, 1, None, 10**12))))
print(child.pid, flush=True)
threading.Event().wait()
"""
    worker = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    pid = int(worker.stdout.readline())
    worker.kill()
    worker.wait()
    worker.stdout.close()
    wait_until(lambda: gone(pid))
