"""Parquet files to canonical parquet: plain columns of our six types, missing values as nulls."""

import errno
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from azuraforge_contracts.datasets import ColumnType

from azuraforge_api.datasets.ingest.dialect import check_names
from azuraforge_api.datasets.ingest.model import (
    MIB,
    IngestLimits,
    IngestOrder,
    RefusalCode,
    RefusedFileError,
)

_BATCH_ROWS = 65_536
_MAGIC = b"PAR1"
_DISK_ERRORS = {errno.EFBIG, errno.ENOSPC, errno.EDQUOT}

Convert = Callable[[pa.Array], pa.Array]


def ingest_parquet(order: IngestOrder) -> list[ColumnType]:
    """Write the file's table to `order.target`; returns the columns' types. Raises `RefusedFileError`."""
    _require_magic(order.source)
    try:
        with pq.ParquetFile(order.source) as file:
            return _rewrite(file, order)
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
            raise
        raise _not_parquet(f"it is damaged or cut off ({_first_line(error)})") from None


def _require_magic(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(4)
        if not head:
            raise RefusedFileError(RefusalCode.EMPTY, "The file is empty: it has no columns and no rows.")
        if head != _MAGIC:
            raise _not_parquet('it doesn\'t begin with "PAR1"; name a text table .csv or .tsv')


def _not_parquet(why: str) -> RefusedFileError:
    return RefusedFileError(
        RefusalCode.NOT_PARQUET, f"The file is named .parquet, but is no parquet file: {why}."
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200].rstrip(".")


def _rewrite(file: pq.ParquetFile, order: IngestOrder) -> list[ColumnType]:
    schema: pa.Schema = file.schema_arrow
    names = tuple(name.strip() for name in schema.names)
    if not names:
        raise RefusedFileError(RefusalCode.EMPTY, "The file has no columns.")
    check_names(names, order.limits)
    _check_rows(file.metadata.num_rows, order.limits)
    plans = [_plan(name, field.type) for name, field in zip(names, schema, strict=True)]
    rows = 0
    target = pa.schema([pa.field(name, arrow) for name, (_, arrow, _) in zip(names, plans, strict=True)])
    with pq.ParquetWriter(order.target, target) as writer:
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            columns = [convert(cells) for (_, _, convert), cells in zip(plans, batch.columns, strict=True)]
            for name, cells in zip(names, columns, strict=True):
                _check_cells(name, cells, rows, order.limits)
            writer.write_table(pa.table(columns, schema=target))
            rows += batch.num_rows
            _check_rows(max(rows, 1), order.limits)
    return [dtype for dtype, _, _ in plans]


def _check_rows(rows: int, limits: IngestLimits) -> None:
    if rows == 0:
        raise RefusedFileError(RefusalCode.HEADER_ONLY, "The file has columns but no rows.")
    if rows > limits.max_rows:
        raise RefusedFileError(
            RefusalCode.TOO_MANY_ROWS,
            f"The file has {rows:,} rows; at most {limits.max_rows:,} are possible. Upload a sample of it.",
        )


def _check_cells(name: str, cells: pa.Array, rows_before: int, limits: IngestLimits) -> None:
    if not pa.types.is_string(cells.type) or cells.nbytes <= limits.max_cell_bytes:
        return
    lengths = pc.binary_length(cells)
    if (pc.max(lengths).as_py() or 0) > limits.max_cell_bytes:
        row = rows_before + pc.index(pc.greater(lengths, limits.max_cell_bytes), True).as_py() + 1
        raise RefusedFileError(
            RefusalCode.CELL_TOO_LARGE,
            f'The cell in row {row}, column "{name}" is larger than {limits.max_cell_bytes // MIB} MiB.',
            row=row,
            column=name,
        )


def _plan(name: str, arrow: pa.DataType) -> tuple[ColumnType, pa.DataType, Convert]:
    """What a column becomes: its type, its Arrow type, and how its cells are converted."""
    if pa.types.is_dictionary(arrow):
        return _plan(name, arrow.value_type)
    for matches, dtype, target in _TYPES:
        if matches(arrow):
            return dtype, target, _converter(target)
    raise RefusedFileError(
        RefusalCode.COLUMN_TYPE,
        f'Column "{name}" holds {arrow}, which is not a number, text, time or truth value. '
        "Flatten or remove the column.",
        column=name,
    )


def _converter(target: pa.DataType) -> Convert:
    def convert(cells: pa.Array) -> pa.Array:
        if pa.types.is_dictionary(cells.type):
            cells = cells.dictionary_decode()
        if pa.types.is_decimal(cells.type) or pa.types.is_float16(cells.type):
            cells = pc.cast(cells, pa.float64(), safe=False)
        # times finer than a microsecond lose the rest; nothing else may lose anything
        values = pc.cast(cells, target, safe=not pa.types.is_timestamp(target))
        if pa.types.is_floating(target):
            return pc.if_else(pc.is_nan(values), pa.scalar(None, target), values)
        return values

    return convert


def _is_int64_able(arrow: pa.DataType) -> bool:
    return bool(pa.types.is_integer(arrow) and arrow != pa.uint64())


def _is_number(arrow: pa.DataType) -> bool:
    return bool(pa.types.is_floating(arrow) or pa.types.is_decimal(arrow) or arrow == pa.uint64())


def _is_text(arrow: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(arrow)
        or pa.types.is_large_string(arrow)
        or pa.types.is_string_view(arrow)
        or pa.types.is_null(arrow)
    )


_TYPES: tuple[tuple[Callable[[pa.DataType], bool], ColumnType, pa.DataType], ...] = (
    (pa.types.is_boolean, "boolean", pa.bool_()),
    (_is_int64_able, "integer", pa.int64()),
    (_is_number, "number", pa.float64()),
    (_is_text, "text", pa.string()),
    (pa.types.is_date, "datetime", pa.timestamp("us")),
    (pa.types.is_timestamp, "datetime", pa.timestamp("us")),
)
