"""Train a run again, to keep what was not kept of it."""

from azuraforge_contracts.jobs import EarlyEnd, JobKind, JobState, Queue
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.experiment import Refit
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.user import User
from sqlmodel import Session, col, select

from azuraforge_api.analyses.errors import AnalysisKeptError, RunGivenUpError
from azuraforge_api.analyses.service import find_result, kept_analysis
from azuraforge_api.experiments.accept import require_room
from azuraforge_api.outbox import Outbox


def queue_refit(
    session: Session, outbox: Outbox, store: ArtifactStore, user: User, experiment_id: str, most_queued: int
) -> Job:
    """The job that trains the run again: the one under way, or a new one with the run's limits.

    Raises `ExperimentNotFoundError`, `NotFinishedError`, `AnalysisKeptError`, `RunGivenUpError` and
    `TooManyQueuedError`.
    """
    run, result = find_result(session, user, experiment_id)
    session.refresh(run, with_for_update=True)  # of two requests at a time one makes the job
    session.refresh(result)
    if kept_analysis(store, result) is not None:
        raise AnalysisKeptError("The run has its analysis: GET the same address.")
    if (under_way := _under_way(session, experiment_id)) is not None:
        return under_way
    if result.stop_reason == EarlyEnd.PRUNED:
        raise RunGivenUpError(
            "The search gave this run up before its end, and where exactly can't be repeated. Start it as an"
            " experiment of its own: that is trained to its end and analysed."
        )
    require_room(session, user, 1, most_queued)
    job = Job(
        kind=JobKind.REFIT.value,
        owner_id=user.id,
        name=run.name,
        limit_seconds=run.limit_seconds,
        limit_memory_mb=run.limit_memory_mb,
    )
    job_state.enqueue(session, [job])
    session.add(Refit(job_id=job.id, experiment_id=experiment_id))
    outbox.wake(session, Queue.COMPUTE)
    session.flush()
    return session.get_one(Job, job.id)


def _under_way(session: Session, experiment_id: str) -> Job | None:
    active = [JobState.QUEUED.value, JobState.RUNNING.value]
    statement = (
        select(Job)
        .join(Refit, col(Refit.job_id) == col(Job.id))
        .where(col(Refit.experiment_id) == experiment_id, col(Job.state).in_(active))
    )
    return session.exec(statement).first()
