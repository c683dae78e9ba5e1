"""Jobs: the one life of every kind of work."""

from collections.abc import Iterator

from azuraforge_client.models import EventLog, JobEvent, JobKind, JobOut, JobState
from azuraforge_client.transport import Transport

EVENTS_AT_ONCE = 10_000


class Jobs:
    """`client.jobs`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, job_id: str) -> JobOut:
        """One job of any kind."""
        return self._transport.get(f"/jobs/{job_id}", JobOut)

    def cancel(self, job_id: str) -> JobOut:
        """Ask it to stop; a `ConflictError` when it has ended already."""
        return self._transport.post(f"/jobs/{job_id}/cancel", JobOut)

    def retry(self, job_id: str) -> JobOut:
        """Queue a failed or cancelled job again."""
        return self._transport.post(f"/jobs/{job_id}/retry", JobOut)

    def events(self, job_id: str, after: int = 0) -> Iterator[JobEvent]:
        """Its log after an event's id: states, progress, curves, log lines, the error."""
        while True:
            log = self._transport.get(f"/jobs/{job_id}/events", EventLog, after=after, limit=EVENTS_AT_ONCE)
            if not log.items:
                return
            yield from log.items
            after = log.items[-1].id

    def list(
        self,
        *,
        kind: JobKind | None = None,
        state: JobState | None = None,
        batch_id: str | None = None,
        q: str | None = None,
    ) -> Iterator[JobOut]:
        """The jobs that match, newest first; `q` is part of the name."""
        return self._transport.pages("/jobs", JobOut, kind=kind, state=state, batch_id=batch_id, q=q)
