"""The settings of a space as Optuna's distributions, and back.

Choices and ranges with a step are sampled as indices: Optuna then never sees a list, a null or a number that
decimal arithmetic would spell differently.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.search_space import (
    Range,
    Spec,
    canonical,
    contains,
    count_values,
    position,
    range_count,
    range_value,
)
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)

Values = dict[str, Any]


class Dimension:
    """One setting."""

    def __init__(self, spec: Spec, name: str, schema: ConfigSchema) -> None:
        self._spec = spec
        self._name = name
        self._schema = schema
        self._index = {} if isinstance(spec, Range) else {canonical(one): i for i, one in enumerate(spec)}
        self.distribution = _distribution(spec, whole=schema.is_whole(name))

    def value(self, sampled: Any) -> Any:
        """The setting's value for a value of the distribution."""
        spec = self._spec
        if isinstance(spec, list):
            found = spec[sampled]
        else:
            found = sampled if spec.step is None else range_value(spec, sampled)
        return self._schema.normal(self._name, found)

    def sampled(self, value: Any) -> Any:
        """The value of the distribution for a value of the setting; None where the space hasn't got it."""
        spec = self._spec
        if isinstance(spec, list):
            return self._index.get(canonical(value))
        if not contains(spec, value):
            return None
        return value if spec.step is None else position(spec, value)

    @property
    def count(self) -> int | None:
        """How many values there are; None for a continuous range."""
        return count_values(self._spec, whole=self._schema.is_whole(self._name))

    def values(self) -> Iterator[Any]:
        """All values of a dimension that can be counted."""
        distribution = self.distribution
        if isinstance(distribution, IntDistribution):
            return (self.value(one) for one in range(distribution.low, distribution.high + 1))
        if isinstance(distribution, CategoricalDistribution):
            return (self.value(one) for one in distribution.choices)
        return iter([self.value(distribution.low)] if isinstance(distribution, FloatDistribution) else [])


def _distribution(spec: Spec, *, whole: bool) -> BaseDistribution:
    if isinstance(spec, list):
        return CategoricalDistribution(tuple(range(len(spec))))
    if spec.step is not None:
        return IntDistribution(0, range_count(spec) - 1)
    if whole:
        return IntDistribution(int(spec.low), int(spec.high), log=spec.log)
    return FloatDistribution(spec.low, spec.high, log=spec.log)


def combinations(dimensions: Mapping[str, Dimension]) -> Iterator[Values]:
    """Every combination of a space that can be counted."""
    for values in product(*(list(dimension.values()) for dimension in dimensions.values())):
        yield dict(zip(dimensions, values, strict=True))
