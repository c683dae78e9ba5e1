"""Cancel and retry, the same for `/jobs/{id}` and for the paths of each kind."""

from azuraforge_contracts.jobs import JobKind
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction
from azuraforge_dbmodels.user import User
from sqlmodel import Session

from azuraforge_api.errors import NotFoundError
from azuraforge_api.jobs.errors import JobNotFoundError
from azuraforge_api.outbox import Outbox
from azuraforge_api.ownership import get_owned


def find_job(
    session: Session,
    user: User,
    job_id: str,
    kind: JobKind | None = None,
    error: type[NotFoundError] = JobNotFoundError,
) -> Job:
    """The user's job, of this kind if one is given; raises `error`."""
    job = get_owned(session, Job, job_id, user, error)
    if kind is not None and job.kind != kind:
        raise error(f"There is no such {error.noun} among yours: {job_id[:64]}")
    return job


def cancel_job(session: Session, outbox: Outbox, job: Job) -> Job:
    """Cancel it, or ask its worker to; raises `JobNotCancellableError`. The job is changed in place."""
    outbox.tell(session, [job_state.request_cancel(session, job)])
    return job


def retry_job(session: Session, outbox: Outbox, job: Job) -> Job:
    """Queue it again, from nothing; raises `JobNotRetryableError`. The job is changed in place."""
    outbox.tell(session, [job_state.retry(session, job)])
    if job.kind == JobKind.PREDICTION:
        session.get_one(Prediction, job.id).round += 1  # rows that are done count no longer
    return job
