"""Every request: authenticated before its body is read, bounded, answered with problems."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from azuraforge_api.deps import SessionDep
from azuraforge_api.middleware import CONTENT_SECURITY_POLICY
from azuraforge_api.settings import ApiSettings
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

JSON = {"Content-Type": "application/json"}
TOKENS = "/api/v1/auth/tokens"


def problem(answer: Any) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= body.keys()
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]


def test_unknown_routes_and_wrong_methods_are_problems(admin_client: TestClient) -> None:
    assert problem(admin_client.get("/api/v1/nothing")) == (404, "not_found")
    assert problem(admin_client.get("/api/v1/auth/me/")) == (404, "not_found")
    wrong = admin_client.post("/api/v1/auth/me")
    assert problem(wrong) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "GET"


def test_an_unknown_route_is_closed_too(client: TestClient) -> None:
    assert problem(client.get("/api/v1/nothing")) == (401, "unauthenticated")


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/auth/me", "/api/v1/nothing", "/somewhere", "/docs"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-request-id"]


def test_a_large_body_is_refused_before_it_is_read(admin_client: TestClient) -> None:
    read = 0

    def body() -> Iterator[bytes]:
        nonlocal read
        for _ in range(50):
            read += 1
            yield b" " * 1024 * 1024

    length = {"Content-Length": str(50 * 1024 * 1024)}
    announced = admin_client.post(TOKENS, content=body(), headers=JSON | length)
    assert problem(announced) == (413, "payload_too_large")
    chunked = admin_client.post(TOKENS, content=body(), headers=JSON)
    assert problem(chunked) == (413, "payload_too_large")


def test_an_upload_may_be_larger_than_other_bodies(admin_client: TestClient, settings: ApiSettings) -> None:
    answer = admin_client.post(
        "/api/v1/datasets",
        content=b"x" * (settings.max_body_bytes + 1),
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.json()["code"] != "payload_too_large"
    too_large = {"Content-Length": str(settings.max_upload_bytes * 2)}
    assert problem(admin_client.post("/api/v1/datasets", content=b"x", headers=too_large))[0] == 413


def test_an_upload_without_a_user_is_not_read(client: TestClient) -> None:
    answer = client.post("/api/v1/datasets", content=b"x" * 10_000_000)
    assert problem(answer) == (401, "unauthenticated")


@pytest.mark.parametrize(
    ("body", "code", "loc"),
    [
        (b'{"name": ', "malformed_json", ["body"]),
        (b'{"name": NaN}', "malformed_json", ["body"]),
        (b'{"name": "\\ud800"}', "malformed_json", ["body"]),
        (b'{"name": "\xff"}', "malformed_json", ["body"]),
        (b"[" * 100_000, "malformed_json", ["body"]),
        (b'{"name": "a\\u0000b"}', "invalid_request", ["body", "name"]),
        (b'{"name": "x", "more": [{"deep": "\\u0000"}]}', "invalid_request", ["body", "more", 0, "deep"]),
        (b'{"name": "x", "more": 9223372036854775808}', "invalid_request", ["body", "more"]),
        (b"{}", "invalid_request", ["body", "name"]),
        (b"[]", "invalid_request", ["body"]),
        (b'{"name": 5}', "invalid_request", ["body", "name"]),
        (b'{"name": "x", "typo": 1}', "invalid_request", ["body", "typo"]),
    ],
)
def test_bad_json_names_the_place(admin_client: TestClient, body: bytes, code: str, loc: list[str]) -> None:
    answer = admin_client.post(TOKENS, content=body, headers=JSON)
    assert problem(answer) == (422, code)
    assert answer.json()["errors"][0]["loc"] == loc
    assert answer.json()["errors"][0]["message"]


def test_escaped_backslashes_are_no_nul(admin_client: TestClient) -> None:
    answer = admin_client.post(TOKENS, content=b'{"name": "a\\\\u0000b"}', headers=JSON)
    assert answer.status_code == 201
    assert answer.json()["name"] == "a\\u0000b"


def test_thousands_of_digits_are_refused(admin_client: TestClient) -> None:
    body = b'{"name": ' + b"9" * 5000 + b"}"
    assert problem(admin_client.post(TOKENS, content=body, headers=JSON))[0] == 422


def test_nul_in_address_and_query(admin_client: TestClient) -> None:
    assert problem(admin_client.delete(f"{TOKENS}/a%00b")) == (404, "not_found")
    assert problem(admin_client.get(f"{TOKENS}?cursor=%00")) == (422, "invalid_request")


def test_a_database_that_is_away_is_a_503(
    admin_client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise OperationalError("SELECT secret", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(database, "read", broken)
    answer = admin_client.get("/api/v1/auth/me")
    assert problem(answer) == (503, "database_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert "SELECT" not in answer.text


def test_a_full_disk_is_a_507(admin_client: TestClient, database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL can't be given a small disk here")

    def no_more_pages(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # the database stays as large as it is

    event.listen(database.engine, "checkout", no_more_pages)
    names = (f"{number}".ljust(60, "x") for number in range(500))
    answers = (admin_client.post(TOKENS, json={"name": name}) for name in names)
    refused = next(answer for answer in answers if answer.status_code != 201)
    assert problem(refused) == (507, "storage_full")
    event.remove(database.engine, "checkout", no_more_pages)
    database.engine.dispose()  # connections keep the limit
    assert admin_client.post(TOKENS, json={"name": "there is room again"}).status_code == 201


def test_an_unexpected_error_shows_nothing(app: FastAPI, admin_client: TestClient) -> None:
    @app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("secret detail")

    answer = admin_client.get("/api/v1/broken")
    assert problem(answer) == (500, "internal_error")
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]


def test_requests_that_collide_are_a_conflict(app: FastAPI, admin_client: TestClient, member: User) -> None:
    @app.get("/api/v1/collide")
    def collide(session: SessionDep) -> None:
        session.add(User(name="Mem", name_key=member.name_key, role="member"))

    assert problem(admin_client.get("/api/v1/collide")) == (409, "changed_meanwhile")


def test_long_answers_are_compressed(admin_client: TestClient) -> None:
    answer = admin_client.get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in admin_client.get("/api/v1/auth/me").headers
