"""The run context of a child: events to the worker, curves kept for the result."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from azuraforge_pipelines.context import LogLevel, RunContext

from azuraforge_worker.executor.child_events import EventSender
from azuraforge_worker.executor.curves import Curves

_PROGRESS_INTERVAL_S = 0.05
_MAX_LOG_LINES = 5000
_LOG_LIMIT = 4000


@dataclass(frozen=True)
class Wishes:
    """What the worker wants of the run under way; cheap to ask."""

    stop: Callable[[], bool]
    finish: Callable[[], bool]


class ChildContext(RunContext):
    """Thins out what a pipeline says too often, so that no run can flood the log."""

    def __init__(self, seed: int, events: EventSender, wishes: Wishes) -> None:
        super().__init__(seed)
        self._events = events
        self._wishes = wishes
        self._progress_at = -math.inf
        self._log_lines = 0
        self.curves = Curves()
        self.gave_up = False
        """Whether the pipeline was told that the search gave the run up."""

    def progress(self, fraction: float | None, message: str = "") -> None:
        """See `RunContext`; a NaN counts as unknown, values outside 0..1 as the nearer end."""
        now = time.monotonic()
        if now - self._progress_at < _PROGRESS_INTERVAL_S and fraction != 1:
            return
        self._progress_at = now
        known = None if fraction is None or math.isnan(fraction) else float(min(1.0, max(0.0, fraction)))
        self._events.emit("progress", {"fraction": known, "message": str(message)[:_LOG_LIMIT]})

    def metric(self, step: int, **values: float) -> None:
        """See `RunContext`."""
        numbers = {name: float(value) for name, value in values.items()}
        if self.curves.add(int(step), numbers):
            data: dict[str, Any] = {"step": int(step), **numbers}
            self._events.emit("metric", data)

    def log(self, level: LogLevel, message: str) -> None:
        """See `RunContext`."""
        self._log_lines += 1
        if self._log_lines <= _MAX_LOG_LINES:
            self._events.emit("log", {"level": level, "message": str(message)[:_LOG_LIMIT]})
        elif self._log_lines == _MAX_LOG_LINES + 1:
            note = f"More than {_MAX_LOG_LINES} log lines: the rest is left out."
            self._events.emit("log", {"level": "warning", "message": note})

    def stop_requested(self) -> bool:
        """See `RunContext`."""
        return self._wishes.stop()

    def finish_requested(self) -> bool:
        """See `RunContext`."""
        self.gave_up = self.gave_up or self._wishes.finish()
        return self.gave_up
