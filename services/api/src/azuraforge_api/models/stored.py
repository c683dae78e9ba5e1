"""The model a run left: in its own place, or as it was registered."""

from dataclasses import dataclass

from azuraforge_contracts.jobs import JobKind, JobState
from azuraforge_contracts.manifest import TaskType
from azuraforge_contracts.model_files import ModelHeader, ModelInput, NotAModelError, read_header
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, ArtifactStore
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.registry import ModelVersion
from azuraforge_dbmodels.user import User
from sqlmodel import Session, col, select

from azuraforge_api.experiments.errors import ExperimentNotFoundError
from azuraforge_api.jobs.actions import find_job
from azuraforge_api.models.errors import ExperimentNotFinishedError, ModelNotKeptError
from azuraforge_api.models.kept import why_not_kept


@dataclass(frozen=True)
class RunModel:
    """A run that succeeded, and where its model is."""

    job: Job
    experiment: Experiment
    result: ExperimentResult
    model_key: str
    task: TaskType | None


def find_run_model(session: Session, store: ArtifactStore, user: User, experiment_id: str) -> RunModel:
    """The model of a run.

    Raises `ExperimentNotFoundError`, `ExperimentNotFinishedError` and `ModelNotKeptError`.
    """
    job = find_job(session, user, experiment_id, JobKind.EXPERIMENT, ExperimentNotFoundError)
    result = session.get(ExperimentResult, experiment_id)
    if result is None:
        raise ExperimentNotFinishedError(_no_result(job))
    experiment = session.get_one(Experiment, experiment_id)
    for key in (result.model_key, *_registered_keys(session, experiment_id)):
        if key is not None and store.exists(key):
            return RunModel(job, experiment, result, key, task_of(session, experiment.pipeline))
    raise model_not_kept(job, why_not_kept(session, job, result))


def _no_result(job: Job) -> str:
    if job.state in {JobState.QUEUED, JobState.RUNNING}:
        return f"The run is {job.state}. Wait until it has succeeded."
    return f"The run has no result: it is {job.state}. Retry it first."


def model_not_kept(job: Job, why: str = "Its file is missing or damaged.") -> ModelNotKeptError:
    """Says what to do about it; better runs of its batch take a run's file away at any moment."""
    return ModelNotKeptError(
        f"The model of this run was not kept. {why} POST /api/v1/experiments/{job.id}/analysis trains the run"
        " again, checks that it comes out the same, and keeps its model."
    )


def _registered_keys(session: Session, experiment_id: str) -> list[str]:
    statement = (
        select(ModelVersion.model_key)
        .where(col(ModelVersion.experiment_id) == experiment_id)
        .order_by(col(ModelVersion.id).desc())
    )
    return list(session.exec(statement))


def task_of(session: Session, pipeline: str) -> TaskType | None:
    """What the pipeline does, by the catalogue; None for one that is gone or broken."""
    entry = session.get(PipelineEntry, pipeline)
    if entry is None or entry.manifest is None:
        return None
    task: TaskType = entry.manifest["task"]
    return task


def header_of(store: ArtifactStore, found: RunModel, key: str) -> ModelHeader:
    """What the run's model, stored under this key, says of itself; raises `ModelNotKeptError`."""
    try:
        with store.open(key) as file:
            return read_header(file)
    except (ArtifactNotFoundError, NotAModelError):
        raise model_not_kept(found.job) from None


def inputs_of(header: ModelHeader) -> list[ModelInput]:
    """The columns the model reads."""
    return [ModelInput.model_validate(column) for column in header.inputs]
