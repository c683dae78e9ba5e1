"""More runs for a batch, by the search it was started with or by another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.manifest import PipelineManifest
from azuraforge_contracts.search_space import Range, Spec, canonical, contains, read_space
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from azuraforge_api.batches.accept import Accepting, queue_runs
from azuraforge_api.batches.errors import InvalidSpaceError, NothingToAddError
from azuraforge_api.batches.grid import Axis, count_points, count_sampled
from azuraforge_api.batches.plan import (
    DEFAULT_MAX_RUNS,
    Run,
    expand,
    read_sampled,
    read_search,
    too_large,
    too_many,
    unsampled,
)
from azuraforge_api.batches.pruner import check_pruner
from azuraforge_api.batches.schemas import Search
from azuraforge_api.experiments.accept import require_room
from azuraforge_api.pipelines.catalogue import get_pipeline


@dataclass(frozen=True)
class _Tried:
    """A run that the batch has, its settings known."""

    job_id: str
    config: dict[str, Any]
    params: dict[str, Any]


@dataclass(frozen=True)
class _So:
    """A batch so far: its runs with known settings, how many have none yet, and what is sampled from."""

    batch: Batch
    manifest: PipelineManifest
    schema: ConfigSchema
    tried: Sequence[_Tried]
    unknown: int
    space: Mapping[str, Spec]

    @property
    def names(self) -> list[str]:
        """The settings varied so far."""
        known = self.tried[0].params if self.tried else {}
        return list(dict.fromkeys([*known, *self.space]))

    def values(self, name: str) -> list[Any]:
        """The different values a setting has had."""
        return _distinct(run.config.get(name) for run in self.tried)


@dataclass(frozen=True)
class _More:
    """What an extension comes to: runs to queue, the settings varied now, and the search of the batch."""

    runs: list[Run]
    names: list[str]
    search: dict[str, Any]
    space: Mapping[str, Spec]


def extend_batch(work: Accepting, batch: Batch, search: Search) -> None:
    """Add runs; see the route. Raises some of `PLAN_ERRORS` and `NothingToAddError`."""
    session, settings = work.session, work.settings
    session.refresh(batch, with_for_update=True)
    so = _read(session, batch)
    if search.pruner is not None:
        check_pruner(session, so.manifest, batch.request["config"])
    strategy = (
        search.strategy if "strategy" in search.model_fields_set else batch.request["search"]["strategy"]
    )
    room = settings.max_batch_jobs - batch.job_count
    if strategy == "grid":
        more = _more_of_grid(so, search, settings.max_batch_jobs)
        if len(more.runs) > room:
            raise too_large(len(more.runs), max(0, room), search.max_runs)
    else:
        more = _more_sampled(so, search, room)
    require_room(session, work.user, len(more.runs), settings.max_queued_jobs)
    _name_params(session, so.tried, more.names)
    queue_runs(work, batch, more.runs, first_number=batch.job_count + 1)
    batch.job_count += len(more.runs)
    batch.request = _request_after(so, search, strategy, more)
    session.add(batch)


def _read(session: Session, batch: Batch) -> _So:
    rows = session.exec(
        select(Experiment.job_id, Experiment.config, Experiment.params)
        .join(Job, col(Job.id) == col(Experiment.job_id))
        .where(col(Job.batch_id) == batch.id)
        .order_by(col(Job.number))
    ).all()
    tried = [_Tried(job_id, dict(config), dict(params)) for job_id, config, params in rows if config]
    manifest = get_pipeline(session, batch.pipeline or "")
    space = read_space(batch.request.get("sampling", {}).get("space", {}))
    return _So(batch, manifest, ConfigSchema(manifest.config_schema), tried, len(rows) - len(tried), space)


def _more_of_grid(so: _So, search: Search, max_jobs: int) -> _More:
    """The combinations of these values, and those of before, that no run has."""
    axes = _extended_axes(so, search, max_jobs)
    names = [axis.name for axis in axes]
    base = {name: value for name, value in so.batch.request["config"].items() if name not in names}
    known = {_key(run.config, names) for run in so.tried}
    runs = [run for run in expand(so.schema, base, axes) if _key(run.params, names) not in known]
    if not runs:
        raise NothingToAddError("The batch has runs with all these values already. Add values that are new.")
    before = {axis.name: [] if axis.name in so.space else so.values(axis.name) for axis in axes}
    space = {axis.name: _distinct([*before[axis.name], *axis.values]) for axis in axes}
    earlier = so.batch.request["search"]
    return _More(
        runs, names, {"space": space, "max_runs": earlier["max_runs"], "seed": earlier["seed"]}, so.space
    )


def _extended_axes(so: _So, search: Search, max_jobs: int) -> tuple[Axis, ...]:
    """The axes of the extension: those asked for, then those of before with the values they have."""
    asked = read_search(so.schema, search, max_jobs)
    before = [name for name in so.names if name not in search.space]
    axes = (*asked, *(Axis(name, tuple(_values_of(so, name))) for name in before))
    limit = min(max_jobs, search.max_runs or max_jobs)
    # Runs that are there already don't count, and at most all of them are in the new grid.
    if (count := count_points(axes)) - len(so.tried) > limit:
        raise too_large(count, limit, search.max_runs)
    return axes


def _values_of(so: _So, name: str) -> list[Any]:
    spec = so.space.get(name)
    if isinstance(spec, Range):
        message = f'"{name}" was drawn from a range so far; a grid needs the values to try.'
        raise InvalidSpaceError(message, (FieldError(("body", "search", "space", name), message),))
    return so.values(name) if spec is None else _distinct([*spec, *so.values(name)])


def _more_sampled(so: _So, search: Search, room: int) -> _More:
    """So many more runs, their settings to be drawn from this space."""
    asked = read_sampled(so.schema, search)
    before: dict[str, Spec] = {name: so.space.get(name) or so.values(name) for name in so.names}
    space = {**before, **asked}
    wanted = DEFAULT_MAX_RUNS if search.max_runs is None else search.max_runs
    size = count_sampled(space, so.schema)
    if size is not None:
        inside = {
            _key(run.config, list(space))
            for run in so.tried
            if all(contains(spec, run.config.get(name)) for name, spec in space.items())
        }
        wanted = min(wanted, size - len(inside) - so.unknown)
    if wanted <= 0:
        raise NothingToAddError("The batch has runs with all these values already. Widen the space.")
    if wanted > room:
        raise too_many(so.batch.job_count + wanted, so.batch.job_count + max(0, room))
    total = so.batch.job_count + wanted
    return _More(unsampled(wanted), list(space), {"space": _as_json(space), "max_runs": total}, space)


def _request_after(so: _So, search: Search, strategy: str, more: _More) -> dict[str, Any]:
    """The request that stands for the whole batch now."""
    before = so.batch.request
    config = {name: value for name, value in before["config"].items() if name not in more.names}
    now = {**before["search"], **more.search, "strategy": strategy}
    if search.seed is not None:
        now["seed"] = search.seed
    if "pruner" in search.model_fields_set:
        now["pruner"] = search.pruner
    request = {**before, "config": config, "search": now}
    if strategy != "grid":
        earlier = before.get("sampling", {}).get("seed", before["seed"])
        seed = earlier if search.seed is None else search.seed
        request["sampling"] = {"strategy": strategy, "space": _as_json(more.space), "seed": seed}
    elif "sampling" in before:
        # Runs that wait for their settings keep what was fixed for them until now.
        fixed = {name: [value] for name, value in before["config"].items() if name not in config}
        request["sampling"] = {**before["sampling"], "space": {**before["sampling"]["space"], **fixed}}
    return request


def _as_json(space: Mapping[str, Spec]) -> dict[str, Any]:
    return {
        name: {"low": spec.low, "high": spec.high, "step": spec.step, "log": spec.log}
        if isinstance(spec, Range)
        else spec
        for name, spec in space.items()
    }


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list({canonical(value): value for value in values}.values())


def _key(config: Mapping[str, Any], names: Sequence[str]) -> bytes:
    return canonical([config.get(name) for name in names])


def _name_params(session: Session, tried: Sequence[_Tried], names: Sequence[str]) -> None:
    """Runs of before count a newly varied setting among their params too, so that all runs compare."""
    new = [name for name in names if tried and name not in tried[0].params]
    if not new:
        return
    statement = (
        update(Experiment)
        .where(col(Experiment.job_id) == bindparam("job"))
        .values(params=bindparam("all_params"))
        .execution_options(synchronize_session=False)
    )
    session.connection().execute(
        statement,
        [
            {"job": run.job_id, "all_params": {**run.params, **{name: run.config.get(name) for name in new}}}
            for run in tried
        ],
    )
