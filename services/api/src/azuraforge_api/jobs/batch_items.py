"""Batches in the feed: what their jobs add up to at this moment."""

from collections.abc import Collection
from typing import Any

from azuraforge_contracts.jobs import JobState
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.importance import BatchImportance
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from sqlmodel import Session, col, select

from azuraforge_api.batches.summary import Progress, read_progress, state_of
from azuraforge_api.batches.time_left import TimeLeft


def batch_items(database: Database, owner_id: str, batch_ids: Collection[str]) -> list[dict[str, Any]]:
    """The feed's items of some of the owner's batches (`azuraforge_contracts.events.FeedItem`)."""
    with database.read() as session:
        statement = select(Batch).where(col(Batch.id).in_(batch_ids), Batch.owner_id == owner_id)
        batches = session.exec(statement).all()
        found = read_progress(session, [batch.id for batch in batches])
        left = TimeLeft(session)
        return [_item(session, batch, found[batch.id], left) for batch in batches]


def _item(session: Session, batch: Batch, progress: Progress, left: TimeLeft) -> dict[str, Any]:
    return {
        "type": "batch",
        "id": batch.id,
        "state": state_of(batch, progress).value,
        "progress": progress.fraction,
        "at": utc_now(),
        "counts": {state.value: count for state, count in progress.counts.items()},
        "best": _best(session, batch),
        "eta_seconds": left.of(batch) if progress.active else None,
        **_importance(session, batch),
    }


def _importance(session: Session, batch: Batch) -> dict[str, int]:
    runs = session.exec(select(BatchImportance.runs).where(BatchImportance.batch_id == batch.id)).first()
    return {} if runs is None else {"importance_runs": runs}


def _best(session: Session, batch: Batch) -> dict[str, Any] | None:
    """The best run so far; of equal ones the first. One row, as this is asked for twice a second."""
    objective = col(ExperimentResult.objective)
    best_first = objective.asc() if batch.objective_direction == "minimize" else objective.desc()
    row = session.exec(
        select(Job.id, Job.number, objective)
        .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id))
        .where(Job.batch_id == batch.id, Job.state == JobState.SUCCEEDED.value, objective.is_not(None))
        .order_by(best_first, col(Job.number))
        .limit(1)
    ).first()
    if row is None:
        return None
    return {"job_id": row[0], "number": row[1], "metric": batch.objective_metric, "value": row[2]}
