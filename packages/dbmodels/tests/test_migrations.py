"""Migrations: up and down with filled tables, no drift, one schema whichever way it came to be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from azuraforge_dbmodels import migrate
from azuraforge_dbmodels.base import UtcDateTime
from azuraforge_dbmodels.session import make_engine
from azuraforge_dbmodels.tables import metadata
from azuraforge_dbmodels.testing import PostgresTemplate
from sqlalchemy import JSON, Column, DateTime, Engine, MetaData, func, inspect, select

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(migrate.alembic_config()).walk_revisions()))
]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database nothing was done to yet."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        engine.dispose()
        return
    if not request.getfixturevalue("with_postgres"):
        pytest.skip("AZURAFORGE_TEST_POSTGRES_URL is not set")
    postgres: PostgresTemplate = request.getfixturevalue("postgres_template")
    with postgres.new_database() as dsn:
        engine = make_engine(dsn)
        migrate.downgrade(engine)
        yield engine
        engine.dispose()


def reflected(engine: Engine) -> MetaData:
    found = MetaData()
    found.reflect(engine)
    return found


def tables_of(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def value_for(column: Column[Any], row: int) -> object:
    """Some value the column takes; texts are shared between tables, so that foreign keys hold."""
    if isinstance(column.type, JSON):
        return {"row": row}
    if isinstance(column.type, DateTime | UtcDateTime):
        return datetime(2026, 1, 1 + row, tzinfo=UTC)
    known: dict[type, object] = {str: f"row-{row}", bool: False, int: row, float: row + 0.5}
    return known[column.type.python_type]


def fill(engine: Engine, rows: int = 2) -> None:
    """Put rows into every empty table of whatever schema the database has."""
    found = reflected(engine)
    with engine.begin() as connection:
        for table in found.sorted_tables:
            if table.name == "alembic_version":
                continue
            if connection.execute(select(func.count()).select_from(table)).scalar_one():
                continue
            for row in range(rows):
                values = {column.name: value_for(column, row) for column in table.columns}
                connection.execute(table.insert().values(values))


def row_counts(engine: Engine) -> dict[str, int]:
    found = reflected(engine)
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in found.tables.items()
            if name != "alembic_version"
        }


def schema(engine: Engine) -> dict[str, Any]:
    """Everything the inspector tells about the schema, in an order of its own."""
    look = inspect(engine)

    def plain(value: object) -> str:
        if isinstance(value, Mapping):
            return repr(sorted((key, plain(part)) for key, part in value.items()))
        return str(value)

    def ordered(items: Sequence[Any]) -> list[str]:
        return sorted(plain(item) for item in items)

    return {
        table: {
            "columns": ordered(look.get_columns(table)),
            "primary key": look.get_pk_constraint(table),
            "foreign keys": ordered(look.get_foreign_keys(table)),
            "unique": ordered(look.get_unique_constraints(table)),
            "indexes": ordered(look.get_indexes(table)),
        }
        for table in tables_of(engine)
    }


def test_every_revision_goes_up_and_down_with_rows_in_every_table(empty: Engine) -> None:
    for revision in REVISIONS:
        migrate.upgrade(empty, revision)
        fill(empty)
        assert set(row_counts(empty).values()) == {2}
    assert tables_of(empty) == set(metadata.tables)
    assert migrate.current_revision(empty) == migrate.head_revision()
    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        migrate.downgrade(empty, revision)
    assert tables_of(empty) == set()
    migrate.upgrade(empty)
    assert tables_of(empty) == set(metadata.tables)


def test_the_migrated_schema_is_the_one_in_code(empty: Engine) -> None:
    migrate.upgrade(empty)
    assert migrate.schema_drift(empty) == []


def test_results_of_before_get_the_reason_they_stopped_for(empty: Engine) -> None:
    migrate.upgrade(empty, "0005")
    fill(empty, 3)
    results = reflected(empty).tables["experiment_result"]
    early = [(False, {}), (True, {"rounds": 7}), (True, {"halved_at_step": 3})]
    with empty.begin() as connection:
        for row, (stopped_early, details) in enumerate(early):
            connection.execute(
                results.update()
                .where(results.c.job_id == f"row-{row}")
                .values(stopped_early=stopped_early, details=details)
            )
    migrate.upgrade(empty)
    after = reflected(empty).tables["experiment_result"]
    with empty.connect() as connection:
        found = connection.execute(select(after.c.stop_reason).order_by(after.c.job_id)).scalars().all()
    assert found == [None, "early_stopping", "pruned"]


def test_drift_is_noticed(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE job ADD COLUMN forgotten INTEGER")
    assert len(migrate.schema_drift(empty)) == 1


def test_a_fresh_and_a_migrated_database_have_the_same_schema(empty: Engine) -> None:
    metadata.create_all(empty)
    fresh = schema(empty)
    metadata.drop_all(empty)
    for revision in REVISIONS:
        migrate.upgrade(empty, revision)
    assert schema(empty) == fresh
    assert set(fresh) == set(metadata.tables)


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE worker_node (something_else INTEGER)")
    with pytest.raises(Exception, match="worker_node"):
        migrate.upgrade(empty)
    assert tables_of(empty) == {"worker_node"}
