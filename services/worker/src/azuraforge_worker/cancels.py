"""Listens for the nudge that a cancel was committed, so that it is seen in milliseconds.

The message only makes the housekeeper look: the database's flag is the truth, and its poll the fallback.
"""

import threading
from contextlib import suppress

import redis
from azuraforge_contracts.transport.event_stream import CANCEL_CHANNEL, sync_client
from azuraforge_contracts.transport.outages import BROKER_ERRORS, Outage

from azuraforge_worker.housekeeping import Housekeeper
from azuraforge_worker.running import RunningJobs

_RETRY_SECONDS = 1.0
_WAIT_SECONDS = 1.0


class CancelListener:
    """Subscribes in a thread of its own; comes back after every outage."""

    def __init__(self, redis_url: str, jobs: RunningJobs, housekeeper: Housekeeper, outage: Outage) -> None:
        self._redis_url = redis_url
        self._jobs = jobs
        self._housekeeper = housekeeper
        self._outage = outage
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="cancels", daemon=True)

    def start(self) -> None:
        """Start listening."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._closing.is_set():
            client = sync_client(self._redis_url)
            try:
                self._subscribe(client)
            except BROKER_ERRORS as error:
                self._outage.began(error)
                self._closing.wait(_RETRY_SECONDS)
            finally:
                with suppress(*BROKER_ERRORS):
                    client.close()

    def _subscribe(self, client: redis.Redis) -> None:
        with client.pubsub(ignore_subscribe_messages=True) as subscription:  # type: ignore[no-untyped-call]
            subscription.subscribe(CANCEL_CHANNEL)
            # What was said while nobody listened is in the database.
            self._housekeeper.poke()
            while not self._closing.is_set():
                message = subscription.get_message(timeout=_WAIT_SECONDS)
                self._outage.ended()
                if message is not None and self._jobs.find(message["data"].decode(errors="replace")):
                    self._housekeeper.poke()
