"""What is unusual about the values a model is given, seen by those it was trained on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from azuraforge_contracts.prediction_files import WarningCode
from azuraforge_pipelines.columns import FloatArray, read_times
from azuraforge_pipelines.interface import InputColumn
from numpy.typing import NDArray

_MOST_EXAMPLES = 5
_LONGEST_EXAMPLE = 100


class ValueWatch:
    """Counts unusual values of the columns a model reads; `take` what was counted, and it begins anew."""

    def __init__(self, inputs: Sequence[InputColumn]) -> None:
        self._inputs = inputs
        self._known = {
            column.name: pa.array(column.categories, pa.string())
            for column in inputs
            if column.categories is not None
        }
        self._found: dict[tuple[str, WarningCode], dict[str, Any]] = {}

    def take(self) -> list[dict[str, Any]]:
        """Warnings as `azuraforge_contracts.prediction_files` wants them beside a part."""
        found, self._found = self._found, {}
        return list(found.values())

    def see(self, rows: pa.Table) -> None:
        """Look at the values of more rows; columns have to be readable as what the model takes them for."""
        for column in self._inputs:
            cells = rows.column(column.name)
            if column.categories is not None:
                self._see_categories(column, cells)
            elif column.dtype == "datetime":
                self._see_range(column, read_times(cells))
            elif column.dtype == "boolean":
                self._note(column, WarningCode.MISSING_VALUE, cells.null_count, [])
            else:
                self._see_numbers(column, cells)

    def _see_categories(self, column: InputColumn, cells: pa.ChunkedArray) -> None:
        if pa.types.is_dictionary(cells.type):
            cells = cells.cast(cells.type.value_type)
        texts = cells.cast(pa.string())
        self._note(column, WarningCode.MISSING_VALUE, texts.null_count, [])
        unseen = pc.and_not(texts.is_valid(), pc.is_in(texts, value_set=self._known[column.name]))
        count = pc.sum(unseen).as_py() or 0
        if count:
            examples = pc.unique(texts.filter(unseen))[:_MOST_EXAMPLES].to_pylist()
            self._note(column, WarningCode.UNSEEN_CATEGORY, count, [_short(text) for text in examples])

    def _see_numbers(self, column: InputColumn, cells: pa.ChunkedArray) -> None:
        values = np.array(cells.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))
        infinite = np.isinf(values)
        if infinite.any():
            examples = [str(value) for value in np.unique(values[infinite])]
            self._note(column, WarningCode.UNREADABLE_VALUE, int(infinite.sum()), examples)
            values = values[~infinite]
        self._see_range(column, values)

    def _see_range(self, column: InputColumn, values: FloatArray) -> None:
        self._note(column, WarningCode.MISSING_VALUE, int(np.isnan(values).sum()), [])
        if column.minimum is not None:
            self._note_outside(column, WarningCode.BELOW_RANGE, values, values < column.minimum)
        if column.maximum is not None:
            self._note_outside(column, WarningCode.ABOVE_RANGE, values, values > column.maximum)

    def _note_outside(
        self, column: InputColumn, code: WarningCode, values: FloatArray, outside: NDArray[np.bool_]
    ) -> None:
        count = int(outside.sum())
        if count:
            distinct = list(dict.fromkeys(values[outside][: 100 * _MOST_EXAMPLES].tolist()))[:_MOST_EXAMPLES]
            self._note(column, code, count, [show(value, column.dtype) for value in distinct])

    def _note(
        self, column: InputColumn, code: WarningCode, rows: int, examples: Sequence[float | str]
    ) -> None:
        if not rows:
            return
        warning = self._found.setdefault(
            (column.name, code),
            {
                "column": column.name,
                "code": code.value,
                "rows": 0,
                "examples": [],
                "minimum": column.minimum,
                "maximum": column.maximum,
            },
        )
        warning["rows"] += rows
        warning["examples"] = list(dict.fromkeys([*warning["examples"], *examples]))[:_MOST_EXAMPLES]


def show(value: float, dtype: str) -> float | str:
    """A value as people write it: times by the calendar, from microseconds since 1970."""
    if dtype != "datetime":
        return value
    shown: str = pa.scalar(int(value), pa.timestamp("us")).as_py().isoformat()
    return shown


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"
