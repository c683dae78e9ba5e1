"""Processes that end with the worker, whatever happens."""

import ctypes
import os
import signal
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_OOM_SCORE = Path("/proc/self/oom_score_adj")
_OOM_SCORE_OF_RUNS = "500"


def tie_to_parent(parent: int) -> None:
    """Die with the parent, even from inside a library that never comes back to Python."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    # When memory runs out, the kernel shall choose a run and not the broker, the API or the worker.
    with suppress(OSError):
        _OOM_SCORE.write_text(_OOM_SCORE_OF_RUNS, encoding="ascii")
