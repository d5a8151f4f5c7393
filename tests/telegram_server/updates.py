"""Updates that wait for the bot, by polling or by webhook."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .refusals import JSON

# Not given when allowed_updates was never set (the Bot API's documentation).
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
UPDATE_KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages",
    "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost",
)  # fmt: skip


@dataclass
class Waiting:
    """An update that the bot has not confirmed.

    Args:
        id: what the offset of a poll confirms.
        body: the Update object; where it was sent raw, anything.
        lane: the chat; a webhook gets one update of a chat at a time.
        again: delivered once more, whatever the bot confirmed.
        attempts: how often a webhook refused it.
        not_before: when a webhook may get it, on the monotonic clock.
        held: kept back until ``release``.
        flying: on its way to a webhook.
    """

    id: int
    body: Any
    lane: int
    again: bool = False
    attempts: int = 0
    not_before: float = 0.0
    held: bool = False
    flying: bool = False


class UpdateQueue:
    """The updates of one bot, with ids that grow by one."""

    def __init__(self, lock: threading.RLock) -> None:
        self._lock = lock
        self._next = random.randrange(100_000_000, 900_000_000)
        self.waiting: list[Waiting] = []
        self.made: dict[int, Waiting] = {}
        self.delivered: Counter[int] = Counter()
        self.allowed: list[str] | None = None
        self.holding = False
        self.wakers: list[Callable[[], None]] = []

    def add(self, kind: str, body: JSON, lane: int) -> int | None:
        """Queue an update; return its id, or None where the bot did not ask for this kind."""
        with self._lock:
            if not self.wants(kind):
                return None
            return self._queue({"update_id": self._next, kind: body}, lane)

    def add_raw(self, body: Any, lane: int) -> int:
        """Queue anything, whether the bot asked for it or not; an ``update_id`` becomes the next one.

        Returns:
            the number that confirms it.
        """
        with self._lock:
            if isinstance(body, dict) and type(body.get("update_id")) is int:
                body = {**body, "update_id": self._next}
            return self._queue(body, lane)

    def _queue(self, body: Any, lane: int) -> int:
        update = Waiting(self._next, body, lane, held=self.holding)
        self._next += 1
        self.waiting.append(update)
        self.made[update.id] = update
        self.wake()
        return update.id

    def wants(self, kind: str) -> bool:
        """Tell whether the bot asked for updates of this kind."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[str] | None) -> None:
        """Remember ``allowed_updates``; an empty list is the default again, names unknown are left out."""
        if kinds is not None:
            self.allowed = [kind for kind in kinds if kind in UPDATE_KINDS] or None

    def confirm(self, offset: int) -> None:
        """Forget what was delivered before ``offset``; a negative one keeps that many from the end."""
        with self._lock:
            if offset < 0:
                self.waiting = self.waiting[offset:]
            elif offset > 0:
                self.waiting = [each for each in self.waiting if each.again or each.id >= offset]

    def take(self, limit: int) -> list[JSON]:
        """Return the first updates that are not held back; they stay until they are confirmed."""
        with self._lock:
            batch = [each for each in self.waiting if not each.held][:limit]
            for each in batch:
                self.delivered[each.id] += 1
                if each.again:
                    self.waiting.remove(each)
            return [each.body for each in batch]

    def ready(self, now: float) -> Waiting | None:
        """Return the next update for a webhook: one of each chat at a time, in order."""
        with self._lock:
            busy = {each.lane for each in self.waiting if each.flying}
            for each in self.waiting:
                if each.lane in busy or each.held:
                    continue
                if each.not_before <= now:
                    each.flying = True
                    return each
                busy.add(each.lane)
            return None

    def done(self, update: Waiting) -> None:
        """Forget an update that a webhook took."""
        with self._lock:
            self.waiting = [each for each in self.waiting if each is not update]

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more, as Telegram does when a confirmation got lost.

        Raises:
            LookupError: where no such update was made.
        """
        with self._lock:
            if update_id not in self.made:
                raise LookupError(f"no update {update_id} was made")
            old = self.made[update_id]
            self.waiting.insert(0, Waiting(old.id, old.body, old.lane, again=True))
        self.wake()

    def release(self) -> None:
        """Let go of everything held back, at once."""
        with self._lock:
            self.holding = False
            for each in self.waiting:
                each.held = False
        self.wake()

    def clear(self) -> None:
        """Drop everything that waits."""
        with self._lock:
            self.waiting = []

    def wake(self) -> None:
        """Tell whoever waits for updates."""
        for waker in list(self.wakers):
            waker()
