"""Telegram's limits on messages: so many a second over all, one a second in a chat after a short burst."""

from __future__ import annotations

from collections import OrderedDict

from aiolimiter import AsyncLimiter
from telegram.constants import FloodLimit

OVERALL = int(FloodLimit.MESSAGES_PER_SECOND)
BURST = 4
"""Messages a chat may get at once: a suggestion is a picture, a text and the end of a press. Telegram's limit
is one a second on average and lets short bursts pass."""
_CHATS = 1024
"""Chats whose last messages are remembered; older ones have long been quiet."""


class Limits:
    """Waits until a message may be sent.

    Args:
        overall: messages a second; more only on a server of one's own that allows it.
        in_chat: messages a second in one chat.
    """

    def __init__(
        self, overall: float = OVERALL, in_chat: float = FloodLimit.MESSAGES_PER_SECOND_PER_CHAT
    ) -> None:
        # A bucket of one that leaks evenly: no second ever holds more than the limit.
        self._overall = AsyncLimiter(1, 1 / overall)
        self._in_chat = in_chat
        self._chats: OrderedDict[int, AsyncLimiter] = OrderedDict()

    async def wait(self, chat: int) -> None:
        """Wait until a chat may get a message."""
        limiter = self._chats.pop(chat, None) or AsyncLimiter(BURST, BURST / self._in_chat)
        self._chats[chat] = limiter
        if len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        await limiter.acquire()
        await self._overall.acquire()

    async def wait_overall(self) -> None:
        """Wait until a message may be changed: that counts over all chats only."""
        await self._overall.acquire()
