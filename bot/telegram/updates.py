"""A durable queue of updates: each is written down before Telegram may forget it, and handled once, in order.

`UpdateQueue` is the application's update queue: `receive` returns when updates are in the inbox, and only one
update of a person is handed out at a time. `TurnProcessor` handles it, and writes down what it led to and
that it is done in one transaction.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.ext import ApplicationHandlerStop, BaseUpdateProcessor, CallbackContext
from telegram.request import HTTPXRequest, RequestData

from bot.store import Database, conversations
from bot.store.people import People
from bot.store.queue import Inbox, Outbox
from bot.telegram import keyboards
from bot.telegram.logging import Pseudonyms
from bot.telegram.metrics import Metrics
from bot.telegram.render import Draft, in_thread, post, say_text
from bot.telegram.turn import (
    NOBODY,
    Turn,
    UnreadableUpdateError,
    current,
    parse,
    trim,
    turn_of,
    update_id,
)
from bot.text import conversation as conversation_text
from bot.times import now

TRIES = 3
"""Starts after which an update that ends the process every time is answered with an apology instead."""
CONCURRENT = 256
STRANGERS_S = 10.0
"""Seconds that updates of people who have not agreed are waited for before Telegram may forget them."""
UNNUMBERED_S = 1.0
"""Seconds between two polls while all updates that wait lack an id."""
log = structlog.get_logger(__name__)


class UpdateQueue(asyncio.Queue[object]):
    """The application's queue of updates."""

    def __init__(self, database: Database, people: People, metrics: Metrics) -> None:
        super().__init__()
        self.bot: Bot | None = None
        self._db, self._people, self._metrics = database, people, metrics
        self._inbox = Inbox(database)
        self._turns: dict[int, Turn] = {}
        self._busy: dict[int, bool] = {}
        self._unanswered: dict[int, asyncio.Future[None]] = {}
        self._stopped = False

    async def put(self, item: object) -> None:
        """Take the library's signal to stop: nothing is handed out after it.

        What its own polling puts here has been received already (`UpdateRequest`).
        """
        if not isinstance(item, Update):
            self._stopped = True
            await super().put(item)

    def receive(self, batch: Sequence[object]) -> None:
        """Take updates, all of them or none. After this, Telegram may forget them once `answered` returns.

        Raises:
            StoreError: they could not be written down.
        """
        with self._db.transaction():
            received = [each for raw in batch if (each := self._receive(raw))]
        for update, turn in received:
            stranger = turn.person == NOBODY
            self._metrics.updates.labels("stranger" if stranger else turn.kind).inc()
            if turn.person in self._busy:
                self._busy[turn.person] = True
            elif not self._stopped and turn.update not in self._turns:
                self._hand_out(update, turn)

    async def answered(self) -> None:
        """Wait until people who have not agreed are answered: nothing of theirs is written down."""
        if self._unanswered:
            await asyncio.wait(list(self._unanswered.values()), timeout=STRANGERS_S)

    def resume(self) -> None:
        """Hand out what was left when the bot was last stopped."""
        self._inbox.restarted()
        for person in self._inbox.people():
            self._offer(person)

    def turn(self, update: object) -> Turn:
        """Return the turn of an update that was handed out."""
        assert isinstance(update, Update)
        return self._turns[update.update_id]

    def finished(self, turn: Turn) -> None:
        """Hand out a person's next update."""
        del self._turns[turn.update]
        if answered := self._unanswered.pop(turn.update, None):
            answered.set_result(None)
        if self._busy.pop(turn.person, False):
            self._offer(turn.person)

    def _receive(self, raw: object) -> tuple[Update, Turn] | None:
        """Write an update down; return None where there is nothing to do, or nothing any more."""
        try:
            trimmed = trim(raw)
            update = parse(trimmed, self.bot) if trimmed else None
        except UnreadableUpdateError as error:
            self._set_aside(error)
            return None
        if update is None:
            number = update_id(raw) or 0
            if not self._known(number):
                self._metrics.updates.labels("ignored").inc()
                self._inbox.done(number)
            return None
        turn = turn_of(update)
        person = self._sender(turn, json.dumps(trimmed))
        if person is None and self._known(turn.update):
            return None
        turn.person = NOBODY if person is None else person
        return update, turn

    def _sender(self, turn: Turn, body: str) -> int | None:
        """Write an update down, and return who it is from.

        Returns:
            None where nothing is written down: the update is known, the sender has not agreed, or it is about
            a group.
        """
        if not turn.private or not turn.user:
            return None
        person = self._inbox.receive(turn.update, turn.user, body)
        if person is None and turn.kind == "press" and keyboards.agreed(turn.text) is not None:
            if self._inbox.known(turn.update):
                return None
            self._people.agree(turn.user, turn.name, now())
            person = self._inbox.receive(turn.update, turn.user, body)
        return person

    def _known(self, number: int) -> bool:
        """Whether an update was received before; it is counted then."""
        known = number in self._unanswered or self._inbox.known(number)
        if known:
            self._metrics.duplicates.inc()
        return known

    def _set_aside(self, error: UnreadableUpdateError) -> None:
        """Count an update that cannot be read and remember its id, and nothing of its content."""
        if error.update is not None:
            if self._known(error.update):
                return
            self._inbox.done(error.update)
        self._metrics.set_aside.labels(error.kind).inc()
        log.warning("unreadable update set aside", update=error.update, kind=error.kind)

    def _offer(self, person: int) -> None:
        """Hand out the oldest update of a person of whom none is being handled."""
        while not self._stopped and (pending := self._inbox.next(person)):
            try:
                trimmed = trim(json.loads(pending.body))
                update = parse(trimmed, self.bot) if trimmed else None
            except UnreadableUpdateError:
                update = None
            if update is None:
                # Written down by a version that read it in another way.
                self._inbox.done(pending.update)
                continue
            turn = turn_of(update)
            turn.person, turn.tries = person, pending.tries
            self._hand_out(update, turn)
            # There may be more: it is looked for when this one is done.
            self._busy[person] = True
            return

    def _hand_out(self, update: Update, turn: Turn) -> None:
        if turn.person == NOBODY:
            self._unanswered[turn.update] = asyncio.get_running_loop().create_future()
        else:
            self._busy[turn.person] = False
        self._turns[turn.update] = turn
        self.put_nowait(update)


class TurnProcessor(BaseUpdateProcessor):
    """Handles updates of different people concurrently."""

    def __init__(
        self,
        database: Database,
        queue: UpdateQueue,
        wake: Callable[[int], None],
        metrics: Metrics,
        pseudonyms: Pseudonyms,
    ) -> None:
        super().__init__(CONCURRENT)
        self._db, self._queue, self._wake = database, queue, wake
        self._inbox, self._outbox = Inbox(database), Outbox(database)
        self._metrics, self._pseudonyms = metrics, pseudonyms

    async def initialize(self) -> None:
        """Do nothing: there is nothing to begin."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to end."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update, and write down what it led to."""
        started = time.perf_counter()
        turn = self._queue.turn(update)
        current.set(turn)
        try:
            if turn.tries < TRIES:
                if turn.person != NOBODY:
                    turn.saved = conversations.load(self._db, turn.person)
                await coroutine
            else:
                if isinstance(coroutine, Coroutine):
                    coroutine.close()
                turn.finish = apologise
            self._complete(turn)
        finally:
            self._queue.finished(turn)
        took = time.perf_counter() - started
        self._metrics.turns.labels(turn.kind).observe(took)
        log.info(
            "turn answered",
            kind=turn.kind,
            seconds=round(took, 4),
            update=self._pseudonyms.of("update", turn.update),
            chat=self._pseudonyms.of("chat", turn.chat),
        )

    async def failed(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Apologise for an update whose handler failed; jobs come round again. An error handler."""
        self._metrics.errors.labels("unexpected").inc()
        log.error("turn failed" if update else "job failed", exc_info=context.error)
        if isinstance(update, Update):
            current.get().finish = apologise
            raise ApplicationHandlerStop

    def _complete(self, turn: Turn) -> None:
        try:
            self._write_down(turn)
        except Exception:
            self._metrics.errors.labels("unexpected").inc()
            log.exception("turn failed", kind=turn.kind)
            turn.finish = apologise
            self._write_down(turn)
        if turn.person != NOBODY:
            self._wake(turn.person)

    def _write_down(self, turn: Turn) -> None:
        """Keep what changed, what is to be said, and that it was done: all of it or nothing."""
        with self._db.transaction():
            drafts = in_thread(turn.thread, turn.finish() if turn.finish else [])
            # Nothing is said to somebody whom the turn has deleted.
            if self._inbox.done(turn.update):
                post(self._outbox, turn.person, drafts)


def apologise() -> list[Draft]:
    """Say that something went wrong."""
    return say_text(conversation_text.FAILED)


class UpdateRequest(HTTPXRequest):
    """Asks for updates, and receives them before the library knows of them.

    python-telegram-bot parses a batch as a whole. One update that it cannot parse would end every poll, and
    it would log the words and names of the whole batch. So it gets ids alone, to confirm them by.

    Attributes:
        polled_at: when Telegram last answered, on the monotonic clock.
        revoked: set when Telegram takes the token no longer.
        conflict: whether Telegram said at the last poll that somebody else gets the updates.
    """

    def __init__(self, queue: UpdateQueue, **options: Any) -> None:
        super().__init__(**options)
        self.queue = queue
        self.polled_at = time.monotonic()
        self.revoked = asyncio.Event()
        self.conflict = False

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a call; see `telegram.request.BaseRequest.do_request`.

        What goes wrong in it, in the store too, becomes a `NetworkError`: the library polls again.
        """
        await self.queue.answered()
        status, payload = await super().do_request(url, method, *args, **kwargs)
        self.conflict = status == HTTPStatus.CONFLICT
        if status == HTTPStatus.UNAUTHORIZED:
            self.revoked.set()
        if status != HTTPStatus.OK:
            return status, payload
        self.polled_at = time.monotonic()
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            raise NetworkError("the answer is not JSON") from None
        if not isinstance(answer, dict) or not isinstance(answer.get("result"), list):
            return status, payload
        batch = answer["result"]
        self.queue.receive(batch)
        data: RequestData | None = kwargs.get("request_data")
        numbers = confirmed_ids(batch, data.parameters.get("offset") if data else None)
        if batch and not any(map(update_id, batch)):
            # Nothing in it tells how far to confirm: ask again, but not at once.
            await asyncio.sleep(UNNUMBERED_S)
        return status, json.dumps({"ok": True, "result": [{"update_id": n} for n in numbers]}).encode()


def confirmed_ids(batch: Sequence[object], offset: object) -> list[int]:
    """Return the ids by which updates are confirmed.

    Args:
        batch: as Telegram sent it, in ascending order of the ids.
        offset: the batch was asked for with; its ids are not smaller.

    Returns:
        An update without an id gets the lowest it can have: to confirm that never confirms another one.
        Without an offset the first ones have no such id and are left out.
    """
    numbers: list[int] = []
    lowest = offset if isinstance(offset, int) and offset > 0 else None
    for raw in batch:
        number = update_id(raw) or lowest
        if number is not None:
            numbers.append(number)
            lowest = number + 1
    return numbers
