"""Whether what is given has the columns a model reads: by name, whatever their order."""

from collections.abc import Iterable, Sequence
from typing import Any

from azuraforge_contracts.datasets import ColumnType
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.model_files import ModelInput

from azuraforge_api.predictions.errors import ColumnsDoNotMatchError

_READABLE: dict[ColumnType, frozenset[ColumnType]] = {
    "number": frozenset({"number", "integer"}),
    "integer": frozenset({"number", "integer"}),
    "boolean": frozenset({"boolean"}),
    "datetime": frozenset({"datetime"}),
    # By its text: labels such as 1, 2 and 3 may look like integers in one file and not in another.
    "category": frozenset({"category", "text", "integer", "boolean"}),
    "text": frozenset({"category", "text", "integer", "boolean"}),
}


def check_dataset_columns(inputs: Sequence[ModelInput], columns: Iterable[dict[str, Any]]) -> None:
    """Raise `ColumnsDoNotMatchError` unless a dataset has all that the model reads."""
    given = {column["name"]: column for column in columns}
    problems = []
    for column in inputs:
        found = given.get(column.name)
        if found is None:
            problems.append(
                (column.name, f"the model reads it ({column.dtype}), the dataset doesn't have it")
            )
        elif found["distinct"] and found["dtype"] not in _READABLE[column.dtype]:
            message = (
                f"the model reads {_articled(column.dtype)}, the dataset has {_articled(found['dtype'])}"
            )
            problems.append((column.name, message))
    raise_mismatch(problems, "dataset_id")


def raise_mismatch(problems: Sequence[tuple[str, str]], field: str) -> None:
    """Raise `ColumnsDoNotMatchError` for these columns, if there are any."""
    if problems:
        name, message = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ColumnsDoNotMatchError(
            f"Column {name!r}: {message}{more}.",
            tuple(FieldError(("body", field, name), f"column {name!r}: {text}") for name, text in problems),
        )


def _articled(dtype: str) -> str:
    return f"an {dtype}" if dtype[0] in "aeiou" else "text" if dtype == "text" else f"a {dtype}"
