"""Handlers of python-telegram-bot, by what people ask for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import Application, ApplicationHandlerStop, CallbackQueryHandler, CommandHandler, filters

from bot.telegram.keyboards import Data
from bot.telegram.render import Draft
from bot.telegram.turn import Finish, Turn, current

App = Application[Any, Any, Any, Any, Any, Any]
D = TypeVar("D", bound=Data)
Take = Callable[[Turn], Awaitable[Finish | None]]

CONSENT, REVIEWS, REASON, ADMIN, REMINDERS, PLAIN, STAFF, MISTYPED = range(8)
"""Groups of handlers, in the order in which they are asked; the first that takes a turn ends it."""
TAKERS = "takers"
"""Key of the application's data: what takes a command, by its name."""
WORDS = filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND
COMMANDS = filters.UpdateType.MESSAGE & filters.COMMAND
DOCUMENTS = filters.UpdateType.MESSAGE & filters.Document.ALL


def handle(take: Take) -> Callable[[Update, object], Coroutine[Any, Any, None]]:
    """Return a callback for a handler.

    Args:
        take: handles a turn, and returns what writes it down; None leaves it to the next group.
    """

    async def callback(_: Update, __: object) -> None:
        turn = current.get()
        finish = await take(turn)
        if finish is not None:
            turn.finish = finish
            raise ApplicationHandlerStop

    return callback


def answer(take: Callable[[Turn], Sequence[Draft]]) -> Callable[[Update, object], Coroutine[Any, Any, None]]:
    """Return a callback for a handler that has nothing slow to do.

    Args:
        take: writes down what a turn led to, and returns what is to be said; called in its transaction.
    """
    return handle(at_once(take))


def press(kind: type[D], take: Callable[[Turn, D], Sequence[Draft]]) -> CallbackQueryHandler[Any, None]:
    """Return the handler of buttons of a kind, with nothing slow to do."""
    return CallbackQueryHandler(answer(lambda turn: take(turn, kind.read(turn.text))), pattern=kind.PATTERN)


def add_command(app: App, name: str, take: Take) -> None:
    """Add a command that can be typed in plain words too (`bot.telegram.handlers.plain_commands`)."""
    app.bot_data.setdefault(TAKERS, {})[name] = take
    app.add_handler(CommandHandler(name, handle(take), filters.UpdateType.MESSAGE), STAFF)


def at_once(take: Callable[[Turn], Sequence[Draft]]) -> Take:
    """Return how a turn is taken that has nothing slow to do."""

    async def taken(turn: Turn) -> Finish:
        return lambda: take(turn)

    return taken


def nothing() -> list[Draft]:
    """Say nothing; a `Finish`."""
    return []
