"""What a run takes of its machine, watched from its worker: all of its process group together."""

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

# Finding what a run started means looking through all processes: not for every sample.
_SAMPLES_PER_SEARCH = 10


@dataclass(frozen=True)
class RunUsage:
    """User and system seconds, and the most resident memory at a time, of a run and all it started."""

    cpu_seconds: float
    peak_memory_bytes: int


class GroupMeter:
    """Samples one process group. Pages that processes share count for each of them."""

    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._members = [leader]
        self._samples = 0
        self._cpu_before = 0.0
        self._cpu_seconds = 0.0
        self._peak_bytes = 0

    def begin(self, cpu_before: float) -> None:
        """The run begins, in a process that has had this much CPU time already."""
        self._cpu_before = self._cpu_seconds = cpu_before
        self._peak_bytes = 0

    def sample(self) -> int:
        """The group's resident bytes now; those of a group that is gone are 0."""
        self._samples += 1
        if self._samples % _SAMPLES_PER_SEARCH == 0:
            self._members = _members_of(self._leader)
        resident, cpu_seconds = 0, 0.0
        for pid in self._members:
            found = _read(pid)
            resident += found[0]
            cpu_seconds += found[1]
        # Helpers take their time with them when they end unwaited for.
        self._cpu_seconds = max(self._cpu_seconds, cpu_seconds)
        self._peak_bytes = max(self._peak_bytes, resident, _high_water(self._leader))
        return resident

    def usage(self) -> RunUsage:
        """What was seen since `begin`; works on a leader that has died but not been reaped, too."""
        self.sample()
        return RunUsage(max(0.0, self._cpu_seconds - self._cpu_before), self._peak_bytes)

    def merged(self, cpu_seconds: float, peak_memory_bytes: int) -> RunUsage:
        """What the leader counted itself, which is exact, and the memory of what it started."""
        return RunUsage(cpu_seconds, max(peak_memory_bytes, self._peak_bytes))


def _members_of(group: int) -> list[int]:
    members = [group]
    for pid in psutil.pids():
        try:
            if pid != group and os.getpgid(pid) == group:
                members.append(pid)
        except (ProcessLookupError, PermissionError):
            continue
    return members


def _read(pid: int) -> tuple[int, float]:
    """Resident bytes and CPU seconds of a process and of those of its children that have ended."""
    try:
        process = psutil.Process(pid)
        times = process.cpu_times()
        cpu_seconds = times.user + times.system + times.children_user + times.children_system
        return int(process.memory_info().rss), float(cpu_seconds)
    except psutil.Error:
        return 0, 0.0


def _high_water(pid: int) -> int:
    """The most a process ever held, which Linux counts: what came and went between two samples."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
