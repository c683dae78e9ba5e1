"""The vocabulary of a job: kinds, states and queues."""

from enum import StrEnum


class JobKind(StrEnum):
    """Every kind of work shares one life; the kind says which table holds its own fields."""

    EXPERIMENT = "experiment"
    REFIT = "refit"
    PREDICTION = "prediction"
    GENERATION = "generation"
    EXPLANATION = "explanation"
    CHECK = "check"
    JOB_RUN = "job_run"


class JobState(StrEnum):
    """queued -> running -> succeeded | failed | cancelled; see `azuraforge_dbmodels.job_state`."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED_STATES = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED})


class EarlyEnd(StrEnum):
    """Why a run succeeded before its last step: by its own rule, or because the search gave it up."""

    EARLY_STOPPING = "early_stopping"
    PRUNED = "pruned"


class Queue(StrEnum):
    """Compute work and LLM work run in separate workers, so neither delays the other."""

    COMPUTE = "compute"
    LLM = "llm"


QUEUE_OF_KIND: dict[JobKind, Queue] = {
    JobKind.EXPERIMENT: Queue.COMPUTE,
    JobKind.REFIT: Queue.COMPUTE,
    JobKind.PREDICTION: Queue.COMPUTE,
    JobKind.GENERATION: Queue.LLM,
    JobKind.EXPLANATION: Queue.LLM,
    JobKind.CHECK: Queue.LLM,
    JobKind.JOB_RUN: Queue.LLM,
}


class BatchState(StrEnum):
    """A batch's state is derived from its jobs' states, never stored."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    MIXED = "mixed"


def batch_state(counts: dict[JobState, int], *, cancelled_by_user: bool) -> BatchState:
    """Derive a batch's state from how many of its jobs are in each state.

    Queued means that nothing has started, running that anything is queued or running; otherwise all
    succeeded, the user cancelled it, none succeeded, or it is mixed.
    """
    total = sum(counts.values())
    queued, running = counts.get(JobState.QUEUED, 0), counts.get(JobState.RUNNING, 0)
    succeeded = counts.get(JobState.SUCCEEDED, 0)
    if total and queued == total:
        return BatchState.QUEUED
    if queued or running:
        return BatchState.RUNNING
    if succeeded == total:
        return BatchState.SUCCEEDED
    if cancelled_by_user:
        return BatchState.CANCELLED
    return BatchState.FAILED if not succeeded else BatchState.MIXED
