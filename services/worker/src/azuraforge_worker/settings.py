"""The worker's settings, read from `AZURAFORGE_*` variables."""

import math
import os
from pathlib import Path
from typing import Literal

import psutil
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.settings import CoreSettings
from pydantic import Field

_CGROUP_CPU = Path("/sys/fs/cgroup/cpu.max")
_CGROUP_MEMORY = Path("/sys/fs/cgroup/memory.max")
_MEMORY_SHARE = 0.8
LLM_SLOTS = 16


class WorkerSettings(CoreSettings):
    """How one worker process works: `AZURAFORGE_WORKER_SLOTS` sets `worker_slots`, and so on."""

    worker_slots: int | None = Field(
        default=None, ge=1, le=256, description="Jobs at a time; default: one per CPU (llm: 16)."
    )
    worker_threads_per_fit: int | None = Field(
        default=None, ge=1, le=256, description="Threads one fit may use; default: CPUs / slots."
    )
    worker_drain_seconds: float = Field(
        default=60.0, ge=0, description="Running jobs may finish this long once the worker has to stop."
    )
    worker_heartbeat_seconds: float = Field(default=10.0, gt=0, description="How often leases are renewed.")
    worker_poll_seconds: float = Field(
        default=1.0, gt=0, description="How often cancels are looked for, progress and log written."
    )
    worker_sweep_seconds: float = Field(
        default=5.0, gt=0, description="How often lost jobs are looked for and idle slots woken."
    )
    worker_cancel_grace_seconds: float = Field(
        default=2.0, ge=0, description="A cancelled run may stop by itself this long, then gets SIGTERM."
    )
    worker_kill_seconds: float = Field(
        default=10.0, ge=0, description="A cancelled run that still lives this long after gets SIGKILL."
    )
    worker_time_limit_seconds: float | None = Field(
        default=None, gt=0, description="Longest run; default: none."
    )
    worker_memory_limit_mb: int | None = Field(
        default=None, ge=64, description="Memory one run may use; default: 80 % of the machine's."
    )
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    def slots(self, queue: Queue) -> int:
        """How many jobs run at a time. Jobs of the llm queue wait for others' answers, so more fit."""
        if self.worker_slots is not None:
            return self.worker_slots
        return LLM_SLOTS if queue is Queue.LLM else cpu_count()

    def threads_per_fit(self, slots: int) -> int:
        """Threads for each of `slots` fits, so that together they use the CPUs once."""
        return self.worker_threads_per_fit or max(1, cpu_count() // slots)

    @property
    def memory_limit_bytes(self) -> int:
        """Resident memory at which a run is ended."""
        if self.worker_memory_limit_mb is not None:
            return self.worker_memory_limit_mb * 1024**2
        return int(_machine_memory() * _MEMORY_SHARE)


def cpu_count() -> int:
    """CPUs this process may use: its affinity, cut by a container's quota."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if _CGROUP_CPU.exists():
        quota, period = _CGROUP_CPU.read_text(encoding="ascii").split()
        if quota != "max":
            usable = min(usable, max(1, math.ceil(int(quota) / int(period))))
    return usable


def _machine_memory() -> int:
    total = int(psutil.virtual_memory().total)
    if _CGROUP_MEMORY.exists():
        limit = _CGROUP_MEMORY.read_text(encoding="ascii").strip()
        if limit != "max":
            total = min(total, int(limit))
    return total
