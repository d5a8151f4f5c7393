"""Publish builds, roll them back, prune old ones. The gate decides before (`index.gate`)."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index import builds
from index.build import open_build
from index.builds import Event
from index.manifest import BuildError

KEPT = 5
"""Builds kept beside the live one and those in use."""
WAIT_S = 30.0
"""A build that is being made may hold the lock; publishing waits this long for it."""


def publish(
    home: Path,
    number: int,
    *,
    who: str = "",
    reason: str = "",
    forced: bool = False,
    checks: Sequence[dict[str, Any]] = (),
    in_use: Collection[int] = (),
) -> int | None:
    """Make a build the live one. The gate decides whether it may; its table is kept in the log.

    Args:
        who: does it; the account of this process unless named.
        reason: why, needed with ``forced``.
        in_use: builds that must be kept: those that assessments under way were begun with.

    Returns:
        The number of the build that was live before, or None.

    Raises:
        BuildError: there is no such build, it is damaged, a reason is missing, or the disk refuses.
        ValueError: forced without a reason.
    """
    if forced and not reason.strip():
        raise ValueError("a build that goes live against the gate needs a reason")
    with builds.only_one(home, WAIT_S):
        builds.sweep(home)
        _openable(home, number)
        return move(home, number, "published", who, reason, forced, checks, in_use)


def roll_back(home: Path, number: int | None = None, *, who: str = "", reason: str = "") -> tuple[int, int]:
    """Make an earlier build live again: the one before the live one, or another that was live once.

    Args:
        number: of the build to go back to; None takes the one before the live one.

    Returns:
        The number of the build taken back, and of the one that is live now.

    Raises:
        BuildError: there is none to go back to, it is damaged, or the disk refuses.
    """
    with builds.only_one(home, WAIT_S):
        builds.sweep(home)
        now = builds.live_number(home)
        if now is None:
            raise BuildError("there is no build yet, so there is none to take back")
        target = before(home) if number is None else number
        if target is None:
            raise BuildError(f"build {now} is the first: there is none to go back to")
        if target not in builds.published(home):
            raise BuildError(f"build {target} was never live, or is gone: see `rung builds`")
        _openable(home, target)
        move(home, target, "rolled back", who, reason)
        return now, target


def before(home: Path) -> int | None:
    """Return the build that was live before the live one first went live, or None."""
    now = builds.live_number(home)
    there = builds.published(home)
    for event in reversed(builds.moves(home)):
        if event.number == now and event.action == "published" and event.before in there:
            return event.before
    return next((number for number in there if now is not None and number < now), None)


def was_taken_back(home: Path, number: int) -> bool:
    """Whether a build was live and then rolled back from, and not published again since."""
    taken = False
    for event in builds.moves(home):
        if event.action == "rolled back" and event.before == number:
            taken = True
        elif event.number == number:
            taken = False
    return taken


def prune(home: Path, keep: int = KEPT, in_use: Collection[int] = (), who: str = "") -> list[int]:
    """Remove old builds, and return their numbers.

    Args:
        keep: how many of the newest stay; the live one and the one before it stay in any case.

    Raises:
        BuildError: the disk refuses.
    """
    with builds.only_one(home, WAIT_S):
        builds.sweep(home)
        return _prune(home, keep, in_use, who)


def move(
    home: Path,
    number: int,
    action: builds.Action = "published",
    who: str = "",
    reason: str = "",
    forced: bool = False,
    checks: Sequence[dict[str, Any]] = (),
    in_use: Collection[int] = (),
) -> int | None:
    """Log a change of the live build, make it, and prune. Call with the lock of `index.builds.only_one` held.

    Raises:
        OSError: the disk refuses; the old build stays live.
    """
    at = now()
    was = builds.live_or_none(home)
    builds.note_cut_off(home, at)
    builds.note(home, Event(at, who or account(), action, number, was, reason, forced, tuple(checks)))
    builds.point(home, number)
    with suppress(OSError):
        # The build is live; old ones that cannot be removed now go next time.
        _prune(home, KEPT, in_use, who)
    return was


def account() -> str:
    """Return the account this process runs as."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def now() -> str:
    """Return the time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _openable(home: Path, number: int) -> None:
    folder = builds.builds_of(home) / str(number)
    if not folder.is_dir():
        raise BuildError(f"there is no build {number}: see `rung builds`")
    open_build(home, number)


def _prune(home: Path, keep: int, in_use: Collection[int], who: str) -> list[int]:
    there = builds.numbers(home)
    kept = {builds.live_number(home), before(home), *in_use, *there[max(0, len(there) - keep) :]}
    gone = [number for number in there if number not in kept]
    for number in gone:
        builds.remove(home, number)
        builds.note(home, Event(now(), who or account(), "pruned", number))
    return gone
