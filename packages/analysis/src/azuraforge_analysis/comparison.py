"""Runs compared by their errors on the rows that all of them held out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from azuraforge_analysis.comparison_schemas import (
    ComparedErrors,
    ErrorComparison,
    Loss,
    PairedTest,
    SharedPoints,
)
from azuraforge_analysis.held_out import FloatArray, HeldOut, IntArray, choose_points, take
from azuraforge_analysis.paired_tests import Verdict, diebold_mariano, holm, mcnemar, paired_t
from azuraforge_analysis.residuals import histogram_edges

FEWEST_ROWS = 8
MOST_POINTS = 2_000
LEVEL = 0.05
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)

_STEPS = 1 << 20


@dataclass(frozen=True)
class ComparableRun:
    """A run of the comparison with its held-out rows."""

    job_id: str
    number: int | None
    name: str
    batch_id: str | None
    held_out: HeldOut


@dataclass(frozen=True)
class Shared:
    """Runs cut down to the rows that all of them held out, and the ids of those that hold out others."""

    runs: list[ComparableRun]
    left_out: list[str]


def share_rows(runs: Sequence[ComparableRun]) -> Shared:
    """Keep the rows all runs have, leaving out runs that share fewer than eight with the others.

    Whoever shares rows with the most other runs sets the rows; a forecast's row is one for each step.
    """
    keys = [np.unique(_keys(run.held_out), return_index=True) for run in runs]

    def partners(place: int) -> int:
        return sum(_common(keys[place][0], other) >= FEWEST_ROWS for other, _ in keys)

    if not runs:
        return Shared([], [])
    lead = max(range(len(runs)), key=partners)
    common, members = keys[lead][0], [lead]
    for place, (own, _) in enumerate(keys):
        both = common if place == lead or np.array_equal(common, own) else np.intersect1d(common, own)
        if place != lead and len(both) >= FEWEST_ROWS:
            common = both
            members.append(place)
    kept = [
        replace(
            runs[place],
            held_out=take(runs[place].held_out, keys[place][1][np.searchsorted(keys[place][0], common)]),
        )
        for place in sorted(members)
    ]
    return Shared(_same_classes(kept), [run.job_id for place, run in enumerate(runs) if place not in members])


def _keys(held_out: HeldOut) -> IntArray:
    return held_out.rows if held_out.steps is None else held_out.rows * _STEPS + held_out.steps.steps


def _common(one: IntArray, other: IntArray) -> int:
    return len(one) if np.array_equal(one, other) else len(np.intersect1d(one, other, assume_unique=True))


def _same_classes(runs: list[ComparableRun]) -> list[ComparableRun]:
    """Let every run's positions mean the same classes: those of the first, then what others add."""
    labels = list(dict.fromkeys(label for run in runs for label in run.held_out.classes or ()))
    position = {label: place for place, label in enumerate(labels)}
    answer = []
    for run in runs:
        held_out = run.held_out
        if held_out.classes is not None:
            translate = np.array([position[label] for label in held_out.classes], dtype=np.float64)
            actual, predicted = (translate[codes] for codes in held_out.codes)
            held_out = replace(
                held_out, classes=tuple(labels), actual=actual, predicted=predicted, probabilities=None
            )
        answer.append(replace(run, held_out=held_out))
    return answer


def compare_errors(
    shared: Shared, target: str, times: FloatArray | None = None, loss: Loss = "absolute_error"
) -> ErrorComparison:
    """The comparison of at least two runs; `missing` is left to the caller.

    `times` are those of all rows of the dataset, which put a forecast's differences in order. `loss` says
    what is compared of numbers, and so which run is the best; classes are right or wrong.
    """
    runs = shared.runs
    first = runs[0].held_out
    losses = [_losses(run.held_out, loss) for run in runs]
    best = int(np.argmin([of_run.mean() for of_run in losses]))
    task: Literal["classification", "forecasting", "regression"] = (
        "classification" if first.classes else "regression" if first.steps is None else "forecasting"
    )
    residuals = [] if first.classes else [run.held_out.residuals for run in runs]
    edges = histogram_edges(np.concatenate(residuals)) if residuals else np.empty(0)
    return ErrorComparison(
        target=target,
        task=task,
        shared_rows=len(first),
        classes=None if first.classes is None else list(first.classes),
        runs=[_errors(run, residuals[place] if residuals else None, edges) for place, run in enumerate(runs)],
        histogram_edges=edges.tolist(),
        best=runs[best].job_id,
        loss="zero_one" if first.classes else loss,
        tests=_tests(runs, losses, best, times),
        points=_points(runs),
        missing=[],
    )


def _losses(held_out: HeldOut, loss: Loss) -> FloatArray:
    squared = held_out.classes is None and loss == "squared_error"
    return held_out.residuals**2 if squared else held_out.losses


def _errors(run: ComparableRun, residuals: FloatArray | None, edges: FloatArray) -> ComparedErrors:
    error = run.held_out.losses.mean()
    fields = {"job_id": run.job_id, "number": run.number, "name": run.name, "batch_id": run.batch_id}
    if residuals is None:
        return ComparedErrors.model_validate(
            {
                **fields,
                "error": error,
                "rmse": None,
                "bias": None,
                "quantiles": {},
                "histogram_counts": [],
            }
        )
    counts, _ = np.histogram(residuals, bins=len(edges) - 1, range=(edges[0], edges[-1]))
    values = np.quantile(residuals, QUANTILES)
    return ComparedErrors.model_validate(
        {
            **fields,
            "error": error,
            "rmse": np.sqrt((residuals**2).mean()),
            "bias": residuals.mean(),
            "quantiles": {str(share): value for share, value in zip(QUANTILES, values, strict=True)},
            "histogram_counts": counts.tolist(),
        }
    )


def _tests(
    runs: list[ComparableRun], losses: list[FloatArray], best: int, times: FloatArray | None
) -> list[PairedTest]:
    others = [place for place in range(len(runs)) if place != best]
    verdicts = [_judge(losses[place] - losses[best], runs[best].held_out, times) for place in others]
    corrected = holm([verdict.p_value for _, verdict in verdicts])
    return [
        PairedTest(
            job_id=runs[place].job_id,
            against=runs[best].job_id,
            mean_difference=verdict.mean,
            low=verdict.low,
            high=verdict.high,
            p_value=p_value,
            p_value_raw=verdict.p_value,
            better_rows=float((losses[best] < losses[place]).mean()),
            verdict="better" if p_value < LEVEL else "noise",
            method=method,
        )
        for place, (method, verdict), p_value in zip(others, verdicts, corrected, strict=True)
    ]


def _judge(
    differences: FloatArray, held_out: HeldOut, times: FloatArray | None
) -> tuple[Literal["paired_t", "diebold_mariano", "mcnemar"], Verdict]:
    if held_out.classes is not None:
        return "mcnemar", mcnemar(differences)
    if held_out.steps is None:
        return "paired_t", paired_t(differences)
    series = _series(differences, held_out.rows, times)
    return "diebold_mariano", diebold_mariano(series, int(held_out.steps.steps.max()))


def _series(differences: FloatArray, rows: IntArray, times: FloatArray | None) -> FloatArray:
    """One difference for each moment, the mean over the steps it was forecast from, in the order of time."""
    found, codes = np.unique(rows, return_inverse=True)
    means: FloatArray = np.bincount(codes, differences) / np.bincount(codes)
    return means if times is None else means[np.argsort(times[found], kind="stable")]


def _points(runs: list[ComparableRun]) -> SharedPoints:
    first = runs[0].held_out
    places = choose_points(len(first), MOST_POINTS)
    return SharedPoints(
        index=first.rows[places].tolist(),
        actual=first.actual[places].tolist(),
        predicted={run.job_id: run.held_out.predicted[places].tolist() for run in runs},
        sampled=len(places) < len(first),
    )
