"""Predictions over HTTP."""

import re
from typing import Annotated, Any

from azuraforge_contracts.jobs import JobKind, JobState
from azuraforge_contracts.prediction_files import rows_done
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import JobNotCancellableError
from azuraforge_dbmodels.prediction import Prediction
from fastapi import APIRouter, Query, Response, status
from fastapi.responses import StreamingResponse
from sqlmodel import col

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
from azuraforge_api.idempotency import IdempotencyConflictError, IdempotencyDep
from azuraforge_api.jobs.actions import cancel_job, find_job
from azuraforge_api.pagination import Page, PageDep, newest_first
from azuraforge_api.predictions import examples, service
from azuraforge_api.predictions.accept import ACCEPT_ERRORS, queue_prediction
from azuraforge_api.predictions.errors import (
    NoResultYetError,
    PredictionNotFoundError,
    PredictionNotResumableError,
    PredictionRunningError,
)
from azuraforge_api.predictions.results import ResultFormat, find_parts, not_replaced, stream
from azuraforge_api.predictions.schemas import (
    PredictionCreate,
    PredictionItem,
    PredictionOut,
    PredictionResultOut,
)

router = APIRouter(prefix="/predictions", tags=["predictions"])

_PATH = "/api/v1/predictions"
_MEDIA_TYPES: dict[ResultFormat, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
PARTIAL_HEADER = "X-AzuraForge-Partial"


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Start a prediction",
    responses=problem_responses(*ACCEPT_ERRORS, IdempotencyConflictError),
)
def create_prediction(
    body: PredictionCreate,
    response: Response,
    user: UserDep,
    database: DatabaseDep,
    store: StoreDep,
    outbox: OutboxDep,
    settings: SettingsDep,
    idempotency: IdempotencyDep,
) -> PredictionOut:
    """Queue a prediction by a run's or a registered model, for rows, a dataset or steps ahead.

    Columns are matched by name with those the model reads: missing ones and ones of another type are refused
    here, further ones and another order don't matter.
    """
    job_id = queue_prediction(database, store, outbox, user, body, settings, idempotency)
    response.headers["Location"] = f"{_PATH}/{job_id}"
    with database.read() as session:
        return service.read_prediction(session, store, user, job_id)


@router.get("", summary="List predictions")
def list_predictions(
    session: ReadSessionDep,
    user: UserDep,
    store: StoreDep,
    page: PageDep,
    experiment_id: Annotated[
        str | None, Query(max_length=64, description="Only by the model of this run, registered or not.")
    ] = None,
    model: Annotated[
        str | None, Query(max_length=100, description="Only by versions of the model of this name.")
    ] = None,
    state: Annotated[list[JobState] | None, Query(description="Only in this state; may be repeated.")] = None,
) -> Page[PredictionItem]:
    """Your predictions, newest first."""
    statement = service.select_predictions(user)
    if experiment_id is not None:
        statement = statement.where(col(Prediction.experiment_id) == experiment_id)
    if model is not None:
        statement = statement.where(col(Prediction.model_name) == model)
    if state:
        statement = statement.where(col(Job.state).in_([one.value for one in state]))
    rows, next_cursor = newest_first(session, statement, Job.created_at, Job.id, page)
    return Page(items=service.describe_items(session, store, rows), next_cursor=next_cursor)


@router.get(
    "/{prediction_id}", summary="Get a prediction", responses=problem_responses(PredictionNotFoundError)
)
def get_prediction(
    prediction_id: str, session: ReadSessionDep, user: UserDep, store: StoreDep
) -> PredictionOut:
    """A prediction with its first rows, its summary, and what is unusual about the values it was given."""
    return service.read_prediction(session, store, user, prediction_id)


_RESULT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The predicted rows. While they are not all done, the header"
        f" {PARTIAL_HEADER} says how many are: `rows_done/row_count`.",
        "model": PredictionResultOut,
        "content": {
            _MEDIA_TYPES["csv"]: {"schema": {"type": "string"}, "example": "row,prediction\n0,151.3\n"},
            _MEDIA_TYPES["parquet"]: {
                "schema": {"type": "string", "format": "binary"},
                "example": "result.parquet",
            },
            _MEDIA_TYPES["json"]: {"example": examples.RESULT},
        },
        "headers": {
            PARTIAL_HEADER: {"description": "rows_done/row_count", "schema": {"type": "string"}},
        },
    },
    **problem_responses(PredictionNotFoundError, NoResultYetError),
}


@router.get(
    "/{prediction_id}/result",
    summary="Get a prediction's result",
    response_class=StreamingResponse,
    responses=_RESULT,
)
def get_prediction_result(
    prediction_id: str,
    user: UserDep,
    database: DatabaseDep,
    store: StoreDep,
    result_format: Annotated[
        ResultFormat,
        Query(alias="format", description="In CSV, texts a spreadsheet would run get a ' in front."),
    ] = "json",
) -> StreamingResponse:
    """All rows that are predicted, streamed; of a prediction that was cancelled or failed those done."""
    with database.read() as session:
        job, prediction = service.find_prediction(session, user, prediction_id)
    parts = find_parts(store, prediction)
    if not parts:
        raise NoResultYetError(f"No row is predicted yet: the prediction is {job.state}.")
    headers = {}
    if (done := rows_done(parts)) < prediction.row_count:
        headers[PARTIAL_HEADER] = f"{done}/{prediction.row_count}"
    if result_format != "json":
        word = re.sub(r"[^A-Za-z0-9.-]+", "_", job.name).strip("_") or "prediction"
        headers["Content-Disposition"] = f'attachment; filename="{word}.{result_format}"'
    with not_replaced():
        content = stream(store, parts, result_format)
    return StreamingResponse(content, headers=headers, media_type=_MEDIA_TYPES[result_format])


@router.post(
    "/{prediction_id}/cancel",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Cancel a prediction",
    responses=problem_responses(PredictionNotFoundError, JobNotCancellableError),
)
def cancel_prediction(
    prediction_id: str,
    response: Response,
    session: SessionDep,
    user: UserDep,
    store: StoreDep,
    outbox: OutboxDep,
) -> PredictionOut:
    """A queued one is cancelled at once; a running one is asked to stop, and stopped if it doesn't.

    The rows done by then stay.
    """
    job = find_job(session, user, prediction_id, JobKind.PREDICTION, PredictionNotFoundError)
    cancel_job(session, outbox, job)
    session.flush()
    response.headers["Location"] = f"{_PATH}/{prediction_id}"
    return service.read_prediction(session, store, user, prediction_id)


@router.post(
    "/{prediction_id}/continue",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Continue a prediction",
    responses=problem_responses(PredictionNotFoundError, PredictionNotResumableError),
)
def continue_prediction(
    prediction_id: str,
    response: Response,
    session: SessionDep,
    user: UserDep,
    store: StoreDep,
    outbox: OutboxDep,
) -> PredictionOut:
    """Go on after the rows done, under the same id; `POST /jobs/{id}/retry` starts again from nothing."""
    service.continue_prediction(session, store, outbox, user, prediction_id)
    session.flush()
    response.headers["Location"] = f"{_PATH}/{prediction_id}"
    return service.read_prediction(session, store, user, prediction_id)


@router.delete(
    "/{prediction_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a prediction",
    responses=problem_responses(PredictionNotFoundError, PredictionRunningError),
)
def delete_prediction(prediction_id: str, user: UserDep, database: DatabaseDep, store: StoreDep) -> None:
    """Delete a prediction that has ended, with its rows."""
    service.delete_prediction(database, store, user, prediction_id)
