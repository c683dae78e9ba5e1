"""Sockets authenticate before they are accepted, with the cookie from an own page or with a token."""

import pytest
from azuraforge_api.security import authenticate_websocket, still_authenticated
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken
from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient
from sqlmodel import delete
from starlette.testclient import WebSocketDenialResponse

URL = "/api/v1/socket"
OWN_PAGE = {"Origin": "http://127.0.0.1:8000"}


@pytest.fixture(autouse=True)
def _socket(app: FastAPI) -> None:
    @app.websocket(URL)
    async def socket(websocket: WebSocket) -> None:
        principal = await authenticate_websocket(websocket)
        if principal is None:
            return
        await websocket.accept()
        await websocket.send_text(principal.user.name)
        await websocket.receive_text()
        await websocket.send_text(str(await still_authenticated(websocket)))
        await websocket.close()


def refusal(client: TestClient, headers: dict[str, str]) -> tuple[int, str]:
    with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect(URL, headers=headers):
        pass
    assert refused.value.headers["content-type"] == "application/problem+json"
    return refused.value.status_code, refused.value.json()["code"]


def test_nobody_is_refused_with_a_problem(client: TestClient) -> None:
    assert refusal(client, OWN_PAGE) == (401, "unauthenticated")


def test_a_cookie_counts_from_an_own_page_only(browser_client: TestClient) -> None:
    with browser_client.websocket_connect(URL, headers=OWN_PAGE) as socket:
        assert socket.receive_text() == "ada"
        socket.send_text("still there?")
        assert socket.receive_text() == "True"
    assert refusal(browser_client, {"Origin": "https://evil.example"}) == (403, "csrf_refused")
    assert refusal(browser_client, {"Origin": "null"}) == (403, "csrf_refused")


def test_a_cookie_needs_an_origin(browser_client: TestClient) -> None:
    assert refusal(browser_client, {"Sec-Fetch-Site": "cross-site"}) == (403, "csrf_refused")


def test_a_token_needs_no_origin(member_client: TestClient, database: Database) -> None:
    with member_client.websocket_connect(URL) as socket:
        assert socket.receive_text() == "mem"
        with database.write() as session:
            session.execute(delete(ApiToken))
        socket.send_text("still there?")
        assert socket.receive_text() == "False"
