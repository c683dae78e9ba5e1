"""What a user may ask of a job: to stop it, or to run it again."""

from collections.abc import Sequence

from azuraforge_contracts.jobs import ENDED_STATES, JobState
from sqlalchemy import exists, select
from sqlmodel import Session, col

from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import _log
from azuraforge_dbmodels.job_state._change import Target, apply_change, change_of, store_events
from azuraforge_dbmodels.job_state._time import Now, now
from azuraforge_dbmodels.job_state._types import JobChange, JobNotCancellableError, JobNotRetryableError

_ACTIVE = (JobState.QUEUED.value, JobState.RUNNING.value)
_RETRYABLE = (JobState.FAILED.value, JobState.CANCELLED.value)


def request_cancel(session: Session, job: Job) -> JobChange:
    """Cancel a queued job at once, ask a running one's worker to stop it; asking twice is fine.

    Raises `JobNotCancellableError` when the job has ended.
    """
    session.refresh(job, with_for_update=True)
    if JobState(job.state) in ENDED_STATES:
        raise JobNotCancellableError(f"The job has already ended: it {_ENDED_WORDS[JobState(job.state)]}.")
    last = _log.last_ids(session, [job.id]).get(job.id)
    change = _cancel(job, last, now(session))
    store_events(session, [change])
    return change


_ENDED_WORDS = {
    JobState.SUCCEEDED: "succeeded",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "was cancelled",
}


def request_cancel_batch(session: Session, batch: Batch) -> list[JobChange]:
    """Cancel whatever of a batch has not ended; empty, and the batch untouched, when all has."""
    jobs = _locked_jobs(session, batch.id, _ACTIVE)
    if not jobs:
        return []
    batch.cancel_requested = True
    session.add(batch)
    last, moment = _log.last_ids(session, [job.id for job in jobs]), now(session)
    changes = [_cancel(job, last.get(job.id), moment) for job in jobs]
    store_events(session, changes)
    return changes


def retry(session: Session, job: Job) -> JobChange:
    """Queue a failed or cancelled job again, its losses forgotten.

    Raises `JobNotRetryableError` in any other state.
    """
    session.refresh(job, with_for_update=True)
    if job.state not in _RETRYABLE:
        raise JobNotRetryableError(
            f"Only a job that failed or was cancelled can be retried; this one is {job.state}."
        )
    last = _log.last_ids(session, [job.id]).get(job.id)
    change = _requeue(job, last, now(session))
    store_events(session, [change])
    if job.batch_id is not None:
        _forget_cancelled_batch(session, job.batch_id)
    return change


def retry_failed(session: Session, batch: Batch) -> list[JobChange]:
    """Queue every failed job of a batch again; empty when none failed."""
    jobs = _locked_jobs(session, batch.id, (JobState.FAILED.value,))
    last, moment = _log.last_ids(session, [job.id for job in jobs]), now(session)
    changes = [_requeue(job, last.get(job.id), moment) for job in jobs]
    store_events(session, changes)
    if jobs:
        _forget_cancelled_batch(session, batch.id)
    return changes


def _locked_jobs(session: Session, batch_id: str, states: Sequence[str]) -> list[Job]:
    statement = (
        select(Job)
        .where(col(Job.batch_id) == batch_id, col(Job.state).in_(states))
        .order_by(col(Job.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.execute(statement).scalars())


def _cancel(job: Job, last_event: int | None, moment: Now) -> JobChange:
    job.cancel_requested = True
    if job.state == JobState.QUEUED.value:
        return apply_change(job, Target(JobState.CANCELLED), last_event, moment)
    return change_of(job, moment.at)


def _requeue(job: Job, last_event: int | None, moment: Now) -> JobChange:
    job.cancel_requested = False
    job.losses = 0
    return apply_change(job, Target(JobState.QUEUED), last_event, moment)


def _forget_cancelled_batch(session: Session, batch_id: str) -> None:
    """A batch counts as cancelled by its user as long as one of its jobs is."""
    session.flush()
    cancelled = session.execute(
        select(
            exists().where(
                col(Job.batch_id) == batch_id,
                col(Job.cancel_requested).is_(True),
                col(Job.state) != JobState.SUCCEEDED.value,
            )
        )
    ).scalar_one()
    if not cancelled:
        batch = session.get_one(Batch, batch_id)
        batch.cancel_requested = False
        session.add(batch)
