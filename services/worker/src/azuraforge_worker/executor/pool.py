"""Keeps children at hand, so that a killed one is replaced at once."""

import threading
import time
from collections import deque

import structlog

from azuraforge_worker.executor.escalation import START_SECONDS
from azuraforge_worker.executor.forks import ChildSpec, ForkServer
from azuraforge_worker.executor.process import ChildProcess

_log = structlog.get_logger(__name__)
_CLOSE_SECONDS = 10.0
_RETRY_SECONDS = 2.0


class NoChildError(Exception):
    """No child process can be started."""


class ChildPool:
    """Starts children in one thread of its own, which lives as long as they do (see `ForkServer`)."""

    def __init__(self, spec: ChildSpec, *, slots: int, spares: int = 1) -> None:
        self._spec = spec
        self._wanted = slots + spares
        self._server: ForkServer | None = None
        self._idle: deque[ChildProcess] = deque()
        self._taken = 0
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._keep, name="children", daemon=True)
        self._ended = threading.Event()

    def start(self) -> None:
        """Start a child for every slot, and the spares."""
        self._thread.start()

    def take(self, timeout: float = START_SECONDS) -> ChildProcess:
        """A child of one's own, the one started first; `put_back` or `discard` it."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while not self._closing:
                while self._idle:
                    child = self._idle.popleft()
                    if child.alive:
                        self._taken += 1
                        return child
                    child.close()
                    self._changed.notify_all()
                if not self._changed.wait(deadline - time.monotonic()) and time.monotonic() >= deadline:
                    break
        raise NoChildError("no process for the run could be started; see the worker's log")

    def put_back(self, child: ChildProcess) -> None:
        """Return a child for others to use."""
        with self._changed:
            self._taken -= 1
            if child.alive and not self._closing:
                self._idle.appendleft(child)
            else:
                child.close()
            self._changed.notify_all()

    def discard(self, child: ChildProcess) -> None:
        """End a child; another is started in its place."""
        child.close()
        with self._changed:
            self._taken -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """End the idle children; those taken are their takers' to discard before."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._close_idle()
        with self._changed:
            if self._server is not None:
                self._server.close()
        self._ended.wait(_CLOSE_SECONDS)
        self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.popleft().close()

    def _keep(self) -> None:
        try:
            while self._wait_for_need():
                self._start_one()
        finally:
            self._ended.set()

    def _wait_for_need(self) -> bool:
        with self._changed:
            while not self._closing and len(self._idle) + self._taken >= self._wanted:
                self._changed.wait()
            return not self._closing

    def _start_one(self) -> None:
        try:
            child = ChildProcess(self._running_server())
        except OSError as error:
            with self._changed:
                if not self._closing:
                    _log.error("child_not_started", reason=str(error))
                self._changed.wait_for(lambda: self._closing, _RETRY_SECONDS)
            return
        with self._changed:
            self._idle.append(child)
            self._changed.notify_all()

    def _running_server(self) -> ForkServer:
        """The fork server; a fresh one if it has ended."""
        with self._changed:
            if self._closing:
                raise ConnectionAbortedError("the worker stops")
            if self._server is not None and not self._server.alive:
                self._server.close()
                self._server = None
            if self._server is None:
                self._server = ForkServer(self._spec)
            return self._server
