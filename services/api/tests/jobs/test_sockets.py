"""Who may open a socket, how many, and how sockets end."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from azuraforge_api.jobs import sockets
from azuraforge_api.security import COOKIE_NAME, hash_secret, new_secret
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_jobs
from azuraforge_dbmodels.user import ApiToken, LoginSession
from sqlalchemy import delete
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect


@pytest.fixture
def job_id(store: Database, person: Any) -> str:
    with store.write() as session:
        return add_jobs(session, person.user)[0].id


def refusal(open_socket: Callable[[], Any]) -> int:
    """The HTTP status a socket is refused with."""
    with pytest.raises(InvalidStatus) as refused, open_socket():
        pass
    return refused.value.response.status_code


def with_cookie(server: Any, store: Database, person: Any, path: str, origin: str | None) -> Any:
    secret = new_secret()
    with store.write() as session:
        expires_at = utc_now() + timedelta(days=1)
        session.add(
            LoginSession(token_hash=hash_secret(secret), user_id=person.user.id, expires_at=expires_at)
        )
    return connect(
        f"ws://{server.address}/api/v1{path}",
        additional_headers={"Cookie": f"{COOKIE_NAME}={secret}"},
        origin=origin,  # type: ignore[arg-type]
    )


def open_sockets(server: Any, person: Any) -> int:
    """How many sockets of a person the server counts."""
    count: int = server.app.state.live.counter.count(person.user.id)
    return count


def wait_for_open(server: Any, person: Any, count: int) -> None:
    deadline = time.monotonic() + 10
    while open_sockets(server, person) != count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("path", ["/feed", "/jobs/{job_id}/stream"])
def test_nobody_opens_a_socket_without_signing_in(server: Any, job_id: str, path: str) -> None:
    url = f"ws://{server.address}/api/v1{path.format(job_id=job_id)}"
    assert refusal(lambda: connect(url)) == 401
    assert refusal(lambda: connect(url, additional_headers={"Authorization": "Bearer af_" + "x" * 40})) == 401


def test_another_users_job_is_not_found(join: Any, job_id: str) -> None:
    assert refusal(lambda: join().open(f"/jobs/{job_id}/stream")) == 404
    assert refusal(lambda: join().open("/jobs/unknown/stream")) == 404


@pytest.mark.parametrize("after", ["-1", "x", str(2**63)])
def test_a_cursor_that_is_none_is_refused(person: Any, job_id: str, after: str) -> None:
    assert refusal(lambda: person.open(f"/jobs/{job_id}/stream?after={after}")) in {403, 422}


def test_a_cookie_counts_from_this_servers_pages_only(server: Any, store: Database, person: Any) -> None:
    with with_cookie(server, store, person, "/feed", f"http://{server.address}"):
        pass
    assert refusal(lambda: with_cookie(server, store, person, "/feed", "https://elsewhere.example")) == 403


def test_a_user_has_so_many_sockets_and_no_more(server: Any, person: Any, join: Any) -> None:
    opened = [person.open("/feed") for _ in range(5)]
    for one in opened:
        one.__enter__()
    assert refusal(lambda: person.open("/feed")) == 429
    with join().open("/feed"):
        pass
    for one in opened:
        one.__exit__(None, None, None)
    wait_for_open(server, person, 0)
    with person.open("/feed"):
        pass


def test_a_revoked_token_closes_its_sockets(
    person: Any, follow: Any, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "RECHECK_S", 0.1)
    reader = follow(person, "/feed")
    with store.write() as session:
        session.execute(delete(ApiToken))
    assert reader.wait_for_close() == 1008


@pytest.mark.parametrize("extra", [0, 1])
def test_a_client_may_not_send_much(person: Any, follow: Any, extra: int) -> None:
    reader = follow(person, "/feed")
    reader.connection.send("x" * (64 * 1024 + extra))
    if extra:
        assert reader.wait_for_close() == 1009
    else:
        reader.connection.ping().wait(5)
        assert reader.close_code is None


def test_a_client_that_does_not_read_is_given_up_and_others_go_on(
    person: Any, server: Any, worker: Any, follow: Any, job_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "STALL_S", 0.3)
    monkeypatch.setattr(sockets, "CLOSE_S", 0.3)
    deaf = socket.create_connection(server.address.split(":"))
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.sendall(
        f"GET /api/v1/jobs/{job_id}/stream HTTP/1.1\r\nHost: {server.address}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        f"Authorization: Bearer {person.token}\r\n\r\n".encode()
    )
    reader = follow(person, f"/jobs/{job_id}/stream")
    worker.start()
    wait_for_open(server, person, 2)
    ids: list[int] = []
    while open_sockets(server, person) == 2:
        ids += worker.emit(200)
        worker.store()
    ids += worker.end()
    assert reader.wait_for_close() == 1000
    assert reader.ids[1:] == ids
    deaf.close()


def test_stopping_the_server_tells_clients_to_come_back(person: Any, follow: Any, server: Any) -> None:
    reader = follow(person, "/feed")
    server.stop()
    assert reader.wait_for_close() == 1012
