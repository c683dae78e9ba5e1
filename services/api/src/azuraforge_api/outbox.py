"""What is told to workers and open pages once a transaction is committed, never before.

It is sent in the background: the broker being away is no request's error, as the sweeper wakes workers
later and pages read the database.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import structlog
from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.settings import CoreSettings
from azuraforge_contracts.transport.event_stream import EventPublisher, sync_client
from azuraforge_contracts.transport.queue import WakeUpError, WakeUps, celery_app
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlmodel import Session

log = structlog.get_logger(__name__)


class Transport(Protocol):
    """How the outbox reaches workers and pages."""

    def wake(self, queue: Queue, count: int) -> None:
        """Wake up to `count` slots of a queue."""

    def feed(self, owner_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Tell an owner's open pages what changed."""


class RedisTransport:
    """Wake-ups by Celery's messages, the feed by Redis streams."""

    def __init__(self, settings: CoreSettings) -> None:
        self._wake_ups = WakeUps(celery_app(settings))
        self._publisher = EventPublisher(sync_client(settings.redis_client_url))

    def wake(self, queue: Queue, count: int) -> None:
        """Wake up to `count` slots of a queue."""
        self._wake_ups.send(queue, count)

    def feed(self, owner_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Tell an owner's open pages what changed."""
        self._publisher.publish_feed(owner_id, items)


class Outbox:
    """Sends, in order and in the background, what committed transactions asked for."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._sender = ThreadPoolExecutor(1, "outbox")

    def wake(self, session: Session, queue: Queue, count: int = 1) -> None:
        """Wake a queue's workers once this session's transaction is committed."""
        self._after_commit(session, lambda: self._transport.wake(queue, count))

    def feed(self, session: Session, owner_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Tell an owner's pages what changed once this session's transaction is committed."""
        self._after_commit(session, lambda: self._transport.feed(owner_id, items))

    def close(self) -> None:
        """Send what is left, then stop."""
        self._sender.shutdown()

    def _after_commit(self, session: Session, send: Any) -> None:
        event.listen(
            session, "after_commit", lambda _session: self._sender.submit(self._send, send), once=True
        )

    def _send(self, send: Any) -> None:
        try:
            send()
        except (WakeUpError, RedisError) as error:
            log.warning("broker unavailable; the sweeper will wake the workers", error=str(error))
