"""People who chat with the bot, and groups and channels it is in, as tests drive them."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from .chats import Chat, File, Message, Query
from .refusals import JSON
from .texts import CAPTION_LIMIT, TEXT_LIMIT, units

if TYPE_CHECKING:
    from .server import TelegramServer

Wanted = str | Callable[[Message], bool] | None
"""What a message is known by: words in it, or a test; None is any."""


@dataclass(frozen=True)
class Sent:
    """What a person did: the update it made (None where the bot wants none) and the message."""

    update_id: int | None
    message: Message


@dataclass(frozen=True)
class Tap(Sent):
    """A tap on a button, with the query that the bot answers."""

    query: Query
    server: TelegramServer = field(repr=False)

    @property
    def answer(self) -> str | None:
        """The text of the answer; None while there is none."""
        return self.query.answer

    def wait_for_answer(self, timeout: float = 10.0) -> str:
        """Wait until the bot answers the tap; return the text, which may be empty."""
        self.server.wait_until(lambda: self.query.answer is not None, timeout)
        return self.answer or ""


class Room:
    """A chat as tests see it."""

    def __init__(self, server: TelegramServer, chat: Chat) -> None:
        self.server = server
        self.chat = chat
        self.mark = 0
        """Number of events before the last thing somebody did here."""

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """Messages that stand in the chat."""
        return [each for each in self.chat.messages if not each.deleted]

    @property
    def replies(self) -> list[Message]:
        """Messages of the bot that stand in the chat."""
        return [each for each in self.messages if each.outgoing]

    @property
    def last(self) -> Message:
        """The last message of the bot."""
        if not self.replies:
            raise LookupError(f"the bot has said nothing in chat {self.id}")
        return self.replies[-1]

    @property
    def actions(self) -> list[str]:
        """``typing`` and so on, in order."""
        return self.chat.actions

    def wait_for(self, wanted: Wanted = None, timeout: float = 10.0) -> Message:
        """Wait for a message of the bot that was sent or edited since the last action here.

        Raises:
            NoReply: with what stands in the chat.
        """
        return self.server.wait_for(wanted, timeout, room=self)

    def transcript(self) -> str:
        """Return the chat as text."""
        return "\n".join(each.line() for each in self.messages)

    def acted(self) -> None:
        """Remember that somebody did something."""
        self.mark = len(self.server.chats.events)


class Person(Room):
    """Somebody on Telegram, with their private chat; ``user`` is the Bot API's User object."""

    def __init__(self, server: TelegramServer, chat: Chat, user: JSON) -> None:
        super().__init__(server, chat)
        self.user = user

    def starts(self, payload: str = "") -> Sent:
        """Press Start, or follow a link with a payload."""
        return self.says(f"/start {payload}".strip())

    def says(self, text: str, reply_to: Message | None = None, group: Group | None = None) -> Sent:
        """Write a message, in the private chat or in a group."""
        if not 1 <= units(text.strip()) <= TEXT_LIMIT:
            raise ValueError(f"Telegram's apps send 1 to {TEXT_LIMIT} characters")
        content = _typed(text)
        if reply_to is not None:
            content["reply_to_message"] = reply_to.body
        return self._send(content, room=group)

    def edits(self, sent: Message | Sent, text: str) -> Sent:
        """Edit a message they sent."""
        message = sent.message if isinstance(sent, Sent) else sent
        with self.server.chats.lock:
            kept = {name: value for name, value in message.body.items() if name not in ("text", "entities")}
            self.server.chats.change(message, {**kept, **_typed(text), "edit_date": int(time.time())})
            self.acted()
            return Sent(self.server.deliver("edited_message", message.body, self.id), message)

    def taps(self, wanted: str, message: Message | None = None, stale: bool = False) -> Tap:
        """Tap a button.

        Args:
            wanted: its label or its callback data.
            message: the message it is under; the latest one with such a button unless given.
            stale: send this callback data though ``message`` has no such button any more.

        Raises:
            LookupError: there is no such button.
        """
        if stale and message is not None:
            return self._tap(message, wanted)
        under = message or self._with_button(wanted)
        return self._tap(under, under.button(wanted).data or "")

    def _with_button(self, wanted: str) -> Message:
        for message in reversed(self.replies):
            if any(wanted in (button.label, button.data) for button in message.buttons):
                return message
        there = [message.labels for message in self.replies if message.labels]
        raise LookupError(f"no button {wanted!r}; there are {there[-3:]}")

    def _tap(self, message: Message, data: str) -> Tap:
        with self.server.chats.lock:
            query = self.server.chats.ask(message.chat_id)
            self.acted()
            body = {"id": query.id, "from": self.user, "chat_instance": str(self.id), "data": data}
            body["message"] = message.body
            update = self.server.deliver("callback_query", body, message.chat_id)
        return Tap(update, message, query, self.server)

    def sends_document(
        self, data: bytes, name: str = "description.pdf", mime: str = "application/pdf", caption: str = ""
    ) -> Sent:
        """Send a file."""
        return self._send_file(self.server.chats.keep(name, mime, data, "document"), caption)

    def sends_photo(self, data: bytes = b"", caption: str = "") -> Sent:
        """Send a picture; a small grey one unless given."""
        return self._send_file(
            self.server.chats.keep("photo.jpg", "image/jpeg", data or _grey(), "photo"), caption
        )

    def voice(self) -> Sent:
        """Send a voice message."""
        return self._send_file(self.server.chats.keep("voice.ogg", "audio/ogg", b"OggS", "voice"))

    def sticker(self) -> Sent:
        """Send a sticker."""
        return self._send_file(self.server.chats.keep("sticker.webp", "image/webp", b"RIFF", "sticker"))

    def _send_file(self, file: File, caption: str = "") -> Sent:
        if units(caption) > CAPTION_LIMIT:
            raise ValueError(f"Telegram's apps send captions of up to {CAPTION_LIMIT} characters")
        return self._send(file.shown() | ({"caption": caption} if caption else {}), file)

    def contact(self) -> Sent:
        """Send their own contact."""
        return self._send({"contact": {"phone_number": "+6500000000", "first_name": self.user["first_name"]}})

    def location(self) -> Sent:
        """Send where they are."""
        return self._send({"location": {"latitude": 1.29, "longitude": 103.85}})

    def blocks(self) -> int | None:
        """Block the bot: from now on everything sent to them is refused."""
        return self._block(True)

    def unblocks(self) -> int | None:
        """Let the bot write again."""
        return self._block(False)

    def _block(self, blocked: bool) -> int | None:
        with self.server.chats.lock:
            self.chat.blocked = blocked
            self.acted()
            return self.server.member_update(self.chat, self.user, not blocked)

    def _send(self, content: JSON, file: File | None = None, room: Room | None = None) -> Sent:
        room = room or self
        with self.server.chats.lock:
            room.chat.known = True
            message = self.server.chats.post(room.chat, content, self.user, file)
            self.acted()
            room.acted()
            if room is not self and not self.server.reads(message):
                return Sent(None, message)
            return Sent(self.server.deliver("message", message.body, room.id), message)


class Group(Room):
    """A group that the bot is in; people write there with ``person.says(text, group=...)``."""


class Channel(Room):
    """A channel that the bot administers."""

    def posts(self, text: str) -> Sent:
        """Publish a post."""
        with self.server.chats.lock:
            message = self.server.chats.post(self.chat, _typed(text), None)
            self.acted()
            return Sent(self.server.deliver("channel_post", message.body, self.id), message)


def _typed(text: str) -> JSON:
    """Return the fields of a message that a person types; Telegram marks commands in it."""
    text = text.strip()
    commands = [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": units(found[0])}
        for found in re.finditer(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])", text)
    ]
    return {"text": text, "entities": commands} if commands else {"text": text}


def _grey() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(picture, "JPEG")
    return picture.getvalue()
