"""Sockets are tested on a real server and a real broker; a scripted worker stands for the real one."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest
import redis
import uvicorn
from azuraforge_api.main import create_app
from azuraforge_api.security import hash_secret, new_secret
from azuraforge_api.settings import ApiSettings
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.testing import BrokerServer
from azuraforge_contracts.transport.event_stream import EventPublisher
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job_state import Claim, EventRecord, JobChange
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import add_user, claim_job
from azuraforge_dbmodels.user import ApiToken, User
from fastapi import FastAPI
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 10.0


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_S) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


@pytest.fixture
def broker() -> Iterator[BrokerServer]:
    with BrokerServer() as made:
        yield made


class LiveServer:
    """The API on a port of its own."""

    def __init__(self, app: FastAPI, **options: Any) -> None:
        self.app = app
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(
                app, ws="websockets-sansio", log_config=None, timeout_graceful_shutdown=2, **options
            )
        )
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), daemon=True)

    def start(self) -> None:
        self._thread.start()
        wait_until(lambda: self._server.started)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, broker: BrokerServer) -> ApiSettings:
    return ApiSettings(
        _env_file=None,
        data_dir=tmp_path,
        database_url=database_url,
        redis_url=broker.url,
        dashboard_dir=tmp_path / "dist",
        max_sockets=5,
    )


@pytest.fixture
def server(settings: ApiSettings) -> Iterator[LiveServer]:
    started = LiveServer(create_app(settings))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def store(settings: ApiSettings) -> Iterator[Database]:
    """The server's database, opened a second time, as a worker does."""
    opened = Database.connect(settings.database_dsn)
    yield opened
    opened.dispose()


class Person:
    """A user with an access token, who opens sockets."""

    def __init__(self, server: LiveServer, user: User, token: str) -> None:
        self.user = user
        self.token = token
        self._server = server

    def open(self, path: str, **options: Any) -> Any:
        """A context manager of an open socket."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return connect(f"ws://{self._server.address}/api/v1{path}", additional_headers=headers, **options)


@pytest.fixture
def join(server: LiveServer, store: Database) -> Callable[[], Person]:
    """Makes users."""

    def made() -> Person:
        token = f"af_{new_secret()}"
        with store.write() as session:
            user = add_user(session)
            session.add(
                ApiToken(user_id=user.id, name="test", token_hash=hash_secret(token), hint=token[-4:])
            )
        return Person(server, user, token)

    return made


@pytest.fixture
def person(join: Callable[[], Person]) -> Person:
    return join()


class ScriptedWorker:
    """Holds one attempt of a job; shows events live and stores them, each when it is told to."""

    def __init__(self, database: Database, broker: BrokerServer) -> None:
        self._database = database
        self._publisher = EventPublisher(broker.client)
        self._unlogged: list[EventRecord] = []
        self._sequence = 0
        self.claim: Claim

    def start(self) -> "ScriptedWorker":
        with self._database.write() as session:
            self.claim = claim_job(session)
        self._sequence = self.claim.next_sequence
        self.publish(self.claim.events)
        self.tell(self.claim.change(JobState.RUNNING, None, utc_now()))
        return self

    def emit(self, count: int = 1, *, live: bool = True) -> list[int]:
        """Make the next events; `live` = show them, too. Gives their ids."""
        new: list[EventRecord] = []
        for _ in range(count):
            new.append(
                {
                    "id": event_id(self.claim.attempt, self._sequence),
                    "job_id": self.claim.job_id,
                    "attempt": self.claim.attempt,
                    "type": "token",
                    "at": utc_now(),
                    "data": {"text": f"{self._sequence} "},
                }
            )
            self._sequence += 1
        self._unlogged += new
        if live:
            self.publish(new)
        return [event["id"] for event in new]

    def store(self) -> None:
        """Write what was emitted to the log."""
        with self._database.write() as session:
            assert job_state.append_events(session, self.claim, self._unlogged)
        self._unlogged = []

    def end(self, *, fail: bool = False) -> list[int]:
        """Finish; gives the ids of the events this adds."""
        with self._database.write() as session:
            if fail:
                change = job_state.fail(session, self.claim, "broken", "It broke.", self._unlogged)
            else:
                change = job_state.succeed(session, self.claim, self._unlogged)
        assert change is not None
        self._unlogged = []
        self.publish(change.events)
        self.tell(change)
        return [event["id"] for event in change.events]

    def publish(self, events: Any) -> None:
        try:
            self._publisher.publish_events(self.claim.job_id, events)
        except redis.RedisError:
            return  # as a worker's events are lost that can't reach the broker

    def tell(self, change: JobChange) -> None:
        try:
            self._publisher.publish_feed(change.owner_id, [change.feed_item()])
        except redis.RedisError:
            return


@pytest.fixture
def worker(store: Database, broker: BrokerServer) -> ScriptedWorker:
    return ScriptedWorker(store, broker)


class Reader:
    """An open socket whose frames are collected in the background."""

    def __init__(self, opening: Any) -> None:
        self.items: list[dict[str, Any]] = []
        self.close_code: int | None = None
        self._opened = ExitStack()
        self.connection: ClientConnection = self._opened.enter_context(opening)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._opened:
            try:
                for frame in self.connection:
                    items = orjson.loads(frame)
                    assert isinstance(items, list)
                    assert items, "an empty frame"
                    self.items.extend(items)
            except ConnectionClosed:
                pass
            self.close_code = self.connection.close_code

    @property
    def ids(self) -> list[int]:
        return [item["id"] for item in self.items]

    def wait_for(self, condition: Callable[["Reader"], object], seconds: float = PATIENCE_S) -> None:
        wait_until(lambda: condition(self), seconds)

    def wait_for_close(self) -> int:
        self._thread.join(PATIENCE_S)
        assert self.close_code is not None
        return self.close_code


@pytest.fixture
def follow() -> Callable[[Person, str], Reader]:
    """Opens a socket and reads it in the background."""
    return lambda person, path: Reader(person.open(path))
