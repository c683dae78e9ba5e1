"""Every test runs on SQLite, and on PostgreSQL too when AZURAFORGE_TEST_POSTGRES_URL is set."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import PostgresTemplate, SqliteTemplate

POSTGRES_URL = os.environ.get("AZURAFORGE_TEST_POSTGRES_URL")
BACKENDS = ["sqlite", *(["postgresql"] if POSTGRES_URL else [])]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[PostgresTemplate]:
    template = PostgresTemplate(POSTGRES_URL or "")
    yield template
    template.close()


@pytest.fixture(scope="session")
def with_postgres() -> bool:
    return POSTGRES_URL is not None


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database without rows."""
    if request.param == "sqlite":
        template: SqliteTemplate = request.getfixturevalue("sqlite_template")
        opened = Database.connect(template.new_database(tmp_path))
        yield opened
        opened.dispose()
        return
    postgres: PostgresTemplate = request.getfixturevalue("postgres_template")
    with postgres.new_database() as dsn:
        opened = Database.connect(dsn)
        yield opened
        opened.dispose()
