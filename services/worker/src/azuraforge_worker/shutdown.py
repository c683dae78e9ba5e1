"""Signals: the first asks the worker to drain, a second to give back at once."""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Shutdown:
    """Turns signals into calls made by a thread, which may take locks and time where a handler must not."""

    def __init__(self, drain_seconds: float) -> None:
        self._drain_seconds = drain_seconds
        self._reader, self._writer = os.pipe()
        self._asked = threading.Event()
        self._again = threading.Event()
        self._on_signal: Callable[[], None] | None = None

    def install(self) -> None:
        """Catch the signals from now on; they are remembered until `watch`."""
        threading.Thread(target=self._count, name="signals", daemon=True).start()
        for number in _SIGNALS:
            signal.signal(number, self._handle)

    def in_handler(self, call: Callable[[], None]) -> None:
        """Also call this within the handler: it must be tiny."""
        self._on_signal = call
        if self._asked.is_set():
            call()

    @property
    def asked(self) -> bool:
        """Whether the worker has to stop."""
        return self._asked.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the first signal; True when it came."""
        return self._asked.wait(seconds)

    def watch(self, drain: Callable[[], None], give_back: Callable[[], None]) -> None:
        """Call `drain` at the first signal; `give_back` at a second one or when the time is up."""

        def follow() -> None:
            self._asked.wait()
            drain()
            self._again.wait(self._drain_seconds)
            give_back()

        threading.Thread(target=follow, name="drain", daemon=True).start()

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        os.write(self._writer, b"!")
        if self._on_signal is not None:
            self._on_signal()

    def _count(self) -> None:
        while True:
            for _ in os.read(self._reader, 16):
                (self._again if self._asked.is_set() else self._asked).set()
