"""A run context that writes everything down."""

import time
from collections.abc import Callable

from azuraforge_pipelines.context import LogLevel, RunContext


class RecordingContext(RunContext):
    """Keeps what a pipeline reports; `stop_when(context)` decides when a stop is asked for, `finish_when`
    when the search gives the run up."""

    def __init__(
        self,
        seed: int = 0,
        stop_when: "Callable[[RecordingContext], bool] | None" = None,
        finish_when: "Callable[[RecordingContext], bool] | None" = None,
    ) -> None:
        super().__init__(seed)
        self.progresses: list[tuple[float | None, str]] = []
        self.metrics: list[tuple[int, dict[str, float]]] = []
        self.logs: list[tuple[LogLevel, str]] = []
        self.stop_questions = 0
        self.metrics_after_stop = 0
        self.asked_to_stop_at: float | None = None
        self._stop_when = stop_when
        self._finish_when = finish_when

    def progress(self, fraction: float | None, message: str = "") -> None:
        """See `RunContext.progress`."""
        self.progresses.append((fraction, message))

    def metric(self, step: int, **values: float) -> None:
        """See `RunContext.metric`."""
        self.metrics_after_stop += self._stopping()
        self.metrics.append((step, values))
        self._stopping()

    def log(self, level: LogLevel, message: str) -> None:
        """See `RunContext.log`."""
        self.logs.append((level, message))

    def stop_requested(self) -> bool:
        """See `RunContext.stop_requested`."""
        self.stop_questions += 1
        return self._stopping()

    def finish_requested(self) -> bool:
        """See `RunContext.finish_requested`."""
        return self._finish_when is not None and self._finish_when(self)

    def curve(self, name: str) -> list[tuple[int, float]]:
        """The points of one curve."""
        return [(step, values[name]) for step, values in self.metrics if name in values]

    def _stopping(self) -> bool:
        stopping = self._stop_when is not None and self._stop_when(self)
        if stopping and self.asked_to_stop_at is None:
            self.asked_to_stop_at = time.monotonic()
        return stopping
