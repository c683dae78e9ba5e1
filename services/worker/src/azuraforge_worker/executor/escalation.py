"""When a run gets which signal: after a cancel, past its time, past its memory."""

import math
import signal
import time
from dataclasses import dataclass

import psutil
from azuraforge_contracts.errors import JobFailedError

from azuraforge_worker.executor.errors import memory_error, time_error
from azuraforge_worker.executor.stop import StopReason

_MEMORY_CHECK_SECONDS = 0.5
# Finding what a run started means looking through all processes: not for every check.
_CHECKS_PER_FAMILY_CHECK = 10
_MIB = 1024**2
START_SECONDS = 180.0
"""A child that hasn't taken a request up by then hangs in its imports."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one run: seconds after a cancel until SIGTERM and SIGKILL, its longest time, its memory."""

    grace_seconds: float
    kill_seconds: float
    time_seconds: float | None
    memory_bytes: int


class Escalation:
    """Decides about one run; ask `due` whenever something happened or `timeout` passed."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self._pid = pid
        self._limits = limits
        self._must_end_at = time.monotonic() + START_SECONDS
        self._started = False
        self._memory_check_at = time.monotonic() + _MEMORY_CHECK_SECONDS
        self._memory_checks = 0
        self._asked_at: float | None = None
        self._terminated = False
        self._killed = False
        self.verdict: JobFailedError | None = None

    def started(self, now: float) -> None:
        """The child took the request up: the run's time begins."""
        self._started = True
        seconds = self._limits.time_seconds
        self._must_end_at = math.inf if seconds is None else now + seconds

    def timeout(self, now: float) -> float:
        """Seconds until `due` has to be asked again."""
        moments = [self._memory_check_at, self._must_end_at]
        if self._asked_at is not None and not self._terminated:
            moments.append(self._asked_at + self._limits.grace_seconds)
        return max(0.0, min(moments) - now)

    def due(self, now: float, reason: StopReason | None) -> signal.Signals | None:
        """The signal to send to the run's process group now, if any."""
        if self._killed:
            return None
        if reason is not None and reason > StopReason.CANCELLED:
            return self._kill()
        self._judge(now)
        if self.verdict is not None:
            return self._kill()
        return self._cancel_step(now) if reason is StopReason.CANCELLED else None

    def _kill(self) -> signal.Signals:
        self._killed = True
        return signal.SIGKILL

    def _cancel_step(self, now: float) -> signal.Signals | None:
        if self._asked_at is None:
            self._asked_at = now
        asked_for = now - self._asked_at
        if asked_for >= self._limits.kill_seconds:
            return self._kill()
        if asked_for >= self._limits.grace_seconds and not self._terminated:
            self._terminated = True
            return signal.SIGTERM
        return None

    def _judge(self, now: float) -> None:
        if now >= self._must_end_at:
            self.verdict = time_error(self._limits.time_seconds if self._started else None)
        if now >= self._memory_check_at:
            self._memory_check_at = now + _MEMORY_CHECK_SECONDS
            self._memory_checks += 1
            with_family = self._memory_checks % _CHECKS_PER_FAMILY_CHECK == 0
            if resident_bytes(self._pid, with_family=with_family) > self._limits.memory_bytes:
                limit = self._limits.memory_bytes // _MIB
                self.verdict = memory_error(f"The run needed more than its {limit} MiB of memory.")


def resident_bytes(pid: int, *, with_family: bool) -> int:
    """Resident memory of a process, and of all it started if asked for; 0 when it is gone."""
    try:
        process = psutil.Process(pid)
        family = [process, *(process.children(recursive=True) if with_family else ())]
    except psutil.Error:
        return 0
    total = 0
    for member in family:
        try:
            total += int(member.memory_info().rss)
        except psutil.Error:
            continue
    return total
