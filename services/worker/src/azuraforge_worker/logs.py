"""Structured logs of a worker, its libraries included: for eyes or as JSON, and without secrets.

Tracebacks never show local variables, which hold addresses with passwords, rows and settings.
"""

import logging
import sys

import structlog
from azuraforge_contracts.redaction import redact
from azuraforge_contracts.transport.outages import Outage

from azuraforge_worker.settings import WorkerSettings


def configure_logs(settings: WorkerSettings, **bound: str | int) -> None:
    """Send everything to standard output; `bound` fields go into every line."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _bind(bound),
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for chatty in ("celery", "kombu", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _bind(bound: dict[str, str | int]) -> structlog.typing.Processor:
    def add(
        _logger: structlog.typing.WrappedLogger, _name: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        return {**event, **bound}

    return add


class BrokerNoise(logging.Filter):
    """Turns Celery's line (with traceback) for every failed connection into one outage."""

    def __init__(self, outage: Outage) -> None:
        super().__init__()
        self._outage = outage

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what only says that the broker is away."""
        message = record.getMessage()
        if "Cannot connect to" in message or "onnection to broker lost" in message:
            self._outage.began(ConnectionError(message.splitlines()[0]))
            return False
        return True
