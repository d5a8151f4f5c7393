"""The emulator as tests start it: a Bot API server on a free port, and a hand on the people who use it."""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar

import uvicorn

from .calls import Call
from .desk import Desk
from .faults import Fault
from .messages import Message
from .people import Channel, Group, Person, Room, Wanted
from .refusals import JSON
from .world import Chat, Query, World

TOKEN = "7000000001:" + "emulator-token-for-tests-only-0000x"


R = TypeVar("R", bound=Room)


class NoReply(AssertionError):  # noqa: N818 - it reads as what happened
    """The bot did not say what was waited for."""


class TelegramServer:
    """A strict Bot API server in a thread.

    Args:
        token: what the bot is started with; any token of Telegram's shape is taken, except those revoked.
        port: to listen on at 127.0.0.1; 0 is any free one.
        judging: let aiogram read every call, result and update; turn it off where speed is measured.
        keep: how many calls to keep; None is all.
    """

    def __init__(
        self, token: str = TOKEN, port: int = 0, judging: bool = True, keep: int | None = None
    ) -> None:
        bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Rung",
            "username": "rung_test_bot",
        }
        self.token = token
        self.world = World(bot)
        self.desk = Desk(self.world, judging, keep)
        self.rooms: dict[int, Room] = {}
        self._ids = itertools.count(5_000_000_001)
        self._port = port
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None

    # Running

    def start(self) -> Self:
        """Listen, and return when calls are answered."""
        from .control import routes
        from .wire import Dropping, application

        # Without its protocol asyncio leaves Nagle's algorithm on: every answer would be 40 ms late.
        listening = socket.socket(proto=socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", self._port))
        except OSError:
            listening.close()
            raise
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            application(self.desk, routes(self)),
            http=Dropping,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, args=(listening,), daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the Telegram emulator did not start")
            time.sleep(0.005)
        return self

    def _run(self, listening: socket.socket) -> None:
        import asyncio

        async def serve(server: uvicorn.Server) -> None:
            try:
                await server.serve(sockets=[listening])
            finally:
                await self.desk.stop_delivery()

        if self._server is not None:
            with listening:
                asyncio.run(serve(self._server))

    def stop(self) -> None:
        """End everything under way and stop listening."""
        if self._server is None or self._thread is None:
            return
        self.desk.polls.close()
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The server's address, what RUNG_TELEGRAM_API_URL holds."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """``base_url`` of python-telegram-bot's Bot."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """``base_file_url`` of python-telegram-bot's Bot."""
        return f"{self.url}/file/bot"

    @property
    def environment(self) -> dict[str, str]:
        """The two environment variables that point ``rung telegram`` here."""
        return {"RUNG_TELEGRAM_TOKEN": self.token, "RUNG_TELEGRAM_API_URL": self.url}

    # People, groups, channels

    def person(
        self, id: int | None = None, name: str = "Sam", language: str = "en", username: str = ""
    ) -> Person:
        """Return who has this id, else a new person. The bot knows them once they write."""
        number = next(self._ids) if id is None else id
        known = self.rooms.get(number)
        if isinstance(known, Person):
            return known
        user: JSON = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        chat: JSON = {"id": number, "type": "private", "first_name": name}
        if username:
            user["username"] = chat["username"] = username
        self.world.users[number] = user
        return self._room(Person(self, Chat(number, chat), user))

    def group(self, title: str = "Team", id: int | None = None, supergroup: bool = False) -> Group:
        """Return a group that somebody adds the bot to; the bot is told."""
        kind = "supergroup" if supergroup else "group"
        number = id or -(10**12 if supergroup else 0) - next(self._ids)
        chat = Chat(number, {"id": number, "type": kind, "title": title}, known=True)
        if supergroup:
            chat.counter = itertools.count(1)
        group = self._room(Group(self, chat))
        self.member_update(chat, self.person(name="Owner").user, True)
        return group

    def channel(self, title: str = "News", id: int | None = None) -> Channel:
        """Return a channel that the bot is an administrator of; the bot is told nothing."""
        number = id or -(10**12) - next(self._ids)
        body = {"id": number, "type": "channel", "title": title}
        return self._room(Channel(self, Chat(number, body, known=True, counter=itertools.count(1))))

    def _room(self, room: R) -> R:
        with self.world.lock:
            self.world.chats[room.chat.id] = room.chat
            self.rooms[room.chat.id] = room
        return room

    def deliver(self, kind: str, body: JSON, lane: int) -> int | None:
        """Queue an update; returns its id, or None where the bot did not ask for this kind."""
        self.desk.judge_update({"update_id": 1, kind: body})
        return self.world.queue.add(kind, body, lane)

    def raw(self, update: Any, lane: int = 0) -> int:
        """Queue an update as it is, malformed ones too. Its chat and its press are known from here on.

        Returns:
            the number that confirms it.
        """
        with self.world.lock:
            for chat in _chats_in(update):
                self.world.chats.setdefault(chat["id"], Chat(chat["id"], chat)).known = True
            query = update.get("callback_query") if isinstance(update, dict) else None
            if isinstance(query, dict) and isinstance(query.get("id"), str):
                self.world.queries[query["id"]] = Query(query["id"], lane, time.monotonic(), "")
        return self.world.queue.add_raw(update, lane)

    def member_update(self, chat: Chat, user: JSON, member: bool) -> int | None:
        """Tell the bot that it may or may not write into a chat any more."""
        inside: JSON = {"status": "member", "user": self.world.bot}
        outside: JSON = {"status": "kicked", "user": self.world.bot, "until_date": 0}
        body = {
            "chat": chat.body,
            "from": user,
            "date": int(time.time()),
            "old_chat_member": outside if member else inside,
            "new_chat_member": inside if member else outside,
        }
        return self.deliver("my_chat_member", body, chat.id)

    def hears(self, message: Message) -> bool:
        """Tell whether the bot gets a message of a group: all, or commands, mentions and replies only."""
        text, bot = message.text, self.world.bot
        replied = message.body.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]
        return self.world.reads_groups or text.startswith("/") or f"@{bot['username']}" in text or replied

    # Waiting and looking

    def wait_for(self, wanted: Wanted = None, timeout: float = 10.0, room: Room | None = None) -> Message:
        """Wait for a message of the bot, see ``Room.wait_for``; without a room, in any chat."""
        found: list[Message] = []

        def there() -> bool:
            found[:] = [each for each in self._changed(room) if _fits(each, wanted)]
            return bool(found)

        if not self.world.wait(there, timeout):
            raise NoReply(self._missing(f"the bot did not say {wanted!r}", timeout, room))
        return found[0]

    def _changed(self, room: Room | None) -> list[Message]:
        since = room.mark if room else 0
        found: dict[int, Message] = {}
        for event in self.world.events[since:]:
            message = event.message
            if message is None or event.kind not in ("sent", "edited") or message.deleted:
                continue
            if message.outgoing and (room is None or room.id == event.chat_id):
                found[id(message)] = message
        return list(found.values())

    def _missing(self, what: str, timeout: float, room: Room | None) -> str:
        rooms = [room] if room else list(self.rooms.values())
        lines = [f"{what} within {timeout:g} s"]
        lines += [each.transcript() for each in rooms]
        lines += [f"refused: {each.method}: {each.answer.get('description')}" for each in self.refused()[-5:]]
        return "\n".join(lines)

    def wait_until(self, done: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait until ``done()`` is true; it is asked again after everything that happens.

        Raises:
            NoReply: where it was not within ``timeout`` seconds.
        """
        if not self.world.wait(done, timeout):
            raise NoReply(self._missing("what was waited for did not happen", timeout, None))

    def settle(self, quiet: float = 0.3, timeout: float = 20.0) -> None:
        """Wait until no update waits and no call came for ``quiet`` seconds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            with self.world.lock:
                busy = self.desk.busy or self.world.queue.waiting
                still = time.monotonic() - self.desk.moved >= quiet
            if still and not busy:
                return
            time.sleep(0.02)
        raise NoReply(f"the bot was still at work after {timeout:g} s")

    def transcript(self) -> str:
        """Return all chats as text."""
        return "\n\n".join(room.transcript() for room in self.rooms.values() if room.messages)

    def called(self, message: Message) -> str:
        """Return the name of who sent a message."""
        sender = message.body.get("from") or message.body["chat"]
        return str(sender.get("first_name") or sender.get("title"))

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, in order."""
        with self.world.lock:
            return list(self.desk.calls)

    def calls_of(self, *methods: str) -> list[Call]:
        """Return the calls of some methods."""
        return [call for call in self.calls if call.method in methods]

    def refused(self) -> list[Call]:
        """Return the calls that were answered with an error."""
        return [call for call in self.calls if call.status >= 400]

    @property
    def violations(self) -> list[str]:
        """What aiogram refuses in calls, results and updates; empty when all is well."""
        return self.desk.judged()

    @property
    def rate_violations(self) -> list[str]:
        """Messages that came faster than Telegram allows, or before retry_after was over."""
        return self.desk.rates.violations

    def commands(self, scope: str = "default", language: str = "", **more: int) -> list[str]:
        """Return the commands registered for a scope, such as ``scope="chat", chat_id=5``."""
        key = json.dumps({"type": scope, **more}, sort_keys=True), language
        return [each["command"] for each in self.world.profile.commands.get(key, [])]

    # What goes wrong

    def fail(self, method: str | None = None, code: int = 500, **more: Any) -> Fault:
        """Answer calls with an error; see ``Fault`` for what else can be said."""
        return self.desk.faults.add(Fault("error", method, code=code, **more))

    def drop(self, method: str | None = None, **more: Any) -> Fault:
        """Cut the connection of calls, before the effect or (``after=True``) after it."""
        return self.desk.faults.add(Fault("drop", method, **more))

    def hang(self, method: str | None = None, seconds: float = 60.0, **more: Any) -> Fault:
        """Answer calls late, taking effect late too or (``after=True``) at once."""
        return self.desk.faults.add(Fault("hang", method, seconds=seconds, **more))

    def heal(self) -> None:
        """Take all faults away."""
        self.desk.faults.clear()

    def slow(self, seconds: float) -> None:
        """Let every call but polls take this much longer."""
        self.desk.latency = seconds

    def revoke(self, token: str | None = None) -> None:
        """Take a token away, as BotFather does: calls with it are unauthorized."""
        self.desk.revoked.add(token or self.token)

    def redeliver(self, update_id: int | None) -> None:
        """Deliver an update once more."""
        if update_id is None:
            raise ValueError("this made no update: the bot did not ask for it")
        self.world.queue.repeat(update_id)

    @contextlib.contextmanager
    def batched(self) -> Iterator[None]:
        """Keep back the updates made inside, and deliver them at once."""
        self.world.queue.holding = True
        try:
            yield
        finally:
            self.world.queue.release()


def _chats_in(value: Any) -> Iterator[JSON]:
    """Yield the chats that a raw update names."""
    if isinstance(value, dict):
        found = value.get("chat")
        if isinstance(found, dict) and type(found.get("id")) is int and isinstance(found.get("type"), str):
            kept = ("id", "type", "title", "first_name", "is_forum")
            yield {name: found[name] for name in kept if isinstance(found.get(name), int | str)}
        for each in value.values():
            yield from _chats_in(each)


def _fits(message: Message, wanted: Wanted) -> bool:
    if wanted is None:
        return True
    return wanted in message.text if isinstance(wanted, str) else wanted(message)
