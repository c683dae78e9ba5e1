"""The one policy for numbers on the wire: NaN and infinities are null."""

import math
from collections.abc import Mapping
from typing import Any

import orjson


def finite_or_none(value: float | None) -> float | None:
    """Return the value, or None where it is missing, NaN or infinite."""
    return value if value is not None and math.isfinite(value) else None


def finite_metrics(metrics: Mapping[str, float | None]) -> dict[str, float | None]:
    """Apply `finite_or_none` to every metric, keeping names and order."""
    return {name: finite_or_none(value) for name, value in metrics.items()}


def json_bytes(value: Any) -> bytes:
    """Serialise to UTF-8 JSON; NaN and infinities become null, UTC times end in Z."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_SERIALIZE_NUMPY)


def json_text(value: Any) -> str:
    """`json_bytes` as text, the serialiser of the database's JSON columns."""
    return json_bytes(value).decode()
