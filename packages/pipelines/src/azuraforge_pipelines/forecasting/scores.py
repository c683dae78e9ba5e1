"""How forecasts are judged: MAE, RMSE, sMAPE and MASE."""

import numpy as np
from azuraforge_contracts.manifest import MetricSpec, Objective

from azuraforge_pipelines.columns import FloatArray

FORECAST_METRICS = (
    MetricSpec(name="mase", direction="minimize"),
    MetricSpec(name="mae", direction="minimize", unit="target"),
    MetricSpec(name="rmse", direction="minimize", unit="target"),
    MetricSpec(name="smape", direction="minimize", unit="%"),
)
FORECAST_OBJECTIVE = Objective(metric="mase", direction="minimize")


def seasonal_scale(observed: FloatArray, season: int) -> float:
    """The mean absolute error of the seasonal naive forecast within this history (the divisor of MASE).

    Hyndman and Koehler (2006). Gaps are left out; NaN where nothing can be compared or nothing ever changes.
    """
    changes = np.abs(observed[season:] - observed[:-season])
    known = changes[np.isfinite(changes)]
    scale = float(known.mean()) if len(known) else 0.0
    return scale if scale > 0 else float("nan")


def forecast_metrics(actual: FloatArray, predicted: FloatArray, scale: float) -> dict[str, float]:
    """The metrics of `FORECAST_METRICS` over these points; `scale` is `seasonal_scale` of the training part.

    sMAPE is the M4 competition's, 0 to 200 %: the mean of `200 |a - p| / (|a| + |p|)`; a point where both are
    zero counts as 0.
    """
    error = np.abs(actual - predicted)
    size = np.abs(actual) + np.abs(predicted)
    relative = np.divide(error, size, out=np.zeros(len(error)), where=size > 0)
    mae = float(error.mean())
    return {
        "mase": mae / scale,
        "mae": mae,
        "rmse": float(np.sqrt(np.mean(error**2))),
        "smape": 200 * float(relative.mean()),
    }
