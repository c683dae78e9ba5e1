"""`WS /jobs/{id}/stream`: a job's log from a cursor on, then live, without a gap or a repeat.

The database's log is the truth, but is written about once a second; Redis has each event at once. Events
from Redis are sent on only while each follows the last one sent. Where one doesn't (Redis lost some, or a
new attempt began), what lies between is read from the log, as soon as it is there.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from azuraforge_contracts.jobs import ENDED_STATES
from azuraforge_contracts.transport.event_stream import event_stream_key
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database

from azuraforge_api.jobs.event_log import LogPage, last_event_ids, read_page
from azuraforge_api.jobs.hub import EventHub, SlowReaderError, Subscription
from azuraforge_api.jobs.sockets import CloseCode, Reads, Send

LOG_WAIT_S = 0.3
"""How soon to look again for events that Redis had and the log has not yet."""
DATABASE_WAIT_S = 1.0
MOST_AHEAD = 20_000
_ENDINGS = frozenset(state.value for state in ENDED_STATES)


class JobStream:
    """Sends one job's events to one socket."""

    def __init__(self, database: Database, hub: EventHub, reads: Reads, job_id: str, after: int) -> None:
        self._database = database
        self._hub = hub
        self._reads = reads
        self._job_id = job_id
        self._cursor = after
        self._ahead: dict[int, dict[str, Any]] = {}
        """Live events that don't follow the cursor; the log has, or will have, what lies between."""

    async def __call__(self, send: Send) -> CloseCode:
        """Send until the current attempt's end."""
        if await self._send_log(send):
            return CloseCode.DONE
        async with self._hub.subscribed(event_stream_key(self._job_id), self._cursor) as subscription:
            subscription.nudge()  # for what was stored, but not streamed, since the log was read
            while True:
                events, look = await subscription.take()
                ended = await self._send_following(send, events)
                while look or ended or self._ahead:
                    # An ending may not be the last one: the stored state says whether the job is on again.
                    if await self._send_log(send):
                        return CloseCode.DONE
                    await self._send_following(send, [])
                    look = ended = False
                    if self._ahead:
                        await asyncio.sleep(LOG_WAIT_S)
                subscription.cursor = self._cursor

    async def _send_log(self, send: Send) -> bool:
        """Send what the log has after the cursor; True when the job has ended and all is sent."""
        while True:
            page = await self._read()
            if page.events:
                await send(list(page.events))
                self._cursor = page.events[-1]["id"]
            # State and events are two looks: a job may end between them, and is found ended at the next.
            if page.complete and (page.ended or not _holds_ending(page.events)):
                return page.ended

    async def _read(self) -> LogPage:
        while True:
            try:
                page: LogPage = await self._reads.run(read_page, self._database, self._job_id, self._cursor)
            except DATABASE_ERRORS:
                await asyncio.sleep(DATABASE_WAIT_S)
            else:
                return page

    async def _send_following(self, send: Send, events: list[dict[str, Any]]) -> bool:
        """Send on what follows the cursor without a gap, and keep the rest; True when it holds an ending."""
        self._ahead.update((event["id"], event) for event in events)
        if len(self._ahead) > MOST_AHEAD:
            raise SlowReaderError
        following = []
        while (event := self._ahead.pop(self._cursor + 1, None)) is not None:
            self._cursor = event["id"]
            following.append(event)
        for identifier in [known for known in self._ahead if known <= self._cursor]:
            del self._ahead[identifier]
        if following:
            await send(following)
        return _holds_ending(following)


def _holds_ending(events: Iterable[Mapping[str, Any]]) -> bool:
    return any(event["type"] == "state" and event["data"]["state"] in _ENDINGS for event in events)


class LogPulse:
    """Nudges streams whose job has stored events that they don't have."""

    def __init__(self, database: Database, reads: Reads) -> None:
        self._database = database
        self._reads = reads
        self._outage = Outage("database, for streams")

    async def __call__(self, streams: Mapping[str, set[Subscription]]) -> None:
        """Compare each stream's cursor with its log's end."""
        if not streams:
            return
        try:
            last: dict[str, int] = await self._reads.run(last_event_ids, self._database, list(streams))
        except DATABASE_ERRORS as error:
            self._outage.began(error)
            return
        self._outage.ended()
        for job_id, subscriptions in streams.items():
            for subscription in subscriptions:
                if job_id not in last or last[job_id] > subscription.cursor:
                    subscription.nudge()
