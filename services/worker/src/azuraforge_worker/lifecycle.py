"""The life of claimed jobs: claim, run, finish, and on to the next until the queue has nothing.

No database session is open while a job is worked on. Finishing a job and claiming the next is one
transaction, so a sweep costs one commit a run.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.jobs import JobKind, JobState, Queue
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.job_state import Claim, EventRecord, JobChange
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database
from sqlmodel import Session

from azuraforge_worker.events import EventRelay
from azuraforge_worker.executor.errors import ChildNotStartedError, RunStoppedError
from azuraforge_worker.executor.pool import NoChildError
from azuraforge_worker.executor.stop import StopReason
from azuraforge_worker.handlers import Conclusion, JobHandler
from azuraforge_worker.housekeeping import Housekeeper
from azuraforge_worker.node import Node
from azuraforge_worker.running import RunningJob, RunningJobs
from azuraforge_worker.slots import Slot, Slots

_log = structlog.get_logger(__name__)

_RETRY_SECONDS = 0.2
_MAX_RETRY_SECONDS = 5.0
_LAST_TRIES_SECONDS = 5.0

INTERNAL_ERROR = "internal_error"


@dataclass(frozen=True)
class Succeeded:
    """The run ended well."""

    conclusion: Conclusion


@dataclass(frozen=True)
class Failed:
    """The run ended with an error for its user."""

    code: str
    message: str


@dataclass(frozen=True)
class Stopped:
    """The run was stopped."""

    reason: StopReason


Outcome = Succeeded | Failed | Stopped


@dataclass(frozen=True)
class Parts:
    """What a lifecycle works with; all of it is shared by the slots."""

    database: Database
    queue: Queue
    node: Node
    slots: Slots
    handlers: Mapping[JobKind, JobHandler]
    jobs: RunningJobs
    relay: EventRelay
    housekeeper: Housekeeper
    outage: Outage


class Lifecycle:
    """Runs jobs in whatever thread calls `run_until_idle`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._draining = threading.Event()
        self._give_back_by: float | None = None

    def run_until_idle(self) -> None:
        """Take a free slot and work until nothing is queued or the worker stops; returns at once when all
        slots are busy."""
        slots = self._parts.slots
        slot = slots.acquire()
        if slot is None:
            return
        while True:
            seen = slots.wakes
            try:
                claim = self._claim()
                while claim is not None:
                    claim = self._live(slot, claim)
                self._settle(slot, None)
            except Exception:  # noqa: BLE001 - the slot must survive; the lease brings the job back
                _log.exception("slot_failed")
            if slots.release(slot, seen):
                break
        self._parts.housekeeper.poke()

    def drain(self) -> None:
        """Claim nothing more."""
        self._draining.set()

    def give_back_all(self) -> None:
        """Stop what runs and queue it again; database trouble is tried out for a few seconds only."""
        self._draining.set()
        self._give_back_by = time.monotonic() + _LAST_TRIES_SECONDS
        for job in self._parts.jobs.all():
            job.give_back()

    def _claim(self) -> Claim | None:
        if self._draining.is_set():
            return None
        try:
            with self._parts.database.write() as session:
                claim = job_state.claim(session, self._parts.queue, self._parts.node.id)
        except DATABASE_ERRORS as error:
            self._parts.outage.began(error)
            return None  # the sweeper wakes this slot again
        self._parts.outage.ended()
        return claim

    def _live(self, slot: Slot, claim: Claim) -> Claim | None:
        """One attempt from its claim to its end; returns the next claim."""
        parts = self._parts
        job = RunningJob(claim, parts.relay, time.monotonic())
        parts.jobs.add(job)
        if self._give_back_by is not None:
            job.give_back()  # it was claimed in the moment when everything was given back
        parts.relay.publish_events(claim.job_id, claim.events)
        self._show(claim.change(JobState.RUNNING, None, claim.started_at))
        log = _log.bind(job_id=claim.job_id, attempt=claim.attempt)
        log.debug("job_started")
        try:
            outcome = self._work(slot, job)
            return self._finish(job, outcome)
        finally:
            parts.jobs.remove(job)

    def _work(self, slot: Slot, job: RunningJob) -> Outcome:
        try:
            return self._run(slot, job)
        except Exception as error:  # noqa: BLE001 - whatever it was, the job gets an end
            return self._outcome_of(error, job)

    def _run(self, slot: Slot, job: RunningJob) -> Outcome:
        handler = self._parts.handlers.get(job.claim.kind)
        if handler is None:
            return Failed(INTERNAL_ERROR, f"This worker can't run jobs of kind {job.claim.kind.value!r}.")
        self._settle(slot, job.claim.batch_id)
        request = handler.prepare(job, slot)
        done = slot.run(job, handler.program, request)
        if done["status"] == "failed":
            _log.info(
                "run_failed", job_id=job.claim.job_id, error_code=done["code"], traceback=done["traceback"]
            )
            return Failed(done["code"], done["message"])
        return Succeeded(handler.conclude(job, request, done["result"], slot))

    def _settle(self, slot: Slot, batch_id: str | None) -> None:
        for handler in self._parts.handlers.values():
            try:
                handler.settle(slot, batch_id)
            except Exception:  # noqa: BLE001 - what was put off belongs to jobs that have ended well
                _log.exception("not_settled")

    def _outcome_of(self, error: Exception, job: RunningJob) -> Outcome:
        log = _log.bind(job_id=job.claim.job_id)
        if isinstance(error, RunStoppedError):
            return Stopped(error.reason)
        if isinstance(error, JobFailedError):
            log.info("run_failed", error_code=error.code, reason=error.message)
            return Failed(error.code, error.message)
        if isinstance(error, ChildNotStartedError | NoChildError):
            log.error("no_process_for_run", reason=str(error))
            return Failed(JobErrorCode.PROCESS_DIED, f"No process for the run could be started: {error}.")
        if isinstance(error, DATABASE_ERRORS):
            self._parts.outage.began(error)
            return Stopped(StopReason.GIVEN_BACK)
        log.error("run_broke", exc_info=error)
        return Failed(INTERNAL_ERROR, "Something went wrong in the worker; its log has the details.")

    def _finish(self, job: RunningJob, outcome: Outcome) -> Claim | None:
        """End the attempt and claim the next job, in one transaction."""
        with job.log_lock:
            job.over = True
            try:
                change, events, following = self._persist(job, outcome)
            except DATABASE_ERRORS as error:
                _log.error("job_left_to_its_lease", job_id=job.claim.job_id, reason=str(error))
                return None
            except Exception:
                if isinstance(outcome, Failed):
                    raise
                _log.exception("result_not_stored", job_id=job.claim.job_id)
                _tidy(outcome, committed=False)
                outcome = Failed(INTERNAL_ERROR, "The result could not be stored; the worker's log says why.")
                change, events, following = self._persist(job, outcome)
        self._after_commit(job, outcome, change, events)
        return following

    def _persist(
        self, job: RunningJob, outcome: Outcome
    ) -> tuple[JobChange | None, list[EventRecord], Claim | None]:
        pause = _RETRY_SECONDS
        events = job.events.take_unlogged()
        unfinished = list(events)
        if isinstance(outcome, Succeeded):
            events.append(job.events.number("result", outcome.conclusion.summary))
        while True:
            try:
                with self._parts.database.write() as session:
                    change = _apply(session, job, outcome, events)
                    following = self._claim_next(session)
            except DATABASE_ERRORS as error:
                # The result is worth waiting for: the lease may run out meanwhile, the token still decides.
                self._parts.outage.began(error)
                if self._give_back_by is not None and time.monotonic() > self._give_back_by:
                    raise
                time.sleep(pause)
                pause = min(pause * 2, _MAX_RETRY_SECONDS)
            except Exception:
                job.events.put_back(unfinished)
                raise
            else:
                self._parts.outage.ended()
                return change, events, following

    def _claim_next(self, session: Session) -> Claim | None:
        if self._draining.is_set():
            return None
        return job_state.claim(session, self._parts.queue, self._parts.node.id)

    def _after_commit(
        self, job: RunningJob, outcome: Outcome, change: JobChange | None, logged: list[EventRecord]
    ) -> None:
        log = _log.bind(job_id=job.claim.job_id, attempt=job.claim.attempt)
        if change is None:
            log.warning("job_no_longer_ours")
            _tidy(outcome, committed=False)
            return
        if isinstance(outcome, Succeeded):
            self._parts.relay.publish_events(job.claim.job_id, logged[-1:])
        self._parts.relay.publish_events(job.claim.job_id, change.events)
        self._show(change)
        # A sweep has thousands that end well, and its page shows them.
        say = log.debug if change.state is JobState.SUCCEEDED else log.info
        say("job_ended", state=change.state.value)
        _tidy(outcome, committed=True)

    def _show(self, change: JobChange) -> None:
        self._parts.relay.publish_feed(change.owner_id, [change.feed_item()])


def _apply(
    session: Session, job: RunningJob, outcome: Outcome, events: list[EventRecord]
) -> JobChange | None:
    claim, usage = job.claim, job.usage
    if isinstance(outcome, Succeeded):
        change = job_state.succeed(session, claim, events, usage)
        if change is not None:
            outcome.conclusion.store(session)
        return change
    if isinstance(outcome, Failed):
        return job_state.fail(session, claim, outcome.code, outcome.message, events, usage)
    if outcome.reason is StopReason.CANCELLED:
        return job_state.cancelled(session, claim, events, usage)
    if outcome.reason is StopReason.GIVEN_BACK:
        return job_state.give_back(session, claim, events, usage)
    return None


def _tidy(outcome: Outcome, *, committed: bool) -> None:
    """Let a conclusion delete files; what stays behind by an error is swept later."""
    if not isinstance(outcome, Succeeded):
        return
    try:
        if committed:
            outcome.conclusion.stored()
        else:
            outcome.conclusion.abandoned()
    except Exception:  # noqa: BLE001 - the job has ended; the store may fail in many ways
        _log.exception("files_not_tidied")
