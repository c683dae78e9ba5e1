"""What is said of errors made up to be wrong in one way, and that nothing is said of noise."""

from typing import Any

import numpy as np
import pandas as pd
import pytest


def told(analysis: Any) -> dict[str, dict[str, Any]]:
    assert len(analysis.headline) <= 3
    return {one.code: one.values for one in analysis.headline}


def test_of_noise_nothing_is_said(analysed: Any) -> None:
    for seed in range(40):
        random = np.random.default_rng(seed)
        predicted = random.normal(100, 50, 400)
        frame = pd.DataFrame({f"x{number}": random.normal(size=400) for number in range(20)})
        frame["group"] = random.choice(list("abcdefgh"), 400)
        types = dict.fromkeys(frame.columns, "number") | {"group": "category"}
        found = told(analysed(predicted + random.normal(0, 1, 400), predicted, frame, types))
        assert set(found) == {"no_pattern", "unbiased"}, seed


def test_ends_that_are_missed_in_one_direction(analysed: Any) -> None:
    random = np.random.default_rng(1)
    actual = random.normal(100, 20, 500)
    found = told(analysed(actual, 100 + 0.3 * (actual - 100) + random.normal(0, 5, 500)))
    high, low = found["under_predicts_above"], found["over_predicts_below"]
    residuals = actual - (100 + 0.3 * (actual - 100))
    assert high["of"] == (actual >= high["from"]).sum()
    assert low["of"] == (actual < low["to"]).sum()
    assert high["rows"] == pytest.approx((residuals[actual >= high["from"]] > 0).sum(), abs=5)
    far = told(analysed(actual, 100 + 2 * (actual - 100) + random.normal(0, 5, 500)))
    assert {"over_predicts_above", "under_predicts_below"} <= set(far)


def test_a_bias_is_told_once(analysed: Any) -> None:
    random = np.random.default_rng(2)
    predicted = random.normal(0, 100, 300)
    residuals = random.normal(1, 1, 300)
    found = told(analysed(predicted + residuals, predicted))
    assert found["biased"] == {
        "mean": pytest.approx(residuals.mean()),
        "std": pytest.approx(residuals.std(ddof=1)),
    }
    assert "unbiased" not in found


def test_a_group_that_is_worse_is_found(analysed: Any) -> None:
    random = np.random.default_rng(3)
    group = random.choice(["north", "south", "east", "west"], 800)
    predicted = random.normal(0, 100, 800)
    residuals = random.normal(0, np.where(group == "east", 4.0, 1.0))
    found = told(analysed(predicted + residuals, predicted, pd.DataFrame({"g": group}), {"g": "category"}))
    worse = found["segment_worse"]
    assert (worse["column"], worse["kind"], worse["label"]) == ("g", "category", "east")
    assert worse["rows"] == (group == "east").sum()
    assert worse["error"] == pytest.approx(np.abs(residuals[group == "east"]).mean())
    assert worse["ratio"] == pytest.approx(worse["error"] / np.abs(residuals).mean())


def test_tails_and_skew(analysed: Any) -> None:
    random = np.random.default_rng(4)
    predicted = random.normal(0, 100, 1_000)
    both = told(analysed(predicted + random.standard_t(2, 1_000), predicted))
    assert both["heavy_tails"] == {"side": "both"}
    upper = told(analysed(predicted + random.exponential(1.0, 1_000) - 1.0, predicted))
    assert upper["heavy_tails"] == {"side": "upper"}
    assert upper["skewed"]["skew"] > 1
    lower = told(analysed(predicted - random.exponential(1.0, 1_000) + 1.0, predicted))
    assert lower["heavy_tails"] == {"side": "lower"}
