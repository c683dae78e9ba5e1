"""Errors as RFC 9457 problem documents: one shape, one handler, no internals.

A route raises a subclass of `AzuraForgeError`; nouns define theirs by subclassing the bases here and
setting `code` and `title`:

    class DatasetNotFoundError(NotFoundError):
        code, title, noun = "dataset_not_found", "Dataset not found", "dataset"

and declare what they may answer, so that the reference documents it:

    @router.get("/datasets/{dataset_id}", responses=problem_responses(DatasetNotFoundError))

What every operation may answer (401, 422, 429, 503...) is added by `azuraforge_api.openapi`.
"""

from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from azuraforge_contracts.errors import AzuraForgeError, FieldError
from azuraforge_contracts.numbers import json_bytes
from azuraforge_dbmodels.session import DATABASE_ERRORS
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response

PROBLEM_MEDIA_TYPE = "application/problem+json"
DATABASE_RETRY_S = 2

log = structlog.get_logger(__name__)


class Problem(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(description="A URI for this kind of problem.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What went wrong with this request, and how to mend it.")
    code: str = Field(description="A stable word for programs.")
    errors: list[FieldError] | None = Field(default=None, description="Field by field, when it is a 422.")


class InvalidRequestError(AzuraForgeError):
    """The request's content can't be accepted; `errors` names the fields."""

    code, status, title = "invalid_request", 422, "The request is not valid"


class MalformedJsonError(InvalidRequestError):
    """The body isn't JSON."""

    code, title = "malformed_json", "The body is not valid JSON"


class UnauthenticatedError(AzuraForgeError):
    """Nobody is signed in, or the session or token is not (or no longer) good."""

    code, status, title = "unauthenticated", 401, "Sign in first"


class ForbiddenError(AzuraForgeError):
    """The user may not do this at all (whatever the resource: a foreign one answers 404)."""

    code, status, title = "forbidden", 403, "Not allowed"


class NotFoundError(AzuraForgeError):
    """No such thing, or it is another user's; nouns subclass it with their `noun` in words."""

    code, status, title = "not_found", 404, "Not found"
    noun: ClassVar[str] = "thing"


class ConflictError(AzuraForgeError):
    """The state of things doesn't allow it; nouns subclass it."""

    code, status, title = "conflict", 409, "Not possible now"


class PayloadTooLargeError(AzuraForgeError):
    """The body is over the limit."""

    code, status, title = "payload_too_large", 413, "The request is too large"


class TooManyRequestsError(AzuraForgeError):
    """A limit per user or per time was reached; give `retry_after` in seconds where waiting helps."""

    code, status, title = "rate_limited", 429, "Too many requests"


class ChangedMeanwhileError(ConflictError):
    """Another request made or deleted something this one depends on, at the same moment."""

    code, title = "changed_meanwhile", "Something changed meanwhile"


class DatabaseUnavailableError(AzuraForgeError):
    """The database can't be reached or is too busy right now."""

    code, status, title = "database_unavailable", 503, "The database is not available"


class StorageFullError(AzuraForgeError):
    """The server's disk has no room for what was asked."""

    code, status, title = "storage_full", 507, "No space left"


class InternalError(AzuraForgeError):
    """A defect of ours; the log has the details under the request's id."""

    code, status, title = "internal_error", 500, "Something went wrong"


_RACES = frozenset(
    {
        "23503",  # PostgreSQL: foreign key
        "23505",  # PostgreSQL: unique
        "SQLITE_CONSTRAINT_FOREIGNKEY",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_UNIQUE",
    }
)
_DISK_FULL = frozenset({"53100", "SQLITE_FULL"})
_HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: PayloadTooLargeError.code}


def problem_body(error: AzuraForgeError) -> dict[str, Any]:
    """The problem document of an error, as a JSON object."""
    body: dict[str, Any] = {
        "type": f"urn:azuraforge:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
    }
    if error.errors:
        body["errors"] = [{"loc": list(item.loc), "message": item.message} for item in error.errors]
    return body


def problem_response(error: AzuraForgeError) -> Response:
    """Answer with the problem document; `retry_after` (seconds) of its extras becomes the header."""
    headers = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if (retry_after := error.extra.get("retry_after")) is not None:
        headers["Retry-After"] = str(max(1, round(retry_after)))
    return Response(json_bytes(problem_body(error)), error.status, headers, PROBLEM_MEDIA_TYPE)


def problem_of(error: Exception) -> AzuraForgeError:
    """Turn any exception into the error a user may see; unexpected ones are logged here."""
    if isinstance(error, AzuraForgeError):
        return error
    if isinstance(error, DBAPIError) and _driver_code(error) in _DISK_FULL:
        log.error("disk full", error=str(error.orig))
        return StorageFullError("The server has no disk space left; nothing was stored. Tell its operator.")
    if isinstance(error, DATABASE_ERRORS) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        log.warning("database unavailable", error=str(error.__cause__ or error))
        return DatabaseUnavailableError(
            "The database can't be reached or is busy. Try again in a moment.", retry_after=DATABASE_RETRY_S
        )
    if isinstance(error, IntegrityError) and _is_race(error):
        log.warning("two requests collided", error=str(error.orig))
        return ChangedMeanwhileError(
            "Something this request depends on was made or deleted at the same moment. Try again."
        )
    log.error("unexpected error", exc_info=error)
    return InternalError("An unexpected error happened; it was logged under this request's X-Request-ID.")


def _is_race(error: IntegrityError) -> bool:
    """Whether a unique or foreign key was violated: rows that were checked before, and changed since."""
    return _driver_code(error) in _RACES


def _driver_code(error: DBAPIError) -> str | None:
    """PostgreSQL's SQLSTATE or SQLite's name of the error."""
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)


def validation_problem(error: RequestValidationError) -> InvalidRequestError:
    """Name each wrong field of a request."""
    fields = tuple(
        FieldError(tuple(item["loc"]), _sentence(str(item["msg"]), item.get("ctx")))
        for item in error.errors()
    )
    first = fields[0]
    where = ".".join(str(part) for part in first.loc[1:]) or str(first.loc[0])
    more = f" (and {len(fields) - 1} more)" if len(fields) > 1 else ""
    return InvalidRequestError(f"{where}: {first.message}{more}", fields)


def _sentence(message: str, context: dict[str, Any] | None) -> str:
    if message == "JSON decode error" and context:
        return f"not valid JSON: {context.get('error', message)}"
    return message.removeprefix("Value error, ")


def http_problem(error: HTTPException) -> Response:
    """Spell the framework's own errors (unknown route, wrong method) as problems."""
    phrase = HTTPStatus(error.status_code).phrase
    code = _HTTP_CODES.get(error.status_code, phrase.lower().replace(" ", "_"))
    detail = {
        404: "There is nothing at this address.",
        405: f"This address takes other methods: {(error.headers or {}).get('Allow', 'see /docs')}.",
    }.get(error.status_code, str(error.detail))
    body = {
        "type": f"urn:azuraforge:problem:{code}",
        "title": phrase,
        "status": error.status_code,
        "detail": detail,
        "code": code,
    }
    return Response(json_bytes(body), error.status_code, error.headers, PROBLEM_MEDIA_TYPE)


def install_error_handlers(app: FastAPI) -> None:
    """Answer every error of a route with a problem document."""

    async def any_error(_request: Request, error: Exception) -> Response:
        return problem_response(problem_of(error))

    async def validation_error(_request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise TypeError("only request validation errors come here") from error
        return problem_response(validation_problem(error))

    async def http_error(_request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise TypeError("only HTTP exceptions come here") from error
        return http_problem(error)

    app.add_exception_handler(AzuraForgeError, any_error)
    app.add_exception_handler(RequestValidationError, validation_error)
    app.add_exception_handler(ResponseValidationError, any_error)
    app.add_exception_handler(HTTPException, http_error)
    for kind in (DBAPIError, PoolTimeoutError):
        app.add_exception_handler(kind, any_error)


def problem_responses(*errors: type[AzuraForgeError]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer these errors, with an example each."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = by_status.setdefault(
            error.status,
            {
                "description": HTTPStatus(error.status).phrase,
                "content": {
                    PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}
                },
            },
        )
        example = problem_body(error(f"{error.title}."))
        entry["content"][PROBLEM_MEDIA_TYPE]["examples"][error.code] = {
            "summary": error.title,
            "value": example,
        }
    return by_status
