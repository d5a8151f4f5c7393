"""getUpdates: one poll at a time, long polls end early when something comes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from .calls import Call
from .refusals import JSON, Refused, bad
from .world import World

LONGEST = 50
_OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Polls:
    """The long polls of one bot. Lives on the server's event loop."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.closing = False
        self._current: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        world.queue.wakers.append(self._wake)

    def _wake(self) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        if self._current is not None:
            self._current.set()

    def close(self) -> None:
        """End the poll that waits."""
        self.closing = True
        self._wake()

    async def get_updates(
        self, call: Call, webhook_url: str, gone: Callable[[], Awaitable[Any]]
    ) -> list[JSON]:
        """Answer a poll.

        Args:
            call: with offset, limit, timeout and allowed_updates.
            webhook_url: of the webhook that is set, or empty.
            gone: waits until the bot hangs up.

        Raises:
            Refused: 409 where a webhook is set or another poll came.
        """
        if webhook_url:
            raise Refused(409, _WEBHOOK)
        queue = self.world.queue
        limit, timeout = _limits(call)
        self._loop = asyncio.get_running_loop()
        # The poll that came before loses, as at Telegram.
        self._ring()
        mine = self._current = asyncio.Event()
        queue.confirm(call.number("offset") or 0)
        queue.allow(_kinds(call))
        end = self._loop.time() + timeout
        left = asyncio.ensure_future(gone())
        try:
            while not left.done():
                if self._current is not mine:
                    raise Refused(409, _OTHER)
                mine.clear()
                batch = queue.take(limit)
                rest = end - self._loop.time()
                if batch or rest <= 0 or self.closing:
                    return batch
                await _first(mine, left, rest)
            return []
        finally:
            left.cancel()
            if self._current is mine:
                self._current = None


async def _first(rung: asyncio.Event, left: asyncio.Future[Any], seconds: float) -> None:
    """Wait until an update comes, the bot hangs up, or the time is over."""
    ring = asyncio.ensure_future(rung.wait())
    try:
        await asyncio.wait({ring, left}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ring.cancel()


def _limits(call: Call) -> tuple[int, int]:
    limit, timeout = call.number("limit"), call.number("timeout")
    limit = 100 if limit is None or not 1 <= limit <= 100 else limit
    return limit, max(0, min(timeout or 0, LONGEST))


def _kinds(call: Call) -> list[str] | None:
    raw = call.params.get("allowed_updates")
    if raw in (None, ""):
        return None
    kinds = call.json("allowed_updates")
    if kinds is None:
        return []
    if not isinstance(kinds, list) or not all(isinstance(each, str) for each in kinds):
        raise bad("can't parse allowed_updates: expected an Array of String")
    return kinds
