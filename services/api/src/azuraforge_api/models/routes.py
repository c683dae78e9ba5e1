"""The model registry over HTTP."""

import re
from typing import Annotated
from urllib.parse import quote

from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError
from azuraforge_dbmodels.registry import ModelVersion, RegisteredModel
from fastapi import APIRouter, Path, Query, Response, status
from fastapi.responses import FileResponse
from pydantic import BeforeValidator
from sqlmodel import col, select

from azuraforge_api.deps import DatabaseDep, ReadSessionDep, SessionDep, StoreDep, UserDep
from azuraforge_api.errors import problem_responses
from azuraforge_api.experiments.errors import ExperimentNotFoundError
from azuraforge_api.idempotency import IdempotencyConflictError, IdempotencyDep
from azuraforge_api.models import service
from azuraforge_api.models.delete import delete_model as delete_whole_model
from azuraforge_api.models.delete import delete_version
from azuraforge_api.models.errors import (
    ExperimentNotFinishedError,
    InvalidAliasError,
    InvalidModelNameError,
    ModelAliasedError,
    ModelAliasNotFoundError,
    ModelFileMissingError,
    ModelNotFoundError,
    ModelNotKeptError,
    ModelVersionNotFoundError,
)
from azuraforge_api.models.names import check_alias
from azuraforge_api.models.register import register_model as register
from azuraforge_api.models.schemas import (
    AliasTarget,
    ModelDetail,
    ModelNotes,
    ModelOut,
    ModelRegister,
    ModelVersionOut,
)
from azuraforge_api.pagination import Page, PageDep, newest_first

router = APIRouter(prefix="/models", tags=["models"])

_PATH = "/api/v1/models"
_DIGITS = 9


def _number(text: str) -> int:
    """A version's number; what can't be one is 0, the number of no version: not found rather than invalid."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


Name = Annotated[str, Path(description="The model's name.")]
Number = Annotated[int, BeforeValidator(_number), Path(description="The version's number.")]
Alias = Annotated[str, Path(description="A word such as `champion`.")]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Register a model",
    responses=problem_responses(
        ExperimentNotFoundError,
        ExperimentNotFinishedError,
        ModelNotKeptError,
        InvalidModelNameError,
        IdempotencyConflictError,
    ),
)
def register_model(
    body: ModelRegister,
    response: Response,
    user: UserDep,
    database: DatabaseDep,
    store: StoreDep,
    idempotency: IdempotencyDep,
) -> ModelVersionOut:
    """Keep a run's model under a name, as its next version.

    The model's file is copied and its origin written down, so that neither better runs of its batch nor
    deleting the run loses anything of it.
    """
    version_id = register(database, store, user, body, idempotency)
    with database.read() as session:
        version = session.get_one(ModelVersion, version_id)
        model = session.get_one(RegisteredModel, version.model_id)
        response.headers["Location"] = f"{_PATH}/{quote(model.name, safe='')}/versions/{version.number}"
        return service.describe_version(session, model, version)


@router.get("", summary="List models")
def list_models(
    session: ReadSessionDep,
    user: UserDep,
    page: PageDep,
    q: Annotated[str | None, Query(max_length=100, description="Only with this in their name.")] = None,
) -> Page[ModelOut]:
    """Your registered models, those first registered last on top, each with its newest version."""
    statement = select(RegisteredModel).where(col(RegisteredModel.owner_id) == user.id)
    if q:
        statement = statement.where(col(RegisteredModel.name).icontains(q, autoescape=True))
    rows, next_cursor = newest_first(session, statement, RegisteredModel.created_at, RegisteredModel.id, page)
    return Page(items=service.describe_models(session, rows), next_cursor=next_cursor)


@router.get("/{name}", summary="Get a model", responses=problem_responses(ModelNotFoundError))
def get_model(name: Name, session: ReadSessionDep, user: UserDep) -> ModelDetail:
    """A registered model with its versions and aliases."""
    return service.describe_model(session, service.find_model(session, user, name))


@router.delete(
    "/{name}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a model",
    responses=problem_responses(ModelNotFoundError, ModelAliasedError),
)
def delete_model(name: Name, user: UserDep, database: DatabaseDep, store: StoreDep) -> None:
    """Delete a model with all its versions, unless an alias points at one."""
    delete_whole_model(database, store, user, name)


_VERSION_ERRORS = (ModelNotFoundError, ModelVersionNotFoundError)


@router.get(
    "/{name}/versions/{version}",
    summary="Get a model's version",
    responses=problem_responses(*_VERSION_ERRORS),
)
def get_model_version(name: Name, version: Number, session: ReadSessionDep, user: UserDep) -> ModelVersionOut:
    """A version with its inputs and with where it came from: dataset, settings, code and packages."""
    model = service.find_model(session, user, name)
    return service.describe_version(session, model, service.find_version(session, model, version))


@router.patch(
    "/{name}/versions/{version}",
    summary="Change a version's notes",
    responses=problem_responses(*_VERSION_ERRORS),
)
def change_model_version(
    name: Name, version: Number, body: ModelNotes, session: SessionDep, user: UserDep
) -> ModelVersionOut:
    """Replace what is noted of a version."""
    model = service.find_model(session, user, name)
    row = service.find_version(session, model, version)
    row.notes = body.notes
    session.add(row)
    service.touch(session, model)
    session.flush()
    return service.describe_version(session, model, row)


@router.delete(
    "/{name}/versions/{version}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a model's version",
    responses=problem_responses(*_VERSION_ERRORS, ModelAliasedError),
)
def delete_model_version(
    name: Name, version: Number, user: UserDep, database: DatabaseDep, store: StoreDep
) -> None:
    """Delete a version unless an alias points at it; the last one takes its model with it."""
    delete_version(database, store, user, name, version)


@router.get(
    "/{name}/versions/{version}/content",
    summary="Download a model",
    response_class=FileResponse,
    responses={
        200: {
            "description": "The stored model: a zip file with a readable header and the model's own files.",
            "content": {
                "application/zip": {
                    "schema": {"type": "string", "format": "binary"},
                    "example": "diabetes-v3.zip",
                }
            },
        },
        **problem_responses(*_VERSION_ERRORS, ModelFileMissingError),
    },
)
def get_model_content(
    name: Name, version: Number, session: ReadSessionDep, user: UserDep, store: StoreDep
) -> FileResponse:
    """The stored file, as `azuraforge_pipelines.model_store.load_model` reads it back in Python."""
    model = service.find_model(session, user, name)
    row = service.find_version(session, model, version)
    try:
        path = store.local_path(row.model_key)
    except ArtifactNotFoundError:
        raise ModelFileMissingError(
            "The file of this version is missing in the store; its operator may have a backup."
        ) from None
    word = re.sub(r"[^\w.-]+", "_", model.name)
    return FileResponse(path, media_type="application/zip", filename=f"{word}-v{row.number}.zip")


@router.put(
    "/{name}/aliases/{alias}",
    summary="Point an alias at a version",
    responses=problem_responses(*_VERSION_ERRORS, InvalidAliasError),
)
def put_model_alias(
    name: Name, alias: Alias, body: AliasTarget, session: SessionDep, user: UserDep
) -> ModelDetail:
    """Make a word such as `champion` point at a version, wherever it pointed before."""
    model = service.find_model(session, user, name)
    session.refresh(model, with_for_update=True)
    service.point_alias(
        session, model, check_alias(alias), service.find_version(session, model, body.version)
    )
    return service.describe_model(session, model)


@router.delete(
    "/{name}/aliases/{alias}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Remove an alias",
    responses=problem_responses(ModelNotFoundError, ModelAliasNotFoundError),
)
def delete_model_alias(name: Name, alias: Alias, session: SessionDep, user: UserDep) -> None:
    """Remove an alias; the version it pointed at stays."""
    model = service.find_model(session, user, name)
    session.delete(service.find_alias(session, model, alias))
    service.touch(session, model)
