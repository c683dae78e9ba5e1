"""The canonical form of a dataset: which Arrow type stands for which column type, and its schema."""

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from azuraforge_contracts.datasets import MAX_CLASSES, ColumnSchema, ColumnType

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "number": pa.float64(),
    "integer": pa.int64(),
    "category": pa.dictionary(pa.int32(), pa.string()),
    "text": pa.string(),
    "datetime": pa.timestamp("us"),
    "boolean": pa.bool_(),
}


def canonical_table(frame: pd.DataFrame, types: Mapping[str, ColumnType]) -> pa.Table:
    """A frame's columns, in the order of `types`, as an Arrow table of canonical types; NaN becomes null."""
    columns = [
        # Times may be finer than microseconds; nothing else may lose anything.
        pa.array(frame[name], ARROW_TYPES[dtype], from_pandas=True, safe=dtype != "datetime")
        for name, dtype in types.items()
    ]
    return pa.table(columns, names=list(types))


def describe_table(table: pa.Table, types: Mapping[str, ColumnType]) -> list[ColumnSchema]:
    """The schema of a canonical table: missing and distinct values are counted."""
    return [_describe(table.column(name), name, dtype) for name, dtype in types.items()]


def _describe(column: pa.ChunkedArray, name: str, dtype: ColumnType) -> ColumnSchema:
    plain = column.cast(pa.string()) if dtype == "category" else column
    counts = pc.value_counts(plain.drop_null()).field("counts")
    rarest = pc.min(counts).as_py() if 0 < len(counts) <= MAX_CLASSES else None
    return ColumnSchema(
        name=name, dtype=dtype, missing=column.null_count, distinct=len(counts), rarest=rarest
    )
