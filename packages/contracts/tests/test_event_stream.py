"""The live streams: order, resumption by id, repeats refused, NaN as null."""

from collections.abc import Iterator

import pytest
import redis
import redis.asyncio
from azuraforge_contracts.events import event_id
from azuraforge_contracts.transport.event_stream import (
    EventPublisher,
    StreamEntry,
    async_client,
    event_stream_key,
    feed_stream_key,
    read_streams,
    sync_client,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def publisher(redis_url: str) -> Iterator[EventPublisher]:
    client = sync_client(redis_url)
    client.flushdb()
    yield EventPublisher(client)
    client.close()


async def read(redis_url: str, after: dict[str, str]) -> list[StreamEntry]:
    client = async_client(redis_url)
    try:
        return await read_streams(client, after, block_ms=50)
    finally:
        await client.aclose()


def ids(entries: list[StreamEntry]) -> list[int]:
    return [event["id"] for entry in entries for event in entry.bodies]


async def test_a_reader_goes_on_after_the_last_event_it_saw(
    redis_url: str, publisher: EventPublisher
) -> None:
    events = [{"id": event_id(1, sequence), "data": {"loss": float("nan")}} for sequence in (1, 2, 3)]
    publisher.publish_events("job", events)
    entries = await read(redis_url, {event_stream_key("job"): f"{event_id(1, 1)}-0"})
    assert ids(entries) == [event_id(1, 2), event_id(1, 3)]
    assert entries[0].bodies[0]["data"] == {"loss": None}


async def test_events_sent_again_are_not_repeated(redis_url: str, publisher: EventPublisher) -> None:
    events = [{"id": event_id(1, sequence)} for sequence in (1, 2, 3)]
    publisher.publish_events("job", events[:2])
    publisher.publish_events("job", events)
    entries = await read(redis_url, {event_stream_key("job"): "0-0"})
    assert ids(entries) == [event["id"] for event in events]


async def test_a_refusal_of_the_server_is_not_swallowed(redis_url: str, publisher: EventPublisher) -> None:
    client = sync_client(redis_url)
    client.set(event_stream_key("job"), "not a stream")
    with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
        publisher.publish_events("job", [{"id": event_id(1, 1)}])
    client.close()


async def test_many_streams_are_read_at_once(redis_url: str, publisher: EventPublisher) -> None:
    publisher.publish_events("job", [{"id": event_id(1, 1)}])
    publisher.publish_feed("user", [{"type": "job", "id": "job"}])
    keys = {event_stream_key("job"): "0-0", feed_stream_key("user"): "0-0"}
    assert {entry.stream for entry in await read(redis_url, keys)} == set(keys)
    assert await read(redis_url, {}) == []
