"""The fake as tests start it: a Bot API server on a free port, people who chat, and faults."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar

from aiohttp import web

from . import page
from .calls import Call, unknown_fields
from .chats import Chat, Chats, Message, Query
from .faults import Fault, Rates
from .people import Channel, Group, Person, Room, Wanted
from .refusals import JSON
from .updates import Updates
from .wire import Wire

TOKEN = "7000000001:" + "fake-bot-api-token-for-tests-0000xx"
R = TypeVar("R", bound=Room)


class NoReply(AssertionError):  # noqa: N818 - it reads as what happened
    """The bot did not do what was waited for."""


class TelegramServer:
    """A strict Bot API server in a thread.

    Args:
        token: what the bot is started with; any of Telegram's shape is taken, except those revoked.
        port: to listen on at 127.0.0.1; 0 is any free one.
        strict: check parameters of calls; turn it off where speed is measured.
        keep: how many calls to keep; None is all.
    """

    def __init__(
        self, token: str = TOKEN, port: int = 0, strict: bool = True, keep: int | None = None
    ) -> None:
        number = int(token.partition(":")[0])
        self.token, self.strict = token, strict
        self.chats = Chats({"id": number, "is_bot": True, "first_name": "Rung", "username": "rung_test_bot"})
        self.updates = Updates(self.chats.lock)
        self.faults: list[Fault] = []
        self.rates = Rates()
        self.record: deque[Call] = deque(maxlen=keep)
        self.violations: list[str] = []
        """What the Bot API does not know in calls and updates; empty when all is well."""
        self.revoked: set[str] = set()
        self.latency = 0.0
        self.busy = 0
        """Calls under way, polls left out."""
        self.moved = 0.0
        """When the last call ended, on the monotonic clock."""
        self.rooms: dict[int, Room] = {}
        self._ids = itertools.count(5_000_000_001)
        self._port = port
        self._thread: threading.Thread | None = None

    # Running

    def start(self) -> Self:
        """Listen, and return when calls are answered."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", self._port))
        except OSError:
            listening.close()
            raise
        self._port = listening.getsockname()[1]
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listening, started), daemon=True)
        self._thread.start()
        if not started.wait(10):
            raise RuntimeError("the fake Bot API did not start")
        return self

    def _run(self, listening: socket.socket, started: threading.Event) -> None:
        async def serve() -> None:
            application = web.Application(client_max_size=60 * 2**20)
            application.add_routes([*Wire(self).routes(), *page.routes(self)])
            runner = web.AppRunner(
                application, handler_cancellation=True, access_log=None, shutdown_timeout=0.5
            )
            await runner.setup()
            await web.SockSite(runner, listening).start()
            self._end = asyncio.Event()
            self.updates.loop = asyncio.get_running_loop()
            started.set()
            await self._end.wait()
            await self.updates.stop()
            await runner.cleanup()

        asyncio.run(serve())

    def stop(self) -> None:
        """End everything under way and stop listening."""
        if self._thread is None or self.updates.loop is None:
            return
        self.updates.closing = True
        self.updates.wake()
        self.updates.loop.call_soon_threadsafe(self._end.set)
        self._thread.join(timeout=10)
        self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address, what RUNG_TELEGRAM_API_URL holds."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def environment(self) -> dict[str, str]:
        """The two environment variables that point ``rung telegram`` here."""
        return {"RUNG_TELEGRAM_TOKEN": self.token, "RUNG_TELEGRAM_API_URL": self.url}

    # People, groups, channels, updates

    def person(self, id: int | None = None, name: str = "Sam", language: str = "en") -> Person:
        """Return who has this id, else a new person. The bot may write to them once they write."""
        number = next(self._ids) if id is None else id
        known = self.rooms.get(number)
        if isinstance(known, Person):
            return known
        user: JSON = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        chat = Chat(number, {"id": number, "type": "private", "first_name": name})
        return self._room(Person(self, chat, user))

    def group(self, title: str = "Team") -> Group:
        """Return a group that somebody adds the bot to; the bot is told."""
        number = -next(self._ids)
        chat = Chat(number, {"id": number, "type": "group", "title": title}, known=True)
        group = self._room(Group(self, chat))
        self.member_update(chat, self.person(name="Owner").user, member=True)
        return group

    def channel(self, title: str = "News") -> Channel:
        """Return a channel that the bot administers."""
        number = -(10**12) - next(self._ids)
        body = {"id": number, "type": "channel", "title": title}
        return self._room(Channel(self, Chat(number, body, known=True, numbers=itertools.count(1))))

    def _room(self, room: R) -> R:
        with self.chats.lock:
            self.chats.all[room.id] = room.chat
            self.rooms[room.id] = room
        return room

    def deliver(self, kind: str, body: JSON, lane: int) -> int | None:
        """Queue an update; return its id, or None where the bot did not ask for this kind."""
        if self.strict:
            self.violations += [f"update: {each}" for each in unknown_fields({"update_id": 1, kind: body})]
        return self.updates.add(kind, body, lane)

    def raw(self, update: Any, lane: int = 0) -> int:
        """Queue an update as it is, malformed ones too; return the id that confirms it.

        Chats and callback queries in it are known from here on.
        """
        with self.chats.lock:
            for chat in _chats_in(update):
                self.chats.all.setdefault(chat["id"], Chat(chat["id"], chat)).known = True
            query = update.get("callback_query") if isinstance(update, dict) else None
            if isinstance(query, dict) and isinstance(query.get("id"), str):
                self.chats.queries[query["id"]] = Query(query["id"], lane)
        return self.updates.raw(update, lane)

    def member_update(self, chat: Chat, user: JSON, member: bool) -> int | None:
        """Tell the bot that it may write into a chat, or no longer."""
        inside: JSON = {"status": "member", "user": self.chats.bot}
        outside: JSON = {"status": "kicked", "user": self.chats.bot, "until_date": 0}
        body: JSON = {"chat": chat.body, "from": user, "date": int(time.time())}
        body |= {"old_chat_member": outside if member else inside}
        return self.deliver(
            "my_chat_member", body | {"new_chat_member": inside if member else outside}, chat.id
        )

    def reads(self, message: Message) -> bool:
        """Whether the bot gets a message of a group: commands, mentions and replies only."""
        bot = self.chats.bot
        replied = message.body.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]
        return message.text.startswith("/") or f"@{bot['username']}" in message.text or replied

    # Waiting and looking

    def wait_for(self, wanted: Wanted = None, timeout: float = 10.0, room: Room | None = None) -> Message:
        """Wait for a message of the bot, see ``Room.wait_for``; without a room, in any chat."""
        found: list[Message] = []

        def there() -> bool:
            found[:] = [each for each in self._changed(room) if _fits(each, wanted)]
            return bool(found)

        if not self.chats.wait(there, timeout):
            raise NoReply(self._missing(f"the bot did not say {wanted!r}", timeout, room))
        return found[0]

    def _changed(self, room: Room | None) -> list[Message]:
        found: dict[int, Message] = {}
        for event in self.chats.events[room.mark if room else 0 :]:
            message, here = event.message, room is None or room.id == event.chat_id
            if here and message and message.outgoing and event.kind in ("sent", "edited"):
                found[id(message)] = message
        return [each for each in found.values() if not each.deleted]

    def _missing(self, what: str, timeout: float, room: Room | None) -> str:
        lines = [f"{what} within {timeout:g} s", room.transcript() if room else self.transcript()]
        lines += [f"refused: {each.method}: {each.answer.get('description')}" for each in self.refused()[-5:]]
        return "\n".join(lines)

    def wait_until(self, done: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait until ``done()`` is true; it is asked again after everything that happens.

        Raises:
            NoReply: it was not within ``timeout`` seconds.
        """
        if not self.chats.wait(done, timeout):
            raise NoReply(self._missing("what was waited for did not happen", timeout, None))

    def settle(self, quiet: float = 0.3, timeout: float = 20.0) -> None:
        """Wait until no update waits and no call came for ``quiet`` seconds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            with self.chats.lock:
                if not self.busy and not self.updates.waiting and time.monotonic() - self.moved >= quiet:
                    return
            time.sleep(0.02)
        raise NoReply(f"the bot was still at work after {timeout:g} s")

    def transcript(self) -> str:
        """Return all chats as text."""
        return "\n\n".join(room.transcript() for room in self.rooms.values() if room.messages)

    @property
    def calls(self) -> list[Call]:
        """Calls of the bot, in order."""
        with self.chats.lock:
            return list(self.record)

    def calls_of(self, *methods: str) -> list[Call]:
        """Return the calls of some methods."""
        return [call for call in self.calls if call.method in methods]

    def refused(self) -> list[Call]:
        """Return the calls that were answered with an error."""
        return [call for call in self.calls if call.status >= 400]

    @property
    def rate_violations(self) -> list[str]:
        """Messages that came faster than Telegram allows, or before retry_after was over."""
        return self.rates.violations

    def commands(self, scope: str = "default", **more: int) -> list[str]:
        """Return the commands registered for a scope, such as ``scope="chat", chat_id=5``."""
        return self.chats.commands.get(json.dumps({"type": scope, **more}, sort_keys=True), [])

    # Faults

    def fail(self, method: str = "", code: int = 500, **more: Any) -> Fault:
        """Answer calls with an error; ``Fault`` says what else can be given."""
        return self._fault(Fault("error", method, code=code, **more))

    def drop(self, method: str = "", **more: Any) -> Fault:
        """Cut the connection of calls, before the effect or (``after=True``) after it."""
        return self._fault(Fault("drop", method, **more))

    def hang(self, method: str = "", seconds: float = 60.0, **more: Any) -> Fault:
        """Answer calls late, with the effect late too or (``after=True``) at once."""
        return self._fault(Fault("hang", method, seconds=seconds, **more))

    def _fault(self, fault: Fault) -> Fault:
        self.faults.append(fault)
        return fault

    def slow(self, seconds: float) -> None:
        """Let every call but polls take this much longer."""
        self.latency = seconds

    def revoke(self) -> None:
        """Take the token away, as BotFather does."""
        self.revoked.add(self.token)

    def redeliver(self, update_id: int | None) -> None:
        """Deliver an update once more."""
        assert update_id is not None, "the bot did not ask for this update"
        self.updates.repeat(update_id)

    @contextlib.contextmanager
    def batched(self) -> Iterator[None]:
        """Keep back the updates made inside, and deliver them at once."""
        self.updates.holding = True
        try:
            yield
        finally:
            self.updates.release()


def _chats_in(value: Any) -> Iterator[JSON]:
    """Yield the chats that a raw update names."""
    if isinstance(value, dict):
        found = value.get("chat")
        if isinstance(found, dict) and type(found.get("id")) is int and isinstance(found.get("type"), str):
            yield found
        for each in value.values():
            yield from _chats_in(each)


def _fits(message: Message, wanted: Wanted) -> bool:
    if wanted is None:
        return True
    return wanted in message.text if isinstance(wanted, str) else wanted(message)
