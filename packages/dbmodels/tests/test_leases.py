"""Leases, reboots and clocks; and how many workers are woken."""

from datetime import timedelta

import pytest
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import clock, job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job import Job, WorkerNode
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_jobs, add_user, claim_job, expire_lease, read_job
from azuraforge_dbmodels.worker_nodes import (
    WorkerPulse,
    live_workers,
    register_worker,
    unregister_worker,
    worker_heartbeat,
)
from sqlalchemy import update
from sqlmodel import Session, col


def worker(session: Session, slots: int = 2, queue: Queue = Queue.COMPUTE) -> WorkerNode:
    return register_worker(session, queue, slots, "1.0")


def published_long_ago(session: Session) -> None:
    session.execute(update(Job).values(published_at=utc_now() - timedelta(seconds=6)))


def test_a_lease_holds_for_thirty_seconds(database: Database) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session))
        before = clock.lease_now(session)
        job = read_job(session, claim_job(session).job_id)
        after = clock.lease_now(session)
        assert job.lease_until is not None
        assert before.seconds + 30 <= job.lease_until <= after.seconds + 30
        assert job.lease_epoch == before.epoch
        assert job_state.sweep(session) == job_state.SweepResult([], [])


def test_a_lease_of_an_earlier_boot_has_run_out(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if not database.is_sqlite:
        pytest.skip("a server's clock has one epoch")
    with database.write() as session:
        (job,) = add_jobs(session, add_user(session))
        node = worker(session)
        claim_job(session, node.id)
    monkeypatch.setattr(clock, "_boot_id", lambda: "the-next-boot")
    monkeypatch.setattr(clock, "_since_boot", lambda: 3.0)
    with database.write() as session:
        assert live_workers(session) == []
        (change,) = job_state.sweep(session).requeued
        assert change.job_id == job.id
        claimable = read_job(session, job.id)
        assert (claimable.lease_epoch, claimable.losses) == (None, 1)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_step_of_the_time_of_day_neither_ends_a_lease_nor_prolongs_a_wait(
    database: Database, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    if not database.is_sqlite:
        pytest.skip("the time of day is the server's")
    with database.write() as session:
        waiting, _running = add_jobs(session, add_user(session), 2)
        claim_job(session)
        expire_lease(session, waiting.id)
        job_state.sweep(session)
        claim_job(session)
    stepped = utc_now() + timedelta(hours=hours)
    monkeypatch.setattr("azuraforge_dbmodels.job_state._time.utc_now", lambda: stepped)
    with database.write() as session:
        assert job_state.sweep(session).requeued == []
        assert claim_job(session).job_id == waiting.id


def test_a_worker_counts_until_it_says_goodbye_or_falls_silent(database: Database) -> None:
    with database.write() as session:
        staying, leaving, silent = worker(session), worker(session), worker(session, queue=Queue.LLM)
        assert worker_heartbeat(session, staying.id, WorkerPulse(busy=1))
        session.execute(update(WorkerNode).where(col(WorkerNode.id) == silent.id).values(lease_until=0.0))
        unregister_worker(session, leaving.id)
        assert [node.id for node in live_workers(session)] == [staying.id]
        assert live_workers(session, Queue.LLM) == []
        assert not worker_heartbeat(session, leaving.id, WorkerPulse(busy=0))


def test_registering_forgets_workers_long_gone(database: Database) -> None:
    with database.write() as session:
        gone = worker(session)
        session.execute(update(WorkerNode).values(lease_until=-3600.0))
        worker(session)
        assert not worker_heartbeat(session, gone.id, WorkerPulse(busy=0))


@pytest.mark.parametrize(("queued", "slots", "due"), [(5, 2, 2), (1, 2, 1), (0, 2, 0), (5, 0, 0)])
def test_one_wake_up_per_free_slot_with_work(database: Database, queued: int, slots: int, due: int) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session), queued)
        if slots:
            worker(session, slots)
        assert job_state.wake_ups_due(session, Queue.COMPUTE) == due
        assert job_state.wake_ups_due(session, Queue.LLM) == 0


def test_a_wake_up_is_sent_again_only_after_five_seconds(database: Database) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session), 3)
        worker(session, 2)
        assert job_state.wake_ups_due(session, Queue.COMPUTE) == 2
        assert job_state.wake_ups_due(session, Queue.COMPUTE) == 0
        published_long_ago(session)
        assert job_state.wake_ups_due(session, Queue.COMPUTE) == 2


def test_busy_and_stopping_workers_have_no_free_slot(database: Database) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session), 5)
        busy, stopping = worker(session, 2), worker(session, 2)
        claim_job(session, busy.id)
        worker_heartbeat(session, stopping.id, WorkerPulse(busy=0, stopping=True))
        assert job_state.wake_ups_due(session, Queue.COMPUTE) == 1


def test_jobs_held_by_a_lost_worker_take_no_slot_of_the_living(database: Database) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session), 5)
        claim_job(session, "lost-worker")
        claim_job(session, "lost-worker")
        worker(session, 2)
        assert job_state.wake_ups_due(session, Queue.COMPUTE) == 2


def test_a_job_that_has_to_wait_wakes_nobody(database: Database) -> None:
    with database.write() as session:
        (job,) = add_jobs(session, add_user(session))
        worker(session)
        claim_job(session)
        expire_lease(session, job.id)
        job_state.sweep(session)
        assert job_state.wake_ups_due(session, Queue.COMPUTE) == 0
