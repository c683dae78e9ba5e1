"""Read the held-out rows of several runs from the store."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from azuraforge_analysis.comparison import ComparableRun
from azuraforge_analysis.comparison_schemas import MissingRun
from azuraforge_analysis.held_out import FloatArray, HeldOut, read_held_out
from azuraforge_contracts.datasets import canonical_key
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, ArtifactStore
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.user import User
from sqlmodel import Session, col, select

from azuraforge_api.experiments.errors import ExperimentNotFoundError


@dataclass(frozen=True)
class StoredRun:
    """What the database says of a run."""

    job: Job
    experiment: Experiment
    result: ExperimentResult | None


@dataclass
class KeptRuns:
    """Runs on the same column of the same data whose held-out rows are kept; the others, with why."""

    runs: list[ComparableRun] = field(default_factory=list)
    target: str = ""
    sha256: str = ""
    time_column: str | None = None
    missing: list[MissingRun] = field(default_factory=list)


def read_runs(session: Session, user: User, job_ids: Sequence[str]) -> list[StoredRun]:
    """The user's runs in this order; raises `ExperimentNotFoundError`."""
    rows = session.exec(
        select(Job, Experiment, ExperimentResult)
        .join(Experiment, col(Experiment.job_id) == col(Job.id))
        .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id), isouter=True)
        .where(col(Job.owner_id) == user.id, col(Job.id).in_(job_ids))
    )
    found = {job.id: StoredRun(job, experiment, result) for job, experiment, result in rows}
    for job_id in job_ids:
        if job_id not in found:
            raise ExperimentNotFoundError(f"There is no such experiment among yours: {job_id[:64]}")
    return [found[job_id] for job_id in job_ids]


def open_runs(store: ArtifactStore, stored: Sequence[StoredRun]) -> KeptRuns:
    """Open what is kept; of runs on different data or targets those most of them are on."""
    kept = KeptRuns()
    opened: list[tuple[StoredRun, tuple[str, str, str], HeldOut]] = []
    for run in stored:
        if run.result is None:
            kept.missing.append(MissingRun(job_id=run.job.id, code="not_finished"))
        elif (held_out := _held_out(store, run.result)) is None:
            kept.missing.append(MissingRun(job_id=run.job.id, code="analysis_not_kept"))
        else:
            opened.append((run, _subject(run, run.result, held_out), held_out))
    if not opened:
        return kept
    [(subject, _)] = Counter(subject for _, subject, _ in opened).most_common(1)
    kept.sha256, kept.target, _ = subject
    for run, own, held_out in opened:
        if own != subject:
            kept.missing.append(MissingRun(job_id=run.job.id, code="other_rows"))
            continue
        job = run.job
        kept.time_column = run.experiment.time_column
        kept.runs.append(ComparableRun(job.id, job.number, job.name, job.batch_id, held_out))
    return kept


def _subject(run: StoredRun, result: ExperimentResult, held_out: HeldOut) -> tuple[str, str, str]:
    """Dataset, target and kind of rows: what has to be the same for rows to be the same."""
    kind = "classes" if held_out.classes is not None else "numbers" if held_out.steps is None else "steps"
    return result.provenance["dataset_sha256"], run.experiment.target, kind


def _held_out(store: ArtifactStore, result: ExperimentResult) -> HeldOut | None:
    if result.holdout_key is None:
        return None
    try:
        return read_held_out(pq.ParquetFile(store.local_path(result.holdout_key)).read())
    except (ArtifactNotFoundError, FileNotFoundError):
        return None


def times_of(store: ArtifactStore, kept: KeptRuns) -> FloatArray | None:
    """The time of every row of the dataset, as numbers that grow with it; None without a time column."""
    if kept.time_column is None:
        return None
    try:
        path = store.local_path(canonical_key(kept.sha256))
    except ArtifactNotFoundError:
        return None
    column: Any = pq.ParquetFile(path).read([kept.time_column]).column(0)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    return np.asarray(pc.cast(column, pa.float64(), safe=False).to_numpy(), dtype=np.float64)
