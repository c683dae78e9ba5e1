"""Held-out rows as a file, and what has to be true of them before anybody draws conclusions from them."""

import io
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_contracts.run_files import HOLDOUT_FACTS, HoldoutColumn

from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.interface import ForecastSteps, Holdout

_COMPRESSION = "zstd"


def holdout_table(holdout: Holdout) -> pa.Table:
    """The rows as a table; see `HoldoutColumn`."""
    columns: dict[str, Any] = {
        HoldoutColumn.ROW: np.asarray(holdout.rows, dtype=np.int64),
        HoldoutColumn.ACTUAL: np.asarray(holdout.actual, dtype=np.float64),
        HoldoutColumn.PREDICTED: np.asarray(holdout.predicted, dtype=np.float64),
    }
    if holdout.folds is not None:
        columns[HoldoutColumn.FOLD] = np.asarray(holdout.folds, dtype=np.int64)
    if holdout.probabilities is not None:
        for position, column in enumerate(np.asarray(holdout.probabilities, dtype=np.float64).T):
            columns[f"{HoldoutColumn.PROBABILITY}{position}"] = np.ascontiguousarray(column)
    steps = holdout.forecast
    if steps is not None:
        columns[HoldoutColumn.ORIGIN] = np.asarray(steps.origins, dtype=np.int64)
        columns[HoldoutColumn.STEP] = np.asarray(steps.steps, dtype=np.int64)
        columns[HoldoutColumn.LOWER] = np.asarray(steps.lower, dtype=np.float64)
        columns[HoldoutColumn.UPPER] = np.asarray(steps.upper, dtype=np.float64)
    facts = {"classes": holdout.classes, "level": None if steps is None else steps.level}
    return pa.table(columns).replace_schema_metadata({HOLDOUT_FACTS: orjson.dumps(facts)})


def pack_holdout(holdout: Holdout) -> bytes:
    """`holdout_table` as a parquet file."""
    table = holdout_table(holdout)
    buffer = io.BytesIO()
    # The values hardly ever repeat: a dictionary would only cost time.
    pq.write_table(table, buffer, compression=_COMPRESSION, use_dictionary=False)
    return buffer.getvalue()


def unpack_holdout(content: bytes) -> Holdout:
    """Read `pack_holdout`."""
    table = pq.ParquetFile(pa.BufferReader(content)).read()
    facts = orjson.loads(table.schema.metadata[HOLDOUT_FACTS])
    names = set(table.column_names)

    def column(name: str) -> Any:
        return table.column(name).to_numpy()

    classes = None if facts["classes"] is None else tuple(facts["classes"])
    probabilities = None
    if f"{HoldoutColumn.PROBABILITY}0" in names and classes is not None:
        parts = [column(f"{HoldoutColumn.PROBABILITY}{position}") for position in range(len(classes))]
        probabilities = np.column_stack(parts)
    forecast = None
    if HoldoutColumn.STEP in names:
        forecast = ForecastSteps(
            column(HoldoutColumn.ORIGIN),
            column(HoldoutColumn.STEP),
            column(HoldoutColumn.LOWER),
            column(HoldoutColumn.UPPER),
            facts["level"],
        )
    return Holdout(
        column(HoldoutColumn.ROW),
        column(HoldoutColumn.ACTUAL),
        column(HoldoutColumn.PREDICTED),
        column(HoldoutColumn.FOLD) if HoldoutColumn.FOLD in names else None,
        classes,
        probabilities,
        forecast,
    )


def holdout_problem(holdout: Holdout, data: TrainingData) -> str | None:
    """Why nothing can be said about these rows, or None.

    Above all, true values must be the dataset's own: a pipeline that learns a transformed target (its
    logarithm, say) and doesn't transform back is told so here, as its errors would be in no known unit.
    """
    rows = np.asarray(holdout.rows)
    if not len(rows):
        return "the pipeline held out no rows"
    problem = _problem_of_shape(holdout)
    if problem is not None:
        return problem
    if rows.min() < 0 or rows.max() >= data.dataset.row_count:
        return "the pipeline held out rows that the dataset doesn't have"
    if not _is_true(holdout, data):
        return (
            f"the true values the pipeline gave are not those of column {data.target!r} at the held-out rows;"
            " a target that is transformed for training has to be transformed back"
        )
    if not np.isfinite(holdout.predicted).all():
        return "some predictions are not finite numbers"
    return None


def _problem_of_shape(holdout: Holdout) -> str | None:
    rows = len(holdout.rows)
    if {len(holdout.actual), len(holdout.predicted), *_more_lengths(holdout)} != {rows}:
        return "the held-out rows, their values and their predictions differ in number"
    classes = len(holdout.classes or ())
    if holdout.probabilities is not None and np.shape(holdout.probabilities) != (rows, classes):
        return "the probabilities have another number of columns than there are classes"
    return None


def _more_lengths(holdout: Holdout) -> list[int]:
    parts: list[Any] = [holdout.folds, holdout.probabilities]
    if holdout.forecast is not None:
        steps = holdout.forecast
        parts += [steps.origins, steps.steps, steps.lower, steps.upper]
    return [len(part) for part in parts if part is not None]


def _is_true(holdout: Holdout, data: TrainingData) -> bool:
    if holdout.classes is None:
        return np.array_equal(data.target_values()[holdout.rows], holdout.actual)
    column = data.class_values()
    position = {label: number for number, label in enumerate(holdout.classes)}
    # The extra last entry is what code -1, a missing class, reads.
    translate = np.array([*(position.get(label, -1) for label in column.values), -1])
    codes = translate[column.codes[holdout.rows]]
    return bool((codes >= 0).all() and np.array_equal(codes, holdout.actual))
