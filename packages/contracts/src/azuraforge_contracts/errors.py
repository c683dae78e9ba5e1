"""Errors as classes that own their code, status and title.

The same codes answer a request (as `application/problem+json`) and end up on failed jobs.
"""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: where (`loc`, as in a JSON path) and what (`message`)."""

    loc: tuple[str | int, ...]
    message: str


class AzuraForgeError(Exception):
    """Base of every error a user may see: `detail` says what is wrong and how to mend it."""

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, errors: tuple[FieldError, ...] = (), **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.extra = extra


class JobFailedError(Exception):
    """A job has to end as failed; `code` is set by the raiser, as it comes from many plug-ins."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class JobErrorCode:
    """Codes a failed job may carry beside those of its pipeline."""

    WORKER_LOST = "worker_lost"
    PIPELINE_ERROR = "pipeline_error"
    PIPELINE_MISSING = "pipeline_missing"
    DATASET_UNREADABLE = "dataset_unreadable"
    INVALID_CONFIG = "invalid_config"
    OUT_OF_MEMORY = "out_of_memory"
    TIME_LIMIT = "time_limit"
    PROCESS_DIED = "process_died"
    STORAGE_ERROR = "storage_error"
    REFIT_DIFFERS = "refit_differs"
    RUN_DELETED = "run_deleted"
    ANALYSIS_FAILED = "analysis_failed"
