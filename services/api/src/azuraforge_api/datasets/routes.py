"""Datasets over HTTP."""

import errno
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Annotated, Any

import pyarrow as pa
from anyio import CapacityLimiter, to_thread
from azuraforge_contracts.datasets import canonical_key
from azuraforge_contracts.manifest import SampleManifest
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError
from azuraforge_dbmodels.catalogue import SampleEntry
from azuraforge_dbmodels.dataset import Dataset
from fastapi import APIRouter, FastAPI, Path, Query, Request, Response, status
from sqlmodel import col, select

from azuraforge_api.datasets import service
from azuraforge_api.datasets.errors import (
    FILE_REFUSALS,
    DatasetFileMissingError,
    DatasetInUseError,
    DatasetNotFoundError,
    MalformedUploadError,
    SampleNotFoundError,
    UnsupportedFormatError,
)
from azuraforge_api.datasets.pending import settle
from azuraforge_api.datasets.preview import read_preview
from azuraforge_api.datasets.receive import UploadRules, receive_file
from azuraforge_api.datasets.schemas import DatasetOut, DatasetPreviewOut, SampleList, SampleOut
from azuraforge_api.datasets.workspace import sweep, uploads_root, workspace
from azuraforge_api.deps import (
    DatabaseDep,
    ReadSessionDep,
    SessionDep,
    SettingsDep,
    StoreDep,
    UserDep,
)
from azuraforge_api.errors import PayloadTooLargeError, StorageFullError, problem_responses
from azuraforge_api.ownership import get_owned
from azuraforge_api.pagination import Page, PageDep, newest_first

PARALLEL_PARSES = 2


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Remove what uploads left that were cut off by the death of their process."""
    await to_thread.run_sync(_clean_up, app)
    app.state.parse_limiter = CapacityLimiter(PARALLEL_PARSES)
    yield


def _clean_up(app: FastAPI) -> None:
    root = uploads_root(app.state.settings.data_dir)
    sweep(root)
    settle(root, partial(service.discard_unused, app.state.database, app.state.store))


router = APIRouter(prefix="/datasets", tags=["datasets"], lifespan=lifespan)

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "A .csv, .tsv or .parquet file with a header.",
                        },
                        "name": {
                            "type": "string",
                            "maxLength": service.MAX_NAME,
                            "description": "What to call it; the file's name if left out.",
                        },
                    },
                },
                "example": {"file": "housing.csv", "name": "Housing prices"},
            }
        },
    }
}


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Upload a dataset",
    responses=problem_responses(
        PayloadTooLargeError,
        MalformedUploadError,
        UnsupportedFormatError,
        StorageFullError,
        *FILE_REFUSALS.values(),
    ),
    openapi_extra=_FORM,
)
async def upload_dataset(
    request: Request,
    response: Response,
    user: UserDep,
    database: DatabaseDep,
    store: StoreDep,
    settings: SettingsDep,
) -> DatasetOut:
    """Parse a CSV, TSV or parquet file into a typed table.

    Text has to be UTF-8 with a header row; the separator (comma, semicolon or tab) and the columns' types
    are found out. A file that can't be read is refused with the row and the column of the problem, and
    nothing of it is kept.
    """
    with _told_when_full(), workspace(uploads_root(settings.data_dir)) as folder:
        received = await receive_file(
            request.stream(),
            request.headers.get("content-type"),
            folder / "original",
            UploadRules(settings.max_upload_bytes, check_name=service.format_of),
        )

        def make() -> Dataset:
            return service.add_dataset(database, store, user, received, folder)

        row = await to_thread.run_sync(make, limiter=request.app.state.parse_limiter)
    response.headers["Location"] = f"/api/v1/datasets/{row.id}"
    return DatasetOut.of(row)


@contextmanager
def _told_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise StorageFullError(
            "The server has no disk space left for this file. Tell its operator."
        ) from error


@router.get("", summary="List datasets")
def list_datasets(
    session: ReadSessionDep,
    user: UserDep,
    page: PageDep,
    q: Annotated[str | None, Query(max_length=255, description="Only with this in their name.")] = None,
) -> Page[DatasetOut]:
    """Your datasets, newest first."""
    statement = select(Dataset).where(col(Dataset.owner_id) == user.id)
    if q:
        statement = statement.where(col(Dataset.name).icontains(q, autoescape=True))
    rows, next_cursor = newest_first(session, statement, Dataset.created_at, Dataset.id, page)
    return Page(items=[DatasetOut.of(row) for row in rows], next_cursor=next_cursor)


@router.get("/samples", summary="List sample datasets")
def list_samples(session: ReadSessionDep, user: UserDep) -> SampleList:  # noqa: ARG001 - signed in is enough
    """Real datasets that come with the libraries in use, published by the workers."""
    entries = session.exec(select(SampleEntry).order_by(col(SampleEntry.key))).all()
    manifests = [SampleManifest.model_validate(entry.manifest) for entry in entries]
    return SampleList(items=[SampleOut.of(manifest) for manifest in manifests])


@router.post(
    "/samples/{key}",
    status_code=status.HTTP_201_CREATED,
    summary="Import a sample dataset",
    responses=problem_responses(SampleNotFoundError),
)
def import_sample(
    key: Annotated[str, Path(description="The sample's key.")],
    response: Response,
    session: SessionDep,
    user: UserDep,
    store: StoreDep,
) -> DatasetOut:
    """Make a dataset of your own from a sample."""
    entry = session.get(SampleEntry, key)
    if entry is None:
        raise SampleNotFoundError(f"There is no sample {key[:64]!r}; GET /datasets/samples lists them.")
    manifest = SampleManifest.model_validate(entry.manifest)
    if not store.exists(canonical_key(manifest.sha256)):
        raise SampleNotFoundError("The sample's file is missing in the store; a worker's start restores it.")
    row = service.import_sample(session, user, manifest)
    response.headers["Location"] = f"/api/v1/datasets/{row.id}"
    return DatasetOut.of(row)


@router.get("/{dataset_id}", summary="Get a dataset", responses=problem_responses(DatasetNotFoundError))
def get_dataset(dataset_id: str, session: ReadSessionDep, user: UserDep) -> DatasetOut:
    """One dataset with its columns."""
    return DatasetOut.of(get_owned(session, Dataset, dataset_id, user, DatasetNotFoundError))


@router.get(
    "/{dataset_id}/preview",
    summary="Preview a dataset",
    responses=problem_responses(DatasetNotFoundError, DatasetFileMissingError),
)
def preview_dataset(
    dataset_id: str,
    session: ReadSessionDep,
    user: UserDep,
    store: StoreDep,
    rows: Annotated[int, Query(ge=1, le=200, description="How many rows.")] = 50,
) -> DatasetPreviewOut:
    """The first rows of the table, as it was parsed."""
    row = get_owned(session, Dataset, dataset_id, user, DatasetNotFoundError)
    try:
        cells = read_preview(store.local_path(canonical_key(row.sha256)), rows)
    except (ArtifactNotFoundError, FileNotFoundError, pa.ArrowInvalid):
        raise DatasetFileMissingError(
            f"The stored file of dataset {row.name!r} is missing or damaged; upload the file again."
        ) from None
    return DatasetPreviewOut(columns=[column["name"] for column in row.columns], rows=cells)


@router.delete(
    "/{dataset_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a dataset",
    responses=problem_responses(DatasetNotFoundError, DatasetInUseError),
)
def delete_dataset(dataset_id: str, user: UserDep, database: DatabaseDep, store: StoreDep) -> None:
    """Delete a dataset that no run refers to."""
    service.delete_dataset(database, store, user, dataset_id)
