"""The held-out rows of a run as arrays, and which of them are shown as points."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
from azuraforge_contracts.run_files import HOLDOUT_FACTS, HoldoutColumn
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MOST_POINTS = 5_000


@dataclass(frozen=True)
class Steps:
    """What a forecast adds to the rows; see `ForecastSteps`."""

    origins: IntArray
    steps: IntArray
    lower: FloatArray
    upper: FloatArray


@dataclass(frozen=True)
class HeldOut:
    """Held-out rows in the order of their rows (then of their steps); see `HoldoutColumn`."""

    rows: IntArray
    actual: FloatArray
    predicted: FloatArray
    classes: tuple[str, ...] | None = None
    probabilities: FloatArray | None = None
    steps: Steps | None = None
    level: float | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def residuals(self) -> FloatArray:
        """actual - predicted, in the target's units."""
        return self.actual - self.predicted

    @property
    def losses(self) -> FloatArray:
        """What each row adds to the error: its absolute residual; of classes 1 for a wrong one, else 0."""
        if self.classes is not None:
            return np.where(self.actual != self.predicted, 1.0, 0.0)
        return np.abs(self.residuals)

    @property
    def codes(self) -> tuple[IntArray, IntArray]:
        """Of a classification the positions of true and predicted classes."""
        return self.actual.astype(np.int64), self.predicted.astype(np.int64)


def read_held_out(table: pa.Table) -> HeldOut:
    """The stored table as arrays, sorted."""
    facts = orjson.loads(table.schema.metadata[HOLDOUT_FACTS])
    names = set(table.column_names)

    def column(name: str) -> Any:
        return table.column(name).to_numpy()

    classes = None if facts["classes"] is None else tuple(facts["classes"])
    probabilities = steps = None
    if classes is not None and f"{HoldoutColumn.PROBABILITY}0" in names:
        parts = [column(f"{HoldoutColumn.PROBABILITY}{position}") for position in range(len(classes))]
        probabilities = np.column_stack(parts)
    if HoldoutColumn.STEP in names:
        wanted = (HoldoutColumn.ORIGIN, HoldoutColumn.STEP, HoldoutColumn.LOWER, HoldoutColumn.UPPER)
        steps = Steps(*(column(name) for name in wanted))
    rows, actual, predicted = (
        column(name) for name in (HoldoutColumn.ROW, HoldoutColumn.ACTUAL, HoldoutColumn.PREDICTED)
    )
    held_out = HeldOut(rows, actual, predicted, classes, probabilities, steps, facts["level"])
    order = np.lexsort((rows,) if steps is None else (steps.steps, rows))
    return take(held_out, order)


def take(held_out: HeldOut, places: NDArray[Any]) -> HeldOut:
    """Some of the rows, by their places or by a mask."""
    steps = held_out.steps
    if steps is not None:
        steps = Steps(*(getattr(steps, field.name)[places] for field in fields(steps)))
    return replace(
        held_out,
        rows=held_out.rows[places],
        actual=held_out.actual[places],
        predicted=held_out.predicted[places],
        probabilities=None if held_out.probabilities is None else held_out.probabilities[places],
        steps=steps,
    )


def choose_points(row_count: int, most: int = MOST_POINTS) -> IntArray:
    """Places of the rows to show: all of them, or a sample that is always the same, in order."""
    if row_count <= most:
        return np.arange(row_count, dtype=np.int64)
    chosen = np.random.default_rng(0).choice(row_count, most, replace=False, shuffle=False)
    return np.sort(chosen).astype(np.int64)
