"""Rows of a request as a table of the columns the model reads."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_contracts.datasets import ColumnType
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.model_files import ModelInput

from azuraforge_api.predictions.columns import raise_mismatch
from azuraforge_api.predictions.errors import InvalidRowsError

_MOST_PROBLEMS = 100

Rows = Sequence[Mapping[str, Any]]


class _WrongCellError(Exception):
    """The cell is not what its column takes; the message says what that is."""


def columns_of(rows: Rows) -> list[str]:
    """Every column that a row names, in the order they come in."""
    return list(dict.fromkeys(name for row in rows for name in row))


def pack_rows(rows: Rows, inputs: Sequence[ModelInput]) -> bytes:
    """The rows as a parquet file; raises `ColumnsDoNotMatchError` and `InvalidRowsError`."""
    given = set(columns_of(rows))
    missing = [
        (column.name, f"the model reads it ({column.dtype}), no row has it")
        for column in inputs
        if column.name not in given
    ]
    raise_mismatch(missing, "rows")
    problems = _nested(rows)
    columns = {column.name: _read(rows, column, problems) for column in inputs}
    if problems:
        raise _invalid(problems)
    buffer = io.BytesIO()
    pq.write_table(_table(columns, inputs, len(rows)), buffer)
    return buffer.getvalue()


def _table(columns: dict[str, list[Any]], inputs: Sequence[ModelInput], count: int) -> pa.Table:
    if not inputs:  # a model that reads nothing still answers for each row
        return pa.table({"": pa.nulls(count)})
    arrays = [pa.array(columns[column.name], _READERS[column.dtype][0]) for column in inputs]
    return pa.table(arrays, names=[column.name for column in inputs])


def _invalid(problems: list[FieldError]) -> InvalidRowsError:
    problems.sort(key=lambda problem: problem.loc[2])
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return InvalidRowsError(
        f"rows.{first.loc[2]}.{first.loc[3]} {first.message}{more}.", tuple(problems[:_MOST_PROBLEMS])
    )


def _nested(rows: Rows) -> list[FieldError]:
    return [
        FieldError(("body", "rows", number, name), "has to be a text, a number, true, false or null")
        for number, row in enumerate(rows)
        for name, cell in row.items()
        if isinstance(cell, dict | list)
    ]


def _read(rows: Rows, column: ModelInput, problems: list[FieldError]) -> list[Any]:
    read = _READERS[column.dtype][1]
    cells: list[Any] = []
    for number, row in enumerate(rows):
        cell = row.get(column.name)
        try:
            cells.append(None if cell is None or isinstance(cell, dict | list) else read(cell))
        except _WrongCellError as wrong:
            problems.append(FieldError(("body", "rows", number, column.name), str(wrong)))
    return cells


def _number(cell: Any) -> float:
    if not isinstance(cell, bool) and isinstance(cell, int | float):
        return float(cell)
    raise _WrongCellError("has to be a number, as in training")


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str | int):
        return str(cell)
    raise _WrongCellError("has to be a text, as in training")


def _boolean(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    raise _WrongCellError("has to be true or false, as in training")


def _time(cell: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(cell) if isinstance(cell, str) else None
        if moment is not None and moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise _WrongCellError('has to be a time such as "2026-01-31" or "2026-01-31T09:30:00"')
    return moment


_READERS: dict[ColumnType, tuple[pa.DataType, Callable[[Any], Any]]] = {
    "number": (pa.float64(), _number),
    "integer": (pa.float64(), _number),
    "boolean": (pa.bool_(), _boolean),
    "datetime": (pa.timestamp("us"), _time),
    "category": (pa.string(), _text),
    "text": (pa.string(), _text),
}
