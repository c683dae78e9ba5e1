"""Whose turn it is: round robin over users, then over a user's batches, then the oldest job.

First whoever has the fewest jobs running, then whoever was served longest ago. The waiting users and
batches are found by hopping through an index from one to the next, so that the cost grows with their
number and not with the number of queued jobs.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from azuraforge_contracts.jobs import JobState, Queue
from sqlalchemy import Connection, bindparam, func, or_, select, text
from sqlmodel import col

from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state._time import IS_AVAILABLE, available_at_moment

_OWNERS = text("""
    WITH RECURSIVE waiting(owner_id) AS (
        SELECT (SELECT min(owner_id) FROM job WHERE queue = :queue AND state = 'queued')
        UNION ALL
        SELECT (SELECT min(owner_id) FROM job
                WHERE queue = :queue AND state = 'queued' AND owner_id > waiting.owner_id)
        FROM waiting WHERE waiting.owner_id IS NOT NULL
    ), busy AS (
        SELECT owner_id, count(*) AS running FROM job
        WHERE queue = :queue AND state = 'running' GROUP BY owner_id
    )
    SELECT waiting.owner_id
    FROM waiting LEFT JOIN busy ON busy.owner_id = waiting.owner_id
    WHERE waiting.owner_id IS NOT NULL
    ORDER BY coalesce(busy.running, 0),
             coalesce((SELECT max(turn) FROM job
                       WHERE queue = :queue AND owner_id = waiting.owner_id AND turn IS NOT NULL), 0),
             waiting.owner_id
""")

# A user's single jobs (no batch) take turns with the batches as if they were one. A batch that has as many
# jobs running as it may is left out; the others say how many they may have.
_GROUPS = text("""
    WITH RECURSIVE waiting(batch_id) AS (
        SELECT (SELECT min(batch_id) FROM job
                WHERE queue = :queue AND state = 'queued' AND owner_id = :owner_id)
        UNION ALL
        SELECT (SELECT min(batch_id) FROM job
                WHERE queue = :queue AND state = 'queued' AND owner_id = :owner_id
                AND batch_id > waiting.batch_id)
        FROM waiting WHERE waiting.batch_id IS NOT NULL
    ), busy AS (
        SELECT batch_id, count(*) AS running FROM job
        WHERE queue = :queue AND state = 'running' AND owner_id = :owner_id GROUP BY batch_id
    ), turns AS (
        SELECT batch_id,
               (SELECT running FROM busy WHERE busy.batch_id = waiting.batch_id) AS running,
               (SELECT max(turn) FROM job WHERE queue = :queue AND owner_id = :owner_id
                AND job.batch_id = waiting.batch_id AND turn IS NOT NULL) AS turn
        FROM waiting WHERE batch_id IS NOT NULL
        UNION ALL
        SELECT NULL,
               (SELECT running FROM busy WHERE busy.batch_id IS NULL),
               (SELECT max(turn) FROM job WHERE queue = :queue AND owner_id = :owner_id
                AND job.batch_id IS NULL AND turn IS NOT NULL)
    )
    SELECT turns.batch_id, batch.parallelism
    FROM turns LEFT JOIN batch ON batch.id = turns.batch_id
    WHERE batch.parallelism IS NULL OR coalesce(turns.running, 0) < batch.parallelism
    ORDER BY coalesce(turns.running, 0), coalesce(turns.turn, 0), coalesce(turns.batch_id, '')
""")

# Built once: every claim asks for it.
_OLDEST = (
    select(col(Job.id))
    .where(
        col(Job.queue) == bindparam("queue"),
        col(Job.state) == JobState.QUEUED.value,
        col(Job.owner_id) == bindparam("owner_id"),
        IS_AVAILABLE,
    )
    .order_by(col(Job.id))
    .limit(1)
    .with_for_update(skip_locked=True)
)
_OLDEST_OF_BATCH = _OLDEST.where(col(Job.batch_id) == bindparam("batch_id"))
_OLDEST_SINGLE = _OLDEST.where(col(Job.batch_id).is_(None))


def candidates(connection: Connection, queue: Queue, at: datetime) -> Iterator[str]:
    """Ids of queued jobs that may run now, the fairest first; on PostgreSQL each comes locked.

    Yields at most one job per group: the oldest that no other transaction holds. None of a batch that has as
    many jobs running as it may, whoever runs them.
    """
    for (owner_id,) in connection.execute(_OWNERS, {"queue": queue.value}).all():
        groups = connection.execute(_GROUPS, {"queue": queue.value, "owner_id": owner_id}).all()
        for batch_id, parallelism in groups:
            pick = _oldest if parallelism is None else _oldest_within_limit
            job_id = pick(connection, queue, owner_id, batch_id, at)
            if job_id is not None:
                yield job_id


def _oldest_within_limit(
    connection: Connection, queue: Queue, owner_id: str, batch_id: str, at: datetime
) -> str | None:
    """The oldest job of a batch of limited parallelism, if one more may run whoever claims at this moment.

    SQLite has one writer at a time, so the count that found the batch still holds. On PostgreSQL claims of
    one limited batch follow one another: each counts in a statement of its own what was committed before.
    The lock of a batch that has nothing to give is let go at once, so that nobody holds one and waits.
    """
    if connection.dialect.name != "postgresql":
        return _oldest(connection, queue, owner_id, batch_id, at)
    savepoint = connection.begin_nested()
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _lock_of(batch_id)})
    if _has_room(connection, batch_id):
        job_id = _oldest(connection, queue, owner_id, batch_id, at)
        if job_id is not None:
            savepoint.commit()
            return job_id
    savepoint.rollback()
    return None


def _lock_of(batch_id: str) -> int:
    """The number of a batch's lock. Not the batch's row: who finishes a run may hold another batch's."""
    digest = hashlib.sha256(f"parallelism:{batch_id}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)


def _has_room(connection: Connection, batch_id: str) -> bool:
    running = (
        select(func.count())
        .select_from(Job)
        .where(col(Job.batch_id) == batch_id, col(Job.state) == JobState.RUNNING.value)
        .scalar_subquery()
    )
    limit = col(Batch.parallelism)
    statement = select(or_(limit.is_(None), running < limit)).where(col(Batch.id) == batch_id)
    return bool(connection.execute(statement).scalar_one_or_none())


def _oldest(
    connection: Connection, queue: Queue, owner_id: str, batch_id: str | None, at: datetime
) -> str | None:
    group = {"queue": queue.value, "owner_id": owner_id, **available_at_moment(at)}
    if batch_id is None:
        found = connection.execute(_OLDEST_SINGLE, group)
    else:
        found = connection.execute(_OLDEST_OF_BATCH, {**group, "batch_id": batch_id})
    return found.scalar_one_or_none()
