"""Letters go out: in order in each chat, within Telegram's limits, each once whatever happens on the way."""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.store import Database, StoreError
from bot.store.queue import Outbox, OutboxMessage
from bot.telegram.calls import Call, do
from bot.telegram.clock import now
from bot.telegram.limits import Limits
from bot.telegram.logs import Pseudonyms
from bot.telegram.meanings import Meaning, meaning, wait_s
from bot.telegram.measures import Measures
from bot.telegram.probing import Seen, find
from bot.text import staff

AT_ONCE = 16
"""Calls under way at once: more is slower, measured."""
LONGEST_PAUSE_S = 60.0
LOOK_S = 0.5
"""Seconds between two looks for letters of other processes: SQLite tells nobody that a row was written, and
what a coach decides in a console that is a process of its own is to be told at once."""
PATIENCE_S = {"edit": 0.3, "buttons": 0.3, "picture": 1.0, "document": 1.0}
"""Seconds for which answers in words go ahead of a call, when more is to be said than Telegram lets pass: a
picture takes its time anyway, and what is changed was there before."""
log = structlog.get_logger(__name__)


class Maker(Protocol):
    """Draws pictures and writes documents (`bot.telegram.making.Making`)."""

    async def make(self, person: int, call: Call) -> tuple[bytes, str] | None:
        """Return the bytes and the name of what a call sends, None where it is there no more."""


class People(Protocol):
    """What sending asks about people."""

    def chat(self, person: int) -> int | None:
        """Return a person's chat, None for somebody who was forgotten."""

    def left(self, person: int, at: str) -> None:
        """Note that a person blocked the bot, and leave out what waits for them."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a call: what it means, and the id of a message it sent."""

    means: Meaning
    message: int | None = None


class Post:
    """Makes calls of the Bot API until they are made or can never be.

    Args:
        bot: of python-telegram-bot.
        limits: when a message may go.
        measures: counts.
        seen: message ids known.
    """

    def __init__(self, bot: Bot, limits: Limits, measures: Measures, seen: Seen) -> None:
        self.bot, self.seen = bot, seen
        self._limits, self._measures = limits, measures
        self._lines = asyncio.Semaphore(AT_ONCE)
        # One search at a time: what the first sends bounds where the next ones look.
        self._searching = asyncio.Lock()

    async def make(
        self,
        chat: int,
        call: Call,
        file: tuple[bytes, str] | None = None,
        begin: Callable[[int, float], None] | None = None,
        began: tuple[int, float] | None = None,
    ) -> Fate:
        """Make a call.

        Args:
            chat: whose.
            call: what.
            file: what was made for it.
            begin: told the highest message id known, and the time, before what cannot be repeated.
            began: what it was told when an earlier try was cut off.
        """
        pause = 1.0
        while True:
            if began is not None and (message := await self._arrived(chat, call, began)):
                return Fate("done", message)
            await self._allowed(chat, call)
            async with self._lines:
                began = self._begin(call, begin)
                fate, wait = await self._try(chat, call, file)
            if fate.means not in ("wait", "again", "token", "plain", "thread"):
                return fate
            if fate.means == "thread" and call.thread is None:
                return Fate("drop")
            if fate.means == "thread":
                # The topic was deleted: the answer goes where everybody looks.
                call, began = call.but(thread=None), None
                continue
            if fate.means == "plain":
                call, began = call.but(text=_bare(call.text)), None
                continue
            if fate.means == "wait":
                began = None
            await asyncio.sleep(wait if fate.means == "wait" else pause)
            pause = min(LONGEST_PAUSE_S, pause * 2)

    async def typing(self, chat: int, thread: int | None = None) -> None:
        """Show that something is being worked on; it does not matter if that fails."""
        try:
            await self.bot.send_chat_action(chat, "typing", message_thread_id=thread)
        except TelegramError as error:
            self._measures.errors.labels(meaning(error)).inc()

    async def _allowed(self, chat: int, call: Call) -> None:
        patience_s = PATIENCE_S.get(call.deed, 0.0)
        if call.sends:
            await self._limits.wait(chat, patience_s)
        elif call.deed in ("edit", "buttons"):
            await self._limits.wait_overall(patience_s)

    def _begin(self, call: Call, begin: Callable[[int, float], None] | None) -> tuple[int, float] | None:
        if not call.sends:
            return None
        began = (self.seen.highest, time.time())
        if begin:
            begin(*began)
        return began

    async def _arrived(self, chat: int, call: Call, began: tuple[int, float]) -> int | None:
        async with self._searching:
            return await find(self.bot, chat, call, self.seen, *began)

    async def _try(self, chat: int, call: Call, file: tuple[bytes, str] | None) -> tuple[Fate, float]:
        started = time.perf_counter()
        try:
            message = await do(self.bot, chat, call, file)
        except TelegramError as error:
            means = meaning(error)
            self._measures.errors.labels(means).inc()
            log.warning("call refused", deed=call.deed, meaning=means, error=type(error).__name__)
            return Fate(means), wait_s(error)
        finally:
            self._measures.sending.labels(call.deed).observe(time.perf_counter() - started)
        self._measures.sent.labels(call.deed).inc()
        if message is not None:
            self.seen.add(chat, message, sent=True)
        return Fate("done", message), 0.0


class Sender:
    """Empties the outbox, every person's line in its own order.

    Args:
        database: the store.
        outbox: of the store.
        post: makes the calls.
        maker: draws and writes what is sent.
        people: whose chats.
        pseudonyms: for the log.
    """

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        post: Post,
        maker: Maker,
        people: People,
        pseudonyms: Pseudonyms,
    ) -> None:
        self._db, self._outbox, self._post = database, outbox, post
        self._maker, self._people, self._pseudonyms = maker, people, pseudonyms
        self._lines: dict[int, asyncio.Task[None]] = {}

    def wake(self, person: int) -> None:
        """Send what waits for a person, if nobody is at it."""
        line = self._lines.get(person)
        if line is None or line.done():
            self._lines[person] = asyncio.create_task(self._empty(person))

    def wake_all(self) -> None:
        """Send what waits for anybody: after a start."""
        for person in self._outbox.people():
            self.wake(person)

    async def follow(self) -> None:
        """Send what another process writes into the outbox, such as the console's, for ever."""
        while True:
            try:
                for person in self._outbox.waiting():
                    self.wake(person)
            except StoreError:
                log.exception("letters not looked for")
            await asyncio.sleep(LOOK_S)

    async def close(self, grace_s: float) -> None:
        """Let what is being sent arrive, then stop; the rest waits for the next start."""
        tasks = list(self._lines.values())
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _empty(self, person: int) -> None:
        while letter := self._outbox.next(person):
            try:
                await self._send(letter)
            except Exception:
                # Whatever it is, it must not hold up what comes after it.
                log.exception("letter dropped", chat=self._pseudonyms.of("person", person))
                self._outbox.drop(letter.id)
        # Nothing is awaited since the last look: whoever wakes the line from here on starts a new one.
        self._lines.pop(person, None)

    async def _send(self, letter: OutboxMessage) -> None:
        chat = self._people.chat(letter.person)
        call = Call.from_json(letter.call)
        if letter.edits is not None and letter.target is None and call.deed == "edit":
            call = call.but(deed="message")
        elif letter.edits is not None:
            call = call.but(message=letter.target)
        file = None
        if call.made:
            try:
                file = await self._maker.make(letter.person, call)
            except Exception:
                log.exception("nothing made", chat=self._pseudonyms.of("person", letter.person))
                call = Call("message", staff.COULD_NOT_MAKE)
        if chat is None or (call.made and file is None):
            return self._outbox.drop(letter.id)
        return await self._settle(letter, chat, call, file)

    async def _settle(
        self, letter: OutboxMessage, chat: int, call: Call, file: tuple[bytes, str] | None
    ) -> None:
        began = None if letter.mark is None or letter.began is None else (letter.mark, letter.began)

        def begin(mark: int, at: float) -> None:
            self._outbox.begin(letter.id, mark, at)

        fate = await self._post.make(chat, call, file, begin, began)
        if fate.means == "absent" and letter.edits is not None and call.deed == "edit":
            # The person deleted the message that was kept up to date: it is sent anew.
            fate = await self._post.make(chat, call.but(deed="message", message=None), None, begin)
        with self._db.transaction():
            if fate.means == "left":
                self._people.left(letter.person, now())
                return
            if letter.edits is not None and fate.message is not None:
                self._outbox.moved(letter.edits, fate.message)
            self._outbox.sent(letter.id, fate.message)


def _bare(text: str) -> str:
    """Return HTML as plain text that is HTML again: for the day that Telegram reads markup in another way."""
    return html.escape(html.unescape(re.sub(r"</?\w+>", "", text)), quote=False)
