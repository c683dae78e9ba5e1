"""The rows on which the model is most wrong, and what sets them apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import pyarrow as pa

from azuraforge_analysis.columns import CategoryColumn, Column, NumberColumn
from azuraforge_analysis.held_out import FloatArray, HeldOut, IntArray
from azuraforge_analysis.schemas import DifferingInput, WorstClassRow, WorstRow

MOST_WORST = 20
MOST_DIFFERING = 3
LONGEST_TEXT = 500

_UNUSUAL_Z = 2.0
_RARE_SHARE = 0.05
_COMMON_TIMES = 4
_MAD_TO_STD = 1.482602218505602
_NORMAL = NormalDist()


@dataclass(frozen=True)
class _Unusual:
    surprise: float
    """How rare such a value is, in bits: what numbers and categories can be compared by."""
    differing: DifferingInput


def worst_rows(held_out: HeldOut, columns: Sequence[Column], inputs: pa.Table) -> list[WorstRow]:
    """Up to 20 rows with the largest residuals; the first of equal ones by their row."""
    residuals = held_out.residuals
    places = _largest(np.abs(residuals))
    deviation = float(residuals.std(ddof=1)) if len(residuals) > 1 else 0.0
    facts = _describe(places, columns, inputs, held_out)
    return [
        WorstRow(
            row=int(held_out.rows[place]),
            actual=float(held_out.actual[place]),
            predicted=float(held_out.predicted[place]),
            residual=float(residuals[place]),
            sigma=float(residuals[place]) / deviation if deviation else None,
            inputs=row_inputs,
            differs=differs,
        )
        for place, (row_inputs, differs) in zip(places, facts, strict=True)
    ]


def worst_class_rows(held_out: HeldOut, columns: Sequence[Column], inputs: pa.Table) -> list[WorstClassRow]:
    """Up to 20 rows whose true class has the least probability; without any, rows that are wrong."""
    classes = held_out.classes or ()
    actual, predicted = held_out.codes
    probability = None
    if held_out.probabilities is not None:
        probability = held_out.probabilities[np.arange(len(actual)), actual]
        places = _largest(1.0 - probability)
    else:
        places = np.flatnonzero(actual != predicted)[:MOST_WORST]
    facts = _describe(places, columns, inputs, held_out)
    return [
        WorstClassRow(
            row=int(held_out.rows[place]),
            actual=classes[actual[place]],
            predicted=classes[predicted[place]],
            probability=None if probability is None else float(probability[place]),
            inputs=row_inputs,
            differs=differs,
        )
        for place, (row_inputs, differs) in zip(places, facts, strict=True)
    ]


def _largest(values: FloatArray) -> IntArray:
    if len(values) > MOST_WORST:
        least = np.partition(values, len(values) - MOST_WORST)[len(values) - MOST_WORST]
        candidates = np.flatnonzero(values >= least)
    else:
        candidates = np.arange(len(values))
    return candidates[np.argsort(-values[candidates], kind="stable")][:MOST_WORST]


def _describe(
    places: IntArray, columns: Sequence[Column], inputs: pa.Table, held_out: HeldOut
) -> list[tuple[dict[str, Any], list[DifferingInput]]]:
    """Of each place the inputs and what is unusual about them."""
    shown = _inputs(inputs, [column.name for column in columns], held_out.rows[places])
    unusual: list[list[_Unusual]] = [[] for _ in places]
    for column in columns:
        found = None
        if isinstance(column, NumberColumn):
            found = _unusual_numbers(column, places)
        elif isinstance(column, CategoryColumn):
            found = _unusual_categories(column, places)
        for of_row, one in zip(unusual, found or (), strict=False):
            if one is not None:
                of_row.append(one)
    ranked = [
        [one.differing for one in sorted(of_row, key=lambda one: -one.surprise)[:MOST_DIFFERING]]
        for of_row in unusual
    ]
    return list(zip(shown, ranked, strict=True))


def _inputs(inputs: pa.Table, names: Sequence[str], rows: IntArray) -> list[dict[str, Any]]:
    """The cells of these rows, long texts cut."""
    shown: list[dict[str, Any]] = [{} for _ in rows]
    places = pa.array(rows)
    for name in names:
        for row_inputs, value in zip(shown, inputs.column(name).take(places).to_pylist(), strict=True):
            is_long = isinstance(value, str) and len(value) > LONGEST_TEXT
            row_inputs[name] = value[:LONGEST_TEXT] + "…" if is_long else value
    return shown


def _unusual_numbers(column: NumberColumn, places: IntArray) -> list[_Unusual | None] | None:
    known = column.values[~np.isnan(column.values)]
    if len(known) < 2:
        return None
    median = float(np.median(known))
    spread = _MAD_TO_STD * float(np.median(np.abs(known - median))) or float(known.std(ddof=1))
    if not spread:
        return None
    found: list[_Unusual | None] = []
    for value in column.values[places].tolist():
        z = abs(value - median) / spread
        if math.isnan(z) or z < _UNUSUAL_Z:
            found.append(None)
            continue
        differing = DifferingInput(name=column.name, value=value, typical=median, score=z)
        found.append(_Unusual(-math.log2(max(2 * _NORMAL.cdf(-z), 5e-324)), differing))
    return found


def _unusual_categories(column: CategoryColumn, places: IntArray) -> list[_Unusual | None] | None:
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.labels))
    total = int(counts.sum())
    if not total:
        return None
    typical = int(counts.argmax())
    found: list[_Unusual | None] = []
    for code in column.codes[places].tolist():
        share = counts[code] / total if code >= 0 else 1.0
        # Where every value is rare, as in free text, none is unusual.
        if share >= _RARE_SHARE or counts[typical] < _COMMON_TIMES * counts[code] or counts[typical] < 2:
            found.append(None)
            continue
        surprise = -math.log2(share)
        label, usual = column.labels[code], column.labels[typical]
        differing = DifferingInput(name=column.name, value=label, typical=usual, score=surprise)
        found.append(_Unusual(surprise, differing))
    return found
