"""statsmodels, imported for the first forecast: a second that every process for runs would pay at start."""

from types import ModuleType


def ets() -> ModuleType:
    """Exponential smoothing: has `ETSModel`."""
    from statsmodels.tsa.exponential_smoothing import ets as module  # noqa: PLC0415 - see above

    return module  # type: ignore[no-any-return]


def theta() -> ModuleType:
    """The theta method: has `ThetaModel`."""
    from statsmodels.tsa.forecasting import theta as module  # noqa: PLC0415 - see above

    return module  # type: ignore[no-any-return]


def seasonal() -> ModuleType:
    """Decompositions: has `STL` and `seasonal_decompose`."""
    from statsmodels.tsa import seasonal as module  # noqa: PLC0415 - see above

    return module  # type: ignore[no-any-return]


def load() -> None:
    """Import them now, while nothing else is to be done."""
    for library in (ets, theta, seasonal):
        library()
