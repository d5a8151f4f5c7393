"""Updates delivered to the bot's own server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from .calls import Call
from .refusals import JSON, bad
from .updates import Waiting
from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]+")
_PORTS = (443, 80, 88, 8443)
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass
class Webhook:
    """Where updates go.

    Args:
        url: what the bot asked for; empty while it polls.
        secret: sent in a header with every update.
        most: how many updates may be on their way at once.
        pause: seconds before the first retry; it doubles up to 32 times itself.
        patience: seconds the bot's server has to answer.
        gateways: by the beginning of a public URL, the local one to deliver to, as a reverse proxy would.
        refused: how often a delivery was not taken.
    """

    url: str = ""
    secret: str = ""
    most: int = 40
    pause: float = 0.1
    patience: float = 60.0
    gateways: dict[str, str] = field(default_factory=dict)
    error: str = ""
    error_at: int = 0
    refused: int = 0

    def set(self, call: Call) -> None:
        """Take what ``setWebhook`` asks for.

        Raises:
            Refused: where Telegram would not deliver there.
        """
        url = call.text("url") or ""
        if url:
            _check_url(url)
        most = call.number("max_connections")
        if most is not None and not 1 <= most <= 100:
            raise bad("max_connections must be between 1 and 100")
        secret = call.text("secret_token") or ""
        if len(secret) > 256:
            raise bad("secret token is too long")
        if secret and not _SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        self.url, self.secret, self.most = url, secret, most or 40
        self.error, self.error_at = "", 0

    def info(self, world: World) -> JSON:
        """Return what ``getWebhookInfo`` tells."""
        info: JSON = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(world.queue.waiting),
        }
        if self.url:
            info |= {"max_connections": self.most, "ip_address": "127.0.0.1"}
        if self.error:
            info |= {"last_error_date": self.error_at, "last_error_message": self.error}
        if world.queue.allowed:
            info["allowed_updates"] = world.queue.allowed
        return info

    def target(self) -> str:
        """Return the URL to deliver to: the one asked for, or the local one that stands behind it."""
        for public, local in self.gateways.items():
            if self.url.startswith(public):
                return local + self.url.removeprefix(public)
        return self.url


def _check_url(url: str) -> None:
    """Refuse what Telegram refuses; on this machine plain HTTP does, as with a self-hosted server."""
    parts = urlsplit(url)
    if parts.hostname in _LOCAL and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https" or not parts.hostname:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


class Deliverer:
    """Posts updates to the bot's server: in order within a chat, several chats at once, until they are taken.

    Args:
        world: whose updates.
        webhook: where to.
        answered: what to do with a method call that the bot's server answers with.
    """

    def __init__(self, world: World, webhook: Webhook, answered: Callable[[JSON], Awaitable[None]]) -> None:
        self.world = world
        self.webhook = webhook
        self.answered = answered
        self._awake = asyncio.Event()
        self._flights: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        loop = asyncio.get_running_loop()

        def waker() -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._awake.set)

        self.world.queue.wakers.append(waker)
        limit = aiohttp.TCPConnector(limit=self.webhook.most)
        patience = aiohttp.ClientTimeout(self.webhook.patience)
        try:
            async with aiohttp.ClientSession(connector=limit, timeout=patience) as client:
                try:
                    await self._deliver(client)
                finally:
                    await self._land()
        finally:
            self.world.queue.wakers.remove(waker)

    async def _deliver(self, client: aiohttp.ClientSession) -> None:
        while True:
            self._awake.clear()
            while len(self._flights) < self.webhook.most:
                update = self.world.queue.ready(time.monotonic())
                if update is None:
                    break
                flight = asyncio.create_task(self._post(client, update))
                self._flights.add(flight)
                flight.add_done_callback(self._landed)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), self.webhook.pause)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._awake.set()

    async def _land(self) -> None:
        for flight in self._flights:
            flight.cancel()
        await asyncio.gather(*self._flights, return_exceptions=True)

    async def _post(self, client: aiohttp.ClientSession, update: Waiting) -> None:
        headers = {SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        taken, said = False, b""
        try:
            async with client.post(
                self.webhook.target(), json=update.body, headers=headers, allow_redirects=False
            ) as answer:
                said = await answer.read()
            taken = 200 <= answer.status < 300
            if not taken:
                self._wrong(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except TimeoutError:
            self._wrong("Read timeout expired")
        except aiohttp.ClientError:
            self._wrong("Connection refused")
        finally:
            update.flying = False
        if not taken:
            update.attempts += 1
            wait = self.webhook.pause * 2 ** min(update.attempts - 1, 5)
            update.not_before = time.monotonic() + wait
            return
        self.world.queue.delivered[update.id] += 1
        self.world.queue.done(update)
        if said.lstrip().startswith(b"{"):
            await self.answered(json.loads(said))

    def _wrong(self, sentence: str) -> None:
        self.webhook.refused += 1
        self.webhook.error, self.webhook.error_at = sentence, int(time.time())
