"""A real broker for the transport's tests: the configured Redis, or the Valkey of the Python packages."""

import os
from collections.abc import Iterator

import pytest
from azuraforge_contracts.testing import BrokerServer


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    configured = os.environ.get("AZURAFORGE_TEST_REDIS_URL")
    if configured:
        yield configured
        return
    with BrokerServer() as server:
        yield server.url
