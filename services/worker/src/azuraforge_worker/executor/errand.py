"""Work in a child that belongs to no job."""

from typing import Any

import structlog
from azuraforge_contracts.errors import JobFailedError

from azuraforge_worker.executor import frames
from azuraforge_worker.executor.errors import ChildNotStartedError, RunStoppedError
from azuraforge_worker.executor.group_usage import RunUsage
from azuraforge_worker.executor.pool import ChildPool, NoChildError
from azuraforge_worker.executor.sink import OutputName
from azuraforge_worker.executor.stop import StopRequest

_log = structlog.get_logger(__name__)

_LONGEST_SECONDS = 600


class ErrandError(Exception):
    """The child couldn't do it."""


class _Log:
    """What plug-ins and libraries print goes into the worker's log."""

    def on_events(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        """There are none."""

    def on_output(self, stream: OutputName, line: str) -> None:
        """See `RunSink`."""
        _log.info("child_output", stream=stream, line=line)

    def on_usage(self, usage: RunUsage) -> None:
        """See `RunSink`: no job took it."""


def run_errand(
    pool: ChildPool, program: str, request: dict[str, Any], stop: StopRequest, *, last: bool = False
) -> dict[str, Any] | None:
    """Have a child do a program's work, the child's `last` if need be; None when `stop` ended it.

    Raises `ErrandError` with the reason (and the child's traceback) when it failed or took ten minutes.
    """
    try:
        child = pool.take()
        try:
            fields = {"program": program, "request": request}
            limits = child.limits.within(_LONGEST_SECONDS, None)
            done = child.exchange(frames.RUN, program, fields, _Log(), stop, limits)
        finally:
            if last:
                pool.discard(child)
            else:
                pool.put_back(child)
    except RunStoppedError:
        return None
    except (JobFailedError, ChildNotStartedError, NoChildError) as error:
        raise ErrandError(str(error)) from error
    if done["status"] != "ok":
        raise ErrandError(f"{done['message']}\n{done['traceback']}")
    result: dict[str, Any] = done["result"]
    return result
