"""The OpenAPI document: FastAPI's, made whole.

- An operation's summary is the first line of its docstring (or its `summary=`), the rest describes it.
- What any operation may answer (401, 403, 413, 422, 500, 503) is added to those that a route declares
  with `problem_responses(...)`; every problem is typed and has an example.
- The events of the sockets are added to the schemas, as the dashboard's types are generated from here.
"""

from collections.abc import Iterator
from typing import Any

from azuraforge_contracts.errors import AzuraForgeError
from azuraforge_contracts.events import FeedItem, JobEvent
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from azuraforge_api.errors import (
    DatabaseUnavailableError,
    InternalError,
    InvalidRequestError,
    PayloadTooLargeError,
    Problem,
    UnauthenticatedError,
    problem_responses,
)
from azuraforge_api.middleware import API_PREFIX, PUBLIC_OPERATIONS
from azuraforge_api.security import COOKIE_NAME, SAFE_METHODS, OriginRefusedError

_REF = "#/components/schemas/{model}"
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")

DESCRIPTION = """
Everything the dashboard does, for scripts and other programs.

**Signing in**: send `Authorization: Bearer af_...` with an access token made on the dashboard's settings
page or by `POST /api/v1/auth/tokens`. Pages of the dashboard use a session cookie; what they change carries
the header `X-AzuraForge-CSRF: 1`.

**Errors** are `application/problem+json` (RFC 9457) with a stable `code`; a 422 names the fields.
**Lists** take `limit` and `cursor` and answer `{items, next_cursor}`, newest first.
**Ids** are UUIDv7, **times** ISO 8601 in UTC; NaN and infinities are `null`.

**Sockets**: `WS /api/v1/jobs/{id}/stream?after=` sends arrays of `JobEvent`, first those stored after the
given id, then live ones, and closes with 1000 after the attempt's last. `WS /api/v1/feed` sends arrays of
`FeedItem` for all of the user's jobs and batches. Browsers authenticate by the cookie, others by the header.
"""


TAGS = {
    "auth": "Signing in, the own account and access tokens.",
    "users": "Who may use this installation; for administrators.",
    "datasets": "Files that were parsed into typed tables, and samples to start with.",
    "pipelines": "What can be trained, each with the schema of its configuration.",
    "experiments": "One training run each: its metrics, curves and provenance.",
    "analyses": "Where runs are wrong, and runs compared by their errors.",
    "batches": "Searches over many runs, and their comparison.",
    "tags": "The words given to batches and runs to find them again.",
    "models": "Models kept under names and versions, with where they came from.",
    "predictions": "Models applied to rows, datasets and the future: results, whole or in part.",
    "jobs": "The one life of every kind of work: events, cancel, retry.",
    "system": "Health, readiness, metrics, version and limits.",
}


def build_openapi(app: FastAPI) -> dict[str, Any]:
    """The whole document, the same bytes for the same code once its keys are sorted."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary="Self-hosted AI workbench",
        description=DESCRIPTION.strip(),
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        separate_input_output_schemas=False,
    )
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A personal access token, `af_...`."},
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE_NAME},
    }
    document["security"] = [{"token": []}, {"session": []}]
    schemas = components.setdefault("schemas", {})
    for name in _FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    for name, model in (("Problem", Problem), ("JobEvent", JobEvent), ("FeedItem", FeedItem)):
        _add_schema(schemas, name, model)
    for schema in schemas.values():
        _require_constants(schema)
    for path, method, operation in operations(document):
        _complete(path, method, operation)
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation of the document, with its path and method."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                yield path, method, operation


def install_openapi(app: FastAPI) -> None:
    """Serve this document instead of FastAPI's own."""

    def cached() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = build_openapi(app)
        return app.openapi_schema

    app.openapi = cached  # type: ignore[method-assign]


def _add_schema(schemas: dict[str, Any], name: str, model: Any) -> None:
    schema = TypeAdapter(model).json_schema(ref_template=_REF)
    for inner, definition in schema.pop("$defs", {}).items():
        schemas.setdefault(inner, definition)
    schemas[name] = schema


def _require_constants(schema: dict[str, Any]) -> None:
    """Say that a discriminator is always there, though it has a default: else a union can't be narrowed."""
    constants = [name for name, found in schema.get("properties", {}).items() if "const" in found]
    if constants:
        schema["required"] = sorted({*schema.get("required", ()), *constants})


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    _describe(operation)
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path" and parameter["name"].endswith("_id"):
            noun = parameter["name"].removesuffix("_id").replace("_", " ")
            parameter.setdefault("description", f"The {noun}'s id.")
    responses = operation["responses"]
    if any("HTTPValidationError" in str(content) for content in responses.get("422", {}).values()):
        del responses["422"]
    errors = list(_common_errors(path, method, operation))
    if (method.upper(), path) in PUBLIC_OPERATIONS or not path.startswith(API_PREFIX):
        operation["security"] = []
    for status, response in problem_responses(*errors).items():
        known = responses.setdefault(str(status), response)
        for media_type, content in response["content"].items():
            into = known.setdefault("content", {}).setdefault(media_type, content)
            for code, example in content["examples"].items():
                into.setdefault("examples", {}).setdefault(code, example)
    operation["responses"] = dict(sorted(responses.items()))


def _describe(operation: dict[str, Any]) -> None:
    automatic = operation["operationId"].replace("_", " ").title()
    if operation.get("summary") == automatic and "description" in operation:
        first, _, rest = operation["description"].partition("\n\n")
        operation["summary"] = " ".join(first.split()).rstrip(".")
        operation["description"] = rest or first


def _common_errors(path: str, method: str, operation: dict[str, Any]) -> Iterator[type[AzuraForgeError]]:
    yield InternalError
    if not path.startswith(API_PREFIX):
        return
    yield DatabaseUnavailableError
    unsafe = method.upper() not in SAFE_METHODS
    if unsafe:
        yield OriginRefusedError
    if (method.upper(), path) not in PUBLIC_OPERATIONS:
        yield UnauthenticatedError
    if "requestBody" in operation:
        yield PayloadTooLargeError
    if "requestBody" in operation or any(item["in"] != "path" for item in operation.get("parameters", [])):
        yield InvalidRequestError
