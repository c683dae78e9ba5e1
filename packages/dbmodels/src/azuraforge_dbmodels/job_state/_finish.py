"""How an attempt ends when its holder says so. Every change is fenced by the claim's token."""

from collections.abc import Sequence
from dataclasses import replace

from azuraforge_contracts.jobs import JobState
from sqlalchemy import select
from sqlmodel import Session

from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import _log
from azuraforge_dbmodels.job_state._change import Target, apply_change
from azuraforge_dbmodels.job_state._claim import held_by
from azuraforge_dbmodels.job_state._time import now
from azuraforge_dbmodels.job_state._types import Claim, EventRecord, JobChange, Usage

Events = Sequence[EventRecord]


def succeed(
    session: Session, claim: Claim, events: Events = (), usage: Usage | None = None
) -> JobChange | None:
    """End the job well, in the transaction that inserts its result; None = no longer ours, roll back.

    `events` are the holder's last ones that the log doesn't have yet; `usage` is what the attempt took, where
    it is known. The change returned holds those this adds: publish it after the commit.
    """
    return _end(session, claim, events, Target(JobState.SUCCEEDED, progress=1.0, usage=usage))


def fail(
    session: Session,
    claim: Claim,
    code: str,
    message: str,
    events: Events = (),
    usage: Usage | None = None,
) -> JobChange | None:
    """End the job with an error for its user; None = no longer ours."""
    return _end(session, claim, events, Target(JobState.FAILED, error=(code, message), usage=usage))


def cancelled(
    session: Session, claim: Claim, events: Events = (), usage: Usage | None = None
) -> JobChange | None:
    """End the job as its user asked; None = no longer ours."""
    return _end(session, claim, events, Target(JobState.CANCELLED, usage=usage))


def give_back(
    session: Session, claim: Claim, events: Events = (), usage: Usage | None = None
) -> JobChange | None:
    """Queue the job again because its worker stops; counts as no loss. None = no longer ours.

    Where a cancel was asked for meanwhile, the job ends cancelled.
    """
    return _end(session, claim, events, Target(JobState.QUEUED, usage=usage))


def _end(session: Session, claim: Claim, events: Events, target: Target) -> JobChange | None:
    job = session.execute(
        select(Job).where(*held_by(claim)).with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if job is None:
        return None
    if target.state is JobState.QUEUED and job.cancel_requested:
        target = replace(target, state=JobState.CANCELLED)
    logged = _log.last_ids(session, [job.id]).get(job.id, 0)
    last = max(logged, events[-1]["id"]) if events else logged
    change = apply_change(job, target, last, now(session))
    _log.append(session, [*events, *change.events])
    return change
