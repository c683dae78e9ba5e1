"""What all sockets share: who may open one and how many, how they are kept, why they close."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from enum import IntEnum
from typing import Any

import structlog
from anyio import CapacityLimiter, to_thread
from azuraforge_contracts.numbers import json_text
from azuraforge_dbmodels.session import DATABASE_ERRORS
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from azuraforge_api.errors import problem_of, problem_response
from azuraforge_api.jobs.errors import TooManySocketsError
from azuraforge_api.jobs.hub import SlowReaderError
from azuraforge_api.security import Principal, authenticate_websocket, still_authenticated
from azuraforge_api.settings import ApiSettings

STALL_S = 5.0
CLOSE_S = 5.0
RECHECK_S = 60.0
MAX_INCOMING = 64 * 1024
DATABASE_THREADS = 4

log = structlog.get_logger(__name__)


class CloseCode(IntEnum):
    """Why the server closes a socket (RFC 6455)."""

    DONE = 1000
    SIGNED_OUT = 1008
    TOO_BIG = 1009
    FAILED = 1011
    TOO_SLOW = 1013


class SocketCounter:
    """How many sockets each user has open."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def count(self, user_id: str) -> int:
        """How many the user has open now."""
        return self._open[user_id]

    @asynccontextmanager
    async def counted(self, user_id: str, limit: int) -> AsyncIterator[None]:
        """Count one more while the block runs; raises `TooManySocketsError`."""
        if self._open[user_id] >= limit:
            raise TooManySocketsError(
                f"You have {limit} sockets open already. Close pages that you don't need.", retry_after=5
            )
        self._open[user_id] += 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            if not self._open[user_id]:
                del self._open[user_id]


class Reads:
    """Database reads of sockets, on a few threads of their own so that routes keep theirs."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(DATABASE_THREADS)

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a blocking function on one of the threads."""
        return await to_thread.run_sync(function, *arguments, limiter=self._limiter)


Send = Callable[[list[Any]], Awaitable[None]]
Produce = Callable[[Send], Coroutine[Any, Any, CloseCode]]


async def serve_socket(
    websocket: WebSocket,
    counter: SocketCounter,
    prepared: Callable[[Principal], AbstractAsyncContextManager[Produce]],
) -> None:
    """Open a socket for whoever may have it, and send what is produced until that ends.

    `prepared` checks, before the socket is accepted, that the caller may have it (its errors refuse it), and
    gives the coroutine that sends frames and returns the close code.
    """
    principal = await authenticate_websocket(websocket)
    if principal is None:
        return
    settings: ApiSettings = websocket.app.state.settings
    try:
        async with (
            counter.counted(principal.user.id, settings.max_sockets),
            prepared(principal) as produce,
        ):
            await websocket.accept()
            await _serve(websocket, produce)
    except Exception as error:
        if websocket.application_state is not WebSocketState.CONNECTING:
            raise
        await websocket.send_denial_response(problem_response(problem_of(error)))


async def _serve(websocket: WebSocket, produce: Produce) -> None:
    """Run until the first of: all is sent, the client left or misbehaves, the session ended."""

    async def send(items: list[Any]) -> None:
        try:
            async with asyncio.timeout(STALL_S):
                await websocket.send_text(json_text(items))
        except TimeoutError:
            raise SlowReaderError from None

    tasks = [
        asyncio.create_task(work) for work in (produce(send), _listen(websocket), _watch_session(websocket))
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        code = _close_code(next(task for task in tasks if task in done))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if code is not None:
        await _close(websocket, code)


def _close_code(task: "asyncio.Task[CloseCode | None]") -> CloseCode | None:
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, SlowReaderError):
        return CloseCode.TOO_SLOW
    if isinstance(error, WebSocketDisconnect):
        return None
    log.error("socket_failed", exc_info=error)
    return CloseCode.FAILED


async def _close(websocket: WebSocket, code: CloseCode) -> None:
    # A client that doesn't read can't be told; the server drops its connection when this handler returns.
    with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        async with asyncio.timeout(CLOSE_S):
            await websocket.close(code)


async def _listen(websocket: WebSocket) -> CloseCode | None:
    """Notice that the client leaves; what it sends is not asked for."""
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        if len(message.get("bytes") or (message.get("text") or "").encode()) > MAX_INCOMING:
            return CloseCode.TOO_BIG


async def _watch_session(websocket: WebSocket) -> CloseCode:
    """End the socket within a minute of its session or token."""
    while True:
        await asyncio.sleep(RECHECK_S)
        try:
            if not await still_authenticated(websocket):
                return CloseCode.SIGNED_OUT
        except DATABASE_ERRORS:
            log.info("session_not_checked")  # without its database nothing is sent either; asked again soon
