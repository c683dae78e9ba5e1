"""What happens to every request before a route sees it, from the outside in.

1. `RequestLog`: a request id, the security headers, one log line; turns escaped exceptions into a 500.
2. `Gate`: authenticates everything under `/api/` except the public operations, refuses forged calls.
3. `BodyGuard`: bounds bodies, and refuses JSON that a route or the database would choke on.
"""

import json
import re
import time
from typing import Any

import orjson
import structlog
import uuid_utils
from anyio import to_thread
from azuraforge_contracts.errors import FieldError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from azuraforge_api.errors import (
    InvalidRequestError,
    MalformedJsonError,
    NotFoundError,
    PayloadTooLargeError,
    problem_of,
    problem_response,
)
from azuraforge_api.security import SAFE_METHODS, authenticate, check_csrf, check_origin
from azuraforge_api.settings import ApiSettings

API_PREFIX = "/api/"
PUBLIC_OPERATIONS = frozenset(
    {("POST", "/api/v1/auth/login"), ("POST", "/api/v1/auth/setup"), ("GET", "/api/v1/openapi.json")}
)
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds: no news in the log
UPLOAD_PATHS = frozenset({"/api/v1/datasets"})
# A multipart body is a little larger than the file in it.
MULTIPART_OVERHEAD = 64 * 1024

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_RISKY_JSON = re.compile(rb"\\u0000|\d{19}")
_INT64 = range(-(2**63), 2**63)

log = structlog.get_logger("azuraforge_api.access")


class RequestLog:
    """Gives each request an id, each answer its security headers, and the log one line about it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid_utils.uuid7())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            if scope["type"] == "http":
                await self._request(request_id, scope, receive, send)
            else:
                await self._socket(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        ended: dict[str, int] = {}

        async def watched(message: Message) -> None:
            if message["type"] == "websocket.http.response.start":
                ended["refused"] = message["status"]
            elif message["type"] == "websocket.accept":
                log.info("socket open", path=scope["path"])
            elif message["type"] == "websocket.close":
                ended["close_code"] = message.get("code", 1000)
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, watched)
        finally:
            log.info("socket", path=scope["path"], seconds=round(time.perf_counter() - started, 1), **ended)

    async def _request(self, request_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(API_PREFIX):
                    headers.setdefault("Cache-Control", "no-store")
                headers["X-Request-ID"] = request_id
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            problem = problem_of(error)
            if status:  # half an answer is out already: only closing the connection is left
                raise
            await problem_response(problem)(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - started
            scope["app"].state.metrics.observe(scope, status, seconds)
            asked_by_machine = scope["path"] in PROBES and status < 400
            (log.debug if asked_by_machine else log.info)(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round(seconds * 1000, 1),
            )


class Gate:
    """Lets only authenticated requests on to the API; the principal is in `request.state.principal`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or not scope["path"].startswith(API_PREFIX):
            await self._app(scope, receive, send)
            return
        try:
            await self._admit(scope)
        except Exception as error:  # noqa: BLE001  no exception handler is in front of a middleware
            await problem_response(problem_of(error))(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admit(self, scope: Scope) -> None:
        connection = HTTPConnection(scope)
        settings: ApiSettings = scope["app"].state.settings
        if (scope["method"], scope["path"]) in PUBLIC_OPERATIONS:
            if scope["method"] not in SAFE_METHODS:
                check_origin(connection, settings)
            return
        principal = await to_thread.run_sync(authenticate, connection, scope["app"].state.database, settings)
        if principal.session_hash is not None and scope["method"] not in SAFE_METHODS:
            check_csrf(connection, settings)
        connection.state.principal = principal


class BodyGuard:
    """Reads a body up to the limit before the route runs; uploads are counted as they stream."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        settings: ApiSettings = scope["app"].state.settings
        try:
            _refuse_nul(scope)
            if scope["method"] == "POST" and scope["path"] in UPLOAD_PATHS:
                receive = _counting(scope, receive, settings.max_upload_bytes + MULTIPART_OVERHEAD)
            elif scope["method"] not in SAFE_METHODS:
                receive = await _read_whole(scope, receive, settings.max_body_bytes)
        except Exception as error:  # noqa: BLE001  no exception handler is in front of a middleware
            await problem_response(problem_of(error))(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _refuse_announced(headers: Headers, limit: int) -> None:
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > limit:
        raise _BodyTooLargeError(limit)


class _BodyTooLargeError(PayloadTooLargeError, HTTPException):
    """An HTTPException too, as FastAPI makes a 400 of anything else raised while it reads a form."""

    def __init__(self, limit: int) -> None:
        HTTPException.__init__(self, PayloadTooLargeError.status)
        PayloadTooLargeError.__init__(
            self, f"The body is larger than the {limit:,} bytes this address takes."
        )


def _counting(scope: Scope, receive: Receive, limit: int) -> Receive:
    _refuse_announced(Headers(scope=scope), limit)
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _BodyTooLargeError(limit)
        return message

    return counted


async def _read_whole(scope: Scope, receive: Receive, limit: int) -> Receive:
    headers = Headers(scope=scope)
    _refuse_announced(headers, limit)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        if len(body) > limit:
            raise _BodyTooLargeError(limit)
        if not message.get("more_body", False):
            break
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and (content_type == "application/json" or content_type.endswith("+json")):
        _check_json(bytes(body))
    replay: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

    async def replayed() -> Message:
        return replay.pop() if replay else await receive()

    return replayed


def _refuse_nul(scope: Scope) -> None:
    if "\0" in scope["path"]:
        raise NotFoundError("There is nothing at this address.")
    if b"%00" in scope["query_string"]:
        raise InvalidRequestError("The address's query holds a NUL character; leave it out.")


def _check_json(body: bytes) -> None:
    """Refuse what isn't strict JSON (NaN, broken Unicode, too deep), NUL characters and huge integers."""
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError as error:
        detail = f"The body is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise MalformedJsonError(detail, (FieldError(("body",), detail),)) from None
    if _RISKY_JSON.search(body):
        try:
            value = json.loads(body)  # orjson reads integers of more than 64 bits as floats
        except ValueError:
            raise InvalidRequestError("The body holds an integer of thousands of digits.") from None
        _refuse_risky(value, ("body",))


def _refuse_risky(value: Any, loc: tuple[str | int, ...]) -> None:
    if isinstance(value, str) and "\0" in value:
        _refuse(loc, "has a NUL character; leave it out")
    elif isinstance(value, int) and value not in _INT64:
        _refuse(loc, "is an integer of more than 64 bits")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_risky(key, (*loc, key.replace("\0", "")))
            _refuse_risky(item, (*loc, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_risky(item, (*loc, index))


def _refuse(loc: tuple[str | int, ...], message: str) -> None:
    where = ".".join(str(part) for part in loc[1:]) or "The body"
    raise InvalidRequestError(f"{where} {message}.", (FieldError(loc, message),))
