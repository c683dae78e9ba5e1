"""Rules that turn statistics into the few sentences worth saying, in the order of this file.

A rule speaks only where chance is an unlikely cause (about one in a thousand, or as `SURE` says) and where
the effect is large enough to matter to somebody who reads it.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from azuraforge_analysis.classes import confidences
from azuraforge_analysis.held_out import FloatArray, HeldOut, IntArray
from azuraforge_analysis.schemas import Coverage, Headline, HeadlineCode, ResidualSummary
from azuraforge_analysis.segments import Groups, Tally

MOST_HEADLINES = 3
SURE = 3.3
"""Standard errors: the 99.95 % quantile of a normal distribution."""

_FEWEST_ROWS = 10
_FEWEST_FOR_SHAPE = 50
_FEWEST_IN_SEGMENT = 8
_MAD_TO_STD = 1.482602218505602

Judged = tuple[Groups, Tally]


def number_headlines(
    held_out: HeldOut,
    summary: ResidualSummary,
    target: Judged,
    features: Sequence[Judged],
    covered: Coverage | None = None,
) -> list[Headline]:
    """What to say of a regression or a forecast."""
    residuals = held_out.residuals
    found = [
        *_intervals(covered),
        *_bias(summary, len(residuals)),
        *_ends(target, residuals, summary.std or 0.0),
        *_horizon(held_out),
        *_worse_segment(features),
        *_tails(residuals),
        *_skew(summary, len(residuals)),
    ]
    if not found:
        found = [_say("no_pattern")]
    if len(residuals) >= _FEWEST_ROWS and not any(one.code == "biased" for one in found):
        found.append(_say("unbiased"))
    return found[:MOST_HEADLINES]


def class_headlines(held_out: HeldOut, table: IntArray, features: Sequence[Judged]) -> list[Headline]:
    """What to say of a classification."""
    found = [*_confuses(held_out, table), *_overconfident(held_out), *_worse_segment(features)]
    return (found or [_say("no_pattern")])[:MOST_HEADLINES]


def _say(code: HeadlineCode, **values: float | str | None) -> Headline:
    return Headline(code=code, values=values)


def _intervals(covered: Coverage | None) -> list[Headline]:
    if covered is None or covered.target is None or covered.actual is None or covered.rows < _FEWEST_ROWS:
        return []
    off = covered.actual - covered.target
    error = math.sqrt(covered.target * (1 - covered.target) / covered.rows)
    if abs(off) < 0.03 or abs(off) < SURE * error:
        return []
    code: HeadlineCode = "intervals_too_narrow" if off < 0 else "intervals_too_wide"
    return [_say(code, actual=covered.actual, target=covered.target)]


def _bias(summary: ResidualSummary, rows: int) -> list[Headline]:
    mean, std = summary.mean, summary.std
    if rows < _FEWEST_ROWS or mean is None or std is None or math.isnan(std):
        return []
    if abs(mean) < 0.2 * std or abs(mean) < SURE * std / math.sqrt(rows):
        return []
    return [_say("biased", mean=mean, std=std)]


def _ends(target: Judged, residuals: FloatArray, std: float) -> list[Headline]:
    """Whether the highest or the lowest true values are missed in one direction.

    Any model does so a little: what it can't explain stays nearer to the mean. So a bias counts from half the
    residuals' standard deviation on.
    """
    groups, tally = target
    if groups.kind != "range" or len(groups.ends) < 3 or not std > 0:
        return []
    signs = [_direction(tally, position, std) for position in range(len(groups.ends))]
    return _end(groups, residuals, signs, upper=True) + _end(groups, residuals, signs, upper=False)


def _direction(tally: Tally, position: int, std: float) -> int:
    rows = int(tally.rows[position])
    if rows < _FEWEST_IN_SEGMENT:
        return 0
    bias = float(tally.residuals[position]) / rows
    # The residual's squares are the losses'.
    variance = max(float(tally.squares[position]) / rows - bias * bias, 0.0) * rows / (rows - 1)
    if abs(bias) < 0.5 * std or abs(bias) < SURE * math.sqrt(variance / rows):
        return 0
    return 1 if bias > 0 else -1


def _end(groups: Groups, residuals: FloatArray, signs: list[int], *, upper: bool) -> list[Headline]:
    order = range(len(signs) - 1, -1, -1) if upper else range(len(signs))
    sign = signs[order[0]]
    if not sign:
        return []
    last = order[0]
    for position in order:
        if signs[position] != sign:
            break
        last = position
    inside = groups.codes >= last if upper else (groups.codes <= last) & (groups.codes >= 0)
    missed = int((residuals[inside] * sign > 0).sum())
    _, low, high = groups.ends[last]
    of = int(inside.sum())
    if upper:
        code: HeadlineCode = "under_predicts_above" if sign > 0 else "over_predicts_above"
        return [_say(code, **{"from": low}, rows=missed, of=of)]
    code = "under_predicts_below" if sign > 0 else "over_predicts_below"
    return [_say(code, to=high, rows=missed, of=of)]


def _horizon(held_out: HeldOut) -> list[Headline]:
    """Whether the last quarter of the steps ahead is missed by more than the first."""
    if held_out.steps is None:
        return []
    steps, losses = held_out.steps.steps, held_out.losses
    first, last = int(steps.min()), int(steps.max())
    quarter = (last - first + 1) / 4
    near, far = losses[steps < first + quarter], losses[steps > last - quarter]
    if last == first or min(len(near), len(far)) < _FEWEST_IN_SEGMENT:
        return []
    error = math.sqrt(near.var(ddof=1) / len(near) + far.var(ddof=1) / len(far))
    before, after = float(near.mean()), float(far.mean())
    if after < 1.5 * before or after - before < SURE * error:
        return []
    return [_say("horizon_grows", first=before, last=after)]


def _worse_segment(features: Sequence[Judged]) -> list[Headline]:
    """The segment that is worst against the rest, by a test that allows for how many there are."""
    tried = sum(len(groups.ends) for groups, _ in features)
    if not tried:
        return []
    critical = max(NormalDist().inv_cdf(1 - 0.0005 / tried), SURE)
    best: tuple[float, Headline] | None = None
    for groups, tally in features:
        for position, (label, low, high) in enumerate(groups.ends):
            if groups.kind == "category" and label is None:
                continue  # "the others" have nothing in common
            z, error, overall = _against_rest(tally, position)
            if z < critical or error < 1.3 * overall or (best is not None and z <= best[0]):
                continue
            headline = _say(
                "segment_worse",
                column=groups.name,
                kind=groups.kind,
                label=label,
                low=low,
                high=high,
                error=error,
                overall=overall,
                ratio=error / overall,
                rows=int(tally.rows[position]),
            )
            best = (z, headline)
    return [] if best is None else [best[1]]


def _against_rest(tally: Tally, position: int) -> tuple[float, float, float]:
    """Standard errors between the segment's error and the rest's, its error, and the error of all rows."""
    rows, losses, squares = tally.rows[position], tally.losses[position], tally.squares[position]
    all_rows, all_losses, all_squares = tally.rows.sum(), tally.losses.sum(), tally.squares.sum()
    others = all_rows - rows
    if rows < _FEWEST_IN_SEGMENT or others < _FEWEST_IN_SEGMENT:
        return 0.0, 0.0, 0.0
    error, rest = losses / rows, (all_losses - losses) / others
    variance = (squares / rows - error**2) / rows + ((all_squares - squares) / others - rest**2) / others
    z = (error - rest) / math.sqrt(variance) if variance > 0 else 0.0
    return float(z), float(error), float(all_losses / all_rows)


def _tails(residuals: FloatArray) -> list[Headline]:
    count = len(residuals)
    if count < _FEWEST_FOR_SHAPE:
        return []
    median = np.median(residuals)
    spread = _MAD_TO_STD * float(np.median(np.abs(residuals - median)))
    if not spread:
        return []
    lower = int((residuals < median - 3 * spread).sum())
    upper = int((residuals > median + 3 * spread).sum())
    # A normal distribution has 0.27 % of its values there.
    if lower + upper < max(5, 0.015 * count):
        return []
    side = "lower" if lower > 3 * upper else "upper" if upper > 3 * lower else "both"
    return [_say("heavy_tails", side=side)]


def _skew(summary: ResidualSummary, rows: int) -> list[Headline]:
    skew = summary.skew
    if rows < _FEWEST_FOR_SHAPE or skew is None or math.isnan(skew):
        return []
    return [_say("skewed", skew=skew)] if abs(skew) > max(1.0, SURE * math.sqrt(6 / rows)) else []


def _confuses(held_out: HeldOut, table: IntArray) -> list[Headline]:
    classes = held_out.classes or ()
    wrong = table.copy()
    np.fill_diagonal(wrong, 0)
    actual, predicted = np.unravel_index(int(wrong.argmax()), wrong.shape) if wrong.size else (0, 0)
    if not wrong.size:
        return []
    rows, of = int(wrong[actual, predicted]), int(table[actual].sum())
    if rows < 5 or rows < 0.15 * of:
        return []
    return [_say("confuses", actual=classes[actual], predicted=classes[predicted], rows=rows, of=of)]


def _overconfident(held_out: HeldOut) -> list[Headline]:
    said = confidences(held_out)
    if len(said) < _FEWEST_FOR_SHAPE or np.isnan(said).any():
        return []
    predicted, observed = float(said.mean()), 1.0 - float(held_out.losses.mean())
    error = math.sqrt(max(predicted * (1 - predicted), 1e-12) / len(said))
    if predicted - observed < max(0.05, SURE * error):
        return []
    return [_say("overconfident", predicted=predicted, observed=observed)]
