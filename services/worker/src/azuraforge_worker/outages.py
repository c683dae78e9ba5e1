"""Says once that something is away and once that it is back, however often it is tried."""

import threading

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_log = structlog.get_logger(__name__)

DATABASE_ERRORS = (OperationalError, InterfaceError, PoolTimeoutError)
"""The database is away, locked or out of connections: trying again later helps."""

BROKER_ERRORS = (RedisError, OSError)
"""The broker is away, starting or out of memory: the database has everything anyway."""


class Outage:
    """Whether one thing this worker depends on is away; shared by its threads."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = threading.Lock()
        self._away = False

    def began(self, error: BaseException) -> None:
        """An attempt failed."""
        with self._lock:
            if self._away:
                return
            self._away = True
        _log.warning("outage_began", what=self._what, reason=_first_line(error))

    def ended(self) -> None:
        """An attempt worked."""
        with self._lock:
            if not self._away:
                return
            self._away = False
        _log.info("outage_ended", what=self._what)


class Outages:
    """The two things a worker can lose."""

    def __init__(self) -> None:
        self.database = Outage("database")
        self.broker = Outage("broker")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
