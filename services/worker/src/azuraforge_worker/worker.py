"""Puts a worker's parts together, starts them in order and stops them in the opposite one."""

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import structlog
from azuraforge_contracts.jobs import JobKind, Queue
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_contracts.transport.event_stream import EventPublisher, sync_client
from azuraforge_contracts.transport.queue import WakeUps, celery_app
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database

from azuraforge_worker.broker import run_bell, stop_bell
from azuraforge_worker.cancels import CancelListener
from azuraforge_worker.catalogue import publish_catalogue
from azuraforge_worker.children import make_child_pool
from azuraforge_worker.events import EventRelay
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.stop import StopReason, StopRequest
from azuraforge_worker.housekeeping import Housekeeper
from azuraforge_worker.leftovers import sweep_predictions, sweep_registry
from azuraforge_worker.lifecycle import Lifecycle, Parts
from azuraforge_worker.node import Node
from azuraforge_worker.outages import Outages
from azuraforge_worker.predictions.handler import PredictionHandler
from azuraforge_worker.running import RunningJobs
from azuraforge_worker.search.analyst import Analyst
from azuraforge_worker.settings import WorkerSettings
from azuraforge_worker.shutdown import Shutdown
from azuraforge_worker.slots import LocalWakes, Slots
from azuraforge_worker.startup import patiently, wait_for_schema
from azuraforge_worker.sweeper import Sweeper
from azuraforge_worker.training.handler import TrainingHandler
from azuraforge_worker.training.models import sweep_models
from azuraforge_worker.training.refit import RefitHandler
from azuraforge_worker.version import code_version

_log = structlog.get_logger(__name__)

_SETTLE_SECONDS = 5.0
# Tokens are read as they come; a curve that grows five times a second looks alive, and costs the fits less.
_RELAY_SECONDS = {Queue.LLM: 0.025, Queue.COMPUTE: 0.2}


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
        self._folder = tempfile.TemporaryDirectory(prefix="azuraforge-", ignore_cleanup_errors=True)
        compute = queue is Queue.COMPUTE
        folder = Path(self._folder.name)
        self._pool = make_child_pool(settings, self._slot_count, folder) if compute else None
        self._slots = Slots(self._pool, self._slot_count)
        self._jobs = RunningJobs()
        self._relay = EventRelay(
            EventPublisher(sync_client(settings.redis_client_url)),
            self._outages.broker,
            interval_seconds=_RELAY_SECONDS[queue],
        )
        self._node = Node(
            self._database,
            queue,
            slots=self._slot_count,
            version=code_version(),
            heartbeat_seconds=settings.worker_heartbeat_seconds,
            busy=lambda: self._slots.busy,
        )
        self._app = celery_app(settings)
        self._catalogue_stop = StopRequest()
        self._catalogue_thread = threading.Thread(target=self._catalogue, name="catalogue", daemon=True)
        self._make_threads()

    def _make_threads(self) -> None:
        settings = self._settings
        self._housekeeper = Housekeeper(
            self._database,
            self._jobs,
            self._relay,
            self._node,
            self._outages.database,
            poll_seconds=settings.worker_poll_seconds,
            heartbeat_seconds=settings.worker_heartbeat_seconds,
        )
        self._lifecycle = Lifecycle(self._parts())
        self._wakes = LocalWakes(self._slots, self._lifecycle.run_until_idle, self._slot_count)
        self._sweeper = Sweeper(
            self._database,
            self._queue,
            self._relay,
            self._wakes,
            WakeUps(self._app),
            self._outages,
            seconds=settings.worker_sweep_seconds,
        )
        self._analyst = self._make_analyst(self._pool) if self._pool is not None else None
        self._cancels = CancelListener(
            settings.redis_client_url, self._jobs, self._housekeeper, self._outages.broker
        )

    def _make_analyst(self, pool: ChildPool) -> Analyst:
        return Analyst(
            self._database,
            self._relay,
            self._outages.database,
            lambda: self._node.id,
            lambda: self._slots.free > 0,
            pool,
            seconds=self._settings.worker_sweep_seconds,
        )

    def _parts(self) -> Parts:
        root = str(self._settings.artifacts_root)
        training = TrainingHandler(self._database, self._store, root)
        refit = RefitHandler(self._database, self._store, root, training)
        return Parts(
            database=self._database,
            queue=self._queue,
            node=self._node,
            slots=self._slots,
            handlers={
                JobKind.EXPERIMENT: training,
                JobKind.REFIT: refit,
                JobKind.PREDICTION: PredictionHandler(self._database, self._store, root),
            },
            jobs=self._jobs,
            relay=self._relay,
            housekeeper=self._housekeeper,
            outage=self._outages.database,
        )

    def run(self) -> int:
        """Work until a signal ends it; returns the exit status."""
        try:
            if self._patiently(lambda: wait_for_schema(self._database, self._shutdown)) and self._patiently(
                self._node.register
            ):
                self._start()
                try:
                    self._serve()
                finally:
                    self._stop()
        finally:
            self._database.dispose()
            self._folder.cleanup()
        return 0 if self._shutdown.asked else 1

    def _patiently(self, step: Callable[[], None]) -> bool:
        return patiently(step, self._shutdown, self._outages.database)

    def _start(self) -> None:
        self._relay.start()
        self._housekeeper.start()
        if self._pool is not None:
            self._pool.start()
            self._catalogue_thread.start()
        if self._analyst is not None:
            self._analyst.start()
        self._cancels.start()
        self._sweeper.start()
        self._shutdown.watch(self._drain, self._lifecycle.give_back_all)
        self._shutdown.in_handler(stop_bell)
        _log.info("worker_started", slots=self._slot_count, version=code_version())

    def _serve(self) -> None:
        run_bell(
            self._app, self._queue, self._slot_count, self._lifecycle.run_until_idle, self._outages.broker
        )
        if not self._shutdown.asked:
            _log.error("bell_stopped_by_itself")  # the supervisor starts a fresh worker

    def _drain(self) -> None:
        _log.info("draining", running=len(self._jobs.all()))
        self._lifecycle.drain()
        self._catalogue_stop.request(StopReason.GIVEN_BACK)
        self._quietly(self._node.stop)

    def _stop(self) -> None:
        """Every slot has ended or is told to; what helps them ends after them."""
        self._lifecycle.drain()
        self._wakes.close()
        self._sweeper.close()
        self._catalogue_stop.request(StopReason.GIVEN_BACK)
        if self._pool is not None:
            self._catalogue_thread.join()
        if self._analyst is not None:
            self._analyst.close()
        self._catalogue_stop.close()
        self._cancels.close()
        self._housekeeper.close()
        self._relay.close()
        self._quietly(self._node.unregister)
        self._slots.close()
        if self._pool is not None:
            self._pool.close()

    def _catalogue(self) -> None:
        def publish() -> None:
            if self._pool is None:
                return
            root = str(self._settings.artifacts_root)
            publish_catalogue(self._database, self._store, root, self._pool, self._catalogue_stop)
            removed = sweep_models(self._database, self._store, lambda: self._shutdown.wait(_SETTLE_SECONDS))
            removed += sweep_registry(self._database, self._store)
            rows = sweep_predictions(self._database, self._store)
            _log.info("catalogue_published", orphaned_models=removed, orphaned_predictions=rows)

        try:
            self._patiently(publish)
        except Exception:  # noqa: BLE001 - jobs run without a fresh catalogue
            _log.exception("catalogue_not_published")

    def _quietly(self, step: Callable[[], None]) -> None:
        """Do a last step that a database outage may spoil: leases end by themselves."""
        try:
            step()
        except DATABASE_ERRORS as error:
            self._outages.database.began(error)
