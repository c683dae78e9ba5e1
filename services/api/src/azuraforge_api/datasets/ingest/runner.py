"""Run the parsing process and tell its end apart: a table, a refusal, or a limit it broke."""

import errno
import os
import signal
import subprocess
import sys
import tempfile

import structlog
from pydantic import ValidationError

from azuraforge_api.datasets.ingest.model import (
    EXIT_DISK_FULL,
    IngestAnswer,
    IngestOrder,
    ParsedTable,
    RefusalCode,
    RefusedFileError,
)

log = structlog.get_logger(__name__)

_MAX_ANSWER_BYTES = 16 * 1024 * 1024


def run_ingest(order: IngestOrder) -> ParsedTable:
    """Parse a file in a process of its own, blocking until it ends; raises `RefusedFileError`.

    A process that breaks its limits (memory, CPU or wall time, size of the output) refuses the file too;
    a full disk is an `OSError`.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [sys.executable, "-I", "-m", "azuraforge_api.datasets.ingest.child"],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            env=_environment(),
            start_new_session=True,
        )
        try:
            status = _converse(process, order)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stdin is not None:
                process.stdin.close()
        out.seek(0)
        answer = out.read(_MAX_ANSWER_BYTES)
        err.seek(0)
        complaint = err.read(20_000).decode(errors="replace")
    return _table_of(status, answer, complaint)


def _converse(process: "subprocess.Popen[bytes]", order: IngestOrder) -> int | None:
    """Hand the order over and wait, standard input left open as the lifeline; None = out of time."""
    if process.stdin is None:
        raise RuntimeError("the parsing process has no standard input")
    try:
        process.stdin.write(order.model_dump_json().encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return process.wait()
    try:
        return process.wait(order.limits.wall_seconds)
    except subprocess.TimeoutExpired:
        return None


def _environment() -> dict[str, str]:
    """Nothing of the server's settings and secrets; one thread, and memory that is given back at once."""
    passed = {name: os.environ[name] for name in ("PATH", "TMPDIR", "TZDIR") if name in os.environ}
    return {
        **passed,
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        # Blocks of columns come and go; without these they leave holes that add up with the file's size.
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": "65536",
        "MALLOC_TRIM_THRESHOLD_": "65536",
    }


def _table_of(status: int | None, answer: bytes, complaint: str) -> ParsedTable:
    if status == 0:
        try:
            said = IngestAnswer.model_validate_json(answer)
        except ValidationError:
            log.exception("the parsing process answered nonsense")
            raise _unreadable() from None
        if said.table is not None:
            return said.table
        if said.refusal is not None:
            raise RefusedFileError(**said.refusal.model_dump())
        raise _unreadable()
    if status == EXIT_DISK_FULL:
        raise OSError(errno.ENOSPC, "no space left to parse an upload")
    log.warning("the parsing process failed", status=status, complaint=complaint[-4000:])
    if status is None or status in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise RefusedFileError(
            RefusalCode.TOO_COMPLEX,
            "Reading the file took too long or too much memory. Upload a smaller part of it.",
        )
    raise _unreadable()


def _unreadable() -> RefusedFileError:
    return RefusedFileError(
        RefusalCode.UNREADABLE, "The file can't be read as a table; the parser gave up on it. Check the file."
    )
