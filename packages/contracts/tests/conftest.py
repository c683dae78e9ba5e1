"""A real broker for the transport's tests."""

from collections.abc import Iterator

import pytest
from azuraforge_contracts.testing import BrokerServer


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with BrokerServer() as server:
        yield server.url
