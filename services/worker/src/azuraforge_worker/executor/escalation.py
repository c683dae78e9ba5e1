"""What is done to a run and when: after a cancel, past its time, past its memory."""

import math
import signal
import time
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, Literal

from azuraforge_worker.executor.group_usage import GroupMeter
from azuraforge_worker.executor.stop import StopReason

_MEMORY_CHECK_SECONDS = 0.25
_MIB = 1024**2
START_SECONDS = 180.0
"""A child that hasn't taken a request up by then hangs in its imports."""

ASK: Final = "ask"
Step = signal.Signals | Literal["ask"]
"""A signal to the run's process group, or asking the run itself to stop."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one run: seconds after a stop was asked for until SIGTERM and SIGKILL, its longest time, its
    memory. The last two are the worker's, unless the run's own are tighter."""

    grace_seconds: float
    kill_seconds: float
    time_seconds: float | None
    memory_bytes: int
    own_time: bool = False
    own_memory: bool = False

    def within(self, seconds: int | None, memory_mb: int | None) -> "Limits":
        """These limits, tightened by those of a run; None = the run has none."""
        limits = self
        if seconds is not None and seconds <= (self.time_seconds or math.inf):
            limits = replace(limits, time_seconds=float(seconds), own_time=True)
        if memory_mb is not None and memory_mb * _MIB <= self.memory_bytes:
            limits = replace(limits, memory_bytes=memory_mb * _MIB, own_memory=True)
        return limits


class Verdict(Enum):
    """Why a run has to end that nobody asked to."""

    NOT_STARTED = auto()
    TIME = auto()
    MEMORY = auto()


class Escalation:
    """Decides about one run; ask `due` whenever something happened or `timeout` passed."""

    def __init__(self, meter: GroupMeter, limits: Limits) -> None:
        self._meter = meter
        self.limits = limits
        self._must_end_at = time.monotonic() + START_SECONDS
        self._started_at: float | None = None
        self._memory_check_at = time.monotonic() + _MEMORY_CHECK_SECONDS
        self._asked_at: float | None = None
        self._terminated = False
        self._killed = False
        self.verdict: Verdict | None = None

    def started(self, now: float) -> None:
        """The child took the request up: the run's time begins."""
        self._started_at = now
        seconds = self.limits.time_seconds
        self._must_end_at = math.inf if seconds is None else now + seconds

    def elapsed(self, now: float) -> float:
        """Seconds since the run began."""
        return 0.0 if self._started_at is None else now - self._started_at

    def timeout(self, now: float) -> float:
        """Seconds until `due` has to be asked again."""
        moments = [self._memory_check_at]
        if self.verdict is None:
            moments.append(self._must_end_at)
        if self._asked_at is not None and not self._terminated:
            moments.append(self._asked_at + self.limits.grace_seconds)
        return max(0.0, min(moments) - now)

    def due(self, now: float, reason: StopReason | None) -> Step | None:
        """What to do to the run now, if anything."""
        if self._killed:
            return None
        if reason is not None and reason > StopReason.CANCELLED:
            return self._kill()
        self._judge(now)
        if self.verdict in {Verdict.NOT_STARTED, Verdict.MEMORY}:
            return self._kill()
        if self.verdict is Verdict.TIME or reason is StopReason.CANCELLED:
            return self._stop_step(now)
        return None

    def _kill(self) -> Step:
        self._killed = True
        return signal.SIGKILL

    def _stop_step(self, now: float) -> Step | None:
        """A run that stops when it is asked leaves its process warm for the next one."""
        if self._asked_at is None:
            self._asked_at = now
            return ASK
        asked_for = now - self._asked_at
        if asked_for >= self.limits.kill_seconds:
            return self._kill()
        if asked_for >= self.limits.grace_seconds and not self._terminated:
            self._terminated = True
            return signal.SIGTERM
        return None

    def _judge(self, now: float) -> None:
        # A run that is being cancelled has its end already.
        if now >= self._must_end_at and self._asked_at is None and self.verdict is None:
            self.verdict = Verdict.NOT_STARTED if self._started_at is None else Verdict.TIME
        if now >= self._memory_check_at:
            self._memory_check_at = now + _MEMORY_CHECK_SECONDS
            if self._meter.sample() > self.limits.memory_bytes:
                self.verdict = Verdict.MEMORY
