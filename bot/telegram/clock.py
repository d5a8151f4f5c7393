"""The time, as the store writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now(days: int = 0) -> str:
    """Return the time in UTC to the second, some days from now: ``2026-05-04T09:30:00Z``."""
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(at: str) -> str:
    """Return the day of a time as people say it: *4 May 2026*."""
    when = datetime.fromisoformat(at)
    return f"{when.day} {when:%B %Y}"
