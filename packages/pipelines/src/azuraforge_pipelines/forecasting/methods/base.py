"""What a forecasting method is."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting.history import History

CheckStop = Callable[[], None]


def never_stop() -> None:
    """For fits that nobody watches."""


class Fitted(Protocol):
    """A method fitted to a history: a forecast needs no refit."""

    def forecast(self, horizon: int) -> FloatArray:
        """The `horizon` values after the history's end."""

    def describe(self) -> dict[str, Any]:
        """What a person may want to know: the variant chosen and its parameters, as plain JSON."""

    def to_files(self) -> dict[str, bytes]:
        """The state in native formats, to be read back by the method's `load`."""


class Method(Protocol):
    """A way to forecast. `fit` is a pure function of the method's settings and the history.

    A method whose fit may take more than a moment is made with a `CheckStop`, which it calls in between: it
    raises `Stopped` when a stop was asked for.
    """

    @property
    def name(self) -> str:
        """As it is named in settings and details."""

    @property
    def tried_from(self) -> int:
        """The length of a training part from which auto and combination try this method."""

    def unfit_reason(self, points: int, season: int) -> str | None:
        """Why the method can't be used on a history of this length, None if it can."""

    def tuned(self, history: History) -> "Method":
        """The method with its slow choices made on this history, for fits to it and to later ones."""

    def fit(self, history: History) -> Fitted:
        """Fit to the whole history."""

    def load(self, files: Mapping[str, bytes]) -> Fitted:
        """Read back what `Fitted.to_files` wrote; raises `KeyError`, `TypeError` or `ValueError`."""
