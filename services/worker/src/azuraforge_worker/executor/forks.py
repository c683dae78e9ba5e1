"""The worker's side of its fork server: starts it, has it fork and reap."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from azuraforge_worker.executor import fork_protocol as protocol
from azuraforge_worker.executor.escalation import Limits

_KILLED = -9


@dataclass(frozen=True)
class ChildSpec:
    """How children are started."""

    environment: Mapping[str, str]
    folder: Path
    limits: Limits


class ForkServer:
    """A running fork server; use it from any thread.

    It must be started by a thread that outlives it: Linux ends it, and its children, with that thread.
    """

    def __init__(self, spec: ChildSpec) -> None:
        self.limits = spec.limits
        self._control, theirs = protocol.pair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    sys.executable,
                    "-m",
                    "azuraforge_worker.executor.fork_server",
                    str(theirs.fileno()),
                    str(os.getpid()),
                ],
                stdin=subprocess.DEVNULL,
                env=dict(spec.environment),
                cwd=spec.folder,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._lock = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether it can fork."""
        return self._process.poll() is None

    def fork(self, connection: socket.socket, stdout: int, stderr: int) -> int:
        """A new child's pid; it has these three. Waits for the imports. Raises `OSError` if it is gone."""
        return self._ask(protocol.Request(protocol.FORK), [connection.fileno(), stdout, stderr])

    def reap(self, pid: int) -> int:
        """The exit status of a child that was killed or has ended by itself, negative for a signal."""
        try:
            status = self._ask(protocol.Request(protocol.REAP, pid), [])
        except OSError:
            return _KILLED  # as its children are when it dies
        return _KILLED if status == protocol.STILL_RUNNING else status

    def _ask(self, request: protocol.Request, descriptors: list[int]) -> int:
        with self._lock:
            return protocol.send(self._control, request, descriptors)

    def close(self) -> None:
        """End it, and with it the children that are left."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        with self._lock:
            self._control.close()
