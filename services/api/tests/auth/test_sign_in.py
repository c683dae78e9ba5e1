"""Signing in: one-time codes, passwords, throttling, sessions and cookies."""

from datetime import timedelta

import pytest
from azuraforge_api.auth.passwords import hash_password
from azuraforge_api.auth.service import make_code
from azuraforge_api.security import COOKIE_NAME, CSRF_HEADER, SECURE_COOKIE_NAME
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import LoginFailure, LoginSession, SignInCode, User
from fastapi.testclient import TestClient
from sqlmodel import col, select, update

PASSWORD = "correct horse battery"
CSRF = {CSRF_HEADER: "1"}


def code_for(database: Database, user: User) -> str:
    with database.write() as session:
        return make_code(session, user)[0]


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def member_with_password(database: Database, member: User, password_hash: str) -> User:
    with database.write() as session:
        session.execute(update(User).where(col(User.id) == member.id).values(password_hash=password_hash))
    return member


def test_code_opens_one_session(client: TestClient, database: Database, admin: User) -> None:
    code = code_for(database, admin)
    first = client.post("/api/v1/auth/setup", json={"code": code})
    assert first.status_code == 200
    assert first.json() == {"id": admin.id, "name": "ada", "role": "admin", "has_password": False}
    cookie = first.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE_NAME}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert client.get("/api/v1/auth/me").json()["name"] == "ada"
    again = TestClient(client.app).post("/api/v1/auth/setup", json={"code": code})
    assert again.status_code == 401
    assert again.json()["code"] == "sign_in_code_invalid"


def test_expired_code_is_refused(client: TestClient, database: Database, admin: User) -> None:
    code = code_for(database, admin)
    with database.write() as session:
        session.execute(update(SignInCode).values(expires_at=utc_now() - timedelta(seconds=1)))
    assert client.post("/api/v1/auth/setup", json={"code": code}).status_code == 401


def test_over_https_the_cookie_is_bound_to_the_host(
    client: TestClient, database: Database, admin: User
) -> None:
    browser = TestClient(client.app, base_url="https://azuraforge.example")
    answer = browser.post("/api/v1/auth/setup", json={"code": code_for(database, admin)})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SECURE_COOKIE_NAME}=")
    assert "Secure" in cookie
    assert browser.get("/api/v1/auth/me").status_code == 200


def test_only_hashes_are_stored(client: TestClient, database: Database, admin: User) -> None:
    code = code_for(database, admin)
    client.post("/api/v1/auth/setup", json={"code": code})
    secret = client.cookies[COOKIE_NAME]
    with database.read() as session:
        stored = {row.code_hash for row in session.exec(select(SignInCode))}
        stored |= {row.token_hash for row in session.exec(select(LoginSession))}
    assert not {code, secret} & stored


def test_login_by_password(client: TestClient, member_with_password: User) -> None:
    answer = client.post("/api/v1/auth/login", json={"name": " MEM ", "password": PASSWORD})
    assert answer.status_code == 200
    assert client.get("/api/v1/auth/me").json()["has_password"] is True


def test_wrong_password_and_unknown_name_look_the_same(
    client: TestClient, member_with_password: User
) -> None:
    answers = [
        client.post("/api/v1/auth/login", json={"name": name, "password": "wrong password"})
        for name in ("mem", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["code"] == "invalid_credentials"


def test_five_failures_close_the_account_to_this_address(
    client: TestClient, database: Database, member_with_password: User
) -> None:
    bad, good = {"name": "mem", "password": "wrong password"}, {"name": "mem", "password": PASSWORD}
    for _ in range(5):
        assert client.post("/api/v1/auth/login", json=bad).status_code == 401
    refused = client.post("/api/v1/auth/login", json=good)
    assert refused.status_code == 429
    assert refused.json()["code"] == "rate_limited"
    assert 800 <= int(refused.headers["retry-after"]) <= 900
    elsewhere = TestClient(client.app, client=("192.0.2.7", 1))
    assert elsewhere.post("/api/v1/auth/login", json=good).status_code == 200
    with database.write() as session:
        session.execute(update(LoginFailure).values(failed_at=utc_now() - timedelta(minutes=16)))
    assert client.post("/api/v1/auth/login", json=good).status_code == 200


def test_a_right_password_forgets_failures(client: TestClient, member_with_password: User) -> None:
    bad, good = {"name": "mem", "password": "wrong password"}, {"name": "mem", "password": PASSWORD}
    for _ in range(2):
        for _ in range(4):
            assert client.post("/api/v1/auth/login", json=bad).status_code == 401
        assert client.post("/api/v1/auth/login", json=good).status_code == 200


def test_logout_ends_the_session(browser_client: TestClient, client: TestClient) -> None:
    secret = browser_client.cookies[COOKIE_NAME]
    assert browser_client.post("/api/v1/auth/logout").status_code == 204
    kept = TestClient(client.app, base_url=client.base_url, cookies={COOKIE_NAME: secret})
    answer = kept.get("/api/v1/auth/me")
    assert answer.status_code == 401
    assert "ended" in answer.json()["detail"]


def test_session_expiry_slides_with_use(browser_client: TestClient, database: Database, admin: User) -> None:
    with database.write() as session:
        session.execute(update(LoginSession).values(last_used_at=utc_now() - timedelta(hours=1)))
    assert browser_client.get("/api/v1/auth/me").status_code == 200
    with database.read() as session:
        row = session.exec(select(LoginSession)).one()
    assert row.expires_at > utc_now() + timedelta(days=29)
    with database.write() as session:
        session.execute(update(LoginSession).values(expires_at=utc_now() - timedelta(seconds=1)))
    assert browser_client.get("/api/v1/auth/me").status_code == 401


def test_changes_by_cookie_need_the_header_and_the_origin(browser_client: TestClient) -> None:
    def logout(**headers: str) -> int:
        return browser_client.post("/api/v1/auth/logout", headers=headers).status_code

    assert logout(**{CSRF_HEADER: ""}) == 403
    assert logout(Origin="https://evil.example") == 403
    assert logout(Origin="null") == 403
    assert logout(**{"Sec-Fetch-Site": "cross-site"}) == 403
    assert logout(**{"Sec-Fetch-Site": "same-site"}) == 403
    assert logout(Origin="http://127.0.0.1:8000", **{"Sec-Fetch-Site": "same-origin"}) == 204


def test_foreign_pages_cannot_sign_a_browser_in(client: TestClient, database: Database, admin: User) -> None:
    body = {"code": code_for(database, admin)}
    refused = client.post("/api/v1/auth/setup", json=body, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert refused.json()["code"] == "csrf_refused"
    assert client.post("/api/v1/auth/setup", json=body).status_code == 200
