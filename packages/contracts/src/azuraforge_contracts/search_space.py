"""What a search varies, as the API checks it and a worker draws from it.

A space maps settings to a list of values or to a range. Values of ranges with a step are worked out by
decimal arithmetic: 0.1, 0.2, 0.3 and never 0.30000000000000004.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

UNCOUNTABLE = 10**18


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high` (included where a step meets it).

    `step` is what is added from one value to the next or, with `log`, what the value is multiplied by.
    """

    low: float
    high: float
    step: float | None = None
    log: bool = False


Spec = list[Any] | Range
Space = Mapping[str, Spec]


def read_space(stored: Mapping[str, Any]) -> dict[str, Spec]:
    """A space as JSON holds it: lists, and objects with the fields of `Range`."""
    return {name: Range(**spec) if isinstance(spec, dict) else list(spec) for name, spec in stored.items()}


def range_count(spec: Range) -> int:
    """How many values a range with a step has."""
    step = spec.step or 1.0
    if spec.log:
        return int(math.log(spec.high / spec.low) / math.log(step) + 1e-9) + 1
    try:
        return int((_decimal(spec.high) - _decimal(spec.low)) / _decimal(step)) + 1
    except InvalidOperation:  # more digits than Decimal's precision: far beyond any limit
        return UNCOUNTABLE


def range_value(spec: Range, index: int) -> float:
    """The `index`-th value (from 0) of a range with a step."""
    low, step = _decimal(spec.low), _decimal(spec.step or 1.0)
    return float(low * step**index if spec.log else low + step * index)


def range_values(spec: Range) -> list[float]:
    """Every value of a range with a step."""
    return [range_value(spec, index) for index in range(range_count(spec))]


def position(spec: Range, value: float) -> int | None:
    """The index of a value in a range with a step; None where it isn't one of its values."""
    if not spec.low <= value <= spec.high:
        return None
    step = spec.step or 1.0
    exact = math.log(value / spec.low) / math.log(step) if spec.log else (value - spec.low) / step
    index = round(exact)
    return index if index < range_count(spec) and range_value(spec, index) == value else None


def count_values(spec: Spec, *, whole: bool) -> int | None:
    """How many values a setting may take; None for a continuous range. `whole`: it takes integers only."""
    if isinstance(spec, list):
        return len(spec)
    if spec.step is not None:
        return range_count(spec)
    if whole:
        return int(spec.high) - int(spec.low) + 1
    return 1 if spec.low == spec.high else None


def contains(spec: Spec, value: Any) -> bool:
    """Whether a setting's value is one that its part of the space allows."""
    if isinstance(spec, list):
        return canonical(value) in {canonical(choice) for choice in spec}
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if spec.step is not None:
        return position(spec, value) is not None
    return spec.low <= value <= spec.high


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


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))
