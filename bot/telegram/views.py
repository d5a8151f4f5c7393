"""What coaches may not see any more goes from their chats: shares taken back, roles given up and more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from bot.store import Database, StoreError
from bot.store.engine import RefusedError
from bot.store.queue import Outbox
from bot.store.reviews import cards, chats
from bot.store.reviews.chats import RevokedMessage
from bot.telegram.calls import Call
from bot.telegram.drafts import Draft, post, say_text
from bot.text import reviews as words

LOOK_S = 0.5
"""Seconds between two looks: whatever process ended a view, the messages are the bot's to take away."""


log = structlog.get_logger(__name__)


class Views:
    """Takes messages away.

    Args:
        database: the store.
        outbox: of the store.
        wake: told for whom letters wait.
    """

    def __init__(self, database: Database, outbox: Outbox, wake: Callable[[int], None]) -> None:
        self._db, self._outbox, self._wake = database, outbox, wake

    async def keep(self) -> None:
        """Take away what may not be seen any more, for ever."""
        while True:
            try:
                self.clear()
            except StoreError:
                log.exception("views not cleared yet")
            await asyncio.sleep(LOOK_S)

    def clear(self) -> None:
        """Take away what may not be seen any more, and tell those who had it open."""
        if not chats.any_revoked(self._db):
            return
        with self._db.transaction():
            gone = chats.take_revoked(self._db)
            for person in {each.person for each in gone}:
                post(self._outbox, person, self._away([each for each in gone if each.person == person]))
        for person in {each.person for each in gone}:
            self._wake(person)

    def _away(self, messages: Sequence[RevokedMessage]) -> list[Draft]:
        drafts = [Draft(Call("delete", words.TAKEN_AWAY, message=each.message)) for each in messages]
        for gone in {each.review: each for each in messages if each.why}.values():
            drafts += say_text(self._why(gone))
        return drafts

    def _why(self, gone: RevokedMessage) -> str:
        if gone.why == "taken-back":
            return words.gone(gone.skill_name)
        try:
            by = cards.notice(self._db, gone.review).coach_name
        except RefusedError:
            by = None
        return words.decided_by_another(gone.skill_name, by)
