"""How a run in a child can end other than with an answer."""

import signal
from pathlib import Path

from azuraforge_contracts.errors import JobErrorCode, JobFailedError

from azuraforge_worker.executor.escalation import Escalation, Verdict
from azuraforge_worker.executor.group_usage import RunUsage
from azuraforge_worker.executor.stop import StopReason

_VMSTAT = Path("/proc/vmstat")
_MIB = 1024**2
_SMALLER = "Use fewer rows or columns, or a smaller configuration."


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
    # Asked before every run, and one line of two hundred: they aren't all decoded.
    _, _, rest = _VMSTAT.read_bytes().partition(b"\noom_kill ")
    return int(rest.partition(b"\n")[0] or 0)


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
    return JobFailedError(JobErrorCode.OUT_OF_MEMORY, f"{what} {_SMALLER}")


def limit_error(escalation: Escalation, usage: RunUsage) -> JobFailedError:
    """What limit a run passed, what it had used by then, and how to get it through."""
    limits, verdict = escalation.limits, escalation.verdict
    if verdict is Verdict.NOT_STARTED:
        return JobFailedError(JobErrorCode.PROCESS_DIED, "The run's process didn't come up; try again.")
    cpu = f"{usage.cpu_seconds:.1f} s of CPU time"
    if verdict is Verdict.MEMORY:
        whose = _whose(own=limits.own_memory, field="memory_mb", setting="AZURAFORGE_WORKER_MEMORY_LIMIT_MB")
        return memory_error(
            f"The run passed its memory limit of {limits.memory_bytes // _MIB:,} MiB: it held "
            f"{usage.peak_memory_bytes // _MIB:,} MiB after {cpu}. {whose}"
        )
    whose = _whose(own=limits.own_time, field="seconds", setting="AZURAFORGE_WORKER_TIME_LIMIT_SECONDS")
    return JobFailedError(
        JobErrorCode.TIME_LIMIT,
        f"The run passed its time limit of {limits.time_seconds:,g} s, with {cpu} and at most "
        f"{usage.peak_memory_bytes // _MIB:,} MiB of memory. {whose} {_SMALLER}",
    )


def _whose(*, own: bool, field: str, setting: str) -> str:
    if own:
        return f"Start it with a higher limits.{field}."
    return f"The limit is the worker's; its operator can raise it ({setting})."
