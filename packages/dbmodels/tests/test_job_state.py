"""The state machine, step by step: every change, its fence, its events."""

from collections.abc import Callable

import pytest
from azuraforge_contracts.errors import JobErrorCode
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import JobKind, JobState, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import (
    Claim,
    EventRecord,
    JobChange,
    JobNotCancellableError,
    JobNotRetryableError,
    Limits,
    Usage,
)
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import (
    add_batch,
    add_jobs,
    add_user,
    claim_job,
    end_wait,
    expire_lease,
    logged,
    read_job,
)
from sqlmodel import Session, select

Ending = Callable[[Session, Claim], JobChange | None]
ENDINGS: dict[JobState, Ending] = {
    JobState.SUCCEEDED: job_state.succeed,
    JobState.FAILED: lambda session, claim: job_state.fail(session, claim, "broken", "It broke."),
    JobState.CANCELLED: job_state.cancelled,
}


def told(session: Session, job_id: str) -> list[tuple[int, str]]:
    """The log as (id, word): the state of a state event, the type of any other."""
    return [(row.id, row.data.get("state", row.type)) for row in logged(session, job_id)]


def note(claim: Claim, sequence: int) -> EventRecord:
    return {
        "id": event_id(claim.attempt, sequence),
        "job_id": claim.job_id,
        "attempt": claim.attempt,
        "type": "log",
        "at": utc_now(),
        "data": {"level": "info", "message": f"line {sequence}"},
    }


@pytest.fixture
def job_id(database: Database) -> str:
    with database.write() as session:
        return add_jobs(session, add_user(session))[0].id


def in_state(session: Session, job_id: str, state: JobState) -> Claim | None:
    """Bring a queued job into a state."""
    if state is JobState.QUEUED:
        return None
    claim = claim_job(session)
    assert claim.job_id == job_id
    if state in ENDINGS:
        assert ENDINGS[state](session, claim)
    return claim


def test_accepting_a_job_makes_it_queued_on_its_kinds_queue(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)
        jobs = [Job(kind=kind.value, owner_id=owner.id) for kind in (JobKind.PREDICTION, JobKind.CHECK)]
        job_state.enqueue(session, jobs)
    with database.read() as session:
        stored = [read_job(session, job.id) for job in jobs]
        assert [(job.queue, job.state, job.attempt) for job in stored] == [
            ("compute", "queued", 0),
            ("llm", "queued", 0),
        ]
        assert logged(session, jobs[0].id) == []


def test_jobs_alike_are_accepted_in_the_order_of_their_names(database: Database) -> None:
    with database.write() as session:
        batch = add_batch(session, add_user(session), 0)
        like = Job(kind=JobKind.EXPERIMENT.value, owner_id=batch.owner_id, batch_id=batch.id, limit_seconds=9)
        ids = job_state.enqueue_alike(session, like, ["five", "six"], 5)
        assert job_state.enqueue_alike(session, like, [], 7) == []
        jobs = [read_job(session, job_id) for job_id in ids]
        assert [(job.name, job.number, job.state, job.queue) for job in jobs] == [
            ("five", 5, "queued", "compute"),
            ("six", 6, "queued", "compute"),
        ]
        assert [claim_job(session).job_id for _ in ids] == ids
        assert {job.limit_seconds for job in jobs} == {9}


def test_a_claim_starts_an_attempt_and_tells_so(database: Database, job_id: str) -> None:
    with database.write() as session:
        claim = claim_job(session)
        assert job_state.claim(session, Queue.COMPUTE, "another") is None
    with database.read() as session:
        job = read_job(session, job_id)
        assert (job.state, job.attempt, job.claim_token) == ("running", 1, claim.token)
        assert job.started_at == claim.started_at
        assert told(session, job_id) == [(event_id(1, 1), "running")]
    assert (claim.next_sequence, claim.kind) == (2, JobKind.EXPERIMENT)
    assert [event["id"] for event in claim.events] == [event_id(1, 1)]


def test_each_queue_is_claimed_apart(database: Database, job_id: str) -> None:
    with database.write() as session:
        assert job_state.claim(session, Queue.LLM, "w") is None
        assert claim_job(session).job_id == job_id


@pytest.mark.parametrize("state", list(ENDINGS))
def test_an_ending_stores_the_last_events_and_its_own(
    database: Database, job_id: str, state: JobState
) -> None:
    with database.write() as session:
        claim = claim_job(session)
        assert job_state.append_events(session, claim, [note(claim, 2), note(claim, 3)])
    with database.write() as session:
        change = (
            job_state.fail(session, claim, "broken", "It broke.", [note(claim, 4)])
            if state is JobState.FAILED
            else {JobState.SUCCEEDED: job_state.succeed, JobState.CANCELLED: job_state.cancelled}[state](
                session, claim, [note(claim, 4)]
            )
        )
    assert change is not None
    assert change.state is state
    error = ["error"] if state is JobState.FAILED else []
    words = ["running", "log", "log", "log", *error, state.value]
    with database.read() as session:
        assert told(session, job_id) == [(event_id(1, n), word) for n, word in enumerate(words, 1)]
        job = read_job(session, job_id)
        assert (job.state, job.claim_token, job.lease_until) == (state.value, None, None)
        assert job.finished_at is not None
        assert job.error_code == ("broken" if state is JobState.FAILED else None)
    assert [event["id"] for event in change.events] == [event_id(1, 5 + n) for n in range(len(error) + 1)]


def test_a_heartbeat_renews_the_lease_and_carries_the_cancel(database: Database, job_id: str) -> None:
    with database.write() as session:
        claim = claim_job(session)
        expire_lease(session, job_id)
        assert job_state.heartbeat(session, claim, 0.25) == job_state.Heartbeat(True, False)
        assert job_state.sweep(session).requeued == []
        assert read_job(session, job_id).progress == 0.25
        job_state.request_cancel(session, read_job(session, job_id))
        assert job_state.heartbeat(session, claim, 0.5) == job_state.Heartbeat(True, True)


def test_a_late_worker_changes_nothing(database: Database, job_id: str) -> None:
    """It slept past its lease, and another one has the job now."""
    with database.write() as session:
        late = claim_job(session)
        expire_lease(session, job_id)
        job_state.sweep(session)
        end_wait(session, job_id)
        current = claim_job(session, "worker-2")
        before = told(session, job_id)
        assert job_state.heartbeat(session, late, 0.9) == job_state.Heartbeat(False, False)
        assert not job_state.append_events(session, late, [note(late, 2)])
        assert job_state.succeed(session, late) is None
        assert job_state.fail(session, late, "broken", "It broke.") is None
        assert job_state.cancelled(session, late) is None
        assert job_state.give_back(session, late) is None
        assert told(session, job_id) == before
        assert job_state.succeed(session, current)


def test_the_next_attempt_starts_with_a_reset(database: Database, job_id: str) -> None:
    with database.write() as session:
        claim_job(session)
        expire_lease(session, job_id)
        (change,) = job_state.sweep(session).requeued
        end_wait(session, job_id)
        claim = claim_job(session)
        words = told(session, job_id)
    assert (claim.attempt, claim.next_sequence) == (2, 3)
    assert words == [
        (event_id(1, 1), "running"),
        (change.events[0]["id"], "queued"),
        (event_id(2, 1), "reset"),
        (event_id(2, 2), "running"),
    ]


def test_what_a_lost_worker_sent_live_only_is_never_numbered_again(database: Database, job_id: str) -> None:
    with database.write() as session:
        lost = claim_job(session)
        expire_lease(session, job_id)
        (change,) = job_state.sweep(session).requeued
    sent_but_not_logged = note(lost, 100_000)["id"]
    assert sent_but_not_logged < change.events[0]["id"] < event_id(2, 1)


def test_a_job_that_loses_three_workers_fails(database: Database, job_id: str) -> None:
    with database.write() as session:
        for losses in (1, 2):
            claim_job(session)
            expire_lease(session, job_id)
            result = job_state.sweep(session)
            assert ([change.state for change in result.requeued], result.lost) == ([JobState.QUEUED], [])
            job = read_job(session, job_id)
            assert job.losses == losses
            assert job.available_at is not None
            waits = (job.available_at - job.queued_at).total_seconds()
            assert 5 * 2 ** (losses - 1) <= waits <= 6 * 2 ** (losses - 1)
            assert job_state.claim(session, Queue.COMPUTE, "w") is None, "it has to wait"
            end_wait(session, job_id)
        claim_job(session)
        expire_lease(session, job_id)
        (change,) = job_state.sweep(session).lost
        job = read_job(session, job_id)
    assert (job.state, job.error_code, job.attempt) == ("failed", JobErrorCode.WORKER_LOST, 3)
    assert [event["type"] for event in change.events] == ["error", "state"]


def test_giving_back_is_no_loss_and_needs_no_wait(database: Database, job_id: str) -> None:
    with database.write() as session:
        for attempt in range(1, 6):
            claim = claim_job(session)
            assert claim.attempt == attempt
            change = job_state.give_back(session, claim)
            assert change is not None
            assert change.state is JobState.QUEUED
        assert read_job(session, job_id).losses == 0


def test_giving_back_a_job_to_be_cancelled_cancels_it(database: Database, job_id: str) -> None:
    with database.write() as session:
        claim = claim_job(session)
        job_state.request_cancel(session, read_job(session, job_id))
        change = job_state.give_back(session, claim)
        assert change is not None
        assert change.state is JobState.CANCELLED


def test_a_cancelled_job_whose_worker_is_lost_is_not_run_again(database: Database, job_id: str) -> None:
    with database.write() as session:
        claim_job(session)
        job_state.request_cancel(session, read_job(session, job_id))
        expire_lease(session, job_id)
        (change,) = job_state.sweep(session).lost
        assert change.state is JobState.CANCELLED
        assert read_job(session, job_id).error_code is None


def test_a_queued_job_is_cancelled_at_once(database: Database, job_id: str) -> None:
    with database.write() as session:
        change = job_state.request_cancel(session, read_job(session, job_id))
        assert job_state.claim(session, Queue.COMPUTE, "w") is None
        job = read_job(session, job_id)
        assert (job.state, job.cancel_requested, change.state) == ("cancelled", True, JobState.CANCELLED)
        assert told(session, job_id) == [(event_id(0, 1), "cancelled")]


def test_a_running_job_is_asked_to_stop_and_may_be_asked_twice(database: Database, job_id: str) -> None:
    with database.write() as session:
        claim_job(session)
        for _ in range(2):
            change = job_state.request_cancel(session, read_job(session, job_id))
            assert (change.state, change.events) == (JobState.RUNNING, ())
        assert read_job(session, job_id).cancel_requested


@pytest.mark.parametrize("state", list(ENDINGS))
def test_an_ended_job_cannot_be_cancelled(database: Database, job_id: str, state: JobState) -> None:
    with database.write() as session:
        in_state(session, job_id, state)
        with pytest.raises(JobNotCancellableError):
            job_state.request_cancel(session, read_job(session, job_id))
        assert read_job(session, job_id).state == state.value


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_a_retry_starts_afresh_with_the_next_attempt(
    database: Database, job_id: str, state: JobState
) -> None:
    with database.write() as session:
        in_state(session, job_id, state)
        change = job_state.retry(session, read_job(session, job_id))
        job = read_job(session, job_id)
        assert (job.state, job.losses, job.cancel_requested) == ("queued", 0, False)
        assert (job.error_code, job.error_message, job.finished_at, job.progress) == (None, None, None, None)
        assert claim_job(session).attempt == 2
        words = told(session, job_id)
    assert change.events[0]["data"] == {"state": "queued"}
    assert [word for _, word in words][-3:] == ["queued", "reset", "running"]
    assert [identifier for identifier, _ in words] == sorted({identifier for identifier, _ in words})


def test_a_job_cancelled_before_it_ran_can_be_retried(database: Database, job_id: str) -> None:
    with database.write() as session:
        job_state.request_cancel(session, read_job(session, job_id))
        job_state.retry(session, read_job(session, job_id))
        claim_job(session)
        assert told(session, job_id) == [
            (event_id(0, 1), "cancelled"),
            (event_id(0, 2), "queued"),
            (event_id(1, 1), "running"),
        ]


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.SUCCEEDED])
def test_only_failed_and_cancelled_jobs_are_retried(database: Database, job_id: str, state: JobState) -> None:
    with database.write() as session:
        in_state(session, job_id, state)
        with pytest.raises(JobNotRetryableError):
            job_state.retry(session, read_job(session, job_id))


@pytest.fixture
def batch(database: Database) -> Batch:
    """Six runs: succeeded, failed, cancelled, running, and two queued."""
    with database.write() as session:
        made = add_batch(session, add_user(session), 6)
        assert job_state.succeed(session, claim_job(session))
        assert job_state.fail(session, claim_job(session), "broken", "It broke.")
        assert job_state.cancelled(session, claim_job(session))
        claim_job(session)
        return made


def batch_words(session: Session, batch: Batch) -> list[str]:
    jobs = session.exec(select(Job).where(Job.batch_id == batch.id).order_by(Job.number))  # type: ignore[arg-type]
    return [f"{job.state}{'!' if job.cancel_requested else ''}" for job in jobs]


def test_cancelling_a_batch_stops_what_has_not_ended(database: Database, batch: Batch) -> None:
    with database.write() as session:
        changes = job_state.request_cancel_batch(session, session.get_one(Batch, batch.id))
        session.flush()
        assert batch_words(session, batch) == [
            "succeeded",
            "failed",
            "cancelled",
            "running!",
            "cancelled!",
            "cancelled!",
        ]
        assert session.get_one(Batch, batch.id, populate_existing=True).cancel_requested
    assert sorted(change.state.value for change in changes) == ["cancelled", "cancelled", "running"]


def test_cancelling_an_ended_batch_leaves_it_alone(database: Database) -> None:
    with database.write() as session:
        batch = add_batch(session, add_user(session), 1)
        assert job_state.succeed(session, claim_job(session))
        assert job_state.request_cancel_batch(session, batch) == []
        assert not batch.cancel_requested


def test_retry_failed_queues_the_failed_runs_only(database: Database, batch: Batch) -> None:
    with database.write() as session:
        (change,) = job_state.retry_failed(session, session.get_one(Batch, batch.id))
        session.flush()
        assert change.state is JobState.QUEUED
        assert batch_words(session, batch) == [
            "succeeded",
            "queued",
            "cancelled",
            "running",
            "queued",
            "queued",
        ]


def test_a_batch_is_cancelled_as_long_as_one_of_its_runs_is(database: Database) -> None:
    with database.write() as session:
        batch = add_batch(session, add_user(session), 2)
        job_state.request_cancel_batch(session, batch)
        for still_cancelled in (True, False):
            job = session.exec(
                select(Job).where(Job.batch_id == batch.id, Job.state == JobState.CANCELLED.value)
            ).first()
            assert job is not None
            job_state.retry(session, job)
            session.flush()
            assert (
                session.get_one(Batch, batch.id, populate_existing=True).cancel_requested is still_cancelled
            )


def test_an_ended_attempt_tells_what_it_took_until_the_job_is_queued_again(
    database: Database, job_id: str
) -> None:
    def usage() -> tuple[float | None, int | None]:
        job = read_job(session, job_id)
        return job.cpu_seconds, job.peak_memory_bytes

    with database.write() as session:
        claim = claim_job(session)
        assert job_state.fail(session, claim, "broken", "It broke.", (), Usage(1.5, 5 * 1024**3))
        assert usage() == (1.5, 5 * 1024**3)
        job_state.retry(session, read_job(session, job_id))
        session.flush()
        assert usage() == (None, None)
        assert job_state.give_back(session, claim_job(session), (), Usage(2.0, 1))
        assert usage() == (None, None), "the attempt doesn't count"
        assert job_state.cancelled(session, claim_job(session), (), Usage(3.0, 2))
        assert usage() == (3.0, 2)


def test_a_claim_tells_the_limits_of_its_run(database: Database) -> None:
    with database.write() as session:
        owner = add_user(session)
        limited = Job(kind=JobKind.EXPERIMENT.value, owner_id=owner.id, limit_seconds=60, limit_memory_mb=512)
        job_state.enqueue(session, [limited])
        assert claim_job(session).limits == Limits(seconds=60, memory_mb=512)
        add_jobs(session, owner)
        assert claim_job(session).limits == Limits(seconds=None, memory_mb=None)
