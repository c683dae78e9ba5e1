"""Watches the live curves of batches that want hopeless runs ended, and tells those to finish.

Runs of this worker are seen as they go; what other workers run or ran is read from the database, when a run
here has come to a point where it is judged.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import structlog
from azuraforge_contracts.events import attempt_of
from azuraforge_contracts.jobs import EarlyEnd, JobState
from azuraforge_contracts.live_curves import curve_name
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job import Job, JobEventRow
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database
from sqlmodel import Session, col, select

from azuraforge_worker.running import RunningJob
from azuraforge_worker.search.halving import Curve, judge, rungs, smaller_is_better

_log = structlog.get_logger(__name__)

PRUNER = "successive-halving"
HALVED_AT = "halved_at_step"
_REMEMBERED_BATCHES = 16
_READ_EVERY_S = 1.0
_CHUNK = 200


class Pruning:
    """Shared by a worker's slots."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._batches: OrderedDict[str, _Board] = OrderedDict()

    def watch(self, job: RunningJob, batch_id: str, request: dict[str, Any], session: Session) -> None:
        """Follow a run about to start, if its batch's request says so."""
        if request.get("search", {}).get("pruner") != PRUNER:
            return
        with self._lock:
            board = self._batches.get(batch_id)
            if board is None:
                batch = session.get_one(Batch, batch_id)
                entry = session.get(PipelineEntry, batch.pipeline or "")
                metrics = (entry.manifest or {}).get("metrics", []) if entry is not None else []
                directions = {metric["name"]: metric["direction"] for metric in metrics}
                directions[batch.objective_metric] = batch.objective_direction
                board = self._batches[batch_id] = _Board(
                    self._database, batch_id, batch.objective_metric, directions
                )
            self._batches.move_to_end(batch_id)
            while len(self._batches) > _REMEMBERED_BATCHES:
                self._batches.popitem(last=False)
        job.watch = _Watch(board, job)


class _Watch:
    """One run's way up the rungs; called by the thread that drives the run."""

    def __init__(self, board: "_Board", job: RunningJob) -> None:
        self._board = board
        self._job = job
        self._curve = board.begin(job.claim.job_id)
        self._judged = 0

    def see(self, events: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """New events of the run."""
        for kind, data in events:
            if kind == "metric":
                name = self._board.name_of(data)
                if name is not None and name in data:
                    self._curve.add(data["step"], data[name])
                    self._climb(name)

    def _climb(self, name: str) -> None:
        board, job = self._board, self._job
        if job.finishing or not board.may_be_due(self._curve.last, self._judged):
            return
        board.catch_up()
        for rung in board.rungs():
            if not self._judged < rung <= self._curve.last:
                continue
            self._judged = rung
            given_up = judge(name, board.minimizes(name), self._curve, rung, board.others(job.claim.job_id))
            if given_up is not None:
                job.finish(self._curve.last, given_up.message)
                return


class _Board:
    """The curves of a batch, as far as this worker knows them."""

    def __init__(self, database: Database, batch_id: str, metric: str, directions: dict[str, str]) -> None:
        self._database = database
        self._batch_id = batch_id
        self._metric = metric
        self._directions = directions
        self._lock = threading.Lock()
        self._name: str | None = None
        self._curves: dict[str, Curve] = {}
        self._own: set[str] = set()
        self._ended: set[str] = set()
        self._seen_events: dict[str, int] = {}
        self._read_at = -_READ_EVERY_S
        self._longest = 0

    def begin(self, job_id: str) -> Curve:
        """A new attempt of a run starts here."""
        with self._lock:
            self._own.add(job_id)
            self._ended.discard(job_id)
            curve = self._curves[job_id] = Curve()
            return curve

    def name_of(self, data: Iterable[str]) -> str | None:
        """The curve that counts, once one was seen."""
        if self._name is None:
            self._name = curve_name(self._metric, (name for name in data if name != "step"))
        return self._name

    def minimizes(self, name: str) -> bool:
        """Whether smaller is better."""
        return smaller_is_better(name, self._directions)

    def may_be_due(self, step: int, judged: int) -> bool:
        """Whether reading more could lead to a judgement: the next rung is reached, or not known yet."""
        if not self._longest:
            return time.monotonic() - self._read_at >= _READ_EVERY_S
        return any(judged < rung <= step for rung in rungs(self._longest))

    def rungs(self) -> list[int]:
        """See `halving.rungs`."""
        return rungs(self._longest) if self._longest else []

    def others(self, job_id: str) -> list[Curve]:
        """Every other run's curve."""
        with self._lock:
            return [curve for other, curve in self._curves.items() if other != job_id]

    def catch_up(self) -> None:
        """Read what changed; what can't be read now is judged without."""
        with self._lock:
            now = time.monotonic()
            if now - self._read_at < _READ_EVERY_S:
                return
            self._read_at = now
            try:
                with self._database.read() as session:
                    self._read(session)
            except DATABASE_ERRORS as error:
                _log.warning("curves_not_read", batch_id=self._batch_id, reason=str(error))

    def _read(self, session: Session) -> None:
        rows = session.exec(
            select(Job.id, Job.state).where(
                Job.batch_id == self._batch_id, Job.state != JobState.QUEUED.value
            )
        ).all()
        running = {job_id for job_id, state in rows if state == JobState.RUNNING}
        succeeded = [job_id for job_id, state in rows if state == JobState.SUCCEEDED]
        for job_id in self._curves.keys() - running - set(succeeded):
            del self._curves[job_id]  # it failed: where it stood says nothing
        self._own &= running
        self._read_ended(session, [job_id for job_id in succeeded if job_id not in self._ended])
        self._read_running(session, sorted(running - self._own))
        self._longest = max((curve.last for curve in self._curves.values() if curve.whole), default=0)

    def _read_ended(self, session: Session, job_ids: list[str]) -> None:
        for start in range(0, len(job_ids), _CHUNK):
            rows = session.exec(
                select(ExperimentResult.job_id, ExperimentResult.curves, ExperimentResult.stop_reason).where(
                    col(ExperimentResult.job_id).in_(job_ids[start : start + _CHUNK])
                )
            )
            for job_id, curves, stop_reason in rows:
                name = self.name_of(curves)
                curve = Curve(whole=stop_reason != EarlyEnd.PRUNED)
                for step, value in curves.get(name or "", ()):
                    curve.add(step, value)
                self._curves[job_id] = curve
                self._ended.add(job_id)

    def _read_running(self, session: Session, job_ids: list[str]) -> None:
        for job_id in job_ids:
            seen = self._seen_events.get(job_id, 0)
            events = session.exec(
                select(JobEventRow.id, JobEventRow.data)
                .where(JobEventRow.job_id == job_id, JobEventRow.id > seen, JobEventRow.type == "metric")
                .order_by(col(JobEventRow.id))
            )
            for event_id, data in events:
                if attempt_of(event_id) != attempt_of(self._seen_events.get(job_id, 0)):
                    self._curves[job_id] = Curve()
                self._seen_events[job_id] = event_id
                name = self.name_of(data)
                if name is not None and name in data:
                    self._curves.setdefault(job_id, Curve()).add(data["step"], data[name])
