"""Learning curves of many runs, few and short enough to draw: pure functions from stored points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from azuraforge_api.batches.errors import UnknownCurveError

Point = Sequence[Any]  # [step, value], the value null where it was NaN
Points = Sequence[Point]

MOST_POINTS = 400
BAND_STEPS = 200
_QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class RunCurves:
    """One run and every curve it recorded."""

    job_id: str
    number: int | None
    state: str
    curves: Mapping[str, Points]


def curve_names(runs: Sequence[RunCurves]) -> list[str]:
    """Every curve that some run recorded, in order of appearance."""
    return list(dict.fromkeys(name for run in runs for name, points in run.curves.items() if points))


def choose_curve(wanted: str | None, names: Sequence[str], metric: str) -> str | None:
    """The wanted curve; by default the objective's on held-out rows, else any on held-out rows.

    Raises `UnknownCurveError` where runs have recorded curves, but not this one.
    """
    if wanted is not None and names:
        if wanted not in names:
            raise UnknownCurveError(f"No run has recorded a curve {wanted!r}. There are: {', '.join(names)}")
        return wanted
    preferred = [f"validation_{metric}", metric, *(name for name in names if name.startswith("validation"))]
    return next((name for name in preferred if name in names), names[0] if names else None)


def curves_answer(name: str | None, runs: Sequence[RunCurves], shown: Sequence[RunCurves]) -> dict[str, Any]:
    """One curve of the shown runs, thinned, over the quartiles of all that have it."""
    having = [points for run in runs if (points := run.curves.get(name or "", ()))]
    return {
        "names": curve_names(runs),
        "name": name,
        "run_count": len(having),
        "runs": [
            {
                "job_id": run.job_id,
                "number": run.number,
                "state": run.state,
                "points": thin(run.curves.get(name or "", ())),
            }
            for run in shown
        ],
        "band": band(having),
    }


def thin(points: Points, most: int = MOST_POINTS) -> Points:
    """At most `most` points with the shape kept: first, last, and the extremes of equal stretches."""
    if len(points) <= most:
        return points
    stretches = (most - 2) // 2
    inner = points[1:-1]
    kept = [points[0]]
    for stretch in range(stretches):
        part = inner[stretch * len(inner) // stretches : (stretch + 1) * len(inner) // stretches]
        kept += _extremes(part)
    return [*kept, points[-1]]


def _extremes(part: Points) -> list[Point]:
    """The lowest and the highest point in order of step; a stretch without a value stays a gap."""
    valued = [point for point in part if point[1] is not None]
    if not valued:
        return [part[0]]
    ends = {id(point): point for point in (min(valued, key=_value), max(valued, key=_value))}
    return sorted(ends.values(), key=lambda point: float(point[0]))


def _value(point: Point) -> float:
    return float(point[1])


def band(curves: Sequence[Points]) -> dict[str, Any] | None:
    """Quartiles over the runs at up to `BAND_STEPS` steps, each of the runs that still ran then.

    A run counts from its first step to its last with its newest value so far, and not where that is null:
    `counts` says how many runs a step's quartiles are of. Null without any value.
    """
    grid = _grid(curves)
    columns: list[list[float]] = [[] for _ in grid]
    for points in curves:
        _add(points, grid, columns)
    filled = [(step, sorted(values)) for step, values in zip(grid, columns, strict=True) if values]
    if not filled:
        return None
    lower, median, upper = ([_quantile(values, share) for _, values in filled] for share in _QUARTILES)
    return {
        "steps": [step for step, _ in filled],
        "lower": lower,
        "median": median,
        "upper": upper,
        "counts": [len(values) for _, values in filled],
    }


def _grid(curves: Sequence[Points]) -> list[float]:
    """The steps that occur, or as many evenly chosen ones of them as a band has."""
    steps = sorted({point[0] for points in curves for point in points})
    if len(steps) <= BAND_STEPS:
        return steps
    last = len(steps) - 1
    return [steps[place * last // (BAND_STEPS - 1)] for place in range(BAND_STEPS)]


def _add(points: Points, grid: Sequence[float], columns: list[list[float]]) -> None:
    place, last = 0, len(points) - 1
    for step, values in zip(grid, columns, strict=True):
        if step < points[0][0] or step > points[last][0]:
            continue
        while place < last and points[place + 1][0] <= step:
            place += 1
        value = points[place][1]
        if value is not None:
            values.append(value)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Linear between the two neighbours, as numpy and Excel do by default (Hyndman and Fan's type 7)."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
