"""Arrow columns as numpy arrays; missing cells and infinities become NaN (categories: code -1)."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
ArrayT = TypeVar("ArrayT", bound=NDArray[Any])


@dataclass(frozen=True)
class CategoryColumn:
    """Codes into `values`, which are sorted, so that codes don't depend on the order of rows."""

    codes: NDArray[np.int64]
    values: tuple[str, ...]


def read_numbers(column: pa.ChunkedArray) -> FloatArray:
    """Numbers, integers, or text that holds numbers, as float64; raises `pa.ArrowInvalid` otherwise."""
    values = np.array(_plain(column).cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))
    values[~np.isfinite(values)] = np.nan
    return _frozen(values)


def read_booleans(column: pa.ChunkedArray) -> FloatArray:
    """Booleans (or text that spells them) as 0, 1 and NaN."""
    return _frozen(
        np.array(_plain(column).cast(pa.bool_()).cast(pa.float64()).to_numpy(zero_copy_only=False))
    )


def read_times(column: pa.ChunkedArray) -> FloatArray:
    """Times as microseconds since 1970 (exact in float64 from 1685 to 2255)."""
    micros = _plain(column).cast(pa.timestamp("us"), safe=False).cast(pa.int64())
    return _frozen(np.array(micros.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)))


def read_categories(column: pa.ChunkedArray) -> CategoryColumn:
    """Any column as categories by its text."""
    encoded = pc.dictionary_encode(_plain(column).cast(pa.string())).combine_chunks()
    found = encoded.dictionary.to_pylist()
    order = sorted(range(len(found)), key=found.__getitem__)
    rank = np.full(len(found) + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(found))
    codes = encoded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)
    return CategoryColumn(_frozen(rank[codes]), tuple(found[i] for i in order))


def read_classes(column: pa.ChunkedArray) -> CategoryColumn:
    """Any column as classes by its text; those of numbers are in the order of the numbers."""
    plain = _plain(column)
    classes = read_categories(column)
    if not (pa.types.is_integer(plain.type) or pa.types.is_floating(plain.type)):
        return classes
    numbers = np.array([float(value) for value in classes.values])
    finite = np.flatnonzero(np.isfinite(numbers))
    order = finite[np.argsort(numbers[finite], kind="stable")]
    rank = np.full(len(numbers) + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    return CategoryColumn(_frozen(rank[classes.codes]), tuple(classes.values[i] for i in order))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    return column


def _frozen(values: ArrayT) -> ArrayT:
    """Columns are shared from run to run, so none may change them."""
    values.flags.writeable = False
    return values
