"""Celery as the bell: it waits at the broker and rings for a slot when a wake-up comes."""

import logging
import os
import socket
import warnings
from collections.abc import Callable
from typing import Any

from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.tasks import CELERY_QUEUE, WAKE_TASK
from azuraforge_contracts.transport.outages import Outage
from celery import Celery, platforms, signals
from celery.apps.worker import Worker as CeleryWorker
from celery.worker import state

from azuraforge_worker.logs import BrokerNoise


class _BellWorker(CeleryWorker):  # type: ignore[misc] # Celery ships no types
    """Celery's worker with our signals (see `Shutdown`) and our logs."""

    def install_platform_tweaks(self, worker: Any) -> None:
        """Signals are the lifecycle's: Celery's own warm shutdown has no bound."""

    def setup_logging(self, colorize: bool | None = None) -> bool:  # noqa: ARG002 - Celery's signature
        """Logs are set up already."""
        return True


def stop_bell() -> None:
    """Make the loop of `run_bell` end; safe within a signal handler."""
    state.should_stop = platforms.EX_OK


def run_bell(app: Celery, queue: Queue, slots: int, wake: Callable[[], None], outage: Outage) -> None:
    """Serve wake-ups until `stop_bell`, then wait for the slots woken here. Blocks the main thread.

    A broker that is away, or comes back empty, is waited for.
    """
    app.task(name=WAKE_TASK, ignore_result=True)(_wake_task(wake))
    signals.worker_ready.connect(lambda **_: outage.ended(), weak=False)
    logging.getLogger("celery.worker.consumer.consumer").addFilter(BrokerNoise(outage))
    # Running jobs don't belong to the broker's connection: losing it cancels nothing.
    warnings.filterwarnings("ignore", module="celery.worker.consumer")
    # Containers run as root; the messages are JSON and carry one known word.
    warnings.filterwarnings("ignore", category=platforms.SecurityWarning)
    worker = _BellWorker(
        app=app,
        hostname=f"{queue.value}-{os.getpid()}@{socket.gethostname()}",
        pool="threads",
        concurrency=slots,
        queues=[CELERY_QUEUE[queue]],
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
        quiet=True,
        loglevel=logging.WARNING,
    )
    worker.start()


def _wake_task(wake: Callable[[], None]) -> Callable[[str], None]:
    def azuraforge_wake(queue: str) -> None:  # noqa: ARG001 - the message's one argument
        wake()

    return azuraforge_wake
