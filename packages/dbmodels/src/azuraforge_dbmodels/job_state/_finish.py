"""How an attempt ends when its holder says so. Every change is fenced by the claim's token."""

from collections.abc import Sequence
from dataclasses import replace

from azuraforge_contracts.jobs import JobState
from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import _log
from azuraforge_dbmodels.job_state._change import Target, columns_of
from azuraforge_dbmodels.job_state._claim import held_by
from azuraforge_dbmodels.job_state._time import now
from azuraforge_dbmodels.job_state._types import Claim, EventRecord, JobChange, Usage

Events = Sequence[EventRecord]

_JOBS = Job.metadata.tables[Job.__tablename__]
# Built once, and on the table rather than its class: a sweep of quick runs feels what a statement costs.
_END = (
    update(_JOBS)
    .where(
        _JOBS.c.id == bindparam("held_id"),
        _JOBS.c.state == JobState.RUNNING.value,
        _JOBS.c.claim_token == bindparam("held_token"),
    )
    .returning(_JOBS.c.progress)
)
"""Changes the columns it is given; fenced as `held_by` does."""


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
    session.flush()  # the statements below go by the database alone
    if target.state is JobState.QUEUED and _cancel_requested(session, claim):
        target = replace(target, state=JobState.CANCELLED)
    moment, connection = now(session), session.connection()
    held = {"held_id": claim.job_id, "held_token": claim.token}
    row = connection.execute(_END, {**columns_of(target, moment), **held}).one_or_none()
    if row is None:
        return None
    last = events[-1]["id"] if events else _log.last_ids(session, [claim.job_id]).get(claim.job_id)
    following = _log.next_id(last, claim.attempt)
    added = _log.end_records(following, claim.job_id, claim.attempt, target.state, moment.at, target.error)
    _log.append(connection, [*events, *added])
    return claim.change(target.state, row.progress, moment.at, added)


def _cancel_requested(session: Session, claim: Claim) -> bool:
    """Whether a cancel was asked for; locks the job, so that none can be until the transaction ends."""
    statement = select(col(Job.cancel_requested)).where(*held_by(claim)).with_for_update()
    return bool(session.execute(statement).scalar_one_or_none())
