"""An update of the Bot API, read as what it means here. Nothing in it is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

IncomingKind = Literal["text", "press", "file", "other", "edited", "left", "back", "elsewhere", "nothing"]
MOST_NAME = 128


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sent: its id at Telegram, its name, and its size in bytes where Telegram tells it."""

    id: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """What an update says.

    Args:
        update: its id.
        kind: ``text`` or ``press`` in a private chat, ``file`` a document, ``other`` neither (a sticker, a
            photo), ``edited`` a message changed later, ``left`` and ``back`` the bot blocked or unblocked,
            ``elsewhere`` anything in a group or channel, ``nothing`` what needs no answer.
        chat: its id; a private chat's is the person's.
        user: who, 0 where nobody is named.
        name: as they call themselves on Telegram.
        message: id of the message written or pressed on.
        text: what was typed, or the button's data.
        query: id to answer a press with.
        file: of kind ``file``.
        reply: id of the message that was replied to.
    """

    update: int
    kind: IncomingKind
    chat: int = 0
    user: int = 0
    name: str = ""
    message: int | None = None
    text: str = ""
    query: str | None = None
    file: File | None = None
    reply: int | None = None

    @property
    def command(self) -> str:
        """The command typed, without its slash and the bot's name; empty for other words."""
        first = self.text[1:].split(maxsplit=1)[:1] if self.text.startswith("/") else []
        return first[0].partition("@")[0].lower() if self.kind == "text" and first else ""

    @property
    def argument(self) -> str:
        """What follows the command."""
        return self.text.partition(" ")[2].strip()


def read(update: Mapping[str, Any]) -> Incoming:
    """Read an update.

    Args:
        update: JSON of the Bot API, fields missing, unknown or of the wrong kind included.

    Raises:
        ValueError: it has no update id.
    """
    number = update.get("update_id")
    if not isinstance(number, int):
        raise ValueError("an update has an integer update_id")
    if query := _object(update, "callback_query"):
        return _press(number, query)
    if member := _object(update, "my_chat_member"):
        return _member(number, member)
    for field in ("message", "edited_message", "channel_post", "edited_channel_post", "business_message"):
        if message := _object(update, field):
            return _message(number, message, field)
    return Incoming(number, "nothing")


def _press(number: int, query: Mapping[str, Any]) -> Incoming:
    message = _object(query, "message")
    user, name = _who(_object(query, "from"))
    chat = _object(message, "chat")
    private = chat.get("type", "private") == "private"
    return Incoming(
        number,
        "press" if private and user else "elsewhere",
        chat=user if private else _whole(chat.get("id")),
        user=user,
        name=name,
        message=_whole(message.get("message_id")) or None,
        text=_text(query.get("data")),
        query=_text(query.get("id")) or None,
    )


def _member(number: int, member: Mapping[str, Any]) -> Incoming:
    user, name = _who(_object(member, "from"))
    if _object(member, "chat").get("type") != "private":
        return Incoming(number, "nothing")
    status = _object(member, "new_chat_member").get("status")
    kind: IncomingKind = "left" if status == "kicked" else "back"
    return Incoming(number, kind, user, user, name)


def _message(number: int, message: Mapping[str, Any], field: str) -> Incoming:
    chat = _object(message, "chat")
    user, name = _who(_object(message, "from"))
    text = _text(message.get("text"))
    place = _whole(chat.get("id"))
    written = _whole(message.get("message_id")) or None
    if chat.get("type") != "private" or field in ("channel_post", "edited_channel_post", "business_message"):
        return Incoming(number, "elsewhere", place, user, name, written, text)
    if not user:
        return Incoming(number, "nothing")
    if field == "edited_message":
        return Incoming(number, "edited", place, user, name, written)
    if file := _file(_object(message, "document")):
        return Incoming(number, "file", place, user, name, written, file=file)
    kind: IncomingKind = "text" if text else "nothing" if _service(message) else "other"
    replied = _whole(_object(message, "reply_to_message").get("message_id")) or None
    return Incoming(number, kind, place, user, name, written, text, reply=replied)


_SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "users_shared",
    "chat_shared",
    "write_access_allowed",
)


def _service(message: Mapping[str, Any]) -> bool:
    """Whether a message only says that something happened."""
    return any(field in message for field in _SERVICE)


def _file(document: Mapping[str, Any]) -> File | None:
    identifier = _text(document.get("file_id"))
    if not identifier:
        return None
    size = document.get("file_size")
    name = _text(document.get("file_name")) or "file"
    return File(identifier, name[:MOST_NAME], size if isinstance(size, int) else None)


def _who(user: Mapping[str, Any]) -> tuple[int, str]:
    name = " ".join(filter(None, (_text(user.get("first_name")), _text(user.get("last_name")))))
    # Names may hold anything that can be typed; what cannot be encoded is left out.
    return _whole(user.get("id")), name.encode("utf-8", "ignore").decode()[:MOST_NAME].strip()


def _object(of: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found = of.get(field)
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
