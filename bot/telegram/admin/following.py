"""Follows pieces of work: how far they are, in one message that changes, and what came of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

import structlog

from bot.jobs.job import Work, Works
from bot.jobs.runner import Workers
from bot.store import Database
from bot.store.people import People
from bot.store.queue import Outbox
from bot.telegram.admin.results import told
from bot.telegram.calls import Call
from bot.telegram.drafts import post, say_text
from bot.text import admin
from bot.text.documents import doing

CHANNEL = "t"
"""The letter that ids of this channel's works begin with."""
LOOK_S, EDIT_S, REST_S = 0.3, 1.5, 60.0
"""Seconds between looks at work under way, between edits of a message, between looks without any."""
QUICK_S = 20.0
"""Work that took longer is told in a message of its own: a change of one rings no bell."""
log = structlog.get_logger(__name__)


class Follower:
    """Follows the works of one bot.

    Args:
        works: of the home.
        workers: start processes.
        database: the store.
        outbox: of the store.
        people: of the store.
        wake: told for whom letters wait.
    """

    def __init__(
        self,
        works: Works,
        workers: Workers,
        database: Database,
        outbox: Outbox,
        people: People,
        wake: Callable[[int], None],
    ) -> None:
        self._works, self._workers = works, workers
        self._db, self._outbox, self._people, self._wake = database, outbox, people, wake
        self._begun = asyncio.Event()
        self._said: dict[str, tuple[str, float]] = {}
        self._done: set[str] = set()

    def begun(self) -> None:
        """Look at once: there is something new."""
        self._begun.set()

    async def keep(self) -> None:
        """Follow for ever; what was under way when the bot was last stopped comes first."""
        while True:
            self._begun.clear()
            busy = False
            try:
                busy = await self._look()
            except OSError:
                log.exception("works not followed")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._begun.wait(), LOOK_S if busy else REST_S)

    async def _look(self) -> bool:
        busy = False
        for work in await asyncio.to_thread(self._works.all):
            if self._people.by_id(work.person) is None and (work.finished or work.state == "asked"):
                # What somebody handed in goes with them.
                self._works.forget(work.id)
            elif self._is_open(work):
                busy |= await self._follow(work)
        if not busy:
            self._works.sweep()
        return busy

    def _is_open(self, work: Work) -> bool:
        return work.id.startswith(CHANNEL) and work.state != "asked" and work.id not in self._done

    async def _follow(self, work: Work) -> bool:
        """Tell how far a piece of work is, or what came of it. Return whether there is more to come."""
        notes = self._works.notes(work.id)
        if notes.get("told"):
            self._done.add(work.id)
            return False
        if work.finished:
            self._tell(work, notes.get("letter"))
            return False
        if await asyncio.to_thread(self._works.broken_off, work.id) and notes.get("resumed") != work.tries:
            self._works.note(work.id, resumed=work.tries)
            self._say(work, admin.GOING_ON)
        await asyncio.to_thread(self._workers.see_to, work)
        waits = work.state == "waiting" and time.time() - work.at > 1 and self._works.anybody_at_work()
        self._say(work, admin.WAITS if waits else doing(work.phase, work.done, work.total))
        return True

    def _say(self, work: Work, text: str) -> None:
        """Let the one message about a piece of work say how far it is, not too often."""
        last, at = self._said.get(work.id, ("", 0.0))
        if text == last or (last and text != admin.GOING_ON and time.monotonic() - at < EDIT_S):
            return
        self._said[work.id] = (text, time.monotonic())
        with self._db.transaction():
            self._put(work, say_text(text)[0].call, self._works.notes(work.id).get("letter"))
        self._wake(work.person)

    def _put(self, work: Work, call: Call, letter: int | None) -> None:
        """Change the message about a piece of work, or begin it."""
        if self._people.by_id(work.person) is None:
            return
        if letter and self._outbox.has(letter):
            self._outbox.add(work.person, call.but(deed="edit").to_json(), edits=letter)
        else:
            added = self._outbox.add(work.person, call.to_json(), lasting=True)
            self._works.note(work.id, letter=added)

    def _tell(self, work: Work, letter: int | None) -> None:
        """Tell what came of a piece of work, and say so nowhere again.

        A kill just between the two tells it twice; that is better than never.
        """
        person = self._people.by_id(work.person)
        if person is not None and person.role == "admin":
            drafts = told(self._works, work)
            with self._db.transaction():
                if time.time() - work.at < QUICK_S:
                    first, drafts = drafts[0], drafts[1:]
                    self._put(work, first.call, letter)
                elif letter:
                    self._put(work, say_text(admin.DONE)[0].call, letter)
                post(self._outbox, work.person, drafts)
            self._wake(work.person)
        self._works.note(work.id, told=True)
        self._done.add(work.id)
