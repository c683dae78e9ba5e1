"""Predicted rows on their way into the artifact store."""

import io
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.numbers import json_bytes
from azuraforge_contracts.prediction_files import PART_FACTS, part_key
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore

from azuraforge_worker.predictions.matching import ValueWatch

_MOST_ROWS = 131_072
_MOST_BYTES = 16 * 1024**2
_FIRST_SECONDS = 0.25
_LONGEST_SECONDS = 2.0


class PartWriter:
    """Stores rows in parts, each whole or not there: a large one at a time, or what two seconds gave.

    The first ones come sooner: somebody may be waiting to see what it is like.
    """

    def __init__(self, root: Path, folder: str, attempt: int, first: int, watch: ValueWatch) -> None:
        self._store = LocalArtifactStore(root)
        self._folder = folder
        self._attempt = attempt
        self._watch = watch
        self._stored = first
        self._waiting: list[pa.Table] = []
        self._waits_since = time.monotonic()
        self._patience = _FIRST_SECONDS
        self.end = first
        """The row after the last one that was added."""

    def add(self, rows: pa.Table) -> None:
        """Store these rows, now or with those that follow."""
        if not self._waiting:
            self._waits_since = time.monotonic()
        self._waiting.append(rows)
        self.end += rows.num_rows
        if (
            self.end - self._stored >= _MOST_ROWS
            or sum(table.nbytes for table in self._waiting) >= _MOST_BYTES
            or time.monotonic() - self._waits_since >= self._patience
        ):
            self.flush()

    def flush(self) -> None:
        """Store what waits; raises `JobFailedError` with `storage_error`."""
        if not self._waiting:
            return
        facts = {"warnings": self._watch.take()}
        content = _pack(pa.concat_tables(self._waiting), facts)
        try:
            self._store.put_bytes(part_key(self._folder, self._attempt, self._stored, self.end), content)
        except OSError as error:
            raise JobFailedError(
                JobErrorCode.STORAGE_ERROR, f"Predicted rows could not be stored: {error.strerror}."
            ) from error
        self._stored = self.end
        self._waiting.clear()
        self._patience = min(2 * self._patience, _LONGEST_SECONDS)


def _pack(rows: pa.Table, facts: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    # Numbers hardly ever repeat: a dictionary would only cost time.
    texts = [field.name for field in rows.schema if pa.types.is_string(field.type)]
    described = rows.replace_schema_metadata({PART_FACTS: json_bytes(facts)})
    pq.write_table(described, buffer, compression="zstd", use_dictionary=texts)
    return buffer.getvalue()
