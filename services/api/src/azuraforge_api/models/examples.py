"""Examples for the API's reference."""

from pydantic import JsonValue

REGISTER: dict[str, JsonValue] = {
    "experiment_id": "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c21",
    "name": "diabetes",
    "notes": "The best of the first sweep.",
}

NOTES: dict[str, JsonValue] = {"notes": "Checked against the clinic's own rows."}

POINT: dict[str, JsonValue] = {"version": 3}

INPUTS: list[JsonValue] = [
    {"name": "bmi", "dtype": "number", "categories": None, "minimum": 18.0, "maximum": 42.2},
    {"name": "sex", "dtype": "category", "categories": ["f", "m"], "minimum": None, "maximum": None},
]

VERSION_ITEM: dict[str, JsonValue] = {
    "model": "diabetes",
    "version": 3,
    "aliases": ["champion"],
    "notes": "The best of the first sweep.",
    "created_at": "2026-01-31T09:40:00Z",
    "experiment_id": "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c21",
    "experiment_name": "Diabetes sweep #4",
    "experiment_number": 4,
    "experiment_exists": True,
    "batch_id": "019a9f60-1b90-7d53-b9c1-64b0c7d1e0aa",
    "batch_name": "Diabetes sweep",
    "dataset_id": "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10",
    "dataset_name": "Diabetes",
    "pipeline": "gradient-boosting",
    "pipeline_version": "1.0.0",
    "task": "regression",
    "target": "progression",
    "time_column": None,
    "metrics": {"rmse": 54.1, "mae": 43.9, "r2": 0.451},
    "baseline_metrics": {"rmse": 74.2, "mae": 63.1, "r2": -0.03},
    "metric_specs": [{"name": "rmse", "direction": "minimize", "unit": "target"}],
    "size_bytes": 183245,
}

_PROVENANCE: dict[str, JsonValue] = {
    "dataset_sha256": "2f5f3c3f8d0d2e3a3f0b1f7c8e7b7a8d5c2f6a9e4b1d0c9f8e7d6c5b4a392817",
    "code_version": "0.1.0",
    "package_versions": {"scikit-learn": "1.7.2"},
    "python_version": "3.11.7",
}

VERSION: dict[str, JsonValue] = {
    **VERSION_ITEM,
    "config": {"learning_rate": 0.05, "max_iter": 200},
    "seed": 0,
    "row_counts": {"train": 353, "holdout": 89, "dropped": 0},
    "provenance": _PROVENANCE,
    "sha256": "8d0d2e3a3f0b1f7c8e7b7a8d5c2f6a9e4b1d0c9f8e7d6c5b4a3928172f5f3c3f",
    "inputs": INPUTS,
}

MODEL: dict[str, JsonValue] = {
    "name": "diabetes",
    "created_at": "2026-01-30T16:02:11Z",
    "updated_at": "2026-01-31T09:40:00Z",
    "version_count": 3,
    "aliases": {"champion": 3, "challenger": 2},
    "latest": VERSION_ITEM,
}

MODEL_DETAIL: dict[str, JsonValue] = {**MODEL, "versions": [VERSION_ITEM]}

STORED: dict[str, JsonValue] = {
    "experiment_id": "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c21",
    "experiment_name": "diabetes sweep #17",
    "pipeline": "gradient-boosting",
    "pipeline_version": "1.0.0",
    "task": "regression",
    "target": "progression",
    "inputs": INPUTS,
    "package_versions": {"scikit-learn": "1.7.2"},
    "python_version": "3.11.7",
    "size_bytes": 183245,
    "registered": [{"model": "diabetes", "version": 3}],
}
