"""Register a run's model: copy its file, then write down where it came from."""

import hashlib
from dataclasses import dataclass

from azuraforge_contracts.model_files import ModelHeader, registered_key
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, ArtifactStore
from azuraforge_dbmodels.base import new_id, utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.registry import ModelVersion, RegisteredModel
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlmodel import Session, col, select

from azuraforge_api.idempotency import Idempotency
from azuraforge_api.models.names import check_name
from azuraforge_api.models.schemas import ModelRegister
from azuraforge_api.models.stored import RunModel, find_run_model, header_of, inputs_of, model_not_kept

_CHUNK = 1 << 20


@dataclass(frozen=True)
class _Copy:
    """A copy of a model that nothing refers to yet."""

    key: str
    size_bytes: int
    sha256: str
    header: ModelHeader


def register_model(
    database: Database, store: ArtifactStore, user: User, body: ModelRegister, idempotency: Idempotency
) -> str:
    """Make the next version of a name; the version's id.

    The copy is made with no transaction open: models may be large. Raises `InvalidModelNameError` and those
    of `find_run_model`. A copy that an interruption leaves without its row is swept by a worker.
    """
    check_name(body.name)
    with database.read() as session:
        found = find_run_model(session, store, user, body.experiment_id)
        version = _lineage(session, found)
    copy = _copy(store, found, version.id)
    kept = False
    try:
        with database.write() as session:
            known = idempotency.known(session, user)
            if known is not None:
                return known
            _number(session, user, body.name, version)
            _describe(version, copy, body.notes)
            session.add(version)
            idempotency.remember(session, user, version.id)
        kept = True
    finally:
        if not kept:
            store.delete(copy.key)
    return version.id


def _copy(store: ArtifactStore, found: RunModel, version_id: str) -> _Copy:
    key = registered_key(version_id)
    header = header_of(store, found, found.model_key)
    try:
        store.put_file(key, store.local_path(found.model_key))
    except (ArtifactNotFoundError, FileNotFoundError):  # better runs pushed it out at this moment
        raise model_not_kept(found.job) from None
    digest = hashlib.sha256()
    size = 0
    with store.open(key) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return _Copy(key, size, digest.hexdigest(), header)


def _number(session: Session, user: User, name: str, version: ModelVersion) -> None:
    """Give the version its model, made if there is none of this name, and its number."""
    statement = select(RegisteredModel).where(
        col(RegisteredModel.owner_id) == user.id, col(RegisteredModel.name) == name
    )
    model = session.exec(statement.with_for_update()).first()
    if model is None:
        model = RegisteredModel(owner_id=user.id, name=name)
    model.last_number += 1
    model.updated_at = utc_now()
    session.add(model)
    session.flush()
    version.model_id, version.number = model.id, model.last_number


def _describe(version: ModelVersion, copy: _Copy, notes: str) -> None:
    version.model_key, version.size_bytes, version.sha256 = copy.key, copy.size_bytes, copy.sha256
    version.inputs = [column.model_dump() for column in inputs_of(copy.header)]
    version.notes = notes


def _lineage(session: Session, found: RunModel) -> ModelVersion:
    """A version without number and file."""
    job, experiment, result = found.job, found.experiment, found.result
    batch = None if job.batch_id is None else session.get(Batch, job.batch_id)
    return ModelVersion(
        id=new_id(),
        model_id="",
        number=0,
        model_key="",
        size_bytes=0,
        sha256="",
        inputs=[],
        experiment_id=job.id,
        experiment_name=job.name,
        experiment_number=job.number,
        batch_id=job.batch_id,
        batch_name=None if batch is None else batch.name,
        dataset_id=experiment.dataset_id,
        dataset_name=session.get_one(Dataset, experiment.dataset_id).name,
        pipeline=experiment.pipeline,
        pipeline_version=result.pipeline_version,
        task=found.task,
        target=experiment.target,
        time_column=experiment.time_column,
        config=experiment.config,
        seed=experiment.seed,
        metrics=result.metrics,
        baseline_metrics=result.baseline_metrics,
        metric_specs=result.metric_specs,
        row_counts=result.row_counts,
        provenance=result.provenance,
    )
