"""Check a request for a prediction, and queue it."""

from collections.abc import Sequence
from dataclasses import dataclass

from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.jobs import JobKind, Queue
from azuraforge_contracts.prediction_files import PredictionSource, given_rows_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import new_id
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlmodel import Session

from azuraforge_api.datasets.errors import DatasetNotFoundError
from azuraforge_api.experiments.accept import TooManyQueuedError, require_room
from azuraforge_api.experiments.errors import ExperimentNotFoundError
from azuraforge_api.experiments.limits import granted_limits
from azuraforge_api.idempotency import Idempotency
from azuraforge_api.models.errors import (
    ExperimentNotFinishedError,
    ModelAliasNotFoundError,
    ModelFileMissingError,
    ModelNotFoundError,
    ModelNotKeptError,
    ModelVersionNotFoundError,
)
from azuraforge_api.outbox import Outbox
from azuraforge_api.ownership import get_owned
from azuraforge_api.pipelines.catalogue import PipelineUnavailableError
from azuraforge_api.predictions.columns import check_dataset_columns
from azuraforge_api.predictions.errors import (
    ColumnsDoNotMatchError,
    ForecasterNeedsHorizonError,
    InvalidModelReferenceError,
    InvalidRowsError,
    NotAForecasterError,
)
from azuraforge_api.predictions.given_rows import columns_of, pack_rows
from azuraforge_api.predictions.schemas import PredictionCreate
from azuraforge_api.predictions.subject import Subject, find_subject, require_one_of
from azuraforge_api.settings import ApiSettings

ACCEPT_ERRORS = (
    ExperimentNotFoundError,
    ExperimentNotFinishedError,
    ModelNotKeptError,
    ModelNotFoundError,
    ModelVersionNotFoundError,
    ModelAliasNotFoundError,
    ModelFileMissingError,
    InvalidModelReferenceError,
    PipelineUnavailableError,
    NotAForecasterError,
    ForecasterNeedsHorizonError,
    DatasetNotFoundError,
    ColumnsDoNotMatchError,
    InvalidRowsError,
    TooManyQueuedError,
)


@dataclass(frozen=True)
class _Given:
    """What is to be predicted for. `rows` are those of the request, as a file."""

    source: PredictionSource
    shown_name: str
    row_count: int
    columns: Sequence[str]
    dataset: Dataset | None = None
    rows: bytes | None = None


def queue_prediction(
    database: Database,
    store: ArtifactStore,
    outbox: Outbox,
    user: User,
    body: PredictionCreate,
    settings: ApiSettings,
    idempotency: Idempotency,
) -> str:
    """Check the request, store its rows, insert job and request; the job's id.

    Raises some of `ACCEPT_ERRORS`. Rows that an interruption leaves without their job are swept by a worker.
    """
    with database.read() as session:
        known = idempotency.known(session, user)
        if known is not None:
            return known
        subject = find_subject(session, store, user, body)
        given = _find_given(session, user, body, subject)
    job_id, kept = new_id(), False
    if given.rows is not None:
        store.put_bytes(given_rows_key(job_id), given.rows)
    try:
        with database.write() as session:
            known = idempotency.known(session, user)
            if known is not None:
                return known
            _insert(
                session, user, settings, _job(user, job_id, body, subject, given, settings), subject, given
            )
            idempotency.remember(session, user, job_id)
            outbox.wake(session, Queue.COMPUTE)
        kept = True
    finally:
        if not kept and given.rows is not None:
            store.delete(given_rows_key(job_id))
    return job_id


def _find_given(session: Session, user: User, body: PredictionCreate, subject: Subject) -> _Given:
    require_one_of(body, "dataset_id", "rows", "horizon")
    if body.horizon is not None:
        if subject.task != "forecasting":
            message = f"the model is made for {subject.task}: give rows or a dataset_id"
            raise NotAForecasterError(f"{message.capitalize()}.", (FieldError(("body", "horizon"), message),))
        return _Given(PredictionSource.HORIZON, f"{body.horizon} steps ahead", body.horizon, ())
    if subject.task == "forecasting":
        field = "rows" if body.rows is not None else "dataset_id"
        message = "the model forecasts its own series: give a horizon, the number of steps ahead"
        raise ForecasterNeedsHorizonError(f"{message.capitalize()}.", (FieldError(("body", field), message),))
    if body.rows is not None:
        packed = pack_rows(body.rows, subject.inputs)
        shown = f"{len(body.rows):,} row{'s' if len(body.rows) > 1 else ''}"
        return _Given(PredictionSource.ROWS, shown, len(body.rows), columns_of(body.rows), rows=packed)
    dataset = get_owned(session, Dataset, body.dataset_id or "", user, DatasetNotFoundError)
    check_dataset_columns(subject.inputs, dataset.columns)
    names = [column["name"] for column in dataset.columns]
    return _Given(PredictionSource.DATASET, dataset.name, dataset.row_count, names, dataset)


def _job(
    user: User, job_id: str, body: PredictionCreate, subject: Subject, given: _Given, settings: ApiSettings
) -> Job:
    limits = granted_limits(None, settings)
    return Job(
        id=job_id,
        kind=JobKind.PREDICTION.value,
        owner_id=user.id,
        name=(body.name or f"{subject.shown_name}: {given.shown_name}")[:255],
        limit_seconds=limits.seconds,
        limit_memory_mb=limits.memory_mb,
    )


def _insert(
    session: Session, user: User, settings: ApiSettings, job: Job, subject: Subject, given: _Given
) -> None:
    require_room(session, user, 1, settings.max_queued_jobs)
    job_state.enqueue(session, [job])
    name, version, alias = subject.registered or (None, None, None)
    used = [column.name for column in subject.inputs] if given.source != PredictionSource.HORIZON else []
    session.add(
        Prediction(
            job_id=job.id,
            source=given.source.value,
            experiment_id=subject.experiment_id,
            version_id=None if version is None else version.id,
            model_name=name,
            model_version=None if version is None else version.number,
            model_alias=alias,
            model_key=subject.model_key,
            pipeline=subject.pipeline,
            task=subject.task,
            target=subject.target,
            time_column=subject.time_column,
            trained_on=subject.trained_on,
            dataset_id=None if given.dataset is None else given.dataset.id,
            dataset_name=None if given.dataset is None else given.dataset.name,
            horizon=given.row_count if given.source == PredictionSource.HORIZON else None,
            row_count=given.row_count,
            used=used,
            extra=[column for column in given.columns if column not in used],
        )
    )
    session.flush()
