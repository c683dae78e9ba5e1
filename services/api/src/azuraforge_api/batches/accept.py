"""Queue a batch, and more runs of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from azuraforge_contracts.jobs import JobKind, Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.user import User
from azuraforge_dbmodels.worker_nodes import slots_up
from sqlalchemy import insert

from azuraforge_api.batches.plan import Plan, Run, plan_batch
from azuraforge_api.batches.schemas import BatchCreate, Search
from azuraforge_api.deps import OutboxDep, SessionDep, SettingsDep, UserDep
from azuraforge_api.experiments.accept import require_room
from azuraforge_api.experiments.limits import RunLimits, granted_limits
from azuraforge_api.tags.store import BATCHES, add_tags

_WAKE_UPS_A_SLOT = 4


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
    queue_runs(work, batch, runs, first_number=1)
    add_tags(work.session, BATCHES, batch.id, body.tags or ())
    return batch


def _batch_of(user: User, body: BatchCreate, plan: Plan, limits: RunLimits) -> Batch:
    return Batch(
        owner_id=user.id,
        kind=body.kind,
        name=body.name,
        notes=body.notes or None,
        pipeline=plan.subject.manifest.id,
        dataset_id=plan.subject.dataset.id,
        request={
            "target": body.target,
            "time_column": body.time_column,
            "config": plan.base,
            **_search_of(body.search, plan),
            "seed": plan.seed,
            "limits": limits.model_dump(),
        },
        objective_metric=plan.objective.metric,
        objective_direction=plan.objective.direction,
        job_count=plan.job_count,
        parallelism=body.parallelism,
    )


def _search_of(search: Search, plan: Plan) -> dict[str, Any]:
    asked = search.model_dump(mode="json")
    if plan.sampled_runs is None:
        return {"search": asked}
    seed = plan.seed if search.seed is None else search.seed
    return {
        "search": {**asked, "max_runs": plan.sampled_runs},
        "sampling": {"strategy": search.strategy, "space": asked["space"], "seed": seed},
    }


def queue_runs(work: Accepting, batch: Batch, runs: Sequence[Run], first_number: int) -> None:
    """Insert runs of a batch, numbered on from `first_number`."""
    limits = batch.request.get("limits", {})
    job = Job(
        kind=JobKind.EXPERIMENT.value,
        owner_id=batch.owner_id,
        batch_id=batch.id,
        limit_seconds=limits.get("seconds"),
        limit_memory_mb=limits.get("memory_mb"),
    )
    names = [run_name(batch, number) for number, _ in enumerate(runs, start=first_number)]
    job_ids = job_state.enqueue_alike(work.session, job, names, first_number)
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
            {"job_id": job_id, "config": run.config, "params": run.params, **shared}
            for job_id, run in zip(job_ids, runs, strict=True)
        ],
    )
    # A slot that was woken works until nothing is queued, so one wake-up for each would do; but it is chance
    # which worker takes one. Many more than that only cost a look each while the last runs go on.
    slots = max(1, slots_up(work.session, Queue.COMPUTE))
    work.outbox.wake(work.session, Queue.COMPUTE, min(len(runs), _WAKE_UPS_A_SLOT * slots))


def run_name(batch: Batch, number: int | str) -> str:
    """What a run is called; short enough for its column."""
    return f"{batch.name[:240]} #{number}"
