"""The menu of commands: one for everybody, and one of their own for coaches and admins."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram.meanings import meaning, wait_s
from bot.telegram.memory import Memory
from bot.text import staff

LOOK_S = 1.0
"""Seconds between two looks at who became what: roles are given by the console and by links alike."""
log = structlog.get_logger(__name__)


class Menus:
    """Keeps menus as roles are.

    Args:
        bot: of python-telegram-bot.
        memory: who is what.
    """

    def __init__(self, bot: Bot, memory: Memory) -> None:
        self._bot, self._memory = bot, memory

    async def begin(self) -> None:
        """List the commands of staff for everybody, and those of others in their own chats."""
        try:
            await self._bot.set_my_commands(_listed("staff"), scope=BotCommandScopeAllPrivateChats())
        except TelegramError as error:
            # The bot works without its menu.
            log.warning("commands not listed", role="staff", meaning=meaning(error))
        self._memory.forget_menus()
        await self.follow()

    async def keep(self) -> None:
        """Follow the roles for ever."""
        while True:
            await asyncio.sleep(LOOK_S + await self.follow())

    async def follow(self) -> float:
        """Change the menus of those whose role has changed.

        Returns:
            seconds that Telegram asks to wait before it is tried again.
        """
        for person, chat, role in self._memory.menus():
            try:
                await show(self._bot, chat, role)
            except TelegramError as error:
                means = meaning(error)
                log.warning("commands not listed", role=role, meaning=means)
                if means in ("wait", "again", "token"):
                    return wait_s(error)
            self._memory.menu_listed(person, role)
        return 0.0


async def show(bot: Bot, chat: int, role: str) -> None:
    """Show a chat the commands of a role; those of staff are everybody's.

    Raises:
        telegram.error.TelegramError: see `bot.telegram.meanings`.
    """
    scope = BotCommandScopeChat(chat)
    if role == "staff":
        await bot.delete_my_commands(scope=scope)
    else:
        await bot.set_my_commands(_listed(role), scope=scope)


def _listed(role: str) -> list[BotCommand]:
    return [BotCommand(name, what) for name, what in staff.commands(role)]
