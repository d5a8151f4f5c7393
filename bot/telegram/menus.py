"""The menu of commands in each chat: one for everybody, and one of their own for coaches and admins."""

from __future__ import annotations

import time

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.store import Database, conversations
from bot.telegram.errors import meaning, wait_s
from bot.text import staff

log = structlog.get_logger(__name__)


class Menus:
    """Keeps menus as roles are."""

    def __init__(self, bot: Bot, database: Database) -> None:
        self._bot, self._db = bot, database
        self._not_before = 0.0

    async def begin(self) -> None:
        """List the commands of staff for everybody, and those of others in their own chats."""
        try:
            await self._bot.set_my_commands(_commands("staff"), scope=BotCommandScopeAllPrivateChats())
        except TelegramError as error:
            # The bot works without its menu.
            log.warning("commands not listed", role="staff", meaning=meaning(error))
        conversations.reset_menus(self._db)
        await self.update()

    async def update(self) -> None:
        """Change the menus of those whose role has changed: by the console, by commands or by links."""
        if time.monotonic() < self._not_before:
            return
        for person, chat, role in conversations.stale_menus(self._db):
            try:
                await show_menu(self._bot, chat, role)
            except TelegramError as error:
                means = meaning(error)
                log.warning("commands not listed", role=role, meaning=means)
                if means in ("wait", "again", "token"):
                    self._not_before = time.monotonic() + wait_s(error)
                    return
            conversations.set_menu(self._db, person, role)


async def show_menu(bot: Bot, chat: int, role: str) -> None:
    """Show a chat the commands of a role; those of staff are everybody's.

    Raises:
        telegram.error.TelegramError: see `bot.telegram.errors`.
    """
    scope = BotCommandScopeChat(chat)
    if role == "staff":
        await bot.delete_my_commands(scope=scope)
    else:
        await bot.set_my_commands(_commands(role), scope=scope)


def _commands(role: str) -> list[BotCommand]:
    return [BotCommand(name, what) for name, what in staff.commands(role)]
