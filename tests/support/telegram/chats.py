"""Chats, messages and files as Telegram keeps them."""

from __future__ import annotations

import io
import itertools
import secrets
import threading
import time
import warnings
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from PIL import Image

from .refusals import JSON, Refused, bad

MEGABYTE = 2**20
UPLOAD_LIMIT = 50 * MEGABYTE
DOWNLOAD_LIMIT = 20 * MEGABYTE
PHOTO_LIMIT = 10 * MEGABYTE
PHOTO_SIDES = 10_000
"""Pixels: width and height of a photo together."""
PHOTO_RATIO = 20

EventKind = Literal["sent", "edited", "deleted", "reacted", "action", "answered"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: its label, and the callback data or the address behind it."""

    label: str
    data: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A picture, document, voice message or sticker."""

    file_id: str
    path: str
    name: str
    mime: str
    data: bytes
    kind: str
    width: int = 0
    height: int = 0

    def shown(self) -> JSON:
        """Return the fields of a message that show the file."""
        known: JSON = {
            "file_id": self.file_id,
            "file_unique_id": self.file_id[:16],
            "file_size": len(self.data),
        }
        if self.kind == "photo":
            return {"photo": [known | {"width": self.width, "height": self.height}]}
        if self.kind == "sticker":
            form = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {"sticker": known | form}
        if self.kind == "voice":
            return {"voice": known | {"duration": 3, "mime_type": self.mime}}
        return {"document": known | {"file_name": self.name, "mime_type": self.mime}}


@dataclass
class Message:
    """A message in a chat, as it stands now.

    Args:
        body: the Bot API's Message object.
        outgoing: the bot sent it.
        source: the text or caption as the bot wrote it, markup included.
        revisions: what ``body`` was before each edit.
        reactions: emoji of the bot.
    """

    chat_id: int
    id: int
    body: JSON
    outgoing: bool
    source: str = ""
    file: File | None = None
    revisions: list[JSON] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text, or the caption of the picture or document."""
        return text_of(self.body)

    @property
    def rows(self) -> list[list[Button]]:
        """Inline buttons, row by row."""
        keyboard = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        """Inline buttons in reading order."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """Labels of the inline buttons."""
        return [button.label for button in self.buttons]

    @property
    def data(self) -> bytes | None:
        """Bytes of the picture or document."""
        return self.file.data if self.file else None

    @property
    def photo(self) -> bytes | None:
        """Bytes of the picture."""
        return self.file.data if self.file and self.file.kind == "photo" else None

    @property
    def document(self) -> File | None:
        """The document."""
        return self.file if self.file and self.file.kind == "document" else None

    def button(self, wanted: str) -> Button:
        """Return the button with a label or with callback data.

        Raises:
            LookupError: with the labels there are.
        """
        for each in self.buttons:
            if wanted in (each.label, each.data):
                return each
        raise LookupError(f"no button {wanted!r} under message {self.id}; there are {self.labels}")

    def line(self) -> str:
        """Return the message for a transcript."""
        sender = self.body.get("from") or self.body["chat"]
        marks = ["(deleted)"] * self.deleted + ["(edited)"] * bool(self.revisions)
        marks += [f"({self.file.kind} {self.file.name})"] if self.file else []
        name = sender.get("first_name") or sender.get("title")
        lines = [" ".join([f"{name}:", *marks, self.text])]
        lines += ["    " + " ".join(f"[{button.label}]" for button in row) for row in self.rows]
        return "\n".join(lines + [f"    ({emoji})" for emoji in self.reactions])


def text_of(body: JSON) -> str:
    """Return the text or the caption of a Message object."""
    return str(body.get("text", body.get("caption", "")))


@dataclass
class Chat:
    """A chat of the bot.

    Args:
        body: the Bot API's Chat object.
        known: the bot may write: the person wrote first, or the group has the bot in it.
        blocked: the person blocked the bot, or the group removed it.
        numbers: message ids of a channel; other chats share the bot's.
    """

    id: int
    body: JSON
    known: bool = False
    blocked: bool = False
    messages: list[Message] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    numbers: itertools.count[int] | None = None


@dataclass
class Query:
    """A tap on a button that waits for its answer."""

    id: str
    chat_id: int
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a chat."""

    kind: EventKind
    chat_id: int
    message: Message | None = None
    query: Query | None = None


class Chats:
    """Everything the fake keeps. Threads hold ``lock`` to change it, and wait on ``changed``."""

    def __init__(self, bot: JSON) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.bot = bot
        self.all: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[str, list[str]] = {}
        self.events: list[Event] = []
        self.watchers: list[Callable[[Event], None]] = []
        self._numbers = itertools.count(1)
        self._queries = itertools.count(4_000_000_000_000_000_000)

    def writable(self, chat_id: int) -> Chat:
        """Return a chat the bot may write into.

        Raises:
            Refused: there is none, or the person blocked the bot.
        """
        chat = self.all.get(chat_id)
        if chat is None or not chat.known:
            raise bad("chat not found")
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def message(self, chat_id: int, number: int, purpose: str) -> Message:
        """Return a message that is still in a chat.

        Raises:
            Refused: there is none; ``purpose`` is what it was wanted for (``edit``).
        """
        messages = self.writable(chat_id).messages
        at = bisect_left(messages, number, key=lambda each: each.id)
        if at < len(messages) and messages[at].id == number and not messages[at].deleted:
            return messages[at]
        raise bad(f"message to {purpose} not found")

    def post(self, chat: Chat, content: JSON, sender: JSON | None, file: File | None = None) -> Message:
        """Put a message into a chat under the next number."""
        with self.lock:
            number = next(chat.numbers or self._numbers)
            body: JSON = {"message_id": number, "date": int(time.time()), "chat": chat.body, **content}
            body |= {"sender_chat": chat.body} if sender is None else {"from": sender}
            message = Message(chat.id, number, body, sender is self.bot, file=file)
            chat.messages.append(message)
            self.happened("sent", chat.id, message)
            return message

    def change(self, message: Message, body: JSON) -> None:
        """Replace the body of a message and keep the old one."""
        with self.lock:
            message.revisions.append(message.body)
            message.body = body
            self.happened("edited", message.chat_id, message)

    def keep(self, name: str, mime: str, data: bytes, kind: str) -> File:
        """Keep a file.

        Raises:
            Refused: it is empty, or no picture that Telegram takes as a photo.
        """
        if not data:
            raise bad("file must be non-empty")
        width, height = _picture_size(data) if kind == "photo" else (0, 0)
        number = secrets.token_urlsafe(18)
        file = File(number, f"{kind}s/{number}", name, mime, data, kind, width, height)
        self.files[number] = file
        return file

    def ask(self, chat_id: int) -> Query:
        """Open a callback query."""
        with self.lock:
            query = Query(str(next(self._queries)), chat_id)
            self.queries[query.id] = query
            return query

    def happened(
        self, kind: EventKind, chat_id: int, message: Message | None = None, query: Query | None = None
    ) -> None:
        """Record an event, tell the watchers, and wake everybody who waits."""
        with self.changed:
            event = Event(kind, chat_id, message, query)
            self.events.append(event)
            for watch in self.watchers:
                watch(event)
            self.changed.notify_all()

    def wait(self, done: Callable[[], Any], timeout: float) -> bool:
        """Wait until ``done()`` is true; return False where it was not within ``timeout`` seconds."""
        with self.changed:
            return bool(self.changed.wait_for(done, timeout))


def _picture_size(data: bytes) -> tuple[int, int]:
    if len(data) > PHOTO_LIMIT:
        raise bad("file is too big for a photo; the maximum size is 10485760 bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data)) as image:
                image.load()
                width, height = image.size
    except (OSError, SyntaxError, ValueError, Warning):
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height
