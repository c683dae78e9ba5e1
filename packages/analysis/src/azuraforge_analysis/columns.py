"""Columns of the dataset at the held-out rows, read by their type."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from azuraforge_contracts.datasets import ColumnSchema
from numpy.typing import NDArray

from azuraforge_analysis.held_out import FloatArray, IntArray

MOST_COLUMNS, FEWEST_COLUMNS = 200, 8
MOST_CELLS = 6_000_000


@dataclass(frozen=True)
class NumberColumn:
    """Numbers; missing ones are NaN."""

    name: str
    values: FloatArray


@dataclass(frozen=True)
class TimeColumn:
    """Moments as microseconds since 1970 and which of them are there."""

    name: str
    values: IntArray
    present: NDArray[np.bool_]


@dataclass(frozen=True)
class CategoryColumn:
    """Codes into labels; -1 where the value is missing."""

    name: str
    codes: IntArray
    labels: tuple[str, ...]


Column = NumberColumn | TimeColumn | CategoryColumn


def most_columns(rows: int) -> int:
    """How many columns are looked at: of a wide or long table the first ones, so that memory has a bound."""
    return min(max(MOST_CELLS // max(rows, 1), FEWEST_COLUMNS), MOST_COLUMNS)


def read_columns(inputs: pa.Table, columns: Sequence[ColumnSchema], rows: IntArray) -> list[Column]:
    """The columns at these rows of the dataset, which may come again."""
    places = pa.array(rows)
    return [_read(column, inputs.column(column.name).take(places)) for column in columns]


def _read(column: ColumnSchema, values: pa.ChunkedArray) -> Column:
    if column.dtype in {"number", "integer"}:
        numbers = np.array(pc.cast(values, pa.float64(), safe=False).to_numpy(), dtype=np.float64)
        numbers[~np.isfinite(numbers)] = np.nan
        return NumberColumn(column.name, numbers)
    if column.dtype == "datetime":
        present = pc.is_valid(values).to_numpy()
        moments = pc.cast(pc.cast(values, pa.timestamp("us"), safe=False), pa.int64())
        return TimeColumn(column.name, pc.fill_null(moments, 0).to_numpy(), present)
    plain = values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values
    encoded = pc.dictionary_encode(plain.cast(pa.string())).combine_chunks()
    codes = pc.fill_null(encoded.indices.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    return CategoryColumn(column.name, codes, tuple(encoded.dictionary.to_pylist()))
