"""Jobs of every kind: list, look at, cancel, run again, read the log."""

from typing import Annotated

from azuraforge_contracts.jobs import JobKind, JobState
from azuraforge_contracts.numbers import json_bytes
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import JobNotCancellableError, JobNotRetryableError
from fastapi import APIRouter, Query, Response, status
from fastapi import Path as PathParam
from sqlmodel import col, select

from azuraforge_api.deps import OutboxDep, ReadSessionDep, SessionDep, UserDep
from azuraforge_api.errors import problem_responses
from azuraforge_api.jobs import actions
from azuraforge_api.jobs.errors import JobNotFoundError
from azuraforge_api.jobs.event_log import read_events
from azuraforge_api.jobs.queue_position import queue_positions
from azuraforge_api.jobs.schemas import EventLog, JobOut
from azuraforge_api.pagination import Page, PageDep, newest_first

router = APIRouter(prefix="/jobs", tags=["jobs"])
JobId = Annotated[str, PathParam(description="The job's id.")]
After = Annotated[int, Query(ge=0, le=2**63 - 1, description="Only events with a greater id.")]


@router.get("", summary="List jobs")
def list_jobs(
    session: ReadSessionDep,
    user: UserDep,
    page: PageDep,
    kind: Annotated[list[JobKind] | None, Query(description="Only of this kind; may be repeated.")] = None,
    state: Annotated[list[JobState] | None, Query(description="Only in this state; may be repeated.")] = None,
    batch_id: Annotated[str | None, Query(max_length=64, description="Only of this batch.")] = None,
    q: Annotated[str | None, Query(max_length=255, description="Only with this in their name.")] = None,
) -> Page[JobOut]:
    """All of your jobs, of every kind, newest first."""
    statement = select(Job).where(Job.owner_id == user.id)
    if kind:
        statement = statement.where(col(Job.kind).in_([one.value for one in kind]))
    if state:
        statement = statement.where(col(Job.state).in_([one.value for one in state]))
    if batch_id is not None:
        statement = statement.where(Job.batch_id == batch_id)
    if q:
        statement = statement.where(col(Job.name).icontains(q, autoescape=True))
    jobs, next_cursor = newest_first(session, statement, Job.created_at, Job.id, page)
    positions = queue_positions(session, jobs)
    return Page(items=[JobOut.of(job, positions.get(job.id)) for job in jobs], next_cursor=next_cursor)


@router.get("/{job_id}", summary="Get a job", responses=problem_responses(JobNotFoundError))
def get_job(job_id: JobId, session: ReadSessionDep, user: UserDep) -> JobOut:
    """What every job has: its state, progress, place in the queue, times and error."""
    job = actions.find_job(session, user, job_id)
    return JobOut.of(job, queue_positions(session, [job]).get(job.id))


@router.post(
    "/{job_id}/cancel",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Cancel a job",
    responses=problem_responses(JobNotFoundError, JobNotCancellableError),
)
def cancel_job(
    job_id: JobId, response: Response, session: SessionDep, user: UserDep, outbox: OutboxDep
) -> JobOut:
    """A queued job is cancelled at once; a running one is asked to stop, and stopped if it doesn't."""
    job = actions.cancel_job(session, outbox, actions.find_job(session, user, job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobOut.of(job)


@router.post(
    "/{job_id}/retry",
    status_code=status.HTTP_202_ACCEPTED,
    summary="Retry a job",
    responses=problem_responses(JobNotFoundError, JobNotRetryableError),
)
def retry_job(
    job_id: JobId, response: Response, session: SessionDep, user: UserDep, outbox: OutboxDep
) -> JobOut:
    """Queue a failed or cancelled job again: the same id, its next attempt."""
    job = actions.retry_job(session, outbox, actions.find_job(session, user, job_id))
    session.flush()
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return JobOut.of(job, queue_positions(session, [job]).get(job.id))


@router.get(
    "/{job_id}/events",
    summary="Read a job's events",
    response_model=EventLog,
    responses=problem_responses(JobNotFoundError),
)
def list_job_events(
    job_id: JobId,
    session: ReadSessionDep,
    user: UserDep,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=10_000, description="Most events to answer with.")] = 1_000,
) -> Response:
    """The stored events in order; the log is behind a running job by about a second."""
    actions.find_job(session, user, job_id)
    events = read_events(session, job_id, after, limit)
    last_id = events[-1]["id"] if events else after
    # Thousands of events: written as they are stored, not checked one by one again.
    return Response(json_bytes({"items": events, "last_id": last_id}), media_type="application/json")
