"""People who have not agreed, and groups: answered at once, nothing of them kept but the update's id."""

from __future__ import annotations

import time

from bot.store.queue import Inbox
from bot.telegram.calls import DATA, Call
from bot.telegram.drafts import say, say_text, toast
from bot.telegram.incoming import Incoming, Presses
from bot.telegram.probing import SETTLE_S
from bot.telegram.sending import Post
from bot.text import staff

AGREE = "agree"
"""What the button to agree sends; a team's code may follow after a colon."""


def agrees(incoming: Incoming) -> bool:
    """Whether somebody agrees to what is kept."""
    return incoming.kind == "press" and incoming.text.partition(":")[0] == AGREE


class Strangers:
    """Answers without keeping anything.

    Args:
        inbox: for the updates' ids.
        post: makes the calls.
        keep_days: told before anybody agrees.
    """

    def __init__(self, inbox: Inbox, post: Post, keep_days: int) -> None:
        self._inbox, self._post, self._keep_days = inbox, post, keep_days
        self._presses = Presses()

    async def answer(self, incoming: Incoming) -> None:
        """Answer an update; where an answer was cut off before, look whether it arrived."""
        cut_off = self._inbox.begun(incoming.update)
        for call in self._calls(incoming):
            began = None
            if call.sends:
                mark = self._inbox.begin_stranger(incoming.update, self._post.seen.highest)
                # When it was cut off is not kept; that it had the time to arrive is: the bot started since.
                began = (mark, time.time() - SETTLE_S) if cut_off else None
            await self._post.make(incoming.chat, call, began=began)
        self._inbox.done(incoming.update)

    def _calls(self, incoming: Incoming) -> list[Call]:
        """Return what to say; at most one message, so that it can be found again."""
        if incoming.kind == "elsewhere":
            ours = incoming.addressee in ("", self._post.bot.username.lower())
            pointed = ours and incoming.command in ("start", "help")
            drafts = toast(incoming.query) + (say_text(staff.PRIVATE_ONLY) if pointed else [])
        elif incoming.kind in ("left", "back", "nothing"):
            drafts = []
        elif self._presses.repeated(incoming):
            drafts = toast(incoming.query)
        else:
            known = staff.privacy if incoming.command == "privacy" else staff.first_contact
            rows = (((staff.AGREE, _agree_data(incoming)),),)
            drafts = [*toast(incoming.query), *say(known(self._keep_days), rows)]
        return [draft.call.but(thread=incoming.thread) for draft in drafts]


def _agree_data(incoming: Incoming) -> str:
    """Carry a deep link's code in the button, as nothing may be kept yet."""
    code = incoming.argument if incoming.command == "start" else ""
    data = f"{AGREE}:{code}"
    return data if code and len(data.encode()) <= DATA else AGREE
