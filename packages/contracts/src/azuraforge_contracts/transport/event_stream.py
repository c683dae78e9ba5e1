"""Live events in Redis streams: one per job, one per user's feed.

They carry what is new to who is looking right now; the database's event log is the truth, and a reader
that finds a gap (an emptied Redis, a trimmed stream) goes back to it. An entry holds all that was new at
one moment: the broker and its readers are paid by the entry.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import redis
import redis.asyncio

from azuraforge_contracts.numbers import json_bytes

EVENT_STREAM_MAXLEN = 10_000
FEED_STREAM_MAXLEN = 1_000
STREAM_TTL_S = 3600
CANCEL_CHANNEL = "azf:cancel"
"""Pub/sub nudge after a cancel was committed; the message is the job's id, the database's flag the truth."""
_EVENT_FIELD = b"e"
_FEED_FIELD = b"f"


def event_stream_key(job_id: str) -> str:
    """The stream of a job's events; an entry's id is `<id of its last event>-0`."""
    return f"azf:events:{job_id}"


def feed_stream_key(user_id: str) -> str:
    """The stream of a user's feed."""
    return f"azf:feed:{user_id}"


def sync_client(url: str) -> redis.Redis:
    """A client for publishers: short timeouts, as nobody waits for the live stream."""
    return redis.Redis.from_url(url, socket_connect_timeout=2.0, socket_timeout=5.0, health_check_interval=5)


def async_client(url: str) -> redis.asyncio.Redis:
    """A client for blocking readers: no socket timeout, as XREAD waits on purpose."""
    # RESP2, so that XREAD answers in one shape.
    return redis.asyncio.Redis.from_url(url, socket_connect_timeout=2.0, socket_timeout=None, protocol=2)


class EventPublisher:
    """Appends events and feed items; errors are the caller's to handle (the log has the events anyway)."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def publish_events(self, job_id: str, events: Iterable[Mapping[str, Any]]) -> None:
        """Append a job's events in order, in one round trip."""
        self.publish({job_id: events}, {})

    def publish_feed(self, user_id: str, items: Iterable[Mapping[str, Any]]) -> None:
        """Append changes of jobs to their owner's feed."""
        self.publish({}, {user_id: items})

    def publish(
        self,
        events: Mapping[str, Iterable[Mapping[str, Any]]],
        feeds: Mapping[str, Iterable[Mapping[str, Any]]],
    ) -> None:
        """Append events of many jobs and items of many feeds, each in order, in one round trip."""
        with self._client.pipeline(transaction=False) as pipe:
            for job_id, job_events in events.items():
                _append_events(pipe, event_stream_key(job_id), list(job_events))
            for user_id, items in feeds.items():
                _append_items(pipe, feed_stream_key(user_id), list(items))
            for answer in pipe.execute(raise_on_error=False):
                # An entry that is there already (sent again after a torn connection) is refused by its id.
                if isinstance(answer, redis.RedisError) and "equal or smaller" not in str(answer):
                    raise answer


def _append_events(pipe: "redis.client.Pipeline", key: str, events: list[Mapping[str, Any]]) -> None:
    if events:
        entry = f"{events[-1]['id']}-0"
        pipe.xadd(
            key, {_EVENT_FIELD: json_bytes(events)}, id=entry, maxlen=EVENT_STREAM_MAXLEN, approximate=True
        )
        pipe.expire(key, STREAM_TTL_S)


def _append_items(pipe: "redis.client.Pipeline", key: str, items: list[Mapping[str, Any]]) -> None:
    if items:
        pipe.xadd(key, {_FEED_FIELD: json_bytes(items)}, maxlen=FEED_STREAM_MAXLEN, approximate=True)
        pipe.expire(key, STREAM_TTL_S)


@dataclass(frozen=True)
class StreamEntry:
    """One entry read back: its stream, its Redis id and the events or feed items it brought."""

    stream: str
    entry_id: str
    bodies: list[dict[str, Any]]


async def read_streams(
    client: redis.asyncio.Redis, after: Mapping[str, str], block_ms: int, count: int = 1000
) -> list[StreamEntry]:
    """Read what came after the given ids on many streams at once, waiting up to `block_ms`.

    Events come once each and in order, also those that a publisher sent again after a torn connection.
    """
    if not after:
        return []
    streams: dict[Any, Any] = dict(after)
    answer: Any = await client.xread(streams, count=count, block=block_ms)
    return [entry for key, entries in answer or [] for entry in _read_back(key.decode(), entries, after)]


def _read_back(key: str, entries: Any, after: Mapping[str, str]) -> Iterator[StreamEntry]:
    seen = int(after[key].partition("-")[0])
    for entry_id, fields in entries:
        if _FEED_FIELD in fields:
            yield StreamEntry(key, entry_id.decode(), orjson.loads(fields[_FEED_FIELD]))
        elif _EVENT_FIELD in fields:
            events = [event for event in orjson.loads(fields[_EVENT_FIELD]) if event["id"] > seen]
            seen = int(entry_id.partition(b"-")[0])
            yield StreamEntry(key, entry_id.decode(), events)
