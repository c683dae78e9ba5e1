"""Entering the queue, being claimed from it, and staying claimed."""

import secrets
from collections.abc import Sequence
from typing import Any

from azuraforge_contracts.events import first_event_id
from azuraforge_contracts.jobs import QUEUE_OF_KIND, JobKind, JobState, Queue
from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import Session, col

from azuraforge_dbmodels.base import new_id
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import _log
from azuraforge_dbmodels.job_state._fairness import candidates
from azuraforge_dbmodels.job_state._time import LEASE_S, Now, now
from azuraforge_dbmodels.job_state._types import Claim, EventRecord, Heartbeat, Limits

_CLAIMERS_COLUMNS = ("started_at", "worker_id", "claim_token", "lease_epoch", "lease_until")
_CLAIM_COLUMNS = ("kind", "owner_id", "batch_id", "number", "attempt", "limit_seconds", "limit_memory_mb")
_JOBS = Job.metadata.tables[Job.__tablename__]
_OTHERS = _JOBS.alias("others")
_NEXT_TURN = (
    select(func.coalesce(func.max(_OTHERS.c.turn), 0) + 1)
    .where(_OTHERS.c.queue == bindparam("queue_of_turn"), _OTHERS.c.turn.is_not(None))
    .scalar_subquery()
)
"""The number of the next claim in a queue; two at the same moment may share it."""

# Built once, and on the table rather than its class: a sweep of quick runs feels what a statement costs.
_TAKE = (
    update(_JOBS)
    .where(_JOBS.c.id == bindparam("taken_id"), _JOBS.c.state == JobState.QUEUED.value)
    .values(
        state=JobState.RUNNING.value,
        attempt=_JOBS.c.attempt + 1,
        turn=_NEXT_TURN,
        progress=None,
        available_at=None,
        **{name: bindparam(name) for name in _CLAIMERS_COLUMNS},
    )
    .returning(*(_JOBS.c[name] for name in _CLAIM_COLUMNS))
)


def enqueue(session: Session, jobs: Sequence[Job]) -> None:
    """Insert jobs as queued, in bulk; their kind says the queue. Wake the workers after the commit.

    The objects are not attached to the session: they tell ids and fields, later changes don't reach them.
    """
    session.flush()  # what the jobs refer to comes first
    if jobs:
        session.execute(insert(Job), [_queued_row(job) for job in jobs])


def enqueue_alike(session: Session, job: Job, names: Sequence[str], first_number: int) -> list[str]:
    """Insert jobs of a batch that differ in name and number only; returns their ids. See `enqueue`.

    One of them is built as an object and the others are its copies: objects cost far more than the insert.
    """
    session.flush()
    alike = _queued_row(job)
    rows = [
        {**alike, "id": new_id(), "name": name, "number": number}
        for number, name in enumerate(names, start=first_number)
    ]
    if rows:
        session.execute(insert(Job), rows)
    return [row["id"] for row in rows]


def _queued_row(job: Job) -> dict[str, Any]:
    job.queue = QUEUE_OF_KIND[JobKind(job.kind)].value
    job.state = JobState.QUEUED.value
    return job.model_dump()


def claim(session: Session, queue: Queue, worker_id: str) -> Claim | None:
    """Take the fairest queued job for 30 s and begin its next attempt; None when nothing waits.

    Publish the claim's events after the commit, and renew the lease with `heartbeat`.
    """
    session.flush()  # the statements below go by the database alone
    moment, connection = now(session), session.connection()
    for job_id in candidates(connection, queue, moment.at):
        claimed = _take(connection, job_id, queue, worker_id, moment)
        if claimed is not None:
            return claimed
    return None


def _take(connection: Connection, job_id: str, queue: Queue, worker_id: str, moment: Now) -> Claim | None:
    token = secrets.token_urlsafe(24)
    row = connection.execute(
        _TAKE,
        {
            "taken_id": job_id,
            "queue_of_turn": queue.value,
            "started_at": moment.at,
            "worker_id": worker_id,
            "claim_token": token,
            "lease_epoch": moment.lease.epoch,
            "lease_until": moment.lease.seconds + LEASE_S,
        },
    ).one_or_none()
    if row is None:
        return None
    events = _opening_events(job_id, row.attempt, moment)
    _log.append(connection, events)
    return Claim(
        job_id=job_id,
        kind=JobKind(row.kind),
        queue=queue,
        owner_id=row.owner_id,
        batch_id=row.batch_id,
        number=row.number,
        attempt=row.attempt,
        token=token,
        started_at=moment.at,
        limits=Limits(row.limit_seconds, row.limit_memory_mb),
        events=tuple(events),
    )


def _opening_events(job_id: str, attempt: int, moment: Now) -> list[EventRecord]:
    identifier = first_event_id(attempt)
    events = []
    if attempt > 1:
        events.append(_log.record(identifier, job_id, attempt, "reset", moment.at, {"attempt": attempt}))
    events.append(_log.state_record(identifier + len(events), job_id, attempt, JobState.RUNNING, moment.at))
    return events


def held_by(claim: Claim) -> tuple[Any, ...]:
    """The condition that fences off every claim but this one."""
    return (
        col(Job.id) == claim.job_id,
        col(Job.state) == JobState.RUNNING.value,
        col(Job.claim_token) == claim.token,
    )


def heartbeat(session: Session, claim: Claim, progress: float | None) -> Heartbeat:
    """Renew the lease and store the progress (0..1); not owned = stop working at once, quietly."""
    moment = now(session)
    row = session.execute(
        update(Job)
        .where(*held_by(claim))
        .values(progress=progress, lease_epoch=moment.lease.epoch, lease_until=moment.lease.seconds + LEASE_S)
        .returning(Job.cancel_requested)  # type: ignore[call-overload]
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return Heartbeat(owned=False, cancel_requested=False)
    return Heartbeat(owned=True, cancel_requested=bool(row.cancel_requested))


def append_events(session: Session, claim: Claim, events: Sequence[EventRecord]) -> bool:
    """Store the holder's next events in bulk; False, and nothing stored, when the job isn't its own now."""
    # The lock keeps a sweeper from taking the job away between this check and the commit.
    held = session.execute(select(col(Job.id)).where(*held_by(claim)).with_for_update()).one_or_none()
    if held is None:
        return False
    _log.append(session.connection(), events)
    return True
