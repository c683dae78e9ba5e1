"""Keeps secrets out of log lines: of every service, and of its libraries too."""

import re
from collections.abc import MutableMapping
from typing import Any

_SECRETS = (
    (re.compile(r"af_[A-Za-z0-9_-]{16,}"), "af_***"),
    (re.compile(r"(azuraforge_session=)[^;\s\"']+"), r"\1***"),
    (re.compile(r"(#?\bcode=)[A-Za-z0-9_-]{16,}"), r"\1***"),
    (re.compile(r"(://[^:/@\s]*:)[^@/\s]+@"), r"\1***@"),
)
_SECRET_KEYS = frozenset({"password", "token", "authorization", "cookie", "set-cookie", "secret", "code"})


def redact_text(text: str) -> str:
    """Blank out access tokens, session cookies, one-time codes and passwords in addresses."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank secrets out of every field of a log line; a structlog processor."""
    for key, value in event.items():
        if key.lower() in _SECRET_KEYS:
            event[key] = "***"
        elif isinstance(value, str):
            event[key] = redact_text(value)
    return event
