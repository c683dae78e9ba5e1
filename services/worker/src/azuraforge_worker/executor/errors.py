"""How a run in a child can end other than with an answer."""

import signal
from pathlib import Path

from azuraforge_contracts.errors import JobErrorCode, JobFailedError

from azuraforge_worker.executor.stop import StopReason

_VMSTAT = Path("/proc/vmstat")


class RunStoppedError(Exception):
    """The run ended because it was asked to."""

    def __init__(self, reason: StopReason) -> None:
        super().__init__(reason.name)
        self.reason = reason


class ChildNotStartedError(Exception):
    """The child ended before it took the request up: another child may try."""


def oom_kills() -> int:
    """How many processes the kernel has killed for want of memory since boot."""
    if not _VMSTAT.exists():
        return 0
    for line in _VMSTAT.read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(" ")
        if name == "oom_kill":
            return int(value)
    return 0


def describe_exit(returncode: int) -> str:
    """An exit status in words: the signal's name, or the number."""
    if returncode >= 0:
        return f"exit status {returncode}"
    try:
        return f"signal {-returncode} ({signal.Signals(-returncode).name})"
    except ValueError:
        return f"signal {-returncode}"


def death_error(returncode: int, *, oom_killed: bool) -> JobFailedError:
    """Why a child died that nobody here killed."""
    if oom_killed and returncode == -signal.SIGKILL:
        return memory_error("The system ran out of memory and ended the run's process.")
    return JobFailedError(
        JobErrorCode.PROCESS_DIED,
        f"The run's process died by {describe_exit(returncode)} before it finished."
        " A crash inside a library or a kill from outside does this; the run's log may tell more.",
    )


def memory_error(what: str) -> JobFailedError:
    """A run that took too much memory."""
    return JobFailedError(
        JobErrorCode.OUT_OF_MEMORY, f"{what} Use fewer rows or columns, or a smaller configuration."
    )


def time_error(seconds: float | None) -> JobFailedError:
    """A run that took too long; None = it never began."""
    if seconds is None:
        return JobFailedError(JobErrorCode.PROCESS_DIED, "The run's process didn't come up; try again.")
    return JobFailedError(JobErrorCode.TIME_LIMIT, f"The run passed the time limit of {seconds:g} s.")
