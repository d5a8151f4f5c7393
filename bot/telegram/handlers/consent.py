"""Answer people who have not agreed, and groups: at once, and nothing of them is kept but the update's id."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, TypeHandler, filters

from bot.telegram.delivery import Sender
from bot.telegram.handlers import CONSENT, STAFF, App, answer, handle, nothing
from bot.telegram.handlers.conversation import Conversation
from bot.telegram.handlers.teams import TeamHandlers
from bot.telegram.keyboards import AGREE, agree, agreed
from bot.telegram.render import Draft, change_buttons, in_thread, say, say_text, toast
from bot.telegram.turn import NOBODY, Finish, Presses, Turn
from bot.text import staff


class Consent:
    """Handles what comes before consent, and double taps of everybody."""

    def __init__(
        self, sender: Sender, keep_days: int, conversation: Conversation, teams: TeamHandlers
    ) -> None:
        self._sender, self._keep_days = sender, keep_days
        self._conversation, self._teams = conversation, teams
        self._presses = Presses()

    def add_to(self, app: App) -> None:
        """Add the handlers."""
        groups = filters.UpdateType.MESSAGE & ~filters.ChatType.PRIVATE
        app.add_handler(CommandHandler(("start", "help"), handle(self._in_group), groups), CONSENT)
        app.add_handler(TypeHandler(Update, handle(self._first)), CONSENT)
        app.add_handler(CallbackQueryHandler(answer(self._agreed), pattern=AGREE), STAFF)

    async def _in_group(self, turn: Turn) -> Finish:
        await self._say(turn, say_text(staff.PRIVATE_ONLY))
        return nothing

    async def _first(self, turn: Turn) -> Finish | None:
        """Take what is from nobody who agreed, and the second tap of a double tap."""
        # The conversation says by itself that its question is answered.
        if turn.addressee not in ("", self._sender.bot.username.lower()):
            return nothing
        repeated = self._presses.repeated(turn) and not turn.text.startswith("q")
        if turn.person != NOBODY:
            return (lambda: toast(turn.query)) if repeated else None
        if not turn.private or repeated:
            await self._say(turn, toast(turn.query))
        elif turn.kind not in ("left", "back"):
            await self._say(turn, [*toast(turn.query), *self._ask(turn)])
        return nothing

    def _agreed(self, turn: Turn) -> Sequence[Draft]:
        """Begin with somebody who has just agreed; a second tap changes nothing."""
        if turn.state.stage != "new":
            return toast(turn.query, staff.ALREADY_AGREED)
        code = agreed(turn.text)
        joined = self._teams.join(turn.person, code) if code else []
        without = change_buttons(turn.message)
        return [*toast(turn.query), *without, *joined, *self._conversation.begin(turn.person)]

    def _ask(self, turn: Turn) -> list[Draft]:
        """Say what Rung is and what it keeps, and ask to agree to that."""
        told = staff.privacy if turn.command == "privacy" else staff.first_contact
        # The code of a link goes with the button, as nothing may be kept yet.
        data = agree(turn.argument if turn.command == "start" else "")
        return say(told(self._keep_days), (((staff.AGREE, data),),))

    async def _say(self, turn: Turn, drafts: list[Draft]) -> None:
        for draft in in_thread(turn.thread, drafts):
            await self._sender.make(turn.chat, draft.call)
