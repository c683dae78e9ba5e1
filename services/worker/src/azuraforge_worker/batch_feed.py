"""Shows how batches get on: counts and best run, read at most once a look, off the runs' own path."""

import threading

from azuraforge_contracts.jobs import ENDED_STATES, JobState, batch_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from sqlalchemy import func
from sqlmodel import Session, col, select

from azuraforge_worker.events import EventRelay


class BatchFeed:
    """Remembers which batches changed and publishes their newest counts to their owners."""

    def __init__(self, database: Database, relay: EventRelay) -> None:
        self._database = database
        self._relay = relay
        self._lock = threading.Lock()
        self._changed: set[str] = set()

    def changed(self, batch_id: str | None) -> None:
        """A job of this batch changed its state."""
        if batch_id is not None:
            with self._lock:
                self._changed.add(batch_id)

    def publish(self) -> None:
        """Publish every batch that changed since the last time."""
        with self._lock:
            changed, self._changed = self._changed, set()
        if not changed:
            return
        try:
            with self._database.read() as session:
                for batch in session.exec(select(Batch).where(col(Batch.id).in_(changed))):
                    self._relay.publish_feed(batch.owner_id, [batch_item(session, batch)])
        except BaseException:
            with self._lock:
                self._changed |= changed
            raise


def batch_item(session: Session, batch: Batch) -> dict[str, object]:
    """A batch in the feed's spelling (`azuraforge_contracts.events.FeedItem`)."""
    rows = session.exec(
        select(Job.state, func.count()).where(Job.batch_id == batch.id).group_by(Job.state)
    ).all()
    counts = dict.fromkeys(JobState, 0) | {JobState(state): count for state, count in rows}
    ended = sum(counts[state] for state in ENDED_STATES)
    return {
        "type": "batch",
        "id": batch.id,
        "state": batch_state(counts, cancelled_by_user=batch.cancel_requested).value,
        "progress": ended / max(1, sum(counts.values())),
        "at": utc_now(),
        "counts": {state.value: count for state, count in counts.items()},
        "best": _best(session, batch),
    }


def _best(session: Session, batch: Batch) -> dict[str, object] | None:
    objective = col(ExperimentResult.objective)
    order = objective.asc() if batch.objective_direction == "minimize" else objective.desc()
    row = session.exec(
        select(Job.id, Job.number, ExperimentResult.objective)
        .join(ExperimentResult, col(ExperimentResult.job_id) == Job.id)
        .where(Job.batch_id == batch.id, objective.is_not(None))
        .order_by(order, col(Job.number))
        .limit(1)
    ).first()
    if row is None:
        return None
    return {"job_id": row[0], "number": row[1], "metric": batch.objective_metric, "value": row[2]}
