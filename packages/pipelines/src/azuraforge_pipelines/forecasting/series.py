"""From a dataset's rows to one series on a regular grid."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.forecasting.frequency import Frequency, IntArray, find_frequency

MAX_REPEATED = 0.1


@dataclass(frozen=True)
class Series:
    """One value per grid position, NaN where none was observed.

    `rows` are the dataset's rows behind the positions, -1 for gaps and where several rows were averaged:
    such positions are never scored. The first and the last position hold a value.
    """

    values: FloatArray
    rows: IntArray
    frequency: Frequency
    gaps: int
    repeated: int
    missing: int
    without_time: int

    def __len__(self) -> int:
        return len(self.values)

    def findings(self) -> dict[str, Any]:
        """What was found, as plain JSON."""
        return {
            "frequency": self.frequency.label,
            "points": len(self),
            "gaps": self.gaps,
            "repeated_times": self.repeated,
            "missing_values": self.missing,
            "rows_without_time": self.without_time,
        }


def read_series(data: TrainingData) -> Series:
    """Sort, merge repeated times and find the grid; the target and time column must have been checked.

    Raises `DataError`: `several_series`, `too_few_rows`, `irregular_times`.
    """
    times, targets = data.time_values(), data.target_values()
    dated = np.flatnonzero(np.isfinite(times))
    rows = dated[np.argsort(times[dated], kind="stable")]
    if len(rows) < 3:
        raise DataError("too_few_rows", f"Only {len(rows)} rows have a time; a series needs more.")
    unique, first, counts = np.unique(times[rows], return_index=True, return_counts=True)
    _check_one_series(data, rows, unique, counts)
    values = _means(targets[rows], first)
    kept = np.where(counts == 1, rows[first], -1)
    with_value = np.flatnonzero(np.isfinite(values))
    if len(with_value) < 3:
        raise DataError("too_few_rows", f"Only {len(with_value)} times have a value of {data.target!r}.")
    is_datetime = data.dataset.column(str(data.time_column)).dtype == "datetime"
    frequency = find_frequency(unique, is_datetime=is_datetime)
    inner = slice(with_value[0], with_value[-1] + 1)
    series = _on_grid(unique[inner], values[inner], kept[inner], frequency)
    return replace(
        series,
        repeated=int((counts > 1).sum()),
        missing=int(np.isnan(targets[rows]).sum()),
        without_time=len(times) - len(dated),
    )


def _on_grid(times: FloatArray, values: FloatArray, rows: IntArray, frequency: Frequency) -> Series:
    start = frequency.positions(times[:1])[0]
    frequency = replace(frequency, start=float(frequency.times(np.array([start]))[0]))
    positions = frequency.positions(times)
    length = int(positions[-1]) + 1
    on_grid, row_at = np.full(length, np.nan), np.full(length, -1, dtype=np.int64)
    on_grid[positions] = values
    row_at[positions] = np.where(np.isfinite(values), rows, -1)
    return Series(on_grid, row_at, frequency, length - len(positions), 0, 0, 0)


def _means(values: FloatArray, first: IntArray) -> FloatArray:
    """The mean of the known values of each group; groups begin at `first`."""
    known = np.isfinite(values)
    totals = np.add.reduceat(np.where(known, values, 0.0), first)
    counts = np.add.reduceat(known.astype(np.float64), first)
    means: FloatArray = np.divide(totals, counts, out=np.full(len(first), np.nan), where=counts > 0)
    return means


def _check_one_series(data: TrainingData, rows: IntArray, unique: FloatArray, counts: IntArray) -> None:
    """A few repeated times are averaged; many mean that the rows belong to several series."""
    repeated = int((counts > 1).sum())
    if repeated <= max(1, MAX_REPEATED * len(unique)):
        return
    column = _series_column(data, rows)
    which = f" Column {column!r} seems to tell them apart." if column else ""
    raise DataError(
        "several_series",
        f"{repeated} of {len(unique)} times occur in more than one row (up to {int(counts.max())}): the"
        f" dataset seems to hold several series.{which} Upload one series per dataset, or one total per"
        " time.",
    )


def _series_column(data: TrainingData, rows: IntArray) -> str | None:
    """A column whose values, together with the time, name every row once."""
    times = data.time_values()[rows]
    for column in data.dataset.columns:
        if column.name in {data.target, data.time_column} or column.dtype not in {"category", "text"}:
            continue
        codes = data.dataset.categories(column.name).codes[rows]
        if column.distinct < len(rows) and len(np.unique(np.column_stack([times, codes]), axis=0)) == len(
            rows
        ):
            return column.name
    return None
