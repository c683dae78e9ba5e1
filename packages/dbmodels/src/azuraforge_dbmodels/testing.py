"""For tests of whoever uses the database: migrated databases at file-copy speed, and rows to start from."""

import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from azuraforge_contracts.jobs import JobKind, Queue
from sqlalchemy import text, update
from sqlalchemy.engine import URL, make_url
from sqlmodel import Session, col, select

from azuraforge_dbmodels import job_state, migrate
from azuraforge_dbmodels.base import new_id
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job, JobEventRow
from azuraforge_dbmodels.session import Database, make_engine
from azuraforge_dbmodels.user import Role, User

_names = count(1)


class SqliteTemplate:
    """A migrated, empty SQLite file; every test gets a copy."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "template.db"
        database = Database.connect(f"sqlite:///{self._path}")
        migrate.upgrade(database.engine)
        database.dispose()  # closing the last connection folds the write-ahead log into the file

    def new_database(self, folder: Path) -> str:
        """The URL of a fresh database in this folder."""
        path = folder / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(self._path, path)
        return f"sqlite:///{path}"


class PostgresTemplate:
    """A migrated, empty PostgreSQL database; every test gets a database made from it."""

    def __init__(self, server_url: str) -> None:
        self._url = make_url(server_url.replace("postgresql://", "postgresql+psycopg://", 1))
        self._template = self._create(None)
        engine = make_engine(_dsn(self._url.set(database=self._template)))
        migrate.upgrade(engine)
        engine.dispose()

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """The URL of a fresh database, dropped at the end."""
        name = self._create(self._template)
        try:
            yield _dsn(self._url.set(database=name))
        finally:
            self._drop(name)

    def close(self) -> None:
        """Drop the template."""
        self._drop(self._template)

    def _create(self, template: str | None) -> str:
        name = f"azuraforge_test_{uuid.uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return name

    def _drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = make_engine(_dsn(self._url))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))
        engine.dispose()


def _dsn(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def add_user(session: Session, name: str | None = None, role: Role = Role.MEMBER) -> User:
    """A user without a password."""
    name = name or f"user-{next(_names)}"
    user = User(name=name, name_key=name.casefold(), role=role.value)
    session.add(user)
    session.flush()
    return user


def add_dataset(session: Session, owner: User, columns: Sequence[dict[str, Any]] = ()) -> Dataset:
    """A dataset's row; its files are not made."""
    shown = list(columns) or [
        {"name": name, "dtype": "number", "missing": 0, "distinct": 10} for name in ("x", "y")
    ]
    dataset = Dataset(
        owner_id=owner.id,
        name=f"dataset-{next(_names)}",
        format="csv",
        sha256=uuid.uuid4().hex * 2,
        size_bytes=100,
        row_count=10,
        columns=shown,
    )
    session.add(dataset)
    session.flush()
    return dataset


def add_jobs(session: Session, owner: User, number: int = 1) -> list[Job]:
    """Queued single experiments without their own fields, attached to the session."""
    jobs = [Job(id=new_id(), kind=JobKind.EXPERIMENT.value, owner_id=owner.id) for _ in range(number)]
    return _enqueued(session, jobs)


def add_batch(
    session: Session,
    owner: User,
    job_count: int,
    dataset: Dataset | None = None,
    *,
    parallelism: int | None = None,
) -> Batch:
    """A batch of queued experiments, numbered from 1, with a config each."""
    dataset = dataset or add_dataset(session, owner)
    batch = Batch(
        owner_id=owner.id,
        kind=JobKind.EXPERIMENT.value,
        name=f"batch-{next(_names)}",
        pipeline="linear",
        dataset_id=dataset.id,
        request={"target": "y", "config": {}, "search": {"strategy": "grid"}, "seed": 0},
        objective_metric="rmse",
        objective_direction="minimize",
        job_count=job_count,
        parallelism=parallelism,
    )
    session.add(batch)
    jobs = [
        Job(kind=JobKind.EXPERIMENT.value, owner_id=owner.id, batch_id=batch.id, number=number)
        for number in range(1, job_count + 1)
    ]
    _enqueued(session, jobs)
    for job in jobs:
        params = {"alpha": job.number}
        session.add(
            Experiment(
                job_id=job.id,
                pipeline="linear",
                dataset_id=dataset.id,
                target="y",
                config=params,
                params=params,
                seed=0,
            )
        )
    session.flush()
    return batch


def _enqueued(session: Session, jobs: Sequence[Job]) -> list[Job]:
    job_state.enqueue(session, jobs)
    return [session.get_one(Job, job.id) for job in jobs]


def claim_job(session: Session, worker_id: str = "worker-1") -> job_state.Claim:
    """Claim a job of the compute queue that has to be there."""
    claimed = job_state.claim(session, Queue.COMPUTE, worker_id)
    if claimed is None:
        raise LookupError("no job can be claimed now")
    return claimed


def read_job(session: Session, job_id: str) -> Job:
    """The job as it is in the database now."""
    return session.get_one(Job, job_id, populate_existing=True)


def expire_lease(session: Session, job_id: str) -> None:
    """Let time pass until a running job's lease has run out."""
    session.execute(update(Job).where(col(Job.id) == job_id).values(lease_until=0.0))


def end_wait(session: Session, job_id: str) -> None:
    """Let time pass until a job that waits after a loss may be claimed."""
    session.execute(update(Job).where(col(Job.id) == job_id).values(available_at=None))


def logged(session: Session, job_id: str) -> list[JobEventRow]:
    """A job's stored events in order."""
    return list(
        session.exec(select(JobEventRow).where(JobEventRow.job_id == job_id).order_by(col(JobEventRow.id)))
    )
