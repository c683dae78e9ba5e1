"""What can be wrong with a request for a job; endings and retries refuse in `job_state`'s words."""

from azuraforge_api.errors import NotFoundError, TooManyRequestsError


class JobNotFoundError(NotFoundError):
    """No job with this id, or another user's."""

    code, title, noun = "job_not_found", "Job not found", "job"


class TooManySocketsError(TooManyRequestsError):
    """The user has as many sockets open as one may have."""

    code, title = "too_many_sockets", "Too many open sockets"
