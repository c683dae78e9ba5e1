"""Folders for uploads under way: one each, removed at the end, and swept when their process died."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

_LOCK = "lock"


def uploads_root(data_dir: Path) -> Path:
    """Where the folders are."""
    return data_dir / "uploads"


@contextmanager
def workspace(root: Path) -> Iterator[Path]:
    """A folder of its own, gone with everything in it when the block ends.

    The lock in it is held for as long as this process lives, which is how `sweep` tells folders in use.
    """
    root.mkdir(parents=True, exist_ok=True)
    aside = root / f".{secrets.token_hex(8)}"
    aside.mkdir(mode=0o700)
    folder = root / aside.name[1:]
    lock = os.open(aside / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        aside.rename(folder)
        yield folder
    finally:
        shutil.rmtree(aside if aside.exists() else folder)
        os.close(lock)


def sweep(root: Path) -> int:
    """Remove folders whose process is gone; returns how many."""
    if not root.is_dir():
        return 0
    removed = 0
    for folder in root.iterdir():
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    if removed:
        log.info("removed what interrupted uploads left", folders=removed)
    return removed


def _is_abandoned(folder: Path) -> bool:
    if folder.name.startswith("."):
        return False  # being made this very moment; at worst an empty folder stays
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return folder.is_dir()
    except NotADirectoryError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
