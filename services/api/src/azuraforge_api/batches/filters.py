"""Lists of batches by their state, which no column holds: conditions on their jobs say the same."""

from typing import Any

from azuraforge_contracts.jobs import BatchState, JobState
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.job import Job
from sqlalchemy import ColumnElement, and_, exists, not_
from sqlmodel import col


def _any_job(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Job.batch_id) == col(Batch.id), condition)


def _any_in(*states: JobState) -> ColumnElement[bool]:
    return _any_job(col(Job.state).in_([state.value for state in states]))


def in_state(state: BatchState) -> ColumnElement[bool]:
    """The condition that a batch is in this state; `azuraforge_contracts.jobs.batch_state` in SQL."""
    active = _any_in(JobState.QUEUED, JobState.RUNNING)
    begun = _any_job(col(Job.state) != JobState.QUEUED.value)
    unsuccessful = _any_in(JobState.FAILED, JobState.CANCELLED)
    succeeded = _any_in(JobState.SUCCEEDED)
    cancelled: Any = col(Batch.cancel_requested).is_(True)
    ended_badly = and_(not_(active), unsuccessful)
    return {
        BatchState.QUEUED: and_(active, not_(begun)),
        BatchState.RUNNING: and_(active, begun),
        BatchState.SUCCEEDED: and_(not_(active), not_(unsuccessful)),
        BatchState.CANCELLED: and_(ended_badly, cancelled),
        BatchState.FAILED: and_(ended_badly, not_(cancelled), not_(succeeded)),
        BatchState.MIXED: and_(ended_badly, not_(cancelled), succeeded),
    }[state]
