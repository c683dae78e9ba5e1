"""What every job answers with, whatever its kind."""

from datetime import datetime
from typing import Self

from azuraforge_contracts.events import JobEvent
from azuraforge_contracts.jobs import JobKind, JobState
from azuraforge_dbmodels.job import Job
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

_JOB: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-0000000000a1",
    "kind": "experiment",
    "name": "Housing, deeper trees",
    "number": 7,
    "state": "failed",
    "batch_id": "0198c0de-7a11-7000-8000-0000000000b2",
    "created_at": "2026-05-04T09:00:00Z",
    "started_at": "2026-05-04T09:00:02Z",
    "finished_at": "2026-05-04T09:00:09Z",
    "attempt": 1,
    "progress": 0.4,
    "queue_position": None,
    "error": {"code": "out_of_memory", "message": "The run needed more memory than it may use (2 GiB)."},
    "cancel_requested": False,
}
_EVENT: JsonDict = {
    "id": 1_000_000_003,
    "job_id": "0198c0de-7a11-7000-8000-0000000000a1",
    "attempt": 1,
    "type": "metric",
    "at": "2026-05-04T09:00:03.250Z",
    "data": {"step": 10, "rmse": 0.52},
}


class JobError(BaseModel):
    """Why a job failed."""

    code: str = Field(description="A stable word for programs, such as `worker_lost`.")
    message: str = Field(description="What went wrong, for people.")


class JobFields(BaseModel):
    """The fields all jobs share; a kind's own answer extends this class.

    Fill it with `JobFields.values(job, position)`: `ExperimentOut(**JobFields.values(job, position), ...)`.
    """

    id: str = Field(description="The job's id, and the id of what it is the job of.")
    kind: JobKind
    number: int | None = Field(description="Its number within its batch, from 1.")
    state: JobState
    batch_id: str | None
    created_at: datetime
    started_at: datetime | None = Field(description="When the last attempt started.")
    finished_at: datetime | None
    attempt: int = Field(description="The running or last attempt, from 1; 0 before the first.")
    progress: float | None = Field(description="0 to 1; null when unknown.")
    queue_position: int | None = Field(
        description="About which place in the queue, from 1; null unless queued."
    )
    error: JobError | None
    cancel_requested: bool

    @staticmethod
    def values(job: Job, queue_position: int | None = None) -> dict[str, object]:
        """The values of the shared fields; positions come from `queue_positions`."""
        error = None
        if job.error_code is not None:
            error = JobError(code=job.error_code, message=job.error_message or "")
        return {
            "id": job.id,
            "kind": JobKind(job.kind),
            "number": job.number,
            "state": JobState(job.state),
            "batch_id": job.batch_id,
            "created_at": job.created_at,
            "started_at": job.started_at,
            "finished_at": job.finished_at,
            "attempt": job.attempt,
            "progress": job.progress,
            "queue_position": queue_position,
            "error": error,
            "cancel_requested": job.cancel_requested,
        }


class JobOut(JobFields):
    """A job of any kind."""

    model_config = ConfigDict(json_schema_extra={"examples": [_JOB]})

    name: str = Field(description="What its owner called it; may be empty.")

    @classmethod
    def of(cls, job: Job, queue_position: int | None = None) -> Self:
        """The answer for a job."""
        return cls.model_validate({**cls.values(job, queue_position), "name": job.name})


class EventLog(BaseModel):
    """Stored events of a job in order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EVENT], "last_id": _EVENT["id"]}]})

    items: list[JobEvent]
    last_id: int = Field(description="Give it as `after` to go on; `after` itself when nothing is new.")
