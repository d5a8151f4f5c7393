"""People who talk to the bot, and groups and channels it is in, as tests drive them."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from .content import said
from .media import StoredFile, Upload, shown
from .messages import Message
from .refusals import JSON
from .texts import CAPTION_LIMIT, TEXT_LIMIT, units
from .world import Chat, Query

if TYPE_CHECKING:
    from .server import TelegramServer

Wanted = str | Callable[[Message], bool] | None
PDF = "application/pdf"


@dataclass(frozen=True)
class Sent:
    """What a person did: the update it made (None where the bot wants none) and the message it is about."""

    update_id: int | None
    message: Message


@dataclass(frozen=True)
class Tap(Sent):
    """A tap on a button, with the query the bot answers."""

    query: Query
    server: TelegramServer = field(repr=False)

    @property
    def answer(self) -> str | None:
        """What the bot answered the tap with; None while it has not."""
        return None if self.query.answer is None else str(self.query.answer["text"])

    def wait_for_answer(self, timeout: float = 10.0) -> str:
        """Wait until the bot answers the tap; return what it says, which may be nothing.

        Raises:
            NoReply: where it does not answer within ``timeout`` seconds.
        """
        self.server.wait_until(lambda: self.query.answer is not None, timeout)
        return self.answer or ""


class Room:
    """A chat as tests see it."""

    def __init__(self, server: TelegramServer, chat: Chat) -> None:
        self.server = server
        self.chat = chat
        self.mark = 0

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """All that stands in the chat now."""
        return [each for each in self.chat.messages if not each.deleted]

    @property
    def replies(self) -> list[Message]:
        """What the bot said and did not delete."""
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
        return [action for _, action in self.chat.actions]

    def wait_for(self, wanted: Wanted = None, timeout: float = 10.0) -> Message:
        """Wait for a message of the bot, sent or edited since this chat's last action.

        Args:
            wanted: words in it, or a test of it as it stands now; None is any.
            timeout: in seconds.

        Raises:
            NoReply: with what stands in the chat.
        """
        return self.server.wait_for(wanted, timeout, room=self)

    def transcript(self) -> str:
        """Return the chat as text: who said what, pictures, files, buttons, reactions."""
        return "\n".join(each.line(self.server.called(each)) for each in self.messages)

    def _deliver(self, kind: str, message: Message, key: str = "") -> Sent:
        return Sent(self.server.deliver(key or kind, message.body, self.chat.id), message)


class Person(Room):
    """Somebody on Telegram.

    Args:
        server: where.
        chat: their private chat with the bot.
        user: the Bot API's User object.
    """

    def __init__(self, server: TelegramServer, chat: Chat, user: JSON) -> None:
        super().__init__(server, chat)
        self.user = user

    def starts(self, payload: str = "") -> Sent:
        """Press Start, or follow a deep link with a payload."""
        return self.says(f"/start {payload}".strip())

    def says(self, text: str, reply_to: Message | None = None, group: Group | None = None) -> Sent:
        """Type a message of up to 4,096 UTF-16 units; in a group where one is given."""
        if not 1 <= units(text.strip()) <= TEXT_LIMIT:
            raise ValueError(f"Telegram's apps send 1 to {TEXT_LIMIT} characters, not {units(text)}")
        content = said(text)
        if reply_to is not None:
            content["reply_to_message"] = reply_to.body
        return self._send(content, group=group)

    def edits(self, message: Message | Sent, text: str) -> Sent:
        """Edit a message they sent before."""
        found = message.message if isinstance(message, Sent) else message
        with self.server.world.lock:
            kept = {k: v for k, v in found.body.items() if k not in ("text", "entities")}
            self.server.world.change(found, {**kept, **said(text), "edit_date": int(time.time())})
            self._act()
            return self._deliver("edited_message", found)

    def taps(self, wanted: str, message: Message | None = None, stale: bool = False) -> Tap:
        """Tap a button.

        Args:
            wanted: its label or its callback data.
            message: under which message; the latest one with such a button unless given.
            stale: tap with this callback data though no such button is there any more, as an app does whose
                screen is behind; needs ``message``.

        Raises:
            LookupError: where there is no such button.
        """
        if stale:
            if message is None:
                raise ValueError("a stale tap needs the message the button was under")
            return self._tap(message, wanted)
        under = message or self._with_button(wanted)
        data = under.button(wanted).data
        if data is None:
            raise LookupError(f"the button {wanted!r} opens a link, it sends nothing")
        return self._tap(under, data)

    def _with_button(self, wanted: str) -> Message:
        for message in reversed(self.replies):
            if any(wanted in (button.label, button.data) for button in message.buttons):
                return message
        there = [message.labels for message in self.replies if message.labels]
        raise LookupError(f"no button {wanted!r}; there are {there[-3:]}")

    def _tap(self, message: Message, data: str) -> Tap:
        with self.server.world.lock:
            query = self.server.world.ask(message.chat_id, data)
            self._act()
            body = {
                "id": query.id,
                "from": self.user,
                "message": message.body,
                "chat_instance": str(-(2**60) + message.chat_id),
                "data": data,
            }
            update = self.server.deliver("callback_query", body, message.chat_id)
        return Tap(update, message, query, self.server)

    def presses(self, label: str) -> Sent:
        """Press a key of the reply keyboard, which says its label."""
        if not any(label in row for row in self.chat.keyboard):
            raise LookupError(f"no key {label!r}; there are {self.chat.keyboard}")
        return self.says(label)

    def sends_document(
        self, data: bytes, name: str = "description.pdf", mime: str = PDF, caption: str = ""
    ) -> Sent:
        """Send a file of any size up to 2 GB, as people can."""
        return self._send_file(Upload(name, mime, data), "document", caption)

    def sends_photo(self, data: bytes = b"", caption: str = "", group_id: str = "") -> Sent:
        """Send a picture; a small grey one unless given. ``group_id`` joins several into an album."""
        more = {"media_group_id": group_id} if group_id else {}
        return self._send_file(Upload("photo.jpg", "image/jpeg", data or _grey()), "photo", caption, more)

    def voice(self) -> Sent:
        """Send a voice message."""
        return self._send_file(Upload("voice.ogg", "audio/ogg", b"OggS"), "voice", "")

    def sticker(self) -> Sent:
        """Send a sticker."""
        return self._send_file(Upload("sticker.webp", "image/webp", b"RIFF"), "sticker", "")

    def _send_file(self, upload: Upload, kind: str, caption: str, more: JSON | None = None) -> Sent:
        if units(caption) > CAPTION_LIMIT:
            raise ValueError(f"Telegram's apps send captions of up to {CAPTION_LIMIT} characters")
        file = self.server.world.keep(upload, kind, checked=kind == "photo")
        text = said(caption) if caption.strip() else {}
        captions = {name.replace("text", "caption"): value for name, value in text.items() if name == "text"}
        if "entities" in text:
            captions["caption_entities"] = text["entities"]
        return self._send({**shown(file), **captions, **(more or {})}, file)

    def contact(self, phone: str = "+6500000000") -> Sent:
        """Send their own contact."""
        return self._send({"contact": {"phone_number": phone, "first_name": self.user["first_name"]}})

    def location(self) -> Sent:
        """Send where they are."""
        return self._send({"location": {"latitude": 1.29, "longitude": 103.85}})

    def forwards(self, text: str, sender: str = "Somebody") -> Sent:
        """Forward a message of somebody who hides their account."""
        origin = {"type": "hidden_user", "sender_user_name": sender, "date": int(time.time()) - 60}
        return self._send({**said(text), "forward_origin": origin})

    def reacts(self, message: Message, emoji: str) -> int | None:
        """React to a message; only bots that ask for it in allowed_updates hear of it."""
        with self.server.world.lock:
            before = message.reactions.get(self.id, [])
            message.reactions[self.id] = [emoji]
            self.server.world.happened("reacted", message.chat_id, message)
            self._act()
            body = {
                "chat": self.chat.body,
                "message_id": message.id,
                "user": self.user,
                "date": int(time.time()),
                "old_reaction": [{"type": "emoji", "emoji": each} for each in before],
                "new_reaction": [{"type": "emoji", "emoji": emoji}],
            }
            return self.server.deliver("message_reaction", body, message.chat_id)

    def blocks(self) -> int | None:
        """Block the bot: from now on everything sent to them is refused."""
        return self._membership(True)

    def unblocks(self) -> int | None:
        """Let the bot write again."""
        return self._membership(False)

    def _membership(self, blocked: bool) -> int | None:
        with self.server.world.lock:
            self.chat.blocked = blocked
            self._act()
            return self.server.member_update(self.chat, self.user, not blocked)

    def _send(self, content: JSON, file: StoredFile | None = None, group: Group | None = None) -> Sent:
        room: Room = group or self
        if self.chat.blocked and group is None:
            raise ValueError("they blocked the bot: Telegram's apps let them write after unblocks() only")
        with self.server.world.lock:
            room.chat.known = True
            message = self.server.world.post(room.chat, content, self.user, file)
            self._act()
            room.mark = self.mark
            if group is not None and not self.server.hears(message):
                return Sent(None, message)
            return room._deliver("message", message)

    def _act(self) -> None:
        self.mark = len(self.server.world.events)


class Group(Room):
    """A group or supergroup the bot is in; people speak in it with ``person.says(text, group=...)``."""


class Channel(Room):
    """A channel the bot is an administrator of."""

    def posts(self, text: str) -> Sent:
        """Publish a post."""
        with self.server.world.lock:
            message = self.server.world.post(self.chat, said(text), None)
            self.mark = len(self.server.world.events)
            return self._deliver("channel_post", message)


def _grey() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(picture, "JPEG")
    return picture.getvalue()
