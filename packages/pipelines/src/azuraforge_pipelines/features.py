"""From typed columns to one float64 matrix, fitted on training rows only.

Numbers stay as they are (NaN = missing), booleans become 0 and 1, times are taken apart without any fitting,
categories become codes by their frequency among the training rows.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from azuraforge_contracts.datasets import ColumnSchema
from numpy.typing import NDArray

from azuraforge_pipelines.columns import CategoryColumn, FloatArray
from azuraforge_pipelines.data import Dataset
from azuraforge_pipelines.errors import DataError, ModelInputError
from azuraforge_pipelines.interface import InputColumn
from azuraforge_pipelines.times import TIME_FEATURES, TimeStyle, expand_times

Rows = NDArray[np.int64]

MAX_TEXT_VALUES = 50
ID_SHARE = 0.5


@dataclass(frozen=True)
class Encoding:
    """How a pipeline wants its matrix.

    `max_categories` lumps all but the most frequent categories of a column into the last code; `unknown` is
    what a category never seen in training becomes.
    """

    times: TimeStyle
    max_categories: int | None = None
    unknown: Literal["missing", "negative"] = "missing"


@dataclass(frozen=True)
class FeatureEncoder:
    """Turns datasets into matrices with one fixed column order; plain state, so it stores as JSON."""

    inputs: tuple[InputColumn, ...]
    encoding: Encoding

    @property
    def feature_names(self) -> list[str]:
        """One name per matrix column; parts of a time are `column.part`."""
        return [name for column in self.inputs for name in self._names(column)]

    @property
    def categorical(self) -> NDArray[np.bool_]:
        """Which matrix columns hold category codes."""
        return np.array([c.categories is not None for c in self.inputs for _ in self._names(c)], dtype=bool)

    def _names(self, column: InputColumn) -> list[str]:
        if column.dtype == "datetime":
            return [f"{column.name}.{part}" for part in TIME_FEATURES[self.encoding.times]]
        return [column.name]

    def transform(self, dataset: Dataset, rows: Rows | None = None) -> FloatArray:
        """The matrix (rows x features) of the given rows, of all rows by default."""
        picked: Rows | slice = slice(None) if rows is None else rows
        count = dataset.row_count if rows is None else len(rows)
        matrix = np.empty((count, len(self.feature_names)))
        at = 0
        for column in self.inputs:
            width = len(self._names(column))
            matrix[:, at : at + width] = self._encode(dataset, column, picked)
            at += width
        return matrix

    def _encode(self, dataset: Dataset, column: InputColumn, rows: Rows | slice) -> FloatArray:
        if column.categories is not None:
            return self._codes(dataset.categories(column.name), column.categories, rows)[:, None]
        if column.dtype == "datetime":
            return expand_times(dataset.times(column.name)[rows], self.encoding.times)
        return _values(dataset, column.name, column.dtype)[rows][:, None]

    def _codes(self, found: CategoryColumn, known: tuple[str, ...], rows: Rows | slice) -> FloatArray:
        last = len(known) - 1
        if self.encoding.max_categories is not None:
            last = min(last, self.encoding.max_categories - 1)
        code_of = {value: float(min(rank, last)) for rank, value in enumerate(known)}
        unknown = np.nan if self.encoding.unknown == "missing" else -1.0
        # The extra last slot is what code -1, a missing cell, reads.
        translate = np.array([*(code_of.get(value, unknown) for value in found.values), np.nan])
        return translate[found.codes[rows]]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `from_json`."""
        return {"encoding": asdict(self.encoding), "inputs": [asdict(column) for column in self.inputs]}

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> "FeatureEncoder":
        """Rebuild from `to_json`; raises `KeyError` or `TypeError` for anything else."""
        inputs = (
            InputColumn(**{**column, "categories": column["categories"] and tuple(column["categories"])})
            for column in state["inputs"]
        )
        return cls(tuple(inputs), Encoding(**state["encoding"]))


def _values(dataset: Dataset, name: str, dtype: str) -> FloatArray:
    return dataset.booleans(name) if dtype == "boolean" else dataset.numbers(name)


def fit_encoder(
    dataset: Dataset, candidates: Sequence[ColumnSchema], rows: Rows, encoding: Encoding
) -> tuple[FeatureEncoder, dict[str, str]]:
    """Learn the encoding from the training rows; also tells which columns were left out and why.

    Raises `DataError("no_features")` when none is left.
    """
    inputs: list[InputColumn] = []
    dropped: dict[str, str] = {}
    for column in candidates:
        fitted = _fit_column(dataset, column, rows)
        if isinstance(fitted, str):
            dropped[column.name] = fitted
        else:
            inputs.append(fitted)
    if not inputs:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in dropped.items())
        raise DataError("no_features", f"No usable column is left to predict from ({reasons}).")
    return FeatureEncoder(tuple(inputs), encoding), dropped


def _fit_column(dataset: Dataset, column: ColumnSchema, rows: Rows) -> InputColumn | str:
    if column.dtype in {"category", "text"}:
        return _fit_categories(column, dataset.categories(column.name), rows)
    if column.dtype == "datetime":
        values = dataset.times(column.name)[rows]
    else:
        values = _values(dataset, column.name, column.dtype)[rows]
    present = values[~np.isnan(values)]
    if not len(present):
        return "no values in the training rows"
    return InputColumn(column.name, column.dtype, None, float(present.min()), float(present.max()))


def _fit_categories(column: ColumnSchema, found: CategoryColumn, rows: Rows) -> InputColumn | str:
    codes = found.codes[rows]
    counts = np.bincount(codes[codes >= 0], minlength=len(found.values))
    seen = np.flatnonzero(counts)
    present = int(counts.sum())
    if not present:
        return "no values in the training rows"
    if column.dtype == "text" and len(seen) > MAX_TEXT_VALUES:
        return f"free text ({len(seen)} different values in the training rows)"
    if len(seen) > max(1, ID_SHARE * present):
        return f"looks like an identifier ({len(seen)} different values in {present} training rows)"
    # Most frequent first; a stable sort keeps equal ones in the order of their names.
    by_frequency = seen[np.argsort(-counts[seen], kind="stable")]
    return InputColumn(column.name, column.dtype, tuple(found.values[i] for i in by_frequency))


def dataset_of_inputs(inputs: Sequence[InputColumn], rows: pa.Table) -> Dataset:
    """Rows to predict as a dataset that holds the model's inputs; raises `ModelInputError`."""
    missing = [column.name for column in inputs if column.name not in rows.column_names]
    if missing:
        raise ModelInputError("input_missing", f"The model needs column {missing[0]!r}, which is not given.")
    schema = [ColumnSchema(name=c.name, dtype=c.dtype, missing=0, distinct=0) for c in inputs]
    dataset = Dataset(rows.select([column.name for column in inputs]), schema, sha256="")
    for column in inputs:
        try:
            _decode(dataset, column)
        except pa.ArrowException as error:
            raise ModelInputError(
                "input_wrong_type", f"Column {column.name!r} can't be read as {column.dtype}: {error}"
            ) from error
    return dataset


def _decode(dataset: Dataset, column: InputColumn) -> None:
    if column.categories is not None:
        dataset.categories(column.name)
    elif column.dtype == "datetime":
        dataset.times(column.name)
    else:
        _values(dataset, column.name, column.dtype)
