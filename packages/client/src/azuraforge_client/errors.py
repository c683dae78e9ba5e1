"""What can go wrong: one class per kind, all of them `AzuraForgeError`."""

from collections.abc import Sequence

import httpx
from pydantic import ValidationError

from azuraforge_client.models import FieldError, Problem


class AzuraForgeError(Exception):
    """Base of everything this package raises on purpose."""


class ConfigurationError(AzuraForgeError):
    """The client can't work as it was set up: no token, no valid address, an extra that isn't installed."""


class ConnectionFailedError(AzuraForgeError):
    """The server can't be reached, or the connection broke before the whole answer was there."""


class UnexpectedAnswerError(AzuraForgeError):
    """Something answered that isn't an AzuraForge API, or one that this client is too old for."""


class WaitTimeoutError(AzuraForgeError, TimeoutError):
    """What was waited for is still going on."""


class ProblemError(AzuraForgeError):
    """The API refused a request.

    `code` is a stable word for programs, `detail` says what is wrong and how to mend it, `errors` names the
    fields of an invalid request, `retry_after` is in seconds.
    """

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(f"{problem.detail} [{problem.status} {problem.code}]")
        self.status = problem.status
        self.code = problem.code
        self.title = problem.title
        self.detail = problem.detail
        self.errors: Sequence[FieldError] = problem.errors or ()
        self.retry_after = retry_after


class UnauthenticatedError(ProblemError):
    """401: the token is missing, revoked or expired."""


class ForbiddenError(ProblemError):
    """403: not for this user."""


class NotFoundError(ProblemError):
    """404: no such thing, or somebody else's."""


class ConflictError(ProblemError):
    """409: the state of things doesn't allow it; `code` says which."""


class TooLargeError(ProblemError):
    """413: the file or body is over the server's limit."""


class InvalidRequestError(ProblemError):
    """422: `errors` names what is wrong, field by field."""


class RateLimitedError(ProblemError):
    """429: too many at once; `retry_after` says how long to wait."""


class ServerError(ProblemError):
    """5xx: a defect of the server; its log has the details."""


class UnavailableError(ServerError):
    """503: the server can't work right now."""


_BY_STATUS: dict[int, type[ProblemError]] = {
    401: UnauthenticatedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    413: TooLargeError,
    422: InvalidRequestError,
    429: RateLimitedError,
    503: UnavailableError,
}


def problem_of(response: httpx.Response) -> AzuraForgeError:
    """The exception for an answer that isn't a success."""
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        # A proxy in between may say 502, 503 or 504 in its own words.
        problem = Problem(
            type="about:blank",
            title=response.reason_phrase,
            status=response.status_code,
            detail=f"{response.request.method} {response.request.url} answered {response.status_code}"
            f" {response.reason_phrase}, without saying why.",
            code="unknown",
        )
        if response.status_code < 500 and response.status_code not in _BY_STATUS:
            return UnexpectedAnswerError(problem.detail)
    kind = _BY_STATUS.get(response.status_code, ServerError if response.status_code >= 500 else ProblemError)
    return kind(problem, retry_after_of(response))


def retry_after_of(response: httpx.Response) -> float | None:
    """The seconds of a `Retry-After` header."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", "")))
    except ValueError:  # not there, or a date, which AzuraForge doesn't send
        return None
