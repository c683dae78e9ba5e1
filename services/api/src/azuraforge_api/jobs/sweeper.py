"""Keeps the queue alive from the API's side: takes back lost jobs, wakes workers that could have work."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database

from azuraforge_api.outbox import Outbox

SWEEP_S = 5.0

log = structlog.get_logger(__name__)


class Sweeper:
    """A thread that sweeps every few seconds, and survives the database and the broker being away."""

    def __init__(self, database: Database, outbox: Outbox, seconds: float = SWEEP_S) -> None:
        self._database = database
        self._outbox = outbox
        self._seconds = seconds
        self._outage = Outage("database, for the sweeper")
        self._stopping = threading.Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Sweep in the background until the block ends."""
        thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join()

    def sweep(self) -> None:
        """Sweep once, and tell workers and pages what came of it."""
        with self._database.write() as session:
            found = job_state.sweep(session)
            due = {queue: job_state.wake_ups_due(session, queue) for queue in Queue}
        for change in (*found.requeued, *found.lost):
            log.warning("job_taken_back", job_id=change.job_id, state=change.state.value)
        self._outbox.tell_now([*found.requeued, *found.lost])
        for queue, count in due.items():
            if count:
                self._outbox.wake_now(queue, count)

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                self.sweep()
            except DATABASE_ERRORS as error:
                self._outage.began(error)
            except Exception:  # the next sweep may work, and jobs depend on it
                log.exception("sweep_failed")
            else:
                self._outage.ended()
