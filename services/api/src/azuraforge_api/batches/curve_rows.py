"""Read learning curves: stored with the results of ended runs, in the event log of the others."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import orjson
from azuraforge_contracts.jobs import JobState
from sqlalchemy import bindparam, text
from sqlmodel import Session

from azuraforge_api.batches.curves import RunCurves
from azuraforge_api.experiments.logged_curves import read_logged_curves

# Running runs are always shown, up to this many.
MOST_RUNNING = 20

_OF_BATCH = text("""
    SELECT job.id, job.number, job.state, result.objective, CAST(result.curves AS TEXT)
    FROM job LEFT JOIN experiment_result AS result ON result.job_id = job.id
    WHERE job.batch_id = :batch_id AND job.state <> 'queued'
    ORDER BY job.number
""")
_PICKED = text("""
    SELECT job.id, job.number, job.state, result.objective, CAST(result.curves AS TEXT)
    FROM job LEFT JOIN experiment_result AS result ON result.job_id = job.id
    WHERE job.id IN :job_ids
""").bindparams(bindparam("job_ids", expanding=True))


@dataclass(frozen=True)
class StoredRun:
    """A run with its objective and the curves of its result, as JSON text; null before it succeeded."""

    job_id: str
    number: int | None
    state: str
    objective: float | None
    curves: str | None


def runs_of_batch(session: Session, batch_id: str) -> list[StoredRun]:
    """The batch's runs that have started, by number."""
    return [StoredRun(*row) for row in session.execute(_OF_BATCH, {"batch_id": batch_id})]


def picked_runs(session: Session, job_ids: Sequence[str]) -> list[StoredRun]:
    """These runs, in this order."""
    found = {row[0]: StoredRun(*row) for row in session.execute(_PICKED, {"job_ids": list(job_ids)})}
    return [found[job_id] for job_id in job_ids if job_id in found]


def choose_shown(
    runs: Sequence[StoredRun], *, best: int, numbers: Collection[int], maximize: bool
) -> list[StoredRun]:
    """The best by objective, those named by number and those that are running, by number."""
    ranked = sorted(
        (run for run in runs if run.objective is not None),
        key=lambda run: -_objective(run) if maximize else _objective(run),
    )
    running = [run for run in runs if run.state == JobState.RUNNING][:MOST_RUNNING]
    chosen = {run.job_id for run in [*ranked[:best], *running]}
    return [run for run in runs if run.job_id in chosen or run.number in numbers]


def _objective(run: StoredRun) -> float:
    return math.nan if run.objective is None else run.objective


def with_curves(
    session: Session, runs: Sequence[StoredRun], shown: Collection[StoredRun]
) -> tuple[list[RunCurves], list[RunCurves]]:
    """All runs with their curves, and the shown ones among them.

    The log is read for the shown runs only: a failed run that nobody asked for stays without curves.
    """
    wanted = {run.job_id for run in shown}
    live = read_logged_curves(session, [run.job_id for run in shown if run.curves is None])
    # One text parses in a fraction of the time of many.
    stored = orjson.loads(f"[{','.join(run.curves or '{}' for run in runs)}]")
    every = [
        RunCurves(run.job_id, run.number, run.state, live.get(run.job_id, curves))
        for run, curves in zip(runs, stored, strict=True)
    ]
    return every, [run for run in every if run.job_id in wanted]
