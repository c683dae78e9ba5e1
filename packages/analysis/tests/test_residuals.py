"""The numbers of a regression against SciPy, NumPy and pandas, on real data."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats


def test_the_summary_is_scipys(diabetes: Any) -> None:
    residuals = diabetes.holdout.actual - diabetes.holdout.predicted
    found = diabetes.analysis.residuals
    assert found.mean == pytest.approx(residuals.mean())
    assert found.std == pytest.approx(np.std(residuals, ddof=1))
    assert found.skew == pytest.approx(stats.skew(residuals))
    assert found.kurtosis == pytest.approx(stats.kurtosis(residuals))
    assert found.mae == pytest.approx(diabetes.metrics["mae"])
    assert found.rmse == pytest.approx(diabetes.metrics["rmse"])
    assert found.quantiles["0.95"] == pytest.approx(np.percentile(residuals, 95))
    assert list(found.quantiles) == ["0.01", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95", "0.99"]


def test_points_are_the_held_out_rows_in_their_order(diabetes: Any) -> None:
    points = diabetes.analysis.actual_vs_predicted
    order = np.argsort(diabetes.holdout.rows)
    assert points.index == diabetes.holdout.rows[order].tolist()
    assert points.actual == diabetes.holdout.actual[order].tolist()
    assert points.predicted == diabetes.holdout.predicted[order].tolist()
    assert not diabetes.analysis.sampled
    assert diabetes.analysis.density is None


def test_the_histogram_is_numpys(diabetes: Any) -> None:
    residuals = diabetes.holdout.actual - diabetes.holdout.predicted
    found = diabetes.analysis.residual_histogram
    counts, edges = np.histogram(residuals, bins=max(len(np.histogram_bin_edges(residuals, "fd")) - 1, 10))
    assert found.counts == counts.tolist()
    assert found.edges == pytest.approx(edges)


def test_quantiles_stand_against_a_normal_distributions(diabetes: Any) -> None:
    residuals = np.sort(diabetes.holdout.actual - diabetes.holdout.predicted)
    found = diabetes.analysis.qq
    ranks = (np.arange(len(residuals)) + 0.5) / len(residuals)
    assert found.theoretical == pytest.approx(stats.norm.ppf(ranks))
    assert found.observed == pytest.approx((residuals - residuals.mean()) / residuals.std(ddof=1))


def test_the_band_holds_the_neighbours(diabetes: Any) -> None:
    order = np.argsort(diabetes.holdout.predicted, kind="stable")
    residuals = (diabetes.holdout.actual - diabetes.holdout.predicted)[order]
    found = diabetes.analysis.residual_vs_predicted
    assert 20 < len(found.predicted) <= 60
    assert found.predicted == sorted(found.predicted)
    assert found.median[0] == pytest.approx(np.median(residuals[:10]))
    assert found.low[-1] == pytest.approx(np.percentile(residuals[-10:], 10))
    assert found.high[-1] == pytest.approx(np.percentile(residuals[-10:], 90))


def test_segments_are_those_of_pandas(diabetes: Any) -> None:
    holdout = diabetes.holdout
    frame = pd.DataFrame({"residual": holdout.actual - holdout.predicted})
    frame["bmi"] = diabetes.data.frame()["bmi"].to_numpy()[holdout.rows]
    edges = np.unique(np.quantile(frame["bmi"], np.linspace(0, 1, 9)))
    bins = pd.cut(frame["bmi"], [*edges[:-1], np.inf], right=False)
    grouped = frame["residual"].groupby(bins, observed=True)
    found = next(one for one in diabetes.analysis.by_feature if one.name == "bmi")
    assert [one.rows for one in found.segments] == grouped.size().tolist()
    assert [one.error for one in found.segments] == pytest.approx(grouped.apply(lambda r: r.abs().mean()))
    assert [one.bias for one in found.segments] == pytest.approx(grouped.mean())
    margins = grouped.apply(lambda r: 1.959963984540054 * r.abs().std() / np.sqrt(len(r)))
    assert [one.error_high - one.error for one in found.segments] == pytest.approx(margins)
    assert [one.low for one in found.segments] == pytest.approx(edges[:-1])
    assert found.segments[-1].high == frame["bmi"].max()
    order = np.argsort(holdout.rows)
    assert found.codes == bins.cat.codes.to_numpy()[order].tolist()


def test_the_target_comes_first_then_the_most_telling(diabetes: Any) -> None:
    names = [one.name for one in diabetes.analysis.by_feature]
    assert names[0] == "progression"
    losses = np.abs(diabetes.holdout.actual - diabetes.holdout.predicted)[np.argsort(diabetes.holdout.rows)]

    def effect(name: str) -> float:
        codes = np.array(next(one.codes for one in diabetes.analysis.by_feature if one.name == name))
        return float(stats.f_oneway(*(losses[codes == code] for code in np.unique(codes))).statistic)

    effects = [effect(name) for name in names[1:]]
    assert effects == sorted(effects, reverse=True)


def test_the_worst_rows_are_those_with_the_largest_residuals(diabetes: Any) -> None:
    residuals = diabetes.holdout.actual - diabetes.holdout.predicted
    worst = diabetes.analysis.worst
    order = np.argsort(-np.abs(residuals))[:20]
    assert [one.row for one in worst] == diabetes.holdout.rows[order].tolist()
    assert worst[0].sigma == pytest.approx(residuals[order[0]] / residuals.std(ddof=1))
    frame = diabetes.data.frame()
    assert worst[0].inputs["bmi"] == frame["bmi"].iloc[worst[0].row]
    assert "progression" not in worst[0].inputs


def test_more_rows_than_points_are_sampled(analysed: Any) -> None:
    random = np.random.default_rng(1)
    actual = random.gamma(2.0, 10.0, 100_000)
    predicted = actual + random.standard_t(4, len(actual))
    frame = pd.DataFrame({"x": random.normal(size=len(actual)), "g": random.choice(list("abc"), len(actual))})
    types = {"x": "number", "g": "category"}
    found = analysed(actual, predicted, frame, types)
    again = analysed(actual, predicted, frame, types)
    points = found.actual_vs_predicted
    assert (found.sampled, found.point_count, found.row_count) == (True, 5_000, 100_000)
    assert points.index == again.actual_vs_predicted.index == sorted(set(points.index))
    assert points.actual == actual[points.index].tolist()
    assert all(len(one.codes) == 5_000 for one in found.by_feature)
    assert sum(one.rows for one in found.by_feature[1].segments) == 100_000
    assert found.residuals.mae == pytest.approx(np.abs(actual - predicted).mean())
    expected, across, along = np.histogram2d(actual, predicted, bins=60)
    assert np.abs(np.array(found.density.counts) - expected).sum() <= 4  # rows at an edge, by rounding
    assert found.density.actual_edges == pytest.approx(across)
    assert found.density.predicted_edges == pytest.approx(along)
    assert (len(found.qq.observed), sum(found.residual_histogram.counts)) == (200, 100_000)
    assert found.qq.observed[0] == pytest.approx(
        ((actual - predicted).min() - (actual - predicted).mean()) / (actual - predicted).std(ddof=1)
    )
