"""Search spaces: pure functions from what was asked to the runs a grid means, or to what may be sampled.

A space maps settings to the values to try: a list of values, or a range. A list is always a list of values:
for a setting that itself takes a list, the values are lists, so `[64, 32]` alone is never taken for a sweep.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import orjson
from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.search_space import (
    Range,
    Space,
    Spec,
    canonical,
    count_values,
    range_count,
    range_value,
    range_values,
)

_MAX_ERRORS = 50


@dataclass(frozen=True)
class Axis:
    """A setting and the values it takes, in the order given."""

    name: str
    values: tuple[Any, ...]


class SpaceError(Exception):
    """The space is wrong; `errors` say where."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = tuple(errors[:_MAX_ERRORS])


class GridTooLargeError(Exception):
    """The grid has more points than allowed; it was counted, not expanded."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"{count} > {limit}")
        self.count = count
        self.limit = limit


def read_grid(space: Space, schema: ConfigSchema, limit: int) -> tuple[Axis, ...]:
    """The grid's axes with every value checked; raises `SpaceError` and `GridTooLargeError`.

    Points are counted before any range is expanded, so a huge grid costs nothing.
    """
    errors: list[FieldError] = []
    counts: list[int] = []
    for name, spec in space.items():
        problem = _problem(name, spec, schema, needs_step=True)
        if problem is not None:
            errors.append(FieldError(_loc(name), problem))
            continue
        counts.append(range_count(spec) if isinstance(spec, Range) else len(spec))
    if errors:
        raise SpaceError(errors)
    count = math.prod(counts)
    if count > limit:
        raise GridTooLargeError(count, limit)
    axes = [_axis(name, spec, schema) for name, spec in space.items()]
    for axis in axes:
        errors += _value_errors(axis, schema)
    if errors:
        raise SpaceError(errors)
    return tuple(axes)


def check_sampled(space: Space, schema: ConfigSchema) -> None:
    """Check a space that values are drawn from; raises `SpaceError`.

    Ranges need no step, and are checked at both ends: a schema bounds what lies between them too.
    """
    errors: list[FieldError] = []
    for name, spec in space.items():
        problem = _problem(name, spec, schema, needs_step=False)
        if problem is not None:
            errors.append(FieldError(_loc(name), problem))
        elif isinstance(spec, Range):
            errors += _end_errors(name, spec, schema)
        else:
            errors += _value_errors(_axis(name, spec, schema), schema)
    if errors:
        raise SpaceError(errors)


def count_sampled(space: Space, schema: ConfigSchema) -> int | None:
    """How many different runs a checked space has; None where a range is continuous."""
    counts = [count_values(spec, whole=schema.is_whole(name)) for name, spec in space.items()]
    return None if None in counts else math.prod(count for count in counts if count is not None)


def count_points(axes: tuple[Axis, ...]) -> int:
    """How many runs the grid means; a grid without axes is one run."""
    return math.prod(len(axis.values) for axis in axes)


def points(axes: tuple[Axis, ...]) -> Iterator[dict[str, Any]]:
    """Every combination, the last axis varying fastest."""
    names = [axis.name for axis in axes]
    for values in product(*(axis.values for axis in axes)):
        yield dict(zip(names, values, strict=True))


def _loc(name: str) -> tuple[str | int, ...]:
    return ("body", "search", "space", name)


def _problem(name: str, spec: Spec, schema: ConfigSchema, *, needs_step: bool) -> str | None:
    problem = _setting_problem(name, schema)
    if problem is None and isinstance(spec, Range):
        return _range_problem(name, spec, schema, needs_step=needs_step)
    return problem or _list_problem(name, spec, schema)


def _setting_problem(name: str, schema: ConfigSchema) -> str | None:
    if name not in schema.properties:
        return schema.unknown(name)
    if not schema.is_sweepable(name):
        return "can't be varied by a search; set it in config"
    return None


def _list_problem(name: str, spec: Spec, schema: ConfigSchema) -> str | None:
    if isinstance(spec, Range):
        return None
    if not spec:
        return "has no values; give at least one, or leave it out"
    if schema.takes_list(name) and not any(isinstance(value, list) or value is None for value in spec):
        return (
            "takes a list as its value, so the values to try are lists themselves: "
            f"[{orjson.dumps(spec).decode()}] tries this one list; to keep it fixed, put it in config"
        )
    return None


def _range_problem(name: str, spec: Range, schema: ConfigSchema, *, needs_step: bool) -> str | None:
    if not schema.types(name) & {"number", "integer"}:
        return "is not a number, so it can't have a range; list its values"
    if not all(math.isfinite(value) for value in (spec.low, spec.high, spec.step or 0)):
        return "has to have a finite range"
    if spec.low > spec.high:
        return f"has a range whose low ({spec.low}) is above its high ({spec.high})"
    if spec.step is not None:
        return _step_problem(spec, whole=schema.is_whole(name) and not needs_step)
    if needs_step:
        return "has a range without a step, which a grid needs; give step, or list the values"
    return "has a logarithmic range: its low has to be above 0" if spec.log and spec.low <= 0 else None


def _step_problem(spec: Range, *, whole: bool) -> str | None:
    step = spec.step or 0.0
    if spec.log and (spec.low <= 0 or step <= 1):
        return "has a logarithmic range: low has to be above 0, and step, the factor between values, above 1"
    if step <= 0:
        return f"has a range whose step ({spec.step}) is not above 0"
    if whole and not step.is_integer():
        return f"takes whole numbers, so its step has to be one, not {spec.step}"
    return None


def _end_errors(name: str, spec: Range, schema: ConfigSchema) -> list[FieldError]:
    last = spec.high if spec.step is None else range_value(spec, range_count(spec) - 1)
    return [
        FieldError((*_loc(name), end), text)
        for end, value in (("low", spec.low), ("high", last))
        for _, text in schema.value_problems(name, schema.normal(name, value))
    ]


def _axis(name: str, spec: Spec, schema: ConfigSchema) -> Axis:
    values = range_values(spec) if isinstance(spec, Range) else spec
    return Axis(name, tuple(schema.normal(name, value) for value in values))


def _value_errors(axis: Axis, schema: ConfigSchema) -> list[FieldError]:
    found: list[FieldError] = []
    seen: dict[bytes, int] = {}
    for index, value in enumerate(axis.values):
        loc = (*_loc(axis.name), index)
        found += [FieldError((*loc, *path), text) for path, text in schema.value_problems(axis.name, value)]
        first = seen.setdefault(canonical(value), index)
        if first != index:
            found.append(
                FieldError(
                    loc, f"repeats value {first + 1} ({orjson.dumps(value).decode()}); give each value once"
                )
            )
    return found
