"""Rows to predict for, read from a parquet file as they are needed, and how many to take at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_contracts.errors import JobErrorCode, JobFailedError

_READ_ROWS = 32_768
_BUFFER_BYTES = 1 << 18
_FIRST_ROWS = 16
_MOST_GROWTH = 8
_SECONDS_A_CHUNK = 0.2


class Pace:
    """How many rows to predict at a time: so many that a wish to stop is seen several times a second.

    It begins with a few, as nobody knows how slow a model is, and is soon at what the model can do.
    """

    def __init__(self) -> None:
        self.rows = _FIRST_ROWS

    def took(self, rows: int, seconds: float) -> None:
        """A chunk of so many rows took so long."""
        possible = int(rows * _SECONDS_A_CHUNK / max(seconds, 1e-6))
        self.rows = max(1, min(possible, self.rows * _MOST_GROWTH, _READ_ROWS))


class RowReader:
    """Some columns of a parquet file from row `first` on; a bounded part of it is in memory.

    Raises `JobFailedError` with `dataset_unreadable`.
    """

    def __init__(self, path: Path, columns: Sequence[str], first: int) -> None:
        self._columns = columns
        self._batches = _batches(path, columns, first)
        self._batch: pa.RecordBatch | None = None
        self._at = 0

    def take(self, most: int) -> pa.Table | None:
        """The next rows, at most so many; None after the last."""
        if self._batch is None or self._at >= self._batch.num_rows:
            self._batch, self._at = self._next(), 0
        if self._batch is None:
            return None
        taken = self._batch.slice(self._at, most)
        self._at += taken.num_rows
        return self._table(taken)

    def _next(self) -> pa.RecordBatch | None:
        try:
            return next((batch for batch in self._batches if batch.num_rows), None)
        except (OSError, pa.ArrowException) as error:
            raise _unreadable() from error

    def _table(self, batch: pa.RecordBatch) -> pa.Table:
        if not self._columns:
            return pa.Table.from_batches([batch])
        # By position: a file may have columns "a" and "a.b", and asking for the first then gives both.
        found = [batch.column(batch.schema.get_all_field_indices(name)[0]) for name in self._columns]
        return pa.table(found, names=list(self._columns))


def _batches(path: Path, columns: Sequence[str], first: int) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER_BYTES) as file:
        metadata, group = file.metadata, 0
        while group < metadata.num_row_groups and first >= metadata.row_group(group).num_rows:
            first -= metadata.row_group(group).num_rows
            group += 1
        read = list(columns) or file.schema_arrow.names[:1]
        groups = list(range(group, metadata.num_row_groups))
        for batch in file.iter_batches(batch_size=_READ_ROWS, row_groups=groups, columns=read):
            yield batch.slice(min(first, batch.num_rows))
            first = max(0, first - batch.num_rows)


def _unreadable() -> JobFailedError:
    return JobFailedError(
        JobErrorCode.DATASET_UNREADABLE, "The stored form of the rows can't be read; give them again."
    )
