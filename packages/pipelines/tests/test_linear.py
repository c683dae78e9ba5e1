"""The linear pipeline against plain scikit-learn on real data."""

from typing import get_args

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.builtin.linear import Linear
from azuraforge_pipelines.builtin.linear_config import LinearConfig, Penalty
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, frame_data, sample_data
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet, Lasso, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

PIPELINE = Linear()


@pytest.mark.parametrize("penalty", get_args(Penalty))
def test_it_conforms(penalty: Penalty) -> None:
    assert_conformant(PIPELINE, config=LinearConfig(penalty=penalty, alpha=0.1), languages=("tr",))


@pytest.mark.parametrize(
    ("config", "plain"),
    [
        (LinearConfig(alpha=2.0), Ridge(alpha=2.0)),
        (LinearConfig(penalty="lasso", alpha=0.5), Lasso(alpha=0.5, max_iter=5000)),
        (
            LinearConfig(penalty="elastic-net", alpha=0.1, l1_ratio=0.3),
            ElasticNet(alpha=0.1, l1_ratio=0.3, max_iter=5000),
        ),
    ],
)
def test_metrics_are_those_of_plain_scikit_learn(config: LinearConfig, plain: Ridge) -> None:
    result = PIPELINE.train(RecordingContext(seed=5), sample_data("diabetes"), config)

    features, target = load_diabetes(return_X_y=True, scaled=False)
    train_x, test_x, train_y, test_y = train_test_split(features, target, test_size=0.2, random_state=5)
    scaler = StandardScaler().fit(train_x)
    plain.fit(scaler.transform(train_x), train_y)
    predicted = plain.predict(scaler.transform(test_x))

    np.testing.assert_allclose(result.holdout.predicted, predicted, rtol=1e-9)
    assert result.metrics["r2"] == pytest.approx(r2_score(test_y, predicted), rel=1e-9)
    assert result.details["intercept"] == pytest.approx(plain.intercept_)
    by_name = {c["name"]: c["value"] for c in result.details["coefficients"]}
    assert by_name["bmi"] == pytest.approx(plain.coef_[2])
    assert by_name["s5"] == pytest.approx(plain.coef_[8])


def test_it_recovers_what_made_the_data_with_gaps_and_categories() -> None:
    random = np.random.RandomState(0)
    rows = 600
    size = random.normal(100, 20, rows)
    color = random.choice(["red", "green"], rows)
    price = 5 * size + 300 * (color == "red")
    frame = pd.DataFrame(
        {"size": size, "gaps": np.where(random.rand(rows) < 0.3, np.nan, 1.0), "color": color, "price": price}
    )
    types = {"size": "number", "gaps": "number", "color": "category", "price": "number"}
    context = RecordingContext()
    result = PIPELINE.train(context, frame_data(frame, types, "price"), LinearConfig(alpha=0.001))  # type: ignore[arg-type]

    assert result.metrics["r2"] > 0.9999
    weights = {c["name"]: c["value"] for c in result.details["coefficients"]}
    assert weights["color=red"] - weights["color=green"] == pytest.approx(300, rel=0.01)
    assert abs(weights["missingindicator_gaps"]) < 0.1
    assert any("color=red" in message for level, message in context.logs if level == "info")


def test_rare_categories_share_a_column_and_are_named_so() -> None:
    config = LinearConfig(max_categories=4)
    result = PIPELINE.train(RecordingContext(), sample_data("investment"), config)
    names = {c["name"] for c in result.details["coefficients"] if c["name"].startswith("firm=")}
    assert len(names) == 4
    assert "firm=(rare)" in names


def test_time_order_is_kept_and_season_is_learnt() -> None:
    data = sample_data("co2", time_column="date")
    result = PIPELINE.train(RecordingContext(), data, LinearConfig())
    times = data.dataset.times("date")
    train = np.setdiff1d(np.flatnonzero(np.isfinite(data.target_values())), result.holdout.rows)
    assert times[train].max() < times[result.holdout.rows].min()
    assert result.metrics["rmse"] < 0.2 * result.baseline_metrics["rmse"]
    assert result.row_counts.dropped == 59


def test_a_fit_that_does_not_converge_says_so() -> None:
    context = RecordingContext()
    config = LinearConfig(penalty="lasso", alpha=0.000001, max_iter=100)
    PIPELINE.train(context, sample_data("macrodata"), config)
    assert any(level == "warning" and "did not converge" in message for level, message in context.logs)
