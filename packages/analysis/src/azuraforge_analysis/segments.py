"""The held-out rows by the values of a column: where is the model wrong more than elsewhere?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from azuraforge_analysis.columns import Column, NumberColumn, TimeColumn
from azuraforge_analysis.held_out import FloatArray, HeldOut, IntArray
from azuraforge_analysis.intervals import mean_interval, wilson_interval
from azuraforge_analysis.schemas import Segment, Segmenting

MOST_CATEGORIES = 12
MOST_RANGES = 8
MOST_SHOWN = 24

Kind = Literal["category", "range", "time"]

_LEAST_HELD = 0.1
_DAY = 86_400_000_000
_LONGEST_YEAR = 366 * _DAY
_LONGEST_FORTNIGHT = 14 * _DAY


@dataclass(frozen=True)
class Groups:
    """Rows by a column: per row the position of its segment (-1: no value), and what the segments are."""

    name: str
    kind: Kind
    codes: IntArray
    ends: tuple[tuple[str | None, float | None, float | None], ...]
    """Label, low and high of each segment."""


def group(column: Column) -> Groups | None:
    """The segments of a column; None where it has fewer than two, or hardly a value that comes again."""
    if isinstance(column, NumberColumn):
        groups = _by_range(column.name, column.values)
    elif isinstance(column, TimeColumn):
        groups = _by_time(column)
    else:
        groups = _by_category(column.name, column.codes, column.labels)
    return groups if groups is not None and len(groups.ends) > 1 else None


def group_target(name: str, held_out: HeldOut) -> Groups:
    """The rows by the true value of the target."""
    if held_out.classes is not None:
        found = _by_category(name, held_out.codes[0], held_out.classes)
    else:
        found = _by_range(name, held_out.actual)
    return found or Groups(name, "range", np.full(len(held_out), -1), ())


def _by_range(name: str, values: FloatArray) -> Groups | None:
    present = ~np.isnan(values)
    known = values if present.all() else values[present]
    if not len(known):
        return None
    edges = np.unique(np.quantile(known, np.linspace(0, 1, MOST_RANGES + 1)))
    codes = np.searchsorted(edges[1:-1], values, side="right").astype(np.int64)
    codes[~present] = -1
    if len(edges) == 1:
        return Groups(name, "range", codes, ((None, float(edges[0]), float(edges[0])),))
    ends = tuple((None, low, high) for low, high in pairwise(edges.tolist()))
    return Groups(name, "range", codes, ends)


def _by_category(name: str, codes: IntArray, labels: Sequence[str]) -> Groups | None:
    counts = np.bincount(codes[codes >= 0], minlength=len(labels))
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] > 0]
    shown = order[:MOST_CATEGORIES]
    if not len(shown) or counts[shown].sum() < _LEAST_HELD * counts.sum() or counts[shown[0]] < 2:
        return None
    # The extra last entry is what code -1, a missing value, reads.
    positions = np.full(len(labels) + 1, len(shown), dtype=np.int64)
    positions[shown] = np.arange(len(shown))
    positions[-1] = -1
    ends: list[tuple[str | None, float | None, float | None]] = [
        (labels[place], None, None) for place in shown
    ]
    if len(order) > len(shown):
        ends.append((None, None, None))
    return Groups(name, "category", positions[codes], tuple(ends))


def _by_time(column: TimeColumn) -> Groups | None:
    moments, present = column.values, column.present
    if not present.any():
        return None
    span = int(moments[present].max()) - int(moments[present].min())
    days = np.floor_divide(moments, _DAY)
    if span > _LONGEST_YEAR:
        word = "month"
        places = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    elif span > _LONGEST_FORTNIGHT:
        word, places = "weekday", (days + 3) % 7  # 1 January 1970 was a Thursday
    else:
        word, places = "hour", np.floor_divide(moments, _DAY // 24) % 24
    found = np.unique(places[present])
    codes = np.searchsorted(found, places).astype(np.int64)
    codes[~present] = -1
    return Groups(column.name, "time", codes, tuple((f"{word}:{place}", None, None) for place in found))


@dataclass(frozen=True)
class Tally:
    """Sums over the rows of each segment."""

    rows: IntArray
    losses: FloatArray
    squares: FloatArray
    residuals: FloatArray

    @classmethod
    def of(cls, groups: Groups, losses: FloatArray, residuals: FloatArray | None) -> "Tally":
        """Add up; rows without a value are in no segment."""
        size = len(groups.ends) + 1  # code -1 goes to the front, and is cut off
        codes = groups.codes + 1

        def total(weights: FloatArray | None) -> FloatArray:
            return np.bincount(codes, weights, minlength=size)[1:].astype(np.float64)

        rows = np.bincount(codes, minlength=size)[1:]
        none = np.full(size - 1, np.nan)
        return cls(
            rows, total(losses), total(losses * losses), none if residuals is None else total(residuals)
        )

    @property
    def effect(self) -> float:
        """How much of the losses' spread lies between the segments, against chance: the F of an ANOVA."""
        filled = self.rows > 0
        rows, means = self.rows[filled], self.losses[filled] / self.rows[filled]
        count, groups = int(rows.sum()), len(rows)
        if groups < 2 or count <= groups:
            return 0.0
        overall = float(self.losses.sum()) / count
        between = float((rows * (means - overall) ** 2).sum()) / (groups - 1)
        within = float(self.squares.sum() - (rows * means**2).sum()) / (count - groups)
        return between / within if within > 0 else 0.0


def segmenting(groups: Groups, tally: Tally, places: IntArray, *, is_rate: bool) -> Segmenting:
    """The answer's form; `places` are those of the points."""
    segments = []
    for position, (label, low, high) in enumerate(groups.ends):
        rows, losses = int(tally.rows[position]), float(tally.losses[position])
        error = losses / rows if rows else float("nan")
        interval = (
            wilson_interval(losses, rows)
            if is_rate
            else mean_interval(losses, float(tally.squares[position]), rows)
        )
        bias = float(tally.residuals[position]) / rows if rows else float("nan")
        segments.append(
            Segment(
                label=label,
                low=low,
                high=high,
                rows=rows,
                error=error,
                error_low=interval[0],
                error_high=interval[1],
                bias=None if is_rate else bias,
            )
        )
    return Segmenting(
        name=groups.name,
        kind=groups.kind,
        segments=segments,
        codes=groups.codes[places].tolist(),
    )
