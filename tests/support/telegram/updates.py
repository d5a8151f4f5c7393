"""Updates that wait for the bot, handed out by long polling or delivered to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from .calls import Call
from .refusals import JSON, Refused, bad

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_POLL_S = 50
RETRY_S = 0.1
"""Before the first retry of a webhook; it doubles up to 32 times itself."""
_BY_REQUEST_ONLY = ("chat_member", "message_reaction", "message_reaction_count")
_OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK_SET = "Conflict: can't use getUpdates method while webhook is active"


@dataclass(eq=False)
class Waiting:
    """An update that the bot has not confirmed.

    Args:
        body: the Update object; anything, where a test sends a raw one.
        lane: the chat; a webhook gets one update of a chat at a time.
        id: what the offset of a poll confirms.
        again: delivered once more, whatever was confirmed.
    """

    body: Any
    lane: int
    id: int
    again: bool = False
    held: bool = False
    flying: bool = False
    attempts: int = 0
    not_before: float = 0.0


@dataclass
class Webhook:
    """Where updates go; ``url`` is empty while the bot polls."""

    url: str = ""
    secret: str = ""
    most: int = 40
    refused: int = 0
    """How often a delivery was not taken."""


@dataclass
class Updates:
    """The updates of one bot. ``wake`` may be called from any thread."""

    lock: threading.RLock
    loop: asyncio.AbstractEventLoop | None = None
    waiting: list[Waiting] = field(default_factory=list)
    made: dict[int, Waiting] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)
    holding: bool = False
    closing: bool = False
    webhook: Webhook = field(default_factory=Webhook)
    _ids: itertools.count[int] = field(
        default_factory=lambda: itertools.count(random.randrange(10**8, 9 * 10**8))
    )
    _poll: asyncio.Event | None = None
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _delivery: asyncio.Task[None] | None = None

    def add(self, kind: str, body: JSON, lane: int) -> int | None:
        """Queue an update; return its id, or None where the bot did not ask for this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _BY_REQUEST_ONLY
        return self.raw({"update_id": 0, kind: body}, lane) if wanted else None

    def raw(self, update: Any, lane: int) -> int:
        """Queue an update as it is, malformed ones too; a whole ``update_id`` is replaced by the next one.

        Returns:
            the id that confirms it.
        """
        with self.lock:
            number = next(self._ids)
            if isinstance(update, dict) and type(update.get("update_id")) is int:
                update = {**update, "update_id": number}
            waiting = Waiting(update, lane, number, held=self.holding)
            self.waiting.append(waiting)
            self.made[number] = waiting
        self.wake()
        return number

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more, as Telegram does where a confirmation is lost."""
        with self.lock:
            old = self.made[update_id]
            self.waiting.insert(0, Waiting(old.body, old.lane, old.id, again=True))
        self.wake()

    def release(self) -> None:
        """Let go of everything that is held back, at once."""
        with self.lock:
            self.holding = False
            for each in self.waiting:
                each.held = False
        self.wake()

    def wake(self) -> None:
        """Tell polls and the webhook's delivery that something changed."""
        if self.loop is not None:
            with contextlib.suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        self._awake.set()
        if self._poll is not None:
            self._poll.set()

    # Polling

    async def get_updates(self, call: Call) -> list[Any]:
        """Answer a poll; one that is under way loses, as at Telegram."""
        if self.webhook.url:
            raise Refused(409, _WEBHOOK_SET)
        self._ring()
        mine = self._poll = asyncio.Event()
        self._confirm(int(call.params.get("offset", 0)))
        self._allow(call)
        limit = int(call.params.get("limit", 100))
        end = time.monotonic() + min(int(call.params.get("timeout", 0)), LONGEST_POLL_S)
        while True:
            if self._poll is not mine:
                raise Refused(409, _OTHER_POLL)
            mine.clear()
            batch, left = self._take(limit), end - time.monotonic()
            if batch or left <= 0 or self.closing:
                return batch
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await mine.wait()

    def _confirm(self, offset: int) -> None:
        with self.lock:
            if offset < 0:
                self.waiting = self.waiting[offset:]
            elif offset:
                self.waiting = [each for each in self.waiting if each.again or each.id >= offset]

    def _take(self, limit: int) -> list[Any]:
        with self.lock:
            batch = [each for each in self.waiting if not each.held][:limit]
            self.waiting = [each for each in self.waiting if not (each.again and each in batch)]
            return [each.body for each in batch]

    def _allow(self, call: Call) -> None:
        if call.params.get("allowed_updates"):
            self.allowed = call.json("allowed_updates")

    # Webhook

    async def set_webhook(self, call: Call) -> bool:
        """Deliver updates to an address from now on; an empty one takes the webhook away."""
        url, secret = call.params.get("url", ""), call.params.get("secret_token", "")
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret):
            raise bad("secret token contains unallowed characters")
        self._allow(call)
        self.webhook = Webhook(url, secret, int(call.params.get("max_connections", 40)))
        if call.params.get("drop_pending_updates") == "true":
            self.waiting.clear()
        await self.stop()
        if url:
            self._delivery = asyncio.create_task(self._deliver(self.webhook))
        return True

    async def delete_webhook(self, call: Call) -> bool:
        """Deliver no more."""
        call.params["url"] = ""
        return await self.set_webhook(call)

    async def stop(self) -> None:
        """Stop to deliver to a webhook."""
        task, self._delivery = self._delivery, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _deliver(self, webhook: Webhook) -> None:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=webhook.most)) as client:
            flights: set[asyncio.Task[None]] = set()
            try:
                while True:
                    self._awake.clear()
                    while len(flights) < webhook.most and (update := self._next()):
                        flight = asyncio.create_task(self._post(client, webhook, update))
                        flights.add(flight)
                        flight.add_done_callback(flights.discard)
                    # `asyncio.wait_for` of Python 3.11 loses a cancellation that meets a finished future.
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(RETRY_S):
                            await self._awake.wait()
            finally:
                for flight in flights:
                    flight.cancel()
                await asyncio.gather(*flights, return_exceptions=True)

    def _next(self) -> Waiting | None:
        """Return the next update for the webhook: one of each chat at a time, in order."""
        with self.lock:
            busy = {each.lane for each in self.waiting if each.flying}
            for each in self.waiting:
                if each.lane not in busy and not each.held and each.not_before <= time.monotonic():
                    each.flying = True
                    return each
                busy.add(each.lane)
            return None

    async def _post(self, client: aiohttp.ClientSession, webhook: Webhook, update: Waiting) -> None:
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        taken = False
        try:
            async with client.post(webhook.url, json=update.body, headers=headers) as answer:
                taken = 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError):
            pass
        finally:
            update.flying = False
        with self.lock:
            if taken:
                self.waiting = [each for each in self.waiting if each is not update]
            else:
                webhook.refused += 1
                update.not_before = time.monotonic() + RETRY_S * 2 ** min(update.attempts, 5)
                update.attempts += 1
        self._awake.set()
