"""What can be said of a training request from the column list alone, before any data is read.

Needs no ML library: the same rules run where a request is accepted and, again, where it is trained.
"""

from collections.abc import Iterable, Mapping, Sequence

from azuraforge_contracts.datasets import ColumnSchema, most_classes

from azuraforge_pipelines.errors import DataError

NUMERIC_TYPES = frozenset({"number", "integer"})
TIME_TYPES = frozenset({"datetime", "number", "integer"})
MIN_ROWS = 10


def check_regression_request(
    columns: Sequence[ColumnSchema],
    row_count: int,
    target: str,
    time_column: str | None = None,
    excluded: Iterable[str] = (),
) -> None:
    """Raise `DataError` when no regression can be trained.

    Codes: `target_missing`, `target_not_numeric`, `target_all_null`, `target_constant`, `too_few_rows`,
    `time_column_missing`, `time_column_not_time`, `time_column_is_target`, `column_missing`, `no_features`.
    """
    by_name = {column.name: column for column in columns}
    _check_numeric(_check_target(by_name, row_count, target))
    _check_others(by_name, target, time_column, excluded)


def check_classification_request(
    columns: Sequence[ColumnSchema],
    row_count: int,
    target: str,
    time_column: str | None = None,
    excluded: Iterable[str] = (),
) -> None:
    """Raise `DataError` when no classification can be trained.

    Codes: those of `check_regression_request`, with `target_not_classes` and `too_many_classes` in the place
    of `target_not_numeric`. How many rows a class has is counted in training.
    """
    by_name = {column.name: column for column in columns}
    column = _check_target(by_name, row_count, target)
    if column.dtype == "datetime":
        raise DataError(
            "target_not_classes", f"Target column {target!r} holds times; a classification needs classes."
        )
    most = most_classes(column.dtype)
    if column.distinct > most:
        numbers = column.dtype in NUMERIC_TYPES
        raise DataError(
            "too_many_classes",
            f"Target column {target!r} has {column.distinct:,} different values; a classification takes at"
            f" most {most} of type {column.dtype}."
            + (" Use a regression for a quantity." if numbers else " Choose another column, or group them."),
        )
    _check_others(by_name, target, time_column, excluded)


def _check_others(
    by_name: Mapping[str, ColumnSchema], target: str, time_column: str | None, excluded: Iterable[str]
) -> None:
    _check_time_column(by_name, target, time_column)
    excluded = set(excluded)
    if unknown := sorted(excluded - by_name.keys()):
        raise DataError(
            "column_missing", f"Excluded column {unknown[0]!r} is not in the dataset; take it off the list."
        )
    if not by_name.keys() - excluded - {target}:
        raise DataError("no_features", f"No column is left to predict {target!r} from.")


def check_forecast_request(
    columns: Sequence[ColumnSchema], row_count: int, target: str, time_column: str | None
) -> None:
    """Raise `DataError` when no series can be forecast.

    Codes: those of `check_regression_request`, and `time_column_required`.
    """
    by_name = {column.name: column for column in columns}
    _check_numeric(_check_target(by_name, row_count, target))
    if time_column is None:
        raise DataError(
            "time_column_required", "A forecast needs a time column: choose the one that dates the rows."
        )
    _check_time_column(by_name, target, time_column)


def _check_target(by_name: Mapping[str, ColumnSchema], row_count: int, target: str) -> ColumnSchema:
    column = by_name.get(target)
    if column is None:
        raise DataError(
            "target_missing",
            f"Target column {target!r} is not in the dataset; its columns: {_some(by_name)}.",
        )
    present = row_count - column.missing
    if present <= 0:
        raise DataError("target_all_null", f"Target column {target!r} has no values at all.")
    if column.distinct <= 1:
        raise DataError(
            "target_constant", f"Target column {target!r} has the same value in every row: nothing to learn."
        )
    if present < MIN_ROWS:
        raise DataError(
            "too_few_rows",
            f"Only {present} rows have a value in target column {target!r}; at least {MIN_ROWS} are needed.",
        )
    return column


def _check_numeric(target: ColumnSchema) -> None:
    if target.dtype not in NUMERIC_TYPES:
        raise DataError(
            "target_not_numeric",
            f"Target column {target.name!r} is of type {target.dtype}; it must be number or integer.",
        )


def _check_time_column(by_name: Mapping[str, ColumnSchema], target: str, time_column: str | None) -> None:
    if time_column is None:
        return
    column = by_name.get(time_column)
    if column is None:
        raise DataError("time_column_missing", f"Time column {time_column!r} is not in the dataset.")
    if time_column == target:
        raise DataError("time_column_is_target", "The time column can't be the target as well.")
    if column.dtype not in TIME_TYPES:
        raise DataError(
            "time_column_not_time",
            f"Time column {time_column!r} is of type {column.dtype}; it must be datetime, number or integer.",
        )


def _some(by_name: Mapping[str, ColumnSchema], most: int = 20) -> str:
    names = [repr(name) for name in by_name]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
