"""Examples for the API's reference."""

from pydantic import JsonValue

CREATE: dict[str, JsonValue] = {
    "model": "diabetes@champion",
    "rows": [{"age": 54, "bmi": 31.2, "sex": "f"}, {"age": 37, "bmi": 22.8, "sex": "m"}],
    "name": "Two new patients",
}

_WARNING: dict[str, JsonValue] = {
    "column": "bmi",
    "code": "above_range",
    "rows": 2,
    "examples": [43.1, 44.0],
    "minimum": 18.0,
    "maximum": 42.2,
}

PREDICTION_ITEM: dict[str, JsonValue] = {
    "id": "019aa412-3c0e-7d11-8c5e-2f6b1a4d9e70",
    "kind": "prediction",
    "number": None,
    "state": "succeeded",
    "batch_id": None,
    "created_at": "2026-02-01T08:00:00Z",
    "started_at": "2026-02-01T08:00:00.1Z",
    "finished_at": "2026-02-01T08:00:00.4Z",
    "attempt": 1,
    "progress": 1.0,
    "queue_position": None,
    "error": None,
    "cancel_requested": False,
    "name": "diabetes v3: new patients.csv",
    "source": "dataset",
    "experiment_id": "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c21",
    "model": {"name": "diabetes", "version": 3, "alias": "champion"},
    "pipeline": "gradient-boosting",
    "task": "regression",
    "target": "progression",
    "dataset_id": "019aa411-90aa-7b02-9d4f-7e3c5b1a2d88",
    "dataset_name": "new patients.csv",
    "horizon": None,
    "row_count": 250,
    "rows_done": 250,
    "resumable": False,
}

PREDICTION: dict[str, JsonValue] = {
    **PREDICTION_ITEM,
    "columns": ["row", "prediction"],
    "preview": [{"row": 0, "prediction": 151.3}, {"row": 1, "prediction": 98.7}],
    "matching": {"used": ["age", "bmi", "sex"], "extra": ["patient_id"], "warnings": [_WARNING]},
    "history": None,
    "summary": {
        "mean": 149.8,
        "std": 52.1,
        "min": 48.2,
        "max": 301.5,
        "histogram": {"edges": [48.2, 132.6, 217.1, 301.5], "counts": [101, 110, 39]},
        "classes": None,
    },
    "provenance": {
        "code_version": "0.1.0",
        "package_versions": {"scikit-learn": "1.7.2"},
        "python_version": "3.11.7",
    },
}

RESULT: dict[str, JsonValue] = {
    "columns": ["row", "prediction"],
    "rows": [{"row": 0, "prediction": 151.3}, {"row": 1, "prediction": 98.7}],
}
