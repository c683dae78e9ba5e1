"""The tests against SciPy, statsmodels and the textbook's formulas written down another way."""

from typing import Any

import numpy as np
import pytest
from azuraforge_analysis.paired_tests import diebold_mariano, holm, mcnemar, paired_t
from azuraforge_analysis.student_t import two_sided_p, upper_quantile
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests


@pytest.mark.parametrize("degrees", [1, 2, 7, 50, 3_000, 100_000])
def test_student_is_scipys(degrees: int) -> None:
    for t in (0.0, 1e-4, 0.3, 1.0, 1.9, 4.0, 9.0, -2.5):
        expected = 2 * stats.t.sf(abs(t), degrees)
        assert two_sided_p(t, degrees) == pytest.approx(expected, rel=1e-8)
    assert upper_quantile(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-9)
    assert upper_quantile(degrees, 0.001) == pytest.approx(stats.t.ppf(0.9995, degrees), rel=1e-9)


def test_the_paired_t_is_scipys() -> None:
    differences = np.random.default_rng(1).normal(0.3, 1.0, 60)
    expected = stats.ttest_1samp(differences, 0.0)
    found = paired_t(differences)
    assert found.p_value == pytest.approx(expected.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval(0.95)))


def test_equal_losses_are_no_difference() -> None:
    assert paired_t(np.zeros(10)).p_value == 1.0
    assert mcnemar(np.zeros(10)).p_value == 1.0
    assert paired_t(np.ones(10)).p_value == 0.0


def series(count: int) -> Any:
    noise = np.random.default_rng(count).normal(0.4, 1.0, count + 3)
    return noise[3:] + 0.6 * noise[2:-1] + 0.3 * noise[1:-2]


@pytest.mark.parametrize("horizon", [1, 3, 6])
def test_diebold_mariano_by_its_formula(horizon: int) -> None:
    d = series(80)
    count, mean = len(d), d.mean()
    gamma = [((d[lag:] - mean) * (d[: count - lag] - mean)).sum() / count for lag in range(horizon)]
    statistic = mean / np.sqrt((gamma[0] + 2 * sum(gamma[1:])) / count)
    factor = np.sqrt((count + 1 - 2 * horizon + horizon * (horizon - 1) / count) / count)
    expected = 2 * stats.t.sf(abs(factor * statistic), count - 1)
    assert diebold_mariano(d, horizon).p_value == pytest.approx(expected)


def test_one_step_ahead_diebold_mariano_is_nearly_the_paired_t() -> None:
    d = series(40)
    assert diebold_mariano(d, 1).p_value == pytest.approx(paired_t(d).p_value)


def test_a_variance_that_is_not_positive_is_weighted() -> None:
    found = diebold_mariano(np.tile([1.0, -1.0], 10) + 0.1, 2)
    assert 0 < found.p_value <= 1


def test_too_short_a_series_says_nothing() -> None:
    assert np.isnan(diebold_mariano(series(12), 12).p_value)
    assert np.isnan(diebold_mariano(series(20), 14).p_value) == (20 + 1 - 28 + 14 * 13 / 20 <= 0)


@pytest.mark.parametrize(("worse", "better"), [(9, 2), (5, 5), (0, 4), (300, 340), (20_000, 20_500)])
def test_mcnemar_is_statsmodels(worse: int, better: int) -> None:
    differences = np.concatenate([np.ones(worse), -np.ones(better), np.zeros(50)])
    expected = statsmodels_mcnemar([[50, worse], [better, 0]], exact=True)
    assert mcnemar(differences).p_value == pytest.approx(expected.pvalue, rel=1e-6)


def test_holm_is_statsmodels() -> None:
    raw = [0.01, 0.04, 0.03, 0.2, 0.0001]
    assert holm(raw) == pytest.approx(multipletests(raw, method="holm")[1])
    assert holm([0.02, float("nan"), 0.03]) == pytest.approx([0.04, float("nan"), 0.04], nan_ok=True)
