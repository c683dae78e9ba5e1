"""From a request to the runs it means, everything checked and nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azuraforge_contracts.config_schema import ConfigSchema, suggestion
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.manifest import Objective, PipelineManifest
from azuraforge_contracts.search_space import Range, Spec
from azuraforge_dbmodels.user import User
from sqlmodel import Session

from azuraforge_api.batches.errors import (
    InvalidSpaceError,
    NoLiveCurveError,
    TooLargeGridError,
    UnknownMetricError,
)
from azuraforge_api.batches.grid import (
    Axis,
    GridTooLargeError,
    SpaceError,
    check_sampled,
    count_points,
    count_sampled,
    points,
    read_grid,
)
from azuraforge_api.batches.pruner import check_pruner
from azuraforge_api.batches.schemas import BatchCreate, ObjectiveIn, RangeSpace, Search
from azuraforge_api.experiments.accept import ACCEPT_ERRORS, Subject, find_subject, invalid_config

PLAN_ERRORS = (
    *ACCEPT_ERRORS,
    InvalidSpaceError,
    NoLiveCurveError,
    TooLargeGridError,
    UnknownMetricError,
)


DEFAULT_MAX_RUNS = 50


@dataclass(frozen=True)
class Run:
    """One run: its whole config and the part of it that the search varies; both empty until sampled."""

    config: dict[str, Any]
    params: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """A batch that may be queued."""

    subject: Subject
    objective: Objective
    base: dict[str, Any]
    axes: tuple[Axis, ...]
    seed: int
    sampled_runs: int | None
    """How many runs get their settings from a sampler; None for a grid, which has `axes`."""

    @property
    def job_count(self) -> int:
        """How many runs it has."""
        return count_points(self.axes) if self.sampled_runs is None else self.sampled_runs

    def runs(self) -> list[Run]:
        """Every run, in the grid's order; raises `InvalidConfigError` where settings exclude each other."""
        if self.sampled_runs is not None:
            return unsampled(self.sampled_runs)
        return expand(self.subject.schema, self.base, self.axes)


def unsampled(count: int) -> list[Run]:
    """Runs whose settings a worker asks a sampler for when it starts them."""
    return [Run({}, {})] * count


def plan_batch(session: Session, user: User, body: BatchCreate, max_jobs: int) -> Plan:
    """Check a request; raises some of `PLAN_ERRORS`."""
    search = body.search
    subject = find_subject(session, user, body.pipeline, body.dataset_id, body.target, body.time_column)
    objective = _objective(subject.manifest, body.objective)
    fixed = {name: value for name, value in body.config.items() if name not in body.search.space}
    problems = subject.problems(fixed)
    axes: tuple[Axis, ...] = ()
    sampled_runs = None
    if search.strategy == "grid":
        axes = read_search(subject.schema, search, max_jobs, problems)
    else:
        space = read_sampled(subject.schema, search, problems)
        sampled_runs = _count_runs(subject.schema, space, search.max_runs, max_jobs, checked=not problems)
    if problems:
        raise invalid_config(problems)
    base = {
        name: value for name, value in subject.schema.complete(fixed).items() if name not in body.search.space
    }
    if search.pruner is not None:
        check_pruner(session, subject.manifest, base)
    seed = next((seed for seed in (body.seed, search.seed) if seed is not None), 0)
    return Plan(subject, objective, base, axes, seed, sampled_runs)


def _count_runs(
    schema: ConfigSchema, space: Mapping[str, Spec], wanted: int | None, max_jobs: int, *, checked: bool
) -> int:
    """As many runs as are wanted, but no more than there are combinations."""
    count = DEFAULT_MAX_RUNS if wanted is None else wanted
    if count > max_jobs:
        raise too_many(count, max_jobs)
    size = count_sampled(space, schema) if checked else None
    return count if size is None else min(count, size)


def read_search(
    schema: ConfigSchema, search: Search, max_jobs: int, problems: list[FieldError] | None = None
) -> tuple[Axis, ...]:
    """The axes of a grid; raises `InvalidSpaceError` and `TooLargeGridError`.

    Where there are `problems` of the config already, the space's are added to them instead.
    """
    limit = max_jobs if search.max_runs is None else min(search.max_runs, max_jobs)
    try:
        return read_grid(space_of(search), schema, limit)
    except GridTooLargeError as error:
        raise too_large(error.count, error.limit, search.max_runs) from None
    except SpaceError as error:
        if problems:
            problems += error.errors
            return ()
        raise invalid_space(error) from None


def read_sampled(
    schema: ConfigSchema, search: Search, problems: list[FieldError] | None = None
) -> dict[str, Spec]:
    """The space that values are drawn from; raises `InvalidSpaceError`, or adds to the `problems`."""
    space = space_of(search)
    try:
        check_sampled(space, schema)
    except SpaceError as error:
        if not problems:
            raise invalid_space(error) from None
        problems += error.errors
    return space


def space_of(search: Search) -> dict[str, Spec]:
    """The space of a request."""
    return {
        name: Range(spec.low, spec.high, spec.step, spec.log) if isinstance(spec, RangeSpace) else spec
        for name, spec in search.space.items()
    }


def invalid_space(error: SpaceError) -> InvalidSpaceError:
    """The error that names each wrong place of a space."""
    first = error.errors[0]
    more = f" (and {len(error.errors) - 1} more)" if len(error.errors) > 1 else ""
    return InvalidSpaceError(f'"{first.loc[3]}" {first.message}{more}.', error.errors)


def expand(schema: ConfigSchema, base: Mapping[str, Any], axes: tuple[Axis, ...]) -> list[Run]:
    """Every combination as a whole config in the schema's order.

    Values were checked one by one; only a schema with rules between settings needs every combination.
    """
    order = list(schema.properties)
    runs = []
    for params in points(axes):
        values = {**base, **params}
        config = {name: values[name] for name in order if name in values}
        if schema.has_rules_across and (problems := schema.problems(config)):
            raise invalid_config(problems)
        runs.append(Run(config, params))
    return runs


def too_large(count: int, limit: int, max_runs: int | None) -> TooLargeGridError:
    """The error for a grid of `count` runs where only `limit` may be."""
    reason = f"max_runs is {max_runs:,}" if max_runs == limit else f"{limit:,} are allowed"
    message = f"The grid has {count:,} runs, but {reason}. Try fewer values."
    return TooLargeGridError(message, (FieldError(("body", "search", "space"), message),))


def too_many(count: int, limit: int) -> TooLargeGridError:
    """The error for a sampled search of `count` runs where only `limit` may be."""
    message = f"The search has {count:,} runs, but {limit:,} are allowed. Lower max_runs."
    return TooLargeGridError(message, (FieldError(("body", "search", "max_runs"), message),))


def _objective(manifest: PipelineManifest, wanted: ObjectiveIn | None) -> Objective:
    if wanted is None:
        return manifest.default_objective
    directions = {metric.name: metric.direction for metric in manifest.metrics}
    if wanted.metric not in directions:
        message = (
            f'"{wanted.metric}" is not a metric of {manifest.id}{suggestion(wanted.metric, directions)}; '
            f"it has {', '.join(directions)}."
        )
        raise UnknownMetricError(message, (FieldError(("body", "objective", "metric"), message),))
    direction = directions[wanted.metric]
    if wanted.direction not in {None, direction}:
        message = f'"{wanted.metric}" is better when smaller: {direction} it.'
        if direction == "maximize":
            message = f'"{wanted.metric}" is better when larger: {direction} it.'
        raise UnknownMetricError(message, (FieldError(("body", "objective", "direction"), message),))
    return Objective(metric=wanted.metric, direction=direction)
