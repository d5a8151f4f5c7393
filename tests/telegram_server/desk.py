"""The desk where calls are done and written down: what the HTTP side and the tests' side share."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from .calls import Call
from .faults import Faults
from .methods import METHODS
from .polling import Polls
from .rates import Rates
from .refusals import JSON, Refused
from .webhook import Deliverer, Webhook
from .world import World

Gone = Callable[[], Awaitable[Any]]


class Desk:
    """Does calls and keeps a record of them.

    Args:
        world: what the calls are about.
        judging: let aiogram read every call, result and update.
        keep: how many calls to keep; None is all.
    """

    def __init__(self, world: World, judging: bool = True, keep: int | None = None) -> None:
        self.world = world
        self.judging = judging
        self.faults = Faults()
        self.rates = Rates()
        self.webhook = Webhook()
        self.polls = Polls(world)
        self.latency = 0.0
        self.revoked: set[str] = set()
        self.calls: deque[Call] = deque(maxlen=keep)
        self._violations: list[str] = []
        self._unjudged: deque[tuple[str, Any]] = deque()
        self._bench = threading.Lock()
        # Calls under way, polls left out, and when the last of them ended: for waiting until all is quiet.
        self.busy = 0
        self.moved = 0.0
        self._delivery: asyncio.Task[None] | None = None

    def arrived(self, call: Call) -> None:
        """Write down a call and judge it."""
        named = METHODS.get(call.method.lower()) or _RECEIVING.get(call.method.lower())
        if named:
            call.method = named[0]
        with self.world.changed:
            self.calls.append(call)
            self.busy += call.method != "getUpdates"
            self.world.changed.notify_all()
        self.rates.count(call.method, call.chat, call.at)
        if self.judging:
            self._unjudged.append(("call", call))
            if named is None:
                self._violations.append(f"{call.method}: the emulator does not have this method")

    def answered(self, call: Call) -> None:
        """Wake whoever waits for a call; judge its result."""
        if self.judging and call.ok and call.method != "getUpdates":
            self._unjudged.append(("result", call))
        with self.world.changed:
            self.busy -= call.method != "getUpdates"
            self.moved = time.monotonic()
            self.world.changed.notify_all()

    def judge_update(self, update: JSON) -> None:
        """Have an update judged."""
        if self.judging:
            self._unjudged.append(("update", update))

    def judged(self) -> list[str]:
        """Return what aiogram refuses. It reads only now, since importing it takes seconds."""
        from . import judge

        with self._bench:
            while self._unjudged:
                self._violations.extend(judge.problems(*self._unjudged.popleft()))
        return self._violations

    async def do(self, call: Call, gone: Gone) -> tuple[Any, JSON]:
        """Do a call; return its result and what else the answer holds.

        Raises:
            Refused: with Telegram's answer.
        """
        name = call.method.lower()
        if name == "getupdates":
            return await self.polls.get_updates(call, self.webhook.url, gone), {}
        if name in _RECEIVING:
            return await _RECEIVING[name][1](self, call)
        if name not in METHODS:
            raise Refused(404, "Not Found: method not found")
        with self.world.lock:
            result = METHODS[name][1](self.world, call)
        call.effect = True
        return result, {}

    async def set_webhook(self, call: Call) -> tuple[bool, JSON]:
        """Deliver updates to a URL from now on."""
        kinds = call.json("allowed_updates")
        self.webhook.set(call)
        self.world.queue.allow(kinds)
        if call.flag("drop_pending_updates"):
            self.world.queue.clear()
        await self.stop_delivery()
        if self.webhook.url:
            self._delivery = asyncio.create_task(
                Deliverer(self.world, self.webhook, self._answered_webhook).run()
            )
        return True, {"description": "Webhook was set" if self.webhook.url else "Webhook was deleted"}

    async def delete_webhook(self, call: Call) -> tuple[bool, JSON]:
        """Stop delivering."""
        was = bool(self.webhook.url)
        if call.flag("drop_pending_updates"):
            self.world.queue.clear()
        self.webhook.url = self.webhook.secret = ""
        await self.stop_delivery()
        return True, {"description": "Webhook was deleted" if was else "Webhook is already deleted"}

    async def webhook_info(self, call: Call) -> tuple[JSON, JSON]:  # noqa: ARG002
        """Tell about the webhook."""
        return self.webhook.info(self.world), {}

    async def stop_delivery(self) -> None:
        """Stop posting updates."""
        task, self._delivery = self._delivery, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _answered_webhook(self, body: JSON) -> None:
        """Do the call that the bot's server put into its answer to an update."""
        if "method" not in body:
            return
        call = Call(str(body["method"]), {key: value for key, value in body.items() if key != "method"})
        call.at = asyncio.get_running_loop().time()
        self.arrived(call)
        with contextlib.suppress(Refused):
            await self.do(call, asyncio.Event().wait)
        self.answered(call)


_Receiver = Callable[[Desk, Call], Awaitable[tuple[Any, JSON]]]


async def _poll(desk: Desk, call: Call) -> tuple[Any, JSON]:
    return await desk.polls.get_updates(call, desk.webhook.url, asyncio.Event().wait), {}


_RECEIVING: dict[str, tuple[str, _Receiver]] = {
    "getupdates": ("getUpdates", _poll),
    "setwebhook": ("setWebhook", Desk.set_webhook),
    "deletewebhook": ("deleteWebhook", Desk.delete_webhook),
    "getwebhookinfo": ("getWebhookInfo", Desk.webhook_info),
}
