"""Real children, real workers, a real broker; SQLite, and PostgreSQL too when its URL is given.

Tests get a `world`: a database, an artifact store with one dataset, a broker, and means to start workers in
it. The pipelines they run are those of `plugins/worker_test_pipelines.py`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import redis
from azuraforge_contracts.datasets import canonical_key
from azuraforge_contracts.jobs import JobKind, JobState, Queue
from azuraforge_contracts.testing import BrokerServer
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_contracts.transport.event_stream import CANCEL_CHANNEL, EventPublisher, sync_client
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult, Refit
from azuraforge_dbmodels.job import Job, JobEventRow, WorkerNode
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.testing import PostgresTemplate, SqliteTemplate, add_dataset, add_user, logged
from azuraforge_dbmodels.user import User
from azuraforge_worker.events import EventRelay
from azuraforge_worker.executor.escalation import Limits
from azuraforge_worker.executor.forks import ChildSpec
from azuraforge_worker.executor.group_usage import RunUsage
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.process import ChildProcess
from azuraforge_worker.executor.stop import StopRequest
from azuraforge_worker.housekeeping import Housekeeper
from azuraforge_worker.lifecycle import Lifecycle, Parts
from azuraforge_worker.node import Node
from azuraforge_worker.predictions.handler import PredictionHandler
from azuraforge_worker.running import RunningJobs
from azuraforge_worker.slots import Slots
from azuraforge_worker.training.handler import TrainingHandler
from azuraforge_worker.training.refit import RefitHandler
from sqlmodel import col, select

PLUGINS = Path(__file__).parent / "plugins"
POSTGRES_URL = os.environ.get("AZURAFORGE_TEST_POSTGRES_URL")
BACKENDS = ["sqlite", *(["postgresql"] if POSTGRES_URL else [])]
QUICK_LIMITS = Limits(grace_seconds=0.3, kill_seconds=0.8, time_seconds=None, memory_bytes=8 * 1024**3)
ENDED = {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}

# Workers under test look often, so that tests needn't wait.
WORKER_ENVIRONMENT = {
    "AZURAFORGE_WORKER_SLOTS": "2",
    "AZURAFORGE_WORKER_POLL_SECONDS": "0.2",
    "AZURAFORGE_WORKER_SWEEP_SECONDS": "0.5",
    "AZURAFORGE_WORKER_HEARTBEAT_SECONDS": "1",
    "AZURAFORGE_WORKER_DRAIN_SECONDS": "10",
    "AZURAFORGE_WORKER_CANCEL_GRACE_SECONDS": "0.5",
    "AZURAFORGE_WORKER_KILL_SECONDS": "1",
    "PYTHONPATH": str(PLUGINS),
}


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[PostgresTemplate]:
    template = PostgresTemplate(POSTGRES_URL or "")
    yield template
    template.close()


@pytest.fixture(params=BACKENDS)
def dsn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database without rows."""
    if request.param == "sqlite":
        template: SqliteTemplate = request.getfixturevalue("sqlite_template")
        yield template.new_database(tmp_path)
        return
    postgres: PostgresTemplate = request.getfixturevalue("postgres_template")
    with postgres.new_database() as url:
        yield url


@pytest.fixture
def database(dsn: str) -> Iterator[Database]:
    opened = Database.connect(dsn)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def shared_broker() -> Iterator[str]:
    """A broker for tests that neither stop nor empty it."""
    with BrokerServer() as server:
        yield server.url


@pytest.fixture
def broker(shared_broker: str) -> str:
    """The broker's URL; it is empty when a test begins."""
    with sync_client(shared_broker) as client:
        client.flushall()
    return shared_broker


@pytest.fixture
def own_broker() -> Iterator[BrokerServer]:
    """A broker of the test's own, to be started and stopped."""
    server = BrokerServer()
    yield server
    server.close()


def child_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PLUGINS), "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def child_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChildPool]:
    """Warm children for the tests of this process."""
    spec = ChildSpec(child_environment(), tmp_path_factory.mktemp("children"), QUICK_LIMITS)
    pool = ChildPool(spec, slots=1, spares=1)
    pool.start()
    yield pool
    pool.close()


@pytest.fixture
def child(child_pool: ChildPool) -> Iterator[ChildProcess]:
    taken = child_pool.take()
    yield taken
    if taken.alive:
        child_pool.put_back(taken)
    else:
        child_pool.discard(taken)


@dataclass
class RunningWorker:
    """A worker in a process of its own."""

    process: subprocess.Popen[bytes]
    log: Path

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """Drain; returns the exit status."""
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        return self.process.wait(30)

    def logged(self, word: str) -> bool:
        return word in self.log.read_text()


@dataclass
class World:
    """Everything a worker needs, and what tests look at."""

    database: Database
    dsn: str
    data_dir: Path
    broker_url: str
    owner: User
    dataset: Dataset
    workers: list[RunningWorker] = field(default_factory=list)

    @property
    def store(self) -> LocalArtifactStore:
        return LocalArtifactStore(self.data_dir / "artifacts")

    def redis(self) -> redis.Redis:
        return sync_client(self.broker_url)

    def start_worker(self, queue: str = "compute", *, ready: bool = True, **settings: str) -> RunningWorker:
        """Start a worker; waits until it takes jobs."""
        log = self.data_dir / f"worker-{len(self.workers)}.log"
        environment = {
            **os.environ,
            **WORKER_ENVIRONMENT,
            "AZURAFORGE_DATA_DIR": str(self.data_dir),
            "AZURAFORGE_DATABASE_URL": self.dsn.replace("postgresql+psycopg:", "postgresql:"),
            "AZURAFORGE_REDIS_URL": self.broker_url,
            **{f"AZURAFORGE_WORKER_{name.upper()}": value for name, value in settings.items()},
        }
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "azuraforge_worker.app", "--queue", queue],
                env=environment,
                cwd=self.data_dir,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        worker = RunningWorker(process, log)
        self.workers.append(worker)
        if ready:
            self.wait_for(lambda: worker.logged("worker_started"))
        return worker

    def add_run(
        self, pipeline: str, *, limits: tuple[int | None, int | None] = (None, None), **config: Any
    ) -> str:
        """Queue a single experiment; its limits are seconds and MiB."""
        return self.add_runs(pipeline, [config], None, limits)[0]

    def add_batch(
        self, pipeline: str, configs: Sequence[dict[str, Any]], request: dict[str, Any] | None = None
    ) -> str:
        """Queue a batch of experiments."""
        with self.database.write() as session:
            batch = Batch(
                owner_id=self.owner.id,
                kind=JobKind.EXPERIMENT.value,
                name="batch",
                pipeline=pipeline,
                dataset_id=self.dataset.id,
                request=request or {},
                objective_metric="rmse",
                objective_direction="minimize",
                job_count=len(configs),
            )
            session.add(batch)
        self.add_runs(pipeline, configs, batch.id)
        return batch.id

    def add_search(
        self, pipeline: str, count: int, space: dict[str, Any], strategy: str = "tpe", **base: Any
    ) -> str:
        """Queue a batch whose runs get their settings when they start; `base` is what stays the same."""
        names = [*space, *base]
        schema = {"type": "object", "properties": {name: {} for name in names}}
        with self.database.write() as session:
            # A worker that starts replaces it by the whole one.
            session.merge(PipelineEntry(id=pipeline, manifest={"config_schema": schema}))
        search = {"strategy": strategy, "space": space, "seed": 0}
        request = {"config": base, "search": {**search, "pruner": None}, "sampling": search}
        return self.add_batch(pipeline, [{}] * count, request)

    def experiments_of(self, batch_id: str) -> list[Experiment]:
        """What each run of a batch was asked to do, by number."""
        statement = select(Experiment).join(Job).where(Job.batch_id == batch_id).order_by(col(Job.number))
        with self.database.read() as session:
            return list(session.exec(statement))

    def add_runs(
        self,
        pipeline: str,
        configs: Sequence[dict[str, Any]],
        batch_id: str | None,
        limits: tuple[int | None, int | None] = (None, None),
    ) -> list[str]:
        jobs = [
            Job(
                kind=JobKind.EXPERIMENT.value,
                owner_id=self.owner.id,
                batch_id=batch_id,
                number=None if batch_id is None else number,
                limit_seconds=limits[0],
                limit_memory_mb=limits[1],
            )
            for number in range(1, len(configs) + 1)
        ]
        with self.database.write() as session:
            job_state.enqueue(session, jobs)
            for job, config in zip(jobs, configs, strict=True):
                session.add(
                    Experiment(
                        job_id=job.id,
                        pipeline=pipeline,
                        dataset_id=self.dataset.id,
                        target="y",
                        config=config,
                        params=config,
                        seed=7,
                    )
                )
        return [job.id for job in jobs]

    def add_refit(self, experiment_id: str) -> str:
        """Queue a second training of a run."""
        job = Job(kind=JobKind.REFIT.value, owner_id=self.owner.id)
        with self.database.write() as session:
            job_state.enqueue(session, [job])
            session.add(Refit(job_id=job.id, experiment_id=experiment_id))
        return job.id

    def job(self, job_id: str) -> Job:
        with self.database.read() as session:
            return session.get_one(Job, job_id)

    def state(self, job_id: str) -> JobState:
        return JobState(self.job(job_id).state)

    def result(self, job_id: str) -> ExperimentResult | None:
        with self.database.read() as session:
            return session.get(ExperimentResult, job_id)

    def log_of(self, job_id: str) -> list[JobEventRow]:
        with self.database.read() as session:
            return logged(session, job_id)

    def messages(self, job_id: str) -> list[str]:
        """The log lines of a run."""
        return [event.data["message"] for event in self.log_of(job_id) if event.type == "log"]

    def jobs_of(self, batch_id: str) -> list[Job]:
        with self.database.read() as session:
            return list(session.exec(select(Job).where(Job.batch_id == batch_id).order_by(col(Job.number))))

    def states_of(self, batch_id: str) -> list[JobState]:
        return [JobState(job.state) for job in self.jobs_of(batch_id)]

    def nodes(self) -> list[WorkerNode]:
        with self.database.read() as session:
            return list(session.exec(select(WorkerNode)))

    def cancel(self, job_id: str) -> None:
        """What the API does: the flag, then the nudge."""
        with self.database.write() as session:
            job_state.request_cancel(session, session.get_one(Job, job_id))
        with self.redis() as client:
            client.publish(CANCEL_CHANNEL, job_id)

    def wait_for(self, condition: Callable[[], Any], seconds: float = 120.0) -> Any:
        """Poll a condition until it is true."""
        deadline = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > deadline:
                logs = "\n".join(worker.log.read_text()[-4000:] for worker in self.workers)
                raise TimeoutError(f"waited {seconds} s in vain\n{logs}")
            time.sleep(0.03)
        return value

    def wait_for_state(self, job_id: str, *states: JobState, seconds: float = 120.0) -> Job:
        self.wait_for(lambda: self.state(job_id) in (states or ENDED), seconds)
        return self.job(job_id)

    def wait_for_batch(self, batch_id: str, seconds: float = 120.0) -> None:
        """Until every job of a batch has ended."""
        self.wait_for(lambda: ENDED.issuperset(self.states_of(batch_id)), seconds)

    def close(self) -> None:
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.kill()


@pytest.fixture
def world(make_world: Callable[..., World], broker: str) -> World:
    return make_world(broker)


@pytest.fixture
def make_world(database: Database, dsn: str, tmp_path: Path) -> Iterator[Callable[[str], World]]:
    """Makes a world around a broker of the test's choice."""
    made: list[World] = []

    def make(broker_url: str) -> World:
        made.append(_make_world(database, dsn, tmp_path, broker_url))
        return made[-1]

    yield make
    for world in made:
        world.close()


def _make_world(database: Database, dsn: str, folder: Path, broker_url: str) -> World:
    with database.write() as session:
        owner = add_user(session)
        dataset = add_dataset(session, owner)
    table = pa.table({"x": [float(i) for i in range(10)], "y": [2.0 * i for i in range(10)]})
    path = folder / "data.parquet"
    pq.write_table(table, path)
    made = World(database, dsn, folder, broker_url, owner, dataset)
    made.store.put_file(canonical_key(dataset.sha256), path)
    return made


class RecordingSink:
    """Keeps what a run said."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.lines: list[tuple[str, str]] = []
        self.usage: RunUsage | None = None

    def on_events(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        self.events += events

    def on_output(self, stream: str, line: str) -> None:
        self.lines.append((stream, line))

    def on_usage(self, usage: RunUsage) -> None:
        self.usage = usage

    def data_of(self, kind: str) -> list[dict[str, Any]]:
        return [data for found, data in self.events if found == kind]


@pytest.fixture
def sink() -> RecordingSink:
    return RecordingSink()


@pytest.fixture
def stop() -> Iterator[StopRequest]:
    request = StopRequest()
    yield request
    request.close()


@pytest.fixture
def training_request(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Makes the fields of a `run` frame for a test pipeline."""
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"x": [1.0, 2.0, 3.0], "y": [2.0, 4.0, 6.0]}), path)
    columns = [{"name": name, "dtype": "number", "missing": 0, "distinct": 3} for name in ("x", "y")]

    def make(pipeline: str, **config: Any) -> dict[str, Any]:
        dataset = {"path": str(path), "sha256": path.as_posix(), "columns": columns}
        request = {
            "pipeline": pipeline,
            "config": config,
            "target": "y",
            "time_column": None,
            "keep_models": [],
            "seed": 7,
            "dataset": dataset,
        }
        return {"program": "experiment", "request": request}

    return make


@dataclass
class Bench:
    """A lifecycle in this process, with its parts at hand."""

    lifecycle: Lifecycle
    housekeeper: Housekeeper
    jobs: RunningJobs
    relay: EventRelay
    slots: Slots
    handler: TrainingHandler


@pytest.fixture
def bench(world: World, child_pool: ChildPool) -> Iterator[Bench]:
    """One slot that runs jobs in whatever thread calls it; housekeeping runs as in a worker."""
    outage = Outage("test")
    relay = EventRelay(EventPublisher(world.redis()), outage, interval_seconds=0.02)
    jobs = RunningJobs()
    slots = Slots(child_pool, 1)
    node = Node(
        world.database,
        Queue.COMPUTE,
        slots=1,
        version="test",
        heartbeat_seconds=0.2,
        busy=lambda: slots.busy,
    )
    node.register()
    housekeeper = Housekeeper(
        world.database, jobs, relay, node, outage, poll_seconds=0.05, heartbeat_seconds=0.2
    )
    root = str(world.data_dir / "artifacts")
    handler = TrainingHandler(world.database, world.store, root)
    refit = RefitHandler(world.database, world.store, root, handler)
    lifecycle = Lifecycle(
        Parts(
            database=world.database,
            queue=Queue.COMPUTE,
            node=node,
            slots=slots,
            handlers={
                JobKind.EXPERIMENT: handler,
                JobKind.REFIT: refit,
                JobKind.PREDICTION: PredictionHandler(world.database, world.store, root),
            },
            jobs=jobs,
            relay=relay,
            housekeeper=housekeeper,
            outage=outage,
        )
    )
    relay.start()
    housekeeper.start()
    yield Bench(lifecycle, housekeeper, jobs, relay, slots, handler)
    housekeeper.close()
    relay.close()
    for slot in slots._all:
        if slot._child is not None:
            child_pool.put_back(slot._child)  # starting a new one for every test would take seconds
