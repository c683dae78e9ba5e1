"""Runs on shared rows: real regressions, and made-up forecasts and classes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from azuraforge_analysis.comparison import ComparableRun, compare_errors, share_rows
from azuraforge_analysis.held_out import HeldOut, Steps, read_held_out
from azuraforge_pipelines.holdouts import holdout_table
from scipy import stats


def run(job_id: str, held_out: HeldOut) -> ComparableRun:
    return ComparableRun(job_id, None, job_id, None, held_out)


def numbers(rows: Any, errors: Any) -> HeldOut:
    actual = 10.0 * np.asarray(rows)
    return HeldOut(np.asarray(rows), actual, actual - errors)


def test_real_regressions(train: Callable[..., Any]) -> None:
    trained = {name: train(name, "diabetes") for name in ("linear", "random-forest", "gradient-boosting")}
    runs = [run(name, read_held_out(holdout_table(one.holdout))) for name, one in trained.items()]
    shared = share_rows(runs)
    found = compare_errors(shared, "progression")
    assert found.shared_rows == len(trained["linear"].holdout.rows)
    for one in found.runs:
        assert one.error == pytest.approx(trained[one.job_id].metrics["mae"])
        assert one.rmse == pytest.approx(trained[one.job_id].metrics["rmse"])
        assert sum(one.histogram_counts) == found.shared_rows
    best = min(trained, key=lambda name: trained[name].metrics["mae"])
    assert found.best == best
    for test in found.tests:
        losses = {
            name: np.abs(trained[name].holdout.actual - trained[name].holdout.predicted)
            for name in (test.job_id, best)
        }
        expected = stats.ttest_rel(losses[test.job_id], losses[best])
        assert test.p_value_raw == pytest.approx(expected.pvalue)
        assert test.better_rows == pytest.approx((losses[best] < losses[test.job_id]).mean())
        assert test.method == "paired_t"
    assert set(found.points.predicted) == set(trained)


def test_the_best_by_squared_errors_may_be_another() -> None:
    random = np.random.default_rng(3)
    rows = np.arange(400)
    steady = random.choice([-1.0, 1.0], size=400)
    # Closer on most rows, and far off on a few.
    wild = np.where(rows % 40 == 0, 12.0, 0.4 * random.normal(size=400))
    shared = share_rows([run("steady", numbers(rows, steady)), run("wild", numbers(rows, wild))])
    assert compare_errors(shared, "y").best == "wild"
    found = compare_errors(shared, "y", loss="squared_error")
    assert (found.best, found.loss) == ("steady", "squared_error")
    assert found.runs[0].error == pytest.approx(1.0)
    [test] = found.tests
    expected = stats.ttest_rel(wild**2, steady**2)
    assert test.mean_difference == pytest.approx((wild**2 - steady**2).mean())
    assert test.p_value_raw == pytest.approx(expected.pvalue)
    assert (test.low, test.high) == pytest.approx(tuple(expected.confidence_interval(0.95)))
    assert test.better_rows == pytest.approx((steady**2 < wild**2).mean())


def test_only_shared_rows_count() -> None:
    random = np.random.default_rng(1)
    errors = random.normal(size=60)
    one = run("one", numbers(np.arange(60), errors))
    other = run("other", numbers(np.arange(59, 19, -1), np.full(40, 5.0)))
    far = run("far", numbers(np.arange(53, 100), random.normal(size=47)))
    shared = share_rows([far, one, other])
    assert shared.left_out == ["far"]
    found = compare_errors(shared, "y")
    assert (found.shared_rows, found.points.index) == (40, list(range(20, 60)))
    assert found.runs[0].error == pytest.approx(np.abs(errors[20:]).mean())
    [test] = found.tests
    assert (found.best, test.job_id, test.verdict) == ("one", "other", "better")
    assert share_rows([one, run("few", numbers(np.arange(55, 70), np.ones(15)))]).left_out == ["few"]


def forecast(errors: Any, rows: Any) -> HeldOut:
    actual = np.asarray(rows, dtype=np.float64)
    steps = np.tile(np.arange(1, 5), len(actual) // 4)
    bounds = np.zeros(len(actual))
    return HeldOut(
        np.asarray(rows), actual, actual - errors, steps=Steps(rows - steps, steps, bounds, bounds)
    )


def test_forecasts_are_judged_in_the_order_of_time() -> None:
    random = np.random.default_rng(4)
    rows = random.permutation(48)
    times = np.argsort(random.random(48)).astype(np.float64)
    trend = times[rows] / 48
    good, bad = forecast(random.normal(0, 0.1, 48), rows), forecast(random.normal(0, 0.1, 48) + trend, rows)
    found = compare_errors(share_rows([run("good", good), run("bad", bad)]), "y", times)
    [test] = found.tests
    assert (found.task, found.best, test.method) == ("forecasting", "good", "diebold_mariano")
    d = (bad.losses - good.losses)[np.argsort(times[rows])]
    gamma = [((d[lag:] - d.mean()) * (d[: 48 - lag] - d.mean())).mean() * (48 - lag) / 48 for lag in range(4)]
    error = np.sqrt((gamma[0] + 2 * sum(gamma[1:])) / 48) / np.sqrt((48 + 1 - 8 + 4 * 3 / 48) / 48)
    assert test.p_value == pytest.approx(2 * stats.t.sf(d.mean() / error, 47))
    assert test.low == pytest.approx(d.mean() - stats.t.ppf(0.975, 47) * error)


def test_classes_mean_the_same_in_every_run() -> None:
    actual = np.array([0, 1, 2] * 10, dtype=np.float64)
    rows = np.arange(30)
    one = HeldOut(rows, actual, actual, ("a", "b", "c"))
    translate = np.array([2, 0, 1], dtype=np.float64)
    wrong = np.where(rows < 12, (actual + 1) % 3, actual).astype(np.int64)
    other = HeldOut(rows, translate[actual.astype(int)], translate[wrong], ("b", "c", "a"))
    found = compare_errors(share_rows([run("one", one), run("other", other)]), "y")
    assert found.classes == ["a", "b", "c"]
    assert [each.error for each in found.runs] == [0.0, pytest.approx(0.4)]
    assert found.points.actual == actual.tolist()
    assert found.points.predicted["other"] == wrong.tolist()
    [test] = found.tests
    assert (test.method, test.p_value, test.better_rows) == ("mcnemar", pytest.approx(2 * 0.5**12), 0.4)


def test_many_rows_are_sampled() -> None:
    random = np.random.default_rng(6)
    runs = [run(name, numbers(np.arange(3_000), random.normal(size=3_000))) for name in ("one", "other")]
    found = compare_errors(share_rows(runs), "y")
    assert found.points.sampled
    assert len(found.points.index) == 2_000
    assert found.tests[0].verdict == "noise"
