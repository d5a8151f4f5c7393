"""The world the emulator keeps: people, chats, messages, files, and what happened in order."""

from __future__ import annotations

import itertools
import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from .identity import Profile
from .media import StoredFile, Upload, stored
from .messages import Message
from .refusals import JSON, Refused, bad
from .updates import UpdateQueue

QUERY_LIFETIME = 30.0


@dataclass
class Chat:
    """A chat of the bot.

    Args:
        id: negative for groups and channels.
        body: the Bot API's Chat object.
        known: the bot may write into it: the person wrote first, the group has the bot in it.
        blocked: the person blocked the bot, or the group removed it.
        messages: in order of their ids.
        actions: ``typing`` and so on, with the second since the epoch.
        keyboard: the reply keyboard people see, rows of labels.
        counter: message ids of a supergroup or channel; other chats share the bot's.
    """

    id: int
    body: JSON
    known: bool = False
    blocked: bool = False
    messages: list[Message] = field(default_factory=list)
    actions: list[tuple[float, str]] = field(default_factory=list)
    keyboard: list[list[str]] = field(default_factory=list)
    counter: itertools.count[int] | None = None

    @property
    def kind(self) -> str:
        """private, group, supergroup or channel."""
        return str(self.body["type"])


@dataclass
class Query:
    """A tap on a button that the bot should answer."""

    id: str
    chat_id: int
    at: float
    data: str
    answer: JSON | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened in a chat: sent, edited, deleted, reacted, action, answered."""

    number: int
    kind: str
    chat_id: int
    message: Message | None = None
    query: Query | None = None


class World:
    """Everything the emulator knows. Safe to use from several threads: hold ``lock``, wait on ``changed``."""

    def __init__(self, bot: JSON) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.bot = bot
        self.queue = UpdateQueue(self.lock)
        self.users: dict[int, JSON] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.events: list[Event] = []
        self.watchers: list[Callable[[Event], None]] = []
        self.profile = Profile()
        self.query_lifetime = QUERY_LIFETIME
        self.reads_groups = False
        # The bot's own counter: private chats and basic groups share it, as at Telegram.
        self._counter = itertools.count(1)
        self._numbers = itertools.count(1)
        self._queries = itertools.count(1)

    def chat(self, chat_id: int | str) -> Chat:
        """Return a chat the bot may write into.

        Raises:
            Refused: chat not found, or the bot was blocked or removed.
        """
        chat = self._named(chat_id)
        if chat is None or not chat.known:
            raise bad("chat not found")
        if chat.blocked:
            raise Refused(403, _BLOCKED[chat.kind])
        return chat

    def _named(self, chat_id: int | str) -> Chat | None:
        if isinstance(chat_id, int):
            return self.chats.get(chat_id)
        wanted = chat_id.removeprefix("@").lower()
        return next((c for c in self.chats.values() if c.body.get("username", "").lower() == wanted), None)

    def message(self, chat: Chat, message_id: int) -> Message | None:
        """Return a message that is still in a chat."""
        at = bisect_left(chat.messages, message_id, key=lambda each: each.id)
        message = chat.messages[at] if at < len(chat.messages) else None
        return message if message and message.id == message_id and not message.deleted else None

    def post(self, chat: Chat, content: JSON, sender: JSON | None, file: StoredFile | None = None) -> Message:
        """Put a message into a chat under the next number."""
        with self.lock:
            number = next(chat.counter or self._counter)
            body: JSON = {"message_id": number}
            body |= {"sender_chat": chat.body} if sender is None else {"from": sender}
            body |= {"chat": chat.body, "date": int(time.time()), **content}
            outgoing = sender is self.bot
            message = Message(chat.id, number, body, outgoing, file=file)
            chat.messages.append(message)
            self.happened("sent", chat.id, message)
            return message

    def change(self, message: Message, body: JSON) -> None:
        """Replace what a message says, keeping what it said."""
        with self.lock:
            message.revisions.append(message.body)
            message.body = body
            self.happened("edited", message.chat_id, message)

    def delete(self, message: Message) -> None:
        """Take a message out of its chat."""
        with self.lock:
            message.deleted = True
            self.happened("deleted", message.chat_id, message)

    def keep(self, upload: Upload, kind: str, checked: bool = True) -> StoredFile:
        """Keep a file and give it an id; ``checked`` refuses what a bot may not upload."""
        file = stored(upload, kind, next(self._numbers), checked)
        with self.lock:
            self.files[file.file_id] = file
        return file

    def ask(self, chat_id: int, data: str) -> Query:
        """Open a callback query."""
        with self.lock:
            number = f"{4_000_000_000_000_000_000 + next(self._queries)}"
            query = Query(number, chat_id, time.monotonic(), data)
            self.queries[query.id] = query
            return query

    def happened(
        self, kind: str, chat_id: int, message: Message | None = None, query: Query | None = None
    ) -> None:
        """Write down that something happened, tell the watchers, and wake whoever waits for it."""
        with self.changed:
            event = Event(len(self.events) + 1, kind, chat_id, message, query)
            self.events.append(event)
            if message is not None:
                message.history = event.number
            for watch in self.watchers:
                watch(event)
            self.changed.notify_all()

    def wait(self, done: Callable[[], bool], timeout: float) -> bool:
        """Wait until something is so; return False when it was not within ``timeout`` seconds."""
        with self.changed:
            return self.changed.wait_for(done, timeout)


_BLOCKED = {
    "private": "Forbidden: bot was blocked by the user",
    "group": "Forbidden: bot was kicked from the group chat",
    "supergroup": "Forbidden: bot was kicked from the supergroup chat",
    "channel": "Forbidden: bot was kicked from the channel chat",
}
