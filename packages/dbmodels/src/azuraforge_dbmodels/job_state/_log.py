"""The event log: how events are numbered and stored."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import JobState
from sqlalchemy import Connection, func, insert, select
from sqlmodel import Session, col

from azuraforge_dbmodels.job import JobEventRow
from azuraforge_dbmodels.job_state._types import EventRecord

# A lost worker may have sent events to the live stream that never reached the log. What others write about
# its attempt starts above any number it can have used, so that every reader sees it as new.
AFTER_LOSS_SEQUENCE = 500_000_000

_CHUNK = 5_000

# The table rather than its class: every run appends dozens of rows, which the ORM would look at one by one.
_INSERT = insert(JobEventRow.metadata.tables[JobEventRow.__tablename__])


def record(
    identifier: int, job_id: str, attempt: int, kind: str, at: datetime, data: dict[str, Any]
) -> EventRecord:
    """Build an event as it is stored and sent."""
    return EventRecord(id=identifier, job_id=job_id, attempt=attempt, type=kind, at=at, data=data)


def state_record(identifier: int, job_id: str, attempt: int, state: JobState, at: datetime) -> EventRecord:
    """The event of a change of state."""
    return record(identifier, job_id, attempt, "state", at, {"state": state.value})


def end_records(
    first_id: int, job_id: str, attempt: int, state: JobState, at: datetime, error: tuple[str, str] | None
) -> list[EventRecord]:
    """The events an ending (or re-queueing) appends: the error, if there is one, then the state."""
    records = []
    if error is not None:
        code, message = error
        records.append(record(first_id, job_id, attempt, "error", at, {"code": code, "message": message}))
    records.append(state_record(first_id + len(records), job_id, attempt, state, at))
    return records


def last_ids(session: Session, job_ids: Sequence[str]) -> dict[str, int]:
    """The id of each job's last logged event; jobs without any are left out."""
    found: dict[str, int] = {}
    for start in range(0, len(job_ids), _CHUNK):
        chunk = job_ids[start : start + _CHUNK]
        rows = session.execute(
            select(JobEventRow.job_id, func.max(JobEventRow.id))  # type: ignore[call-overload]
            .where(col(JobEventRow.job_id).in_(chunk))
            .group_by(JobEventRow.job_id)
        )
        found.update((job_id, last) for job_id, last in rows)
    return found


def next_id(last: int | None, attempt: int, *, lost: bool = False) -> int:
    """The id after the last logged one, within the given attempt."""
    least = event_id(attempt, AFTER_LOSS_SEQUENCE if lost else 1)
    return max(least, (last or 0) + 1)


def append(connection: Connection, records: Iterable[EventRecord]) -> None:
    """Insert events in bulk; the caller has made sure that it may."""
    rows = [dict(event) for event in records]
    if rows:
        connection.execute(_INSERT, rows)
