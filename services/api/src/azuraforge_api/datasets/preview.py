"""The first rows of a dataset's table."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MAX_TEXT = 500


def read_preview(path: Path, rows: int) -> list[list[Any]]:
    """Up to `rows` rows as lists of plain values, long texts cut."""
    with pq.ParquetFile(path) as file:
        batch = next(file.iter_batches(batch_size=rows))
    columns = [_shortened(column).to_pylist() for column in batch.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _shortened(column: pa.Array) -> pa.Array:
    if not pa.types.is_string(column.type):
        return column
    long = pc.greater(pc.utf8_length(column), MAX_TEXT)
    cut = pc.binary_join_element_wise(pc.utf8_slice_codeunits(column, 0, MAX_TEXT), "…", "")
    return pc.if_else(long, cut, column)
