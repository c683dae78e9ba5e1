"""What every regression shares: metrics, the mean baseline, and the task."""

from collections.abc import Sequence

import numpy as np
from azuraforge_contracts.manifest import MetricSpec, Objective

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.data import Split, TrainingData
from azuraforge_pipelines.task import Target

REGRESSION_METRICS = (
    MetricSpec(name="rmse", direction="minimize", unit="target"),
    MetricSpec(name="mae", direction="minimize", unit="target"),
    MetricSpec(name="r2", direction="maximize"),
)
REGRESSION_OBJECTIVE = Objective(metric="rmse", direction="minimize")


def regression_metrics(actual: FloatArray, predicted: FloatArray) -> dict[str, float]:
    """RMSE, MAE and R2. R2 is NaN where it is not defined: under two rows, or a constant target.

    Values whose squares leave the range of float64 give infinity, which is stored as "no value".
    """
    with np.errstate(over="ignore", invalid="ignore"):
        residuals = actual - predicted
        squared = float(np.sum(residuals**2))
        spread = float(np.sum((actual - actual.mean()) ** 2))
    return {
        "rmse": float(np.sqrt(squared / len(actual))),
        "mae": float(np.mean(np.abs(residuals))),
        "r2": 1.0 - squared / spread if len(actual) > 1 and spread > 0 else float("nan"),
    }


class Regression:
    """See `Task`: the target is a number, the baseline the mean of the training target."""

    name = "regression"
    objective = REGRESSION_OBJECTIVE

    def check(self, data: TrainingData, excluded: Sequence[str]) -> None:
        """See `Task.check`."""
        data.check_regression(excluded)

    def target(self, data: TrainingData) -> Target:
        """See `Task.target`."""
        return Target(data.target_values())

    def split(self, data: TrainingData, target: Target, test_size: float, seed: int) -> Split:  # noqa: ARG002
        """See `Task.split`."""
        return data.split(test_size, seed)

    def score(self, actual: FloatArray, predicted: FloatArray) -> dict[str, float]:
        """See `Task.score`."""
        return regression_metrics(actual, predicted)

    def baseline(self, train_y: FloatArray, target: Target, rows: int) -> FloatArray:  # noqa: ARG002
        """See `Task.baseline`."""
        return np.full(rows, train_y.mean())


REGRESSION = Regression()
