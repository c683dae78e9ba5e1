"""Examples for the API's reference."""

from pydantic import JsonValue

CREATE: dict[str, JsonValue] = {
    "pipeline": "gradient-boosting",
    "dataset_id": "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10",
    "target": "progression",
    "config": {"learning_rate": 0.05, "max_iter": 200},
    "seed": 7,
    "limits": {"seconds": 600, "memory_mb": 2048},
}

CHANGE: dict[str, JsonValue] = {
    "name": "Diabetes, small steps",
    "notes": "The best so far; errors grow above 300.",
    "tags": ["baseline", "for the paper"],
}

EXPERIMENT_ITEM: dict[str, JsonValue] = {
    "id": "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c21",
    "kind": "experiment",
    "number": 4,
    "state": "succeeded",
    "batch_id": "019a9f60-1b90-7d53-b9c1-64b0c7d1e0aa",
    "created_at": "2026-01-31T09:31:00Z",
    "started_at": "2026-01-31T09:31:00.4Z",
    "finished_at": "2026-01-31T09:31:00.9Z",
    "attempt": 1,
    "progress": 1.0,
    "queue_position": None,
    "error": None,
    "cancel_requested": False,
    "name": "Diabetes sweep #4",
    "tags": ["baseline"],
    "pipeline": "gradient-boosting",
    "pipeline_version": "1.0.0",
    "dataset_id": "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10",
    "dataset_name": "Diabetes",
    "target": "progression",
    "time_column": None,
    "config": {"learning_rate": 0.05, "max_iter": 200, "max_leaf_nodes": 31},
    "params": {"learning_rate": 0.05},
    "seed": 0,
    "metrics": {"rmse": 54.1, "mae": 43.9, "r2": 0.451},
    "baseline_metrics": {"rmse": 74.2, "mae": 63.1, "r2": -0.03},
    "metric_specs": [{"name": "rmse", "direction": "minimize", "unit": "target"}],
    "stopped_early": False,
    "stop_reason": None,
    "model_kept": True,
    "row_counts": {"train": 353, "holdout": 89, "dropped": 0},
    "timings": {"queued_s": 0.4, "run_s": 0.5, "fit_s": 0.21},
}

EXPERIMENT: dict[str, JsonValue] = {
    **EXPERIMENT_ITEM,
    "notes": "The best so far; errors grow above 300.",
    "curves": {"validation_rmse": [[0, 77.2], [100, 55.0], [200, 54.1]]},
    "provenance": {
        "dataset_sha256": "2f5f3c3f8d0d2e3a3f0b1f7c8e7b7a8d5c2f6a9e4b1d0c9f8e7d6c5b4a392817",
        "code_version": "0.1.0",
        "package_versions": {"scikit-learn": "1.7.2"},
        "python_version": "3.11.7",
    },
    "details": {"rounds": 200},
    "limits": {"seconds": 600, "memory_mb": 2048},
    "usage": {"cpu_s": 0.43, "peak_memory_bytes": 251658240},
    "dropped_columns": {"patient_id": "looks like an identifier (353 different values in 353 training rows)"},
}
