"""The worker process: `azuraforge-worker --queue compute|llm [--slots N]`."""

import argparse
import os
import sys
from collections.abc import Sequence

import structlog
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.settings import load_settings

from azuraforge_worker.logs import configure_logs
from azuraforge_worker.settings import WorkerSettings
from azuraforge_worker.shutdown import Shutdown
from azuraforge_worker.worker import Worker

_log = structlog.get_logger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the console script; ends with status 0 after a drain."""
    parser = argparse.ArgumentParser(prog="azuraforge-worker", description="Runs AzuraForge's queued jobs.")
    parser.add_argument("--queue", type=Queue, choices=list(Queue), default=Queue.COMPUTE)
    parser.add_argument("--slots", type=int, help="jobs at a time (AZURAFORGE_WORKER_SLOTS)")
    options = parser.parse_args(arguments)
    if options.slots is not None:
        os.environ["AZURAFORGE_WORKER_SLOTS"] = str(options.slots)
    settings = load_settings(WorkerSettings)
    configure_logs(settings, queue=options.queue.value)
    shutdown = Shutdown(settings.worker_drain_seconds)
    shutdown.install()
    status = Worker(settings, options.queue, shutdown).run()
    _log.info("worker_stopped")
    sys.exit(status)


if __name__ == "__main__":
    main()
