"""Queue a batch, and more runs of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.jobs import JobKind, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.user import User
from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col, select

from azuraforge_api.batches.errors import NothingToAddError
from azuraforge_api.batches.grid import Axis, canonical, count_points
from azuraforge_api.batches.plan import Plan, Run, expand, plan_batch, read_search, too_large
from azuraforge_api.batches.schemas import BatchCreate, Search
from azuraforge_api.deps import OutboxDep, SessionDep, SettingsDep, UserDep
from azuraforge_api.experiments.accept import require_room
from azuraforge_api.experiments.limits import RunLimits, granted_limits
from azuraforge_api.pipelines.catalogue import get_pipeline


@dataclass(frozen=True)
class Accepting:
    """What accepting work takes; a dependency of routes."""

    session: SessionDep
    user: UserDep
    outbox: OutboxDep
    settings: SettingsDep


def queue_batch(work: Accepting, body: BatchCreate) -> Batch:
    """Insert a batch with all its runs; raises some of `PLAN_ERRORS`."""
    plan = plan_batch(work.session, work.user, body, work.settings.max_batch_jobs)
    require_room(work.session, work.user, plan.job_count, work.settings.max_queued_jobs)
    limits = granted_limits(body.limits, work.settings)
    runs = plan.runs()
    batch = _batch_of(work.user, body, plan, limits)
    work.session.add(batch)
    _queue_runs(work, batch, runs, first_number=1)
    return batch


def _batch_of(user: User, body: BatchCreate, plan: Plan, limits: RunLimits) -> Batch:
    return Batch(
        owner_id=user.id,
        kind=body.kind,
        name=body.name,
        pipeline=plan.subject.manifest.id,
        dataset_id=plan.subject.dataset.id,
        request={
            "target": body.target,
            "time_column": body.time_column,
            "config": plan.base,
            "search": body.search.model_dump(mode="json"),
            "seed": plan.seed,
            "limits": limits.model_dump(),
        },
        objective_metric=plan.objective.metric,
        objective_direction=plan.objective.direction,
        job_count=plan.job_count,
        parallelism=body.parallelism,
    )


def _queue_runs(work: Accepting, batch: Batch, runs: Sequence[Run], first_number: int) -> None:
    limits = batch.request.get("limits", {})
    jobs = [
        Job(
            kind=JobKind.EXPERIMENT.value,
            queue=Queue.COMPUTE.value,
            owner_id=batch.owner_id,
            batch_id=batch.id,
            number=number,
            name=run_name(batch, number),
            limit_seconds=limits.get("seconds"),
            limit_memory_mb=limits.get("memory_mb"),
        )
        for number, _ in enumerate(runs, start=first_number)
    ]
    job_state.enqueue(work.session, jobs)
    shared = {
        "pipeline": batch.pipeline,
        "dataset_id": batch.dataset_id,
        "target": batch.request["target"],
        "time_column": batch.request["time_column"],
        "seed": batch.request["seed"],
    }
    work.session.execute(
        insert(Experiment),
        [
            {"job_id": job.id, "config": run.config, "params": run.params, **shared}
            for job, run in zip(jobs, runs, strict=True)
        ],
    )
    work.outbox.wake(work.session, Queue.COMPUTE, len(runs))


def run_name(batch: Batch, number: int | str) -> str:
    """What a run is called; short enough for its column."""
    return f"{batch.name[:240]} #{number}"


def extend_batch(work: Accepting, batch: Batch, search: Search) -> None:
    """Add the runs of a grid over more values, those left out that the batch has already.

    A setting varied before and not named now keeps all the values it has; one that was fixed so far may
    be varied too. Raises some of `PLAN_ERRORS` and `NothingToAddError`.
    """
    session, settings = work.session, work.settings
    session.refresh(batch, with_for_update=True)
    manifest = get_pipeline(session, batch.pipeline or "")
    schema = ConfigSchema(manifest.config_schema)
    tried = _tried(session, batch)
    axes = _extended_axes(schema, search, tried, settings.max_batch_jobs)
    names = [axis.name for axis in axes]
    base = {name: value for name, value in batch.request["config"].items() if name not in names}
    known = {_key(run.config, names) for run in tried}
    runs = [run for run in expand(schema, base, axes) if _key(run.params, names) not in known]
    if not runs:
        raise NothingToAddError("The batch has runs with all these values already. Add values that are new.")
    if len(runs) > (room := settings.max_batch_jobs - batch.job_count):
        raise too_large(len(runs), max(0, room), search.max_runs)
    require_room(session, work.user, len(runs), settings.max_queued_jobs)
    _name_params(session, tried, names)
    _queue_runs(work, batch, runs, first_number=batch.job_count + 1)
    batch.job_count += len(runs)
    batch.request = {**batch.request, "config": base, "search": _merged(batch, axes, tried)}
    session.add(batch)


@dataclass(frozen=True)
class _Tried:
    """A run that the batch has."""

    job_id: str
    config: dict[str, Any]
    params: dict[str, Any]


def _tried(session: Session, batch: Batch) -> list[_Tried]:
    rows = session.exec(
        select(Experiment.job_id, Experiment.config, Experiment.params)
        .join(Job, col(Job.id) == col(Experiment.job_id))
        .where(col(Job.batch_id) == batch.id)
        .order_by(col(Job.number))
    )
    return [_Tried(job_id, dict(config), dict(params)) for job_id, config, params in rows]


def _extended_axes(
    schema: ConfigSchema, search: Search, tried: Sequence[_Tried], max_jobs: int
) -> tuple[Axis, ...]:
    """The axes of the extension: those asked for, then those of before with the values they have."""
    asked = read_search(schema, search, max_jobs)
    before = [name for name in (tried[0].params if tried else {}) if name not in search.space]
    kept = tuple(Axis(name, tuple(_distinct(run.params[name] for run in tried))) for name in before)
    axes = (*asked, *kept)
    limit = min(max_jobs, search.max_runs or max_jobs)
    # Runs that are there already don't count, and at most all of them are in the new grid.
    if (count := count_points(axes)) - len(tried) > limit:
        raise too_large(count, limit, search.max_runs)
    return axes


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


def _merged(batch: Batch, axes: tuple[Axis, ...], tried: Sequence[_Tried]) -> dict[str, Any]:
    """The search that stands for the whole batch now: every value of every axis."""
    space = {
        axis.name: _distinct([*(run.config.get(axis.name) for run in tried), *axis.values]) for axis in axes
    }
    return {**batch.request["search"], "space": space}
