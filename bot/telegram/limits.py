"""Telegram's limits on messages: so many a second over all, one a second in a chat after a short burst."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import OrderedDict

from aiolimiter import AsyncLimiter
from telegram.constants import FloodLimit

OVERALL = int(FloodLimit.MESSAGES_PER_SECOND)
BURST = 4
"""Messages a chat may get at once: a suggestion is a picture, a text and the end of a press. Telegram's limit
is one a second on average and lets short bursts pass."""
_CHATS = 1024
"""Chats whose last messages are remembered; older ones have long been quiet."""


class Turnstile:
    """Lets calls through evenly; of those that wait, the one whose time is up first.

    Earliest deadline first (Liu and Layland 1973): what can wait lets the rest go ahead, but not for ever.

    Args:
        per_second: how many it lets through.
    """

    def __init__(self, per_second: float) -> None:
        # A bucket of one that leaks evenly: no second ever holds more than the limit.
        self._pace = AsyncLimiter(1, 1 / per_second)
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = itertools.count()
        self._usher: asyncio.Task[None] | None = None

    async def wait(self, patience_s: float = 0.0) -> None:
        """Wait until a call may go through.

        Args:
            patience_s: seconds for which calls with less patience go ahead.
        """
        if not self._waiting and self._pace.has_capacity():
            await self._pace.acquire()
            return
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (loop.time() + patience_s, next(self._number), turn))
        if self._usher is None or self._usher.done():
            self._usher = asyncio.create_task(self._let_through())
        await turn

    async def _let_through(self) -> None:
        while self._waiting:
            await self._pace.acquire()
            while self._waiting:
                _, _, turn = heapq.heappop(self._waiting)
                # Who waited for it may have been stopped.
                if not turn.done():
                    turn.set_result(None)
                    break


class Limits:
    """Waits until a message may be sent.

    Args:
        overall: messages a second; more only on a server of one's own that allows it.
        in_chat: messages a second in one chat.
    """

    def __init__(
        self, overall: float = OVERALL, in_chat: float = FloodLimit.MESSAGES_PER_SECOND_PER_CHAT
    ) -> None:
        self._overall = Turnstile(overall)
        self._in_chat = in_chat
        self._chats: OrderedDict[int, AsyncLimiter] = OrderedDict()

    async def wait(self, chat: int, patience_s: float = 0.0) -> None:
        """Wait until a chat may get a message.

        Args:
            chat: which.
            patience_s: as `Turnstile.wait`.
        """
        limiter = self._chats.pop(chat, None) or AsyncLimiter(BURST, BURST / self._in_chat)
        self._chats[chat] = limiter
        if len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        await limiter.acquire()
        await self._overall.wait(patience_s)

    async def wait_overall(self, patience_s: float = 0.0) -> None:
        """Wait until a message may be changed: that counts over all chats only."""
        await self._overall.wait(patience_s)
