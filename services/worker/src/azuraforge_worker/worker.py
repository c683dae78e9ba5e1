"""Puts a worker's parts together, starts them in order and stops them in the opposite one."""

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import structlog
from azuraforge_contracts.jobs import JobKind, Queue
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_contracts.transport.event_stream import EventPublisher, sync_client
from azuraforge_contracts.transport.queue import WakeUps, celery_app
from azuraforge_dbmodels.migrate import current_revision, head_revision
from azuraforge_dbmodels.session import Database

from azuraforge_worker.batch_feed import BatchFeed
from azuraforge_worker.broker import run_bell, stop_bell
from azuraforge_worker.cancels import CancelListener
from azuraforge_worker.catalogue import publish_catalogue
from azuraforge_worker.events import EventRelay
from azuraforge_worker.executor.escalation import Limits
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.process import ChildSpec
from azuraforge_worker.executor.stop import StopReason, StopRequest
from azuraforge_worker.housekeeping import Housekeeper
from azuraforge_worker.lifecycle import Lifecycle, Parts
from azuraforge_worker.node import Node
from azuraforge_worker.outages import DATABASE_ERRORS, Outages
from azuraforge_worker.running import RunningJobs
from azuraforge_worker.settings import WorkerSettings
from azuraforge_worker.shutdown import Shutdown
from azuraforge_worker.slots import LocalWakes, Slots
from azuraforge_worker.sweeper import Sweeper
from azuraforge_worker.training.handler import TrainingHandler
from azuraforge_worker.training.models import sweep_models
from azuraforge_worker.version import code_version

_log = structlog.get_logger(__name__)

_RETRY_SECONDS = 1.0
# Tokens are read as they come; a curve that grows ten times a second looks alive, and costs the fits less.
_RELAY_SECONDS = {Queue.LLM: 0.025, Queue.COMPUTE: 0.1}
_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "LOKY_MAX_CPU_COUNT",
)


class Worker:
    """One worker process."""

    def __init__(self, settings: WorkerSettings, queue: Queue, shutdown: Shutdown) -> None:
        self._settings = settings
        self._queue = queue
        self._shutdown = shutdown
        self._outages = Outages()
        self._slot_count = settings.slots(queue)
        # Slots, housekeeping and sweeper use one connection each, now and then two.
        self._database = Database.connect(settings.database_dsn, pool_size=self._slot_count + 4)
        self._store = LocalArtifactStore(settings.artifacts_root)
        self._jobs = RunningJobs()
        self._relay = EventRelay(
            EventPublisher(sync_client(settings.redis_client_url)),
            self._outages.broker,
            interval_seconds=_RELAY_SECONDS[queue],
        )
        self._batches = BatchFeed(self._database, self._relay)

    def run(self) -> None:
        """Work until a signal ends it."""
        with tempfile.TemporaryDirectory(prefix="azuraforge-", ignore_cleanup_errors=True) as folder:
            pool = self._child_pool(Path(folder)) if self._queue is Queue.COMPUTE else None
            slots = Slots(pool, self._slot_count)
            node = Node(
                self._database,
                self._queue,
                slots=self._slot_count,
                version=code_version(),
                heartbeat_seconds=self._settings.worker_heartbeat_seconds,
                busy=lambda: slots.busy,
            )
            if self._until_database_answers(self._wait_for_schema) and self._until_database_answers(
                node.register
            ):
                self._serve(pool, slots, node)
        self._database.dispose()

    def _child_pool(self, folder: Path) -> ChildPool:
        settings = self._settings
        threads = str(settings.threads_per_fit(self._slot_count))
        # Plug-ins need none of our secrets.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AZURAFORGE_")}
        environment = kept | dict.fromkeys(_THREAD_VARIABLES, threads) | {"PYTHONUNBUFFERED": "1"}
        limits = Limits(
            grace_seconds=settings.worker_cancel_grace_seconds,
            kill_seconds=settings.worker_kill_seconds,
            time_seconds=settings.worker_time_limit_seconds,
            memory_bytes=settings.memory_limit_bytes,
        )
        return ChildPool(ChildSpec(environment, folder, limits), slots=self._slot_count)

    def _until_database_answers(self, step: Callable[[], None]) -> bool:
        """Do a step of the start, waiting for the database; False when a signal came first."""
        while not self._shutdown.asked:
            try:
                step()
            except DATABASE_ERRORS as error:
                self._outages.database.began(error)
                self._shutdown.wait(_RETRY_SECONDS)
            else:
                self._outages.database.ended()
                return True
        return False

    def _wait_for_schema(self) -> None:
        said = False
        while current_revision(self._database.engine) != head_revision():
            if not said:
                _log.warning("waiting_for_migration", wanted=head_revision())
                said = True
            if self._shutdown.wait(_RETRY_SECONDS):
                return

    def _serve(self, pool: ChildPool | None, slots: Slots, node: Node) -> None:
        housekeeper = Housekeeper(
            self._database,
            self._jobs,
            self._relay,
            self._batches,
            node,
            self._outages.database,
            poll_seconds=self._settings.worker_poll_seconds,
            heartbeat_seconds=self._settings.worker_heartbeat_seconds,
        )
        lifecycle = Lifecycle(self._parts(node, slots, housekeeper))
        wakes = LocalWakes(slots, lifecycle.run_until_idle, self._slot_count)
        app = celery_app(self._settings)
        sweeper = Sweeper(
            self._database,
            self._queue,
            self._relay,
            self._batches,
            wakes,
            WakeUps(app),
            self._outages,
            seconds=self._settings.worker_sweep_seconds,
        )
        cancels = CancelListener(
            self._settings.redis_client_url, self._jobs, housekeeper, self._outages.broker
        )
        catalogue_stop = StopRequest()

        def drain() -> None:
            _log.info("draining", running=len(self._jobs.all()))
            lifecycle.drain()
            catalogue_stop.request(StopReason.GIVEN_BACK)
            self._quietly(node.stop)

        self._relay.start()
        housekeeper.start()
        if pool is not None:
            pool.start()
        cancels.start()
        sweeper.start()
        catalogue = threading.Thread(target=self._catalogue, args=(pool, catalogue_stop), daemon=True)
        catalogue.start()
        self._shutdown.watch(drain, lifecycle.give_back_all)
        self._shutdown.in_handler(stop_bell)
        _log.info("worker_started", slots=self._slot_count, version=code_version())
        run_bell(app, self._queue, self._slot_count, lifecycle.run_until_idle, self._outages.broker)

        lifecycle.drain()  # also when the loop ended by itself
        wakes.close()
        sweeper.close()
        catalogue_stop.request(StopReason.GIVEN_BACK)
        catalogue.join()
        catalogue_stop.close()
        cancels.close()
        housekeeper.close()
        self._relay.close()
        self._quietly(node.unregister)
        slots.close()
        if pool is not None:
            pool.close()

    def _parts(self, node: Node, slots: Slots, housekeeper: Housekeeper) -> Parts:
        training = TrainingHandler(self._database, self._store, str(self._settings.artifacts_root))
        return Parts(
            database=self._database,
            queue=self._queue,
            node=node,
            slots=slots,
            handlers={JobKind.EXPERIMENT: training},
            jobs=self._jobs,
            relay=self._relay,
            batches=self._batches,
            housekeeper=housekeeper,
            outage=self._outages.database,
        )

    def _catalogue(self, pool: ChildPool | None, stop: StopRequest) -> None:
        if pool is None:
            return

        def publish() -> None:
            publish_catalogue(self._database, self._store, str(self._settings.artifacts_root), pool, stop)
            removed = sweep_models(self._database, self._store)
            _log.info("catalogue_published", orphaned_models=removed)

        try:
            self._until_database_answers(publish)
        except Exception:  # noqa: BLE001 - jobs run without a fresh catalogue
            _log.exception("catalogue_not_published")

    def _quietly(self, step: Callable[[], None]) -> None:
        """Do a last step that a database outage may spoil: leases end by themselves."""
        try:
            step()
        except DATABASE_ERRORS as error:
            self._outages.database.began(error)
