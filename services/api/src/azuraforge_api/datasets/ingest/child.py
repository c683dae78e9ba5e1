"""The parsing process: takes an `IngestOrder`, writes the table, prints an `IngestAnswer`, ends.

Its limits are set before anything that could break them is imported. It ends with its parent, whose end
of standard input is the lifeline.
"""

import errno
import os
import resource
import sys
import threading

from azuraforge_api.datasets.ingest.model import (
    EXIT_DISK_FULL,
    MIB,
    IngestAnswer,
    IngestLimits,
    IngestOrder,
    Refusal,
    RefusalCode,
    RefusedFileError,
)


def main() -> None:
    """Read the order from the first line of standard input and carry it out."""
    order = IngestOrder.model_validate_json(sys.stdin.buffer.readline())
    _limit(order.limits)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.stdout.write(_carry_out(order).model_dump_json())


def _limit(limits: IngestLimits) -> None:
    for kind, value in (
        (resource.RLIMIT_AS, limits.address_space_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def _carry_out(order: IngestOrder) -> IngestAnswer:
    from azuraforge_api.datasets.ingest.ingest import ingest  # noqa: PLC0415 - after the limits are set

    try:
        return IngestAnswer(table=ingest(order))
    except RefusedFileError as error:
        return IngestAnswer(refusal=error.refusal)
    except MemoryError:
        allowed = order.limits.address_space_bytes // MIB
        return IngestAnswer(
            refusal=_too_complex(
                f"Reading the file takes more than {allowed:,} MiB of memory. Upload a smaller part, or "
                "a parquet file with smaller row groups."
            )
        )
    except OSError as error:
        if error.errno == errno.EFBIG:
            return IngestAnswer(
                refusal=_too_complex("Unpacked, the file's table is too large. Upload a smaller part of it.")
            )
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            sys.exit(EXIT_DISK_FULL)
        raise


def _too_complex(message: str) -> Refusal:
    return Refusal(code=RefusalCode.TOO_COMPLEX, message=message)


if __name__ == "__main__":
    main()
