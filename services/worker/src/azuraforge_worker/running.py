"""The jobs this worker is running right now, as its threads share them."""

import threading
from typing import Any, Protocol

from azuraforge_dbmodels.job_state import Claim, Usage

from azuraforge_worker.events import EventRelay, JobEvents
from azuraforge_worker.executor.group_usage import RunUsage
from azuraforge_worker.executor.sink import OutputName
from azuraforge_worker.executor.stop import StopReason, StopRequest


class Watch(Protocol):
    """Follows what a run says while it works."""

    def see(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        """New events, before anybody else has them."""


class RunningJob:
    """One claimed job. Its slot's thread drives it; others may stop it and write its log."""

    def __init__(self, claim: Claim, relay: EventRelay, now: float) -> None:
        self.claim = claim
        self.events = JobEvents(claim, relay)
        self.stop = StopRequest()
        self.watch: Watch | None = None
        self.given_up_at: int | None = None
        self._why_given_up = ""
        self.progress: float | None = None
        self.written_progress: float | None = None
        self.lease_renewed_at = now
        self.usage: Usage | None = None
        self.cancel_requested = False
        self.over = False
        self.log_lock = threading.Lock()
        """Held while events go from memory to the log, so that ending the job never overtakes them."""

    def on_events(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        """See `RunSink`."""
        for kind, data in events:
            if kind == "progress":
                self.progress = data["fraction"]
        self.events.emit(*events)
        if self.watch is not None:
            self.watch.see(events)

    def on_output(self, stream: OutputName, line: str) -> None:
        """See `RunSink`: what a run prints belongs into its log."""
        level = "info" if stream == "stdout" else "warning"
        self.events.emit(("log", {"level": level, "message": line}))

    def finish(self, step: int, why: str) -> None:
        """The search gives the run up at this step of its curve: it shall end with what it has."""
        self.given_up_at, self._why_given_up = step, why
        self.stop.request(StopReason.FINISHED)

    def tell_given_up(self) -> None:
        """Say in the log why, once the run has obeyed: a quick one may have come to its end before."""
        self.events.emit(("log", {"level": "info", "message": self._why_given_up}))

    @property
    def finishing(self) -> bool:
        """Whether the search gave the run up."""
        return self.given_up_at is not None

    def on_usage(self, usage: RunUsage) -> None:
        """See `RunSink`: storing the model adds to what fitting it took."""
        before = self.usage or Usage(0.0, 0)
        self.usage = Usage(
            before.cpu_seconds + usage.cpu_seconds,
            max(before.peak_memory_bytes, usage.peak_memory_bytes),
        )

    def cancel(self) -> None:
        """The user asked for a stop."""
        self.cancel_requested = True
        self.stop.request(StopReason.CANCELLED)

    def lose(self) -> None:
        """Another worker owns the job."""
        self.stop.request(StopReason.LOST)

    def give_back(self) -> None:
        """The worker can't finish it."""
        self.stop.request(StopReason.GIVEN_BACK)


class RunningJobs:
    """Every running job of this process, by id."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, RunningJob] = {}

    def add(self, job: RunningJob) -> None:
        """A job was claimed."""
        with self._lock:
            self._jobs[job.claim.job_id] = job

    def remove(self, job: RunningJob) -> None:
        """Its slot is done with it."""
        with self._lock:
            if self._jobs.get(job.claim.job_id) is job:
                del self._jobs[job.claim.job_id]
        job.stop.close()

    def all(self) -> list[RunningJob]:
        """A snapshot."""
        with self._lock:
            return list(self._jobs.values())

    def find(self, job_id: str) -> RunningJob | None:
        """The running job of this id."""
        with self._lock:
            return self._jobs.get(job_id)
