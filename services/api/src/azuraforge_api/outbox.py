"""What is told to workers and open pages once a transaction is committed, never before.

It is sent in the background: the broker being away is no request's error, as the sweeper wakes workers
later and pages read the database.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import structlog
from azuraforge_contracts.jobs import QUEUE_OF_KIND, JobState, Queue
from azuraforge_contracts.settings import CoreSettings
from azuraforge_contracts.transport.event_stream import CANCEL_CHANNEL, EventPublisher, sync_client
from azuraforge_contracts.transport.outages import Outage
from azuraforge_contracts.transport.queue import WakeUpError, WakeUps, celery_app
from azuraforge_dbmodels.job_state import JobChange
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlmodel import Session

MAX_WAITING = 10_000
MAX_WAKE_UPS = 64
"""A message wakes a slot until its queue is empty: more of them wake nobody."""

log = structlog.get_logger(__name__)


class Transport(Protocol):
    """How the outbox reaches workers and pages; raises `WakeUpError` or `RedisError` when it can't."""

    def wake(self, queue: Queue, count: int) -> None:
        """Wake up to `count` slots of a queue."""

    def events(self, job_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        """Show events to whoever follows a job."""

    def feed(self, owner_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Tell an owner's open pages what changed."""

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Make the workers of running jobs look at their cancel flags now."""


class RedisTransport:
    """Wake-ups by Celery's messages, events and feed by Redis streams, cancels by Redis pub/sub."""

    def __init__(self, settings: CoreSettings) -> None:
        self._wake_ups = WakeUps(celery_app(settings))
        self._client = sync_client(settings.redis_client_url)
        self._publisher = EventPublisher(self._client)

    def wake(self, queue: Queue, count: int) -> None:
        """Wake up to `count` slots of a queue."""
        self._wake_ups.send(queue, count)

    def events(self, job_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        """Show events to whoever follows a job."""
        self._publisher.publish_events(job_id, events)

    def feed(self, owner_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Tell an owner's open pages what changed."""
        self._publisher.publish_feed(owner_id, items)

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Make the workers of running jobs look at their cancel flags now."""
        with self._client.pipeline(transaction=False) as pipe:
            for job_id in job_ids:
                pipe.publish(CANCEL_CHANNEL, job_id)
            pipe.execute()


Message = Callable[[], None]


class Outbox:
    """Sends, in order and from one background thread, what committed transactions asked for.

    While the broker is away what waits is dropped: it would be stale, and the database has it all.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._outage = Outage("broker")
        self._changed = threading.Condition()
        self._waiting: deque[Message] = deque()
        self._closing = False
        self._sender = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._sender.start()

    def wake(self, session: Session, queue: Queue, count: int = 1) -> None:
        """Wake a queue's workers for `count` new jobs once this session's transaction is committed."""
        self._after_commit(session, lambda: self.wake_now(queue, count))

    def tell(self, session: Session, changes: Sequence[JobChange]) -> None:
        """Show changes of jobs, and wake or stop workers, once this session's transaction is committed."""
        self._after_commit(session, lambda: self.tell_now(changes))

    def wake_now(self, queue: Queue, count: int) -> None:
        """Wake up to `count` slots of a queue for what is committed already."""
        self._put(lambda: self._transport.wake(queue, min(count, MAX_WAKE_UPS)))

    def tell_now(self, changes: Sequence[JobChange]) -> None:
        """Show changes that are committed already, and wake or stop workers for them."""
        if changes:
            self._put(lambda: self._send_changes(changes))

    def close(self) -> None:
        """Send what is left, then stop."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._sender.join()

    def _after_commit(self, session: Session, send: Message) -> None:
        event.listen(session, "after_commit", lambda _session: send(), once=True)

    def _put(self, message: Message) -> None:
        with self._changed:
            if len(self._waiting) >= MAX_WAITING:
                self._waiting.popleft()
            self._waiting.append(message)
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    return
                message = self._waiting.popleft()
            self._send(message)

    def _send(self, message: Message) -> None:
        try:
            message()
        except (WakeUpError, RedisError) as error:
            self._outage.began(error)
            with self._changed:
                self._waiting.clear()
        except Exception:  # the messages after it still have to go out
            log.exception("message_not_sent")
        else:
            self._outage.ended()

    def _send_changes(self, changes: Sequence[JobChange]) -> None:
        stopping = [change.job_id for change in changes if change.state is JobState.RUNNING]
        if stopping:
            self._transport.cancel(stopping)
        queued = [QUEUE_OF_KIND[change.kind] for change in changes if change.state is JobState.QUEUED]
        for queue in set(queued):
            self._transport.wake(queue, min(queued.count(queue), MAX_WAKE_UPS))
        by_owner: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for change in changes:
            if change.events:
                self._transport.events(change.job_id, change.events)
            by_owner[change.owner_id].append(change.feed_item())
        for owner_id, items in by_owner.items():
            self._transport.feed(owner_id, items)
