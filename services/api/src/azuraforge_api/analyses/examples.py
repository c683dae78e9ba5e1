"""Examples for the API's reference."""

from pydantic import JsonValue

_RUN = "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c21"
_OTHER = "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c22"

REGRESSION: dict[str, JsonValue] = {
    "task": "regression",
    "experiment_id": _RUN,
    "target": "progression",
    "row_count": 89,
    "sampled": False,
    "point_count": 2,
    "truncated_columns": 0,
    "headline": [{"code": "under_predicts_above", "values": {"from": 230.0, "rows": 22, "of": 89}}],
    "by_feature": [
        {
            "name": "progression",
            "kind": "range",
            "segments": [
                {
                    "label": None,
                    "low": 37.0,
                    "high": 72.0,
                    "rows": 11,
                    "error": 40.2,
                    "error_low": 24.0,
                    "error_high": 56.4,
                    "bias": -38.1,
                }
            ],
            "codes": [0, -1],
        }
    ],
    "residuals": {
        "mean": 1.9,
        "std": 54.1,
        "skew": 0.2,
        "kurtosis": -0.4,
        "quantiles": {"0.05": -84.0, "0.5": -1.2, "0.95": 95.0},
        "mae": 43.2,
        "rmse": 53.9,
    },
    "residual_histogram": {"edges": [-120.0, 0.0, 120.0], "counts": [45, 44]},
    "actual_vs_predicted": {"actual": [71.0, 233.0], "predicted": [109.4, 170.2], "index": [17, 42]},
    "residual_vs_predicted": {"predicted": [109.4], "median": [-11.0], "low": [-70.0], "high": [51.0]},
    "qq": {"theoretical": [-2.4, 2.4], "observed": [-2.1, 2.3]},
    "density": None,
    "worst": [
        {
            "row": 42,
            "actual": 233.0,
            "predicted": 170.2,
            "residual": 62.8,
            "sigma": 1.16,
            "inputs": {"bmi": 0.06},
            "differs": [{"name": "bmi", "value": 0.06, "typical": -0.01, "score": 2.3}],
        }
    ],
}

COMPARISON: dict[str, JsonValue] = {
    "target": "progression",
    "task": "regression",
    "shared_rows": 89,
    "classes": None,
    "runs": [
        {
            "job_id": run,
            "number": number,
            "name": "Diabetes",
            "batch_id": None,
            "error": error,
            "rmse": error * 1.25,
            "bias": 0.4,
            "quantiles": {"0.1": -62.0, "0.25": -35.0, "0.5": 1.0, "0.75": 36.0, "0.9": 70.0},
            "histogram_counts": [45, 44],
        }
        for run, number, error in ((_RUN, 1, 43.2), (_OTHER, 2, 45.9))
    ],
    "histogram_edges": [-120.0, 0.0, 120.0],
    "best": _RUN,
    "loss": "absolute_error",
    "tests": [
        {
            "job_id": _OTHER,
            "against": _RUN,
            "mean_difference": 2.7,
            "low": -0.6,
            "high": 6.0,
            "p_value": 0.11,
            "p_value_raw": 0.11,
            "better_rows": 0.54,
            "verdict": "noise",
            "method": "paired_t",
        }
    ],
    "points": {
        "index": [17, 42],
        "actual": [71.0, 233.0],
        "predicted": {_RUN: [109.4, 170.2], _OTHER: [121.0, 166.5]},
        "sampled": False,
    },
    "missing": [],
}
