"""What the written table's columns hold: missing and distinct values, and which texts are categories."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from azuraforge_contracts.datasets import MAX_CLASSES, ColumnSchema, ColumnType

from azuraforge_api.datasets.ingest.model import MIB, IngestLimits, ParsedTable

_MAX_DISTINCT_BYTES = 64 * MIB
_ALWAYS_CATEGORY = 20
_MAX_CATEGORIES = 1_000
_MAX_CATEGORY_SHARE = 0.2
_MAX_CATEGORY_BYTES = 200


def describe(path: Path, dtypes: list[ColumnType], limits: IngestLimits) -> ParsedTable:
    """Go through the table column by column, so that memory holds one column's distinct values at most."""
    with pq.ParquetFile(path) as file:
        rows = file.metadata.num_rows
        names = file.schema_arrow.names
        columns = []
        for index, (name, dtype) in enumerate(zip(names, dtypes, strict=True)):
            counter = _Counter(limits.distinct_cap)
            for group in range(file.num_row_groups):
                counter.feed(file.read_row_group(group, columns=[name]).column(0))
            final = "category" if dtype == "text" and counter.is_category(rows) else dtypes[index]
            columns.append(
                ColumnSchema(
                    name=name,
                    dtype=final,
                    missing=counter.missing,
                    distinct=counter.distinct,
                    rarest=counter.rarest,
                )
            )
    return ParsedTable(row_count=rows, columns=columns)


class _Counter:
    """Counts missing and distinct values; past the cap `distinct` is a lower bound.

    While there are few enough values for classes, it also counts the cells of each.
    """

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._full = False
        self._values: pa.Array | None = None
        self._rows: dict[object, int] | None = {}
        self.missing = 0
        self.distinct = 0

    def feed(self, cells: pa.ChunkedArray) -> None:
        """Count these cells too."""
        self.missing += cells.null_count
        if self._full:
            return
        filled = pc.drop_null(cells)
        unique = pc.unique(filled) if self._rows is None else self._count(filled)
        known = unique if self._values is None else pc.unique(pa.concat_arrays([self._values, unique]))
        self._values = known
        self.distinct = min(len(known), self._cap)
        if len(known) >= self._cap or known.nbytes > _MAX_DISTINCT_BYTES:
            self._full, self._values = True, None

    def _count(self, filled: pa.ChunkedArray) -> pa.Array:
        """Count the cells of each value; the values."""
        found = pc.value_counts(filled)
        values, counts = found.field("values"), found.field("counts")
        rows = self._rows or {}
        if len(values) > MAX_CLASSES:
            self._rows = None
            return values
        for value, count in zip(values.to_pylist(), counts.to_pylist(), strict=True):
            rows[value] = rows.get(value, 0) + count
        self._rows = rows if len(rows) <= MAX_CLASSES else None
        return values

    @property
    def rarest(self) -> int | None:
        """Cells with the rarest value, where there are values and few enough for classes."""
        return min(self._rows.values()) if self._rows else None

    def is_category(self, rows: int) -> bool:
        """Whether a text column has so few values, and such short ones, that they are categories."""
        filled = rows - self.missing
        few = self.distinct <= max(_ALWAYS_CATEGORY, min(_MAX_CATEGORIES, filled * _MAX_CATEGORY_SHARE))
        if not few or not self.distinct or self._values is None:
            return False
        return bool(pc.max(pc.binary_length(self._values)).as_py() <= _MAX_CATEGORY_BYTES)
