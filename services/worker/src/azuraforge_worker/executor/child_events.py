"""Sends a run's events to the worker: the first at once, then batched ten times a second."""

import threading
import time
from typing import Any, Protocol

from azuraforge_worker.executor import frames

_INTERVAL_S = 0.1


class Send(Protocol):
    """Writes one frame."""

    def __call__(self, op: str, **fields: Any) -> None:
        """Write it."""


class EventSender:
    """Collects events of the run under way; a batch costs the fit a lock and a list append."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._lock = threading.Lock()
        self._waiting: list[tuple[str, dict[str, Any]]] = []
        self._arrived = threading.Event()
        self._run_id = ""
        self._sent_at = 0.0

    def start(self) -> None:
        """Start the thread that sends what `emit` left waiting."""
        threading.Thread(target=self._send_late, name="events", daemon=True).start()

    def begin(self, run_id: str) -> None:
        """From now on events belong to this run."""
        with self._lock:
            self._waiting.clear()
            self._run_id = run_id

    def emit(self, kind: str, data: dict[str, Any]) -> None:
        """Add one event. Log lines go out at once: after a crash they tell what happened."""
        with self._lock:
            self._waiting.append((kind, data))
            if kind == "log" or time.monotonic() - self._sent_at >= _INTERVAL_S:
                self._send_waiting()
                return
        self._arrived.set()

    def flush(self) -> None:
        """Send what waits."""
        with self._lock:
            self._send_waiting()

    def _send_waiting(self) -> None:
        if self._waiting:
            events, self._waiting = self._waiting, []
            self._sent_at = time.monotonic()
            self._send(frames.EVENTS, id=self._run_id, events=events)

    def _send_late(self) -> None:
        while True:
            self._arrived.wait()
            time.sleep(_INTERVAL_S)
            self._arrived.clear()
            self.flush()
