"""What only admins may do: the check, before and after the slow part, and how their handlers are added."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import BaseFilter

from bot.store import Database
from bot.store.engine import RefusedError
from bot.store.people import People
from bot.telegram.handlers import ADMIN, App, Take, at_once, handle
from bot.telegram.keyboards import OfAdmin
from bot.telegram.render import Draft, change_buttons, say_text, toast
from bot.telegram.turn import Finish, Turn
from bot.text import conversation as conversation_text
from bot.text import membership

Press = Callable[[Turn, Sequence[str]], Awaitable[Finish]]
Answer = Callable[[Turn, Sequence[str]], Sequence[Draft]]


class AdminOnly:
    """Adds handlers that only admins reach."""

    def __init__(self, app: App, database: Database) -> None:
        self._app, self._db, self._people = app, database, People(database)

    def add_command(self, name: str, take: Take) -> None:
        """Add a command; for others it is an unknown one."""
        callback = handle(self._checked(take))
        self._app.add_handler(CommandHandler(name, callback, filters.UpdateType.MESSAGE), ADMIN)

    def add_message(self, which: BaseFilter, take: Take, group: int = ADMIN) -> None:
        """Add messages; those of others go to the groups after."""
        self._app.add_handler(MessageHandler(which, handle(self._checked(take))), group)

    def add_press(self, action: str, take: Press) -> None:
        """Add the buttons of an action."""

        async def pressed(turn: Turn) -> Finish | None:
            try:
                return await take(turn, OfAdmin.read(turn.text).values)
            except (IndexError, ValueError):
                return lambda: toast(turn.query, conversation_text.UNKNOWN_BUTTON)

        pattern = rf"^a:{re.escape(action)}(?::|$)"
        self._app.add_handler(CallbackQueryHandler(handle(self._checked(pressed)), pattern=pattern), ADMIN)

    def answer_command(self, name: str, take: Callable[[Turn], Sequence[Draft]]) -> None:
        """Add a command that has nothing slow to do."""
        self.add_command(name, at_once(take))

    def answer_press(self, action: str, take: Answer) -> None:
        """Add the buttons of an action that has nothing slow to do; what the store refuses is told."""

        async def taken(turn: Turn, values: Sequence[str]) -> Finish:
            return lambda: self._answer(turn, values, take)

        self.add_press(action, taken)

    def _answer(self, turn: Turn, values: Sequence[str], take: Answer) -> Sequence[Draft]:
        try:
            with self._db.transaction():
                return take(turn, values)
        except (IndexError, ValueError):
            return toast(turn.query, conversation_text.UNKNOWN_BUTTON)
        except RefusedError as refused:
            told = membership.REFUSED.get(refused.reason, membership.REFUSED["not-there"])
            return [*toast(turn.query), *say_text(told)]

    def _checked(self, take: Take) -> Take:
        async def checked(turn: Turn) -> Finish | None:
            if not self._people.is_admin(turn.person):
                return (lambda: old_button(turn, membership.NOT_AN_ADMIN)) if turn.kind == "press" else None
            finish = await take(turn)
            if finish is None:
                return None
            taken = finish
            # Whoever is an admin no longer once the slow part is done changes nothing.
            return lambda: (
                taken() if self._people.is_admin(turn.person) else old_button(turn, membership.NOT_AN_ADMIN)
            )

        return checked


def old_button(turn: Turn, text: str) -> Sequence[Draft]:
    """Say why a button does nothing, and take it away."""
    return [*toast(turn.query, text), *change_buttons(turn.message)]
