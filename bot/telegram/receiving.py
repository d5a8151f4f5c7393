"""Receive updates: each is written down before anything else, once, however often Telegram delivers it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.store import Database
from bot.store.queue import Inbox, Outbox
from bot.telegram.clock import now
from bot.telegram.incoming import Incoming, UnreadableUpdateError, read
from bot.telegram.meanings import meaning, wait_s
from bot.telegram.measures import Measures
from bot.telegram.memory import Memory
from bot.telegram.probing import Seen
from bot.telegram.requests import RAW
from bot.telegram.strangers import Strangers, agrees

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_S = 25
_BATCH = 100
STRANGERS_S = 10.0
"""Seconds that updates of people who have not agreed are waited for before Telegram may forget them."""
log = structlog.get_logger(__name__)


class Receiver:
    """Takes updates, from polling or from the webhook.

    Args:
        database: the store.
        inbox: of the store.
        outbox: of the store.
        memory: who is who.
        strangers: answers people who have not agreed.
        wake: told whose updates wait.
        seen: message ids known.
        measures: counts.
    """

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        memory: Memory,
        strangers: Strangers,
        wake: Callable[[int], None],
        seen: Seen,
        measures: Measures,
    ) -> None:
        self._db, self._inbox, self._outbox = database, inbox, outbox
        self._memory, self._strangers = memory, strangers
        self._wake, self._seen, self._measures = wake, seen, measures
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def take(self, updates: Sequence[object]) -> None:
        """Take updates. When this returns, Telegram may forget them.

        Args:
            updates: JSON of the Bot API, in any order, any of them known already or unreadable.
        """
        people: set[int] = set()
        strangers: list[Incoming] = []
        with self._db.transaction():
            for update in updates:
                try:
                    incoming = read(update)
                except UnreadableUpdateError as error:
                    self._set_aside(error)
                    continue
                if incoming.message:
                    self._seen.add(incoming.chat, incoming.message)
                if self._inbox.known(incoming.update):
                    self._measures.duplicates.inc()
                elif (person := self._person(incoming)) is None:
                    strangers.append(incoming)
                else:
                    self._inbox.receive(incoming.update, person, json.dumps(update))
                    self._measures.updates.labels(incoming.kind).inc()
                    people.add(person)
            if people:
                self._outbox.seen(self._seen.highest)
        for person in people:
            self._wake(person)
        if strangers:
            await self._answer(strangers)

    async def close(self, grace_s: float) -> None:
        """Let the answers to strangers arrive, then stop."""
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _set_aside(self, error: UnreadableUpdateError) -> None:
        """Count an update that cannot be read and remember its id, and nothing of its content."""
        if error.update is not None:
            if self._inbox.known(error.update):
                self._measures.duplicates.inc()
                return
            self._inbox.done(error.update)
        self._measures.unreadable.labels(error.kind).inc()
        log.warning("update set aside", update=error.update, kind=error.kind)

    def _person(self, incoming: Incoming) -> int | None:
        """Return who it is from; None for who has not agreed, and for what happens in groups."""
        if incoming.kind == "elsewhere" or not incoming.user:
            return None
        person = self._memory.person(incoming.user)
        if person is None and agrees(incoming):
            return self._memory.agree(incoming.user, incoming.name, now())
        return person

    async def _answer(self, strangers: Sequence[Incoming]) -> None:
        for incoming in strangers:
            if incoming.update not in self._under_way:
                self._measures.updates.labels("stranger").inc()
                self._under_way[incoming.update] = asyncio.create_task(self._answer_one(incoming))
        waited = [self._under_way[each.update] for each in strangers if each.update in self._under_way]
        await asyncio.wait(waited, timeout=STRANGERS_S)

    async def _answer_one(self, incoming: Incoming) -> None:
        try:
            await self._strangers.answer(incoming)
        except Exception:
            self._measures.errors.labels("unexpected").inc()
            log.exception("stranger not answered")
        self._under_way.pop(incoming.update, None)


async def poll(bot: Bot, receiver: Receiver, measures: Measures, heard: Callable[[], None]) -> None:
    """Ask Telegram for updates for ever; the offset moves when those before it are safe.

    Args:
        bot: of python-telegram-bot.
        receiver: takes updates.
        measures: counts.
        heard: called whenever Telegram has answered.

    Raises:
        InvalidToken: the token is not good any more.
    """
    offset: int | None = None
    pause = 1.0
    while True:
        try:
            updates = await bot.get_updates(
                offset, limit=_BATCH, timeout=POLL_S, allowed_updates=ALLOWED, read_timeout=POLL_S + 10
            )
        except InvalidToken:
            raise
        except TelegramError as error:
            means = meaning(error)
            measures.errors.labels(means).inc()
            log.warning("updates not received", meaning=means, error=type(error).__name__)
            await asyncio.sleep(wait_s(error) if means == "wait" else pause)
            pause = min(30.0, pause * 2)
            continue
        pause = 1.0
        heard()
        if updates:
            await receiver.take([update.api_kwargs.get(RAW) for update in updates])
            offset = updates[-1].update_id + 1
