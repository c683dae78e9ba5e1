"""Where queued jobs stand, under a queue that serves users, and their batches, in turn."""

from collections.abc import Iterable, Sequence

from azuraforge_contracts.jobs import JobState
from azuraforge_dbmodels.job import Job
from sqlalchemy import func
from sqlmodel import Session, col, select

Group = tuple[str, str | None]


def queue_positions(session: Session, jobs: Sequence[Job]) -> dict[str, int]:
    """The positions (from 1) of those of the jobs that are queued.

    An estimate that costs two statements: a job that is the n-th of its group goes after n - 1 of every
    other group of its owner, and so many of its owner's go after as many of every other user's.
    """
    positions: dict[str, int] = {}
    for queue in {job.queue for job in jobs if job.state == JobState.QUEUED}:
        waiting = [job for job in jobs if job.state == JobState.QUEUED and job.queue == queue]
        sizes = _group_sizes(session, queue)
        ranks = _ranks(session, queue, waiting)
        for job in waiting:
            if job.id in ranks:
                positions[job.id] = _position(sizes, (job.owner_id, job.batch_id), ranks[job.id])
    return positions


def _position(sizes: dict[Group, int], group: Group, rank: int) -> int:
    owner = group[0]
    own = rank
    others: dict[str, int] = {}
    for (user, batch), size in sizes.items():
        if user == owner and (user, batch) != group:
            own += min(size, rank - 1)
        elif user != owner:
            others[user] = others.get(user, 0) + size
    return own + sum(min(size, own - 1) for size in others.values())


def _group_sizes(session: Session, queue: str) -> dict[Group, int]:
    statement = (
        select(Job.owner_id, Job.batch_id, func.count())
        .where(Job.queue == queue, Job.state == JobState.QUEUED.value)
        .group_by(col(Job.owner_id), col(Job.batch_id))
    )
    return {(owner, batch): count for owner, batch, count in session.exec(statement)}


def _ranks(session: Session, queue: str, jobs: Iterable[Job]) -> dict[str, int]:
    """The place of each job within its group, oldest first."""
    ids = {job.id for job in jobs}
    owners = {job.owner_id for job in jobs}
    ranked = (
        select(
            col(Job.id).label("id"),
            func.row_number()
            .over(partition_by=(col(Job.owner_id), col(Job.batch_id)), order_by=col(Job.id))
            .label("rank"),
        )
        .where(Job.queue == queue, Job.state == JobState.QUEUED.value, col(Job.owner_id).in_(owners))
        .subquery()
    )
    statement = select(ranked.c.id, ranked.c.rank).where(ranked.c.id.in_(ids))
    return dict(session.exec(statement).all())
