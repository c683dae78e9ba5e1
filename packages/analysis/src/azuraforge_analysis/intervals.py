"""Intervals of means and rates."""

import math

CONFIDENT = 1.959963984540054
"""The 97.5 % quantile of a normal distribution: intervals hold 95 %."""


def mean_interval(total: float, squares: float, rows: int) -> tuple[float, float]:
    """95 % interval of a non-negative mean from sum and sum of squares, by its standard error; NaN of one."""
    if rows < 2:
        return math.nan, math.nan
    mean = total / rows
    variance = max(squares - rows * mean * mean, 0.0) / (rows - 1)
    margin = CONFIDENT * math.sqrt(variance / rows)
    return max(mean - margin, 0.0), mean + margin


def wilson_interval(hits: float, rows: int) -> tuple[float, float]:
    """95 % interval of a rate after Wilson (1927), which holds for few rows and rates near 0 and 1 too."""
    if rows < 1:
        return math.nan, math.nan
    share, z2 = hits / rows, CONFIDENT**2
    centre = (share + z2 / (2 * rows)) / (1 + z2 / rows)
    margin = CONFIDENT * math.sqrt(share * (1 - share) / rows + z2 / (4 * rows**2)) / (1 + z2 / rows)
    return max(centre - margin, 0.0), min(centre + margin, 1.0)
