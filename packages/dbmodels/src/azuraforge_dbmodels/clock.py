"""The clock that leases count on: one all claimers of a database share, and that never jumps.

PostgreSQL: the server's own. SQLite: seconds since boot of the one machine (`CLOCK_BOOTTIME`), with the
boot's id as epoch, so neither a wall-clock step nor a reboot confuses a lease.
"""

import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class LeaseTime:
    """A moment on the lease clock: seconds, within an epoch."""

    epoch: str
    seconds: float


def lease_now(session: Session) -> LeaseTime:
    """The current moment on the clock of the session's database."""
    if session.get_bind().dialect.name == "postgresql":
        seconds = session.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one()
        return LeaseTime("postgresql", float(seconds))
    return LeaseTime(_boot_id(), _since_boot())


@cache
def _boot_id() -> str:
    return _BOOT_ID.read_text(encoding="ascii").strip() if _BOOT_ID.exists() else "this-boot"


def _since_boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
