"""One reader of Redis for all sockets of this process.

However many sockets are open, one multi-stream XREAD waits for all of their streams. What Redis can't tell
(it is away, came back empty, or never got an event) is found by a pulse that compares the database's log
with what the sockets have; they are then nudged to read the log.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import redis.asyncio
import structlog
import uuid_utils
from azuraforge_contracts.transport.event_stream import read_streams
from azuraforge_contracts.transport.outages import BROKER_ERRORS, Outage
from azuraforge_dbmodels.base import utc_now

BLOCK_MS = 100
"""A stream joined while others are waited for is heard after at most this time."""
GATHER_S = 0.02
"""A pause after each answer, so that a burst of events makes few frames."""
ANSWER_TIMEOUT_S = 5.0
PULSE_S = 2.0
PULSE_WHEN_AWAY_S = 1.0
QUEUE_LIMIT = 256
_MARKER_TTL_S = 60

log = structlog.get_logger(__name__)


class SlowReaderError(Exception):
    """A socket is too far behind: it is closed, and its client resumes where it was."""


@dataclass(eq=False)
class Subscription:
    """What one socket hears of one stream."""

    key: str
    cursor: int = 0
    """The last event the socket has; the pulse compares it with the log."""
    complete_until: datetime = field(default_factory=utc_now)
    """Until when the stream is known to have brought everything."""
    _batches: deque[list[dict[str, Any]]] = field(default_factory=deque)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _nudged: bool = False
    _overflowed: bool = False

    def deliver(self, bodies: list[dict[str, Any]]) -> None:
        """Queue what came on the stream."""
        if len(self._batches) >= QUEUE_LIMIT:
            self._overflowed = True
        else:
            self._batches.append(bodies)
        self._changed.set()

    def nudge(self) -> None:
        """Make the socket look into the database."""
        self._nudged = True
        self._changed.set()

    def reset(self) -> None:
        """Forget what is queued, after it became too much."""
        self._batches.clear()
        self._overflowed = False

    async def take(self) -> tuple[list[dict[str, Any]], bool]:
        """Wait for and take all that came, and whether to look into the database."""
        await self._changed.wait()
        self._changed.clear()
        if self._overflowed:
            raise SlowReaderError
        bodies = [body for batch in self._batches for body in batch]
        self._batches.clear()
        nudged, self._nudged = self._nudged, False
        return bodies, nudged


@dataclass
class _Stream:
    position: str | None
    """The Redis id read last; None = to be found out, from the stream's end."""
    subscriptions: set[Subscription] = field(default_factory=set)


class Pulse(Protocol):
    """Looks, in the database, for what the streams didn't bring."""

    async def __call__(self, subscriptions: Mapping[str, set[Subscription]], *, live: bool) -> None:
        """Nudge the subscriptions that miss something; `live` = Redis answers and has lost nothing."""


class EventHub:
    """Reads the streams that somebody subscribed to, and hands on what comes."""

    def __init__(self, client: redis.asyncio.Redis, pulse: Pulse) -> None:
        self._client = client
        self._pulse = pulse
        self._streams: dict[str, _Stream] = {}
        self._wanted = asyncio.Event()
        self._outage = Outage("live events")
        self._marker = f"azf:hub:{uuid_utils.uuid7()}"
        self._marked = False
        self._away = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator["EventHub"]:
        """Read in the background until the block ends."""
        tasks = [asyncio.create_task(self._read_forever()), asyncio.create_task(self._pulse_forever())]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(*BROKER_ERRORS):
                await self._client.delete(self._marker)
            await self._client.aclose()

    @asynccontextmanager
    async def subscribed(self, key: str, after: int | None) -> AsyncIterator[Subscription]:
        """Hear a stream: from the event after the given one on, or (None) from now on."""
        subscription = Subscription(key, cursor=after or 0)
        position = await self._find_end(key) if after is None else f"{after}-0"
        stream = self._streams.setdefault(key, _Stream(position))
        if position is not None and (stream.position is None or _order(position) < _order(stream.position)):
            stream.position = position  # the others skip what they have
        stream.subscriptions.add(subscription)
        self._wanted.set()
        try:
            yield subscription
        finally:
            stream.subscriptions.discard(subscription)
            if not stream.subscriptions and self._streams.get(key) is stream:
                del self._streams[key]

    async def _read_forever(self) -> None:
        while True:
            if not self._streams:
                self._wanted.clear()
                await self._wanted.wait()
            try:
                async with asyncio.timeout(ANSWER_TIMEOUT_S):
                    heard = await self._read_once()
            except (*BROKER_ERRORS, TimeoutError) as error:
                self._outage.began(error)
                self._away = True
                await asyncio.sleep(PULSE_WHEN_AWAY_S)
            else:
                await asyncio.sleep(GATHER_S if heard else 0)

    async def _read_once(self) -> bool:
        for key, new in list(self._streams.items()):
            if new.position is None:
                new.position = await self._end_of(key)
        asked = {key: stream.position for key, stream in self._streams.items() if stream.position is not None}
        by_stream: dict[str, list[dict[str, Any]]] = {}
        last: dict[str, str] = {}
        for entry in await read_streams(self._client, asked, BLOCK_MS):
            by_stream.setdefault(entry.stream, []).extend(entry.bodies)
            last[entry.stream] = entry.entry_id
        for key, bodies in by_stream.items():
            if (stream := self._streams.get(key)) is not None:
                if stream.position == asked[key]:  # nobody who joined meanwhile set it back
                    stream.position = last[key]
                for subscription in stream.subscriptions:
                    subscription.deliver(bodies)
        return bool(by_stream)

    async def _find_end(self, key: str) -> str | None:
        """Where a stream ends now; None when Redis can't tell: it is found out once it can."""
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                return await self._end_of(key)
        except (*BROKER_ERRORS, TimeoutError):
            return None

    async def _end_of(self, key: str) -> str:
        newest: Any = await self._client.xrevrange(key, count=1)
        return newest[0][0].decode() if newest else "0-0"

    async def _pulse_forever(self) -> None:
        while True:
            live = await self._check_redis()
            subscriptions = {key: set(stream.subscriptions) for key, stream in self._streams.items()}
            try:
                if subscriptions:
                    await self._pulse(subscriptions, live=live)
            except Exception:  # the next pulse may work, and sockets depend on it
                log.exception("pulse_failed")
            await asyncio.sleep(PULSE_WHEN_AWAY_S if self._away else PULSE_S)

    async def _check_redis(self) -> bool:
        """Whether Redis answers and has kept what it had since the last look."""
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                # One command: between two of them Redis could be emptied unnoticed.
                before = await self._client.set(self._marker, b"1", ex=_MARKER_TTL_S, get=True)
                kept = before is not None or not self._marked
                if self._away or not kept:
                    await self._find_positions_again()
        except (*BROKER_ERRORS, TimeoutError) as error:
            self._outage.began(error)
            self._away = True
            return False
        self._outage.ended()
        live = kept and not self._away
        self._marked, self._away = True, False
        return live

    async def _find_positions_again(self) -> None:
        """A stream that was emptied starts anew with any id: read it from its start."""
        for key, stream in list(self._streams.items()):
            asked = stream.position
            if asked is None:
                continue
            end = await self._end_of(key)
            if _order(end) < _order(asked) and stream.position == asked:
                stream.position = "0-0"


def _order(entry_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds), int(sequence)
