"""Regression metrics and hard cases of the data, told truthfully."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.registry import load_pipeline
from azuraforge_pipelines.regression import REGRESSION, regression_metrics
from azuraforge_pipelines.task import Target
from azuraforge_pipelines.testing import RecordingContext, frame_data
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

ROWS = 100
RANDOM = np.random.RandomState(0).normal(size=ROWS)


def test_metrics_are_those_of_scikit_learn() -> None:
    random = np.random.RandomState(1)
    actual, predicted = random.normal(50, 10, 999), random.normal(50, 10, 999)
    metrics = regression_metrics(actual, predicted)
    assert metrics["rmse"] == pytest.approx(root_mean_squared_error(actual, predicted), rel=1e-12)
    assert metrics["mae"] == pytest.approx(mean_absolute_error(actual, predicted), rel=1e-12)
    assert metrics["r2"] == pytest.approx(r2_score(actual, predicted), rel=1e-12)


def test_a_perfect_prediction_is_zero_and_one() -> None:
    values = np.array([1.0, 2.0, 4.0])
    assert regression_metrics(values, values) == {"rmse": 0.0, "mae": 0.0, "r2": 1.0}


@pytest.mark.parametrize("actual", [[3.0], [3.0, 3.0]])
def test_r2_is_not_a_number_where_it_is_not_defined(actual: list[float]) -> None:
    metrics = regression_metrics(np.array(actual), np.array(actual) + 1)
    assert np.isnan(metrics["r2"])
    assert metrics["rmse"] == 1.0


def test_the_baseline_knows_the_training_mean_only() -> None:
    predicted = REGRESSION.baseline(np.array([0.0, 2.0]), Target(np.empty(0)), 2)
    assert REGRESSION.score(np.array([4.0, 6.0]), predicted)["mae"] == 4.0


def train(name: str, columns: dict[str, Any], types: dict[str, Any], **config: Any) -> Any:
    pipeline = load_pipeline(name)
    settings: PipelineConfig = pipeline.config_model.model_validate(config)
    data = frame_data(pd.DataFrame(columns), types, "y")
    return pipeline.train(RecordingContext(), data, settings)


BOTH = pytest.mark.parametrize("name", ["gradient-boosting", "linear", "random-forest", "neural-network"])


@BOTH
@pytest.mark.parametrize(
    ("dtype", "values"),
    [
        ("category", ["a" if value > 0 else None for value in RANDOM]),
        ("boolean", RANDOM > 0),
        ("number", np.where(RANDOM > 0, np.nan, RANDOM)),
        ("datetime", pd.Timestamp("2024-01-01") + pd.to_timedelta(RANDOM * 100, unit="D")),
    ],
)
def test_one_column_of_any_type_is_enough(name: str, dtype: str, values: Any) -> None:
    result = train(name, {"x": values, "y": RANDOM}, {"x": dtype, "y": "number"})
    assert result.metrics["rmse"] < result.baseline_metrics["rmse"]


@BOTH
def test_ten_rows_and_odd_names_are_enough(name: str) -> None:
    columns = {"": RANDOM[:10], "a.b [c]<": RANDOM[:10], "y": RANDOM[:10]}
    result = train(name, columns, dict.fromkeys(columns, "number"), test_size=0.05)
    assert (result.row_counts.train, result.row_counts.holdout) == (9, 1)
    assert np.isnan(result.metrics["r2"])


@BOTH
def test_too_few_usable_rows_have_a_code(name: str) -> None:
    with pytest.raises(DataError) as caught:
        train(name, {"x": RANDOM[:9], "y": RANDOM[:9]}, {"x": "number", "y": "number"})
    assert caught.value.code == "too_few_rows"


@BOTH
def test_excluded_columns_are_not_inputs(name: str) -> None:
    columns = {"x": RANDOM, "later": RANDOM, "y": RANDOM}
    result = train(name, columns, dict.fromkeys(columns, "number"), exclude_columns=["later"])
    assert [column.name for column in result.model.inputs] == ["x"]


def test_values_beyond_a_linear_model_are_refused_by_column() -> None:
    with pytest.raises(DataError, match="'x'") as caught:
        train("linear", {"x": RANDOM * 1e300, "y": RANDOM}, {"x": "number", "y": "number"})
    assert caught.value.code == "values_too_large"


@pytest.mark.parametrize("seed", range(6))
def test_columns_empty_in_the_fitted_rows_do_not_matter_to_early_stopping(seed: int) -> None:
    columns = {"x": RANDOM, "rare": [np.nan] * 97 + [1.0, 2.0, 3.0], "c": ["b", *[None] * 99], "y": RANDOM}
    types: dict[str, Any] = {"x": "number", "rare": "number", "c": "category", "y": "number"}
    pipeline = load_pipeline("gradient-boosting")
    config = pipeline.config_model.model_validate({"early_stopping": True, "validation_fraction": 0.5})
    result = pipeline.train(RecordingContext(seed), frame_data(pd.DataFrame(columns), types, "y"), config)
    assert result.metrics["rmse"] < result.baseline_metrics["rmse"]
