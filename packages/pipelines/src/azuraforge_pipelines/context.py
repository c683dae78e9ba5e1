"""What a running pipeline may say and ask: progress, curves, log lines, and whether to stop or finish."""

from abc import ABC, abstractmethod
from typing import Literal

from azuraforge_pipelines.errors import Stopped

LogLevel = Literal["debug", "info", "warning", "error"]


class RunContext(ABC):
    """A run's link to the outside.

    `seed` is the only source of randomness a pipeline may use. All methods are cheap enough to be called
    a few dozen times a second; a pipeline thins out curves of thousands of steps itself.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    @abstractmethod
    def progress(self, fraction: float | None, message: str = "") -> None:
        """Tell how much is done (0..1, None when unknown) and what is going on."""

    @abstractmethod
    def metric(self, step: int, **values: float) -> None:
        """Add one point to each named learning curve; `step` grows (boosting round, epoch)."""

    @abstractmethod
    def log(self, level: LogLevel, message: str) -> None:
        """Write a line for the person who reads the run's log."""

    @abstractmethod
    def stop_requested(self) -> bool:
        """Whether the user asked for a stop; called often, so it must cost microseconds."""

    def finish_requested(self) -> bool:
        """Whether the search gave this run up (successive halving); as cheap as `stop_requested`.

        A pipeline with a live curve asks it where it asks `check_stop()`. When it is true, training ends with
        what there is, and the result says `stopped_early`: a run given up is a result, not a failure.
        """
        return False

    def check_stop(self) -> None:
        """Raise `Stopped` when a stop was asked for; call it at least once a second."""
        if self.stop_requested():
            raise Stopped
