"""How far batches are: counts, best run, time left, for a whole page of batches in a few statements."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from threading import Lock
from typing import Any

from azuraforge_contracts.jobs import ENDED_STATES, BatchState, JobState, batch_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job import Job
from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from azuraforge_api.batches.schemas import BatchOut, BestRun, ObjectiveOut
from azuraforge_api.batches.time_left import TimeLeft
from azuraforge_api.tags.store import BATCHES, read_tags

MAX_TRACE = 200
_REMEMBERED = 2_000
_ACTIVE = (JobState.QUEUED, JobState.RUNNING)


@dataclass
class Progress:
    """What the states of a batch's jobs add up to."""

    counts: dict[JobState, int] = field(default_factory=lambda: dict.fromkeys(JobState, 0))
    running_parts: float = 0.0
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether anything is queued or running."""
        return any(self.counts[state] for state in _ACTIVE)

    @property
    def fraction(self) -> float:
        """How much is done, from 0 to 1."""
        total = sum(self.counts.values())
        ended = sum(self.counts[state] for state in ENDED_STATES)
        return min(1.0, (ended + self.running_parts) / total) if total else 1.0


@dataclass(frozen=True)
class Trace:
    """The best run, and how the best value came down (or up) run by run."""

    best: tuple[str, int | None, float] | None
    values: tuple[float, ...]


class TraceCache:
    """Traces by batch and number of succeeded runs: results never change, so that many tell the trace."""

    def __init__(self) -> None:
        self._traces: OrderedDict[tuple[str, int], Trace] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[str, int]) -> Trace | None:
        """The trace, if it is known."""
        with self._lock:
            if key in self._traces:
                self._traces.move_to_end(key)
            return self._traces.get(key)

    def put(self, key: tuple[str, int], trace: Trace) -> None:
        """Remember a trace, and forget the one that wasn't asked for longest."""
        with self._lock:
            self._traces[key] = trace
            while len(self._traces) > _REMEMBERED:
                self._traces.popitem(last=False)


def describe(session: Session, cache: TraceCache, batches: Sequence[Batch]) -> list[BatchOut]:
    """The answers for batches, in their order."""
    ids = [batch.id for batch in batches]
    progress = read_progress(session, ids)
    traces = _traces(session, cache, batches, progress)
    names = _dataset_names(session, batches)
    tags = read_tags(session, BATCHES, ids)
    left = TimeLeft(session)
    times = {batch.id: left.of(batch) if progress[batch.id].active else None for batch in batches}
    return [
        _answer(batch, tags[batch.id], progress[batch.id], traces[batch.id], names, times[batch.id])
        for batch in batches
    ]


def _answer(
    batch: Batch,
    tags: list[str],
    progress: Progress,
    trace: Trace,
    names: dict[str, str],
    eta: float | None,
) -> BatchOut:
    best = None
    if trace.best is not None:
        job_id, number, value = trace.best
        best = BestRun(job_id=job_id, number=number, metric=batch.objective_metric, value=value)
    return BatchOut.model_validate(
        {
            **batch.model_dump(
                include={
                    *("id", "kind", "name", "job_count", "created_at", "cancel_requested", "pipeline"),
                    *("dataset_id", "parallelism", "notes"),
                }
            ),
            **batch.request,
            "tags": tags,
            "state": state_of(batch, progress),
            "counts": progress.counts,
            "best": best,
            "best_trace": thinned(trace.values),
            "progress": progress.fraction,
            "eta_seconds": eta,
            "started_at": progress.started_at,
            "finished_at": None if progress.active else progress.finished_at,
            "dataset_name": names.get(batch.dataset_id or ""),
            "objective": ObjectiveOut.model_validate(
                {"metric": batch.objective_metric, "direction": batch.objective_direction}
            ),
        }
    )


def state_of(batch: Batch, progress: Progress) -> BatchState:
    """The batch's state, derived from its jobs'."""
    return batch_state(progress.counts, cancelled_by_user=batch.cancel_requested)


_PROGRESS = (
    select(
        col(Job.batch_id),
        col(Job.state),
        func.count(),
        func.sum(col(Job.progress)),
        func.min(col(Job.started_at)),
        func.max(col(Job.finished_at)),
    )
    .where(col(Job.batch_id).in_(bindparam("batch_ids", expanding=True)))
    .group_by(col(Job.batch_id), col(Job.state))
)


def read_progress(session: Session, batch_ids: Sequence[str]) -> dict[str, Progress]:
    """Counts and times of several batches by one statement."""
    found = {batch_id: Progress() for batch_id in batch_ids}
    rows = session.execute(_PROGRESS, {"batch_ids": list(batch_ids)})
    for batch_id, state, count, parts, started_at, finished_at in rows:
        progress = found[batch_id]
        progress.counts[JobState(state)] = count
        if state == JobState.RUNNING:
            progress.running_parts = parts or 0.0
        progress.started_at = min(filter(None, (progress.started_at, started_at)), default=None)
        progress.finished_at = max(filter(None, (progress.finished_at, finished_at)), default=None)
    return found


def _traces(
    session: Session, cache: TraceCache, batches: Sequence[Batch], progress: dict[str, Progress]
) -> dict[str, Trace]:
    keys = {batch.id: (batch.id, progress[batch.id].counts[JobState.SUCCEEDED]) for batch in batches}
    found = {batch_id: trace for batch_id, key in keys.items() if (trace := cache.find(key)) is not None}
    missing = {batch.id: batch for batch in batches if batch.id not in found}
    rows = _objectives(session, [batch_id for batch_id in missing if keys[batch_id][1]])
    for batch_id, batch in missing.items():
        trace = found[batch_id] = make_trace(
            rows.get(batch_id, ()), minimize=batch.objective_direction == "minimize"
        )
        cache.put(keys[batch_id], trace)
    return found


def _objectives(session: Session, batch_ids: Sequence[str]) -> dict[str, list[Any]]:
    """(job id, number, objective) of the succeeded runs of each batch, in order of finishing."""
    rows = session.execute(
        select(col(Job.batch_id), col(Job.id), col(Job.number), col(ExperimentResult.objective))
        .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id))
        .where(
            col(Job.batch_id).in_(batch_ids),
            col(Job.state) == JobState.SUCCEEDED.value,
            col(ExperimentResult.objective).is_not(None),
        )
        .order_by(col(Job.batch_id), col(Job.finished_at), col(Job.number))
    ).all()
    return {batch_id: [row[1:] for row in group] for batch_id, group in groupby(rows, lambda row: row[0])}


def make_trace(runs: Sequence[Any], *, minimize: bool) -> Trace:
    """The best run and the trace of (job id, number, objective); of equal runs the lowest number is best."""
    sign = 1 if minimize else -1
    best = min(runs, key=lambda run: (sign * run[2], run[1] or 0), default=None)
    values: list[float] = []
    for run in runs:
        values.append(run[2] if not values or sign * run[2] < sign * values[-1] else values[-1])
    return Trace(None if best is None else (best[0], best[1], best[2]), tuple(values))


def thinned(values: Sequence[float], most: int = MAX_TRACE) -> list[float]:
    """At most so many values, evenly spread, the first and the last among them."""
    if len(values) <= most:
        return list(values)
    return [values[round(index * (len(values) - 1) / (most - 1))] for index in range(most)]


def _dataset_names(session: Session, batches: Sequence[Batch]) -> dict[str, str]:
    ids = {batch.dataset_id for batch in batches if batch.dataset_id is not None}
    rows = session.execute(select(col(Dataset.id), col(Dataset.name)).where(col(Dataset.id).in_(ids)))
    return {row.id: row.name for row in rows}
