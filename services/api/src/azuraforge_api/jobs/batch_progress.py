"""How batches get on, read from their jobs: counts, state, progress and the best run."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from azuraforge_contracts.jobs import ENDED_STATES, BatchState, JobState, batch_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from sqlalchemy import func
from sqlmodel import Session, col, select


@dataclass(frozen=True)
class BatchProgress:
    """Where a batch is."""

    counts: dict[JobState, int]
    """Jobs in each of the five states, zeros included."""
    state: BatchState
    progress: float
    """0 to 1: ended runs count whole, running ones by their own progress."""


@dataclass(frozen=True)
class BestRun:
    """The run with the best objective so far; of equals the first."""

    job_id: str
    number: int | None
    value: float


def batch_progress(session: Session, batches: Collection[Batch]) -> dict[str, BatchProgress]:
    """Where each of the batches is, in one statement."""
    flags = {batch.id: batch.cancel_requested for batch in batches}
    rows = session.exec(
        select(col(Job.batch_id), Job.state, func.count(), func.sum(func.coalesce(Job.progress, 0.0)))
        .where(col(Job.batch_id).in_(flags))
        .group_by(col(Job.batch_id), col(Job.state))
    ).all()
    counts = {batch_id: dict.fromkeys(JobState, 0) for batch_id in flags}
    done = dict.fromkeys(flags, 0.0)
    for batch_id, word, count, progress in rows:
        if batch_id is None:
            continue
        state = JobState(word)
        counts[batch_id][state] = count
        if state in ENDED_STATES:
            done[batch_id] += count
        elif state is JobState.RUNNING:
            done[batch_id] += progress
    return {
        batch_id: BatchProgress(
            counts=of_batch,
            state=batch_state(of_batch, cancelled_by_user=flags[batch_id]),
            progress=min(1.0, done[batch_id] / max(1, sum(of_batch.values()))),
        )
        for batch_id, of_batch in counts.items()
    }


def best_run(session: Session, batch: Batch) -> BestRun | None:
    """The batch's best run; None while none has a value."""
    objective = col(ExperimentResult.objective)
    best_first = objective.asc() if batch.objective_direction == "minimize" else objective.desc()
    row = session.exec(
        select(Job.id, Job.number, objective)
        .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id))
        .where(Job.batch_id == batch.id, Job.state == JobState.SUCCEEDED.value, objective.is_not(None))
        .order_by(best_first, col(Job.number))
        .limit(1)
    ).first()
    return None if row is None or row[2] is None else BestRun(row[0], row[1], row[2])


def batch_items(database: Database, owner_id: str, batch_ids: Collection[str]) -> list[dict[str, Any]]:
    """The feed's items of some of the owner's batches (`azuraforge_contracts.events.FeedItem`)."""
    with database.read() as session:
        batches = session.exec(
            select(Batch).where(col(Batch.id).in_(batch_ids), Batch.owner_id == owner_id)
        ).all()
        found, at = batch_progress(session, batches), utc_now()
        return [_item(batch, found[batch.id], best_run(session, batch), at) for batch in batches]


def _item(batch: Batch, now: BatchProgress, best: BestRun | None, at: datetime) -> dict[str, Any]:
    return {
        "type": "batch",
        "id": batch.id,
        "state": now.state.value,
        "progress": now.progress,
        "at": at,
        "counts": {state.value: count for state, count in now.counts.items()},
        "best": best
        and {
            "job_id": best.job_id,
            "number": best.number,
            "metric": batch.objective_metric,
            "value": best.value,
        },
    }
