"""A running job's numbered events, and the relay that shows them live."""

import threading
from collections.abc import Iterable
from typing import Any, TypeVar

import structlog
from azuraforge_contracts.events import event_id
from azuraforge_contracts.transport.event_stream import EventPublisher
from azuraforge_contracts.transport.outages import BROKER_ERRORS, Outage
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job_state import Claim, EventRecord

_log = structlog.get_logger(__name__)
T = TypeVar("T")

_RETRY_SECONDS = 1.0
_MAX_WAITING = 10_000


class EventRelay:
    """Publishes events and feed items to Redis: the first at once, then one batch per interval.

    When Redis is away they wait for it, up to a bound; a reader finds what is missing in the log.
    """

    def __init__(self, publisher: EventPublisher, outage: Outage, *, interval_seconds: float) -> None:
        self._interval_seconds = interval_seconds
        self._publisher = publisher
        self._outage = outage
        self._changed = threading.Condition()
        self._events: dict[str, list[EventRecord]] = {}
        self._feeds: dict[str, list[dict[str, Any]]] = {}
        self._waiting = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._relay, name="relay", daemon=True)

    def start(self) -> None:
        """Start relaying."""
        self._thread.start()

    def close(self) -> None:
        """Send what waits (once) and stop."""
        with self._changed:
            self._closing.set()
            self._changed.notify()
        self._thread.join()

    def publish_events(self, job_id: str, events: Iterable[EventRecord]) -> None:
        """Show a job's events, in order."""
        self._put(self._events, job_id, list(events))

    def publish_feed(self, user_id: str, items: Iterable[dict[str, Any]]) -> None:
        """Show changes to their owner."""
        self._put(self._feeds, user_id, list(items))

    def _put(self, waiting: dict[str, list[T]], key: str, new: list[T]) -> None:
        if not new:
            return
        with self._changed:
            if self._waiting + len(new) > _MAX_WAITING:
                self._events.clear()
                self._feeds.clear()
                self._waiting = 0
            waiting.setdefault(key, []).extend(new)
            self._waiting += len(new)
            self._changed.notify()

    def _relay(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closing.is_set():
                    self._changed.wait()
                if not self._waiting:
                    return
            sent = self._send_all()
            if self._closing.is_set() and not sent:
                return
            # Not on the condition, which would wake this thread for every event that comes meanwhile.
            self._closing.wait(self._interval_seconds if sent else _RETRY_SECONDS)

    def _send_all(self) -> bool:
        with self._changed:
            events, self._events = self._events, {}
            feeds, self._feeds = self._feeds, {}
            self._waiting = 0
        try:
            self._publisher.publish(events, feeds)
        except BROKER_ERRORS as error:
            self._outage.began(error)
            self._put_back(events, feeds)
            return False
        except Exception:  # noqa: BLE001 - the log has the events; the relay has to live on for others
            _log.exception("relay_failed")
            return True
        self._outage.ended()
        return True

    def _put_back(self, events: dict[str, list[EventRecord]], feeds: dict[str, list[dict[str, Any]]]) -> None:
        with self._changed:
            self._waiting += _put_before(self._events, events) + _put_before(self._feeds, feeds)


def _put_before(waiting: dict[str, list[T]], earlier: dict[str, list[T]]) -> int:
    for key, batch in earlier.items():
        waiting[key] = batch + waiting.get(key, [])
    return sum(len(batch) for batch in earlier.values())


class JobEvents:
    """Numbers the events of one claim; hands them to the relay at once and to the log when it is asked."""

    def __init__(self, claim: Claim, relay: EventRelay) -> None:
        self._claim = claim
        self._relay = relay
        self._lock = threading.Lock()
        self._sequence = claim.next_sequence
        self._unlogged: list[EventRecord] = []

    def emit(self, *events: tuple[str, dict[str, Any]]) -> None:
        """Add events, given as (type, data), and show them."""
        numbered = []
        with self._lock:
            for kind, data in events:
                numbered.append(self.number(kind, data))
                self._sequence += 1
            self._unlogged += numbered
        self._relay.publish_events(self._claim.job_id, numbered)

    def number(self, kind: str, data: dict[str, Any]) -> EventRecord:
        """The event that comes next, if it is committed; the caller logs and shows it."""
        return {
            "id": event_id(self._claim.attempt, self._sequence),
            "job_id": self._claim.job_id,
            "attempt": self._claim.attempt,
            "type": kind,
            "at": utc_now(),
            "data": data,
        }

    @property
    def unlogged(self) -> int:
        """How many events the log hasn't got."""
        return len(self._unlogged)

    def take_unlogged(self) -> list[EventRecord]:
        """Events that the log hasn't got; `put_back` them if writing fails."""
        with self._lock:
            events, self._unlogged = self._unlogged, []
        return events

    def put_back(self, events: list[EventRecord]) -> None:
        """Writing failed: these still have to be logged."""
        with self._lock:
            self._unlogged = events + self._unlogged
