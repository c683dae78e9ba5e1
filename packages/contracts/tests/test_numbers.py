"""NaN and infinities are null on the wire, and only they."""

from datetime import UTC, datetime

import numpy as np
from azuraforge_contracts.numbers import finite_metrics, json_bytes


def test_only_values_without_a_meaning_become_null() -> None:
    metrics = {"a": 0.0, "b": float("nan"), "c": float("inf"), "d": float("-inf"), "e": -1.5, "f": None}
    assert finite_metrics(metrics) == {"a": 0.0, "b": None, "c": None, "d": None, "e": -1.5, "f": None}


def test_json_writes_null_for_nan_and_z_for_utc() -> None:
    value = {"x": float("nan"), "y": np.float64("inf"), "at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC)}
    assert json_bytes(value) == b'{"x":null,"y":null,"at":"2026-01-02T03:04:00Z"}'
