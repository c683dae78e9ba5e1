"""The comparison of a batch's runs, column by column: pure functions from raw rows to the answer."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

LOG_RATIO = 100
_DIGITS = 7
RUN_SECONDS = "run_seconds"


@dataclass(frozen=True)
class Rows:
    """The runs as columns; params and metrics are JSON text, as stored."""

    job_ids: Sequence[str]
    numbers: Sequence[int | None]
    states: Sequence[str]
    seconds: Sequence[float | None]
    params: Sequence[str]
    metrics: Sequence[str | None]


@dataclass(frozen=True)
class Wording:
    """What the catalogue knows: labels and log scales of settings, and the metrics in order."""

    labels: Mapping[str, str]
    log_settings: frozenset[str]
    metrics: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Head:
    """What is said of the batch itself; `config` is what all runs share."""

    batch_id: str
    kind: str
    metric: str
    direction: str
    config: Mapping[str, Any]


def compare(head: Head, rows: Rows, wording: Wording) -> dict[str, Any]:
    """The answer, ready to be serialised."""
    varied, constants = _parameters(_objects(rows.params), wording)
    return {
        "batch_id": head.batch_id,
        "kind": head.kind,
        "objective": {"metric": head.metric, "direction": head.direction},
        "job_ids": rows.job_ids,
        "numbers": rows.numbers,
        "states": rows.states,
        "dimensions": [*varied, *_metrics(rows, head, wording), _run_seconds(rows)],
        "constants": {**head.config, **constants},
        "importance": None,
    }


def _objects(texts: Sequence[str | None]) -> list[dict[str, Any] | None]:
    """Parse many small JSON texts as one, which costs a fraction."""
    objects: list[dict[str, Any] | None] = orjson.loads(f"[{','.join(text or 'null' for text in texts)}]")
    return objects


def _parameters(
    params: Sequence[dict[str, Any] | None], wording: Wording
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The dimensions of parameters that vary, and the values of those that don't."""
    varied, constants = [], {}
    for name in dict.fromkeys(name for row in params if row for name in row):
        raw = [row.get(name) if row else None for row in params]
        values = [_plain(value) for value in raw]
        if len(set(map(_identity, values))) < 2:
            constants[name] = raw[0]
            continue
        is_number = all(_is_number(value) for value in values)
        varied.append(
            {
                "name": name,
                "label": wording.labels.get(name, name),
                "role": "parameter",
                "type": "number" if is_number else "category",
                "scale": _scale(values, prefer_log=name in wording.log_settings) if is_number else "linear",
                "direction": None,
                "unit": None,
                "values": values if is_number else ["null" if value is None else value for value in values],
            }
        )
    return varied, constants


def _plain(value: Any) -> Any:
    """A cell: lists and objects are shown as the JSON they are."""
    return orjson.dumps(value).decode() if isinstance(value, (list, dict)) else value


def _identity(value: Any) -> Any:
    """Tells 1 and true apart, which Python takes for equal."""
    return (value, "boolean") if isinstance(value, bool) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _scale(values: Iterable[float | None], *, prefer_log: bool = False) -> str:
    """Logarithmic where all values are above zero and either far apart or meant to be seen so."""
    present = [value for value in values if value is not None]
    if not present or min(present) <= 0:
        return "linear"
    return "log" if prefer_log or max(present) / min(present) >= LOG_RATIO else "linear"


def _metrics(rows: Rows, head: Head, wording: Wording) -> list[dict[str, Any]]:
    """A dimension for each metric; a run without a result has null, and zero is a value like any other."""
    results = _objects(rows.metrics)
    specs = {spec["name"]: spec for spec in wording.metrics}
    names = dict.fromkeys([*specs, *(name for row in results if row for name in row)])
    dimensions = []
    for name in names:
        values = [_finite(row.get(name)) if row else None for row in results]
        if name != head.metric:
            values = [None if value is None else float(f"{value:.{_DIGITS}g}") for value in values]
        direction = head.direction if name == head.metric else specs.get(name, {}).get("direction")
        dimensions.append(_metric(name, name, values, direction, specs.get(name, {}).get("unit")))
    return dimensions


def _finite(value: Any) -> float | None:
    return value if _is_number(value) and math.isfinite(value) else None


def _run_seconds(rows: Rows) -> dict[str, Any]:
    values = [
        None if seconds is None or metrics is None else round(seconds, 3)
        for seconds, metrics in zip(rows.seconds, rows.metrics, strict=True)
    ]
    return _metric(RUN_SECONDS, "Run time", values, "minimize", "s")


def _metric(
    name: str, label: str, values: list[float | None], direction: str | None, unit: str | None
) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "role": "metric",
        "type": "number",
        "scale": _scale(values),
        "direction": direction,
        "unit": unit,
        "values": values,
    }
