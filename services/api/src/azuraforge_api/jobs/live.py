"""The sockets' routes, and what runs behind them as long as the application does."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from azuraforge_contracts.transport.event_stream import async_client, event_stream_key
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from fastapi import APIRouter, FastAPI, WebSocket

from azuraforge_api.jobs.actions import find_job
from azuraforge_api.jobs.feed import Feeds, pulse_feeds
from azuraforge_api.jobs.hub import EventHub, Subscription
from azuraforge_api.jobs.routes import After, JobId
from azuraforge_api.jobs.sockets import Produce, Reads, SocketCounter, serve_socket
from azuraforge_api.jobs.stream import JobStream, LogPulse
from azuraforge_api.jobs.sweeper import Sweeper
from azuraforge_api.security import Principal

_EVENT_STREAMS = event_stream_key("")


class Live:
    """Everything the sockets of this process share."""

    def __init__(self, database: Database, redis_url: str) -> None:
        self.database = database
        self.reads = Reads()
        self.counter = SocketCounter()
        self.hub = EventHub(async_client(redis_url), self._pulse)
        self.feeds = Feeds(database, self.hub, self.reads)
        self._log_pulse = LogPulse(database, self.reads)

    async def _pulse(self, subscriptions: Mapping[str, set[Subscription]], *, live: bool) -> None:
        streams = {
            key.removeprefix(_EVENT_STREAMS): found
            for key, found in subscriptions.items()
            if key.startswith(_EVENT_STREAMS)
        }
        for key, found in subscriptions.items():
            if not key.startswith(_EVENT_STREAMS):
                pulse_feeds(found, live=live)
        await self._log_pulse(streams)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Read the live streams and sweep the queue until the application stops."""
    live = Live(app.state.database, app.state.settings.redis_client_url)
    app.state.live = live
    async with live.hub.running():
        with Sweeper(app.state.database, app.state.outbox).running():
            yield


router = APIRouter(lifespan=lifespan)


@router.websocket("/jobs/{job_id}/stream")
async def stream_job(websocket: WebSocket, job_id: JobId, after: After = 0) -> None:
    """Send a job's events after the given id, then live ones, until its current attempt has ended."""
    live: Live = websocket.app.state.live

    def check_owner(user: User) -> None:
        with live.database.read() as session:
            find_job(session, user, job_id)

    @asynccontextmanager
    async def prepared(principal: Principal) -> AsyncIterator[Produce]:
        await live.reads.run(check_owner, principal.user)
        yield JobStream(live.database, live.hub, live.reads, job_id, after)

    await serve_socket(websocket, live.counter, prepared)


@router.websocket("/feed")
async def stream_feed(websocket: WebSocket) -> None:
    """Send the changes of all of the user's jobs and batches."""
    live: Live = websocket.app.state.live
    await serve_socket(websocket, live.counter, lambda principal: live.feeds.joined(principal.user.id))
