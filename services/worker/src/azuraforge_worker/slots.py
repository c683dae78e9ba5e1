"""The slots of a worker: how many jobs run at a time, and how a wake-up finds a free one."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from azuraforge_dbmodels.job_state import Limits as JobLimits

from azuraforge_worker.executor import frames
from azuraforge_worker.executor.errors import ChildNotStartedError
from azuraforge_worker.executor.pool import ChildPool
from azuraforge_worker.executor.process import ChildProcess
from azuraforge_worker.executor.sink import RunSink
from azuraforge_worker.executor.stop import StopRequest
from azuraforge_worker.running import RunningJob

_CHILDREN_TRIED = 3
_NO_LIMITS = JobLimits(None, None)


class Slot:
    """Runs one job at a time in its warm child."""

    def __init__(self, pool: ChildPool) -> None:
        self._pool = pool
        self._child: ChildProcess | None = None
        self.generation = 0
        """Grows with every child: what an earlier one kept in memory is gone."""

    def run(self, job: RunningJob, program: str, request: dict[str, Any]) -> frames.Frame:
        """Have the child do the job's work; see `ChildProcess.exchange`."""
        for attempt in range(_CHILDREN_TRIED):
            try:
                fields = {"program": program, "request": request}
                return self._exchange(frames.RUN, job.claim.token, fields, job, job.stop, job.claim.limits)
            except ChildNotStartedError:
                # It had died while idle, or had too much in memory: nothing was lost, the next takes over.
                if attempt == _CHILDREN_TRIED - 1:
                    raise
        raise AssertionError

    def store_model(
        self, run_id: str, key: str, artifacts_root: str, sink: RunSink, stop: StopRequest
    ) -> frames.Frame:
        """Have the child store a model it still has in memory."""
        fields = {"key": key, "artifacts_root": artifacts_root}
        return self._exchange(frames.STORE_MODEL, run_id, fields, sink, stop)

    def _exchange(
        self,
        op: str,
        run_id: str,
        fields: dict[str, Any],
        sink: RunSink,
        stop: StopRequest,
        asked: JobLimits = _NO_LIMITS,
    ) -> frames.Frame:
        if self._child is None or not self._child.alive:
            self.close()
            self._child = self._pool.take()
        try:
            limits = self._child.limits.within(asked.seconds, asked.memory_mb)
            return self._child.exchange(op, run_id, fields, sink, stop, limits)
        finally:
            if not self._child.alive:
                self.close()

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._pool.discard(self._child)
            self._child = None
            self.generation += 1


class Slots:
    """Hands out free slots, the one used last first: its child has the data of the batch under way."""

    def __init__(self, pool: ChildPool | None, count: int) -> None:
        self._lock = threading.Lock()
        self._all = [Slot(pool) for _ in range(count)] if pool is not None else []
        self._free = list(self._all)
        self._wakes = 0

    @property
    def free(self) -> int:
        """Slots that run nothing."""
        return len(self._free)

    @property
    def busy(self) -> int:
        """Slots that run a job."""
        return len(self._all) - len(self._free)

    def acquire(self) -> Slot | None:
        """Note a wake-up and take a free slot; None when all are busy, which look again by themselves."""
        with self._lock:
            self._wakes += 1
            return self._free.pop() if self._free else None

    @property
    def wakes(self) -> int:
        """How many wake-ups came so far; see `release`."""
        return self._wakes

    def release(self, slot: Slot, seen_wakes: int) -> bool:
        """Free a slot that found nothing, unless a wake-up came since it looked: then it must look again."""
        with self._lock:
            if self._wakes != seen_wakes:
                return False
            self._free.append(slot)
            return True

    def close(self) -> None:
        """End every child."""
        for slot in self._all:
            slot.close()


class LocalWakes:
    """Wakes this worker's own slots without the broker."""

    def __init__(self, slots: Slots, run_until_idle: Callable[[], None], count: int) -> None:
        self._slots = slots
        self._run_until_idle = run_until_idle
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="local")

    def wake(self, count: int) -> int:
        """Wake up to `count` free slots; returns how many."""
        woken = min(count, self._slots.free)
        for _ in range(woken):
            self._threads.submit(self._run_until_idle)
        return woken

    def close(self) -> None:
        """Wait for the slots woken here; they have been told to stop."""
        self._threads.shutdown(cancel_futures=True)
