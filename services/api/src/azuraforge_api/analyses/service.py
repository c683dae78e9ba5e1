"""Find what is kept of a run's errors."""

from azuraforge_contracts.jobs import JobKind, JobState
from azuraforge_contracts.run_files import analysis_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.user import User
from sqlmodel import Session

from azuraforge_api.analyses.errors import AnalysisNotKeptError, NotFinishedError
from azuraforge_api.experiments.errors import ExperimentNotFoundError
from azuraforge_api.jobs.actions import find_job
from azuraforge_api.models.kept import why_not_kept


def find_result(session: Session, user: User, experiment_id: str) -> tuple[Job, ExperimentResult]:
    """A run of the user that succeeded; raises `ExperimentNotFoundError` and `NotFinishedError`."""
    job = find_job(session, user, experiment_id, JobKind.EXPERIMENT, ExperimentNotFoundError)
    result = session.get(ExperimentResult, experiment_id)
    if result is None:
        todo = (
            "Wait until it has succeeded."
            if job.state in {JobState.QUEUED, JobState.RUNNING}
            else "Retry it first."
        )
        raise NotFinishedError(f"The run is {job.state}, so there is nothing to analyse. {todo}")
    return job, result


def kept_analysis(store: ArtifactStore, result: ExperimentResult) -> str | None:
    """Where the run's analysis is, if it is kept."""
    if result.model_key is None:
        return None
    key = analysis_key(result.model_key)
    return key if store.exists(key) else None


def analysis_not_kept(session: Session, job: Job, result: ExperimentResult) -> AnalysisNotKeptError:
    """Says why, and what to do about it."""
    if result.model_key is not None:
        why = "It was trained before analyses were kept, or its log says why it has none."
    else:
        why = f"That is done where its model is kept. {why_not_kept(session, job, result)}"
    return AnalysisNotKeptError(
        f"The held-out rows of this run were not analysed. {why} POST to the same address trains it again"
        " with its seed and analyses it."
    )
