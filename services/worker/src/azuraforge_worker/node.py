"""This worker's row among the workers: readiness and wake-ups look at its heartbeat."""

import time
from collections.abc import Callable

from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.worker_nodes import (
    WorkerPulse,
    register_worker,
    unregister_worker,
    worker_heartbeat,
)


class Node:
    """Registers, beats and unregisters; `id` goes into this worker's claims."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        *,
        slots: int,
        version: str,
        heartbeat_seconds: float,
        busy: Callable[[], int],
    ) -> None:
        self._database = database
        self._queue = queue
        self._slots = slots
        self._version = version
        self._heartbeat_seconds = heartbeat_seconds
        self._busy = busy
        self._beat_at = 0.0
        self.id = ""
        self.stopping = False

    def register(self) -> None:
        """Announce this worker."""
        with self._database.write() as session:
            self.id = register_worker(session, self._queue, self._slots, self._version).id
        self._beat_at = time.monotonic()

    def beat(self) -> None:
        """Say that this worker is alive, when that is due."""
        if time.monotonic() - self._beat_at < self._heartbeat_seconds:
            return
        self._beat()

    def stop(self) -> None:
        """Say at once that this worker takes no more jobs."""
        self.stopping = True
        self._beat()

    def _beat(self) -> None:
        pulse = WorkerPulse(busy=self._busy(), stopping=self.stopping)
        with self._database.write() as session:
            known = worker_heartbeat(session, self.id, pulse)
        self._beat_at = time.monotonic()
        if not known and not self.stopping:
            self.register()  # this machine slept so long that it was forgotten

    def unregister(self) -> None:
        """Leave the list of workers."""
        with self._database.write() as session:
            unregister_worker(session, self.id)
