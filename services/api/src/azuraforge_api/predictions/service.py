"""Read predictions back, continue and delete them."""

from collections.abc import Sequence
from typing import Any

from azuraforge_contracts.jobs import ENDED_STATES, JobKind, JobState
from azuraforge_contracts.prediction_files import (
    Part,
    PredictionSource,
    ResultColumn,
    files_folder,
    rows_done,
)
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction, PredictionResult
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlalchemy import Select, delete, select
from sqlmodel import Session, col

from azuraforge_api.jobs.actions import find_job
from azuraforge_api.jobs.queue_position import queue_positions
from azuraforge_api.jobs.schemas import JobFields
from azuraforge_api.outbox import Outbox
from azuraforge_api.predictions.errors import (
    PredictionNotFoundError,
    PredictionNotResumableError,
    PredictionRunningError,
)
from azuraforge_api.predictions.results import columns_of, find_parts, not_replaced, preview, warnings_of
from azuraforge_api.predictions.schemas import PredictionItem, PredictionModel, PredictionOut

_PASSED_ON = (
    "source",
    "experiment_id",
    "pipeline",
    "task",
    "target",
    "dataset_id",
    "dataset_name",
    "horizon",
    "row_count",
)


def select_predictions(user: User) -> Select[Job, Prediction]:
    """The user's predictions, each with its job."""
    return (
        select(Job, Prediction)
        .join(Prediction, col(Prediction.job_id) == col(Job.id))
        .where(col(Job.owner_id) == user.id)
    )


def find_prediction(session: Session, user: User, job_id: str) -> tuple[Job, Prediction]:
    """One prediction of the user's; raises `PredictionNotFoundError`."""
    job = find_job(session, user, job_id, JobKind.PREDICTION, PredictionNotFoundError)
    return job, session.get_one(Prediction, job_id)


def describe_items(
    session: Session, store: ArtifactStore, rows: Sequence[tuple[Job, Prediction]]
) -> list[PredictionItem]:
    """Predictions as a list shows them."""
    positions = queue_positions(session, [job for job, _ in rows])
    return [
        PredictionItem.model_validate(_fields(job, one, positions.get(job.id), find_parts(store, one)))
        for job, one in rows
    ]


def read_prediction(session: Session, store: ArtifactStore, user: User, job_id: str) -> PredictionOut:
    """One prediction with the first of its rows; raises `PredictionNotFoundError`."""
    job, prediction = find_prediction(session, user, job_id)
    result = session.get(PredictionResult, job_id)
    parts = find_parts(store, prediction)
    fields = _fields(job, prediction, queue_positions(session, [job]).get(job_id), parts)
    with not_replaced():
        fields |= {
            "columns": columns_of(store, parts) if parts else _known_columns(prediction),
            "preview": preview(store, parts),
            "matching": {
                "used": prediction.used,
                "extra": prediction.extra,
                "warnings": warnings_of(store, parts),
            },
        }
    return PredictionOut.model_validate(
        {
            **fields,
            "history": None if result is None else result.history,
            "summary": None if result is None else result.summary,
            "provenance": None if result is None else result.provenance,
        }
    )


def continue_prediction(
    session: Session, store: ArtifactStore, outbox: Outbox, user: User, job_id: str
) -> None:
    """Queue it again, to go on after the rows done.

    Raises `PredictionNotFoundError` and `PredictionNotResumableError`.
    """
    job, prediction = find_prediction(session, user, job_id)
    session.refresh(job, with_for_update=True)
    done = rows_done(find_parts(store, prediction))
    if not _is_resumable(job, prediction, done):
        raise PredictionNotResumableError(
            "Only a prediction that failed or was cancelled before its last row can be continued; this one"
            f" is {job.state} with {done:,} of {prediction.row_count:,} rows."
        )
    outbox.tell(session, [job_state.retry(session, job)])


def delete_prediction(database: Database, store: ArtifactStore, user: User, job_id: str) -> None:
    """Delete a prediction that has ended with its events and result, then its files.

    Raises `PredictionNotFoundError` and `PredictionRunningError`.
    """
    with database.write() as session:
        job, _ = find_prediction(session, user, job_id)
        session.refresh(job, with_for_update=True)
        if JobState(job.state) not in ENDED_STATES:
            raise PredictionRunningError(f"The prediction is {job.state}. Cancel it first.")
        session.execute(delete(Job).where(col(Job.id) == job_id))
    for key in list(store.keys(files_folder(job_id))):
        store.delete(key)


def _fields(job: Job, prediction: Prediction, position: int | None, parts: Sequence[Part]) -> dict[str, Any]:
    done = rows_done(parts)
    return {
        **JobFields.values(job, position),
        **prediction.model_dump(include=set(_PASSED_ON)),
        "name": job.name,
        "model": _model(prediction),
        "rows_done": done,
        "resumable": _is_resumable(job, prediction, done),
    }


def _model(prediction: Prediction) -> PredictionModel | None:
    if prediction.model_name is None or prediction.model_version is None:
        return None
    return PredictionModel(
        name=prediction.model_name, version=prediction.model_version, alias=prediction.model_alias
    )


def _is_resumable(job: Job, prediction: Prediction, done: int) -> bool:
    return JobState(job.state) in {JobState.FAILED, JobState.CANCELLED} and done < prediction.row_count


def _known_columns(prediction: Prediction) -> list[str]:
    if prediction.source == PredictionSource.HORIZON:
        return [ResultColumn.TIME, ResultColumn.PREDICTION, ResultColumn.LOWER, ResultColumn.UPPER]
    return [ResultColumn.ROW, ResultColumn.PREDICTION]
