"""The estimate of the time left: as pure functions on known queues, and as batches tell it."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from azuraforge_api.batches.time_left import Group, GroupKey, RunningRun, seconds_until_ended
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_batch, add_user
from azuraforge_dbmodels.worker_nodes import WorkerPulse, register_worker, worker_heartbeat
from fastapi.testclient import TestClient
from sqlmodel import col, select

URL = "/api/v1/batches"
MINE: GroupKey = ("me", "mine")
OTHER: GroupKey = ("me", "other")
SINGLES: GroupKey = ("me", None)
FOREIGN: GroupKey = ("you", "yours")

Start = Callable[..., dict[str, Any]]


def left(slots: int, mine: Group, **others: Group) -> float | None:
    keys = {"other": OTHER, "singles": SINGLES, "foreign": FOREIGN}
    groups = {MINE: mine, **{keys[name]: group for name, group in others.items()}}
    return seconds_until_ended(groups, slots, MINE)


def test_runs_come_in_rounds() -> None:
    """Three runs on two slots take two rounds, not one and a half."""
    assert left(2, Group(queued=3, ended_seconds=[10.0])) == 20
    assert left(2, Group(queued=4, ended_seconds=[10.0])) == 20
    assert left(8, Group(queued=3, ended_seconds=[10.0])) == 10


def test_nobody_knows_before_the_first_run_tells_how_far_it_is() -> None:
    assert left(2, Group(queued=9)) is None
    assert left(2, Group(queued=8, running=[RunningRun(elapsed=5.0)])) is None
    assert left(2, Group(queued=8, running=[RunningRun(elapsed=5.0, progress=0.001)])) is None
    first = RunningRun(elapsed=5.0, progress=0.5)  # 10 s a run: the two slots end 9 runs in 5 rounds
    assert left(2, Group(queued=8, running=[first])) == pytest.approx(45)


def test_without_slots_nobody_knows() -> None:
    assert left(0, Group(queued=9, ended_seconds=[10.0])) is None


def test_running_runs_are_worth_what_they_still_take() -> None:
    half = RunningRun(elapsed=5.0, progress=0.5)
    assert left(1, Group(running=[half])) == pytest.approx(5)
    assert left(1, Group(queued=1, running=[half], ended_seconds=[10.0])) == pytest.approx(15)
    silent = RunningRun(elapsed=4.0)
    assert left(1, Group(queued=1, running=[silent], ended_seconds=[10.0])) == pytest.approx(16)


def test_parallelism_counts() -> None:
    assert left(4, Group(queued=8, ended_seconds=[10.0])) == 20
    assert left(4, Group(queued=8, limit=1, ended_seconds=[10.0])) == 80
    assert left(4, Group(queued=8, limit=2, ended_seconds=[10.0])) == 40
    running = [RunningRun(5.0, 0.5), RunningRun(5.0, 0.5)]
    assert left(4, Group(queued=2, limit=2, running=running, ended_seconds=[10.0])) == pytest.approx(15)


def test_slots_are_shared_with_others_until_those_have_ended() -> None:
    mine = {"queued": 10, "ended_seconds": [10.0]}
    long = Group(queued=1000, ended_seconds=[10.0])
    assert left(2, Group(**mine), other=long) == 100
    assert left(2, Group(**mine), foreign=long) == 100
    short = Group(queued=2, ended_seconds=[10.0])
    assert left(2, Group(**mine), other=short) == 60
    limited = Group(queued=1000, limit=1, ended_seconds=[10.0])
    assert left(4, Group(**{**mine, "queued": 30}), other=limited) == 100


def test_users_share_before_their_batches_do() -> None:
    others = {name: Group(queued=500, ended_seconds=[10.0]) for name in ("other", "singles", "foreign")}
    # One slot of two is mine, where my groups take turns, three runs for each of these.
    assert left(2, Group(queued=4, ended_seconds=[10.0]), **others) == pytest.approx(110, abs=10)


def test_groups_nobody_knows_the_times_of_are_like_the_others() -> None:
    assert left(1, Group(queued=2, ended_seconds=[10.0]), singles=Group(queued=2)) == pytest.approx(
        30, abs=10
    )


def test_few_quick_ends_hide_no_slow_runs() -> None:
    """Five runs ended after a second; two have been running for a minute and don't tell how far they are."""
    slow = [RunningRun(elapsed=60.0), RunningRun(elapsed=60.0)]
    group = Group(queued=7, running=slow, ended_seconds=[1.0] * 5)
    mean = group.mean_seconds()
    assert mean == pytest.approx((5 + 2 * 90) / 7)
    seconds = left(2, group)
    assert seconds is not None
    assert seconds > 60


def test_runs_of_very_different_length_are_told_apart_by_their_progress() -> None:
    runs = [RunningRun(elapsed=10.0, progress=0.1), RunningRun(elapsed=10.0, progress=0.9)]
    assert left(2, Group(running=runs)) == pytest.approx(90)


def test_slots_of_workers_that_stop_take_nothing_more() -> None:
    stopping = RunningRun(elapsed=5.0, progress=0.5, slot_goes_on=False)
    assert left(1, Group(queued=1, running=[stopping])) == pytest.approx(10)


def test_a_hundred_thousand_runs_cost_no_more_than_some_hundred() -> None:
    crowd: dict[GroupKey, Group] = {
        ("me", str(number)): Group(queued=100_000, ended_seconds=[1.0]) for number in range(20)
    }
    began = time.process_time()
    seconds = seconds_until_ended({MINE: Group(queued=100_000, ended_seconds=[1.0]), **crowd}, 10, MINE)
    assert time.process_time() - began < 1.0
    assert seconds == pytest.approx(20 * 100_000 / 10 + 100_000 / 10, rel=0.1)


def claim(database: Database, worker_id: str, seconds_ago: float, progress: float | None = None) -> str:
    with database.write() as session:
        claimed = job_state.claim(session, Queue.COMPUTE, worker_id)
        assert claimed is not None
        job_state.heartbeat(session, claimed, progress)
        job = session.get_one(Job, claimed.job_id)
        job.started_at = utc_now() - timedelta(seconds=seconds_ago)
        session.add(job)
    return claimed.job_id


def end_last(database: Database, *seconds: float) -> None:
    """The runs that ended took so long."""
    with database.write() as session:
        ended = session.exec(select(Job).where(Job.state == "succeeded").order_by(col(Job.number))).all()
        for job, taken in zip(ended, seconds, strict=True):
            assert job.finished_at is not None
            job.started_at = job.finished_at - timedelta(seconds=taken)
            session.add(job)


def test_a_batch_tells_its_time_from_its_first_progress_on(
    member_client: TestClient, database: Database, started: Start, work: Callable[..., None]
) -> None:
    batch_id = started({"rate": [0.1, 0.2, 0.3, 0.4, 0.5]})["id"]

    def eta() -> float | None:
        value: float | None = member_client.get(f"{URL}/{batch_id}").json()["eta_seconds"]
        return value

    assert eta() is None, "no worker is up"
    with database.write() as session:
        worker_id = register_worker(session, Queue.COMPUTE, 2, "test").id
    assert eta() is None, "no run has begun"
    claim(database, worker_id, seconds_ago=100, progress=0.5)
    assert eta() == pytest.approx(500, rel=0.02), "five runs of 200 s on two slots, the first half done"
    work(1.0, 2.0)
    end_last(database, 200, 200)
    assert eta() == pytest.approx(300, rel=0.02), "one starts now, the last one after the one half done"
    member_client.patch(f"{URL}/{batch_id}", json={"parallelism": 1})
    assert eta() == pytest.approx(500, rel=0.02)
    member_client.patch(f"{URL}/{batch_id}", json={"parallelism": None})
    with database.write() as session:
        add_batch(session, add_user(session), 100)
    assert eta() == pytest.approx(500, rel=0.02), "somebody else gets every other run"
    with database.write() as session:
        worker_heartbeat(session, worker_id, WorkerPulse(busy=1, stopping=True))
    assert eta() is None, "nobody takes a next run"
