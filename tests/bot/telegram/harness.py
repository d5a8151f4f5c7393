"""Handlers in python-telegram-bot's own application, with the real queue and processor and no network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest

from bot.store import Database
from bot.store.people import People, Person
from bot.store.queue import Outbox
from bot.telegram.calls import Call
from bot.telegram.handlers import App
from bot.telegram.logging import Pseudonyms
from bot.telegram.metrics import Metrics
from bot.telegram.updates import TurnProcessor, UpdateQueue

BOT = {"id": 9, "is_bot": True, "first_name": "Rung", "username": "rung_bot"}


class Offline(BaseRequest):
    """Answers every call as Telegram answers getMe."""

    read_timeout = 1.0

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Answer a call."""
        return 200, json.dumps({"ok": True, "result": BOT}).encode()


class Harness:
    """Handles updates one by one, and takes what is to be sent from the outbox.

    Args:
        database: the store.
        add: adds handlers to the application.
    """

    def __init__(self, database: Database, add: Callable[[App], None]) -> None:
        self.db, self.outbox, self.metrics = database, Outbox(database), Metrics()
        self.queue = UpdateQueue(database, People(database), self.metrics)
        self.woken: list[int] = []
        pseudonyms = Pseudonyms(b"0" * 16)
        self.processor = TurnProcessor(database, self.queue, self.woken.append, self.metrics, pseudonyms)
        builder: Any = ApplicationBuilder().token("9:test").updater(None).job_queue(None)
        builder.request(Offline()).get_updates_request(Offline()).update_queue(self.queue)
        self.app: App = builder.concurrent_updates(self.processor).build()
        self.queue.bot = self.app.bot
        self._run(self.app.initialize())
        self.app.add_error_handler(self.processor.failed)
        add(self.app)
        self._update = self._message = 100

    def says(self, person: Person, text: str, reply: int | None = None) -> list[Call]:
        """Let a person write; return what they are sent for it."""
        message: dict[str, Any] = {"message_id": self._next_message(), **_chat(person), "text": text}
        if reply:
            message["reply_to_message"] = {"message_id": reply, **_chat(person)}
        return self._does(person, {"message": message})

    def taps(self, person: Person, data: str) -> list[Call]:
        """Let a person press a button that carries data."""
        return self._does(person, {"callback_query": _query(person, data)})

    def presses(self, person: Person, data: str) -> None:
        """Let a person press a button; what they are sent for it stays in the outbox."""
        self._update += 1
        self.receive({"update_id": self._update, "callback_query": _query(person, data)})

    def receive(self, *raw: object) -> int:
        """Take updates and handle what is handed out; return how many."""
        return int(self._run(self._receive(raw)))

    def sent(self, person: int) -> list[Call]:
        """Take what waits for a person, each message under the next id."""
        calls = []
        while message := self.outbox.next(person):
            call = Call.from_json(message.call)
            number = self._next_message()
            calls.append(call.but(query=str(number)))
            self.outbox.sent(message, number if call.sends else None)
        return calls

    def _does(self, person: Person, update: dict[str, Any]) -> list[Call]:
        self._update += 1
        self.receive({"update_id": self._update, **update})
        return self.sent(person.id)

    async def _receive(self, updates: tuple[object, ...]) -> int:
        self.queue.receive(updates)
        handled = 0
        while not self.queue.empty():
            update = await self.queue.get()
            await self.processor.process_update(update, self.app.process_update(update))
            handled += 1
        return handled

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run(coroutine)

    def _next_message(self) -> int:
        self._message += 1
        return self._message


def _chat(person: Person) -> dict[str, Any]:
    who = {"id": person.telegram, "is_bot": False, "first_name": person.name}
    return {"date": 1, "chat": {"id": person.telegram, "type": "private"}, "from": who}


def _query(person: Person, data: str) -> dict[str, Any]:
    message = {"message_id": 7, **_chat(person)}
    return {"id": "q", "from": message["from"], "message": message, "data": data}
