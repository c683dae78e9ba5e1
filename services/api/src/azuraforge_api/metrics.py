"""What Prometheus reads: requests of this process, and jobs, queues and workers from the database."""

from collections.abc import Iterable
from importlib.metadata import version

import structlog
from azuraforge_contracts.jobs import JobState, Queue
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.worker_nodes import live_workers
from prometheus_client import CollectorRegistry, Counter, Histogram, Info, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import select as sa_select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, select
from starlette.types import Scope

_DURATIONS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

disable_created_metrics()  # type: ignore[no-untyped-call]
log = structlog.get_logger(__name__)


class JobCollector(Collector):
    """Reads jobs, queues and workers at each scrape: the database owns the queue, not the broker."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance, so that registering doesn't read the database."""
        return []

    def collect(self) -> Iterable[Metric]:
        """The metrics of this moment; only `azuraforge_database_up 0` when the database is away."""
        up = GaugeMetricFamily("azuraforge_database_up", "Whether the database could be read.")
        try:
            with self._database.read() as session:
                metrics = [*self._jobs(session), *self._queues(session), *self._workers(session)]
            up.add_metric([], 1)
        except SQLAlchemyError as error:
            log.warning("database not readable for metrics", error=str(error.__cause__ or error))
            metrics = []
            up.add_metric([], 0)
        return [up, *metrics]

    @staticmethod
    def _jobs(session: Session) -> Iterable[Metric]:
        labels = ["kind", "state"]
        jobs = GaugeMetricFamily("azuraforge_jobs", "Jobs by kind and state.", labels=labels)
        cpu = GaugeMetricFamily(
            "azuraforge_jobs_cpu_seconds", "CPU time that the stored jobs took.", labels=labels
        )
        memory = GaugeMetricFamily(
            "azuraforge_jobs_peak_memory_bytes",
            "Most memory that one of the stored jobs took.",
            labels=labels,
        )
        groups = (col(Job.kind), col(Job.state))
        taken = (func.sum(col(Job.cpu_seconds)), func.max(col(Job.peak_memory_bytes)))
        for kind, state, count, cpu_seconds, peak_bytes in session.execute(
            sa_select(*groups, func.count(), *taken).group_by(*groups)
        ):
            jobs.add_metric([kind, state], count)
            if cpu_seconds is not None and peak_bytes is not None:
                cpu.add_metric([kind, state], cpu_seconds)
                memory.add_metric([kind, state], peak_bytes)
        return jobs, cpu, memory

    @staticmethod
    def _queues(session: Session) -> Iterable[Metric]:
        depth = GaugeMetricFamily("azuraforge_queue_depth", "Queued jobs.", labels=["queue"])
        age = GaugeMetricFamily(
            "azuraforge_queue_oldest_seconds", "How long the oldest queued job has waited.", labels=["queue"]
        )
        statement = (
            select(Job.queue, func.count(), func.min(Job.queued_at))
            .where(col(Job.state) == JobState.QUEUED)
            .group_by(col(Job.queue))
        )
        found = {queue: (count, oldest) for queue, count, oldest in session.exec(statement)}
        now = utc_now()
        for queue in Queue:
            count, oldest = found.get(queue.value, (0, now))
            depth.add_metric([queue.value], count)
            age.add_metric([queue.value], max(0.0, (now - oldest).total_seconds()))
        return depth, age

    @staticmethod
    def _workers(session: Session) -> Iterable[Metric]:
        up = GaugeMetricFamily("azuraforge_workers_up", "Workers heard of lately.", labels=["queue"])
        slots = GaugeMetricFamily("azuraforge_worker_slots", "Slots of those workers.", labels=["queue"])
        busy = GaugeMetricFamily("azuraforge_worker_slots_busy", "Slots at work.", labels=["queue"])
        nodes = live_workers(session)
        for queue in Queue:
            mine = [node for node in nodes if node.queue == queue.value]
            up.add_metric([queue.value], len(mine))
            slots.add_metric([queue.value], sum(node.slots for node in mine))
            busy.add_metric([queue.value], sum(node.busy for node in mine))
        return up, slots, busy


class Metrics:
    """The registry of one application; other parts register theirs on `registry`."""

    def __init__(self, database: Database, prefix: str) -> None:
        """`prefix`: where the application includes its routers."""
        self.registry = CollectorRegistry()
        self._prefix = prefix
        self._requests = Counter(
            "azuraforge_http_requests",
            "Answered requests by route template.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "azuraforge_http_request_duration_seconds",
            "Time from a request's arrival to the end of its answer.",
            ["method", "route"],
            buckets=_DURATIONS_S,
            registry=self.registry,
        )
        Info("azuraforge_build", "The running version.", registry=self.registry).info(
            {"version": version("azuraforge-api")}
        )
        self.registry.register(JobCollector(database))

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one answered request under its route's template, never under its address."""
        route = self._template(scope)
        self._requests.labels(scope["method"], route, str(status)).inc()
        self._seconds.labels(scope["method"], route).observe(seconds)

    def _template(self, scope: Scope) -> str:
        path: str | None = getattr(scope.get("route"), "path_format", None)
        if path is None:
            return "other"
        # A route knows its path within its router only. Asking the application for whole ones makes FastAPI
        # build every route before the first is called.
        included = scope["path"].startswith(self._prefix) and not path.startswith(self._prefix)
        return self._prefix + path if included else path
