"""Is the best run better than another, or only luckier? Tests of differences on the same rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from azuraforge_analysis.held_out import FloatArray
from azuraforge_analysis.intervals import CONFIDENT
from azuraforge_analysis.student_t import two_sided_p, upper_quantile


@dataclass(frozen=True)
class Verdict:
    """A mean difference with its 95 % interval and two-sided p value; NaN where nothing can be said."""

    mean: float
    low: float
    high: float
    p_value: float


def paired_t(differences: FloatArray) -> Verdict:
    """Student's test of paired differences against 0."""
    count = len(differences)
    if count < 2:
        return Verdict(float(differences.mean()), math.nan, math.nan, math.nan)
    return _judge(float(differences.mean()), float(differences.std(ddof=1)) / math.sqrt(count), count - 1)


def diebold_mariano(differences: FloatArray, horizon: int) -> Verdict:
    """The test of Diebold and Mariano (1995), corrected by Harvey, Leybourne and Newbold (1997).

    `differences` are those of the losses in the order of time, of forecasts up to `horizon` steps ahead; the
    long-run variance has horizon - 1 autocovariances. Where that estimate isn't positive they are weighted by
    Bartlett's kernel. NaN where the series is too short for the horizon.
    """
    count, mean = len(differences), float(differences.mean())
    correction = (count + 1 - 2 * horizon + horizon * (horizon - 1) / count) / count
    if count < 2 or horizon >= count or correction <= 0:
        return Verdict(mean, math.nan, math.nan, math.nan)
    centred = differences - mean
    covariances = [
        float(np.dot(centred[lag:], centred[: count - lag])) / count for lag in range(min(horizon, count))
    ]
    variance = covariances[0] + 2 * sum(covariances[1:])
    if variance <= 0:
        weights = [1 - lag / horizon for lag in range(horizon)]
        variance = covariances[0] + 2 * sum(
            weight * one for weight, one in zip(weights[1:], covariances[1:], strict=True)
        )
    return _judge(mean, math.sqrt(max(variance, 0.0) / count / correction), count - 1)


def mcnemar(differences: FloatArray) -> Verdict:
    """McNemar's exact test of differences of zero-one losses: each is -1, 0 or 1."""
    count = len(differences)
    worse, better = int((differences > 0).sum()), int((differences < 0).sum())
    mean = (worse - better) / count
    error = math.sqrt(max(worse + better - (worse - better) ** 2 / count, 0.0)) / count
    p_value = min(1.0, 2 * _binomial_cdf(min(worse, better), worse + better))
    return Verdict(mean, mean - CONFIDENT * error, mean + CONFIDENT * error, p_value)


def holm(p_values: Sequence[float]) -> list[float]:
    """P values corrected for their number by Holm's step-down method (1979); NaN stays and doesn't count."""
    known = sorted((place for place, p in enumerate(p_values) if not math.isnan(p)), key=p_values.__getitem__)
    corrected, largest = [math.nan] * len(p_values), 0.0
    for rank, place in enumerate(known):
        largest = max(largest, min(1.0, (len(known) - rank) * p_values[place]))
        corrected[place] = largest
    return corrected


def _judge(mean: float, error: float, degrees: int) -> Verdict:
    if error == 0:
        return Verdict(mean, mean, mean, 1.0 if mean == 0 else 0.0)
    margin = upper_quantile(degrees) * error
    return Verdict(mean, mean - margin, mean + margin, two_sided_p(mean / error, degrees))


def _binomial_cdf(most: int, count: int) -> float:
    """The probability of at most so many heads in `count` tosses."""
    logs = [
        math.lgamma(count + 1) - math.lgamma(heads + 1) - math.lgamma(count - heads + 1)
        for heads in range(most + 1)
    ]
    return math.fsum(math.exp(one - count * math.log(2)) for one in logs)
