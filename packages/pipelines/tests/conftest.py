"""Small fits on few cores: one OpenMP thread is faster than several that wait for each other."""

from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> Iterator[None]:
    import sklearn.ensemble  # noqa: F401, PLC0415 - its OpenMP must be loaded to be limited

    with threadpool_limits(1):
        yield
