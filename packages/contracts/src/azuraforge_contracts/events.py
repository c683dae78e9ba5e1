"""Numbered events of a job and the frames of the feed.

An event's id is `attempt * 10**9 + sequence`: it grows strictly within a job, through attempts too, so
`after=<last id seen>` never loses or repeats one.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from azuraforge_contracts.jobs import BatchState, JobState

ATTEMPT_STRIDE = 10**9


def event_id(attempt: int, sequence: int) -> int:
    """Number the `sequence`-th event (from 1) of an attempt (from 1)."""
    return attempt * ATTEMPT_STRIDE + sequence


def first_event_id(attempt: int) -> int:
    """The id of an attempt's first event."""
    return event_id(attempt, 1)


def attempt_of(identifier: int) -> int:
    """The attempt an event id belongs to."""
    return identifier // ATTEMPT_STRIDE


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StateData(_Data):
    """The job changed its state."""

    state: JobState


class ProgressData(_Data):
    """How much is done (0..1, null when unknown) and what is going on, in words."""

    fraction: float | None
    message: str = ""


class MetricData(BaseModel):
    """Values of one step (epoch, boosting round): `{step, name: value...}`."""

    model_config = ConfigDict(extra="allow")
    step: int


class TokenData(_Data):
    """The next piece of a generated text."""

    text: str


class LogData(_Data):
    """A line for the person who reads the run's log."""

    level: Literal["debug", "info", "warning", "error"]
    message: str


class ErrorData(_Data):
    """Why the job failed."""

    code: str
    message: str


class ResetData(_Data):
    """The job starts again: what was shown of earlier attempts no longer holds."""

    attempt: int


class SnapshotData(_Data):
    """The text so far, sent when the live stream was lost."""

    text: str
    offset: int


class _Event(BaseModel):
    id: int
    job_id: str
    attempt: int
    at: datetime


class StateEvent(_Event):
    """See `StateData`."""

    type: Literal["state"] = "state"
    data: StateData


class ProgressEvent(_Event):
    """See `ProgressData`."""

    type: Literal["progress"] = "progress"
    data: ProgressData


class MetricEvent(_Event):
    """See `MetricData`."""

    type: Literal["metric"] = "metric"
    data: MetricData


class TokenEvent(_Event):
    """See `TokenData`."""

    type: Literal["token"] = "token"
    data: TokenData


class LogEvent(_Event):
    """See `LogData`."""

    type: Literal["log"] = "log"
    data: LogData


class ResultEvent(_Event):
    """A summary of the result."""

    type: Literal["result"] = "result"
    data: dict[str, Any]


class ErrorEvent(_Event):
    """See `ErrorData`."""

    type: Literal["error"] = "error"
    data: ErrorData


class ResetEvent(_Event):
    """See `ResetData`."""

    type: Literal["reset"] = "reset"
    data: ResetData


class SnapshotEvent(_Event):
    """See `SnapshotData`."""

    type: Literal["snapshot"] = "snapshot"
    data: SnapshotData


JobEvent = Annotated[
    StateEvent
    | ProgressEvent
    | MetricEvent
    | TokenEvent
    | LogEvent
    | ResultEvent
    | ErrorEvent
    | ResetEvent
    | SnapshotEvent,
    Field(discriminator="type"),
]

EventType = Literal["state", "progress", "metric", "token", "log", "result", "error", "reset", "snapshot"]


class FeedBest(BaseModel):
    """The best run of a batch so far."""

    job_id: str
    number: int | None
    metric: str
    value: float


class FeedItem(BaseModel):
    """A change of one job or batch; a frame of `WS /feed` is an array of these."""

    type: Literal["job", "batch"]
    id: str
    state: JobState | BatchState
    progress: float | None
    at: datetime
    batch_id: str | None = None
    kind: str | None = None
    counts: dict[JobState, int] | None = None
    best: FeedBest | None = None
    eta_seconds: float | None = None
    """Of a batch: seconds until all its runs have ended; null when it has, or nobody can tell."""
    importance_runs: int | None = None
    """How many results the stored parameter importance is from; it changes when that was worked out anew."""
