"""Remembers which content is being stored before its row is committed, to undo it if it never is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError

log = structlog.get_logger(__name__)

_SUFFIX = ".stored"

Discard = Callable[[str], None]
"""Delete the files of a content unless a dataset or sample has it; takes the SHA-256."""


@contextmanager
def noted(root: Path, sha256: str, discard: Discard) -> Iterator[None]:
    """Discard the content's files when the block fails.

    The note of it is a file, so that what can't be discarded now (the database is away, this process is
    killed) is discarded by `settle` at the next start.
    """
    note = root / f"{sha256}{_SUFFIX}"
    note.touch()
    try:
        yield
    except BaseException:
        with suppress(DBAPIError):  # the note stays, and the block's own error is the one to tell
            discard(sha256)
            note.unlink(missing_ok=True)
        raise
    note.unlink(missing_ok=True)


def settle(root: Path, discard: Discard) -> None:
    """Discard what notes of before tell of."""
    for note in root.glob(f"*{_SUFFIX}"):
        try:
            discard(note.name.removesuffix(_SUFFIX))
        except DBAPIError as error:
            log.warning("files of an interrupted upload stay until the next start", error=str(error.orig))
            return
        note.unlink(missing_ok=True)
