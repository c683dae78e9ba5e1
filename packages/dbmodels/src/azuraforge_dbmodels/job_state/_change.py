"""The one place where a job leaves a state other than by being claimed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from azuraforge_contracts.jobs import ENDED_STATES, JobKind, JobState
from sqlmodel import Session

from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import _log
from azuraforge_dbmodels.job_state._time import Now
from azuraforge_dbmodels.job_state._types import EventRecord, JobChange, Usage

_UNCLAIMED = dict.fromkeys(("claim_token", "worker_id", "lease_epoch", "lease_until"))
_NOT_BEGUN = dict.fromkeys(("finished_at", "started_at", "published_at"))


@dataclass(frozen=True)
class Target:
    """The state a job goes to, and what goes with it."""

    state: JobState
    error: tuple[str, str] | None = None
    progress: float | None = None
    available_at: datetime | None = None
    lost: bool = False
    usage: Usage | None = None


def apply_change(job: Job, target: Target, last_event: int | None, moment: Now) -> JobChange:
    """Change a job the caller has locked (PostgreSQL) or owns the writer's lock for (SQLite).

    The caller stores the events with `store_events`, in the same transaction.
    """
    first = _log.next_id(last_event, job.attempt, lost=target.lost)
    events = _log.end_records(first, job.id, job.attempt, target.state, moment.at, target.error)
    for column, value in columns_of(target, moment).items():
        setattr(job, column, value)
    return change_of(job, moment.at, events)


def store_events(session: Session, changes: Iterable[JobChange]) -> None:
    """Append the events of changes to the log."""
    _log.append(session.connection(), [event for change in changes for event in change.events])


def columns_of(target: Target, moment: Now) -> dict[str, Any]:
    """The state, and every column that has to agree with it."""
    ended = target.state in ENDED_STATES
    usage = target.usage if ended else None
    code, message = target.error or (None, None)
    columns: dict[str, Any] = {
        "state": target.state.value,
        "error_code": code,
        "error_message": message,
        "cpu_seconds": None if usage is None else usage.cpu_seconds,
        "peak_memory_bytes": None if usage is None else usage.peak_memory_bytes,
        **_UNCLAIMED,
    }
    if target.progress is not None or not ended:
        columns["progress"] = target.progress  # an attempt that ended early keeps how far it came
    if ended:
        return columns | {"finished_at": moment.at}
    return columns | _NOT_BEGUN | {"queued_at": moment.at, "available_at": target.available_at}


def change_of(job: Job, at: datetime, events: list[EventRecord] | None = None) -> JobChange:
    """The feed's view of a job."""
    return JobChange(
        job.id,
        job.owner_id,
        job.batch_id,
        JobKind(job.kind),
        JobState(job.state),
        job.progress,
        at,
        tuple(events or ()),
    )
