"""Structured logs that name nobody: JSON lines with pseudonyms, never words, names or the token."""

from __future__ import annotations

import hmac
import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

_QUIET = (
    "httpx",
    "httpcore",
    "apscheduler",
    "telegram",
    "uvicorn",
    "uvicorn.access",
    "uvicorn.error",
    "asyncio",
)
"""Libraries that log addresses (the token is in them) or what people sent."""
OURS = ("bot", "index", "knowledge")


class Pseudonyms:
    """Names for ids that the same id always gets, and that tell nothing without the key.

    Args:
        key: at least 16 bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, kind: str, number: int) -> str:
        """Return twelve hexadecimal digits: HMAC-SHA-256 (RFC 2104), cut.

        Args:
            kind: what the id is of, such as ``chat``: equal numbers of two kinds get two names.
        """
        return hmac.digest(self._key, f"{kind}:{number}".encode(), "sha256").hex()[:12]


def configure(token: str = "", level: int = logging.INFO) -> None:
    """Log JSON lines on the error stream.

    Args:
        token: taken out of whatever is logged.
        level: of our own lines; of libraries only warnings are logged.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _error_without_words,
        _without(token),
    ]
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _error_without_words(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Log an error by its kind and place: its message may hold what somebody wrote."""
    info = event.pop("exc_info", None)
    record = event.get("_record")
    if record is not None and record.exc_info:
        info, record.exc_info, record.exc_text = record.exc_info, None, None
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        event["error"] = type(error).__name__
        event["where"] = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return event


def _without(secret: str) -> structlog.typing.Processor:
    """Return what takes a secret out of whatever is logged."""

    def processor(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for name, value in event.items():
            if secret and isinstance(value, str) and secret in value:
                event[name] = value.replace(secret, "…")
        return event

    return processor
