"""How many threads the libraries beneath a fit use."""

from contextlib import AbstractContextManager, nullcontext
from functools import cache

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

_FEW_VALUES = 30_000


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()  # looks through all loaded libraries


def one_blas_thread() -> AbstractContextManager[object]:
    """For the same bits everywhere: BLAS adds up in another order with another number of threads."""
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited


def boosting_threads(values: int) -> AbstractContextManager[object]:
    """A single thread where boosted trees look at so few values (rows x columns), all of them otherwise.

    scikit-learn's threads wait for each other at every split, spinning. With a second one, 442 x 10 takes
    1.2 times as long, 2,000 x 10 as long, 5,000 x 10 half as long; on cores that others use, too, small fits
    took up to thirty times as long (scikit-learn 1.9, two cores). The trees are the same.
    """
    if values >= _FEW_VALUES:
        return nullcontext()
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="openmp")
    return limited
