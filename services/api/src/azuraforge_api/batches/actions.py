"""Change, cancel, retry and delete a batch."""

from azuraforge_contracts.jobs import ENDED_STATES, QUEUE_OF_KIND, JobKind
from azuraforge_contracts.run_files import files_of_run
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlalchemy import String, cast, delete, func, literal, select, update
from sqlmodel import Session, col

from azuraforge_api.batches.accept import run_name
from azuraforge_api.batches.errors import (
    BatchEndedError,
    BatchNotFoundError,
    BatchRunningError,
    NothingToRetryError,
)
from azuraforge_api.batches.schemas import BatchChange
from azuraforge_api.experiments.refits import delete_refits
from azuraforge_api.outbox import Outbox
from azuraforge_api.ownership import get_owned
from azuraforge_api.tags.store import BATCHES, replace_tags


def cancel_batch(session: Session, outbox: Outbox, batch: Batch) -> None:
    """Cancel all that is queued and ask all that runs to stop; raises `BatchEndedError`."""
    changes = job_state.request_cancel_batch(session, batch)
    if not changes:
        raise BatchEndedError("All runs of the batch have ended already.")
    outbox.tell(session, changes)
    session.flush()


def retry_failed(session: Session, outbox: Outbox, batch: Batch) -> None:
    """Queue every failed run again; raises `NothingToRetryError`."""
    changes = job_state.retry_failed(session, batch)
    if not changes:
        raise NothingToRetryError("No run of the batch failed.")
    outbox.tell(session, changes)
    session.flush()


def change_batch(session: Session, outbox: Outbox, batch: Batch, change: BatchChange) -> None:
    """Rename a batch with its runs, note and tag it; let more or fewer of its runs run at a time."""
    if change.name is not None and change.name != batch.name:
        _rename(session, batch, change.name)
    if "parallelism" in change.model_fields_set:
        batch.parallelism = change.parallelism
        outbox.wake(session, QUEUE_OF_KIND[JobKind(batch.kind)], batch.job_count)
    if change.notes is not None:
        batch.notes = change.notes or None
    session.add(batch)
    if change.tags is not None:
        replace_tags(session, BATCHES, batch.id, change.tags)


def _rename(session: Session, batch: Batch, name: str) -> None:
    runs = col(Job.batch_id) == batch.id
    number = cast(col(Job.number), String)
    named_by_us = col(Job.name) == literal(run_name(batch, "")) + number
    batch.name = name
    with session.no_autoflush:
        # Runs are locked before their batch, and in order, as by whoever cancels or finishes them.
        session.execute(select(col(Job.id)).where(runs).order_by(col(Job.id)).with_for_update())
        session.execute(
            update(Job)
            .where(runs, named_by_us)
            .values(name=literal(run_name(batch, "")) + number)
            .execution_options(synchronize_session=False)
        )


def delete_batch(database: Database, store: ArtifactStore, user: User, batch_id: str) -> None:
    """Delete a batch that has ended with its jobs, events and results, then their files.

    Raises `BatchNotFoundError` and `BatchRunningError`. Files are deleted after the commit: a worker
    sweeps what an interruption leaves.
    """
    with database.write() as session:
        batch = get_owned(session, Batch, batch_id, user, BatchNotFoundError)
        session.refresh(batch, with_for_update=True)
        _require_ended(session, batch)
        models = session.scalars(
            select(col(ExperimentResult.model_key))
            .join(Job, col(Job.id) == col(ExperimentResult.job_id))
            .where(col(Job.batch_id) == batch.id, col(ExperimentResult.model_key).is_not(None))
        ).all()
        runs = col(Job.batch_id) == batch.id
        delete_refits(session, runs)
        session.execute(delete(Job).where(runs))
        session.delete(batch)
    for model in models:
        for key in () if model is None else files_of_run(model):
            store.delete(key)


def _require_ended(session: Session, batch: Batch) -> None:
    active = session.scalar(
        select(func.count())
        .select_from(Job)
        .where(col(Job.batch_id) == batch.id, col(Job.state).not_in([state.value for state in ENDED_STATES]))
    )
    if active:
        raise BatchRunningError(f"{active} runs of the batch have not ended. Cancel it first.")
