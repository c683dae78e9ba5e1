"""Logs: one line per event, for people or as JSON, with the request's id and without secrets.

The standard library's loggers (uvicorn, SQLAlchemy, Celery) come out in the same form.
"""

import logging
import sys

import structlog
from azuraforge_contracts.redaction import redact
from structlog.typing import EventDict, Processor

from azuraforge_api.settings import ApiSettings

_SOCKET_LINES = (
    "connection open",
    "connection closed",
    "connection rejected",
    "ASGI callable returned without completing handshake",
)


def _without_colours(_logger: object, _method: str, event: EventDict) -> EventDict:
    """uvicorn repeats its messages with terminal colours."""
    event.pop("color_message", None)
    return event


def _no_socket_line(record: logging.LogRecord) -> bool:
    """Leave out uvicorn's lines per socket, and its complaint about one that was refused by an answer."""
    text = record.getMessage()
    return not ('"WebSocket ' in text or text.startswith(_SOCKET_LINES))


def configure_logging(settings: ApiSettings) -> None:
    """Send every log line of the process to standard error in the configured form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _without_colours,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    # Each readiness probe would have it tell which kind of database it looks at.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    # Our own lines have the path without its query; uvicorn's would print both.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_no_socket_line)
