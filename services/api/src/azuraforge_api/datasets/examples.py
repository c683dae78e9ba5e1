"""Examples for the API's reference."""

from pydantic import JsonValue

DATASET: dict[str, JsonValue] = {
    "id": "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10",
    "name": "housing.csv",
    "format": "csv",
    "sha256": "2f5f3c3f8d0d2e3a3f0b1f7c8e7b7a8d5c2f6a9e4b1d0c9f8e7d6c5b4a392817",
    "size_bytes": 1423529,
    "row_count": 20640,
    "columns": [
        {"name": "median_income", "dtype": "number", "missing": 0, "distinct": 12928},
        {"name": "ocean_proximity", "dtype": "category", "missing": 207, "distinct": 5},
        {"name": "median_house_value", "dtype": "number", "missing": 0, "distinct": 3842},
    ],
    "sample_key": None,
    "created_at": "2026-01-31T09:30:00Z",
}

PREVIEW: dict[str, JsonValue] = {
    "columns": ["median_income", "ocean_proximity", "median_house_value"],
    "rows": [[8.3252, "NEAR BAY", 452600.0], [8.3014, None, 358500.0]],
}

SAMPLE: dict[str, JsonValue] = {
    "key": "diabetes",
    "name": "Diabetes",
    "description": "Ten measurements of 442 patients and how the disease had progressed a year later.",
    "source": "scikit-learn",
    "license": "BSD-3-Clause",
    "row_count": 442,
    "column_count": 11,
    "suggested": {"target": "progression", "pipeline": "gradient-boosting", "time_column": None},
    "i18n": {"tr": {"name": "Diyabet", "description": "442 hastanın on ölçümü."}},
}
