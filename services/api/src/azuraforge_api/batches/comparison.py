"""The comparison of a batch's runs, column by column: pure functions from raw rows to the answer."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

LOG_RATIO = 100
_DIGITS = 7
RUN_SECONDS, CPU_SECONDS, PEAK_MEMORY = "run_seconds", "cpu_seconds", "peak_memory"
_MIB = 1024**2
_NUMBERS = {int, float}
_NUMBERS_OR_NONE = {int, float, type(None)}
_SCALARS = {int, float, str, bool}


class RunRow(NamedTuple):
    """One run as it is read; params and metrics are JSON text, as stored."""

    job_id: str
    number: int | None
    state: str
    seconds: float | None
    params: str
    metrics: str | None
    cpu_seconds: float | None
    peak_memory_bytes: int | None
    stop_reason: str | None


@dataclass(frozen=True)
class Rows:
    """The runs as columns, in the order of `RunRow`."""

    job_ids: Sequence[str]
    numbers: Sequence[int | None]
    states: Sequence[str]
    seconds: Sequence[float | None]
    params: Sequence[str]
    metrics: Sequence[str | None]
    cpu_seconds: Sequence[float | None]
    peak_memory_bytes: Sequence[int | None]
    stop_reasons: Sequence[str | None]

    @classmethod
    def of_runs(cls, runs: Sequence[Sequence[Any]]) -> "Rows":
        """From rows with the values of `RunRow`."""
        return cls(*zip(*runs, strict=True)) if runs else cls(*[()] * len(RunRow._fields))


@dataclass(frozen=True)
class Wording:
    """Labels and log scales of settings, from the catalogue, and the metrics in order."""

    labels: Mapping[str, str]
    log_settings: frozenset[str]
    metrics: Sequence[Mapping[str, Any]]

    def with_metrics(self, stored: Iterable[Mapping[str, Any]]) -> "Wording":
        """With what results say of their own metrics, which holds though the pipeline changed or is gone."""
        metrics = {spec["name"]: spec for spec in chain(self.metrics, stored)}
        return replace(self, metrics=tuple(metrics.values()))


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
    varied, constants = _parameters(_objects(rows.params), head.config, wording)
    return {
        "batch_id": head.batch_id,
        "kind": head.kind,
        "objective": {"metric": head.metric, "direction": head.direction},
        "job_ids": rows.job_ids,
        "numbers": rows.numbers,
        "states": rows.states,
        "stop_reasons": rows.stop_reasons,
        "dimensions": [*varied, *_metrics(rows, head, wording), *_taken(rows)],
        "constants": constants,
        "importance": None,
        "importance_runs": None,
    }


def _objects(texts: Sequence[str | None]) -> list[dict[str, Any]]:
    """Parse many small JSON texts as one, which costs a fraction; nothing is an empty object."""
    objects: list[dict[str, Any]] = orjson.loads(f"[{','.join(text or '{}' for text in texts)}]")
    return objects


def _names(objects: Sequence[dict[str, Any]]) -> list[str]:
    """Every key that occurs, in order of appearance; rows mostly share theirs."""
    kinds = dict.fromkeys(map(tuple, objects))
    return list(dict.fromkeys(chain.from_iterable(kinds)))


def _column(objects: Sequence[dict[str, Any]], name: str) -> list[Any]:
    try:
        return list(map(itemgetter(name), objects))
    except KeyError:
        return [row.get(name) for row in objects]


def _parameters(
    params: Sequence[dict[str, Any]], config: Mapping[str, Any], wording: Wording
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The dimensions of parameters that vary, and the values of those that don't.

    A run that didn't vary a parameter has it from the shared config. One whose pipeline has no such setting
    has no value, null, like one that ended (or just began) before the search gave it settings.
    """
    known = [row for row in params if row]
    varied: list[dict[str, Any]] = []
    constants = dict(config)
    for name in _names(known):
        values = _settings(known, name, config)
        kinds = set(map(type, values)) - {_Absent}
        if not _varies(values, kinds):
            constants[name] = values[0]
            continue
        constants.pop(name, None)
        is_number = kinds <= _NUMBERS
        varied.append(
            {
                "name": name,
                "label": wording.labels.get(name, name),
                "role": "parameter",
                "type": "number" if is_number else "category",
                "scale": _scale(_present(values), prefer_log=name in wording.log_settings)
                if is_number
                else "linear",
                "direction": None,
                "unit": None,
                "values": values if kinds <= _SCALARS and _ABSENT not in values else list(map(_cell, values)),
            }
        )
    if len(known) < len(params):
        for dimension in varied:
            given = iter(dimension["values"])
            dimension["values"] = [next(given) if row else None for row in params]
    return varied, constants


class _Absent:
    """The type of what stands for a setting that a run's pipeline doesn't have."""


_ABSENT = _Absent()


def _settings(params: Sequence[dict[str, Any]], name: str, config: Mapping[str, Any]) -> list[Any]:
    try:
        return list(map(itemgetter(name), params))
    except KeyError:
        missing = config.get(name, _ABSENT)
        return [row.get(name, missing) for row in params]


def _present(values: Sequence[Any]) -> list[Any]:
    return [value for value in values if value is not _ABSENT]


def _cell(value: Any) -> Any:
    return None if value is _ABSENT else _plain(value)


def _varies(values: Sequence[Any], kinds: set[type]) -> bool:
    if not kinds <= _SCALARS:
        values = [value if value is _ABSENT else _plain(value) for value in values]
    # Python takes 1 and true for equal; where both occur the kinds differ.
    return len(set(values)) > 1 or (bool in kinds and len(kinds) > 1)


def _plain(value: Any) -> Any:
    """A cell: lists, objects and null are shown as the JSON they are."""
    return orjson.dumps(value).decode() if value is None or isinstance(value, (list, dict)) else value


def _scale(values: Sequence[float], *, prefer_log: bool = False) -> str:
    """Logarithmic where all values are above zero and either far apart or meant to be seen so."""
    if not values or (least := min(values)) <= 0:
        return "linear"
    return "log" if prefer_log or max(values) / least >= LOG_RATIO else "linear"


def _metrics(rows: Rows, head: Head, wording: Wording) -> list[dict[str, Any]]:
    """A dimension for each metric; a run without a result has null, and zero is a value like any other."""
    results = _objects(rows.metrics)
    specs = {spec["name"]: spec for spec in wording.metrics}
    dimensions = []
    for name in dict.fromkeys([*specs, *_names(results)]):
        values = _column(results, name)
        if not set(map(type, values)) <= _NUMBERS_OR_NONE:
            values = [value if type(value) in _NUMBERS else None for value in values]
        if name == head.metric:
            dimensions.append(_metric(name, name, values, head.direction, specs.get(name, {}).get("unit")))
            continue
        spec = specs.get(name, {})
        dimensions.append(_metric(name, name, _rounded(values), spec.get("direction"), spec.get("unit")))
    return dimensions


def _rounded(values: list[float | None]) -> list[float | None]:
    """At least 7 digits of each value, by the same number of decimals for all, which is fast."""
    least = min((abs(value) for value in values if value), default=1.0)
    decimals = _DIGITS - 1 - math.floor(math.log10(least))
    return [value if value is None else round(value, decimals) for value in values]


def _taken(rows: Rows) -> list[dict[str, Any]]:
    """What runs that succeeded took: time and, where it was counted, CPU time and memory."""
    columns: list[tuple[str, str, Sequence[float | None], float, str]] = [
        (RUN_SECONDS, "Run time", rows.seconds, 1, "s"),
        (CPU_SECONDS, "CPU time", rows.cpu_seconds, 1, "s"),
        (PEAK_MEMORY, "Peak memory", rows.peak_memory_bytes, 1 / _MIB, "MiB"),
    ]
    dimensions = []
    for name, label, found, scale, unit in columns:
        values = [
            None if value is None or metrics is None else round(value * scale, 3)
            for value, metrics in zip(found, rows.metrics, strict=True)
        ]
        if name == RUN_SECONDS or any(value is not None for value in values):
            dimensions.append(_metric(name, label, values, "minimize", unit))
    return dimensions


def _metric(
    name: str, label: str, values: list[float | None], direction: str | None, unit: str | None
) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "role": "metric",
        "type": "number",
        "scale": _scale([value for value in values if value is not None]),
        "direction": direction,
        "unit": unit,
        "values": values,
    }
