"""Did it arrive? What was being sent when the process was killed, or when the answer got lost, is looked for.

The Bot API has no key that makes sending safe to repeat. But editing a message to what it says already is
refused as "not modified", and editing one that is not there as "not found": so the message ids that the
lost message can have are tried. Ids of private chats count up over all chats of a bot, so these are the few
after the highest id known when sending began.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterator

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram.calls import Call, edit
from bot.telegram.meanings import meaning, wait_s

WIDTH = 64
"""Ids tried at most: more messages than this are not under way while one is being sent."""
SETTLE_S = 2.0
"""Seconds after which a message that was on its way has arrived or never will."""
_REMEMBERED = 4096


class Seen:
    """Message ids that were seen, and whose they are."""

    def __init__(self, highest: int = 0) -> None:
        self.highest = highest
        self._newest, self._at = 0, 0.0
        self._chats: OrderedDict[int, int] = OrderedDict()

    def add(self, chat: int, message: int, sent: bool = False) -> None:
        """Remember a message of a chat.

        Args:
            chat: its id.
            message: its id.
            sent: just now, by us: its id was given out now. What others wrote may have waited long.
        """
        if sent and message >= self._newest:
            self._newest, self._at = message, time.time()
        self.highest = max(self.highest, message)
        self._chats[message] = chat
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)

    def candidates(self, mark: int, began: float) -> Iterator[int]:
        """Yield the ids that a message sent when ``mark`` was the highest can have, the likeliest first.

        Args:
            mark: highest id when sending began.
            began: when, in seconds since the epoch.
        """
        # An id that was given out well after bounds those given out before.
        bounded = self._at > began + SETTLE_S
        last = min(mark + WIDTH, self._newest) if bounded else mark + WIDTH
        for message in range(mark + 1, last + 1):
            if message not in self._chats:
                yield message


async def find(bot: Bot, chat: int, call: Call, seen: Seen, mark: int, began: float) -> int | None:
    """Look for a message that may have arrived.

    Args:
        bot: of python-telegram-bot.
        chat: where it would be.
        call: what it would say.
        seen: ids known.
        mark: the highest id known when sending began.
        began: when, in seconds since the epoch.

    Returns:
        its id, None where it did not arrive.
    """
    await asyncio.sleep(max(0.0, began + SETTLE_S - time.time()))
    for message in seen.candidates(mark, began):
        if await _is_there(bot, chat, call, message):
            seen.add(chat, message)
            return message
    return None


async def _is_there(bot: Bot, chat: int, call: Call, message: int) -> bool:
    pause = 1.0
    while True:
        try:
            await edit(bot, chat, call, message)
        except TelegramError as error:
            means = meaning(error)
            if means not in ("wait", "again"):
                return means == "done"
            await asyncio.sleep(wait_s(error) if means == "wait" else pause)
            pause = min(30.0, pause * 2)
        else:
            # Nobody else writes in this chat after the mark: it is the one, and says now what it should.
            return True
