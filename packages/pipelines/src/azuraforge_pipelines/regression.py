"""What every regression shares: metrics, the mean baseline, and the settings of the split."""

import numpy as np
from azuraforge_contracts.manifest import MetricSpec, Objective

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.config import PipelineConfig, setting

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


def mean_baseline(train_target: FloatArray, holdout_target: FloatArray) -> dict[str, float]:
    """The metrics of always predicting the mean of the training target."""
    return regression_metrics(holdout_target, np.full(len(holdout_target), train_target.mean()))


class RegressionConfig(PipelineConfig):
    """Settings every built-in regression has."""

    test_size: float = setting(
        0.2,
        title="Hold-out share",
        description="Share of the rows kept out of training and used to judge the model. With a time column"
        " these are the latest rows, otherwise a seeded random draw.",
        tr=(
            "Ayrılan pay",
            (
                "Eğitime katılmayan, modeli değerlendirmek için ayrılan satırların payı. Zaman sütunu varsa"
                " en yeni satırlar, yoksa tohumla belirlenen rastgele satırlar ayrılır."
            ),
        ),
        sweepable=False,
        ge=0.05,
        le=0.5,
    )
    exclude_columns: list[str] = setting(
        [],
        title="Columns to leave out",
        description="Columns the model must not see, such as identifiers or values known only afterwards.",
        tr=(
            "Dışarıda bırakılacak sütunlar",
            "Modelin görmemesi gereken sütunlar: kimlikler ya da ancak sonradan bilinen değerler gibi.",
        ),
        sweepable=False,
        names_columns=True,
        max_length=2000,
    )
