"""Asking a running job to stop, from any thread, and waking the thread that drives it."""

import os
import threading
from enum import IntEnum


class StopReason(IntEnum):
    """Why a run has to end early; a greater one replaces a smaller."""

    FINISHED = 0
    """The search gave the run up: it shall end by itself with what it has, and nothing forces it."""
    CANCELLED = 1
    """The user asked: the run may stop by itself first."""
    GIVEN_BACK = 2
    """The worker has to stop: another one starts the job anew."""
    LOST = 3
    """Another worker owns the job: leave without a trace."""


class StopRequest:
    """The wish to stop one run. Its `fileno` becomes readable when the wish is made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader, self._writer = os.pipe()
        self._open = True
        self.reason: StopReason | None = None

    def request(self, reason: StopReason) -> None:
        """Ask for a stop; nothing happens when the run has ended or a stronger reason was given."""
        with self._lock:
            if not self._open or (self.reason is not None and self.reason >= reason):
                return
            self.reason = reason
            os.write(self._writer, b"!")

    def fileno(self) -> int:
        """For selectors."""
        return self._reader

    def acknowledge(self) -> None:
        """Take the wake-up, once `fileno` is readable."""
        os.read(self._reader, 16)

    def close(self) -> None:
        """The run has ended: later requests do nothing."""
        with self._lock:
            if self._open:
                self._open = False
                os.close(self._reader)
                os.close(self._writer)
