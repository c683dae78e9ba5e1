"""Walks every route: nobody gets in unauthenticated, and nobody sees what is another's."""

import re
from collections.abc import Iterator

import pytest
from azuraforge_api.main import bare_app
from azuraforge_api.middleware import PUBLIC_OPERATIONS
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

SOMEBODY = "0197c0de-7a10-7cc3-98c4-dc0c0c07398f"
OPEN_TO_ALL = {"/healthz", "/readyz", "/metrics"}


def http_routes() -> Iterator[tuple[str, str]]:
    for context in iter_route_contexts(bare_app().routes):
        if isinstance(context.original_route, APIRoute):
            for method in sorted(context.methods or ()):
                yield method, context.path_format or ""


def socket_routes() -> Iterator[str]:
    for context in iter_route_contexts(bare_app().routes):
        if context.path_format and not isinstance(context.original_route, APIRoute) and not context.methods:
            yield context.path_format


ROUTES = list(http_routes())
PROTECTED = [route for route in ROUTES if route not in PUBLIC_OPERATIONS and route[1] not in OPEN_TO_ALL]


def fill(path: str) -> str:
    return re.sub(r"{[^}]+}", SOMEBODY, path)


def test_the_walk_sees_the_routes() -> None:
    assert ("GET", "/api/v1/auth/me") in PROTECTED
    assert all(path.startswith("/api/v1/") for _, path in PROTECTED)


def test_nobody_gets_in_without_signing_in(client: TestClient) -> None:
    answers = {(method, path): client.request(method, fill(path), json={}) for method, path in PROTECTED}
    let_in = [route for route, answer in answers.items() if answer.status_code != 401]
    assert not let_in
    assert {answer.json()["code"] for answer in answers.values()} == {"unauthenticated"}


@pytest.mark.parametrize("path", list(socket_routes()))
def test_no_socket_opens_without_signing_in(client: TestClient, path: str) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect(fill(path)):
        pass
    assert getattr(refused.value, "status_code", 401) == 401


IDENTIFIERS = [SOMEBODY, "nonsense", "%2e%2e", "0" * 300, "%F0%9F%92%A3"]


def test_unknown_and_malformed_ids_are_not_found(admin_client: TestClient) -> None:
    routes = [(method, path) for method, path in PROTECTED if "{" in path and method in {"GET", "DELETE"}]
    answers = {
        (method, path, identifier): admin_client.request(method, re.sub(r"{[^}]+}", identifier, path))
        for method, path in routes
        for identifier in IDENTIFIERS
    }
    assert not {asked: answer.text for asked, answer in answers.items() if answer.status_code != 404}
    types = {answer.headers["content-type"] for answer in answers.values()}
    assert types == {"application/problem+json"}
