"""Updates are worked off: each person's in their order, each once, whatever is killed when."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

import structlog

from bot.store import Database
from bot.store.people import People
from bot.store.queue import Inbox, Outbox, PendingUpdate
from bot.telegram.drafts import Draft, Finish, in_thread, post, say_text, toast
from bot.telegram.incoming import Incoming, Presses, read
from bot.telegram.logs import Pseudonyms
from bot.telegram.measures import Measures
from bot.text import conversation

TRIES = 3
"""Starts after which an update that ends the process every time is answered with an apology instead."""
log = structlog.get_logger(__name__)


class Desk(Protocol):
    """Answers updates (`bot.telegram.desk.Desk`)."""

    async def answer(self, person: int, incoming: Incoming) -> Finish:
        """Do what is slow, and return what writes the turn down and tells what to say."""


class Worker:
    """Empties the inbox, every person's line in its own order.

    Args:
        database: the store.
        inbox: of the store.
        outbox: of the store.
        desk: answers.
        wake: told for whom letters wait.
        measures: counts.
        pseudonyms: for the log.
    """

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        outbox: Outbox,
        desk: Desk,
        wake: Callable[[int], None],
        measures: Measures,
        pseudonyms: Pseudonyms,
    ) -> None:
        self._db, self._inbox, self._outbox, self._desk = database, inbox, outbox, desk
        self._people = People(database)
        self._wake_sender, self._measures, self._pseudonyms = wake, measures, pseudonyms
        self._presses = Presses()
        self._lines: dict[int, asyncio.Task[None]] = {}

    def wake(self, person: int) -> None:
        """Work off what a person sent, if nobody is at it."""
        line = self._lines.get(person)
        if line is None or line.done():
            self._lines[person] = asyncio.create_task(self._empty(person))

    def wake_all(self) -> None:
        """Work off what is left: after a start."""
        self._inbox.restarted()
        for person in self._inbox.people():
            self.wake(person)

    async def close(self, grace_s: float) -> None:
        """Let what is being worked on finish, then stop; the rest waits for the next start."""
        tasks = list(self._lines.values())
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _empty(self, person: int) -> None:
        while unfinished := self._inbox.next(person):
            await self._handle(person, unfinished)
        # Nothing is awaited since the last look: whoever wakes the line from here on starts a new one.
        self._lines.pop(person, None)

    async def _handle(self, person: int, unfinished: PendingUpdate) -> None:
        started = time.perf_counter()
        try:
            incoming = read(json.loads(unfinished.body))
        except ValueError:
            # Written down by a version that read it in another way.
            self._inbox.done(unfinished.update)
            return
        names = {
            "update": self._pseudonyms.of("update", incoming.update),
            "chat": self._pseudonyms.of("chat", incoming.chat),
        }
        finish: Finish = _apologise
        try:
            if self._presses.repeated(incoming) and not incoming.text.startswith("q"):
                # The conversation tells by itself that its question is answered.
                finish = partial(toast, incoming.query)
            elif unfinished.tries < TRIES:
                finish = await self._desk.answer(person, incoming)
            self._write_down(person, incoming, finish)
        except Exception:
            self._measures.errors.labels("unexpected").inc()
            log.exception("update failed", kind=incoming.kind, **names)
            self._write_down(person, incoming, _apologise)
        took = time.perf_counter() - started
        self._measures.turns.labels(incoming.kind).observe(took)
        log.info("update answered", kind=incoming.kind, seconds=round(took, 4), **names)
        self._wake_sender(person)

    def _write_down(self, person: int, incoming: Incoming, finish: Finish) -> None:
        """Keep what changed, what is to be said, and that it was done: all of it or nothing."""
        with self._db.transaction():
            drafts = in_thread(incoming.thread, finish())
            if self._people.has(person):
                post(self._outbox, person, drafts)
            self._inbox.done(incoming.update)


def _apologise() -> list[Draft]:
    return say_text(conversation.FAILED)
