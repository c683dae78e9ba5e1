"""The child processes of a compute worker, as its settings want them."""

import os
from pathlib import Path

from azuraforge_worker.executor.escalation import Limits
from azuraforge_worker.executor.forks import ChildSpec
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.settings import WorkerSettings

_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "LOKY_MAX_CPU_COUNT",
)


def child_environment(threads: int) -> dict[str, str]:
    """For processes that compute with so many threads; plug-ins need none of our secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AZURAFORGE_")}
    return kept | dict.fromkeys(_THREAD_VARIABLES, str(threads)) | {"PYTHONUNBUFFERED": "1"}


def make_child_pool(settings: WorkerSettings, slots: int, folder: Path) -> ChildPool:
    """A pool for so many slots; `folder` is where the children run."""
    environment = child_environment(settings.threads_per_fit(slots))
    limits = Limits(
        grace_seconds=settings.worker_cancel_grace_seconds,
        kill_seconds=settings.worker_kill_seconds,
        time_seconds=settings.worker_time_limit_seconds,
        memory_bytes=settings.memory_limit_bytes,
    )
    return ChildPool(ChildSpec(environment, folder, limits), slots=slots)
