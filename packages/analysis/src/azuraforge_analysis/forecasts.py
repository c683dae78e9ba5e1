"""What is only to be said of forecasts: their intervals, and how errors grow with the horizon."""

import numpy as np
import pyarrow as pa
from azuraforge_contracts.datasets import ColumnSchema
from numpy.typing import NDArray

from azuraforge_analysis.columns import NumberColumn, TimeColumn, read_columns
from azuraforge_analysis.held_out import FloatArray, HeldOut, IntArray, Steps
from azuraforge_analysis.intervals import mean_interval
from azuraforge_analysis.schemas import Coverage, ForecastPoints, HorizonStep


def forecast_points(
    held_out: HeldOut, steps: Steps, inputs: pa.Table, time_column: ColumnSchema | None, places: IntArray
) -> ForecastPoints:
    """What a forecast adds to the points."""
    rows = held_out.rows[places]
    return ForecastPoints(
        level=held_out.level,
        time=[] if time_column is None else _times(inputs, time_column, rows),
        step=steps.steps[places].tolist(),
        origin=steps.origins[places].tolist(),
        lower=steps.lower[places].tolist(),
        upper=steps.upper[places].tolist(),
    )


def _times(inputs: pa.Table, time_column: ColumnSchema, rows: IntArray) -> list[str | float | None]:
    [column] = read_columns(inputs, [time_column], rows)
    if isinstance(column, NumberColumn):
        return [float(value) for value in column.values]
    if isinstance(column, TimeColumn):
        text = np.datetime_as_string(column.values.astype("datetime64[us]"), unit="s", casting="unsafe")
        return [str(one) if there else None for one, there in zip(text, column.present, strict=True)]
    return [column.labels[code] if code >= 0 else None for code in column.codes]


def coverage(held_out: HeldOut, steps: Steps) -> Coverage | None:
    """How often the truth was within the intervals; None where no row has one."""
    within, known = _within(held_out, steps)
    if not known.any():
        return None
    return Coverage(target=held_out.level, actual=float(within[known].mean()), rows=int(known.sum()))


def _within(held_out: HeldOut, steps: Steps) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    known = np.isfinite(steps.lower) & np.isfinite(steps.upper)
    return (held_out.actual >= steps.lower) & (held_out.actual <= steps.upper) & known, known


def by_horizon(held_out: HeldOut, steps: Steps) -> list[HorizonStep]:
    """The errors by how many steps ahead they were made."""
    losses, residuals = held_out.losses, held_out.residuals
    within, known = _within(held_out, steps)
    found, codes = np.unique(steps.steps, return_inverse=True)

    def total(weights: FloatArray) -> FloatArray:
        return np.bincount(codes, weights, minlength=len(found)).astype(np.float64)

    rows = np.bincount(codes, minlength=len(found))
    sums, squares, biases = total(losses), total(losses * losses), total(residuals)
    hits, judged = total(within.astype(np.float64)), total(known.astype(np.float64))
    answer = []
    for place, step in enumerate(found.tolist()):
        count = int(rows[place])
        low, high = mean_interval(float(sums[place]), float(squares[place]), count)
        answer.append(
            HorizonStep(
                step=step,
                rows=count,
                error=float(sums[place]) / count,
                error_low=low,
                error_high=high,
                bias=float(biases[place]) / count,
                coverage=float(hits[place] / judged[place]) if judged[place] else None,
            )
        )
    return answer
