"""Experiments over HTTP."""

from typing import Annotated

from azuraforge_contracts.jobs import JobKind, JobState
from azuraforge_dbmodels.job_state import JobNotCancellableError
from fastapi import APIRouter, Query, Response, status

from azuraforge_api.deps import (
    DatabaseDep,
    OutboxDep,
    ReadSessionDep,
    SessionDep,
    SettingsDep,
    StoreDep,
    UserDep,
)
from azuraforge_api.errors import problem_responses
from azuraforge_api.experiments import service
from azuraforge_api.experiments.accept import ACCEPT_ERRORS
from azuraforge_api.experiments.errors import (
    ExperimentInBatchError,
    ExperimentNotFoundError,
    ExperimentRunningError,
)
from azuraforge_api.experiments.listing import list_page
from azuraforge_api.experiments.schemas import (
    ExperimentChange,
    ExperimentCreate,
    ExperimentItem,
    ExperimentOut,
)
from azuraforge_api.idempotency import IdempotencyConflictError, IdempotencyDep
from azuraforge_api.jobs.actions import cancel_job, find_job
from azuraforge_api.pagination import Page, PageDep
from azuraforge_api.tags.search import SearchDep

router = APIRouter(prefix="/experiments", tags=["experiments"])

_PATH = "/api/v1/experiments"


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Start an experiment",
    responses=problem_responses(*ACCEPT_ERRORS, IdempotencyConflictError),
)
def create_experiment(
    body: ExperimentCreate,
    response: Response,
    session: SessionDep,
    user: UserDep,
    outbox: OutboxDep,
    settings: SettingsDep,
    idempotency: IdempotencyDep,
) -> ExperimentOut:
    """Queue one training run.

    The settings are checked against the pipeline's schema and the target against the dataset's columns
    before anything is queued. The same request gives the same metrics.
    """
    job_id = idempotency.known(session, user)
    if job_id is None:
        job_id = service.queue_experiment(session, outbox, user, body, settings)
        idempotency.remember(session, user, job_id)
    response.headers["Location"] = f"{_PATH}/{job_id}"
    return service.read_experiment(session, user, job_id)


@router.get("", summary="List experiments", response_model=Page[ExperimentItem])
def list_experiments(
    database: DatabaseDep,
    user: UserDep,
    page: PageDep,
    search: SearchDep,
    batch_id: Annotated[str | None, Query(max_length=64, description="Only of this batch.")] = None,
    pipeline: Annotated[str | None, Query(max_length=64, description="Only of this pipeline.")] = None,
    dataset_id: Annotated[str | None, Query(max_length=64, description="Only on this dataset.")] = None,
    state: Annotated[list[JobState] | None, Query(description="Only in this state; may be repeated.")] = None,
) -> Response:
    """Your training runs, those of batches too, newest first; curves and provenance are left out."""
    wanted = {
        "batch_id": batch_id,
        "pipeline": pipeline,
        "dataset_id": dataset_id,
        "states": [one.value for one in state] if state else None,
    }
    with database.read() as session:
        body = list_page(session, user.id, wanted, search, page)
    return Response(body, media_type="application/json")


@router.get(
    "/{experiment_id}", summary="Get an experiment", responses=problem_responses(ExperimentNotFoundError)
)
def get_experiment(experiment_id: str, session: ReadSessionDep, user: UserDep) -> ExperimentOut:
    """One training run: its life, its request, its result and where that comes from."""
    return service.read_experiment(session, user, experiment_id)


@router.patch(
    "/{experiment_id}", summary="Change an experiment", responses=problem_responses(ExperimentNotFoundError)
)
def change_experiment(
    experiment_id: str, body: ExperimentChange, session: SessionDep, user: UserDep
) -> ExperimentOut:
    """Give a run another name, notes or tags, whatever its state.

    A run of a batch that was given a name of its own keeps it when its batch is renamed.
    """
    service.change_experiment(session, user, experiment_id, body)
    return service.read_experiment(session, user, experiment_id)


@router.post(
    "/{experiment_id}/cancel",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Cancel an experiment",
    responses=problem_responses(ExperimentNotFoundError, JobNotCancellableError),
)
def cancel_experiment(
    experiment_id: str, response: Response, session: SessionDep, user: UserDep, outbox: OutboxDep
) -> ExperimentOut:
    """A queued run is cancelled at once; a running one is asked to stop, and stopped if it doesn't."""
    job = find_job(session, user, experiment_id, JobKind.EXPERIMENT, ExperimentNotFoundError)
    cancel_job(session, outbox, job)
    session.flush()
    response.headers["Location"] = f"{_PATH}/{experiment_id}"
    return service.read_experiment(session, user, experiment_id)


@router.delete(
    "/{experiment_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete an experiment",
    responses=problem_responses(ExperimentNotFoundError, ExperimentRunningError, ExperimentInBatchError),
)
def delete_experiment(experiment_id: str, user: UserDep, database: DatabaseDep, store: StoreDep) -> None:
    """Delete a single run that has ended with its events, result and model; a batch is deleted whole."""
    service.delete_experiment(database, store, user, experiment_id)
