"""Examples for the API's reference."""

from pydantic import JsonValue

_SEARCH: dict[str, JsonValue] = {
    "strategy": "grid",
    "space": {
        "learning_rate": [0.01, 0.03, 0.1],
        "max_leaf_nodes": {"low": 15, "high": 63, "step": 16, "log": False},
    },
    "max_runs": None,
    "seed": None,
    "pruner": None,
}

CREATE: dict[str, JsonValue] = {
    "kind": "experiment",
    "name": "Diabetes sweep",
    "pipeline": "gradient-boosting",
    "dataset_id": "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10",
    "target": "progression",
    "config": {"max_iter": 200},
    "search": _SEARCH,
    "objective": {"metric": "rmse", "direction": "minimize"},
    "seed": 0,
    "parallelism": 4,
    "limits": {"seconds": 600, "memory_mb": 2048},
    "tags": ["baseline"],
}

CHANGE: dict[str, JsonValue] = {
    "name": "Diabetes, deeper trees",
    "parallelism": 8,
    "notes": "Deeper trees than in the first sweep; shallow ones underfit.",
    "tags": ["deeper trees", "for the paper"],
}

EXTEND: dict[str, JsonValue] = {"search": {"strategy": "grid", "space": {"learning_rate": [0.02, 0.05]}}}

PREVIEW: dict[str, JsonValue] = {
    "job_count": 12,
    "axes": [
        {"name": "learning_rate", "values": [0.01, 0.03, 0.1]},
        {"name": "max_leaf_nodes", "values": [15, 31, 47, 63]},
    ],
}

_BATCH_ID = "019a9f60-1b90-7d53-b9c1-64b0c7d1e0aa"
_RUN_ID = "019a9f60-1c44-7e0a-8f5b-5d2d6a9b3c21"

BATCH: dict[str, JsonValue] = {
    "id": _BATCH_ID,
    "kind": "experiment",
    "name": "Diabetes sweep",
    "notes": None,
    "tags": ["baseline"],
    "state": "running",
    "counts": {"queued": 6, "running": 2, "succeeded": 3, "failed": 1, "cancelled": 0},
    "job_count": 12,
    "best": {"job_id": _RUN_ID, "number": 4, "metric": "rmse", "value": 54.1},
    "best_trace": [57.9, 55.2, 54.1],
    "progress": 0.42,
    "eta_seconds": 3.5,
    "created_at": "2026-01-31T09:31:00Z",
    "started_at": "2026-01-31T09:31:00.4Z",
    "finished_at": None,
    "cancel_requested": False,
    "pipeline": "gradient-boosting",
    "dataset_id": "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10",
    "dataset_name": "Diabetes",
    "target": "progression",
    "time_column": None,
    "config": {"max_iter": 200},
    "search": _SEARCH,
    "objective": {"metric": "rmse", "direction": "minimize"},
    "seed": 0,
    "parallelism": 4,
    "limits": {"seconds": 600, "memory_mb": 2048},
}

COMPARISON: dict[str, JsonValue] = {
    "batch_id": _BATCH_ID,
    "kind": "experiment",
    "objective": {"metric": "rmse", "direction": "minimize"},
    "job_ids": [_RUN_ID, "019a9f60-1c45-7f61-a1d4-0b1f2c3d4e5f"],
    "numbers": [4, 5],
    "states": ["succeeded", "failed"],
    "stop_reasons": [None, None],
    "dimensions": [
        {
            "name": "learning_rate",
            "label": "Learning rate",
            "role": "parameter",
            "type": "number",
            "scale": "log",
            "direction": None,
            "unit": None,
            "values": [0.03, 0.1],
        },
        {
            "name": "rmse",
            "label": "rmse",
            "role": "metric",
            "type": "number",
            "scale": "linear",
            "direction": "minimize",
            "unit": "target",
            "values": [54.1, None],
        },
    ],
    "constants": {"max_iter": 200},
    "importance": [{"name": "learning_rate", "value": 1.0}],
    "importance_runs": 12,
}

CURVES: dict[str, JsonValue] = {
    "batch_id": _BATCH_ID,
    "names": ["train_rmse", "validation_rmse"],
    "name": "validation_rmse",
    "run_count": 12,
    "runs": [
        {
            "job_id": _RUN_ID,
            "number": 4,
            "state": "succeeded",
            "points": [[1, 71.3], [2, 60.2], [3, 54.1]],
        }
    ],
    "band": {
        "steps": [1, 2, 3],
        "lower": [70.9, 60.8, 55.7],
        "median": [72.4, 63.0, 58.1],
        "upper": [75.8, 66.9, 61.5],
        "counts": [12, 12, 11],
    },
}
