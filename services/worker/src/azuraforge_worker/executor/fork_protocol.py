"""What a worker and its fork server say to each other: one packet each way, one request at a time.

`fork` brings three file descriptors (the child's frames, its stdout, its stderr) and is answered with the
child's pid; `reap <pid>` is answered with its exit status.
"""

import socket
import struct
from dataclasses import dataclass
from typing import Final

FORK: Final = 0
REAP: Final = 1
STILL_RUNNING: Final = 1 << 20

_REQUEST = struct.Struct("=ii")
_ANSWER = struct.Struct("=i")
_DESCRIPTORS = 3


@dataclass(frozen=True)
class Request:
    """An `op` and, to reap, a `pid`."""

    op: int
    pid: int = 0


def pair() -> tuple[socket.socket, socket.socket]:
    """Both ends; packets keep their bounds."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(control: socket.socket, request: Request, descriptors: list[int]) -> int:
    """Ask and wait for the answer. Raises `OSError` when the server is gone."""
    packet = _REQUEST.pack(request.op, request.pid)
    if descriptors:
        socket.send_fds(control, [packet], descriptors)
    else:
        control.sendall(packet)
    answered = control.recv(_ANSWER.size)
    if not answered:
        raise ConnectionResetError("the process that makes the runs' processes has ended")
    (value,) = _ANSWER.unpack(answered)
    return int(value)


def receive(control: socket.socket) -> tuple[Request, list[int]] | None:
    """The next request and its descriptors; None when the worker is gone."""
    packet, descriptors, _, _ = socket.recv_fds(control, _REQUEST.size, _DESCRIPTORS)
    return (Request(*_REQUEST.unpack(packet)), descriptors) if packet else None


def answer(control: socket.socket, value: int) -> None:
    """Answer the request received last."""
    control.sendall(_ANSWER.pack(value))
