"""Says once that something is away and once that it is back, however often it is tried."""

import threading

import structlog
from redis.exceptions import RedisError

_log = structlog.get_logger(__name__)

BROKER_ERRORS = (RedisError, OSError)
"""The broker is away, starting or out of memory: the database has everything anyway."""


class Outage:
    """Whether one thing this process depends on is away; shared by its threads."""

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


def _first_line(error: BaseException) -> str:
    return (str(error.__cause__ or error).splitlines() or [type(error).__name__])[0]
