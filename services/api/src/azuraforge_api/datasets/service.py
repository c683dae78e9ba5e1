"""Make and delete datasets: rows in the database, files in the artifact store under their hash."""

from functools import partial
from pathlib import Path, PurePosixPath

from azuraforge_contracts.datasets import canonical_key, original_key
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.jobs import ENDED_STATES
from azuraforge_contracts.manifest import SampleManifest
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import SampleEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from azuraforge_api.datasets.errors import (
    DatasetInUseError,
    DatasetNotFoundError,
    UnsupportedFormatError,
    refused_file,
)
from azuraforge_api.datasets.ingest.model import FileFormat, IngestOrder, ParsedTable, RefusedFileError
from azuraforge_api.datasets.ingest.runner import run_ingest
from azuraforge_api.datasets.pending import noted
from azuraforge_api.datasets.receive import ReceivedFile
from azuraforge_api.errors import ConflictError
from azuraforge_api.ownership import get_owned

MAX_NAME = 255
_ENDINGS: dict[str, FileFormat] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_ATTEMPTS = 3
_CANONICAL = "canonical.parquet"


def format_of(filename: str) -> FileFormat:
    """The format a file's name promises; raises `UnsupportedFormatError`."""
    ending = PurePosixPath(filename.replace("\\", "/")).suffix.lower()
    if ending not in _ENDINGS:
        hint = " Export the sheet as CSV." if ending in {".xlsx", ".xls", ".ods"} else ""
        message = f'The name of the file ends in "{ending}"; upload .csv, .tsv or .parquet.{hint}'
        raise UnsupportedFormatError(message, (FieldError(("body", "file"), message),))
    return _ENDINGS[ending]


def add_dataset(
    database: Database, store: ArtifactStore, user: User, received: ReceivedFile, folder: Path
) -> Dataset:
    """Parse the file (in a limited process), store the files, then insert the row.

    `folder` is the upload's own. Datasets of the same content share their files and what was found in
    them. A deletion may take them away in between: then they are made again. Raises `FileRefusedError` and
    `UnsupportedFormatError`.
    """
    file_format = format_of(received.filename)
    for _ in range(_ATTEMPTS):
        table = _known_table(database, store, received.sha256, file_format)
        if table is not None:
            row = _insert(database, store, _row_of(user, received, table, file_format))
        else:
            table = _parse(received, folder / _CANONICAL, file_format)
            with noted(folder.parent, received.sha256, partial(discard_unused, database, store)):
                store.put_file(original_key(received.sha256), received.path)
                store.put_file(canonical_key(received.sha256), folder / _CANONICAL)
                row = _insert(database, store, _row_of(user, received, table, file_format))
        if row is not None:
            return row
    raise ConflictError("The same file is being deleted at this moment. Upload it again.")


def _insert(database: Database, store: ArtifactStore, row: Dataset) -> Dataset | None:
    """Insert the row if its files are there; while it looks, nobody may delete them."""
    with database.write() as session:
        _lock_content(session, row.sha256)
        if not _has_files(store, row.sha256):
            return None
        session.add(row)
    return row


def _known_table(
    database: Database, store: ArtifactStore, sha256: str, file_format: FileFormat
) -> ParsedTable | None:
    """What is known of this content already; text and parquet are told apart by the name, so by it too."""
    with database.read() as session:
        rows = session.exec(select(Dataset).where(col(Dataset.sha256) == sha256)).all()
    for row in rows:
        same_kind = (row.format == "parquet") == (file_format == "parquet")
        if same_kind and row.sample_key is None and _has_files(store, sha256):
            return ParsedTable.model_validate({"row_count": row.row_count, "columns": row.columns})
    return None


def _parse(received: ReceivedFile, target: Path, file_format: FileFormat) -> ParsedTable:
    try:
        return run_ingest(IngestOrder(source=received.path, target=target, format=file_format))
    except RefusedFileError as error:
        raise refused_file(error) from None


def _row_of(user: User, received: ReceivedFile, table: ParsedTable, file_format: FileFormat) -> Dataset:
    return Dataset(
        owner_id=user.id,
        name=(received.name or _base_name(received.filename))[:MAX_NAME],
        format=file_format,
        sha256=received.sha256,
        size_bytes=received.size_bytes,
        row_count=table.row_count,
        columns=[column.model_dump() for column in table.columns],
    )


def _base_name(filename: str) -> str:
    return PurePosixPath(filename.replace("\\", "/")).name.strip() or "dataset"


def _has_files(store: ArtifactStore, sha256: str) -> bool:
    return store.exists(canonical_key(sha256)) and store.exists(original_key(sha256))


def _lock_content(session: Session, sha256: str) -> None:
    """Let only one transaction at a time decide about the files of this content."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"dataset:{sha256}"}
        )
    else:
        session.execute(text("SELECT 1"))  # begins the one writing transaction SQLite has at a time


def import_sample(session: Session, user: User, manifest: SampleManifest) -> Dataset:
    """Make a dataset of a sample, whose files are in the store already."""
    row = Dataset(
        owner_id=user.id,
        name=manifest.name,
        format="parquet",
        sha256=manifest.sha256,
        size_bytes=manifest.size_bytes,
        row_count=manifest.row_count,
        columns=[column.model_dump() for column in manifest.columns],
        sample_key=manifest.key,
    )
    session.add(row)
    session.flush()
    return row


def delete_dataset(database: Database, store: ArtifactStore, user: User, dataset_id: str) -> None:
    """Delete the row, then the files unless another dataset or a sample has the same content.

    Raises `DatasetNotFoundError` and `DatasetInUseError`.
    """
    try:
        with database.write() as session:
            row = get_owned(session, Dataset, dataset_id, user, DatasetNotFoundError)
            session.refresh(row, with_for_update=True)  # a prediction accepted just now shows below
            _refuse_in_use(session, row)
            session.delete(row)
    except IntegrityError:
        raise DatasetInUseError("A run that uses the dataset was started just now.") from None
    discard_unused(database, store, row.sha256)


def discard_unused(database: Database, store: ArtifactStore, sha256: str) -> None:
    """Delete the files of a content that no dataset and no sample has."""
    with database.write() as session:
        _lock_content(session, sha256)
        if not _is_shared(session, sha256):
            store.delete(canonical_key(sha256))
            store.delete(original_key(sha256))


def _is_shared(session: Session, sha256: str) -> bool:
    if session.exec(select(Dataset.id).where(col(Dataset.sha256) == sha256).limit(1)).first():
        return True
    return any(entry.manifest["sha256"] == sha256 for entry in session.exec(select(SampleEntry)))


def _refuse_in_use(session: Session, row: Dataset) -> None:
    batches = session.exec(
        select(Batch.id, Batch.name).where(col(Batch.dataset_id) == row.id).order_by(col(Batch.id).desc())
    ).all()
    runs = session.exec(
        select(Experiment.job_id)
        .where(col(Experiment.dataset_id) == row.id)
        .order_by(col(Experiment.job_id).desc())
        .limit(100)
    ).all()
    if not batches and not runs:
        _refuse_predicted_for(session, row)
        return
    users = [f'the batch "{name}" ({identifier})' for identifier, name in batches[:5]]
    users += [f"the run {identifier}" for identifier in runs[:5]] if not batches else []
    rest = max(0, len(batches) - 5) or (max(0, len(runs) - 5) if not batches else 0)
    more = f" and {rest} more" if rest else ""
    raise DatasetInUseError(f"Delete first what uses it: {', '.join(users)}{more}.")


def _refuse_predicted_for(session: Session, row: Dataset) -> None:
    """A prediction that has ended keeps its rows without the dataset."""
    jobs = session.exec(
        select(Job.id, Job.name)
        .join(Prediction, col(Prediction.job_id) == col(Job.id))
        .where(col(Prediction.dataset_id) == row.id, col(Job.state).not_in(ENDED_STATES))
        .order_by(col(Job.id).desc())
    ).all()
    if jobs:
        waiting = ", ".join(f'"{name}" ({identifier})' for identifier, name in jobs[:5])
        more = f" and {len(jobs) - 5} more" if len(jobs) > 5 else ""
        raise DatasetInUseError(f"Predictions for it are under way: {waiting}{more}. Cancel them first.")
