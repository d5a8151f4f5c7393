"""Times as the store keeps them: ISO 8601, UTC, to the second, so that they sort as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now(days: int = 0) -> str:
    """Return the present time, some days from now: ``2026-05-04T09:30:00Z``."""
    return stamp(datetime.now(UTC) + timedelta(days=days))


def day(at: str) -> str:
    """Return the day of a time as people say it: *4 May 2026*."""
    when = moment(at)
    return f"{when.day} {when:%B %Y}"


def stamp(moment: datetime) -> str:
    """Return a time as the store keeps it, such as ``2026-05-04T09:30:00Z``.

    Args:
        moment: with its time zone.

    Raises:
        ValueError: it has no time zone, so that nobody can say when it is.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without its time zone says nothing")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(at: str) -> datetime:
    """Read an ISO 8601 time that names its offset from UTC.

    Raises:
        ValueError: it is none.
    """
    read = datetime.fromisoformat(at)
    if read.tzinfo is None:
        raise ValueError("a time without its time zone says nothing")
    return read


def checked(at: str) -> str:
    """Return an ISO 8601 time in the store's form; two of them sort as the times do.

    Raises:
        ValueError: it is none, or names no offset from UTC.
    """
    return stamp(moment(at))


def later(at: str, *, days: int = 0, minutes: int = 0) -> str:
    """Return the time so many days and minutes later; less than none is earlier."""
    return stamp(moment(at) + timedelta(days=days, minutes=minutes))
