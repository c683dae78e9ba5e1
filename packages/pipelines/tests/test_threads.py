"""Small fits take one thread, and leave the others as they were."""

import pytest
from azuraforge_pipelines.threads import boosting_threads, one_blas_thread
from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: F401 - loads OpenMP
from threadpoolctl import threadpool_info, threadpool_limits


def threads(api: str) -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == api}


@pytest.mark.parametrize(("values", "expected"), [(4_420, {1}), (50_000, {2})])
def test_boosting_on_few_values_takes_one_thread(values: int, expected: set[int]) -> None:
    with threadpool_limits(2, user_api="openmp"):
        with boosting_threads(values):
            assert threads("openmp") == expected
        assert threads("openmp") == {2}


def test_sums_are_added_up_by_one_thread() -> None:
    with threadpool_limits(2, user_api="blas"):
        with one_blas_thread():
            assert threads("blas") == {1}
        assert threads("blas") == {2}
