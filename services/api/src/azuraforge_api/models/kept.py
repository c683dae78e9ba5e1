"""Why a run's model, and what is stored beside it, is not there."""

from datetime import timedelta

from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.run_files import KEPT_PER_BATCH
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job import Job
from sqlalchemy import func
from sqlmodel import Session, col, or_, select

_SETTLES_WITHIN = timedelta(minutes=1)


def why_not_kept(session: Session, job: Job, result: ExperimentResult) -> str:
    """A sentence for people; to be asked where `result.model_key` is null."""
    if job.batch_id is None:
        return "Its log says why."
    if _is_about_to_be_kept(session, job, result):
        return "It is about to be stored, as models are once no run waits: ask again in a moment."
    return "A batch keeps the models of its ten best runs only."


def _is_about_to_be_kept(session: Session, job: Job, result: ExperimentResult) -> bool:
    """Whether the run is among the best of a batch that runs, or has just ended."""
    if result.objective is None:
        return False
    batch = session.get_one(Batch, job.batch_id)
    value = col(ExperimentResult.objective)
    better = value < result.objective if batch.objective_direction == "minimize" else value > result.objective
    ranked = (
        select(func.count())
        .select_from(ExperimentResult)
        .join(Job, col(Job.id) == col(ExperimentResult.job_id))
    )
    if session.exec(ranked.where(Job.batch_id == batch.id, better)).one() >= KEPT_PER_BATCH:
        return False
    active = col(Job.state).in_([JobState.QUEUED.value, JobState.RUNNING.value])
    recent = col(Job.finished_at) > utc_now() - _SETTLES_WITHIN
    unsettled = select(Job.id).where(Job.batch_id == batch.id, or_(active, recent)).limit(1)
    return session.exec(unsettled).first() is not None
