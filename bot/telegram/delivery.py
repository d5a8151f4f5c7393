"""Deliver outbox messages, in order per chat, at least once.

Every error but a refusal means that a message has perhaps arrived: it is sent again. A message that is on its
way while the process is killed can so arrive twice.
"""

from __future__ import annotations

import asyncio
import html
import re
import time
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from httpx_aiohttp import AiohttpTransport
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.store import Database
from bot.store.people import People
from bot.store.queue import Outbox, OutboxMessage
from bot.telegram.attachments import Attachments
from bot.telegram.calls import Call, do
from bot.telegram.errors import Meaning, meaning, wait_s
from bot.telegram.logging import Pseudonyms
from bot.telegram.metrics import Metrics
from bot.text import staff
from bot.times import now

CONCURRENT = 16
"""Calls under way at once: more is slower, measured."""
LONGEST_PAUSE_S = 60.0
IDLE_S = 3.0
"""Seconds a connection is kept for the next call. A server that hangs up first (many do after five) breaks
the call that comes just then, and nobody can tell whether it was done."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: what the answer means, and the id of a message it sent."""

    means: Meaning
    message: int | None = None


class Sender:
    """Makes calls of the Bot API until they are made or can never be.

    Args:
        revoked: set when Telegram takes the token no longer.
    """

    def __init__(self, bot: Bot, metrics: Metrics, revoked: asyncio.Event | None = None) -> None:
        self.bot, self._metrics, self._revoked = bot, metrics, revoked or asyncio.Event()
        self._concurrent = asyncio.Semaphore(CONCURRENT)

    async def make(self, chat: int, call: Call, file: tuple[bytes, str] | None = None) -> Outcome:
        """Make a call."""
        pause = 1.0
        while True:
            async with self._concurrent:
                outcome, wait = await self._try(chat, call, file)
            if outcome.means == "plain":
                call = call.but(text=_bare(call.text))
            elif outcome.means == "thread":
                if call.thread is None:
                    return Outcome("drop")
                # The topic was deleted: the answer goes where everybody looks.
                call = call.but(thread=None)
            elif outcome.means in ("wait", "again", "token"):
                await asyncio.sleep(wait if outcome.means == "wait" else pause)
                pause = min(LONGEST_PAUSE_S, pause * 2)
            else:
                return outcome

    async def typing(self, chat: int, thread: int | None = None) -> None:
        """Show that something is being worked on; it does not matter if that fails."""
        try:
            await self.bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread)
        except TelegramError as error:
            self._metrics.errors.labels(meaning(error)).inc()

    async def _try(self, chat: int, call: Call, file: tuple[bytes, str] | None) -> tuple[Outcome, float]:
        started = time.perf_counter()
        try:
            message = await do(self.bot, chat, call, file)
        except TelegramError as error:
            means = meaning(error)
            self._metrics.errors.labels(means).inc()
            if means == "token":
                self._revoked.set()
            log.warning("call refused", deed=call.deed, meaning=means, error=type(error).__name__)
            return Outcome(means), wait_s(error)
        finally:
            self._metrics.sending.labels(call.deed).observe(time.perf_counter() - started)
        self._metrics.sent.labels(call.deed).inc()
        return Outcome("done", message), 0.0


class Delivery:
    """Delivers the outbox: one task per chat, rows deleted after delivery."""

    def __init__(
        self, database: Database, sender: Sender, attachments: Attachments, pseudonyms: Pseudonyms
    ) -> None:
        self._db, self._sender, self._attachments = database, sender, attachments
        self._outbox, self._people, self._pseudonyms = Outbox(database), People(database), pseudonyms
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def wake(self, person: int) -> None:
        """Deliver what waits for a person, unless that is under way."""
        task = self._tasks.get(person)
        if task is None or task.done():
            self._tasks[person] = asyncio.create_task(self._deliver(person))

    def wake_all(self) -> None:
        """Deliver what waits for anybody: what another process wrote, or what was left at the last stop."""
        for person in self._outbox.waiting():
            self.wake(person)

    async def close(self, grace_s: float) -> None:
        """Let what is being sent arrive, then stop; the rest waits for the next start."""
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, person: int) -> None:
        while message := self._outbox.next(person):
            try:
                await self._send(message)
            except Exception:
                # Whatever it is, it must not hold up what comes after it.
                log.exception("message dropped", chat=self._pseudonyms.of("person", person))
                self._outbox.drop(message.id)
        # Nothing is awaited since the last look: whoever wakes this person from here on starts a new task.
        self._tasks.pop(person, None)

    async def _send(self, message: OutboxMessage) -> None:
        call = Call.from_json(message.call)
        if message.edits is not None and message.target is None and call.deed == "edit":
            call = call.but(deed="message")
        elif message.edits is not None:
            call = call.but(message=message.target)
        file = None
        if call.made:
            try:
                file = await self._attachments.make(message.person, call)
            except Exception:
                log.exception("nothing made", chat=self._pseudonyms.of("person", message.person))
                call = Call("message", staff.COULD_NOT_MAKE)
        if message.chat is None or (call.made and file is None):
            return self._outbox.drop(message.id)
        return await self._settle(message, message.chat, call, file)

    async def _settle(
        self, message: OutboxMessage, chat: int, call: Call, file: tuple[bytes, str] | None
    ) -> None:
        if message.review is not None:
            # From here on it may have arrived: what it is about may not be left out of the outbox.
            self._outbox.begin(message.id)
        outcome = await self._sender.make(chat, call, file)
        if outcome.means == "absent" and message.edits is not None and call.deed == "edit":
            # The person deleted the message that was kept up to date: it is sent anew.
            outcome = await self._sender.make(chat, call.but(deed="message", message=None))
        if outcome.means == "left":
            with self._db.transaction():
                self._people.blocked(message.person, now())
                self._outbox.drop_all(message.person)
        else:
            self._outbox.sent(message, outcome.message)


def request_options(connections: int) -> dict[str, Any]:
    """Return options of a request with aiohttp as its transport: half the processor time of httpx's own."""
    limits = httpx.Limits(max_connections=connections, keepalive_expiry=IDLE_S)
    transport = AiohttpTransport(limits=limits)
    return {"connection_pool_size": connections, "httpx_kwargs": {"transport": transport}}


def _bare(text: str) -> str:
    """Return HTML as plain text that is HTML again: for the day that Telegram reads markup in another way."""
    return html.escape(html.unescape(re.sub(r"</?\w+>", "", text)), quote=False)
