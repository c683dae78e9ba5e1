"""Residuals in numbers and in the shapes that show how they are distributed."""

from statistics import NormalDist

import numpy as np

from azuraforge_analysis.held_out import FloatArray, HeldOut, IntArray
from azuraforge_analysis.schemas import NormalQuantiles, PointDensity, ResidualBand, ResidualHistogram
from azuraforge_analysis.schemas import ResidualSummary as Summary

QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
FEWEST_BINS, MOST_BINS = 10, 60
MOST_QUANTILES = 200
MOST_PLACES = 60
DENSITY_BINS = 60

_NEIGHBOURS_SHARE = 20
_FEWEST_NEIGHBOURS = 10
_NORMAL = NormalDist()


def summarise(residuals: FloatArray) -> Summary:
    """Moments and quantiles; what is not defined of so few or of constant residuals is NaN."""
    count = len(residuals)
    mean = float(residuals.mean()) if count else np.nan
    centred = residuals - mean
    squares = centred * centred
    variance = float(squares.mean()) if count else np.nan
    # Rounding leaves constants a trace of a variance, of which no shape can be told.
    spread = variance > (1e-12 * max(abs(mean), 1e-300)) ** 2
    skew = float((squares * centred).mean()) / variance**1.5 if spread else np.nan
    kurtosis = float((squares * squares).mean()) / variance**2 - 3.0 if spread else np.nan
    quantiles = np.quantile(residuals, QUANTILES) if count else np.full(len(QUANTILES), np.nan)
    return Summary(
        mean=mean,
        std=float(np.sqrt(squares.sum() / (count - 1))) if count > 1 else np.nan,
        skew=skew,
        kurtosis=kurtosis,
        quantiles={str(share): float(value) for share, value in zip(QUANTILES, quantiles, strict=True)},
        mae=float(np.abs(residuals).mean()) if count else np.nan,
        rmse=float(np.sqrt(np.dot(residuals, residuals) / count)) if count else np.nan,
    )


def histogram_edges(values: FloatArray) -> FloatArray:
    """10 to 60 equal bins by the rule of Freedman and Diaconis: their width is 2 IQR / n^(1/3)."""
    if not len(values):
        return np.linspace(-0.5, 0.5, FEWEST_BINS + 1)
    low, high = float(values.min()), float(values.max())
    first, third = np.quantile(values, [0.25, 0.75])
    width = 2.0 * float(third - first) / len(values) ** (1 / 3)
    bins = FEWEST_BINS if width <= 0 else int(min(np.ceil((high - low) / width), MOST_BINS))
    edges = np.linspace(low, high, max(bins, FEWEST_BINS) + 1)
    if (np.diff(edges) > 0).all():
        return edges
    margin = max(abs(low), 1.0) / 2
    return np.linspace(low - margin, high + margin, FEWEST_BINS + 1)


def histogram(residuals: FloatArray) -> ResidualHistogram:
    """See `ResidualHistogram`."""
    edges = histogram_edges(residuals)
    counts, _ = np.histogram(residuals, bins=len(edges) - 1, range=(edges[0], edges[-1]))
    return ResidualHistogram(edges=edges.tolist(), counts=counts.tolist())


def band(held_out: HeldOut) -> ResidualBand:
    """Median and 10-90 % band of the neighbours by prediction, at up to 60 evenly spaced ranks."""
    order = np.argsort(held_out.predicted, kind="stable")
    predicted, residuals = held_out.predicted[order], held_out.residuals[order]
    count = len(order)
    width = min(count, max(_FEWEST_NEIGHBOURS, -(-count // _NEIGHBOURS_SHARE)))
    starts = np.unique(np.linspace(0, count - width, min(MOST_PLACES, count)).astype(np.int64))
    windows = np.lib.stride_tricks.sliding_window_view(residuals, width)[starts]
    low, median, high = np.quantile(windows, [0.1, 0.5, 0.9], axis=1)
    centres = (predicted[starts + (width - 1) // 2] + predicted[starts + width // 2]) / 2
    return ResidualBand(
        predicted=centres.tolist(), median=median.tolist(), low=low.tolist(), high=high.tolist()
    )


def normal_quantiles(residuals: FloatArray) -> NormalQuantiles:
    """Order statistics against a normal distribution's quantiles at (rank - 1/2) / n (Hazen)."""
    count = len(residuals)
    deviation = float(residuals.std(ddof=1)) if count > 1 else 0.0
    if not deviation:
        return NormalQuantiles(theoretical=[], observed=[])
    ranks = np.unique(np.linspace(0, count - 1, min(count, MOST_QUANTILES)).round().astype(np.int64))
    observed = (np.sort(residuals)[ranks] - residuals.mean()) / deviation
    theoretical = [_NORMAL.inv_cdf((rank + 0.5) / count) for rank in ranks.tolist()]
    return NormalQuantiles(theoretical=theoretical, observed=observed.tolist())


def density(held_out: HeldOut) -> PointDensity:
    """How many rows lie in each of 60 x 60 cells."""
    across, actual_edges = _cells(held_out.actual)
    along, predicted_edges = _cells(held_out.predicted)
    flat = np.bincount(across * DENSITY_BINS + along, minlength=DENSITY_BINS**2)
    return PointDensity(
        actual_edges=actual_edges.tolist(),
        predicted_edges=predicted_edges.tolist(),
        counts=flat.reshape(DENSITY_BINS, DENSITY_BINS).tolist(),
    )


def _cells(values: FloatArray) -> tuple[IntArray, FloatArray]:
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - max(abs(low), 1.0) / 2, high + max(abs(high), 1.0) / 2
    places = ((values - low) * (DENSITY_BINS / (high - low))).astype(np.int64)
    return np.minimum(places, DENSITY_BINS - 1), np.linspace(low, high, DENSITY_BINS + 1)
