"""The search space of a grid: pure functions from what was asked to the runs it means.

A space maps settings to the values to try: a list of values, or a range. A list is always a list of values:
for a setting that itself takes a list, the values are lists, so `[64, 32]` alone is never taken for a sweep.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

import orjson
from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.errors import FieldError

_UNCOUNTABLE = 10**18
_MAX_ERRORS = 50


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high` (included where a step meets it).

    On a grid `step` is needed: what is added from one value to the next or, with `log`, what the value is
    multiplied by.
    """

    low: float
    high: float
    step: float | None = None
    log: bool = False


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


Space = Mapping[str, list[Any] | Range]


def read_grid(space: Space, schema: ConfigSchema, limit: int) -> tuple[Axis, ...]:
    """The grid's axes with every value checked; raises `SpaceError` and `GridTooLargeError`.

    Points are counted before any range is expanded, so a huge grid costs nothing.
    """
    errors: list[FieldError] = []
    counts: list[int] = []
    for name, spec in space.items():
        problem = _setting_problem(name, schema) or _shape_problem(name, spec, schema)
        if problem is not None:
            errors.append(FieldError(_loc(name), problem))
            continue
        counts.append(_range_count(spec) if isinstance(spec, Range) else len(spec))
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


def count_points(axes: tuple[Axis, ...]) -> int:
    """How many runs the grid means; a grid without axes is one run."""
    return math.prod(len(axis.values) for axis in axes)


def points(axes: tuple[Axis, ...]) -> Iterator[dict[str, Any]]:
    """Every combination, the last axis varying fastest."""
    names = [axis.name for axis in axes]
    for values in product(*(axis.values for axis in axes)):
        yield dict(zip(names, values, strict=True))


def canonical(value: Any) -> bytes:
    """A value's one spelling, to tell whether two are the same: 1 and 1.0 are, 1 and true are not."""
    return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _loc(name: str) -> tuple[str | int, ...]:
    return ("body", "search", "space", name)


def _setting_problem(name: str, schema: ConfigSchema) -> str | None:
    if name not in schema.properties:
        return schema.unknown(name)
    if not schema.is_sweepable(name):
        return "can't be varied by a search; set it in config"
    return None


def _shape_problem(name: str, spec: list[Any] | Range, schema: ConfigSchema) -> str | None:
    if isinstance(spec, Range):
        return _range_problem(spec, schema.types(name))
    if not spec:
        return "has no values; give at least one, or leave it out"
    if schema.takes_list(name) and not any(isinstance(value, list) or value is None for value in spec):
        return (
            "takes a list as its value, so the values to try are lists themselves: "
            f"[{orjson.dumps(spec).decode()}] tries this one list; to keep it fixed, put it in config"
        )
    return None


def _range_problem(spec: Range, types: frozenset[str]) -> str | None:
    if not types & {"number", "integer"}:
        return "is not a number, so it can't have a range; list its values"
    if not all(math.isfinite(value) for value in (spec.low, spec.high, spec.step or 0)):
        return "has to have a finite range"
    if spec.low > spec.high:
        return f"has a range whose low ({spec.low}) is above its high ({spec.high})"
    return _step_problem(spec)


def _step_problem(spec: Range) -> str | None:
    if spec.step is None:
        return "has a range without a step, which a grid needs; give step, or list the values"
    if spec.log and (spec.low <= 0 or spec.step <= 1):
        return "has a logarithmic range: low has to be above 0, and step, the factor between values, above 1"
    if spec.step <= 0:
        return f"has a range whose step ({spec.step}) is not above 0"
    return None


def _range_count(spec: Range) -> int:
    """How many values a well-formed range has."""
    step = spec.step or 1.0
    if spec.log:
        return int(math.log(spec.high / spec.low) / math.log(step) + 1e-9) + 1
    try:
        return int((_decimal(spec.high) - _decimal(spec.low)) / _decimal(step)) + 1
    except InvalidOperation:  # more digits than Decimal's precision: far beyond any limit
        return _UNCOUNTABLE


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))


def _axis(name: str, spec: list[Any] | Range, schema: ConfigSchema) -> Axis:
    values = _range_values(spec) if isinstance(spec, Range) else spec
    return Axis(name, tuple(schema.normal(name, value) for value in values))


def _range_values(spec: Range) -> list[float]:
    """The range's values, as decimal arithmetic gives them: 0.1, 0.2, 0.3 and never 0.30000000000000004."""
    count = _range_count(spec)
    low, step = _decimal(spec.low), _decimal(spec.step or 1.0)
    exact = [low * step**index if spec.log else low + step * index for index in range(count)]
    return [float(value) for value in exact]


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
