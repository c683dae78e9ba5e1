"""One thread for all running jobs: leases, cancels, progress and the event log, in few transactions.

It looks every `poll` seconds, and at once when it is poked. A transaction is opened only for what is due.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import structlog
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database
from sqlmodel import Session, col, select

from azuraforge_worker.events import EventRelay
from azuraforge_worker.node import Node
from azuraforge_worker.running import RunningJob, RunningJobs

_log = structlog.get_logger(__name__)


class Housekeeper:
    """See the module."""

    def __init__(
        self,
        database: Database,
        jobs: RunningJobs,
        relay: EventRelay,
        node: Node,
        outage: Outage,
        *,
        poll_seconds: float,
        heartbeat_seconds: float,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._relay = relay
        self._node = node
        self._outage = outage
        self._poll_seconds = poll_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._poked = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._keep, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Start looking."""
        self._thread.start()

    def close(self) -> None:
        """Stop looking."""
        self._closing = True
        self._poked.set()
        self._thread.join()

    def poke(self) -> None:
        """Look now: someone said that there is something to see."""
        self._poked.set()

    def _keep(self) -> None:
        while not self._closing:
            self._poked.wait(self._poll_seconds)
            self._poked.clear()
            for step in (self._look, self._write_due, self._node.beat):
                self._guarded(step)

    def _guarded(self, step: Callable[[], None]) -> None:
        try:
            step()
        except DATABASE_ERRORS as error:
            self._outage.began(error)
        except Exception:  # noqa: BLE001 - see below
            # One bad row must not stop the leases of all other jobs from being renewed.
            _log.exception("housekeeping_failed", step=step.__name__)
        else:
            self._outage.ended()

    def _look(self) -> None:
        """Learn cancels and lost claims without writing."""
        jobs = self._jobs.all()
        if not jobs:
            return
        with self._database.read() as session:
            rows = session.exec(
                select(Job.id, Job.state, Job.claim_token, Job.cancel_requested).where(
                    col(Job.id).in_([job.claim.job_id for job in jobs])
                )
            ).all()
        found = {row[0]: row[1:] for row in rows}
        for job in jobs:
            state, token, cancel_requested = found.get(job.claim.job_id, (None, None, False))
            self._obey(job, state == JobState.RUNNING and token == job.claim.token, bool(cancel_requested))

    def _obey(self, job: RunningJob, owned: bool, cancel_requested: bool) -> None:
        if not owned:
            # A job that just ended looks the same; asking one that is over to stop does nothing.
            job.lose()
        elif cancel_requested:
            job.cancel()

    def _write_due(self) -> None:
        with ExitStack() as locks:
            due = [job for job in self._jobs.all() if self._lock(job, locks)]
            if due:
                self._write(due)

    def _lock(self, job: RunningJob, locks: ExitStack) -> bool:
        # A job whose lock is held is just ending, which writes its log and needs no lease any more.
        if not job.log_lock.acquire(blocking=False):
            return False
        locks.callback(job.log_lock.release)
        return job.over is False and (
            job.progress != job.written_progress
            or job.events.unlogged > 0
            or time.monotonic() - job.lease_renewed_at >= self._heartbeat_seconds
        )

    def _write(self, due: Sequence[RunningJob]) -> None:
        taken = {job.claim.job_id: (job.progress, job.events.take_unlogged()) for job in due}
        now = time.monotonic()
        try:
            with self._database.write() as session:
                answers = [self._beat(session, job, *taken[job.claim.job_id]) for job in due]
        except BaseException:
            for job in due:
                job.events.put_back(taken[job.claim.job_id][1])
            raise
        for job, answer in zip(due, answers, strict=True):
            job.lease_renewed_at = now
            self._obey(job, answer.owned, answer.cancel_requested)
            self._show_progress(job, taken[job.claim.job_id][0])

    def _beat(
        self,
        session: Session,
        job: RunningJob,
        progress: float | None,
        events: list[job_state.EventRecord],
    ) -> job_state.Heartbeat:
        answer = job_state.heartbeat(session, job.claim, progress)
        if answer.owned and events:
            job_state.append_events(session, job.claim, events)
        return answer

    def _show_progress(self, job: RunningJob, progress: float | None) -> None:
        if progress != job.written_progress:
            job.written_progress = progress
            change = job.claim.change(JobState.RUNNING, progress, utc_now())
            self._relay.publish_feed(change.owner_id, [change.feed_item()])
