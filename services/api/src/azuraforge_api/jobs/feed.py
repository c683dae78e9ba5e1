"""`WS /feed`: changes of all of a user's jobs and batches, on one socket.

Changes of jobs come over Redis; while it is away, or lost some, they are read from the database. What
batches make of them is read from the database, at most twice a second.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.transport.event_stream import feed_stream_key
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database
from sqlalchemy import or_
from sqlmodel import col, select

from azuraforge_api.jobs.batch_items import batch_items
from azuraforge_api.jobs.hub import EventHub, SlowReaderError, Subscription
from azuraforge_api.jobs.sockets import CloseCode, Produce, Reads, Send

BATCH_EVERY_S = 0.5
OVERLAP = timedelta(seconds=5)
"""How much further back than the last good moment to look: clocks and commits are a little apart."""
MOST_POLLED = 1_000
"""Changes read at once; a page that missed more than that fetches its lists anyway."""

Item = dict[str, Any]


class UserFeed:
    """One user's changes, for all of the user's sockets in this process."""

    def __init__(self, database: Database, hub: EventHub, reads: Reads, user_id: str) -> None:
        self._database = database
        self._hub = hub
        self._reads = reads
        self._user_id = user_id
        self._outage = Outage("database, for the feed")
        self._inboxes: set[Subscription] = set()
        self._batches: set[str] = set()
        self._batch_changed = asyncio.Event()
        self._told: dict[str, tuple[str, float | None, int]] = {}
        self._running = AsyncExitStack()
        self._starting = asyncio.Lock()
        self._started = False

    def join(self) -> Subscription:
        """What one socket has to send: every change from here on, once the feed is started."""
        inbox = Subscription(self._user_id)
        self._inboxes.add(inbox)
        return inbox

    def leave(self, inbox: Subscription) -> bool:
        """Forget a socket; True when it was the last one: the feed has to be stopped."""
        self._inboxes.discard(inbox)
        return not self._inboxes

    async def stop(self) -> None:
        """Stop following."""
        await self._running.aclose()

    async def start(self) -> None:
        """Follow the user's changes, if that isn't done already."""
        async with self._starting:
            if self._started:
                return
            subscribed = self._hub.subscribed(feed_stream_key(self._user_id), None)
            subscription = await self._running.enter_async_context(subscribed)
            for work in (self._follow(subscription), self._follow_batches()):
                self._running.push_async_callback(_cancel, asyncio.create_task(work))
            self._started = True

    async def _follow(self, subscription: Subscription) -> None:
        while True:
            try:
                items, nudged = await subscription.take()
            except SlowReaderError:  # more than a page can show; the database has what matters
                subscription.reset()
                items, nudged = [], True
            # Of batches a worker says no more than that something is new.
            self._batches.update(item["id"] for item in items if item["type"] == "batch")
            self._broadcast([item for item in items if item["type"] == "job"])
            if nudged:
                await self._read_changes(subscription)
            else:
                self._told.clear()

    async def _read_changes(self, subscription: Subscription) -> None:
        started = utc_now()
        since = min(subscription.complete_until, started) - OVERLAP
        try:
            found: list[tuple[Item, int]] = await self._reads.run(
                changed_jobs, self._database, self._user_id, since
            )
        except DATABASE_ERRORS as error:
            self._outage.began(error)
            return
        self._outage.ended()
        subscription.complete_until = started
        new = []
        for item, attempt in found:
            now = (item["state"], item["progress"], attempt)
            if self._told.get(item["id"]) != now:
                self._told[item["id"]] = now
                new.append(item)
        self._broadcast(new)

    def _broadcast(self, items: list[Item]) -> None:
        if items:
            for inbox in self._inboxes:
                inbox.deliver(items)
        self._batches.update(batch_id for item in items if (batch_id := item.get("batch_id")))
        if self._batches:
            self._batch_changed.set()

    async def _follow_batches(self) -> None:
        while True:
            await self._batch_changed.wait()
            self._batch_changed.clear()
            changed, self._batches = self._batches, set()
            try:
                items = await self._reads.run(batch_items, self._database, self._user_id, changed)
            except DATABASE_ERRORS as error:
                self._outage.began(error)
                self._batches |= changed
                self._batch_changed.set()
            else:
                self._outage.ended()
                for inbox in self._inboxes:
                    inbox.deliver(items)
            await asyncio.sleep(BATCH_EVERY_S)


async def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class Feeds:
    """The feeds of the users who have a socket open here."""

    def __init__(self, database: Database, hub: EventHub, reads: Reads) -> None:
        self._database = database
        self._hub = hub
        self._reads = reads
        self._feeds: dict[str, UserFeed] = {}

    @asynccontextmanager
    async def joined(self, user_id: str) -> AsyncIterator[Produce]:
        """What sends a socket every change of its user's jobs and batches after this point."""
        feed = self._feeds.get(user_id)
        if feed is None:
            feed = self._feeds[user_id] = UserFeed(self._database, self._hub, self._reads, user_id)
        inbox = feed.join()

        async def send_changes(send: Send) -> CloseCode:
            while True:
                items, _ = await inbox.take()
                await send(items)

        try:
            await feed.start()
            yield send_changes
        finally:
            if feed.leave(inbox):
                del self._feeds[user_id]  # at once, so that whoever joins now gets a new one
                await feed.stop()


def changed_jobs(database: Database, user_id: str, since: datetime) -> list[tuple[Item, int]]:
    """The user's running jobs and those that changed their state since: feed items with their attempts."""
    changed = [col(moment) >= since for moment in (Job.queued_at, Job.started_at, Job.finished_at)]
    statement = (
        select(Job)
        .where(Job.owner_id == user_id, or_(col(Job.state) == JobState.RUNNING.value, *changed))
        .order_by(col(Job.id).desc())
        .limit(MOST_POLLED)
    )
    with database.read() as session:
        return [(_item(job), job.attempt) for job in session.exec(statement)]


def _item(job: Job) -> Item:
    return {
        "type": "job",
        "id": job.id,
        "state": job.state,
        "progress": job.progress,
        "at": job.finished_at or job.started_at or job.queued_at,
        "batch_id": job.batch_id,
        "kind": job.kind,
    }


def pulse_feeds(subscriptions: Iterable[Subscription], *, live: bool) -> None:
    """Note that the feeds are complete, or make them read what Redis didn't bring."""
    for subscription in subscriptions:
        if live:
            subscription.complete_until = utc_now()
        else:
            subscription.nudge()
