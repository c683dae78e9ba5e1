"""Sends a run's events to the worker: the first at once, then batched five times a second."""

import threading
import time
from collections.abc import Callable
from typing import Any

from azuraforge_worker.executor import frames

_INTERVAL_S = 0.2


class EventSender:
    """Collects events of the run under way; a batch costs the fit a lock and a list append."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
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

    def take(self) -> bytes:
        """The frame of what waits, for the caller to send; empty if nothing does."""
        with self._lock:
            return self._frame()

    def _send_waiting(self) -> None:
        if frame := self._frame():
            self._send(frame)

    def _frame(self) -> bytes:
        if not self._waiting:
            return b""
        events, self._waiting = self._waiting, []
        self._sent_at = time.monotonic()
        return frames.encode(frames.EVENTS, id=self._run_id, events=events)

    def _send_late(self) -> None:
        while True:
            self._arrived.wait()
            time.sleep(_INTERVAL_S)
            self._arrived.clear()
            with self._lock:
                self._send_waiting()
