"""The life of a job, and the only code that writes a job's state.

    queued -> running -> succeeded | failed | cancelled
    running -> queued when its worker is lost or stops;  queued -> cancelled;  failed | cancelled -> queued

Every function works inside the caller's write transaction, and every change of state appends its event in
that transaction. Publish what a function returns only after the commit.
"""

from azuraforge_dbmodels.job_state._cancel import request_cancel, request_cancel_batch, retry, retry_failed
from azuraforge_dbmodels.job_state._claim import append_events, claim, enqueue, enqueue_alike, heartbeat
from azuraforge_dbmodels.job_state._finish import cancelled, fail, give_back, succeed
from azuraforge_dbmodels.job_state._sweep import sweep, wake_ups_due
from azuraforge_dbmodels.job_state._time import LEASE_S, MAX_LOSSES
from azuraforge_dbmodels.job_state._types import (
    Claim,
    EventRecord,
    Heartbeat,
    JobChange,
    JobNotCancellableError,
    JobNotRetryableError,
    Limits,
    SweepResult,
    Usage,
)

__all__ = [
    "LEASE_S",
    "MAX_LOSSES",
    "Claim",
    "EventRecord",
    "Heartbeat",
    "JobChange",
    "JobNotCancellableError",
    "JobNotRetryableError",
    "Limits",
    "SweepResult",
    "Usage",
    "append_events",
    "cancelled",
    "claim",
    "enqueue",
    "enqueue_alike",
    "fail",
    "give_back",
    "heartbeat",
    "request_cancel",
    "request_cancel_batch",
    "retry",
    "retry_failed",
    "succeed",
    "sweep",
    "wake_ups_due",
]
