"""Engines and sessions: the same code on SQLite and PostgreSQL.

On SQLite every transaction that will write has to begin as a writer (`BEGIN IMMEDIATE`): a reader that
turns writer fails at once when another one wrote meanwhile, whatever the busy timeout.
"""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from azuraforge_contracts.numbers import json_text
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

import azuraforge_dbmodels.tables  # noqa: F401 - foreign keys resolve only when every table is imported

DATABASE_ERRORS = (OperationalError, InterfaceError, PoolTimeoutError)
"""The database is away, locked or out of connections: trying again later helps."""

BUSY_TIMEOUT_MS = 10_000
_LOOK_EVERY_S = (0.001, 0.004)
_READ_ONLY = "azuraforge_read_only"


def make_engine(dsn: str, *, pool_size: int = 10) -> Engine:
    """An engine with our JSON policy, and on SQLite our durability and locking settings."""
    url = make_url(dsn)
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url,
            json_serializer=json_text,
            json_deserializer=orjson.loads,
            pool_size=pool_size,
            max_overflow=pool_size,
            connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        )
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        json_serializer=json_text,
        json_deserializer=orjson.loads,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": "-c timezone=utc -c lock_timeout=10s"},
    )


def _configure_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection) and hasattr(connection, "driver_connection"):
        connection = connection.driver_connection
    connection.isolation_level = None  # SQLAlchemy's begin event says how a transaction begins
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(_READ_ONLY, False):
        connection.exec_driver_sql("BEGIN")
    else:
        _begin_writing(connection)


def _begin_writing(connection: Connection) -> None:
    """Wait for the writer's lock, looking every few milliseconds.

    SQLite's own waiting looks ever more seldom, up to every 0.1 s: among busy writers, whoever waits long
    is then hardly ever there at the right moment, and gives up in the end ("database is locked").
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    # On the driver's connection: SQLAlchemy's way costs more than what is done.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _got_writers_lock(connection, driver):
            if time.monotonic() > deadline:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last try, whose error says what is wrong
                return
            time.sleep(random.uniform(*_LOOK_EVERY_S))  # noqa: S311 - spreads looks, protects nothing
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _got_writers_lock(connection: Connection, driver: Any) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # raises the same, in SQLAlchemy's terms
    return True


class Database:
    """Hands out sessions: `write()` commits at its end or rolls back, `read()` never writes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(**{_READ_ONLY: True})

    @classmethod
    def connect(cls, dsn: str, *, pool_size: int = 10) -> "Database":
        """Open the database at this SQLAlchemy URL."""
        return cls(make_engine(dsn, pool_size=pool_size))

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-machine database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction, committed when the block ends well."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading only; on SQLite it doesn't wait for writers."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
