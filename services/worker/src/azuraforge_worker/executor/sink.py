"""Who listens to a run in a child."""

from typing import Any, Literal, Protocol

from azuraforge_worker.executor.group_usage import RunUsage

OutputName = Literal["stdout", "stderr"]


class RunSink(Protocol):
    """Takes what a run says while it works; called by the thread that drives the run."""

    def on_events(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        """Events of the pipeline: (type, data) in order."""

    def on_output(self, stream: OutputName, line: str) -> None:
        """A line the run printed."""

    def on_usage(self, usage: RunUsage) -> None:
        """What the request took, once it has ended one way or the other."""


class LastLine:
    """Keeps the last line that was printed."""

    line = ""

    def on_events(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        """Nobody listens yet."""

    def on_output(self, stream: OutputName, line: str) -> None:  # noqa: ARG002
        """Keep the newest."""
        self.line = line

    def on_usage(self, usage: RunUsage) -> None:
        """It took nothing."""
