"""What the columns' statistics tell of a request before anything is queued."""

from azuraforge_contracts.config_schema import suggestion
from azuraforge_contracts.datasets import FEWEST_CLASS_ROWS, ColumnSchema, most_classes
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.manifest import TaskType
from azuraforge_dbmodels.dataset import Dataset

from azuraforge_api.errors import InvalidRequestError

_NUMERIC = frozenset({"number", "integer"})
_TIMES = frozenset({"datetime", "number", "integer"})
_FEWEST_VALUES = 10


class TargetNotFoundError(InvalidRequestError):
    """The dataset has no such column."""

    code, title = "target_not_found", "No such target column"


class TargetAllNullError(InvalidRequestError):
    """The target has no value in any row."""

    code, title = "target_all_null", "The target column is empty"


class TargetNotNumericError(InvalidRequestError):
    """The task needs a target of numbers."""

    code, title = "target_not_numeric", "The target column holds no numbers"


class TargetNotClassesError(InvalidRequestError):
    """The task needs a target of classes."""

    code, title = "target_not_classes", "The target column holds no classes"


class TooManyClassesError(InvalidRequestError):
    """The target has more values than can be told apart as classes."""

    code, title = "too_many_classes", "The target column has too many classes"


class ClassTooRareError(InvalidRequestError):
    """A class has too few rows to learn it and to judge it."""

    code, title = "class_too_rare", "A class of the target has too few rows"


class TargetConstantError(InvalidRequestError):
    """The target has one value only."""

    code, title = "target_constant", "The target column is constant"


class TimeColumnNotFoundError(InvalidRequestError):
    """The dataset has no such column."""

    code, title = "time_column_not_found", "No such time column"


class TimeColumnInvalidError(InvalidRequestError):
    """The column can't order rows in time."""

    code, title = "time_column_invalid", "The time column can't be used"


class TimeColumnRequiredError(InvalidRequestError):
    """A forecast needs to know when each value was."""

    code, title = "time_column_required", "A forecast needs a time column"


class TooFewRowsError(InvalidRequestError):
    """There is not enough to learn from."""

    code, title = "too_few_rows", "Too few rows"


class NoFeaturesError(InvalidRequestError):
    """Nothing is left to predict from."""

    code, title = "no_features", "No columns to learn from"


TARGET_ERRORS = (
    TargetNotFoundError,
    TargetAllNullError,
    TargetNotNumericError,
    TargetNotClassesError,
    TooManyClassesError,
    ClassTooRareError,
    TargetConstantError,
    TimeColumnNotFoundError,
    TimeColumnInvalidError,
    TimeColumnRequiredError,
    TooFewRowsError,
    NoFeaturesError,
)


def check_target(dataset: Dataset, task: TaskType, target: str, time_column: str | None) -> ColumnSchema:
    """The target; raises one of `TARGET_ERRORS` where the task can't be learned from this dataset."""
    columns = {item["name"]: ColumnSchema.model_validate(item) for item in dataset.columns}
    column = columns.get(target)
    if column is None:
        raise _refusal(TargetNotFoundError, "target", _missing(target, columns))
    if column.missing >= dataset.row_count:
        raise _refusal(TargetAllNullError, "target", f'Column "{target}" has no value in any row.')
    if task != "classification" and column.dtype not in _NUMERIC:
        raise _refusal(
            TargetNotNumericError,
            "target",
            f'Column "{target}" is of type {column.dtype}, but {task} needs numbers. {_numeric(columns)}',
        )
    if column.distinct <= 1:
        raise _refusal(
            TargetConstantError,
            "target",
            f'Column "{target}" has the same value in every row: nothing to learn.',
        )
    if task == "classification":
        _check_classes(column)
    if len(columns) < 2 and task != "forecasting":
        raise _refusal(NoFeaturesError, "target", f'The dataset has no column beside the target "{target}".')
    _check_time(columns, target, time_column)
    if task == "forecasting":
        _check_series(columns, dataset.row_count - column.missing, time_column)
    return column


def _check_classes(column: ColumnSchema) -> None:
    """What can be said of classes before their rows are counted one by one."""
    if column.dtype == "datetime":
        raise _refusal(
            TargetNotClassesError,
            "target",
            f'Column "{column.name}" holds times; a classification needs a column of classes.',
        )
    most = most_classes(column.dtype)
    if column.distinct > most:
        advice = (
            "A quantity is for a regression pipeline."
            if column.dtype in _NUMERIC
            else "Choose another column, or group its values."
        )
        raise _refusal(
            TooManyClassesError,
            "target",
            f'Column "{column.name}" has {column.distinct:,} different values; of type {column.dtype}, {most}'
            f" are the most that can be classes. {advice}",
        )
    if column.rarest is not None and column.rarest < FEWEST_CLASS_ROWS:
        raise _refusal(
            ClassTooRareError,
            "target",
            f'A value of column "{column.name}" is in a single row; every class needs at least'
            f" {FEWEST_CLASS_ROWS}. Take such rows out, or merge the value with another.",
        )


def _check_series(columns: dict[str, ColumnSchema], values: int, time_column: str | None) -> None:
    """What a series needs beside a target and a valid time column."""
    if time_column is None:
        dated = [f'"{name}"' for name, column in columns.items() if column.dtype == "datetime"][:10]
        hint = f" Columns of dates: {', '.join(dated)}." if dated else ""
        raise _refusal(
            TimeColumnRequiredError,
            "time_column",
            f"A forecast needs the column that says when each value was.{hint}",
        )
    if values < _FEWEST_VALUES:
        raise _refusal(
            TooFewRowsError, "target", f"The series has {values} values; {_FEWEST_VALUES} are needed."
        )


def _check_time(columns: dict[str, ColumnSchema], target: str, time_column: str | None) -> None:
    if time_column is None:
        return
    column = columns.get(time_column)
    if column is None:
        raise _refusal(TimeColumnNotFoundError, "time_column", _missing(time_column, columns))
    if time_column == target:
        raise _refusal(TimeColumnInvalidError, "time_column", "The target can't be the time column too.")
    if column.dtype not in _TIMES:
        raise _refusal(
            TimeColumnInvalidError,
            "time_column",
            f'Column "{time_column}" is of type {column.dtype}; a time column holds dates or numbers.',
        )


def _missing(name: str, columns: dict[str, ColumnSchema]) -> str:
    names = ", ".join(f'"{column}"' for column in list(columns)[:10])
    more = f" and {len(columns) - 10} more" if len(columns) > 10 else ""
    hint = suggestion(name, columns)
    return f'The dataset has no column "{name[:100]}"{hint}; it has {names}{more}.'


def _numeric(columns: dict[str, ColumnSchema]) -> str:
    names = [f'"{name}"' for name, column in columns.items() if column.dtype in _NUMERIC][:10]
    return f"Columns of numbers: {', '.join(names)}." if names else "The dataset has no column of numbers."


def _refusal(error: type[InvalidRequestError], field: str, message: str) -> InvalidRequestError:
    return error(message, (FieldError(("body", field), message),))
