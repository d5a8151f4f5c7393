"""A durable queue of updates: each is written down before Telegram may forget it, and handled once, in order.

`UpdateQueue` is the application's update queue: `put` returns when an update is in the inbox, and only one
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
from telegram.error import NetworkError, TelegramError
from telegram.ext import ApplicationHandlerStop, BaseUpdateProcessor, CallbackContext
from telegram.request import HTTPXRequest, RequestData

from bot.store import Database, StoreError
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
    kind_of,
    parse,
    trim,
    turn_of,
    update_id,
)
from bot.text import conversation as conversation_text
from bot.times import now

RAW = "raw"
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
        self._busy: set[int] = set()
        self._unanswered: dict[int, asyncio.Future[None]] = {}
        self._stopped = False

    async def put(self, item: object) -> None:
        """Take an update. When this returns, Telegram may forget it once `answered` has returned too.

        Args:
            item: `wrapped`; anything else tells the application to stop, and nothing is handed out after it.

        Raises:
            TelegramError: it could not be written down. Polling goes on, which any other error would end.
        """
        if not isinstance(item, Update):
            self._stopped = True
            return await super().put(item)
        try:
            self._receive(item.api_kwargs.get(RAW))
        except StoreError as error:
            raise TelegramError(f"update not written down: {error}") from None

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
        if turn.person in self._busy:
            self._busy.discard(turn.person)
            self._offer(turn.person)

    def _receive(self, raw: object) -> None:
        try:
            trimmed = trim(raw)
            update = parse(trimmed, self.bot) if trimmed else None
        except UnreadableUpdateError as error:
            return self._set_aside(error)
        number = update_id(raw) or 0
        if number in self._unanswered or self._inbox.known(number):
            self._metrics.duplicates.inc()
            return None
        if update is None:
            self._metrics.updates.labels("ignored").inc()
            return self._inbox.done(number)
        turn = turn_of(update)
        if (person := self._person(turn)) is None:
            return self._hand_out(update, turn, stranger=True)
        self._inbox.receive(number, person, json.dumps(trimmed))
        self._metrics.updates.labels(turn.kind).inc()
        if person in self._busy or self._stopped:
            return None
        # Nothing of theirs is being handled, so nothing older waits.
        turn.person = person
        self._busy.add(person)
        return self._hand_out(update, turn)

    def _set_aside(self, error: UnreadableUpdateError) -> None:
        """Count an update that cannot be read and remember its id, and nothing of its content."""
        if error.update is not None:
            if self._inbox.known(error.update):
                self._metrics.duplicates.inc()
                return
            self._inbox.done(error.update)
        self._metrics.set_aside.labels(error.kind).inc()
        log.warning("update set aside", update=error.update, kind=error.kind)

    def _person(self, turn: Turn) -> int | None:
        """Return who an update is from; None for who has not agreed, and for what happens in groups."""
        if not turn.private or not turn.user:
            return None
        known = self._people.id_of(turn.user)
        if known is None and turn.kind == "press" and keyboards.agreed(turn.text) is not None:
            return self._people.agree(turn.user, turn.name, now()).id
        return known

    def _offer(self, person: int) -> None:
        """Hand out a person's oldest update, if none is being handled."""
        while not self._stopped and person not in self._busy:
            pending = self._inbox.next(person)
            if pending is None:
                return
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
            self._busy.add(person)
            self._hand_out(update, turn)

    def _hand_out(self, update: Update, turn: Turn, stranger: bool = False) -> None:
        if stranger:
            self._metrics.updates.labels("stranger").inc()
            self._unanswered[turn.update] = asyncio.get_running_loop().create_future()
        self._turns[turn.update] = turn
        self.put_nowait(update)


class TurnProcessor(BaseUpdateProcessor):
    """Handles updates of different people concurrently.

    Args:
        wake: told for whom messages wait in the outbox.
    """

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
        self._people = People(database)
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
            "update answered",
            kind=turn.kind,
            seconds=round(took, 4),
            update=self._pseudonyms.of("update", turn.update),
            chat=self._pseudonyms.of("chat", turn.chat),
        )

    async def failed(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Apologise for an update whose handler failed; jobs come round again. An error handler."""
        self._metrics.errors.labels("unexpected").inc()
        log.error("update failed" if update else "job failed", exc_info=context.error)
        if isinstance(update, Update):
            current.get().finish = apologise
            raise ApplicationHandlerStop

    def _complete(self, turn: Turn) -> None:
        try:
            self._write_down(turn)
        except Exception:
            self._metrics.errors.labels("unexpected").inc()
            log.exception("update failed", kind=turn.kind)
            turn.finish = apologise
            self._write_down(turn)
        if turn.person != NOBODY:
            self._wake(turn.person)

    def _write_down(self, turn: Turn) -> None:
        """Keep what changed, what is to be said, and that it was done: all of it or nothing."""
        with self._db.transaction():
            drafts = in_thread(turn.thread, turn.finish() if turn.finish else [])
            if turn.person != NOBODY and self._people.has(turn.person):
                post(self._outbox, turn.person, drafts)
            self._inbox.done(turn.update)


def apologise() -> list[Draft]:
    """Say that something went wrong."""
    return say_text(conversation_text.FAILED)


class UpdateRequest(HTTPXRequest):
    """Asks for updates and leaves them unparsed: in `Update.api_kwargs`, under `RAW`.

    python-telegram-bot parses a batch as a whole. One update that it cannot parse would end every poll, and
    it would log the words and names of the whole batch.

    Attributes:
        queue: whose updates are confirmed by the next poll.
        polled_at: when Telegram last answered, on the monotonic clock.
        revoked: set when Telegram takes the token no longer.
    """

    def __init__(self, queue: UpdateQueue, **options: Any) -> None:
        super().__init__(**options)
        self.queue = queue
        self.polled_at = time.monotonic()
        self.revoked = asyncio.Event()

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a call; see `telegram.request.BaseRequest.do_request`."""
        await self.queue.answered()
        status, payload = await super().do_request(url, method, *args, **kwargs)
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
        data: RequestData | None = kwargs.get("request_data")
        offset = data.parameters.get("offset") if data else None
        numbered = numbered_updates(
            answer["result"], offset if isinstance(offset, int) and offset > 0 else None
        )
        if answer["result"] and not any(update_id(raw) for raw in answer["result"]):
            # Nothing in it tells how far to confirm: ask again, but not at once.
            await asyncio.sleep(UNNUMBERED_S)
        return status, json.dumps(answer | {"result": numbered}).encode()


def wrapped(raw: object) -> Update:
    """Return an update that was not parsed, as the queue takes it."""
    return Update(update_id(raw) or 0, api_kwargs={RAW: raw})


def numbered_updates(updates: Sequence[object], offset: int | None) -> list[dict[str, Any]]:
    """Wrap updates so that each has an id to confirm it by and nothing else to parse.

    Args:
        updates: as Telegram sent them, in ascending order of their ids.
        offset: they were asked for with; their ids are not smaller.

    Returns:
        ``update_id`` and `RAW` of each. An update without an id gets the lowest it can have: to confirm
        that never confirms another one. Without an offset the first ones have no such id and are left out.
    """
    numbered: list[dict[str, Any]] = []
    lowest = offset
    for raw in updates:
        number = update_id(raw) or lowest
        if number is None:
            log.warning("update set aside", update=None, kind=kind_of(raw))
            continue
        numbered.append({"update_id": number, RAW: raw})
        lowest = number + 1
    return numbered
