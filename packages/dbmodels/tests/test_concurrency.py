"""Many writers at once: nobody is refused, no job is run twice or lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import TypeVar

import pytest
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels import session as session_module
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.job import Job, JobEventRow
from azuraforge_dbmodels.job_state import Claim, JobNotCancellableError
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import SqliteTemplate, add_batch, add_jobs, add_user, claim_job, expire_lease
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlmodel import col

WRITERS = 6


Result = TypeVar("Result")


def together(writers: int, work: Callable[[int], Result]) -> list[Result]:
    """Run the same work on threads that start at the same moment; errors come out."""
    barrier = Barrier(writers)

    def started(number: int) -> Result:
        barrier.wait(10)
        return work(number)

    with ThreadPoolExecutor(writers) as pool:
        return [future.result() for future in [pool.submit(started, n) for n in range(writers)]]


def states(database: Database) -> Counter[str]:
    with database.read() as session:
        return Counter(session.execute(select(col(Job.state))).scalars())


def drain(database: Database, worker: str) -> list[str]:
    """Claim, beat and finish until nothing is queued, one transaction each."""
    done: list[str] = []
    while True:
        with database.write() as session:
            claim = job_state.claim(session, Queue.COMPUTE, worker)
        if claim is None:
            return done
        with database.write() as session:
            assert job_state.heartbeat(session, claim, 0.5).owned
        with database.write() as session:
            assert job_state.succeed(session, claim)
        done.append(claim.job_id)


def test_six_writers_run_every_job_once(database: Database) -> None:
    with database.write() as session:
        for _ in range(3):
            add_batch(session, add_user(session), 50)
    ran = together(WRITERS, lambda n: drain(database, f"w{n}"))
    done = [job_id for of_one in ran for job_id in of_one]
    assert len(done) == len(set(done)) == 150
    assert states(database) == {"succeeded": 150}
    with database.read() as session:
        events = session.execute(select(func.count()).select_from(JobEventRow)).scalar_one()
    assert events == 300


def test_six_writers_never_exceed_the_parallelism_of_batches(database: Database) -> None:
    """Two limited batches, claimed in changing order: nobody waits for anybody in a circle."""
    with database.write() as session:
        owner = add_user(session)
        limits = {add_batch(session, owner, 40, parallelism=limit).id: limit for limit in (1, 2)}
        limits[add_batch(session, add_user(session), 40, parallelism=3).id] = 3

    exceeded: list[int] = []

    def work(number: int) -> list[str]:
        done: list[str] = []
        while states(database)["queued"]:
            with database.write() as session:
                claim = job_state.claim(session, Queue.COMPUTE, f"w{number}")
            while claim is not None:
                with database.read() as session:
                    running = session.execute(
                        select(func.count())
                        .select_from(Job)
                        .where(col(Job.batch_id) == claim.batch_id, col(Job.state) == JobState.RUNNING.value)
                    ).scalar_one()
                if running > limits[claim.batch_id or ""]:
                    exceeded.append(running)
                done.append(claim.job_id)
                with database.write() as session:  # as a worker does: end one and take the next at once
                    assert job_state.succeed(session, claim)
                    claim = job_state.claim(session, Queue.COMPUTE, f"w{number}")
        return done

    ran = [job_id for of_one in together(WRITERS, work) for job_id in of_one]
    assert len(ran) == len(set(ran)) == 120
    assert not exceeded


def test_two_claimers_of_one_job_never_both_get_it(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)

    def take(number: int) -> Claim | None:
        with database.write() as session:
            return job_state.claim(session, Queue.COMPUTE, f"w{number}")

    for _ in range(10):
        with database.write() as session:
            add_jobs(session, owner)
        assert len([claim for claim in together(WRITERS, take) if claim is not None]) == 1


def test_parallel_sweeps_take_a_lost_job_back_once(database: Database) -> None:
    with database.write() as session:
        add_jobs(session, add_user(session), 20)
        for _ in range(20):
            expire_lease(session, claim_job(session).job_id)

    def sweep(_number: int) -> int:
        with database.write() as session:
            return len(job_state.sweep(session).requeued)

    assert sum(together(WRITERS, sweep)) == 20
    with database.read() as session:
        assert set(session.execute(select(col(Job.losses))).scalars()) == {1}


def test_a_cancel_and_an_ending_at_once_leave_one_ending(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)
    for _ in range(10):
        with database.write() as session:
            (job,) = add_jobs(session, owner)
            claim = claim_job(session)

        def race(number: int, job: Job = job, claim: Claim = claim) -> None:
            with database.write() as session:
                if number:
                    job_state.succeed(session, claim)
                    return
                try:
                    job_state.request_cancel(session, session.get_one(Job, job.id))
                except JobNotCancellableError:
                    session.rollback()

        together(2, race)
        with database.read() as session:
            assert session.get_one(Job, job.id).state == JobState.SUCCEEDED


def test_cancelling_a_batch_while_it_is_worked_on_ends_every_run_once(database: Database) -> None:
    with database.write() as session:
        batch = add_batch(session, add_user(session), 60)

    def work(number: int) -> None:
        if number == 0:
            with database.write() as session:
                job_state.request_cancel_batch(session, session.get_one(Batch, batch.id))
            return
        while True:
            with database.write() as session:
                claim = job_state.claim(session, Queue.COMPUTE, f"w{number}")
            if claim is None:
                return
            with database.write() as session:
                stop = job_state.heartbeat(session, claim, None).cancel_requested
                assert (job_state.cancelled if stop else job_state.succeed)(session, claim)

    together(WRITERS, work)
    assert set(states(database)) <= {"succeeded", "cancelled"}
    assert sum(states(database).values()) == 60
    with database.read() as session:
        endings = session.execute(
            select(col(JobEventRow.job_id), func.count())
            .where(col(JobEventRow.type) == "state", col(JobEventRow.data)["state"].as_string() != "running")
            .group_by(col(JobEventRow.job_id))
        ).all()
    assert {count for _, count in endings} == {1}


def test_a_writer_that_waited_long_takes_a_short_gap(tmp_path: Path, sqlite_template: SqliteTemplate) -> None:
    """SQLite's own waiting looks every 0.1 s by then, so that among busy writers somebody starves."""
    database = Database.connect(sqlite_template.new_database(tmp_path))
    waiting, got = Event(), Event()

    def write() -> None:
        waiting.set()
        with database.write() as session:
            session.connection()
            got.set()

    holder = database.engine.connect()
    holder.begin()
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(write)
        assert waiting.wait(5)
        assert not got.wait(0.24)
        holder.commit()
        assert got.wait(0.06)
        ended.result()
    holder.close()
    database.dispose()


def test_a_writer_gives_up_in_the_end(
    tmp_path: Path, sqlite_template: SqliteTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "BUSY_TIMEOUT_MS", 50)
    database = Database.connect(sqlite_template.new_database(tmp_path))
    with (
        database.engine.begin(),
        pytest.raises(OperationalError, match="database is locked"),
        database.write() as session,
    ):
        add_user(session)
    with database.write() as session:
        add_user(session)
    database.dispose()
