"""What keeps the queue alive: lost leases are taken back, sleeping workers are woken.

Every process may run it at any time: PostgreSQL's row locks are skipped, SQLite has one writer.
"""

from datetime import timedelta

from azuraforge_contracts.errors import JobErrorCode
from azuraforge_contracts.jobs import JobState, Queue
from sqlalchemy import func, select, update
from sqlmodel import Session, col

from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import _log
from azuraforge_dbmodels.job_state._change import Target, apply_change, store_events
from azuraforge_dbmodels.job_state._time import (
    IS_AVAILABLE,
    MAX_LOSSES,
    Now,
    available_at_moment,
    backoff,
    lease_expired,
    now,
)
from azuraforge_dbmodels.job_state._types import JobChange, SweepResult
from azuraforge_dbmodels.worker_nodes import live_workers

_SWEEP_LIMIT = 500
_PUBLISH_AGAIN = timedelta(seconds=5)
_WORKER_LOST = (
    JobErrorCode.WORKER_LOST,
    "The worker running this job was lost several times in a row; it may need more memory than there is.",
)


def sweep(session: Session) -> SweepResult:
    """Take back jobs whose worker stopped renewing its lease, up to 500 at a time.

    They are queued again after a wait that doubles, cancelled if that was asked for, and end as
    `failed`/`worker_lost` the third time.
    """
    moment = now(session)
    statement = (
        select(Job)
        .where(col(Job.state) == JobState.RUNNING.value, lease_expired(moment.lease))
        .limit(_SWEEP_LIMIT)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    jobs = session.execute(statement).scalars().all()
    last = _log.last_ids(session, [job.id for job in jobs])
    changes = [_take_back(job, last.get(job.id), moment) for job in jobs]
    store_events(session, changes)
    return SweepResult(
        requeued=[change for change in changes if change.state is JobState.QUEUED],
        lost=[change for change in changes if change.state is not JobState.QUEUED],
    )


def _take_back(job: Job, last_event: int | None, moment: Now) -> JobChange:
    job.losses += 1
    if job.cancel_requested:
        target = Target(JobState.CANCELLED, lost=True)
    elif job.losses >= MAX_LOSSES:
        target = Target(JobState.FAILED, error=_WORKER_LOST, lost=True)
    else:
        target = Target(JobState.QUEUED, available_at=moment.at + backoff(job.losses), lost=True)
    return apply_change(job, target, last_event, moment)


def wake_ups_due(session: Session, queue: Queue) -> int:
    """How many wake-ups to send to a queue now: one per free slot that has a job to take.

    A job woken for in the last 5 s counts as on its way. Marks the jobs it counts; send after the commit.
    """
    moment = now(session)
    free = _free_slots(session, queue)
    if free <= 0:
        return 0
    rows = session.execute(
        select(col(Job.id), col(Job.published_at))
        .where(
            col(Job.queue) == queue.value,
            col(Job.state) == JobState.QUEUED.value,
            IS_AVAILABLE,
        )
        .limit(free),
        available_at_moment(moment.at),
    ).all()
    # A time of publication in the future comes from a clock that was set back.
    due = [
        job_id
        for job_id, published_at in rows
        if published_at is None or not moment.at - _PUBLISH_AGAIN < published_at <= moment.at
    ]
    if due:
        session.execute(
            update(Job)
            .where(col(Job.id).in_(due))
            .values(published_at=moment.at)
            .execution_options(synchronize_session=False)
        )
    return len(due)


def _free_slots(session: Session, queue: Queue) -> int:
    workers = live_workers(session, queue)
    slots = sum(worker.slots for worker in workers if not worker.stopping)
    if not slots:
        return 0
    busy = session.execute(
        select(func.count())
        .select_from(Job)
        .where(
            col(Job.queue) == queue.value,
            col(Job.state) == JobState.RUNNING.value,
            col(Job.worker_id).in_([worker.id for worker in workers if not worker.stopping]),
        )
    ).scalar_one()
    return slots - int(busy)
