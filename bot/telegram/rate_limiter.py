"""Keep within Telegram's limits: so many messages a second over all, one a second in a chat after a burst.

`telegram.ext.AIORateLimiter` knows no priorities and no limit of private chats. Here text goes ahead of
pictures and edits when more is to be sent than Telegram lets pass.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram._utils.types import JSONDict
from telegram.constants import FloodLimit
from telegram.ext import BaseRateLimiter

OVERALL = int(FloodLimit.MESSAGES_PER_SECOND)
BURST = 4
"""Messages a chat may get at once: a suggestion is a picture, a text and the end of a press. Telegram's limit
is one a second on average and lets short bursts pass."""
PATIENCE_S = {
    "editMessageText": 0.3,
    "editMessageCaption": 0.3,
    "editMessageReplyMarkup": 0.3,
    "sendPhoto": 1.0,
    "sendDocument": 1.0,
}
"""Seconds for which text goes ahead of a call: a picture takes its time anyway, and what is edited was there
before."""
SENDING = ("sendMessage", "sendPhoto", "sendDocument")
_CHATS = 1024
"""Chats whose last messages are remembered; older ones have long been quiet."""


class PriorityLimiter:
    """Lets calls pass at an even pace; of those that wait, the one whose time is up first.

    Earliest deadline first (Liu and Layland 1973): what can wait lets the rest go ahead, but not for ever.
    """

    def __init__(self, per_second: float) -> None:
        # A bucket of one that leaks evenly: no second ever holds more than the limit.
        self._pace = AsyncLimiter(1, 1 / per_second)
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = itertools.count()
        self._task: asyncio.Task[None] | None = None

    async def wait(self, patience_s: float = 0.0) -> None:
        """Wait until a call may pass.

        Args:
            patience_s: seconds for which calls with less patience go ahead.
        """
        if not self._waiting and self._pace.has_capacity():
            await self._pace.acquire()
            return
        loop = asyncio.get_running_loop()
        passed: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (loop.time() + patience_s, next(self._number), passed))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._let_pass())
        await passed

    async def _let_pass(self) -> None:
        while self._waiting:
            await self._pace.acquire()
            while self._waiting:
                _, _, passed = heapq.heappop(self._waiting)
                # Who waited for it may have been stopped.
                if not passed.done():
                    passed.set_result(None)
                    break


class RateLimiter(BaseRateLimiter[None]):
    """Delays messages and edits until they may be sent.

    A call that Telegram refuses all the same is made again by `bot.telegram.delivery`, when its own chat may
    be written to again.

    Args:
        overall: messages a second; more only on a server of one's own that allows it.
        in_chat: messages a second in one chat.
    """

    def __init__(
        self, overall: float = OVERALL, in_chat: float = FloodLimit.MESSAGES_PER_SECOND_PER_CHAT
    ) -> None:
        self._overall = PriorityLimiter(overall)
        self._in_chat = in_chat
        self._chats: OrderedDict[object, AsyncLimiter] = OrderedDict()

    async def initialize(self) -> None:
        """Do nothing: there is nothing to begin."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | JSONDict | list[JSONDict]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> bool | JSONDict | list[JSONDict]:
        """Make a call of the Bot API when it may be made."""
        if endpoint in SENDING:
            await self._limiter_of(data.get("chat_id")).acquire()
        if endpoint in SENDING or endpoint in PATIENCE_S:
            await self._overall.wait(PATIENCE_S.get(endpoint, 0.0))
        return await callback(*args, **kwargs)

    def _limiter_of(self, chat: object) -> AsyncLimiter:
        limiter = self._chats.pop(chat, None) or AsyncLimiter(BURST, BURST / self._in_chat)
        self._chats[chat] = limiter
        if len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        return limiter
