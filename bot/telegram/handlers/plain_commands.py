"""Commands that somebody types in plain words, or mistypes: *my profile*, /porfile."""

from __future__ import annotations

from collections.abc import Mapping

from telegram.ext import MessageHandler

from bot.conversation.command_rules import CHANGES_NOTHING, nearest
from bot.conversation.rules import ruled
from bot.telegram.handlers import COMMANDS, MISTYPED, PLAIN, TAKERS, WORDS, App, Take, handle
from bot.telegram.render import say_text
from bot.telegram.turn import Finish, Turn
from bot.text import staff


class PlainCommands:
    """Hands what was meant to the handler of the command."""

    def __init__(self) -> None:
        self._takers: Mapping[str, Take] = {}

    def add_to(self, app: App) -> None:
        """Add the handlers: of words before the conversation's, of commands that nothing else took."""
        self._takers = app.bot_data.setdefault(TAKERS, {})
        app.add_handler(MessageHandler(WORDS, handle(self._in_words)), PLAIN)
        app.add_handler(MessageHandler(COMMANDS, handle(self._mistyped)), MISTYPED)

    async def _in_words(self, turn: Turn) -> Finish | None:
        found = ruled(turn.text)
        taker = self._takers.get(found.what) if found and found.kind == "command" else None
        return await taker(turn) if taker else None

    async def _mistyped(self, turn: Turn) -> Finish:
        near = nearest(turn.command, self._takers)
        if near and near in CHANGES_NOTHING:
            taken = await self._takers[near](turn)
            if taken is not None:
                return taken
        return lambda: say_text(staff.UNKNOWN_COMMAND)
