"""Has parameter importance worked out, after a batch has ended and now and then while one runs.

One compute worker does it, the one registered first among those that are up, in a process that yields to
every run. Batches are found by the claims since the last look, and not by looking through all.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.importance import BatchImportance
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database
from azuraforge_dbmodels.worker_nodes import live_workers
from sqlalchemy import case, func
from sqlmodel import Session, col, select

from azuraforge_worker.events import EventRelay
from azuraforge_worker.executor import frames
from azuraforge_worker.executor.errand import ErrandError, run_errand
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.stop import StopReason, StopRequest
from azuraforge_worker.search.importance import MIN_RUNS, Items

_log = structlog.get_logger(__name__)

EVERY_RUNS = 50
_CHUNK = 500


@dataclass(frozen=True)
class _Standing:
    """How far a batch is: whether it still runs, its results, and how many the stored importance is from."""

    active: bool
    results: int
    known: int

    @property
    def settled(self) -> bool:
        """Whether nothing is to be done until the batch runs again."""
        return not self.active and (self.results == self.known or self.results < MIN_RUNS)

    def is_due(self, *, idle: bool) -> bool:
        """Whether it is time; while the batch runs only when nobody has to wait for this worker."""
        if self.results < MIN_RUNS:
            return False
        if self.active:
            return idle and self.results - self.known >= EVERY_RUNS
        return self.results != self.known


class Analyst:
    """A loop in a thread of its own."""

    def __init__(
        self,
        database: Database,
        relay: EventRelay,
        outage: Outage,
        worker_id: Callable[[], str],
        idle: Callable[[], bool],
        pool: ChildPool,
        *,
        seconds: float,
    ) -> None:
        self._database = database
        self._relay = relay
        self._outage = outage
        self._worker_id = worker_id
        self._idle = idle
        self._pool = pool
        self._seconds = seconds
        self._closing = threading.Event()
        self._stop = StopRequest()
        self._turn = 0
        self._newest: tuple[int | None, int] = (None, 0)
        self._watched: set[str] = set()
        self._given_up: set[tuple[str, int]] = set()
        self._thread = threading.Thread(target=self._loop, name="analyst", daemon=True)

    def start(self) -> None:
        """Start looking."""
        self._thread.start()

    def close(self) -> None:
        """Stop; what is being worked out is worked out by another worker."""
        self._closing.set()
        self._stop.request(StopReason.GIVEN_BACK)
        self._thread.join()
        self._stop.close()

    def _loop(self) -> None:
        while not self._closing.wait(self._seconds):
            try:
                self.look()
            except DATABASE_ERRORS as error:
                self._outage.began(error)
            except Exception:  # noqa: BLE001 - the next look may work
                _log.exception("importance_failed")
            else:
                self._outage.ended()

    def look(self) -> None:
        """Work out what is due, one batch after the other."""
        with self._database.read() as session:
            if not self._is_elected(session):
                self._turn, self._newest, self._watched = 0, (None, 0), set()
                return
            self._notice(session)
            standings = _standings(session, sorted(self._watched))
        for batch_id in list(self._watched):
            standing = standings.get(batch_id)
            if standing is None or standing.settled or (batch_id, standing.results) in self._given_up:
                if standing is None or not standing.active:
                    self._watched.discard(batch_id)
            elif standing.is_due(idle=self._idle()) and not self._closing.is_set():
                self._work_out(batch_id, standing.results)

    def _is_elected(self, session: Session) -> bool:
        up = [node.id for node in live_workers(session, Queue.COMPUTE) if not node.stopping]
        return min(up, default="") == self._worker_id()

    def _notice(self, session: Session) -> None:
        claimed = (Job.queue == Queue.COMPUTE.value, col(Job.turn) > self._turn)
        newest = session.exec(select(func.max(Job.turn), func.count()).where(*claimed)).one()
        if newest[0] is None or newest == self._newest:
            return
        batches = session.exec(
            select(Job.batch_id).where(*claimed, col(Job.batch_id).is_not(None)).distinct()
        )
        self._watched.update(batch_id for batch_id in batches if batch_id is not None)
        # Two claims at the same moment may share a turn: the newest is looked at again when there are more.
        self._turn = newest[0] - 1
        self._newest = session.exec(
            select(func.max(Job.turn), func.count()).where(claimed[0], col(Job.turn) > self._turn)
        ).one()

    def _work_out(self, batch_id: str, results: int) -> None:
        with self._database.read() as session:
            batch = session.get(Batch, batch_id)
            if batch is None:
                return
            runs, log_names = _runs(session, batch_id), _log_names(session, batch)
        try:
            answer = self._compute({"runs": runs, "log_names": log_names})
        except ErrandError as error:
            _log.error("importance_not_made", reason=str(error))
            self._given_up.add((batch_id, results))
        else:
            if answer is not None:
                self._store(batch, len(runs), answer["items"])

    def _compute(self, request: dict[str, Any]) -> dict[str, Any] | None:
        # It has lowered its priority, so no run shall have it afterwards.
        return run_errand(self._pool, frames.IMPORTANCE, request, self._stop, last=True)

    def _store(self, batch: Batch, runs: int, items: Items | None) -> None:
        with self._database.write() as session:
            if session.get(Batch, batch.id) is None:
                return  # deleted meanwhile
            session.merge(BatchImportance(batch_id=batch.id, runs=runs, items=items, updated_at=utc_now()))
        # The API makes the batch's frame of it; see its feed.
        self._relay.publish_feed(batch.owner_id, [{"type": "batch", "id": batch.id}])


def _standings(session: Session, batch_ids: list[str]) -> dict[str, _Standing]:
    active = case((col(Job.state).in_([JobState.QUEUED.value, JobState.RUNNING.value]), 1), else_=0)
    found: dict[str, _Standing] = {}
    for start in range(0, len(batch_ids), _CHUNK):
        chunk = batch_ids[start : start + _CHUNK]
        known = dict(
            session.exec(
                select(BatchImportance.batch_id, BatchImportance.runs).where(
                    col(BatchImportance.batch_id).in_(chunk)
                )
            ).all()
        )
        rows = session.exec(
            select(Job.batch_id, func.sum(active), func.count(col(ExperimentResult.objective)))
            .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id), isouter=True)
            .where(col(Job.batch_id).in_(chunk))
            .group_by(col(Job.batch_id))
        )
        for batch_id, running, results in rows:
            if batch_id is not None:
                found[batch_id] = _Standing(bool(running), results, known.get(batch_id, 0))
    return found


def _runs(session: Session, batch_id: str) -> list[tuple[Mapping[str, Any], float]]:
    rows = session.exec(
        select(Experiment.params, ExperimentResult.objective)
        .join(ExperimentResult, col(ExperimentResult.job_id) == col(Experiment.job_id))
        .join(Job, col(Job.id) == col(Experiment.job_id))
        .where(Job.batch_id == batch_id, col(ExperimentResult.objective).is_not(None))
        .order_by(col(Job.number))
    )
    return [(params, objective) for params, objective in rows if objective is not None]


def _log_names(session: Session, batch: Batch) -> list[str]:
    """Settings that are meant to be seen, or were drawn, on a logarithmic scale."""
    entry = session.get(PipelineEntry, batch.pipeline or "")
    schema = (entry.manifest or {}).get("config_schema", {}) if entry is not None else {}
    names = {name for name, prop in schema.get("properties", {}).items() if prop.get("x-scale") == "log"}
    space = batch.request.get("search", {}).get("space", {})
    return sorted(
        names | {name for name, spec in space.items() if isinstance(spec, dict) and spec.get("log")}
    )
