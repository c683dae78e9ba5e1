"""The own password and access tokens."""

from datetime import timedelta

import pytest
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken, LoginSession, User
from fastapi.testclient import TestClient
from sqlmodel import col, select, update

URL = "/api/v1/auth/password"


def bearer(client: TestClient, token: str) -> TestClient:
    return TestClient(client.app, headers={"Authorization": f"Bearer {token}"})


def test_setting_a_first_password_and_changing_it(browser_client: TestClient, client: TestClient) -> None:
    assert browser_client.put(URL, json={"new_password": "staple clip drawer"}).status_code == 204
    wrong = browser_client.put(
        URL, json={"current_password": "not the one", "new_password": "another good one"}
    )
    assert wrong.status_code == 422
    assert wrong.json()["code"] == "wrong_password"
    assert wrong.json()["errors"][0]["loc"] == ["body", "current_password"]
    missing = browser_client.put(URL, json={"new_password": "another good one"})
    assert missing.json()["code"] == "wrong_password"
    right = browser_client.put(
        URL, json={"current_password": "staple clip drawer", "new_password": "another good one"}
    )
    assert right.status_code == 204
    answer = client.post("/api/v1/auth/login", json={"name": "ada", "password": "another good one"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("password", "why"), [("short", "10 characters"), ("a" * 12, "different"), ("ADA", "10")]
)
def test_weak_passwords_are_refused(browser_client: TestClient, password: str, why: str) -> None:
    answer = browser_client.put(URL, json={"new_password": password})
    assert answer.status_code == 422
    assert answer.json()["code"] == "weak_password"
    assert why in answer.json()["errors"][0]["message"]


def test_a_name_is_no_password(browser_client: TestClient, database: Database, admin: User) -> None:
    with database.write() as session:
        session.execute(update(User).values(name="Ada Lovelace"))
    answer = browser_client.put(URL, json={"new_password": "ada lovelace"})
    assert "name" in answer.json()["errors"][0]["message"]


def test_a_new_password_ends_other_sessions(
    browser_client: TestClient, database: Database, admin: User
) -> None:
    with database.write() as session:
        session.add(
            LoginSession(token_hash="0" * 64, user_id=admin.id, expires_at=utc_now() + timedelta(days=1))
        )
    assert browser_client.put(URL, json={"new_password": "staple clip drawer"}).status_code == 204
    with database.read() as session:
        assert "0" * 64 not in {row.token_hash for row in session.exec(select(LoginSession))}
    assert browser_client.get("/api/v1/auth/me").status_code == 200


def test_a_token_is_shown_once_and_works_until_revoked(browser_client: TestClient) -> None:
    created = browser_client.post("/api/v1/auth/tokens", json={"name": " ci "})
    assert created.status_code == 201
    token = created.json()
    assert token["token"].startswith("af_")
    assert token["name"] == "ci"
    listed = browser_client.get("/api/v1/auth/tokens").json()["items"]
    assert [item["id"] for item in listed] == [token["id"]]
    assert "token" not in listed[0]
    assert listed[0]["hint"] == token["token"][-4:]
    script = bearer(browser_client, token["token"])
    assert script.get("/api/v1/auth/me").json()["name"] == "ada"
    assert browser_client.delete(f"/api/v1/auth/tokens/{token['id']}").status_code == 204
    assert script.get("/api/v1/auth/me").status_code == 401


def test_expired_and_malformed_tokens_are_refused(browser_client: TestClient, database: Database) -> None:
    expires = (utc_now() + timedelta(hours=1)).isoformat()
    token = browser_client.post("/api/v1/auth/tokens", json={"name": "t", "expires_at": expires}).json()
    script = bearer(browser_client, token["token"])
    outliving = script.post("/api/v1/auth/tokens", json={"name": "forever"})
    assert outliving.status_code == 422
    assert outliving.json()["errors"][0]["loc"] == ["body", "expires_at"]
    with database.write() as session:
        session.execute(
            update(ApiToken)
            .where(col(ApiToken.id) == token["id"])
            .values(expires_at=utc_now() - timedelta(seconds=1))
        )
    assert "expired" in script.get("/api/v1/auth/me").json()["detail"]
    for value in ("Bearer", "Basic YTpi", "Bearer af_nobody", "af_nobody"):
        answer = TestClient(browser_client.app, headers={"Authorization": value}).get("/api/v1/auth/me")
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("expires", ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00", "soon"])
def test_an_expiry_lies_in_the_future_with_a_zone(browser_client: TestClient, expires: str) -> None:
    answer = browser_client.post("/api/v1/auth/tokens", json={"name": "t", "expires_at": expires})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["body", "expires_at"]


def test_tokens_of_others_are_not_found(member_client: TestClient, other_client: TestClient) -> None:
    token = member_client.post("/api/v1/auth/tokens", json={"name": "mine"}).json()
    answer = other_client.delete(f"/api/v1/auth/tokens/{token['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "token_not_found")
    assert other_client.delete("/api/v1/auth/tokens/%20").status_code == 404


def test_tokens_come_in_pages(member_client: TestClient) -> None:
    names = [f"token {number}" for number in range(5)]
    for name in names:
        member_client.post("/api/v1/auth/tokens", json={"name": name})
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        page = member_client.get(
            "/api/v1/auth/tokens", params={"limit": 2} | ({"cursor": cursor} if cursor else {})
        ).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [*reversed(names), "test"]  # the client's own token is the oldest


@pytest.mark.parametrize("cursor", ["x", "é", "YWJj", "//8", "a" * 201])
def test_a_made_up_cursor_is_refused(member_client: TestClient, cursor: str) -> None:
    answer = member_client.get("/api/v1/auth/tokens", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["query", "cursor"]
