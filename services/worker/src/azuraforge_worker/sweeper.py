"""Takes back lost jobs and wakes slots that could have work; every worker does it, safely in parallel."""

import random
import threading

import structlog
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.transport.queue import WakeUpError, WakeUps
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job_state import JobChange
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database

from azuraforge_worker.events import EventRelay
from azuraforge_worker.outages import Outages
from azuraforge_worker.slots import LocalWakes

_log = structlog.get_logger(__name__)


class Sweeper:
    """A loop that survives the database and the broker being away.

    This worker's own free slots are woken directly, so that jobs run even while the broker is away; the
    broker carries the wake-ups meant for others.
    """

    def __init__(
        self,
        database: Database,
        queue: Queue,
        relay: EventRelay,
        wakes: LocalWakes,
        wake_ups: WakeUps,
        outages: Outages,
        *,
        seconds: float,
    ) -> None:
        self._database = database
        self._queue = queue
        self._relay = relay
        self._wakes = wakes
        self._wake_ups = wake_ups
        self._outages = outages
        self._seconds = seconds
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="sweeper", daemon=True)

    def start(self) -> None:
        """Start sweeping, the first time at once."""
        self._thread.start()

    def close(self) -> None:
        """Stop sweeping."""
        self._closing.set()
        self._thread.join()

    def _loop(self) -> None:
        while not self._closing.is_set():
            try:
                self._sweep()
            except DATABASE_ERRORS as error:
                self._outages.database.began(error)
            except Exception:  # noqa: BLE001 - the next sweep may work, and jobs depend on it
                _log.exception("sweep_failed")
            # A little spread keeps many workers from sweeping at the same moment.
            self._closing.wait(self._seconds * random.uniform(0.9, 1.1))  # noqa: S311

    def _sweep(self) -> None:
        with self._database.write() as session:
            found = job_state.sweep(session)
            due = job_state.wake_ups_due(session, self._queue)
        self._outages.database.ended()
        for change in (*found.requeued, *found.lost):
            _log.warning("job_taken_back", job_id=change.job_id, state=change.state.value)
            self._publish(change)
        elsewhere = due - self._wakes.wake(due)
        if elsewhere > 0:
            self._send(elsewhere)

    def _publish(self, change: JobChange) -> None:
        self._relay.publish_events(change.job_id, change.events)
        self._relay.publish_feed(change.owner_id, [change.feed_item()])

    def _send(self, count: int) -> None:
        try:
            self._wake_ups.send(self._queue, count)
        except WakeUpError as error:
            self._outages.broker.began(error)
        else:
            self._outages.broker.ended()
