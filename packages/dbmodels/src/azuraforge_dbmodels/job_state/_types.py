"""What goes in and out of the state machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from azuraforge_contracts.errors import AzuraForgeError
from azuraforge_contracts.jobs import JobKind, JobState, Queue


class EventRecord(TypedDict):
    """An event as the log stores it and the live stream sends it; see `azuraforge_contracts.events`."""

    id: int
    job_id: str
    attempt: int
    type: str
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True)
class JobChange:
    """A committed change of a job: what the feed shows, and the events that tell of it."""

    job_id: str
    owner_id: str
    batch_id: str | None
    kind: JobKind
    state: JobState
    progress: float | None
    at: datetime
    events: tuple[EventRecord, ...] = ()

    def feed_item(self) -> dict[str, Any]:
        """The change in the feed's spelling (`azuraforge_contracts.events.FeedItem`)."""
        return {
            "type": "job",
            "id": self.job_id,
            "state": self.state.value,
            "progress": self.progress,
            "at": self.at,
            "batch_id": self.batch_id,
            "kind": self.kind.value,
        }


@dataclass(frozen=True)
class Limits:
    """Bounds of one attempt; None = whatever its worker allows."""

    seconds: int | None
    memory_mb: int | None


@dataclass(frozen=True)
class Usage:
    """What an attempt took: user and system time, and the most resident memory it had at a time."""

    cpu_seconds: float
    peak_memory_bytes: int


@dataclass(frozen=True)
class Claim:
    """A worker's right to run one attempt of a job, for as long as its lease is renewed.

    The holder numbers the attempt's events from `next_sequence` on, without holes; `events` are those the
    claim itself wrote, to be published after the commit.
    """

    job_id: str
    kind: JobKind
    queue: Queue
    owner_id: str
    batch_id: str | None
    number: int | None
    attempt: int
    token: str
    started_at: datetime
    limits: Limits
    events: tuple[EventRecord, ...]

    @property
    def next_sequence(self) -> int:
        """The sequence number of the holder's first event."""
        return len(self.events) + 1

    def change(
        self, state: JobState, progress: float | None, at: datetime, events: Sequence[EventRecord] = ()
    ) -> JobChange:
        """The feed's view of this job in the given state."""
        return JobChange(
            self.job_id, self.owner_id, self.batch_id, self.kind, state, progress, at, tuple(events)
        )


@dataclass(frozen=True)
class Heartbeat:
    """The answer to a heartbeat: whether the job is still the holder's, and whether to stop it."""

    owned: bool
    cancel_requested: bool


@dataclass(frozen=True)
class SweepResult:
    """What a sweep found: jobs queued again, and jobs that ended because their worker was lost."""

    requeued: list[JobChange]
    lost: list[JobChange]


class JobNotCancellableError(AzuraForgeError):
    """The job has ended."""

    code = "job_not_cancellable"
    status = 409
    title = "This job cannot be cancelled"


class JobNotRetryableError(AzuraForgeError):
    """The job neither failed nor was cancelled."""

    code = "job_not_retryable"
    status = 409
    title = "This job cannot be retried"
