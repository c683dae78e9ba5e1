"""Requests with retries where sending them again is safe."""

import random
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import httpx
from pydantic import PrivateAttr, TypeAdapter, ValidationError

from azuraforge_client.base import Model
from azuraforge_client.errors import (
    ConnectionFailedError,
    RateLimitedError,
    UnavailableError,
    UnexpectedAnswerError,
    problem_of,
    retry_after_of,
)

API_PREFIX = "/api/v1"
PAGE_SIZE = 200
RETRIES = 4
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 30.0

_SAFE_TO_REPEAT = frozenset({"GET", "PUT", "PATCH", "DELETE"})
_CONNECTION_LOST = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)
_TRY_LATER = frozenset({429, 503})

Answer = TypeVar("Answer", bound=Model)

NO_ANSWER_NOW = (ConnectionFailedError, RateLimitedError, UnavailableError)
"""What a later try may mend."""


class Transport:
    """One connection pool to one server.

    A request that can be repeated without harm is sent again, with growing pauses, when the connection broke
    or the server asked for patience (429, 503). POSTs that queue work carry an `Idempotency-Key`, which makes
    them repeatable; any other POST is sent once.
    """

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, kind: type[Answer], /, **query: Any) -> Answer:
        """GET one resource."""
        return self._read(kind, self.send("GET", path, params=_given(query)))

    def get_any(self, path: str, kind: TypeAdapter[Any]) -> Any:
        """GET a resource of one of several shapes."""
        response = self.send("GET", path)
        try:
            return kind.validate_json(response.content)
        except ValidationError as error:
            raise _unexpected(response, error) from error

    def post(self, path: str, kind: type[Answer], body: Mapping[str, Any] | None = None) -> Answer:
        """POST something that must not happen twice; it is not sent again."""
        return self._read(kind, self.send("POST", path, json=body))

    def patch(self, path: str, kind: type[Answer], body: Mapping[str, Any]) -> Answer:
        """Change a resource."""
        return self._read(kind, self.send("PATCH", path, json=body))

    def put(self, path: str, kind: type[Answer], body: Mapping[str, Any]) -> Answer:
        """Set a resource."""
        return self._read(kind, self.send("PUT", path, json=body))

    def save(self, path: str, target: Path, /, **query: Any) -> None:
        """GET a file and write it as it comes; it is there whole or not at all."""
        part = target.with_name(f"{target.name}.part")
        request = self._http.build_request("GET", f"{API_PREFIX}{path}", params=_given(query))
        try:
            response = self._http.send(request, stream=True)
            try:
                if not response.is_success:
                    response.read()
                    raise problem_of(response)
                with part.open("wb") as file:
                    for chunk in response.iter_bytes():
                        file.write(chunk)
            finally:
                response.close()
            part.replace(target)
        except httpx.HTTPError as error:
            raise ConnectionFailedError(f"GET {path} broke off: {error}") from error
        finally:
            part.unlink(missing_ok=True)

    def queue(self, path: str, kind: type[Answer], body: Mapping[str, Any], key: str | None) -> Answer:
        """POST work under an idempotency key, of its own if none is given."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._read(kind, self.send("POST", path, json=body, headers=headers))

    def upload(self, path: str, kind: type[Answer], **content: Any) -> Answer:
        """POST a form with files, streamed from disk."""
        return self._read(kind, self.send("POST", path, **content))

    def delete(self, path: str) -> None:
        """DELETE a resource."""
        self.send("DELETE", path)

    def pages(self, path: str, kind: type[Answer], /, **query: Any) -> Iterator[Answer]:
        """Every item of a list, newest first, fetched page by page as they are asked for."""
        page_type = TypeAdapter(dict[str, Any])
        cursor: str | None = None
        while True:
            response = self.send("GET", path, params=_given({**query, "limit": PAGE_SIZE, "cursor": cursor}))
            try:
                page = page_type.validate_json(response.content)
                items = [self._bind(kind.model_validate(item)) for item in page["items"]]
                cursor = page["next_cursor"]
            except (ValidationError, KeyError, TypeError) as error:
                raise _unexpected(response, error) from error
            yield from items
            if cursor is None:
                return

    def send(self, method: str, path: str, **content: Any) -> httpx.Response:
        """Send a request and return its success; raises the exception for anything else."""
        repeatable = method in _SAFE_TO_REPEAT or "Idempotency-Key" in content.get("headers", {})
        retries = RETRIES if repeatable else 0
        for tries in range(retries + 1):
            wait = FIRST_PAUSE_S * 2**tries * random.uniform(0.75, 1.25)  # noqa: S311 - spreads clients out
            try:
                response = self._http.request(method, f"{API_PREFIX}{path}", **content)
            except _CONNECTION_LOST as error:
                if tries == retries:
                    why = str(error) or type(error).__name__
                    raise ConnectionFailedError(
                        f"{self._http.base_url} did not answer {method} {path}: {why}."
                    ) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise ConnectionFailedError(f"{method} {path} could not be sent: {error}") from error
            else:
                if response.is_success or (method == "DELETE" and tries and response.status_code == 404):
                    return response  # a DELETE whose answer was lost finds nothing the second time
                if response.status_code not in _TRY_LATER or tries == retries:
                    raise problem_of(response)
                wait = max(wait, retry_after_of(response) or 0.0)
            time.sleep(min(wait, LONGEST_PAUSE_S))
        raise AssertionError("the last try returns or raises")

    def _read(self, kind: type[Answer], response: httpx.Response) -> Answer:
        try:
            return self._bind(kind.model_validate_json(response.content))
        except ValidationError as error:
            raise _unexpected(response, error) from error

    def _bind(self, answer: Answer) -> Answer:
        if isinstance(answer, Resource):
            answer.bind(self)
        return answer


class Resource(Model):
    """An answer that can be acted on: it knows the connection it came by."""

    _transport: Transport = PrivateAttr()

    def bind(self, transport: Transport) -> None:
        """Remember the connection."""
        self._transport = transport


def _given(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _unexpected(response: httpx.Response, error: Exception) -> UnexpectedAnswerError:
    return UnexpectedAnswerError(
        f"{response.request.method} {response.request.url} gave an answer that this client can't read; is it"
        f" an AzuraForge server, and the client as new as it? {error}"
    )
