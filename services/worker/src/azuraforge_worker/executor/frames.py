"""What a worker and its child say to each other: one JSON object per line over a socket pair.

Worker to child: `run`, `store_model`, `stop` and `finish`, each with the run's `id`; requests say how much
memory they may have.
Child to worker: per request `started` with the CPU time the child had before, any number
of `events`, and one `done` with what the request took and the status `ok`, `stopped` or `failed`.
"""

import socket
from collections.abc import Iterator
from typing import Any, Final

import orjson
from azuraforge_contracts.numbers import json_bytes

Frame = dict[str, Any]

RUN: Final = "run"
STORE_MODEL: Final = "store_model"
STOP: Final = "stop"
FINISH: Final = "finish"
STARTED: Final = "started"
EVENTS: Final = "events"
DONE: Final = "done"

EXPERIMENT: Final = "experiment"
PREDICTION: Final = "prediction"
CATALOGUE: Final = "catalogue"
IMPORTANCE: Final = "importance"
"""What a `run` can ask for: its `program`."""

_READ_BYTES = 1 << 16


def encode(op: str, **fields: Any) -> bytes:
    """One frame; NaN becomes null."""
    return json_bytes({"op": op, **fields}) + b"\n"


class FrameReader:
    """Cuts received bytes into frames."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, received: bytes) -> Iterator[Frame]:
        """The frames that are complete now."""
        self._rest += received
        *lines, rest = self._rest.split(b"\n")
        self._rest = bytearray(rest)
        for line in lines:
            yield orjson.loads(line)

    def read(self, connection: socket.socket) -> Iterator[Frame]:
        """Frames until the other side closes; blocks."""
        while received := connection.recv(_READ_BYTES):
            yield from self.feed(received)
