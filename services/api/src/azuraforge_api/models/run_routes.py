"""The model of a run, before or beside its registration."""

from azuraforge_dbmodels.registry import ModelVersion, RegisteredModel
from fastapi import APIRouter
from sqlmodel import col, select

from azuraforge_api.deps import ReadSessionDep, StoreDep, UserDep
from azuraforge_api.errors import problem_responses
from azuraforge_api.experiments.errors import ExperimentNotFoundError
from azuraforge_api.models.errors import ExperimentNotFinishedError, ModelNotKeptError
from azuraforge_api.models.schemas import RegisteredAs, StoredModelOut
from azuraforge_api.models.stored import find_run_model, header_of, inputs_of

router = APIRouter(prefix="/experiments", tags=["models"])


@router.get(
    "/{experiment_id}/model",
    summary="Get a run's model",
    responses=problem_responses(ExperimentNotFoundError, ExperimentNotFinishedError, ModelNotKeptError),
)
def get_experiment_model(
    experiment_id: str, session: ReadSessionDep, user: UserDep, store: StoreDep
) -> StoredModelOut:
    """What the model that a run left reads and was made with, and the versions made of it."""
    found = find_run_model(session, store, user, experiment_id)
    header = header_of(store, found, found.model_key)
    versions = session.execute(
        select(col(RegisteredModel.name), col(ModelVersion.number))
        .join(RegisteredModel, col(RegisteredModel.id) == col(ModelVersion.model_id))
        .where(col(ModelVersion.experiment_id) == experiment_id)
        .order_by(col(ModelVersion.id).desc())
    )
    return StoredModelOut(
        experiment_id=experiment_id,
        experiment_name=found.job.name,
        pipeline=header.pipeline,
        pipeline_version=header.pipeline_version,
        task=found.task,
        target=header.target,
        inputs=inputs_of(header),
        package_versions=header.package_versions,
        python_version=header.python_version,
        size_bytes=store.local_path(found.model_key).stat().st_size,
        registered=[RegisteredAs(model=name, version=number) for name, number in versions],
    )
