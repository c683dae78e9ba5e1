"""Every request: authenticated before its body is read, bounded, answered with problems."""

from fastapi.testclient import TestClient


def test_unknown_route_is_a_problem(admin_client: TestClient) -> None:
    answer = admin_client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_api_is_closed(client: TestClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"
