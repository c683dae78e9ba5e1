"""Reading the stored event log."""

from collections.abc import Collection
from dataclasses import dataclass

from azuraforge_contracts.jobs import ENDED_STATES, JobState
from azuraforge_dbmodels.job import Job, JobEventRow
from azuraforge_dbmodels.job_state import EventRecord
from azuraforge_dbmodels.session import Database
from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

PAGE = 250
"""Events read (and sent) at once by a socket: a client that doesn't read holds one page in memory."""
_CHUNK = 5_000


@dataclass(frozen=True)
class LogPage:
    """Events after a cursor, at most `PAGE` of them."""

    events: list[EventRecord]
    complete: bool
    """Nothing is stored after these."""
    ended: bool
    """The job has ended (or is gone): with `complete`, nothing follows unless it is retried."""


def read_events(session: Session, job_id: str, after: int, limit: int) -> list[EventRecord]:
    """A job's stored events after the given id, in order."""
    columns = (JobEventRow.id, JobEventRow.attempt, JobEventRow.type, JobEventRow.at, JobEventRow.data)
    # Columns, not objects: there may be thousands of rows.
    statement = (
        select_columns(*(col(column) for column in columns))
        .where(col(JobEventRow.job_id) == job_id, col(JobEventRow.id) > after)
        .order_by(col(JobEventRow.id))
        .limit(limit)
    )
    return [
        EventRecord(id=identifier, job_id=job_id, attempt=attempt, type=kind, at=at, data=data)
        for identifier, attempt, kind, at, data in session.execute(statement)
    ]


def read_page(database: Database, job_id: str, after: int) -> LogPage:
    """The next page of a log, and whether the job has ended."""
    with database.read() as session:
        # The state first: an ended job's log is complete by then.
        state = session.exec(select(Job.state).where(Job.id == job_id)).first()
        events = read_events(session, job_id, after, PAGE)
    return LogPage(
        events, complete=len(events) < PAGE, ended=state is None or JobState(state) in ENDED_STATES
    )


def last_event_ids(database: Database, job_ids: Collection[str]) -> dict[str, int]:
    """The id of each job's last stored event."""
    ids, found = list(job_ids), {}
    with database.read() as session:
        for start in range(0, len(ids), _CHUNK):
            statement = (
                select(JobEventRow.job_id, func.max(JobEventRow.id))
                .where(col(JobEventRow.job_id).in_(ids[start : start + _CHUNK]))
                .group_by(col(JobEventRow.job_id))
            )
            found.update(dict(session.exec(statement).all()))
    return found
