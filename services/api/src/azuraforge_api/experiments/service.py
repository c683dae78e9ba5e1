"""Queue one training run, and read one back."""

from datetime import datetime
from typing import Any

from azuraforge_contracts.jobs import ENDED_STATES, JobKind, JobState, Queue
from azuraforge_contracts.run_files import files_of_run
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlalchemy import delete
from sqlmodel import Session, col, select

from azuraforge_api.experiments.accept import checked_config, find_subject, require_room
from azuraforge_api.experiments.errors import (
    ExperimentInBatchError,
    ExperimentNotFoundError,
    ExperimentRunningError,
)
from azuraforge_api.experiments.limits import RunLimits, granted_limits
from azuraforge_api.experiments.logged_curves import Curves, read_logged_curves
from azuraforge_api.experiments.refits import delete_refits
from azuraforge_api.experiments.schemas import (
    ExperimentChange,
    ExperimentCreate,
    ExperimentOut,
    Provenance,
    RunUsage,
    Timings,
)
from azuraforge_api.jobs.actions import find_job
from azuraforge_api.jobs.queue_position import queue_positions
from azuraforge_api.jobs.schemas import JobFields
from azuraforge_api.outbox import Outbox
from azuraforge_api.settings import ApiSettings
from azuraforge_api.tags.store import EXPERIMENTS, add_tags, read_tags, replace_tags

_PASSED_ON = (
    "pipeline_version",
    "metrics",
    "baseline_metrics",
    "metric_specs",
    "curves",
    "row_counts",
    "stopped_early",
    "stop_reason",
    "details",
    "dropped_columns",
)


def queue_experiment(
    session: Session, outbox: Outbox, user: User, body: ExperimentCreate, settings: ApiSettings
) -> str:
    """Insert the job and its request; the job's id. Raises some of `ACCEPT_ERRORS`."""
    subject = find_subject(session, user, body.pipeline, body.dataset_id, body.target, body.time_column)
    config = checked_config(subject, body.config)
    limits = granted_limits(body.limits, settings)
    require_room(session, user, 1, settings.max_queued_jobs)
    name = body.name or f"{subject.manifest.name}: {body.target}"
    job = Job(
        kind=JobKind.EXPERIMENT.value,
        queue=Queue.COMPUTE.value,
        owner_id=user.id,
        name=name[:255],
        limit_seconds=limits.seconds,
        limit_memory_mb=limits.memory_mb,
    )
    job_state.enqueue(session, [job])
    session.add(
        Experiment(
            job_id=job.id,
            pipeline=subject.manifest.id,
            dataset_id=subject.dataset.id,
            target=body.target,
            time_column=body.time_column,
            config=config,
            params={},
            seed=body.seed or 0,
            notes=body.notes or None,
        )
    )
    add_tags(session, EXPERIMENTS, job.id, body.tags or ())
    outbox.wake(session, Queue.COMPUTE)
    session.flush()
    return job.id


def read_experiment(session: Session, user: User, job_id: str) -> ExperimentOut:
    """One run with its result; raises `ExperimentNotFoundError`."""
    row = session.exec(
        select(Job, Experiment, Dataset.name, ExperimentResult)
        .join(Experiment, col(Experiment.job_id) == col(Job.id))
        .join(Dataset, col(Dataset.id) == col(Experiment.dataset_id))
        .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id), isouter=True)
        .where(col(Job.id) == job_id, col(Job.owner_id) == user.id)
    ).first()
    if row is None:
        raise ExperimentNotFoundError(f"There is no such experiment among yours: {job_id[:64]}")
    job, experiment, dataset_name, result = row
    position = queue_positions(session, [job]).get(job.id)
    fields = {**JobFields.values(job, position), "name": job.name, "dataset_name": dataset_name}
    fields |= experiment.model_dump(exclude={"job_id"})
    fields |= _result_fields(session, job, experiment, result)
    fields |= {
        "tags": read_tags(session, EXPERIMENTS, [job.id])[job.id],
        "timings": _timings(job, result),
        "limits": RunLimits.model_construct(seconds=job.limit_seconds, memory_mb=job.limit_memory_mb),
        "usage": _usage(job),
    }
    return ExperimentOut.model_validate(fields)


def change_experiment(session: Session, user: User, job_id: str, change: ExperimentChange) -> None:
    """Give a run another name, notes or tags; raises `ExperimentNotFoundError`."""
    job = find_job(session, user, job_id, JobKind.EXPERIMENT, ExperimentNotFoundError)
    if change.name is not None:
        job.name = change.name
        session.add(job)
    if change.notes is not None:
        experiment = session.get_one(Experiment, job_id)
        experiment.notes = change.notes or None
        session.add(experiment)
    if change.tags is not None:
        replace_tags(session, EXPERIMENTS, job_id, change.tags)
    session.flush()


def delete_experiment(database: Database, store: ArtifactStore, user: User, job_id: str) -> None:
    """Delete a single run that has ended with its events and result, then its files.

    Raises `ExperimentNotFoundError`, `ExperimentRunningError` and `ExperimentInBatchError`.
    """
    with database.write() as session:
        job = find_job(session, user, job_id, JobKind.EXPERIMENT, ExperimentNotFoundError)
        session.refresh(job, with_for_update=True)
        if job.batch_id is not None:
            raise ExperimentInBatchError(f"The run belongs to the batch {job.batch_id}; delete that.")
        if JobState(job.state) not in ENDED_STATES:
            raise ExperimentRunningError(f"The run is {job.state}. Cancel it first.")
        result = session.get(ExperimentResult, job_id)
        chosen = col(Job.id) == job_id
        delete_refits(session, chosen)
        session.execute(delete(Job).where(chosen))
    if result is not None and result.model_key is not None:
        for key in files_of_run(result.model_key):
            store.delete(key)


def _result_fields(
    session: Session, job: Job, experiment: Experiment, result: ExperimentResult | None
) -> dict[str, Any]:
    if result is None:
        entry = session.get(PipelineEntry, experiment.pipeline)
        specs = entry.manifest["metrics"] if entry is not None and entry.manifest is not None else []
        return {
            "pipeline_version": None,
            "metrics": {},
            "baseline_metrics": {},
            "metric_specs": specs,
            "curves": _curves_so_far(session, job),
            "row_counts": None,
            "stopped_early": False,
            "stop_reason": None,
            "model_kept": False,
            "provenance": None,
            "details": {},
            "dropped_columns": {},
        }
    return {
        **result.model_dump(include=set(_PASSED_ON)),
        "model_kept": result.model_key is not None,
        "provenance": Provenance.model_validate(result.provenance),
    }


def _curves_so_far(session: Session, job: Job) -> Curves:
    """Of a run that ended without a result; whoever watches one has its events."""
    if JobState(job.state) not in ENDED_STATES:
        return {}
    return read_logged_curves(session, [job.id]).get(job.id, {})


def _usage(job: Job) -> RunUsage | None:
    if job.cpu_seconds is None or job.peak_memory_bytes is None:
        return None
    return RunUsage(cpu_s=round(job.cpu_seconds, 3), peak_memory_bytes=job.peak_memory_bytes)


def _timings(job: Job, result: ExperimentResult | None) -> Timings:
    return Timings(
        queued_s=seconds_between(job.queued_at, job.started_at),
        run_s=seconds_between(job.started_at, job.finished_at),
        fit_s=None if result is None else result.fit_seconds,
    )


def seconds_between(start: datetime | None, end: datetime | None) -> float | None:
    """Seconds from one moment to the next, to the millisecond; null where one is missing or out of order.

    They are out of order for a job that was queued again: its last attempt's times are of before.
    """
    if start is None or end is None or end < start:
        return None
    return round((end - start).total_seconds(), 3)
