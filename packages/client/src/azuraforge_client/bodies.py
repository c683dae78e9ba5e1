"""What requests send: plain JSON objects, without what was left to the server."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from azuraforge_client.models import RangeSpace, RunLimits

Strategy = Literal["grid", "random", "tpe"]
Pruner = Literal["successive-halving"]
Space = Mapping[str, Sequence[Any] | RangeSpace | Mapping[str, Any]]
"""For each setting to vary: the values to try, or a range: `RangeSpace(low=0.01, high=1, log=True)`."""


def given(**fields: Any) -> dict[str, Any]:
    """The fields that aren't None."""
    return {name: value for name, value in fields.items() if value is not None}


def tag_list(tags: Iterable[str] | str | None) -> list[str] | None:
    """Tags as a list; a single one may be given as itself."""
    if tags is None:
        return None
    return [tags] if isinstance(tags, str) else list(tags)


def limits_body(limits: RunLimits | None) -> dict[str, Any] | None:
    """The limits of a run."""
    return None if limits is None else limits.model_dump(exclude_none=True)


def objective_body(objective: str | Mapping[str, str] | None) -> Mapping[str, str] | None:
    """The metric's name alone leaves the direction to the pipeline."""
    return {"metric": objective} if isinstance(objective, str) else objective


def search_body(space: Space, strategy: Strategy, **options: Any) -> dict[str, Any]:
    """What to vary, and how."""
    return given(
        strategy=strategy, space={name: _values(values) for name, values in space.items()}, **options
    )


def _values(values: Sequence[Any] | RangeSpace | Mapping[str, Any]) -> Any:
    if isinstance(values, RangeSpace):
        return values.model_dump(exclude_none=True)
    return dict(values) if isinstance(values, Mapping) else list(values)
