"""What the run under way takes of its machine, measured within its process."""

import ctypes
import gc
import resource
from contextlib import suppress
from pathlib import Path

import psutil

_MIB = 1024**2
_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"
# Growth that is not worth the milliseconds it takes to give memory back.
_LITTLE_GROWTH = 64 * _MIB


class RunMeter:
    """Counts from one `begin` to `read`. Memory is all that the process holds, its libraries included."""

    def __init__(self) -> None:
        self._warm_bytes = 0
        self._cpu_before = 0.0

    def warm(self) -> None:
        """What the process holds now is what every run begins with."""
        self._warm_bytes = _resident_bytes()

    def make_room(self, limit_bytes: int) -> bool:
        """Give back what earlier runs left; False where so much is left that it could fail the next run."""
        if self._growth() > _LITTLE_GROWTH:
            _give_back()
        return self._growth() <= max(_LITTLE_GROWTH, (limit_bytes - self._warm_bytes) // 2)

    def _growth(self) -> int:
        return _resident_bytes() - self._warm_bytes

    def begin(self) -> float:
        """Begin to count; the process's CPU seconds so far."""
        with suppress(OSError):  # forbidden: then the peak is that of the process's whole life
            _CLEAR_REFS.write_text(_RESET_PEAK, encoding="ascii")
        self._cpu_before = _cpu_seconds()
        return self._cpu_before

    def read(self) -> dict[str, float]:
        """CPU seconds since `begin` and the most resident memory meanwhile, in bytes."""
        return {"cpu_s": _cpu_seconds() - self._cpu_before, "peak_memory_bytes": _peak_bytes()}


def _cpu_seconds() -> float:
    """User and system time of this process and of those it started that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _resident_bytes() -> int:
    return int(psutil.Process().memory_info().rss)


def _peak_bytes() -> int:
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _give_back() -> None:
    """Return freed memory to the system, where the allocators can."""
    import pyarrow as pa  # noqa: PLC0415 - imported long since, by what has grown

    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's
    if trim is not None:
        trim(0)
