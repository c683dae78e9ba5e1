"""Says once that something is away and once that it is back, however often it is tried."""

import threading

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

DATABASE_ERRORS = (OperationalError, InterfaceError, PoolTimeoutError)
"""The database is away, locked or out of connections: trying again later helps."""

BROKER_ERRORS = (RedisError, OSError)
"""The broker is away or starting: the database has everything anyway."""

log = structlog.get_logger(__name__)


class Outage:
    """Whether one thing the API depends on is away; shared by threads."""

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
        reason = (str(error.__cause__ or error).splitlines() or [type(error).__name__])[0]
        log.warning("outage_began", what=self._what, reason=reason)

    def ended(self) -> None:
        """An attempt worked."""
        with self._lock:
            if not self._away:
                return
            self._away = False
        log.info("outage_ended", what=self._what)
