"""A migrated database per test and clients of three users; set AZURAFORGE_TEST_POSTGRES_URL to run on both.

`admin_client`, `member_client` and `other_client` carry access tokens; `browser_client` carries the admin's
session cookie and the CSRF header, as the dashboard does; `client` carries nothing.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from azuraforge_api.main import bare_app, create_app
from azuraforge_api.security import COOKIE_NAME, CSRF_HEADER, hash_secret, new_secret
from azuraforge_api.settings import ApiSettings
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import PostgresTemplate, SqliteTemplate
from azuraforge_dbmodels.user import ApiToken, LoginSession, Role, User
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

# Drawn with all local variables, as structlog does where rich is installed, a traceback takes seconds.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
POSTGRES_URL = os.environ.get("AZURAFORGE_TEST_POSTGRES_URL")


@dataclass
class RecordingTransport:
    """Keeps what the outbox sent; `wait_for` waits until something was."""

    wakes: list[tuple[Queue, int]] = field(default_factory=list)
    items: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    job_events: list[Mapping[str, Any]] = field(default_factory=list)
    cancels: list[str] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def wake(self, queue: Queue, count: int) -> None:
        with self._changed:
            self.wakes.append((queue, count))
            self._changed.notify_all()

    def feed(self, owner_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        with self._changed:
            self.items.extend((owner_id, item) for item in items)
            self._changed.notify_all()

    def events(self, _job_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        with self._changed:
            self.job_events.extend(events)
            self._changed.notify_all()

    def cancel(self, job_ids: Sequence[str]) -> None:
        with self._changed:
            self.cancels.extend(job_ids)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[["RecordingTransport"], bool], seconds: float = 5.0) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), seconds), (self.wakes, self.items)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """A migrated, empty database file, to be copied."""
    return SqliteTemplate(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def migrated_sqlite(sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a migrated, empty database."""
    url = sqlite_template.new_database(tmp_path_factory.mktemp("migrated"))
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[PostgresTemplate]:
    """A migrated, empty database on the test server, to be copied."""
    template = PostgresTemplate(POSTGRES_URL or "")
    yield template
    template.close()


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES_URL else [])])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database without rows."""
    if request.param == "sqlite":
        template: SqliteTemplate = request.getfixturevalue("sqlite_template")
        yield template.new_database(tmp_path)
        return
    postgres: PostgresTemplate = request.getfixturevalue("postgres_template")
    with postgres.new_database() as dsn:
        yield dsn


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> ApiSettings:
    """Settings of an empty installation in the test's folder."""
    return ApiSettings(
        _env_file=None,
        data_dir=tmp_path,
        database_url=database_url,
        redis_url="redis://127.0.0.1:1/0",
        dashboard_dir=tmp_path / "dist",
    )


@pytest.fixture
def transport() -> RecordingTransport:
    """The outbox's other end."""
    return RecordingTransport()


@pytest.fixture(scope="session")
def built_routes() -> list[BaseRoute]:
    """The routes of one application: FastAPI builds them when they are first looked at, which takes long."""
    return bare_app().router.routes


@pytest.fixture
def app(
    settings: ApiSettings, transport: RecordingTransport, built_routes: list[BaseRoute]
) -> Iterator[FastAPI]:
    """The application; a client starts it."""
    made = create_app(settings, transport)
    made.router.routes[: len(built_routes)] = built_routes
    yield made
    made.state.database.dispose()


@pytest.fixture
def database(app: FastAPI) -> Database:
    """The application's database."""
    found: Database = app.state.database
    return found


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client that is nobody yet; the other clients share its running application."""
    with TestClient(app, base_url="http://127.0.0.1:8000") as started:
        yield started


def add_user(database: Database, name: str, role: Role) -> User:
    """A user without a password."""
    user = User(name=name, name_key=name.casefold(), role=role)
    with database.write() as session:
        session.add(user)
    return user


@pytest.fixture
def admin(database: Database, client: TestClient) -> User:
    """The administrator `ada`."""
    return add_user(database, "ada", Role.ADMIN)


@pytest.fixture
def member(database: Database, client: TestClient) -> User:
    """The member `mem`."""
    return add_user(database, "mem", Role.MEMBER)


@pytest.fixture
def other(database: Database, client: TestClient) -> User:
    """Another member, `oth`."""
    return add_user(database, "oth", Role.MEMBER)


def token_client(client: TestClient, database: Database, user: User) -> TestClient:
    """A client of the running application with an access token of the user."""
    token = f"af_{new_secret()}"
    with database.write() as session:
        session.add(ApiToken(user_id=user.id, name="test", token_hash=hash_secret(token), hint=token[-4:]))
    return TestClient(client.app, base_url=client.base_url, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def admin_client(client: TestClient, database: Database, admin: User) -> TestClient:
    """The administrator's client."""
    return token_client(client, database, admin)


@pytest.fixture
def member_client(client: TestClient, database: Database, member: User) -> TestClient:
    """The member's client."""
    return token_client(client, database, member)


@pytest.fixture
def other_client(client: TestClient, database: Database, other: User) -> TestClient:
    """The other member's client."""
    return token_client(client, database, other)


@pytest.fixture
def browser_client(client: TestClient, database: Database, admin: User) -> TestClient:
    """The administrator's browser: a session cookie and the CSRF header."""
    secret = new_secret()
    with database.write() as session:
        session.add(
            LoginSession(
                token_hash=hash_secret(secret), user_id=admin.id, expires_at=utc_now() + timedelta(days=1)
            )
        )
    return TestClient(
        client.app, base_url=client.base_url, headers={CSRF_HEADER: "1"}, cookies={COOKIE_NAME: secret}
    )


PIPELINE = {
    "id": "toy",
    "name": "Toy",
    "task": "regression",
    "description": "Settings of every type.",
    "version": "1.2.0",
    "config_schema": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "rate": {
                "type": "number", "title": "Rate", "default": 0.1, "minimum": 0.0001, "maximum": 1.0,
                "x-scale": "log",
            },
            "rounds": {"type": "integer", "title": "Rounds", "default": 100, "minimum": 1, "maximum": 10000},
            "depth": {"type": ["integer", "null"], "title": "Depth", "default": None, "minimum": 1},
            "penalty": {"enum": ["ridge", "lasso"], "type": "string", "title": "Penalty", "default": "ridge"},
            "early": {"type": "boolean", "title": "Early stopping", "default": False},
            "layers": {
                "type": "array", "items": {"type": "integer", "minimum": 1}, "title": "Layers",
                "default": [32],
            },
            "share": {
                "type": "number", "title": "Share", "default": 0.2, "exclusiveMinimum": 0, "maximum": 0.5,
                "x-sweepable": False,
            },
        },
        "additionalProperties": False,
    },
    "metrics": [
        {"name": "rmse", "direction": "minimize", "unit": "target"},
        {"name": "r2", "direction": "maximize"},
    ],
    "default_objective": {"metric": "rmse", "direction": "minimize"},
    "live_curve": True,
}  # fmt: skip


@pytest.fixture
def toy(database: Database) -> None:
    """The pipeline `toy` and the broken one `bad` in the catalogue."""
    with database.write() as session:
        session.add(PipelineEntry(id="toy", manifest=PIPELINE))
        session.add(PipelineEntry(id="bad", manifest=None, error="ImportError: no such module"))


DATASET_COLUMNS = (
    *(("x", "number", 0, 90), ("y", "integer", 0, 50), ("when", "datetime", 0, 100)),
    *(
        ("kind", "category", 3, 4),
        ("note", "text", 0, 100),
        ("same", "number", 0, 1),
        ("gone", "number", 100, 0),
    ),
)


@pytest.fixture
def dataset(database: Database, member: User) -> Dataset:
    """A dataset of the member's with columns of every sort, without its files."""
    row = Dataset(
        owner_id=member.id, name="data.csv", format="csv", sha256="0" * 64, size_bytes=1, row_count=100,
        columns=[
            {"name": name, "dtype": dtype, "missing": missing, "distinct": distinct}
            for name, dtype, missing, distinct in DATASET_COLUMNS
        ],
    )  # fmt: skip
    with database.write() as session:
        session.add(row)
    return row
