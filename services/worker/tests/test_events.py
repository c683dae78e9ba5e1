"""Numbering events, and the relay through outages of the broker."""

import time
from collections.abc import Callable
from typing import Any

import orjson
import redis
from azuraforge_contracts.events import event_id
from azuraforge_contracts.jobs import JobKind, Queue
from azuraforge_contracts.testing import BrokerServer
from azuraforge_contracts.transport.event_stream import EventPublisher, event_stream_key
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job_state import Claim, Limits
from azuraforge_worker.events import _MAX_WAITING, EventRelay, JobEvents


def make_claim(attempt: int = 1) -> Claim:
    return Claim(
        job_id="job",
        kind=JobKind.EXPERIMENT,
        queue=Queue.COMPUTE,
        owner_id="user",
        batch_id=None,
        number=None,
        attempt=attempt,
        token="token",
        started_at=utc_now(),
        limits=Limits(None, None),
        events=(),
    )


class RecordingPublisher:
    """Stands for a Redis that can be away."""

    def __init__(self) -> None:
        self.away = False
        self.batches: list[list[int]] = []

    def publish(self, events: dict[str, list[Any]], feeds: dict[str, list[Any]]) -> None:
        if self.away:
            raise redis.ConnectionError("away")
        for batch in (*events.values(), *feeds.values()):
            self.batches.append([event["id"] for event in batch])

    @property
    def ids(self) -> list[int]:
        return [identifier for batch in self.batches for identifier in batch]


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def make_relay(publisher: Any, interval: float = 0.02) -> EventRelay:
    relay = EventRelay(publisher, Outage("broker"), interval_seconds=interval)
    relay.start()
    return relay


def test_numbers_go_on_after_the_claims_own_events() -> None:
    relay = make_relay(RecordingPublisher())
    claim = make_claim(attempt=2)
    events = JobEvents(claim, relay)
    events.emit(("log", {"level": "info", "message": "a"}), ("log", {"level": "info", "message": "b"}))
    events.emit(("progress", {"fraction": 0.5, "message": ""}))
    taken = events.take_unlogged()
    assert [event["id"] for event in taken] == [event_id(2, n) for n in (1, 2, 3)]
    assert events.take_unlogged() == []
    events.put_back(taken[1:])
    events.emit(("metric", {"step": 1}))
    assert [event["id"] for event in events.take_unlogged()] == [event_id(2, n) for n in (2, 3, 4)]
    relay.close()


def test_the_first_event_goes_at_once_the_rest_in_batches() -> None:
    publisher = RecordingPublisher()
    relay = make_relay(publisher, interval=5.0)
    relay.publish_events("job", [{"id": 1}])
    wait_until(lambda: publisher.ids == [1], 2.0)
    for identifier in range(2, 50):
        relay.publish_events("job", [{"id": identifier}])
    relay.close()  # sends what waits
    assert publisher.batches == [[1], list(range(2, 50))]


def test_an_outage_delays_events_and_keeps_their_order() -> None:
    publisher = RecordingPublisher()
    publisher.away = True
    relay = make_relay(publisher)
    for identifier in range(20):
        relay.publish_events("job", [{"id": identifier}])
    publisher.away = False
    wait_until(lambda: len(publisher.ids) == 20)
    assert publisher.ids == list(range(20))
    relay.close()


def test_a_long_outage_is_bounded_in_memory() -> None:
    publisher = RecordingPublisher()
    publisher.away = True
    relay = make_relay(publisher)
    for identifier in range(3 * _MAX_WAITING):
        relay.publish_events("job", [{"id": identifier}])
    assert relay._waiting <= _MAX_WAITING
    relay.close()


def test_closing_while_the_broker_is_away_does_not_hang() -> None:
    publisher = RecordingPublisher()
    publisher.away = True
    relay = make_relay(publisher)
    relay.publish_events("job", [{"id": 1}])
    relay.close()
    assert publisher.ids == []


def test_events_reach_a_broker_that_comes_back_empty(own_broker: BrokerServer) -> None:
    own_broker.start()
    client = own_broker.client
    relay = make_relay(EventPublisher(client))
    relay.publish_events("job", [{"id": 1}])
    wait_until(lambda: client.exists(event_stream_key("job")) == 1)
    own_broker.stop()
    relay.publish_events("job", [{"id": 2}])
    relay.publish_events("job", [{"id": 3}])
    own_broker.start()

    def streamed() -> list[int]:
        entries = [orjson.loads(fields[b"e"]) for _, fields in client.xrange(event_stream_key("job"))]
        return [event["id"] for entry in entries for event in entry]

    wait_until(lambda: streamed() == [2, 3])
    relay.close()
